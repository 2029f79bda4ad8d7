"""A JSON Schema error as findings in a salesperson's words, at the key or value at fault."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import Any

from compiler import codes, written_date
from compiler.diagnostic import Diagnostic, Edit
from compiler.source import Document, Node, Origin, Path
from compiler.validate.formats import FORMATS
from compiler.validate.schemas import told_apart

ValidationError = Any
"""jsonschema's own type lets every attribute be unset, which never happens in an error that it yields."""

_TYPES = {
    "object": "a block of names with values",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
_FILES = {
    "provider": "a provider",
    "sla": "an SLA",
    "monitoring": "a monitoring template",
    "contract": "a contract",
    "dap": "a DAP",
}

_MOST_KEYS = 100_000
"""So many keys are remembered as compared: no file holds more."""
_LONGEST = 60
"""Characters of a text that are looked at and shown."""
_CLOSE, _APART = 0.75, 0.15
"""A misspelled key is obvious when it is so much like a known one, and so much more than like any other."""


def findings(error: ValidationError, document: Document) -> Iterator[Diagnostic]:
    """The findings of one error of the validator."""
    if error.validator == "oneOf":
        yield from _alternatives(error, document)
        return
    path: Path = tuple(error.absolute_path)
    if "propertyNames" in error.schema_path:
        yield _bad_name(error, document, path)
        return
    yield from SPOKEN[str(error.validator)](error, document, path)


def _alternatives(error: ValidationError, document: Document) -> Iterator[Diagnostic]:
    """Speaks of the alternative that the writer meant: the one that knows most of the keys that stand here."""
    path: Path = tuple(error.absolute_path)
    branches: list[Any] = list(error.validator_value)
    if not error.context:
        choices = " · ".join(" and ".join(branch["required"]) for branch in branches)
        yield codes.NOT_BOTH.at(_origin(document, path), key=_name(path), choices=choices)
        return
    by_branch: dict[int, list[ValidationError]] = {}
    for inner in error.context:
        by_branch.setdefault(int(inner.relative_schema_path[0]), []).append(inner)
    present = set(error.instance) if isinstance(error.instance, dict) else set()

    def fit(index: int) -> tuple[int, int, int]:
        known = set(branches[index].get("properties", branches[index].get("required", ())))
        near = sum(bool(_nearest(key, tuple(known), _CLOSE)) for key in present - known)
        return (-len(present & known) - near, len(by_branch[index]), index)

    fits = {index: fit(index) for index in by_branch}
    meant = min(fits, key=fits.__getitem__)
    if isinstance(error.instance, dict) and fits[meant][0] == 0:
        firsts = "” or “".join(branch["required"][0] for branch in branches)
        yield codes.MISSING_KEY.at(
            _key_origin(document, path), key=firsts, where=f"in “{_name(path)}”", expected="one of them is due here."
        )
        return
    for inner in by_branch[meant]:
        yield from findings(inner, document)


def _unknown(error: ValidationError, document: Document, path: Path) -> Iterator[Diagnostic]:
    known = list(error.schema.get("properties", ()))
    where = f"in “{_name(path)}”" if path else f"in {_FILES[document.kind]}"
    free = [key for key in known if key not in error.instance]
    unknown = [key for key in error.instance if key not in known]
    obvious = Counter(_obvious(key, known) for key in unknown)
    for key in unknown:
        meant = _meant(key, known)
        if meant is not None:
            mend = f"Did you mean “{meant}”?"
        elif free:
            mend = f"Remove it, or use one of: {', '.join(free)}."
        else:
            mend = "Remove it."
        safe = meant in free and meant == _obvious(key, known) and obvious[meant] == 1
        edit = Edit(key, meant) if safe and meant is not None else None
        yield codes.UNKNOWN_KEY.at(_key_origin(document, (*path, key)), key=_short(key), where=where, mend=mend, edit=edit)


def _meant(key: str, known: Iterable[str]) -> str | None:
    """The known key that a misspelled one is nearest to."""
    near = _nearest(_spelled(key), tuple(known))
    return near[0] if near else None


def _obvious(key: str, known: Iterable[str]) -> str | None:
    """The known key that a misspelled one must be: it is close, and no other comes near it."""
    near = _nearest(_spelled(key), tuple(known))
    if not near:
        return None
    best, second = [*(SequenceMatcher(None, one, _spelled(key)).ratio() for one in near), 0.0][:2]
    return near[0] if best == 1 or (best >= _CLOSE and best - second >= _APART) else None


@lru_cache(_MOST_KEYS)
def _nearest(key: str, known: tuple[str, ...], likeness: float = _CLOSE - _APART) -> list[str]:
    """The two known keys that another is most like, the nearest first; each is asked about several times."""
    return get_close_matches(key, known, 2, likeness)


def _spelled(key: str) -> str:
    return key[:_LONGEST].lower().replace("-", "_").replace(" ", "_")


def _not_here(_error: ValidationError, document: Document, path: Path) -> Iterator[Diagnostic]:
    yield codes.NOT_HERE.at(_key_origin(document, path), key=path[-1])


def _missing(error: ValidationError, document: Document, path: Path) -> Iterator[Diagnostic]:
    required = error.validator_value
    if isinstance(required, dict):
        required = sorted({key for keys in required.values() for key in keys})
    # The validator yields one error for each missing key; each is told once, by the key in its message.
    due = [key for key in required if error.message.startswith(repr(key))]
    where = f"in “{_name(path)}”" if path else "in this file"
    # An alternative that only lists what it requires leaves the descriptions to the block around it.
    around = error.parent.schema if error.parent is not None else {}
    properties = {**around.get("properties", {}), **error.schema.get("properties", {})}
    closed = False in (error.schema.get("additionalProperties"), around.get("additionalProperties"))
    misspelled = {_meant(key, properties) for key in error.instance if closed and key not in properties}
    for key in due:
        if key in misspelled:
            continue  # it is told as a key that isn't known
        # A key that an amendment took away has left its place behind.
        taken = document.keys.get((*path, key))
        expected = properties.get(key, {}).get("description", "it is due, given what stands beside it.")
        yield codes.MISSING_KEY.at(taken or _key_origin(document, path), key=key, where=where, expected=expected)


def _wrong_type(error: ValidationError, document: Document, path: Path) -> Iterator[Diagnostic]:
    key, value, origin = _name(path), error.instance, _origin(document, path)
    wanted = str(error.validator_value)
    if value is None:
        yield codes.EMPTY_VALUE.at(_key_origin(document, path), key=key, expected=_expected(error.schema))
        return
    spelled = document.spelled.get(path)
    if wanted == "string" and spelled is not None:
        if re.search(error.schema.get("pattern", ""), spelled) and FORMATS.get(error.schema.get("format", ""), bool)(spelled):
            what = "true or false" if isinstance(value, bool) else "a number"
            yield codes.UNQUOTED.at(origin, key=key, spelled=spelled, what=what, edit=Edit(spelled, f'"{spelled}"'))
        else:
            yield codes.MALFORMED.at(origin, value=spelled, key=key, expected=_expected(error.schema))
        return
    expected = _TYPES.get(wanted, wanted)
    if isinstance(value, str):
        found = f"the text “{_short(value)}”"
        if wanted in ("number", "integer") and re.fullmatch(r"[0-9.]*,[0-9]+", value):
            expected += f" with a point instead of a comma, such as {value.replace('.', '').replace(',', '.')}"
    elif isinstance(value, dict | list):
        found = _found(value)
    else:
        found = str(spelled)
    yield codes.WRONG_TYPE.at(origin, key=key, expected=expected, found=found)


def _choice(error: ValidationError, document: Document, path: Path) -> Iterator[Diagnostic]:
    choices = [str(choice) for choice in error.validator_value]
    if error.instance is None:
        yield codes.EMPTY_VALUE.at(_key_origin(document, path), key=_name(path), expected=_expected(error.schema))
        return
    if isinstance(error.instance, dict | list):
        yield codes.WRONG_TYPE.at(
            _origin(document, path), key=_name(path), expected=_expected(error.schema), found=_found(error.instance)
        )
        return
    value = document.spelled.get(path, error.instance)
    near = get_close_matches(str(value).lower(), choices, 1, 0.6)
    mend = (f"Did you mean “{near[0]}”? " if near else "") + f"Choose one of: {', '.join(choices)}."
    yield codes.NOT_A_CHOICE.at(_origin(document, path), value=_short(value), key=_name(path), mend=mend)


def _malformed(error: ValidationError, document: Document, path: Path) -> Iterator[Diagnostic]:
    value = error.instance
    yield codes.MALFORMED.at(
        _origin(document, path),
        value=_short(value),
        key=_name(path),
        expected=_expected(error.schema),
        edit=_date_edit(error.schema, value),
    )


def _date_edit(schema: Any, text: str) -> Edit | None:
    """What makes a date of text that can mean only one."""
    date = written_date.read(text) if schema.get("format") == "date" else None
    return Edit(text, date.isoformat()) if date is not None else None


def _range(error: ValidationError, document: Document, path: Path) -> Iterator[Diagnostic]:
    bound = error.validator_value
    problem, mend = {
        "minimum": (f"is less than {bound}", f"Write a number of at least {bound}."),
        "exclusiveMinimum": (f"must be more than {bound}", f"Write a number above {bound}."),
        "maximum": (f"is more than {bound}", f"Write a number of at most {bound}."),
        "x-decimals": (f"has more than {bound} decimals", f"Write it with at most {bound} decimals."),
        "minLength": ("is empty text", "Fill in the text, or remove the line."),
        "maxLength": (f"has more than {bound} characters", "Make it shorter."),
        "minItems": ("is an empty list", f"Fill in at least {bound}, or remove it."),
        "minProperties": ("is an empty block", f"Fill in at least {bound}, or remove it."),
    }[str(error.validator)]
    yield codes.OUT_OF_RANGE.at(_origin(document, path), key=_name(path), problem=problem, mend=mend)


def _repeated(error: ValidationError, document: Document, path: Path) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for index, item in enumerate(error.instance):
        if told_apart(item) in seen:
            yield codes.REPEATED_ITEM.at(_origin(document, (*path, index)), value=_short(item), key=_name(path))
        seen.add(told_apart(item))


def _bad_name(error: ValidationError, document: Document, path: Path) -> Diagnostic:
    key = str(error.instance)
    origin = _key_origin(document, (*path, key))
    edit = _date_edit(error.schema, key)
    if edit is not None:
        edit = edit if _dates(document, path)[written_date.read(key)] == 1 else None
    return codes.BAD_NAME.at(origin, value=_short(key), key=_name(path), expected=_expected(error.schema), edit=edit)


@lru_cache(1)
def _dates(document: Document, path: Path) -> Counter[dt.date | None]:
    """How many of the names in a block mean a date."""
    names = Node(document, (), document.data).get(*path)
    return Counter(map(written_date.read, names.data if names is not None else ()))


_Spoken = Callable[[ValidationError, Document, Path], Iterator[Diagnostic]]
SPOKEN: dict[str, _Spoken] = {
    "additionalProperties": _unknown,
    "properties": _not_here,
    "required": _missing,
    "dependentRequired": _missing,
    "type": _wrong_type,
    "enum": _choice,
    "pattern": _malformed,
    "format": _malformed,
    "uniqueItems": _repeated,
    **dict.fromkeys(
        ("minimum", "exclusiveMinimum", "maximum", "x-decimals", "minLength", "maxLength", "minItems", "minProperties"), _range
    ),
}
"""What tells an error of each of the validator's words. ``oneOf``, ``if`` and ``propertyNames`` lead to errors of these."""


def _expected(schema: Any) -> str:
    if "x-expected" in schema:
        return str(schema["x-expected"])
    if "enum" in schema:
        return "one of: " + ", ".join(map(str, schema["enum"]))
    kind = _TYPES.get(str(schema.get("type")), "a value")
    examples = [example for example in schema.get("examples", ()) if isinstance(example, str | int | float)]
    return f"{kind}, such as {examples[0]}" if examples else kind


def _name(path: Path) -> str:
    """What a value is called: its key, and for a list's item the key of the list."""
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "this file")


def _found(value: dict[str, Any] | list[Any]) -> str:
    return _TYPES["object" if isinstance(value, dict) else "array"]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "…"


def _origin(document: Document, path: Path) -> Origin:
    return Node(document, path, None).origin


def _key_origin(document: Document, path: Path) -> Origin:
    return Node(document, path, None).key_origin
