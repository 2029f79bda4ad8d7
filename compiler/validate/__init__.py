"""The form of each document: a document against the JSON Schema of its kind, findings in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from compiler import codes, resources
from compiler.diagnostic import Diagnostic
from compiler.source import Document
from compiler.validate.formats import FORMATS
from compiler.validate.words import findings

KINDS = ("provider", "sla", "monitoring", "contract", "dap")
"""The kinds of file, each with a schema of its name."""


def validate(document: Document) -> list[Diagnostic]:
    """What is wrong with the form of a document."""
    found = [finding for error in _validator(document.kind).iter_errors(document.data) for finding in findings(error, document)]
    if document.kind == "sla" and not found and document.data["version"] != document.name:
        origin = document.values[("version",)]
        found.append(codes.WRONG_FOLDER_VERSION.at(origin, version=document.data["version"], folder=document.name))
    return found


@cache
def _schemas() -> dict[str, Any]:
    schemas = {kind: json.loads(resources.text("schemas", f"{kind}.schema.json")) for kind in ("common", *KINDS)}
    for schema in schemas.values():
        # A schema that names its dialect is handed to the library's own validator, which knows none of the words below.
        schema.pop("$schema", None)
    return schemas


@cache
def _validator(kind: str) -> Any:
    loaded = _schemas()
    registry: Registry[Any] = Registry().with_resources(
        (f"{name}.schema.json", DRAFT202012.create_resource(schema)) for name, schema in loaded.items()
    )
    checker = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number)
    strict: Any = extend(  # type: ignore[no-untyped-call]
        jsonschema.Draft202012Validator,
        {"properties": _properties, "pattern": _pattern, "format": _format, "x-decimals": _decimals},
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


def _is_number(_checker: object, value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _pattern(_checker: object, pattern: str, value: object, _schema: object) -> Iterator[jsonschema.ValidationError]:
    # “$” would let a line end through.
    if isinstance(value, str) and (not re.search(pattern, value) or value.endswith("\n")):
        yield jsonschema.ValidationError("pattern")


def _format(_checker: object, name: str, value: object, _schema: object) -> Iterator[jsonschema.ValidationError]:
    if isinstance(value, str) and not FORMATS[name](value):
        yield jsonschema.ValidationError("format")


def _decimals(_checker: object, places: int, value: object, _schema: object) -> Iterator[jsonschema.ValidationError]:
    if isinstance(value, Decimal) and value.is_finite() and -int(value.as_tuple().exponent) > places:
        yield jsonschema.ValidationError("decimals")
