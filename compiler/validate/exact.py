"""What is wrong with the form of a document, every fault at its place: JSON Schema by the library that tells it best."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from compiler.source import Document
from compiler.validate.formats import FORMATS
from compiler.validate.schemas import matches, schemas, told_apart, too_precise


def faults(document: Document) -> Iterator[jsonschema.ValidationError]:
    """The errors of a document, in the order of the schema."""
    yield from _validator(document.kind).iter_errors(document.data)


@cache
def _validator(kind: str) -> Any:
    loaded = schemas()
    registry: Registry[Any] = Registry().with_resources(
        (f"{name}.schema.json", DRAFT202012.create_resource(schema)) for name, schema in loaded.items()
    )
    checker = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number)
    strict: Any = extend(  # type: ignore[no-untyped-call]
        jsonschema.Draft202012Validator,
        {
            "properties": _properties,
            "uniqueItems": _unique,
            "pattern": _pattern,
            "format": _format,
            "x-decimals": _decimals,
        },
        type_checker=checker,
    )
    return strict({"$ref": f"{kind}.schema.json"}, registry=registry)


def _properties(checker: Any, properties: dict[str, Any], value: object, _schema: object) -> Iterator[jsonschema.ValidationError]:
    # As the library has it, but a property that may never stand there is told with its name.
    for key, schema in properties.items() if isinstance(value, dict) else ():
        if isinstance(value, dict) and key in value:
            if schema is False:
                yield jsonschema.ValidationError("never", path=[key])
            else:
                yield from checker.descend(value[key], schema, path=key, schema_path=key)


def _unique(_checker: object, unique: bool, value: object, _schema: object) -> Iterator[jsonschema.ValidationError]:
    # The library compares each with each where values can't be sorted.
    if unique and isinstance(value, list) and len(set(map(told_apart, value))) < len(value):
        yield jsonschema.ValidationError("unique")


def _is_number(_checker: object, value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _pattern(_checker: object, pattern: str, value: object, _schema: object) -> Iterator[jsonschema.ValidationError]:
    if isinstance(value, str) and not matches(pattern, value):
        yield jsonschema.ValidationError("pattern")


def _format(_checker: object, name: str, value: object, _schema: object) -> Iterator[jsonschema.ValidationError]:
    if isinstance(value, str) and not FORMATS[name](value):
        yield jsonschema.ValidationError("format")


def _decimals(_checker: object, places: int, value: object, _schema: object) -> Iterator[jsonschema.ValidationError]:
    if too_precise(places, value):
        yield jsonschema.ValidationError("decimals")
