"""Whatever a schema asks for, there are words for the file that doesn't have it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from compiler import resources
from compiler.validate import KINDS
from compiler.validate.formats import FORMATS
from compiler.validate.words import SPOKEN

SILENT = {"$schema", "$id", "$ref", "$defs", "title", "description", "examples", "x-expected"}
LEADING = {"items", "oneOf", "propertyNames", "if", "then", "else"}
"""Words that lead to others; what stands below ``if`` is only tried."""


def _words(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every word of a schema and of those inside, with what it asks for."""
    if not isinstance(schema, dict):
        return
    yield from schema.items()
    for word, value in schema.items():
        if word in ("properties", "$defs"):
            for inner in value.values():
                yield from _words(inner)
        elif word == "oneOf":
            for inner in value:
                yield from _words(inner)
        elif word in ("items", "propertyNames", "additionalProperties", "then", "else"):
            yield from _words(value)


@pytest.mark.parametrize("kind", ["common", *KINDS])
def test_every_word_of_the_schemas_is_spoken_of(kind: str) -> None:
    schema = json.loads(resources.text("schemas", f"{kind}.schema.json"))
    words = list(_words(schema))
    assert {word for word, _ in words} - SILENT - LEADING <= set(SPOKEN)
    assert {value for word, value in words if word == "format"} <= set(FORMATS)
    # Every alternative says what it requires: that is how the one that was meant is found and told.
    assert all("required" in branch for word, value in words if word == "oneOf" for branch in value)
