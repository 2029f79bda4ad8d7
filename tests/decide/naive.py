"""A reference that shares no code with what it judges: it walks through time minute by minute and reads the local clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Week:
    """Weekly windows in minutes since midnight (0 is Monday), what is closed, and what closes early (at a minute)."""

    zone: str
    windows: dict[int, list[tuple[int, int]]]
    closed: frozenset[dt.date] = frozenset()
    early: dict[dt.date, int] = field(default_factory=dict)

    def windows_on(self, date: dt.date) -> list[tuple[int, int]]:
        if date in self.closed:
            return []
        found = []
        for opens, closes in self.windows.get(date.weekday(), []):
            ends = closes if closes > opens else closes + 24 * 60
            if date in self.early:
                ends = min(ends, self.early[date])
            if opens < ends:
                found.append((opens, ends))
        return found

    def is_open(self, moment: dt.datetime) -> bool:
        local = moment.astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        yesterday = local.date() - dt.timedelta(days=1)
        return any(opens <= minute < closes for opens, closes in self.windows_on(local.date())) or any(
            opens <= minute + 24 * 60 < closes for opens, closes in self.windows_on(yesterday)
        )


def is_open(weeks: list[Week], moment: dt.datetime) -> bool:
    return any(week.is_open(moment) for week in weeks)


def add(weeks: list[Week], moment: dt.datetime, minutes: int, limit: int) -> dt.datetime | None:
    """When so many whole open minutes have passed after a moment on a whole minute; None after ``limit`` minutes of walking.

    No minute to pass: the moment itself while open or just closed, else the next opening.
    """
    here = moment.astimezone(dt.UTC)
    if minutes == 0 and (is_open(weeks, here) or is_open(weeks, here - MINUTE)):
        return here
    passed = 0
    for _ in range(limit):
        if is_open(weeks, here):
            if minutes == 0:
                return here
            passed += 1
            if passed == minutes:
                return here + MINUTE
        here += MINUTE
    return None


def between(weeks: list[Week], earlier: dt.datetime, later: dt.datetime) -> int:
    """The open minutes between two moments on whole minutes."""
    here, count = earlier.astimezone(dt.UTC), 0
    while here < later:
        count += is_open(weeks, here)
        here += MINUTE
    return count
