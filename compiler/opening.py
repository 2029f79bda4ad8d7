"""When a calendar that an SLA describes is open: its weekly windows, and the dates of its closings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from compiler import holiday, recurrence
from compiler.source import Node

Weekly = dict[str, list[tuple[str, str]]]
"""Opens and closes, by the day of the week on which a window starts."""


def weekly(hours: Node) -> Weekly:
    """The windows of a list of hours, each day's in the order of their opening."""
    found: Weekly = {}
    for window in hours.each():
        for day in window["days"].data:
            found.setdefault(day, []).append((window["from"].data, window["to"].data))
    return {day: sorted(windows, key=lambda window: window[0]) for day, windows in found.items()}


def closings(sla: Node, key: str) -> Iterator[Node]:
    """The closings of a calendar, and those that it takes over."""
    seen: set[str] = set()
    while key not in seen:
        seen.add(key)
        calendar = sla["calendars"][key]
        yield from (day for _, day in calendar.section("closings"))
        key = calendar["closings_of"].data if "closings_of" in calendar else key


def calendar_of(day: Node) -> Node:
    """The calendar in which a closing or an early closing stands."""
    return day.document.root()["calendars"][day.path[1]]


def dates(day: Node, first: dt.date, last: dt.date) -> list[dt.date]:
    """The dates of a closing or an early closing, by its rule or by its holiday, from first to last, both inclusive."""
    if "rule" in day:
        return [date for date in _by_rule(day["rule"].data, day["since"].data, first.year, last.year) if first <= date <= last]
    named = calendar_of(day)["holidays"]
    region = named.get("subdivision")
    found = holiday.dates(
        named["country"].data,
        region.data if region is not None else None,
        named["language"].data,
        day["holiday"].data,
        range(first.year, last.year + 1),
    )
    return [date for date in found if first <= date <= last]


@lru_cache(256)
def _by_rule(rule: str, since: str, first: int, last: int) -> list[dt.date]:
    """The dates of whole years: many clients ask for dates of the same ones."""
    return recurrence.dates(rule, dt.date.fromisoformat(since), dt.date(first, 1, 1), dt.date(last, 12, 31))
