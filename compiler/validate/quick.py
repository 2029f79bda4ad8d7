"""Whether a document has the form of its kind, told fast; what is wrong with it, and where, is for the slower way to tell."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema_rs

from compiler.source import Document
from compiler.validate.formats import FORMATS
from compiler.validate.schemas import matches, schemas, too_precise


def surely_valid(document: Document) -> bool:
    """Whether a document is valid. False says only that it is to be looked at more closely."""
    try:
        return _validator(document.kind).is_valid(document.data)
    except ValueError:  # something that the library has no number or text for
        return False


@cache
def _validator(kind: str) -> jsonschema_rs.Draft202012Validator:
    loaded = {name: _strict(schema) for name, schema in schemas().items()}
    registry = jsonschema_rs.Registry([(_uri(name), schema) for name, schema in loaded.items()])
    return jsonschema_rs.Draft202012Validator(
        {"$ref": _uri(kind)},
        registry=registry,
        validate_formats=True,
        ignore_unknown_formats=False,
        formats=FORMATS,
        keywords={"x-pattern": _Pattern, "x-whole": _Whole, "x-decimals": _Decimals},
    )


def _uri(name: str) -> str:
    return f"json-schema:///{name}.schema.json"


def _strict(schema: Any) -> Any:
    """A schema in which patterns are Python's, and whole numbers are written as such: 5, not 5.0."""
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _strict(value) for key, value in schema.items()}
    if isinstance(pattern := found.get("pattern"), str):
        del found["pattern"]
        found["x-pattern"] = pattern
    if found.get("type") == "integer":
        found["x-whole"] = True
    return found


class _Pattern:
    def __init__(self, _schema: object, pattern: str, _path: object) -> None:
        self.pattern = pattern

    def validate(self, value: object) -> None:
        if isinstance(value, str) and not matches(self.pattern, value):
            raise ValueError("pattern")


class _Whole:
    def __init__(self, _schema: object, _true: object, _path: object) -> None:
        pass

    def validate(self, value: object) -> None:
        if not isinstance(value, int):
            raise ValueError("whole")


class _Decimals:
    def __init__(self, _schema: object, places: int, _path: object) -> None:
        self.places = places

    def validate(self, value: object) -> None:
        # Some versions of the library hand a Decimal over as a float, of which the decimals can't be told.
        if isinstance(value, float) or too_precise(self.places, value):
            raise ValueError("decimals")
