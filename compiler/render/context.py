"""A bundle as the data that templates see: JSON, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from compiler.bundle import Bundle, Text
from compiler.render.error import RenderError

_SHOWN = 12


def localised(bundle: Bundle, lang: str) -> dict[str, Any]:
    """The bundle as JSON data with every text in the language. Raises ``RenderError`` naming all texts that lack it."""
    try:
        return msgspec.json.decode(msgspec.json.encode(bundle, enc_hook=lambda text: text[lang]), type=dict[str, Any])
    except KeyError:
        lacking = list(_lacking(bundle, lang, ""))
    shown = ", ".join(lacking[:_SHOWN]) + (f" and {len(lacking) - _SHOWN} more" if len(lacking) > _SHOWN else "")
    message = f"{len(lacking)} texts have no words in the language '{lang}': {shown}"
    raise RenderError(message, bundle.sla.origin.file, bundle.sla.origin.line)


def _lacking(value: object, lang: str, place: str) -> Iterator[str]:
    if isinstance(value, Text) and lang not in value:
        yield f"{place} ({next(iter(value.words.values()), '')[:40]})"
    if isinstance(value, msgspec.Struct):
        for name, key in zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True):
            yield from _lacking(getattr(value, name), lang, f"{place}/{key}")
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _lacking(item, lang, f"{place}/{key}")
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _lacking(item, lang, f"{place}/{index}")
