"""The free text of a workspace: found by its schemas, so that no field is forgotten, and replaced in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.workspace import ROOT, documents_in

KINDS = ("provider", "sla", "monitoring", "contract", "dap")
SCHEMAS = {kind: json.loads((ROOT / "schemas" / f"{kind}.schema.json").read_text()) for kind in ("common", *KINDS)}

Part = tuple[str, dict[str, Any]]
"""A schema and the file it stands in."""


@dataclass(frozen=True)
class Field:
    """A text in a file. ``place`` is its way down the schema, such as ``contract/contacts/*/name``.

    ``kind`` is ``text`` for free text, and ``email`` or ``url`` for what takes many signs all the same.
    """

    place: str
    file: str
    kind: str
    text: str


Change = Callable[[Field], str]
"""The new text for a field."""


def fields() -> set[str]:
    """The places of every field of free text, e-mail or web address that the schemas know."""
    return {place for kind in KINDS for place in _declared(parts_of(kind, SCHEMAS[kind]), kind)}


def replaced(files: Mapping[str, bytes], change: Change) -> dict[str, bytes]:
    """The files with each free text replaced by what ``change`` makes of it, also what amendments set."""
    made = dict(files)
    for document in documents_in(files):
        kind = document.kind
        parts = parts_of(kind, SCHEMAS[kind])
        data = _replaced(document.data, parts, kind, document.file, change)
        for amendment in data.get("amendments", {}).values():
            amendment["change"] = _replaced(amendment["change"], parts, kind, document.file, change)
        made[document.file] = written(data)
    return made


def written(data: object) -> bytes:
    """Data as YAML: as JSON, which is YAML too."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=_number).encode()


def _number(value: object) -> float:
    assert isinstance(value, Decimal)
    return float(value)


def parts_of(kind: str, schema: dict[str, Any]) -> list[Part]:
    """A schema with all that it refers to and all its alternatives."""
    parts = [(kind, schema)]
    if "$ref" in schema:
        file, _, pointer = schema["$ref"].partition("#")
        owner = file.removesuffix(".schema.json") or kind
        target = SCHEMAS[owner]
        for step in pointer.split("/")[1:]:
            target = target[step]
        parts += parts_of(owner, target)
    for several in ("allOf", "anyOf", "oneOf"):
        for other in schema.get(several, ()):
            parts += parts_of(kind, other)
    return parts


def _kind(parts: list[Part]) -> str | None:
    """The kind of a text field, None for what isn't one."""
    schemas = [schema for _, schema in parts]
    for kind in ("email", "url"):
        if SCHEMAS["common"]["$defs"][kind] in schemas:
            return kind
    bound = ("pattern", "format", "enum", "const")
    free = any(schema.get("type") == "string" for schema in schemas) and not any(key in one for one in schemas for key in bound)
    return "text" if free else None


def below_of(parts: list[Part], key: str) -> tuple[list[Part], str]:
    """The schemas of a key's value, and the key's name: its own where the schema names it."""
    named = [(kind, schema["properties"][key]) for kind, schema in parts if key in schema.get("properties", {})]
    others = [(kind, schema["additionalProperties"]) for kind, schema in parts if "additionalProperties" in schema]
    found = named or others
    return [part for kind, one in found if isinstance(one, dict) for part in parts_of(kind, one)], key if named else "*"


def items_of(parts: list[Part]) -> list[Part]:
    return [part for kind, schema in parts if "items" in schema for part in parts_of(kind, schema["items"])]


def _declared(parts: list[Part], place: str) -> Iterator[str]:
    if _kind(parts):
        yield place
    for key in sorted({key for _, schema in parts for key in schema.get("properties", {})} | {"*"}):
        below, name = below_of(parts, key)
        if below:
            yield from _declared(below, f"{place}/{name}")
    if items := items_of(parts):
        yield from _declared(items, f"{place}/[]")


def _replaced(data: Any, parts: list[Part], place: str, file: str, change: Change) -> Any:
    if isinstance(data, str):
        kind = _kind(parts)
        return change(Field(place, file, kind, data)) if kind else data
    if isinstance(data, list):
        return [_replaced(item, items_of(parts), f"{place}/[]", file, change) for item in data]
    if isinstance(data, dict):
        below = {key: below_of(parts, key) for key in data}
        return {key: _replaced(value, below[key][0], f"{place}/{below[key][1]}", file, change) for key, value in data.items()}
    return data
