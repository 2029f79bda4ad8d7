"""Calendars as Request Tracker's business hours (``%ServiceBusinessHours``, Perl's Business::Hours).

RT knows one opening and one closing time a day with breaks between them, and dates that are closed all day. Times here are
minutes since midnight on the calendar's clock; a day runs from 0 to 1440, weekdays count from Monday.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from compiler.bundle import Calendar, Interval
from compiler.weekday import DAYS

Windows = tuple[tuple[int, int], ...]

MIDNIGHT = 1440
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Business::Hours gives up when a time isn't found within thirty days, tried a day at a time: 28 whole days are always seen.
SEEN = 28
# Any date will do for a week without holidays.
NEUTRAL = dt.date(2001, 1, 1)


@dataclass(frozen=True)
class Hours:
    """Business hours of a calendar, or of several that count while one of them is open.

    ``holidays`` are the dates on which all are closed. ``wrong`` are the dates of the compiled stretch (``from_`` to
    ``until``) on which the calendars differ from what RT makes of them, with the hours that they really have.
    """

    timezone: str
    weekly: tuple[Windows, ...]
    holidays: tuple[dt.date, ...]
    wrong: tuple[tuple[dt.date, Windows], ...]
    overnight: bool
    from_: dt.date | None
    until: dt.date | None

    @property
    def at_midnight(self) -> bool:
        """Whether it is open at midnight on some day."""
        return any(start == 0 or end == MIDNIGHT for day in self.weekly for start, end in day)

    @property
    def ever_closes(self) -> bool:
        """Whether it is closed at some time, early closings left aside."""
        return bool(self.holidays) or set(self.weekly) != {((0, MIDNIGHT),)}

    @property
    def special(self) -> tuple[tuple[dt.date, Windows], ...]:
        """The dates that differ from the week, with the hours that they have."""
        return *((date, ()) for date in self.holidays), *self.wrong

    @property
    def at_change(self) -> bool:
        """Whether it opens or closes at a time that the clock skips or repeats on some date of the stretch."""
        first, last = (date.year if date else NEUTRAL.year for date in (self.from_, self.until))
        changes = [change for year in range(first, last + 1) for change in _changes(self.timezone, year)]
        return any(edge in minutes for weekday, minutes in changes for window in self.weekly[weekday] for edge in window)

    @property
    def daily(self) -> int | None:
        """The open minutes of a day, when every open day has the same hours and none runs past midnight."""
        kinds = {day for day in self.weekly if day}
        if len(kinds) != 1 or self.overnight:
            return None
        return sum(end - start for start, end in kinds.pop())

    @property
    def reach(self) -> int:
        """The open minutes that RT surely sees after any moment: the fewest in any 28 days on end."""
        return _reach(self.weekly, self.holidays)

    def data(self, *, overlay: bool = False) -> dict[str, Any]:
        """The hours as RT's configuration; 0 is Sunday. A closing time of 00:00 is midnight at the end of the day.

        ``dates`` with other hours are for the overlay: RT reads past them.
        """
        data: dict[str, Any] = {}
        for number, weekday in enumerate((6, 0, 1, 2, 3, 4, 5)):
            windows = self.weekly[weekday]
            if not windows:
                continue
            day: dict[str, Any] = {"Name": NAMES[weekday], "Start": _clock(windows[0][0]), "End": _clock(windows[-1][1])}
            breaks = [{"Start": _clock(one[1]), "End": _clock(two[0])} for one, two in pairwise(windows)]
            if breaks:
                day["Breaks"] = breaks
            data[str(number)] = day
        data["holidays"] = [date.isoformat() for date in self.holidays]
        if overlay:
            data["dates"] = {
                date.isoformat(): [[_clock(start), _clock(end)] for start, end in really] for date, really in self.wrong
            }
        return data


@lru_cache(1024)
def _reach(weekly: tuple[Windows, ...], holidays: tuple[dt.date, ...]) -> int:
    closed = set(holidays)
    start = holidays[0] - dt.timedelta(SEEN + 7) if holidays else NEUTRAL
    end = holidays[-1] if holidays else NEUTRAL + dt.timedelta(SEEN)
    dates = [start + dt.timedelta(n) for n in range((end - start).days + SEEN)]
    opened = [0 if date in closed else sum(end - start for start, end in weekly[date.weekday()]) for date in dates]
    return min(sum(opened[n : n + SEEN]) for n in range(len(opened) - SEEN + 1))


def of(calendars: Sequence[Calendar]) -> Hours:
    """The business hours of these calendars together.

    Raises ``ValueError`` for what RT would replace by a default of its own: a time zone that doesn't exist, several zones, or
    hours that never open.
    """
    names = ", ".join(calendar.id for calendar in calendars)
    zones = {calendar.timezone for calendar in calendars}
    if len(zones) != 1:
        raise ValueError(f"calendars {names}: times count in one time zone, not in {', '.join(sorted(zones)) or 'none'}")
    zone = zones.pop()
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"calendars {names}: the time zone {zone!r} is unknown") from error
    weekly = tuple(_merged(_weekly(calendars, weekday)) for weekday in range(7))
    if not any(weekly):
        raise ValueError(f"calendars {names}: never open")
    from_ = max((calendar.covers.from_ for calendar in calendars if calendar.covers.from_), default=None)
    until = min((calendar.covers.until for calendar in calendars if calendar.covers.until), default=None)
    holidays, wrong = [], []
    for date in _special(calendars):
        if (from_ and date < from_) or (until and date > until):
            continue
        really = open_on(calendars, date)
        usually = weekly[date.weekday()]
        if usually and not really:
            holidays.append(date)
        elif usually != really:
            wrong.append((date, really))
    overnight = any(end > MIDNIGHT for calendar in calendars for day in calendar.weekly.values() for _, end in _times(day))
    return Hours(zone, weekly, tuple(holidays), tuple(wrong), overnight, from_, until)


def joined(one: Hours, other: Hours) -> Hours | None:
    """The hours that hold for both, where they have the same week, and the same dates that differ in the stretch of both."""
    if (one.timezone, one.weekly) != (other.timezone, other.weekly):
        return None
    from_ = max(one.from_ or dt.date.min, other.from_ or dt.date.min)
    until = min(one.until or dt.date.max, other.until or dt.date.max)
    in_both = [{(date, really) for date, really in hours.special if from_ <= date <= until} for hours in (one, other)]
    if from_ > until or in_both[0] != in_both[1]:
        return None
    return replace(
        one,
        holidays=tuple(sorted({*one.holidays, *other.holidays})),
        wrong=tuple(sorted({*one.wrong, *other.wrong})),
        from_=min(one.from_, other.from_) if one.from_ and other.from_ else None,
        until=max(one.until, other.until) if one.until and other.until else None,
    )


def open_on(calendars: Sequence[Calendar], date: dt.date) -> Windows:
    """The minutes of this date on which one of the calendars is open, closings and early closings counted."""
    windows: list[tuple[int, int]] = []
    for calendar in calendars:
        windows += [(start, min(end, MIDNIGHT)) for start, end in _started(calendar, date)]
        before = date - dt.timedelta(1)
        windows += [(0, end - MIDNIGHT) for _, end in _started(calendar, before) if end > MIDNIGHT]
    return _merged(windows)


@lru_cache(maxsize=256)
def _changes(timezone: str, year: int) -> tuple[tuple[int, frozenset[int]], ...]:
    """The times that a clock skips or repeats in a year, by weekday: all minutes but the first, which RT takes as it is meant."""
    first, found = dt.datetime(year, 1, 1, tzinfo=ZoneInfo(timezone)), []
    for midnight in (first + dt.timedelta(n) for n in range(366)):
        if midnight.utcoffset() == (midnight + dt.timedelta(1)).utcoffset():
            continue
        times = [(minute, midnight + dt.timedelta(minutes=minute)) for minute in range(MIDNIGHT)]
        unclear = [minute for minute, time in times if time.utcoffset() != time.replace(fold=1).utcoffset()]
        found.append((midnight.weekday(), frozenset(unclear[1:])))
    return tuple(found)


def _started(calendar: Calendar, date: dt.date) -> Iterator[tuple[int, int]]:
    if any(closing.date == date for closing in calendar.closings):
        return
    closes = [_minutes(early.closes) for early in calendar.early_closings if early.date == date]
    for start, end in _times(calendar.weekly.get(DAYS[date.weekday()], ())):
        end = min([end, *closes])
        if start < end:
            yield start, end


def _weekly(calendars: Sequence[Calendar], weekday: int) -> list[tuple[int, int]]:
    windows: list[tuple[int, int]] = []
    for calendar in calendars:
        windows += [(start, min(end, MIDNIGHT)) for start, end in _times(calendar.weekly.get(DAYS[weekday], ()))]
        before = calendar.weekly.get(DAYS[weekday - 1], ())
        windows += [(0, end - MIDNIGHT) for _, end in _times(before) if end > MIDNIGHT]
    return windows


def _special(calendars: Sequence[Calendar]) -> list[dt.date]:
    """The dates that may differ from the week, and the days after them, into which a night may run."""
    dates = {special.date for calendar in calendars for special in (*calendar.closings, *calendar.early_closings)}
    return sorted(dates | {date + dt.timedelta(1) for date in dates})


def _times(intervals: Iterable[Interval]) -> list[tuple[int, int]]:
    pairs = [(_minutes(interval.from_), _minutes(interval.to)) for interval in intervals]
    return [(start, end if end > start else end + MIDNIGHT) for start, end in pairs]


def _merged(windows: Iterable[tuple[int, int]]) -> Windows:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def words(windows: Windows) -> str:
    """Windows in words, such as ``08:00-12:00 and 13:00-17:00``."""
    return " and ".join(f"{_clock(start)}-{'24:00' if end == MIDNIGHT else _clock(end)}" for start, end in windows) or "closed"
