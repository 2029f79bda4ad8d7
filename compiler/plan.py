"""What to change in another system so that it holds what is wanted: two lists compared, and nothing else.

A system plugs in with three things:

- ``compiler/export/<system>/wanted.py`` has ``wanted(bundles) -> Iterator[Wanted]``: what the bundles ask for. It is pure.
- ``compiler/apply/<system>.py`` has a class that is a ``compiler.apply.System``: it reads what is there as ``Live`` objects, and
  creates, changes and deletes one object at a time. Only this part talks to the network.
- ``SYSTEMS`` in ``compiler/applied.py`` names both, and how the system is reached.

An attribute has the same name and form in ``Wanted`` and ``Live``: text, several texts, or None where it isn't there. Numbers
and switches are written as text, another object by its name. A system leaves out of ``Live`` what is none of our business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Value = str | tuple[str, ...] | None
IN_USE = "in use"
"""The attribute of an object that was put out of use and is wanted again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An object that should be there.

    ``keys`` are the names that the system would refuse to give twice within the kind, in the form in which it compares them:
    two objects with a key in common can't both be there. ``clients`` are the ids of those who ask for it, ``reason`` is where
    they do: clause and ``file:line``.
    """

    kind: str
    name: str
    keys: frozenset[str]
    attributes: Mapping[str, Value]
    clients: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Live:
    """An object that is there.

    ``marked`` says that it carries our mark: only then is it ours to change. ``clients`` are the ids of those whose it is, none
    where that isn't known. ``active`` is False for one that was put out of use. ``adopt`` says how somebody hands it over to us,
    ``ending`` what becomes of it when it is deleted.
    """

    kind: str
    name: str
    keys: frozenset[str]
    attributes: Mapping[str, Value]
    id: str
    marked: bool
    clients: frozenset[str] = frozenset()
    active: bool = True
    adopt: str = ""
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """An attribute before and after."""

    attribute: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Change:
    """One step: to create what is ``wanted``, to make ``live`` what is wanted, or to delete ``live``."""

    action: Literal["create", "change", "delete"]
    wanted: Wanted | None
    live: Live | None
    differences: tuple[Difference, ...]
    reason: str

    @property
    def kind(self) -> str:
        return self._object.kind

    @property
    def name(self) -> str:
        return self._object.name

    @property
    def _object(self) -> Wanted | Live:
        found = self.wanted or self.live
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Conflict:
    """A wanted object that stands in the way of somebody else's, and what can be done."""

    wanted: Wanted
    message: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes in the order in which they are carried out, how many objects stay as they are, and what stands in the way."""

    changes: tuple[Change, ...]
    unchanged: int
    conflicts: tuple[Conflict, ...]

    def count(self, action: str) -> int:
        """How many changes are a ``create``, ``change`` or ``delete``."""
        return sum(change.action == action for change in self.changes)


def plan(wanted: Iterable[Wanted], live: Iterable[Live], kinds: Sequence[str], clients: Collection[str] | None = None) -> Plan:
    """What to do so that everything wanted is there and nothing else of ours.

    ``kinds`` are the system's kinds in the order in which objects are made; they are deleted in the opposite one, at the end.
    Where ``clients`` are given, only what is theirs alone is changed or deleted.

    Raises ``ValueError`` where two wanted objects have a key in common.
    """
    asked = _distinct(wanted)
    there = sorted(live, key=lambda one: (kinds.index(one.kind), one.name, one.id))
    by_key: dict[tuple[str, str], list[Live]] = {}
    for known in there:
        for key in known.keys:
            by_key.setdefault((known.kind, key), []).append(known)
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    kept: set[tuple[str, str]] = set()
    unchanged = 0
    for one in sorted(asked, key=lambda one: (kinds.index(one.kind), one.name)):
        found = {(hit.kind, hit.id): hit for key in sorted(one.keys) for hit in by_key.get((one.kind, key), ())}
        kept.update(found)
        hits = list(found.values())
        problem = _in_the_way(one, hits)
        if problem is not None:
            conflicts.append(Conflict(one, problem))
        elif not hits:
            changes.append(Change("create", one, None, differences(one, None), one.reason))
        elif _free(hits[0], clients) and (different := differences(one, hits[0])):
            changes.append(Change("change", one, hits[0], different, one.reason))
        else:
            unchanged += 1
    for known in reversed(there):
        if known.marked and known.active and (known.kind, known.id) not in kept and _in_scope(known, clients):
            changes.append(Change("delete", None, known, (), f"no contract asks for it; {known.ending}"))
    return Plan(tuple(changes), unchanged, tuple(conflicts))


def differences(wanted: Wanted, live: Live | None) -> tuple[Difference, ...]:
    """What differs between an object as it is and as it should be, by attribute; all that it has where there is none yet."""
    before: dict[str, Value] = {}
    after: dict[str, Value] = dict(wanted.attributes)
    if live is not None:
        before, after = {"name": live.name, **live.attributes}, {"name": wanted.name, **after}
        if not live.active:
            before[IN_USE], after[IN_USE] = "no", "yes"
    names = [*after, *(name for name in before if name not in after)]
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return tuple(Difference(name, was, will) for name, was, will in pairs if was != will)


def _distinct(wanted: Iterable[Wanted]) -> list[Wanted]:
    every = list(wanted)
    owner: dict[tuple[str, str], Wanted] = {}
    for one in every:
        for key in one.keys:
            other = owner.setdefault((one.kind, key), one)
            if other is not one:
                raise ValueError(
                    f"the {one.kind} {one.name!r} ({one.reason}) and the {one.kind} {other.name!r} ({other.reason}) can't both "
                    f"be there: the names are the same to the system"
                )
    return every


def _in_the_way(wanted: Wanted, hits: Sequence[Live]) -> str | None:
    for hit in hits:
        if not hit.marked:
            named = "of that name" if hit.name == wanted.name else f"of that name or address, {hit.name!r},"
            return f"there is a {hit.kind} {named} that wasn't made by this program; {hit.adopt}, or rename it"
    if len(hits) > 1:
        return f"there are several: {', '.join(f'{hit.name!r} (number {hit.id})' for hit in hits)}; remove all but one"
    return None


def _free(live: Live, clients: Collection[str] | None) -> bool:
    """Whether an object may become what is wanted: it is of nobody else, or out of use anyway."""
    return clients is None or not live.active or live.clients <= set(clients)


def _in_scope(live: Live, clients: Collection[str] | None) -> bool:
    return clients is None or (bool(live.clients) and live.clients <= set(clients))
