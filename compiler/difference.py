"""Where two bundles differ in what they say, by clause: not in where that is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from compiler.bundle import Bundle, to_data
from compiler.source import pointer

_ABOUT = frozenset({"origin", "restricted_origin", "to_origin", "sources", "digest", "as_of", "covers", "occurrences"})
"""What tells where and when a bundle was made, or follows from the rest and the date."""


class Difference(NamedTuple):
    """A value that differs, or that only one has (None). ``pointer`` leads to it, ``clause`` is what it rests on."""

    clause: str | None
    pointer: str
    before: Any
    after: Any


def differences(before: Bundle, after: Bundle) -> list[Difference]:
    """All differences in meaning, in the order of the bundle."""
    return list(_between(to_data(before), to_data(after), (), None))


def _between(before: Any, after: Any, path: tuple[str | int, ...], clause: str | None) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        resting = after.get("clause") or before.get("clause") or clause
        for key in dict.fromkeys([*before, *after]):
            if key not in _ABOUT:
                yield from _between(before.get(key), after.get(key), (*path, key), resting)
    elif isinstance(before, list) and isinstance(after, list):
        ones, others = _by_name(before), _by_name(after)
        for name in dict.fromkeys([*ones, *others]):
            yield from _between(ones.get(name), others.get(name), (*path, name), clause)
    elif before != after:
        whole = next((value for value in (after, before) if isinstance(value, dict)), {})
        yield Difference(whole.get("clause") or clause, pointer(path), before, after)


def _by_name(items: list[Any]) -> dict[str | int, Any]:
    """The items by what names them in their list, or by their place."""
    named: dict[str | int, Any] = {str(_name(item)): item for item in items if _name(item) is not None}
    return named if len(named) == len(items) else dict(enumerate(items))


def _name(item: Any) -> Any:
    if not isinstance(item, dict):
        return None
    for keys in (
        ("id", "date"),
        ("id",),
        ("number",),
        ("system",),
        ("priority", "kind"),
        ("form", "type"),
        ("document", "date"),
        ("version",),
    ):
        if all(key in item for key in keys):
            return "-".join(str(item[key]) for key in keys)
    return None
