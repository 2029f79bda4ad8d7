"""Maintenance: against the hours in which systems must be available, against each other, and against the rates.

Windows are compared on the local clock of their days; a change of summer time inside a window doesn't matter to whether
two of them were planned at the same time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from compiler import codes, duration, recurrence
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related
from compiler.opening import Weekly, weekly
from compiler.source import Node, Origin
from compiler.span import Span, at, hold, span
from compiler.weekday import DAYS

_MINUTE = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)
_MONDAY = dt.date(2024, 1, 1)
_SECONDS, _MINUTES = 24 * 60 * 60, 7 * 24 * 60
"""Of a day, and of a week."""
_MOST_TOLD = 10
"""So many agreed hours are told in which one window falls."""


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """An occurrence of a window; ``ends`` is a week after its start at the latest: what holds of weekly hours so long holds
    for good."""

    starts: dt.datetime
    ends: dt.datetime


@dataclass(frozen=True, slots=True)
class _Blackout:
    """Hours without maintenance, with the minutes of the week that they take."""

    node: Node
    hours: Weekly
    minutes: int

    @classmethod
    def of(cls, node: Node) -> _Blackout:
        """Those of a DAP."""
        hours = weekly(node["hours"])
        spans = (span(_MONDAY + number * _DAY, *window) for number, day in enumerate(DAYS) for window in hours.get(day, ()))
        return cls(node, hours, reduce(or_, (_minutes(*one) for one in spans), 0))


def maintenance_in_blackout(stretches: Iterable[Contract]) -> Iterator[Diagnostic]:
    """Maintenance in hours in which a system must be available, with the first date on which that happens."""
    told: dict[Origin, set[Origin]] = {}
    for contract in stretches:
        blackouts = [_Blackout.of(node) for _, node in contract.dap_section("no_maintenance")]
        of_system: dict[str, list[int]] = {}
        together: dict[str, int] = {}
        for index, blackout in enumerate(blackouts):
            for system in blackout.node["systems"].data:
                of_system.setdefault(system, []).append(index)
                together[system] = together.get(system, 0) | blackout.minutes
        for key, window in contract.dap_section("maintenance") if blackouts else ():
            first = _first_on_each_day(contract, window)
            taken = reduce(or_, (_minutes(one.starts, one.ends) for one in first), 0)
            systems: dict[int, str] = {}
            for system in window["systems"].data:
                for index in of_system[system] if taken & together.get(system, 0) else ():
                    systems.setdefault(index, system)
            known = told.setdefault(window.key_origin, set())
            for index in sorted(systems):
                if len(known) == _MOST_TOLD:
                    break
                blackout = blackouts[index]
                if not taken & blackout.minutes or blackout.node.key_origin in known:
                    continue
                hit = next((one for one in first if _touches(one, blackout.hours)), None)
                if hit is not None:
                    known.add(blackout.node.key_origin)
                    yield codes.MAINTENANCE_IN_BLACKOUT.at(
                        window.key_origin,
                        window=key,
                        system=systems[index],
                        date=hit.starts.date(),
                        clause=contract.standard.hook("dap", "no_maintenance"),
                        related=[Related(blackout.node.key_origin, "these hours were agreed here")],
                    )


def _minutes(starts: dt.datetime, ends: dt.datetime) -> int:
    """The minutes of the week between two moments, each a bit: all that are begun, and always the first."""
    first = (starts.weekday() * 24 + starts.hour) * 60 + starts.minute
    count = min(max(-(-(ends - starts) // _MINUTE), 1), _MINUTES)
    bits = ((1 << count) - 1) << first
    return (bits | bits >> _MINUTES) & ((1 << _MINUTES) - 1)


def windows_overlap(stretches: Iterable[Contract]) -> Iterator[Diagnostic]:
    """Two maintenance windows at the same time for one system, with the first date on which that happens."""
    told: set[tuple[Origin, Origin]] = set()
    for contract in stretches:
        found = [window for _, window in contract.dap_section("maintenance")]
        windows = sorted(found, key=lambda window: (window.key_origin.line, window.key_origin.column))
        lengths = [duration.parse(window["duration"].data) for window in windows]
        count = len(windows)
        place = {window.key: index for index, window in enumerate(windows)}
        of_system: dict[str, list[int]] = {}
        for window in found:
            for system in window["systems"].data:
                of_system.setdefault(system, []).append(place[window.key])
        alike: dict[tuple[int, ...], str] = {}
        for system, here in of_system.items():
            alike.setdefault(tuple(here), system)
        for together, system in alike.items():
            last, ends = 0, 0
            met: set[tuple[int, int]] = set()
            # A number holds when an occurrence starts and which window it is of: of numbers millions are sorted in a second.
            occurring = [start * count + index for index in together for start in _starts(contract, windows[index])]
            for one in sorted(occurring):
                starts, index = divmod(one, count)
                if starts < ends and (last, index) not in met:
                    met.add((last, index))
                    first, second = (windows[number] for number in sorted((last, index)))
                    both = (first.key_origin, second.key_origin)
                    if both not in told:
                        told.add(both)
                        alone = first.key == second.key
                        yield codes.WINDOWS_OVERLAP.at(
                            second.key_origin,
                            what=f"“{first.key}” overlaps itself" if alone else f"“{first.key}” and “{second.key}” overlap",
                            system=system,
                            date=dt.date.fromordinal(starts // _SECONDS),
                            mend="Make it shorter or rarer." if alone else "Move one of the two.",
                            clause=contract.standard.hook("dap", "maintenance"),
                            related=[] if alone else [Related(first.key_origin, f"“{first.key}” stands here")],
                        )
                length = lengths[index]
                until = _end(starts, length) if length.months else starts + length.days * _SECONDS + length.seconds
                if until > ends:
                    last, ends = index, until


def _starts(contract: Contract, window: Node) -> list[int]:
    """The seconds, from the first day of the calendar on, at which a window starts in a stretch of dates, within the term."""
    since = (at(_MONDAY, window["from"].data) - at(_MONDAY, "00:00")) // dt.timedelta(seconds=1)
    days = _days(window["rule"].data, window["start"].data, *_within_term(contract))
    return [day * _SECONDS + since for day in days]


def _end(starts: int, length: duration.Duration) -> int:
    """The second at which ends what starts at one and lasts so many months."""
    day, second = divmod(starts, _SECONDS)
    return length.after(dt.date.fromordinal(day)).toordinal() * _SECONDS + second + length.seconds


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
            first = _first_on_each_day(contract, window)
            outside = next((one for one in first if not _inside(one, office)), None)
            if outside is not None and window.key_origin not in told:
                told.add(window.key_origin)
                clause = contract.standard.hook("dap", "maintenance")
                yield codes.NO_RATE_OUTSIDE_HOURS.at(window.key_origin, window=key, date=outside.starts.date(), clause=clause)


def _within_term(contract: Contract) -> tuple[dt.date, dt.date]:
    """The first and the last day of a stretch of dates."""
    since, until = contract.valid_from or contract.start, contract.valid_until or contract.end
    return max(since, contract.start), min(until, contract.end)


@lru_cache(1024)
def _days(rule: str, start: str, after: dt.date, before: dt.date) -> list[int]:
    return [date.toordinal() for date in recurrence.dates(rule, dt.date.fromisoformat(start), after, before)]


@lru_cache(1024)
def _first_dates(rule: str, start: str, after: dt.date, before: dt.date) -> list[dt.date]:
    return recurrence.first_on_each_day(rule, dt.date.fromisoformat(start), after, before)


def _first_on_each_day(contract: Contract, window: Node) -> list[_Occurrence]:
    """The first occurrence on each day of the week in a stretch of dates, within the term: what weekly hours have to do with
    these, they have to do with all."""
    length, found = duration.parse(window["duration"].data), []
    for date in _first_dates(window["rule"].data, window["start"].data, *_within_term(contract)):
        starts = at(date, window["from"].data)
        ends = dt.datetime.combine(length.after(starts.date()), starts.time()) + dt.timedelta(seconds=length.seconds)
        found.append(_Occurrence(starts, min(ends, starts + _WEEK)))
    return found


def _spans(occurrence: _Occurrence, hours: Weekly) -> Iterator[Span]:
    """The weekly windows around an occurrence, from the day before it on, since a window may run past midnight."""
    date = occurrence.starts.date() - _DAY
    while date <= occurrence.ends.date():
        for opens, closes in hours.get(DAYS[date.weekday()], ()):
            yield span(date, opens, closes)
        date += _DAY


def _touches(occurrence: _Occurrence, hours: Weekly) -> bool:
    return any(occurrence.starts < closes and opens < occurrence.ends for opens, closes in _spans(occurrence, hours))


def _inside(occurrence: _Occurrence, hours: Weekly) -> bool:
    return hold(_spans(occurrence, hours), occurrence.starts, occurrence.ends)
