"""Data as YAML in the style of the example: a block where it is long, one line where it fits."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

WIDTH = 125
_PLAIN = re.compile(r"[^\W\d_](?:[\w.+/()&@’–€%-]|[ =;'](?=[\w(&–€]))*|\d{4}-\d\d-\d\d|\d\d:\d\d|\d{4} [A-Z]{2}")
"""What needs no quotes, inside brackets either: words, dates, times and postcodes. Numbers that are text need them."""
_MEANING = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that YAML 1.1 or 1.2 reads as something else than text."""


def written(data: Mapping[str, Any], notes: Mapping[str, str]) -> str:
    """The text of a file's data. ``notes`` gives the comment above a key of the outermost mapping."""
    lines: list[str] = []
    for key, value in data.items():
        if key in notes:
            lines += ["", f"# {notes[key]}"]
        _item(lines, f"{key}:", value, "")
    return "\n".join(lines) + "\n"


def _item(lines: list[str], start: str, value: Any, indent: str) -> None:
    if isinstance(value, str) and "\n" in value:
        lines.append(f"{indent}{start} |")
        lines += [f"{indent}  {line}" for line in value.rstrip("\n").split("\n")]
        return
    line = f"{indent}{start} {_flow(value)}"
    if len(line) <= WIDTH or not value or not isinstance(value, (dict, list)):
        lines.append(line)
        return
    lines.append(f"{indent}{start}")
    if isinstance(value, dict):
        for key, inner in value.items():
            _item(lines, f"{key}:", inner, f"{indent}  ")
    else:
        for inner in value:
            _item(lines, "-", inner, f"{indent}  ")


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join([f"{key}: {_flow(inner)}" for key, inner in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ", ".join([_flow(inner) for inner in value]) + "]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal, dt.date)):
        return str(value)
    raise TypeError(value)


@lru_cache(4096)
def _text(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _MEANING:
        return value
    # JSON's text between quotes is YAML's, too.
    return json.dumps(value, ensure_ascii=False)
