"""When a promised time ends, with the steps that a person can follow.

A time in hours and minutes runs only while its calendars are open. A time in days ends at the same clock time on the n-th
next open day, no earlier than its opening and no later than its closing; what it has of hours is counted from there.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from compiler.decide.hours import Hours
from compiler.duration import Duration

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SATURDAY = 5
_TOLD_ONE_BY_ONE = 5
"""So many stretches of hours, or of closed dates, are told one by one; more are put together."""


class Deadline(NamedTuple):
    """When a time ends, and how that was counted."""

    at: dt.datetime
    steps: tuple[str, ...]


def deadline(hours: Hours, reported: dt.datetime, within: Duration, language: str) -> Deadline:
    """The end of a promised time. Raises ``BeyondBundleError``, and ``ValueError`` for a time in months.

    ``language`` is that of the closings' names in the steps.
    """
    if within.months:
        raise ValueError("a promised time in months or years can't be counted in open hours")
    steps = _Steps(hours, reported.astimezone(hours.zone), language)
    moment = steps.reported
    if within.days:
        moment = hours.add_days(moment, within.days)
        steps.days(within.days, moment)
    if within.seconds or not within.days:
        ends = hours.add(moment, dt.timedelta(seconds=within.seconds))
        steps.time(moment, ends, within.seconds)
        moment = ends
    return Deadline(moment, tuple(steps.told))


class _Steps:
    """Tells how a deadline comes about, naming the month and the year only when they change."""

    def __init__(self, hours: Hours, reported: dt.datetime, language: str) -> None:
        self.hours = hours
        self.language = language
        self.reported = reported
        self.year = reported.year
        self.month = 0
        opened = hours.is_open(reported)
        self.told = [f"{self._date(reported.date())} {self._clock(reported)} reported{'' if opened else ', closed'}"]
        self.here = reported.date()

    def time(self, begins: dt.datetime, ends: dt.datetime, seconds: int) -> None:
        """Open time from a moment on."""
        opens, closes = self.hours.opens, self.hours.closes
        start, stop = begins.timestamp(), ends.timestamp()
        first = bisect_left(closes, start)
        last = bisect_left(closes, stop, first)
        if opens[first] > start:
            self._closed(begins, self._moment(opens[first]))
        left = float(seconds)
        index = first
        while index < last:
            opening, closing = self._moment(max(opens[index], start)), self._moment(closes[index])
            if last - index > _TOLD_ONE_BY_ONE and index > first:
                # The hours of many days are told together.
                whole = sum(closes[one] - opens[one] for one in range(index, last))
                self.told.append(f"{self._when(opening)} to {self._when(self._moment(closes[last - 1]))}: {_long(whole)}")
                left -= whole
                self._closed(self._moment(closes[last - 1]), self._moment(opens[last]))
                break
            spent = closes[index] - max(opens[index], start)
            left -= spent
            if spent:
                how = "early closing" if closing in self.hours.early_closings else "closing"
                since = "" if index == first and opening == begins else f"{self._when(opening)}: "
                self.told.append(f"{since}{_long(spent)} until {how} at {self._when(closing)}")
            self._closed(closing, self._moment(opens[index + 1]))
            index += 1
        begin = self._moment(max(opens[last], start))
        before, after = begin.utcoffset() or dt.timedelta(), ends.utcoffset() or dt.timedelta()
        moved = "" if before == after else f" (the clock is set {'forward' if after > before else 'back'})"
        self.told.append(f"{self._when(begin)} + {_long(left)} = {self._when(ends)}{moved}")

    def days(self, days: int, ends: dt.datetime) -> None:
        """Whole open days."""
        opening = self.hours.next_opening(self.reported)
        if opening != self.reported:
            self._closed(self.reported, opening)
            self.told.append(f"{self._when(opening)} opening")
        day = self.hours.day_of(opening)
        clock = opening.time()
        for number in range(1, days + 1):
            following = self.hours.later_day(day, 1)
            if days <= _TOLD_ONE_BY_ONE:
                self._closed_dates(day.date + dt.timedelta(days=1), following.date)
                ordinal = f"open day {number}" if days > 1 else "the next open day"
                self.told.append(f"{self._date(following.date)}: {ordinal}")
            day = following
        if days > _TOLD_ONE_BY_ONE:
            self.told.append(f"{self._date(day.date)}: open day {days}")
        self.here = ends.date()
        if ends.time() == clock:
            self.told.append(f"at the same time: {self._clock(ends)}")
        elif ends.time() > clock:
            self.told.append(f"at its opening: {self._clock(ends)}")
        else:
            early = "early closing" if ends in self.hours.early_closings else "closing"
            self.told.append(f"at its {early}: {self._clock(ends)}")

    def _closed(self, since: dt.datetime, until: dt.datetime) -> None:
        """The dates between two moments on which it doesn't open."""
        self._closed_dates(since.date(), until.date())

    def _closed_dates(self, first: dt.date, end: dt.date) -> None:
        dates = [first + dt.timedelta(days=number) for number in range((end - first).days)]
        shut = [date for date in dates if not self.hours.opens_on(date)]
        told: list[str] = []
        index = 0
        while index < len(shut):
            date = shut[index]
            closing = self.hours.closings.get(date)
            sunday = date + dt.timedelta(days=1)
            if date.weekday() == _SATURDAY and sunday in shut and not {date, sunday} & self.hours.closings.keys():
                told.append("weekend")
                index += 2
                continue
            told.append(f"{self._date(date)} closed" + (f" ({closing.label[self.language]})" if closing is not None else ""))
            index += 1
        if len(told) > _TOLD_ONE_BY_ONE:
            told = [f"closed until {self._date(end)}"]
        self.told += told

    def _when(self, moment: dt.datetime) -> str:
        """The clock time, with the date where that isn't the one told last."""
        if moment.date() == self.here:
            return self._clock(moment)
        self.here = moment.date()
        return f"{self._date(moment.date())} {self._clock(moment)}"

    def _date(self, date: dt.date) -> str:
        name = f"{_DAYS[date.weekday()]} {date.day}"
        if (date.year, date.month) != (self.year, self.month):
            name += f" {_MONTHS[date.month - 1]}" + (f" {date.year}" if date.year != self.year else "")
            self.year, self.month = date.year, date.month
        return name

    def _clock(self, moment: dt.datetime) -> str:
        return f"{moment.hour:02}:{moment.minute:02}" + (f":{moment.second:02}" if moment.second else "")

    def _moment(self, seconds: float) -> dt.datetime:
        return dt.datetime.fromtimestamp(seconds, self.hours.zone)


def _long(seconds: float) -> str:
    """A length of time in hours, minutes and seconds."""
    return " ".join(_parts(round(seconds))) or "0 min"


def _parts(seconds: int) -> Iterator[str]:
    for count, unit in ((seconds // 3600, "h"), (seconds % 3600 // 60, "min"), (seconds % 60, "s")):
        if count:
            yield f"{count} {unit}"
