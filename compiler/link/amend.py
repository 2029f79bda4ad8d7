"""Amendments applied: dated JSON Merge Patches (RFC 7396), with the origin of every value that they set."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from compiler import codes
from compiler.diagnostic import Diagnostic
from compiler.source import Document, Node, Origin, Path

T = TypeVar("T")


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
    amending = _Amending(document)
    for date in sorted(amendments):
        path: Path = ("amendments", date, "change")
        if "amendments" in amendments[date]["change"]:
            found.append(codes.AMENDMENT_OF_AMENDMENTS.at(document.keys[(*path, "amendments")]))
            continue
        before = steps[-1].document
        after = amending.patched(before, path, date)
        if after.data == before.data:
            found.append(codes.AMENDMENT_WITHOUT_EFFECT.at(document.keys[path], date=date))
        steps.append(State(dt.date.fromisoformat(date), after, document.root()["amendments"][date]))
    return steps, found


class _Places(Mapping[Path, T]):
    """What stands at each path after a number of amendments. All numbers share one history: nothing is copied for each."""

    def __init__(self, first: Mapping[Path, T], later: dict[Path, tuple[list[int], list[T | None]]], step: int) -> None:
        self._first, self._later, self._step = first, later, step

    def following(self) -> _Places[T]:
        """The places after one more amendment, as long as it puts nothing elsewhere."""
        return _Places(self._first, self._later, self._step + 1)

    def put(self, path: Path, value: T | None) -> None:
        """From this amendment on, a value or nothing stands at a path. Only the last amendment so far may put anything."""
        steps, values = self._later.setdefault(path, ([], []))
        steps.append(self._step)
        values.append(value)

    def __getitem__(self, path: Path) -> T:
        if path in self._later:
            steps, values = self._later[path]
            if index := bisect_right(steps, self._step):
                found = values[index - 1]
                if found is None:
                    raise KeyError(path)
                return found
        return self._first[path]

    def __iter__(self) -> Iterator[Path]:
        return (path for path in {**self._first, **self._later} if path in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Amending:
    """Applies one amendment of a document after the other, each to what the one before left."""

    def __init__(self, written: Document) -> None:
        self.written = written
        self.values: _Places[Origin] = _Places(written.values, {}, 0)
        self.keys: _Places[Origin] = _Places(written.keys, {}, 0)
        self.spelled: _Places[str] = _Places(written.spelled, {}, 0)
        self.taken: dict[Path, list[Path]] = {}
        """The keys that were taken away, by the block in which they stood: they keep a place there as long as it stands."""

    def patched(self, before: Document, path: Path, date: str) -> Document:
        """The document after the change at a path."""
        self.values, self.keys, self.spelled = self.values.following(), self.keys.following(), self.spelled.following()
        change: Any = self.written.data
        for step in path:
            change = change[step]
        data = self._merged(before.data, change, path, (), date)
        return replace(before, data=data, values=self.values, keys=self.keys, spelled=self.spelled)

    def _merged(self, target: Any, change: Any, source: Path, at: Path, date: str) -> Any:
        if not isinstance(change, dict):
            self._drop(target, at)
            self._place(change, source, at, date)
            return change
        if not isinstance(target, dict):
            self._drop(target, at)
            self._stamp(source, at, date)
            target = {}
        result = dict(target)
        for key, value in change.items():
            inner, place = (*source, key), (*at, key)
            if value is not None:
                result[key] = self._merged(target.get(key), value, inner, place, date)
                continue
            self._drop(result.pop(key, None), place)
            taken = replace(self.written.keys[inner], amendment=date)
            self.keys.put(place, taken)
            self.taken.setdefault(at, []).append(place)
            if not result:  # what is wrong with an empty block was done where its last key was taken away
                self.values.put(at, taken)
        return result

    def _drop(self, data: Any, at: Path) -> None:
        """Nothing stands any more at a path, where data stood, and below it."""
        for node in Node(self.written, at, data).walk():
            for places in (self.values, self.keys, self.spelled):
                places.put(node.path, None)
            for place in self.taken.pop(node.path, ()):
                self.keys.put(place, None)

    def _place(self, data: Any, source: Path, at: Path, date: str) -> None:
        """Copies the positions of data in the amendment to where it comes to stand."""
        for node in Node(self.written, source, data).walk():
            self._stamp(node.path, (*at, *node.path[len(source) :]), date)

    def _stamp(self, source: Path, at: Path, date: str) -> None:
        for places, written in ((self.values, self.written.values), (self.keys, self.written.keys)):
            if source in written:
                places.put(at, replace(written[source], amendment=date))
        if source in self.written.spelled:
            self.spelled.put(at, self.written.spelled[source])
