"""Maintenance: against the hours in which systems must be available, against each other, and against the rates.

Windows are compared on the local clock of their days; a change of summer time inside a window doesn't matter to whether
two of them were planned at the same time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from compiler import codes, duration, recurrence
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related
from compiler.opening import Weekly, weekly
from compiler.source import Node, Origin
from compiler.span import Span, at, hold, span
from compiler.weekday import DAYS

_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Occurrence:
    starts: dt.datetime
    ends: dt.datetime
    window: Node
    place: tuple[int, int]

    @property
    def within_week(self) -> dt.datetime:
        """Its end, or a week after its start: what holds of weekly hours so long holds for good."""
        return min(self.ends, self.starts + _WEEK)


def maintenance_in_blackout(stretches: Iterable[Contract]) -> Iterator[Diagnostic]:
    """Maintenance in hours in which a system must be available, with the first date on which that happens."""
    told: set[tuple[Origin, Origin]] = set()
    for contract in stretches:
        for key, window in contract.dap_section("maintenance"):
            for _, blackout in contract.dap_section("no_maintenance"):
                shared = [system for system in window["systems"].data if system in blackout["systems"].data]
                both = (window.key_origin, blackout.key_origin)
                if not shared or both in told:
                    continue
                hours = weekly(blackout["hours"])
                hit = next((one for one in _occurrences(contract, window) if _touches(one, hours)), None)
                if hit is not None:
                    told.add(both)
                    yield codes.MAINTENANCE_IN_BLACKOUT.at(
                        window.key_origin,
                        window=key,
                        system=shared[0],
                        date=hit.starts.date(),
                        clause=contract.standard.hook("dap", "no_maintenance"),
                        related=[Related(blackout.key_origin, "these hours were agreed here")],
                    )


def windows_overlap(stretches: Iterable[Contract]) -> Iterator[Diagnostic]:
    """Two maintenance windows at the same time for one system, with the first date on which that happens."""
    told: set[tuple[Origin, Origin]] = set()
    for contract in stretches:
        windows = [window for _, window in contract.dap_section("maintenance")]
        occurring = [list(_occurrences(contract, window)) for window in windows]
        alike: dict[tuple[int, ...], str] = {}
        for system in dict.fromkeys(system for window in windows for system in window["systems"].data):
            alike.setdefault(tuple(i for i, window in enumerate(windows) if system in window["systems"].data), system)
        for here, system in alike.items():
            last: _Occurrence | None = None
            for one in sorted((one for i in here for one in occurring[i]), key=lambda one: (one.starts, one.place)):
                if last is not None and one.starts < last.ends:
                    first, second = (found.window for found in sorted((last, one), key=lambda one: one.place))
                    both = (first.key_origin, second.key_origin)
                    if both not in told:
                        told.add(both)
                        alone = first.key == second.key
                        yield codes.WINDOWS_OVERLAP.at(
                            second.key_origin,
                            what=f"“{first.key}” overlaps itself" if alone else f"“{first.key}” and “{second.key}” overlap",
                            system=system,
                            date=one.starts.date(),
                            mend="Make it shorter or rarer." if alone else "Move one of the two.",
                            clause=contract.standard.hook("dap", "maintenance"),
                            related=[] if alone else [Related(first.key_origin, f"“{first.key}” stands here")],
                        )
                if last is None or one.ends > last.ends:
                    last = one


def window_never_occurs(contract: Contract) -> Iterator[Diagnostic]:
    """A window or a trial restore that falls on no date of the term."""
    if contract.end < contract.start:
        return
    for section in ("maintenance", "trial_restores"):
        for key, node in contract.dap_section(section):
            if not recurrence.occurs(node["rule"].data, dt.date.fromisoformat(node["start"].data), contract.start, contract.end):
                clause = contract.standard.hook("dap", section)
                yield codes.WINDOW_NEVER_OCCURS.at(
                    node["rule"].origin, window=key, start=contract.start, end=contract.end, clause=clause
                )


def no_rate_outside_hours(stretches: Iterable[Contract]) -> Iterator[Diagnostic]:
    """Maintenance outside the weekly office hours under a contract without a rate for it."""
    told: set[Origin] = set()
    for contract in stretches:
        if contract.status == "draft" or contract.contract.get("rates", "outside_office_hours") is not None:
            continue
        office = contract.weekly(contract.sla["office_calendar"].data)
        for key, window in contract.dap_section("maintenance"):
            outside = next((one for one in _occurrences(contract, window) if not _inside(one, office)), None)
            if outside is not None and window.key_origin not in told:
                told.add(window.key_origin)
                clause = contract.standard.hook("dap", "maintenance")
                yield codes.NO_RATE_OUTSIDE_HOURS.at(window.key_origin, window=key, date=outside.starts.date(), clause=clause)


def _dates(contract: Contract, node: Node, after: dt.date, before: dt.date) -> tuple[dt.date, ...]:
    return _dated(node["rule"].data, node["start"].data, max(after, contract.start), min(before, contract.end))


@lru_cache(1024)
def _dated(rule: str, start: str, after: dt.date, before: dt.date) -> tuple[dt.date, ...]:
    return tuple(recurrence.dates(rule, dt.date.fromisoformat(start), after, before))


def _occurrences(contract: Contract, window: Node) -> Iterator[_Occurrence]:
    """When a window occurs in a stretch of dates, within the term."""
    length, place = duration.parse(window["duration"].data), (window.key_origin.line, window.key_origin.column)
    opens, seconds = window["from"].data, dt.timedelta(seconds=length.seconds)
    for date in _dates(contract, window, contract.valid_from or contract.start, contract.valid_until or contract.end):
        starts = at(date, opens)
        ends = dt.datetime.combine(length.after(starts.date()), starts.time()) + seconds
        yield _Occurrence(starts, ends, window, place)


def _spans(occurrence: _Occurrence, hours: Weekly) -> Iterator[Span]:
    """The weekly windows around an occurrence, from the day before it on, since a window may run past midnight."""
    date = occurrence.starts.date() - dt.timedelta(days=1)
    while date <= occurrence.within_week.date():
        for opens, closes in hours.get(DAYS[date.weekday()], ()):
            yield span(date, opens, closes)
        date += dt.timedelta(days=1)


def _touches(occurrence: _Occurrence, hours: Weekly) -> bool:
    return any(occurrence.starts < closes and opens < occurrence.within_week for opens, closes in _spans(occurrence, hours))


def _inside(occurrence: _Occurrence, hours: Weekly) -> bool:
    return hold(_spans(occurrence, hours), occurrence.starts, occurrence.within_week)
