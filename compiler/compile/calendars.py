"""Calendars: weekly hours with the dates of every closing and early closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from compiler import holiday, recurrence
from compiler.bundle import Calendar, Closing, Day, EarlyClosing, Interval, Period
from compiler.compile import parts
from compiler.contract import Contract
from compiler.duration import Duration
from compiler.source import Node

_AHEAD = Duration(36, 0, 0)


def span(contract: Contract) -> Period:
    """The dates that a bundle's calendars cover: the term, and at least 36 months from the bundle's date."""
    return Period(from_=min(contract.start, contract.as_of), until=max(contract.end, _AHEAD.after(contract.as_of)))


def calendars(contract: Contract) -> tuple[Calendar, ...]:
    """The calendars that count for a client: that of the emergency service only where it was bought."""
    emergency = contract.sla.get("emergency_service", "calendar")
    bought = "emergency_service" in contract.contract
    return tuple(
        _calendar(contract, key, node)
        for key, node in contract.sla["calendars"].items()
        if bought or emergency is None or emergency.data != key
    )


def _calendar(contract: Contract, key: str, node: Node) -> Calendar:
    weekly = _weekly(contract, key, node)
    covers = span(contract)
    closings = {found.date: found for found in _closings(contract.sla, node, covers) if _open_on(weekly, found.date)}
    early: dict[dt.date, EarlyClosing] = {}
    for name, day in node.section("early_closings"):
        for date in _dates(node, day, covers):
            if date not in closings and _later(weekly, date, day["closes"].data):
                found = EarlyClosing(
                    id=name,
                    label=parts.text(day["label"]),
                    date=date,
                    closes=day["closes"].data,
                    clause=node["clause"].data,
                    origin=parts.origin(day),
                )
                early[date] = min(found, early.get(date, found), key=lambda one: one.closes)
    return Calendar(
        id=key,
        label=parts.text(node["label"]),
        clause=node["clause"].data,
        origin=parts.origin(node),
        timezone=node["timezone"].data,
        weekly=weekly,
        closings=tuple(closings[date] for date in sorted(closings)),
        early_closings=tuple(early[date] for date in sorted(early)),
        covers=covers,
    )


def _weekly(contract: Contract, key: str, node: Node) -> dict[Day, tuple[Interval, ...]]:
    for _, deviation in contract.contract.section("deviations"):
        if "calendar" in deviation["set"] and deviation["set"]["calendar"].data == key:
            return parts.weekly(deviation["set"]["hours"])
    weekly = parts.weekly(node["hours"])
    emergency = contract.sla.get("emergency_service", "calendar")
    bought = contract.contract.get("emergency_service")
    if emergency is None or emergency.data != key or bought is None:
        return weekly
    days = bought["days"].data if "days" in bought else list(weekly)
    return {day: (Interval(from_=bought["from"].data, to=bought["to"].data),) for day in parts.DAYS if day in days}


def _closings(sla: Node, node: Node, covers: Period) -> Iterator[Closing]:
    """A calendar's own closings and those that it takes over, by date; the first of a date counts."""
    seen: set[dt.date] = set()
    calendar: Node | None = node
    visited: set[str] = set()
    while calendar is not None and calendar.key not in visited:
        visited.add(calendar.key)
        for name, day in calendar.section("closings"):
            for date in _dates(calendar, day, covers):
                if date not in seen:
                    seen.add(date)
                    yield Closing(
                        id=name,
                        label=parts.text(day["label"]),
                        date=date,
                        clause=calendar["clause"].data,
                        origin=parts.origin(day),
                    )
        taken = calendar.get("closings_of")
        calendar = sla.get("calendars", taken.data) if taken is not None else None


def _dates(calendar: Node, day: Node, covers: Period) -> list[dt.date]:
    assert covers.from_ is not None
    assert covers.until is not None
    if "rule" in day:
        return recurrence.dates(day["rule"].data, dt.date.fromisoformat(day["since"].data), covers.from_, covers.until)
    named = calendar["holidays"]
    years = range(covers.from_.year, covers.until.year + 1)
    region = parts.word(named.get("subdivision"))
    found = holiday.dates(named["country"].data, region, named["language"].data, day["holiday"].data, years)
    return [date for date in found if covers.from_ <= date <= covers.until]


def _open_on(weekly: dict[Day, tuple[Interval, ...]], date: dt.date) -> bool:
    return parts.DAYS[date.weekday()] in weekly


def _later(weekly: dict[Day, tuple[Interval, ...]], date: dt.date, closes: str) -> bool:
    """Whether the day's hours run past a time, so that closing then is early."""
    hours = weekly.get(parts.DAYS[date.weekday()], ())
    return any(one.to > closes or one.to <= one.from_ for one in hours)
