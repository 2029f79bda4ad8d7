"""The schemas of the kinds of file, and what the words in them mean that JSON Schema doesn't have."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from typing import Any

from compiler import resources

KINDS = ("provider", "sla", "monitoring", "contract", "dap")
"""The kinds of file, each with a schema of its name."""


@cache
def schemas() -> dict[str, Any]:
    """The schemas by name: one for each kind, and what they have in common."""
    found = {name: json.loads(resources.text("schemas", f"{name}.schema.json")) for name in ("common", *KINDS)}
    for schema in found.values():
        # A schema that names its dialect is handed to a library's own validator, which knows none of the words below.
        schema.pop("$schema", None)
    return found


def matches(pattern: str, text: str) -> bool:
    """Whether text has a pattern; “$” alone would let a line end through."""
    return re.search(pattern, text) is not None and not text.endswith("\n")


def told_apart(value: object) -> str:
    """What tells a value apart from others; equal texts, and lists and blocks of them, have the same. 1.0 and 1.00 do not."""
    return json.dumps(value, sort_keys=True, default=repr)


def too_precise(places: int, value: object) -> bool:
    """Whether a number has more decimals than ``x-decimals`` allows."""
    return isinstance(value, Decimal) and value.is_finite() and -int(value.as_tuple().exponent) > places
