"""Amendments applied: dated JSON Merge Patches (RFC 7396), with the origin of every value that they set."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from compiler import codes
from compiler.diagnostic import Diagnostic
from compiler.source import Document, Node, Origin, Path


@dataclass(frozen=True)
class State:
    """A document from a date on; None is from the beginning. ``written`` is the amendment that made it so."""

    since: dt.date | None
    document: Document
    written: Node | None = None


def states(document: Document) -> tuple[list[State], list[Diagnostic]]:
    """A document without amendments, and after each of them in the order of their dates."""
    rest = {key: value for key, value in document.data.items() if key != "amendments"}
    found: list[Diagnostic] = []
    steps = [State(None, replace(document, data=rest))]
    amendments = document.data.get("amendments") or {}
    for date in sorted(amendments):
        path: Path = ("amendments", date, "change")
        if "amendments" in amendments[date]["change"]:
            found.append(codes.AMENDMENT_OF_AMENDMENTS.at(document.keys[(*path, "amendments")]))
            continue
        before = steps[-1].document
        after = _patched(before, document, path, date)
        if after.data == before.data:
            found.append(codes.AMENDMENT_WITHOUT_EFFECT.at(document.keys[path], date=date))
        steps.append(State(dt.date.fromisoformat(date), after, document.root()["amendments"][date]))
    return steps, found


def _patched(before: Document, patch: Document, path: Path, date: str) -> Document:
    values, keys, spelled = dict(before.values), dict(before.keys), dict(before.spelled)
    known: tuple[dict[Path, Any], ...] = (values, keys, spelled)

    def stamped(origin: Origin) -> Origin:
        return replace(origin, amendment=date)

    def drop(at: Path) -> None:
        for positions in known:
            for old in [old for old in positions if old[: len(at)] == at]:
                del positions[old]

    def place(source: Path, at: Path) -> None:
        """Copies the positions of a subtree of the patch to where it comes to stand."""
        for positions, origins in ((values, patch.values), (keys, patch.keys)):
            positions.update(
                {(*at, *old[len(source) :]): stamped(where) for old, where in origins.items() if old[: len(source)] == source}
            )
        spelled.update({(*at, *old[len(source) :]): text for old, text in patch.spelled.items() if old[: len(source)] == source})

    def merged(target: Any, change: Any, source: Path, at: Path) -> Any:
        if not isinstance(change, dict):
            drop(at)
            place(source, at)
            return change
        if not isinstance(target, dict):
            drop(at)
            values[at] = stamped(patch.values[source])
            keys[at] = stamped(patch.keys[source])
            target = {}
        result = dict(target)
        for key, value in change.items():
            if value is None:
                result.pop(key, None)
                drop((*at, key))
                keys[(*at, key)] = stamped(patch.keys[(*source, key)])
            else:
                result[key] = merged(target.get(key), value, (*source, key), (*at, key))
        return result

    change: Any = patch.data
    for step in path:
        change = change[step]
    data = merged(before.data, change, path, ())
    return replace(before, data=data, values=values, keys=keys, spelled=spelled)
