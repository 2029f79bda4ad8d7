"""The schema of the bundle says exactly what bundles hold, and every schema explains itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from compiler import bundle as bundles
from compiler.bundle import Bundle, canonical, from_data, to_data, to_json
from compiler.validate.formats import FORMATS
from tests.workspace import BASE, EXAMPLE, ROOT, compiled, files_of

SCHEMAS: dict[str, Any] = {
    path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "schemas").glob("*.json"))
}
SCHEMA = SCHEMAS["bundle.schema.json"]
REGISTRY: Registry[Any] = Registry().with_resources(
    (name, DRAFT202012.create_resource(schema)) for name, schema in SCHEMAS.items()
)
CHECKER = jsonschema.FormatChecker(("date",))
for _name, _test in FORMATS.items():
    CHECKER.checks(_name)(lambda value, test=_test: not isinstance(value, str) or test(value))
CHECKER.checks("date-time", ValueError)(
    lambda value: not isinstance(value, str) or dt.datetime.fromisoformat(value).tzinfo is not None
)


def _validator(reference: str) -> Any:
    return jsonschema.Draft202012Validator({"$ref": reference}, registry=REGISTRY, format_checker=CHECKER)


# Bundles

AS_OF = ("1999-05-05", "2025-12-31", "2026-06-30", "2026-07-01", "2027-03-01", "2029-01-01")


def _clients(workspace: Path) -> list[str]:
    folder = workspace / "clients"
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


CASES = [
    *((BASE, client, as_of) for client in ("acme", "solo") for as_of in AS_OF),
    *((EXAMPLE, client, "2026-06-01") for client in _clients(EXAMPLE)),
]
IDS = [f"{client}-{as_of}" for _, client, as_of in CASES]


@cache
def _compiled(workspace: Path, client: str, as_of: str) -> Bundle:
    return compiled(files_of(workspace), client, as_of)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_bundles_fit_the_schema(case: tuple[Path, str, str]) -> None:
    problems = _validator("bundle.schema.json").iter_errors(to_data(_compiled(*case)))
    assert [f"{one.json_path}: {one.message}" for one in problems] == []


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_bundle_survives_json(case: tuple[Path, str, str]) -> None:
    bundle = _compiled(*case)
    assert from_data(to_data(bundle)) == bundle
    assert from_data(json.loads(to_json(bundle))) == bundle


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_digest_is_that_of_the_written_bundle(case: tuple[Path, str, str]) -> None:
    written = json.loads(to_json(_compiled(*case)))
    digest = written.pop("digest")
    assert hashlib.sha256(rfc8785.dumps(written)).hexdigest() == digest


_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner),
)


@settings(derandomize=True, database=None, deadline=None)
@given(_JSON)
@example({"\ue000": 1, "\U00010000": 2})  # by their halves in UTF-16 the second comes first
@example({"text": "".join(map(chr, range(0x100))), "rate": [1.0, 1e21, -0.0]})
def test_json_is_canonical_as_another_writes_it(data: Any) -> None:
    assert canonical(data) == rfc8785.dumps(data)


@pytest.mark.parametrize(
    ("way", "value"),
    [
        (("as_of",), "2026-02-30"),
        (("as_of",), "1 June 2026"),
        (("digest",), "ABC"),
        (("format",), "akkoord-bundle/2"),
        (("sla", "title"), {"english": "SLA"}),
        (("form", "bought", 0, "monthly_fee", "amount"), 300),
        (("status", "contract"), "promised"),
        (("coverage", "rules", 0, "when"), {"colour": "red"}),
        (("calendars", 0, "weekly"), {"monday": []}),
        (("maintenance", "windows", 0, "occurrences", 0, "starts"), "2026-06-02T19:00:00"),
        (("mandate", 0, "label"), 1),
        (("client", "origin", "amendment"), None),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_what_no_bundle_holds_is_refused(way: tuple[str | int, ...], value: object) -> None:
    data: Any = to_data(_compiled(BASE, "acme", "2026-07-01"))
    place = data
    for key in way[:-1]:
        place = place[key]
    place[way[-1]] = value
    assert not _validator("bundle.schema.json").is_valid(data)


# The structs


def _structs() -> dict[str, type[msgspec.Struct]]:
    """The structs that a bundle is made of, by name."""
    found: dict[str, type[msgspec.Struct]] = {}

    def visit(hint: Any) -> None:
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct) and hint.__name__ not in found:
            found[hint.__name__] = hint
            for below in typing.get_type_hints(hint).values():
                visit(below)
        for below in typing.get_args(hint):
            visit(below)

    visit(Bundle)
    return found


STRUCTS = _structs()


def _described(name: str) -> dict[str, Any]:
    return SCHEMA if name == "Bundle" else SCHEMA["$defs"][name]  # type: ignore[no-any-return]


def test_every_struct_is_described() -> None:
    assert {name for name in SCHEMA["$defs"] if name[0].isupper()} == set(STRUCTS) - {"Bundle"}


@pytest.mark.parametrize("name", STRUCTS)
def test_the_fields_of_the_structs_are_those_of_the_schema(name: str) -> None:
    fields = msgspec.structs.fields(STRUCTS[name])
    omits = STRUCTS[name].__struct_config__.omit_defaults
    described = _described(name)
    assert list(described["properties"]) == [field.encode_name for field in fields]
    always = [field.encode_name for field in fields if field.required or not omits]
    assert described.get("required", []) == always


def test_the_choices_are_those_of_the_structs() -> None:
    def choices(hint: object) -> Iterator[frozenset[object]]:
        if typing.get_origin(hint) is typing.Literal:
            yield frozenset(typing.get_args(hint))
        for part in typing.get_args(hint):
            yield from choices(part)

    def listed(part: object) -> Iterator[frozenset[object]]:
        if isinstance(part, dict):
            if "enum" in part:
                yield frozenset(part["enum"]) - {None}
            for below in part.values():
                yield from listed(below)

    expected = {one for struct in STRUCTS.values() for hint in typing.get_type_hints(struct).values() for one in choices(hint)}
    assert set(listed(SCHEMA)) == expected
    assert SCHEMA["properties"]["format"]["const"] == bundles.FORMAT


@pytest.mark.parametrize("name", STRUCTS)
def test_what_may_be_empty_is_what_may_be_none(name: str) -> None:
    omits = STRUCTS[name].__struct_config__.omit_defaults
    for field in msgspec.structs.fields(STRUCTS[name]):
        schema = _described(name)["properties"][field.encode_name]
        empty = jsonschema.Draft202012Validator(
            {**schema, "$defs": SCHEMA["$defs"]}, registry=REGISTRY, format_checker=CHECKER
        ).is_valid(None)
        may = field.type is Any or (type(None) in typing.get_args(field.type) and not omits)
        assert empty == may, f"{name}.{field.encode_name}"


# All schemas


def _parts(schema: Any, pointer: str = "", conditional: bool = False) -> Iterator[tuple[str, dict[str, Any], bool, bool]]:
    """Every schema within a schema: its pointer, itself, whether it's a property, and whether it's part of a condition."""
    yield pointer, schema, pointer.split("/")[-2:-1] == ["properties"], conditional
    for word in ("properties", "$defs"):
        for key, part in schema.get(word, {}).items():
            if isinstance(part, dict):
                yield from _parts(part, f"{pointer}/{word}/{key}", conditional)
    for word in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(word), dict):
            yield from _parts(schema[word], f"{pointer}/{word}", conditional)
    for word in ("if", "then", "else", "not"):
        if word in schema:
            yield from _parts(schema[word], f"{pointer}/{word}", True)
    for word in ("oneOf", "anyOf", "allOf"):
        for index, part in enumerate(schema.get(word, ())):
            yield from _parts(part, f"{pointer}/{word}/{index}", conditional)


PARTS = [(name, *part) for name, schema in SCHEMAS.items() for part in _parts(schema)]


def _resolved(name: str, schema: dict[str, Any], word: str) -> object:
    """A word of a schema, or else of the one that it refers to."""
    if word in schema or "$ref" not in schema:
        return schema.get(word)
    file, _, fragment = schema["$ref"].partition("#")
    target = SCHEMAS[file or name]
    for key in fragment.split("/")[1:]:
        target = target[key]
    return _resolved(file or name, target, word)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_property_is_explained(name: str) -> None:
    bare = [
        f"{pointer}: {word}"
        for of, pointer, schema, is_property, conditional in PARTS
        if of == name and is_property and not conditional
        for word in ("title", "description", "examples")
        if not _resolved(name, schema, word)
    ]
    assert bare == []
    assert SCHEMAS[name]["title"]
    assert SCHEMAS[name]["description"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_object_is_closed(name: str) -> None:
    open_ones = [
        pointer
        for of, pointer, schema, _, conditional in PARTS
        if of == name and not conditional
        if schema.get("type") == "object" or "properties" in schema
        if not (schema.get("additionalProperties") is False or isinstance(schema.get("additionalProperties"), dict))
        if "propertyNames" not in schema
    ]
    assert open_ones == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_example_fits(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    wrong = [
        f"{name}#{pointer}: {one.message}"
        for of, pointer, schema, _, _ in PARTS
        if of == name
        for example in schema.get("examples", ())
        for one in _validator(f"{name}#{pointer}").iter_errors(example)
    ]
    assert wrong == []
