"""Examples for losses: a ticket of a certain moment, the time that was promised for it, and the time that RT shows.

Moments are on the calendars' clock, without a zone: no example runs over a change of summer time. Many clients have the same
examples, so each is looked for once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from compiler.export import business_hours
from compiler.export.business_hours import SEEN, Hours, Windows

_BEFORE = 10
"""An example is reported so many minutes before something closes."""


@lru_cache(256)
def early_closing(hours: Hours, minutes: int) -> str:
    """A ticket reported shortly before one of the dates with other hours closes; empty where it comes out the same."""
    for date, really in hours.wrong:
        for _, closes in really:
            reported = _moment(date, closes - min(_BEFORE, minutes))
            if told := _told(reported, _promised(hours, reported, minutes), _shown(hours, reported, minutes)):
                return told
    return ""


@lru_cache(256)
def at_closing(hours: Hours, minutes: int) -> str:
    """A ticket of an ordinary day whose time ends when that day closes; empty where the day is shorter than the time."""
    first = hours.from_ or business_hours.NEUTRAL
    for date in (first + dt.timedelta(n) for n in range(SEEN)):
        usually = hours.weekly[date.weekday()]
        if usually and hours.on(date) == usually and usually[-1][1] - minutes >= usually[-1][0]:
            reported = _moment(date, usually[-1][1] - minutes)
            if told := _told(reported, _promised(hours, reported, minutes), _shown(hours, reported, minutes)):
                return told
    return ""


@lru_cache(256)
def in_days(hours: Hours, days: int) -> str:
    """A ticket whose day falls on one that closes early; empty where none is known."""
    for date, really in hours.wrong:
        before = date
        for _ in range(days):
            before = _open_before(hours, before)
        usually = hours.weekly[before.weekday()]
        if not really or before in dict(hours.wrong) or (hours.from_ and before < hours.from_):
            continue
        clock = usually[-1][1] - _BEFORE
        if clock > really[-1][1]:
            return _told(_moment(before, clock), _moment(date, really[-1][1]), _moment(date, clock))
    return ""


def _open_before(hours: Hours, date: dt.date) -> dt.date:
    date -= dt.timedelta(1)
    while date in hours.holidays or not hours.weekly[date.weekday()]:
        date -= dt.timedelta(1)
    return date


def _promised(hours: Hours, reported: dt.datetime, minutes: int) -> dt.datetime | None:
    return _after(hours.on, reported, minutes, stays=True)


def _shown(hours: Hours, reported: dt.datetime, minutes: int) -> dt.datetime | None:
    closed = set(hours.holidays)
    return _after(lambda date: () if date in closed else hours.weekly[date.weekday()], reported, minutes, stays=False)


def _after(opened: Callable[[dt.date], Windows], reported: dt.datetime, minutes: int, *, stays: bool) -> dt.datetime | None:
    """The moment after so many open minutes. ``stays`` says whether one at closing time stays there."""
    for date in (reported.date() + dt.timedelta(n) for n in range(2 * SEEN)):
        for start, end in opened(date):
            begins = max(_moment(date, start), reported)
            left = (_moment(date, end) - begins) // dt.timedelta(minutes=1)
            if left > 0 and (minutes < left or (stays and minutes == left)):
                return begins + dt.timedelta(minutes=minutes)
            minutes -= max(left, 0)
    return None


def _moment(date: dt.date, minutes: int) -> dt.datetime:
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minutes)


def _told(reported: dt.datetime, promised: dt.datetime | None, shown: dt.datetime | None) -> str:
    if promised is None or shown is None or promised == shown:
        return ""
    return f"A ticket reported at {_clock(reported)} shows {_clock(shown)} instead of {_clock(promised)}."


def _clock(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
