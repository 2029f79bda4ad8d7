"""A bundle as the data that templates see: JSON, in one language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec

from compiler.bundle import Bundle, Text
from compiler.render.error import RenderError

_SHOWN = 12


def localised(bundle: Bundle, lang: str) -> dict[str, Any]:
    """The bundle as JSON data with every text in the language. Raises ``RenderError`` naming all texts that lack it."""
    lacking: list[str] = []
    data = _plain(bundle, lang, "", lacking)
    if lacking:
        shown = ", ".join(lacking[:_SHOWN]) + (f" and {len(lacking) - _SHOWN} more" if len(lacking) > _SHOWN else "")
        message = f"{len(lacking)} texts have no words in the language '{lang}': {shown}"
        raise RenderError(message, bundle.sla.origin.file, bundle.sla.origin.line)
    assert isinstance(data, dict)
    return data


def _plain(value: object, lang: str, place: str, lacking: list[str]) -> Any:
    if isinstance(value, Text):
        if lang in value:
            return value[lang]
        lacking.append(f"{place} ({next(iter(value.words.values()), '')[:40]})")
        return ""
    if isinstance(value, msgspec.Struct):
        names = zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True)
        return {key: _plain(getattr(value, name), lang, f"{place}/{key}", lacking) for name, key in names}
    if isinstance(value, dict):
        return {key: _plain(item, lang, f"{place}/{key}", lacking) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item, lang, f"{place}/{index}", lacking) for index, item in enumerate(value)]
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
