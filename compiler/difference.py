"""Where two bundles differ in what they say, by clause: not in where that is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from compiler.bundle import Bundle, Money, Origin
from compiler.source import Path, pointer

_ABOUT = frozenset({"origin", "restricted_origin", "to_origin", "sources", "digest", "as_of", "covers", "occurrences"})
"""What tells where and when a bundle was made, or follows from the rest and the date."""
_WHOLE = frozenset({"weekly"})
"""What is read as one thing: the hours of a week."""


@dataclass(frozen=True)
class Side:
    """A value in one of two bundles, None where it isn't there, and the parts of the bundle around it from the outside in."""

    value: Any
    around: tuple[Any, ...]

    @property
    def clause(self) -> str | None:
        """The clause that it rests on."""
        resting = (getattr(part, "clause", None) for part in reversed(self.around))
        return next((clause for clause in resting if clause is not None), None)

    @property
    def origin(self) -> Origin | None:
        """Where it, or the part that it belongs to, was written."""
        written = (getattr(part, "origin", None) for part in reversed(self.around))
        return next((origin for origin in written if origin is not None), None)


@dataclass(frozen=True)
class Difference:
    """A value that differs, or that only one has. ``field`` leads to it in the format, ``pointer`` in these bundles."""

    field: tuple[str, ...]
    pointer: str
    before: Side
    after: Side

    @property
    def clause(self) -> str | None:
        """The clause that it rests on now, or rested on before it went."""
        sides = (self.before, self.after) if self.after.value is None else (self.after, self.before)
        return sides[0].clause or sides[1].clause


def differences(before: Bundle, after: Bundle) -> list[Difference]:
    """All differences in meaning, in the order of the bundle."""
    return list(_between(Side(before, (before,)), Side(after, (after,)), (), ()))


def _between(before: Side, after: Side, field: tuple[str, ...], path: Path) -> Iterator[Difference]:
    one, other = before.value, after.value
    if isinstance(one, msgspec.Struct) and isinstance(other, msgspec.Struct) and not isinstance(other, Money):
        for name, key in zip(other.__struct_fields__, other.__struct_encode_fields__, strict=True):
            if key not in _ABOUT:
                inner = _inside(before, getattr(one, name)), _inside(after, getattr(other, name))
                yield from _between(*inner, (*field, key), (*path, key))
    elif _listed(one) and _listed(other):
        yield from _by_key(before, after, field, path, _by_name(one), _by_name(other))
    elif isinstance(one, dict) and isinstance(other, dict) and field[-1] not in _WHOLE:
        yield from _by_key(before, after, (*field, "*"), path, one, other)
    elif one != other:
        yield Difference(field, pointer(path), before, after)


def _by_key(
    before: Side, after: Side, field: tuple[str, ...], path: Path, ones: dict[Any, Any], others: dict[Any, Any]
) -> Iterator[Difference]:
    for name in dict.fromkeys([*ones, *others]):
        yield from _between(_inside(before, ones.get(name)), _inside(after, others.get(name)), field, (*path, name))


def _inside(side: Side, value: Any) -> Side:
    return Side(value, (*side.around, value) if isinstance(value, msgspec.Struct) else side.around)


def _listed(value: Any) -> bool:
    """Whether it is a list of parts; one of words or numbers is a value."""
    return isinstance(value, tuple) and all(isinstance(item, msgspec.Struct) for item in value)


def _by_name(items: tuple[Any, ...]) -> dict[str | int, Any]:
    """The items by what names them in their list, or by their place."""
    named: dict[str | int, Any] = {str(_name(item)): item for item in items if _name(item) is not None}
    return named if len(named) == len(items) else dict(enumerate(items))


def _name(item: Any) -> Any:
    for keys in (
        ("id", "date"),
        ("id",),
        ("number",),
        ("system",),
        ("priority", "kind"),
        ("form", "type"),
        ("document", "date"),
        ("document", "section"),
        ("version",),
        ("step",),
    ):
        if all(hasattr(item, key) for key in keys):
            return "-".join(str(getattr(item, key)) for key in keys)
    return None
