"""Maintenance: against the hours in which systems must be available, against each other, and against the rates.

Windows are compared on the local clock of their days; a change of summer time inside a window doesn't matter to whether
two of them were planned at the same time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from compiler import codes, duration, recurrence
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related
from compiler.source import Node

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class _Occurrence:
    starts: dt.datetime
    ends: dt.datetime
    window: Node


def maintenance_in_blackout(contract: Contract) -> Iterator[Diagnostic]:
    """Maintenance in hours in which a system must be available, with the first date on which that happens."""
    for key, window in contract.dap_section("maintenance"):
        for _, blackout in contract.dap_section("no_maintenance"):
            shared = [system for system in window["systems"].data if system in blackout["systems"].data]
            if not shared:
                continue
            hit = next((one for one in _occurrences(contract, window) if _touches(one, blackout["hours"])), None)
            if hit is not None:
                yield codes.MAINTENANCE_IN_BLACKOUT.at(
                    window.key_origin,
                    window=key,
                    system=shared[0],
                    date=hit.starts.date(),
                    clause=contract.standard.hook("dap", "no_maintenance"),
                    related=[Related(blackout.key_origin, "these hours were agreed here")],
                )


def windows_overlap(contract: Contract) -> Iterator[Diagnostic]:
    """Two maintenance windows at the same time for one system, with the first date on which that happens."""
    told: set[tuple[str, str]] = set()
    systems = dict.fromkeys(system for _, window in contract.dap_section("maintenance") for system in window["systems"].data)
    for system in systems:
        windows = [window for _, window in contract.dap_section("maintenance") if system in window["systems"].data]
        if not windows:
            continue
        occurring = sorted(
            (one for window in windows for one in _occurrences(contract, window)), key=lambda one: (one.starts, one.window.key)
        )
        last: _Occurrence | None = None
        for one in occurring:
            if last is not None and one.starts < last.ends:
                first, second = sorted((last.window, one.window), key=lambda window: window.key_origin.line)
                if (first.key, second.key) not in told:
                    told.add((first.key, second.key))
                    yield codes.WINDOWS_OVERLAP.at(
                        second.key_origin,
                        first=first.key,
                        second=second.key,
                        system=system,
                        date=one.starts.date(),
                        clause=contract.standard.hook("dap", "maintenance"),
                        related=[Related(first.key_origin, f"“{first.key}” stands here")],
                    )
            if last is None or one.ends > last.ends:
                last = one


def window_never_occurs(contract: Contract) -> Iterator[Diagnostic]:
    """A window or a trial restore that falls on no date of the term."""
    if contract.end < contract.start:
        return
    for section in ("maintenance", "trial_restores"):
        for key, node in contract.dap_section(section):
            if not _dates(contract, node):
                clause = contract.standard.hook("dap", section)
                yield codes.WINDOW_NEVER_OCCURS.at(
                    node["rule"].origin, window=key, start=contract.start, end=contract.end, clause=clause
                )


def no_rate_outside_hours(contract: Contract) -> Iterator[Diagnostic]:
    """Maintenance outside the weekly office hours under a contract without a rate for it."""
    if contract.status == "draft" or contract.contract.get("rates", "outside_office_hours") is not None:
        return
    office = contract.sla["calendars"][contract.sla["office_calendar"].data]["hours"]
    for _, deviation in contract.contract.section("deviations"):
        if (
            deviation["set"].get("calendar") is not None
            and deviation["set"]["calendar"].data == contract.sla["office_calendar"].data
        ):
            office = deviation["set"]["hours"]
    for key, window in contract.dap_section("maintenance"):
        outside = next((one for one in _occurrences(contract, window) if not _inside(one, office)), None)
        if outside is not None:
            clause = contract.standard.hook("dap", "maintenance")
            yield codes.NO_RATE_OUTSIDE_HOURS.at(window.key_origin, window=key, date=outside.starts.date(), clause=clause)


def _dates(contract: Contract, node: Node) -> list[dt.date]:
    return list(_dated(node["rule"].data, node["start"].data, contract.start, contract.end))


@cache
def _dated(rule: str, start: str, after: dt.date, before: dt.date) -> tuple[dt.date, ...]:
    return tuple(recurrence.dates(rule, dt.date.fromisoformat(start), after, before))


def _occurrences(contract: Contract, window: Node) -> Iterator[_Occurrence]:
    length = duration.parse(window["duration"].data)
    for date in _dates(contract, window):
        starts = _at(date, window["from"].data)
        ends = dt.datetime.combine(length.after(starts.date()), starts.time()) + dt.timedelta(seconds=length.seconds)
        yield _Occurrence(starts, ends, window)


def _at(date: dt.date, time: str) -> dt.datetime:
    hour, minute = map(int, time.split(":"))
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(hours=hour, minutes=minute)


def _spans(occurrence: _Occurrence, hours: Node) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The weekly windows around an occurrence, from the day before it on, since a window may run past midnight."""
    date = occurrence.starts.date() - dt.timedelta(days=1)
    while date <= occurrence.ends.date():
        for window in hours.each():
            if _DAYS[date.weekday()] in window["days"].data:
                opens, closes = _at(date, window["from"].data), _at(date, window["to"].data)
                yield opens, closes if closes > opens else closes + dt.timedelta(days=1)
        date += dt.timedelta(days=1)


def _touches(occurrence: _Occurrence, hours: Node) -> bool:
    return any(occurrence.starts < closes and opens < occurrence.ends for opens, closes in _spans(occurrence, hours))


def _inside(occurrence: _Occurrence, hours: Node) -> bool:
    return any(opens <= occurrence.starts and occurrence.ends <= closes for opens, closes in _spans(occurrence, hours))
