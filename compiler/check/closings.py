"""Closings that follow each other for so long that a promise in open hours says little."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from compiler import codes, holiday, recurrence
from compiler.contract import Contract, Standard
from compiler.diagnostic import Diagnostic
from compiler.source import Node
from compiler.span import Span, opened

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = dt.timedelta(days=5)
"""A weekend with two public holidays on either side stays below it."""
_YEARS = 6
"""So many years of holidays after the SLA's date are looked at."""

Weekly = Mapping[str, list[tuple[str, str]]]
"""The windows of each day of the week."""


def closings(sla: Node, key: str) -> Iterator[Node]:
    """The closings of a calendar, and those that it takes over."""
    seen: set[str] = set()
    while key not in seen:
        seen.add(key)
        calendar = sla["calendars"][key]
        yield from (day for _, day in calendar.section("closings"))
        key = calendar["closings_of"].data if "closings_of" in calendar else key


def closed_too_long_in_sla(standard: Standard) -> Iterator[Diagnostic]:
    """A binding target whose calendars, the emergency hours left out, are all closed for more than some days on end."""
    sla = standard.sla
    emergency = sla.get("emergency_service", "calendar")
    for priority, node in sla["priorities"].items():
        for _, target in node["targets"].items():
            if target["agreement"].data == "binding":
                keys = [key for key in target["calendars"].data if emergency is None or key != emergency.data]
                hours = {key: _weekly(sla["calendars"][key]["hours"]) for key in keys}
                yield from _told(sla, hours, priority, target, target, node["clause"].data)


def closed_too_long_in_contract(contract: Contract) -> Iterator[Diagnostic]:
    """The same, where a deviation of the hours or of the target makes it so."""
    sla = contract.sla
    agreed = [node for _, node in contract.contract.section("deviations")]
    of_hours = {node["set"]["calendar"].data: node for node in agreed if "calendar" in node["set"]}
    of_targets = {
        (node["set"]["priority"].data, node["set"]["target"].data): node for node in agreed if "priority" in node["set"]
    }
    if not of_hours and not of_targets:
        return
    for priority, node in sla["priorities"].items():
        for kind in ("start", "response", "resolution"):
            standing, deviation = node["targets"].get(kind), of_targets.get((priority, kind))
            target = deviation["set"] if deviation is not None else standing
            if target is None or target["agreement"].data != "binding":
                continue
            calendars = target.get("calendars") or (standing.get("calendars") if standing is not None else None)
            standard = [sla["office_calendar"].data]
            keys = [key for key in (calendars.data if calendars is not None else standard) if contract.has_calendar(key)]
            cause = deviation or next((of_hours[key] for key in keys if key in of_hours), None)
            if cause is not None:
                hours = {key: _agreed(contract, key, of_hours.get(key)) for key in keys}
                yield from _told(sla, hours, priority, target, cause, cause["clause"].data)


def _agreed(contract: Contract, key: str, deviation: Node | None) -> Weekly:
    """A calendar's windows as agreed with the client."""
    if deviation is not None:
        return _weekly(deviation["set"]["hours"])
    standard = _weekly(contract.sla["calendars"][key]["hours"])
    emergency, bought = contract.sla.get("emergency_service", "calendar"), contract.contract.get("emergency_service")
    if emergency is None or emergency.data != key or bought is None:
        return standard
    days = bought["days"].data if "days" in bought else list(standard)
    return {day: [(bought["from"].data, bought["to"].data)] for day in days}


def _weekly(hours: Node) -> Weekly:
    found: dict[str, list[tuple[str, str]]] = {}
    for window in hours.each():
        for day in window["days"].data:
            found.setdefault(day, []).append((window["from"].data, window["to"].data))
    return found


def _told(sla: Node, hours: Mapping[str, Weekly], priority: str, target: Node, cause: Node, clause: str) -> Iterator[Diagnostic]:
    for closes, opens in _gaps(sla, hours):
        yield codes.CLOSED_TOO_LONG.at(
            cause.key_origin,
            priority=priority,
            within=target["within"].data,
            closes=f"{closes:%Y-%m-%d %H:%M}",
            opens=f"{opens:%Y-%m-%d %H:%M}",
            days=_LONGEST.days,
            clause=clause,
        )
        return


def _gaps(sla: Node, hours: Mapping[str, Weekly]) -> Iterator[Span]:
    """Where none of the calendars is open for longer than that, on their local clocks."""
    first = dt.date.fromisoformat(sla["date"].data)
    last = first.replace(year=first.year + _YEARS, day=1)
    reached: dt.datetime | None = None
    for opens, closes in sorted(window for key in hours for window in _windows(sla, key, hours[key], first, last)):
        if reached is not None and opens - reached > _LONGEST:
            yield reached, opens
        reached = closes if reached is None else max(reached, closes)


def _windows(sla: Node, key: str, weekly: Weekly, first: dt.date, last: dt.date) -> Iterator[Span]:
    closed = {date for day in closings(sla, key) for date in _dates(day, first, last)}
    early: dict[dt.date, str] = {}
    for _, day in sla["calendars"][key].section("early_closings"):
        for date in _dates(day, first, last):
            early[date] = min(day["closes"].data, early.get(date, "24:00"))
    date = first
    while date <= last:
        yield from opened(date, weekly.get(_DAYS[date.weekday()], ()), closed=date in closed, closes=early.get(date))
        date += dt.timedelta(days=1)


def _dates(day: Node, first: dt.date, last: dt.date) -> Collection[dt.date]:
    """The dates of a closing or early closing, by its rule or by its holiday."""
    if "rule" in day:
        return recurrence.dates(day["rule"].data, dt.date.fromisoformat(day["since"].data), first, last)
    calendar = day.document.root()
    for step in day.path[:2]:
        calendar = calendar[step]
    named = calendar["holidays"]
    region = named.get("subdivision")
    years = range(first.year, last.year + 1)
    return holiday.dates(
        named["country"].data, region.data if region is not None else None, named["language"].data, day["holiday"].data, years
    )
