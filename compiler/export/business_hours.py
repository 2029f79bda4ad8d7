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
_DAY = dt.timedelta(1)


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

    def on(self, date: dt.date) -> Windows:
        """When it really is open on a date, as far as the calendars tell."""
        return () if date in self.holidays else dict(self.wrong).get(date, self.weekly[date.weekday()])

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


@lru_cache(256)
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
    hours = _together(zone, tuple(map(_in_minutes, calendars)))
    if not any(hours.weekly):
        raise ValueError(f"calendars {names}: never open")
    return hours


@lru_cache(256)
def _together(zone: str, calendars: tuple[_Calendar, ...]) -> Hours:
    """The hours of many clients are alike, so they are worked out once."""
    days = [_Days(calendar) for calendar in calendars]
    weekly = tuple(_merged(window for one in days for window in one.usual(weekday)) for weekday in range(7))
    from_ = max((calendar.from_ for calendar in calendars if calendar.from_), default=None)
    until = min((calendar.until for calendar in calendars if calendar.until), default=None)
    holidays, wrong = [], []
    special = {date for calendar in calendars for date in (*calendar.closed, *(early for early, _ in calendar.early))}
    # A night may run into the day after.
    for date in sorted(special | {date + _DAY for date in special}):
        if (from_ and date < from_) or (until and date > until):
            continue
        really = _merged(window for one in days for window in one.on(date))
        usually = weekly[date.weekday()]
        if usually and not really:
            holidays.append(date)
        elif usually != really:
            wrong.append((date, really))
    overnight = any(end > MIDNIGHT for calendar in calendars for day in calendar.weekly for _, end in day)
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


@dataclass(frozen=True)
class _Calendar:
    """What of a calendar counts: the windows of each weekday, which may run past midnight, and the dates that differ."""

    weekly: tuple[Windows, ...]
    closed: frozenset[dt.date]
    early: tuple[tuple[dt.date, int], ...]
    from_: dt.date | None
    until: dt.date | None


def _in_minutes(calendar: Calendar) -> _Calendar:
    return _Calendar(
        weekly=tuple(_times(calendar.weekly.get(day, ())) for day in DAYS),
        closed=frozenset(closing.date for closing in calendar.closings),
        early=tuple((early.date, _minutes(early.closes)) for early in calendar.early_closings),
        from_=calendar.covers.from_,
        until=calendar.covers.until,
    )


class _Days:
    """The windows of a calendar day by day, each from midnight to midnight."""

    def __init__(self, calendar: _Calendar) -> None:
        self._calendar = calendar
        self._closes: dict[dt.date, int] = {}
        for date, closes in calendar.early:
            self._closes[date] = min(closes, self._closes.get(date, closes))

    def usual(self, weekday: int) -> Iterator[tuple[int, int]]:
        """Those of a day of the week."""
        return _within(self._calendar.weekly[weekday], self._calendar.weekly[weekday - 1])

    def on(self, date: dt.date) -> Iterator[tuple[int, int]]:
        """Those of a date, closings and early closings counted."""
        return _within(self._started(date), self._started(date - _DAY))

    def _started(self, date: dt.date) -> Windows:
        if date in self._calendar.closed:
            return ()
        windows, closes = self._calendar.weekly[date.weekday()], self._closes.get(date)
        return windows if closes is None else tuple((start, min(end, closes)) for start, end in windows if start < closes)


def _within(today: Windows, before: Windows) -> Iterator[tuple[int, int]]:
    """What of the windows that began on a day, and of those that began on the day before, falls on the day."""
    yield from ((start, min(end, MIDNIGHT)) for start, end in today)
    yield from ((0, end - MIDNIGHT) for _, end in before if end > MIDNIGHT)


def _times(intervals: Iterable[Interval]) -> Windows:
    pairs = [(_minutes(interval.from_), _minutes(interval.to)) for interval in intervals]
    return tuple((start, end if end > start else end + MIDNIGHT) for start, end in pairs)


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
