"""When calendars are open, as instants: built once from a bundle, then asked by bisection.

An instant is open when the local clock of a calendar's zone reads a time inside a window: in the hour that the clock
repeats, a window counts each time, and what the clock skips doesn't count. A window that runs past midnight belongs to the
day it starts on. Windows hold their opening and not their closing; time that is added may end at a closing.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from compiler.bundle import Calendar
from compiler.span import Span, at, opened
from compiler.weekday import DAYS

_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 (local readings are counted from it, whatever the zone)
_DAY = 86400


class BeyondBundleError(Exception):
    """A question about dates that the bundle doesn't hold; the message says how far it goes."""


class OpenDay(NamedTuple):
    """A date with windows: its first opening and last closing on the local clock, in seconds since 1970."""

    date: dt.date
    opens: int
    closes: int


class Hours:
    """The open time of one calendar, or of several together, which is open while any of them is.

    Several are told on the clock of the first. Moments in and out are aware datetimes; those out are in ``zone``.
    """

    def __init__(self, calendars: Sequence[Calendar]) -> None:
        self.calendars = tuple(calendars)
        self.zone = ZoneInfo(calendars[0].timezone)
        built = [_Built(calendar) for calendar in calendars]
        self.known_from = max(one.known_from for one in built)
        self.known_until = min(one.known_until for one in built)
        pieces = sorted(piece for one in built for piece in one.pieces)
        self._starts = [opens for opens, _, _ in pieces]
        self._stops = [closes for _, closes, _ in pieces]
        self._owners = [self._date_of(opens) if len(built) > 1 and not one_zone(calendars) else day for opens, _, day in pieces]
        self.opens: list[int] = []
        self.closes: list[int] = []
        for opens, closes, _ in pieces:
            if self.closes and opens <= self.closes[-1]:
                self.closes[-1] = max(self.closes[-1], closes)
            else:
                self.opens.append(opens)
                self.closes.append(closes)
        # Open time is the instant less its shift; the open time at each closing is what a deadline is looked up in.
        self._shift: list[int] = []
        self._ends: list[int] = []
        total = 0
        for opens, closes in zip(self.opens, self.closes, strict=True):
            self._shift.append(opens - total)
            total += closes - opens
            self._ends.append(total)
        self.days = self._open_days(built)
        self._dates = [day.date for day in self.days]
        self.closings = {closing.date: closing for calendar in reversed(calendars) for closing in calendar.closings}
        self.early_closings = {moment for one in built for moment in one.early_closings}

    def is_open(self, moment: dt.datetime) -> bool:
        """Whether a moment lies in a window. Raises ``BeyondBundleError``."""
        seconds = self._known(moment.timestamp())
        index = bisect_right(self.closes, seconds)
        return index < len(self.opens) and self.opens[index] <= seconds

    def next_opening(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself while open, else the next opening. Raises ``BeyondBundleError``."""
        seconds = self._known(moment.timestamp())
        index = bisect_right(self.closes, seconds)
        if index == len(self.opens):
            raise self.beyond()
        return self._moment(max(seconds, self.opens[index]))

    def add(self, moment: dt.datetime, time: dt.timedelta) -> dt.datetime:
        """When so much open time has passed; while closed it counts from the next opening. Raises ``BeyondBundleError``.

        What ends at a closing stays there. ``time`` isn't negative.
        """
        seconds = moment.timestamp()
        index = bisect_left(self.closes, seconds)
        if seconds < self.known_from or index == len(self.opens):
            raise self.beyond()
        opens = self.opens[index]
        total = (seconds if seconds > opens else opens) - self._shift[index] + time.total_seconds()
        index = bisect_left(self._ends, total, index)
        if index == len(self._ends):
            raise self.beyond()
        return dt.datetime.fromtimestamp(total + self._shift[index], self.zone)

    def between(self, earlier: dt.datetime, later: dt.datetime) -> dt.timedelta:
        """The open time between two moments; negative where they stand the other way. Raises ``BeyondBundleError``."""
        return dt.timedelta(seconds=self._elapsed(later) - self._elapsed(earlier))

    def opens_on(self, date: dt.date) -> bool:
        """Whether a date has a window that starts on it."""
        index = bisect_left(self._dates, date)
        return index < len(self._dates) and self._dates[index] == date

    def day_of(self, moment: dt.datetime) -> OpenDay:
        """The open day to whose windows an open moment belongs, else that of the next opening. Raises ``BeyondBundleError``."""
        opening = self.next_opening(moment).timestamp()
        index = bisect_right(self._starts, opening) - 1
        while self._stops[index] <= opening:
            index -= 1
        return self.days[bisect_left(self._dates, self._owners[index])]

    def later_day(self, day: OpenDay, days: int) -> OpenDay:
        """The n-th open day after an open day; 0 is the day itself. Raises ``BeyondBundleError``."""
        index = bisect_left(self._dates, day.date) + days
        if index >= len(self.days):
            raise self.beyond()
        return self.days[index]

    def add_days(self, moment: dt.datetime, days: int) -> dt.datetime:
        """The same clock time on the n-th next open day, no earlier than its opening and no later than its closing.

        While closed it counts from the next opening. Raises ``BeyondBundleError``.
        """
        opening = self.next_opening(moment)
        day = self.day_of(opening)
        later = self.later_day(day, days)
        clock = _reading(opening.replace(tzinfo=None)) + (later.date - day.date).days * _DAY
        return self.local(min(max(clock, later.opens), later.closes))

    def local(self, reading: float) -> dt.datetime:
        """The moment at which the local clock reads a time, the first of two. Raises ``BeyondBundleError``."""
        found = (_EPOCH + dt.timedelta(seconds=reading)).replace(tzinfo=self.zone)
        # By way of its instant, a time that the clock skips becomes one that exists.
        return self._moment(self._known(found.timestamp()))

    def beyond(self) -> BeyondBundleError:
        """The error for a question beyond the dates that the bundle holds."""
        names = " and ".join(calendar.id for calendar in self.calendars)
        starts = max(day for calendar in self.calendars if (day := calendar.covers.from_) is not None)
        ends = min(day for calendar in self.calendars if (day := calendar.covers.until) is not None)
        return BeyondBundleError(f"the bundle holds the hours of {names} from {starts} to {ends}, and no further")

    def _elapsed(self, moment: dt.datetime) -> float:
        seconds = self._known(moment.timestamp())
        index = bisect_left(self.closes, seconds)
        if index == len(self.closes):
            return self._ends[-1] if self._ends else 0
        return max(seconds, self.opens[index]) - self._shift[index]

    def _known(self, seconds: float) -> float:
        if not self.known_from <= seconds <= self.known_until:
            raise self.beyond()
        return seconds

    def _moment(self, seconds: float) -> dt.datetime:
        return dt.datetime.fromtimestamp(seconds, self.zone)

    def _date_of(self, seconds: int) -> dt.date:
        return self._moment(seconds).date()

    def _open_days(self, built: Sequence[_Built]) -> list[OpenDay]:
        if one_zone(self.calendars):
            spans = [found for one in built for found in one.spans]
        else:
            # A window counts for the date on which it opens on the clock of the first calendar.
            local = [(self._moment(opens), self._moment(closes)) for one in built for opens, closes, _ in one.pieces]
            spans = [(opens.date(), (opens.replace(tzinfo=None), closes.replace(tzinfo=None))) for opens, closes in local]
        found: dict[dt.date, OpenDay] = {}
        for date, (opens, closes) in spans:
            day = found.get(date)
            first, last = int(_reading(opens)), int(_reading(closes))
            found[date] = OpenDay(date, min(first, day.opens) if day else first, max(last, day.closes) if day else last)
        return [found[date] for date in sorted(found)]


def one_zone(calendars: Sequence[Calendar]) -> bool:
    """Whether calendars have one clock."""
    return len({calendar.timezone for calendar in calendars}) == 1


class _Built:
    """One calendar's windows: as local spans by their date, and as instants."""

    def __init__(self, calendar: Calendar) -> None:
        first, last = calendar.covers.from_, calendar.covers.until
        assert first is not None
        assert last is not None
        closed = {one.date for one in calendar.closings}
        early = {one.date: one.closes for one in calendar.early_closings}
        dates = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
        self.spans = [(date, found) for date in dates for found in self._spans(calendar, date, closed, early)]
        begin, end = at(first, "00:00"), at(last, "24:00")
        # Whether the day before was a closing isn't known, so what may run over from it isn't either.
        over = [closes for _, closes in self._spans(calendar, first - dt.timedelta(days=1), set(), {})]
        clock = _Clock(ZoneInfo(calendar.timezone), begin, end)
        self.known_from = clock.instant(max([begin, *over]))
        self.known_until = clock.instant(end)
        self.early_closings = [at(date, closes).replace(tzinfo=clock.zone) for date, closes in early.items()]
        self.pieces = [
            (max(opens, self.known_from), min(closes, self.known_until), date)
            for date, found in self.spans
            for opens, closes in clock.instants(found)
            if opens < self.known_until and closes > self.known_from
        ]

    @staticmethod
    def _spans(calendar: Calendar, date: dt.date, closed: set[dt.date], early: dict[dt.date, str]) -> list[Span]:
        windows = [(window.from_, window.to) for window in calendar.weekly.get(DAYS[date.weekday()], ())]
        return opened(date, windows, closed=date in closed, closes=early.get(date))


class _Clock:
    """A zone's stretches of constant offset around a range of dates."""

    def __init__(self, zone: ZoneInfo, begin: dt.datetime, end: dt.datetime) -> None:
        self.zone = zone
        start, stop = int(_reading(begin)) - 2 * _DAY, int(_reading(end)) + 3 * _DAY
        self.stretches: list[tuple[int, int, int]] = []
        opened, offset = start, self._offset(start)
        for day in range(start, stop, _DAY):
            while (following := self._offset(day + _DAY)) != offset:
                change = self._change(max(day, opened), day + _DAY, offset)
                self.stretches.append((opened, change, offset))
                opened, offset = change, self._offset(change)
                if offset == following:
                    break
        self.stretches.append((opened, stop + _DAY, offset))
        self._stops = [stop for _, stop, _ in self.stretches]

    def _offset(self, seconds: int) -> int:
        offset = dt.datetime.fromtimestamp(seconds, self.zone).utcoffset()
        assert offset is not None
        return int(offset.total_seconds())

    def _change(self, low: int, high: int, offset: int) -> int:
        """The first second of a stretch in which the offset is another."""
        while low < high:
            middle = (low + high) // 2
            if self._offset(middle) == offset:
                low = middle + 1
            else:
                high = middle
        return low

    def instants(self, window: Span) -> Iterator[tuple[int, int]]:
        """The stretches of instants at which the clock reads a time in a window."""
        opens, closes = int(_reading(window[0])), int(_reading(window[1]))
        index = max(bisect_left(self._stops, opens - _DAY), 0)
        for start, stop, offset in self.stretches[index:]:
            if start >= closes + _DAY:
                return
            begin, end = max(opens - offset, start), min(closes - offset, stop)
            if begin < end:
                yield begin, end

    def instant(self, reading: dt.datetime) -> int:
        """The first instant at which the clock reads a time or has gone past it."""
        return int(reading.replace(tzinfo=self.zone).timestamp())


def _reading(local: dt.datetime) -> float:
    """A reading of the local clock as seconds since 1970."""
    return (local - _EPOCH).total_seconds()
