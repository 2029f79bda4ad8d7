"""Calendars: weekly hours with the dates of every closing and early closing."""

from __future__ import annotations

import datetime as dt

from compiler import opening
from compiler.bundle import Calendar, Closing, EarlyClosing, Interval, Period
from compiler.compile import parts
from compiler.contract import Contract
from compiler.duration import Duration
from compiler.source import Node
from compiler.weekday import DAYS, Day

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
    weekly = parts.by_day(contract.weekly(key))
    covers = span(contract)
    assert covers.from_ is not None
    assert covers.until is not None
    closings: dict[dt.date, Closing] = {}
    for day in opening.closings(contract.sla, key):
        for date in opening.dates(day, covers.from_, covers.until):
            # Of a date that several closings fall on, the first counts.
            if date not in closings and _open_on(weekly, date):
                closings[date] = Closing(
                    id=day.key,
                    label=parts.text(day["label"]),
                    date=date,
                    clause=opening.calendar_of(day)["clause"].data,
                    origin=parts.origin(day),
                )
    early: dict[dt.date, EarlyClosing] = {}
    for name, day in node.section("early_closings"):
        for date in opening.dates(day, covers.from_, covers.until):
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


def _open_on(weekly: dict[Day, tuple[Interval, ...]], date: dt.date) -> bool:
    return DAYS[date.weekday()] in weekly


def _later(weekly: dict[Day, tuple[Interval, ...]], date: dt.date, closes: str) -> bool:
    """Whether the day's hours run past a time, so that closing then is early."""
    hours = weekly.get(DAYS[date.weekday()], ())
    return any(one.to > closes or one.to <= one.from_ for one in hours)
