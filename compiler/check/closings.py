"""Closings that follow each other for so long that a promise in open hours says little."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache

from compiler import codes
from compiler.contract import Contract, Standard
from compiler.diagnostic import Diagnostic
from compiler.opening import Weekly, closings, dates, weekly
from compiler.source import Document, Node
from compiler.span import Span, opened
from compiler.weekday import DAYS

_LONGEST = dt.timedelta(days=5)
"""A weekend with two public holidays on either side stays below it."""
Windows = tuple[tuple[str, str], ...]
Week = tuple[tuple[str, Windows], ...]
_YEARS = 6
"""So many years of holidays after the SLA's date are looked at."""


def closed_too_long_in_sla(standard: Standard) -> Iterator[Diagnostic]:
    """A binding target whose calendars, the emergency hours left out, are all closed for more than some days on end."""
    sla = standard.sla
    emergency = sla.get("emergency_service", "calendar")
    for priority, node in sla["priorities"].items():
        for _, target in node["targets"].items():
            if target["agreement"].data == "binding":
                keys = [key for key in target["calendars"].data if emergency is None or key != emergency.data]
                hours = {key: weekly(sla["calendars"][key]["hours"]) for key in keys}
                yield from _told(sla, hours, priority, target, target, node["clause"].data)


def closed_too_long_in_contract(contract: Contract) -> Iterator[Diagnostic]:
    """The same, where a deviation of the hours or of the target makes it so."""
    for priority in contract.sla["priorities"].data if "deviations" in contract.contract else ():
        for kind in ("start", "response", "resolution"):
            promise = contract.promise(priority, kind)
            if promise is None or promise.target["agreement"].data != "binding":
                continue
            causes = (promise.deviation, *(contract.hours_deviation(key) for key in promise.calendars))
            cause = next((deviation for deviation in causes if deviation is not None), None)
            if cause is not None:
                hours = {key: contract.weekly(key) for key in promise.calendars}
                yield from _told(contract.sla, hours, priority, promise.target, cause, cause["clause"].data)


def _told(sla: Node, hours: Mapping[str, Weekly], priority: str, target: Node, cause: Node, clause: str) -> Iterator[Diagnostic]:
    known = tuple((key, tuple((day, tuple(windows)) for day, windows in week.items())) for key, week in hours.items())
    if (gap := _first_gap(sla.document, known)) is not None:
        closes, opens = gap
        yield codes.CLOSED_TOO_LONG.at(
            cause.key_origin,
            priority=priority,
            within=target["within"].data,
            closes=f"{closes:%Y-%m-%d %H:%M}",
            opens=f"{opens:%Y-%m-%d %H:%M}",
            days=_LONGEST.days,
            clause=clause,
        )


@lru_cache(256)
def _first_gap(document: Document, hours: tuple[tuple[str, Week], ...]) -> Span | None:
    """Where none of an SLA's calendars is open for longer than that, on their local clocks; many clients ask the same."""
    sla = document.root()
    first = dt.date.fromisoformat(sla["date"].data)
    last = first.replace(year=first.year + _YEARS, day=1)
    reached: dt.datetime | None = None
    for opens, closes in sorted(window for key, week in hours for window in _windows(sla, key, dict(week), first, last)):
        if reached is not None and opens - reached > _LONGEST:
            return reached, opens
        reached = closes if reached is None else max(reached, closes)
    return None


def _windows(sla: Node, key: str, week: Mapping[str, Windows], first: dt.date, last: dt.date) -> Iterator[Span]:
    closed = {date for day in closings(sla, key) for date in dates(day, first, last)}
    early: dict[dt.date, str] = {}
    for _, day in sla["calendars"][key].section("early_closings"):
        for date in dates(day, first, last):
            early[date] = min(day["closes"].data, early.get(date, "24:00"))
    date = first
    while date <= last:
        yield from opened(date, week.get(DAYS[date.weekday()], ()), closed=date in closed, closes=early.get(date))
        date += dt.timedelta(days=1)
