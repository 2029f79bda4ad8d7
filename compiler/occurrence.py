"""When what was planned on a local clock really happens, as instants: clocks skip an hour in spring and repeat one in autumn."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from compiler.duration import Duration
from compiler.span import Span, at

Stretch = tuple[dt.datetime, dt.datetime]
"""Starts, ends: in UTC."""
_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)


def lasting(date: dt.date, time: str, length: Duration, zone: ZoneInfo) -> Stretch:
    """What starts at a local time on a date and lasts so long: days on the calendar, and then seconds that really elapse."""
    local = at(date, time)
    # By way of UTC, a time that summer time skips becomes one that exists.
    starts = local.replace(tzinfo=zone).astimezone(dt.UTC)
    days_later = dt.datetime.combine(length.after(local.date()), local.time(), zone).astimezone(dt.UTC)
    return starts, days_later + dt.timedelta(seconds=length.seconds)


def read(hours: Span, zone: ZoneInfo) -> list[Stretch]:
    """When the local clock reads a time in a span of whole minutes, which on some days it does twice, or not at all."""
    opens, closes = (one.replace(tzinfo=dt.UTC) for one in hours)
    since, until = opens - _DAY, closes + _DAY
    found: list[Stretch] = []
    for change in [*changes(zone, since, until), until]:
        ahead = _offset(since, zone)
        begins, ends = max(opens - ahead, since), min(closes - ahead, change)
        if begins < ends:
            if found and found[-1][1] == begins:
                begins = found.pop()[0]
            found.append((begins, ends))
        since = change
    return found


def changes(zone: ZoneInfo, since: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    """The minutes, in UTC, at which a zone's clock is put forward or back from one moment to another."""
    return [one for year in range(since.year, until.year + 1) for one in _changes(zone, year) if since < one < until]


@lru_cache(maxsize=1024)
def _changes(zone: ZoneInfo, year: int) -> tuple[dt.datetime, ...]:
    found = []
    day, end = dt.datetime(year, 1, 1, tzinfo=dt.UTC), dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC)
    while day < end:
        low, high = day, day + _DAY
        if _offset(low, zone) != _offset(high, zone):
            while high - low > _MINUTE:
                middle = low + (high - low) // _MINUTE // 2 * _MINUTE
                low, high = (middle, high) if _offset(middle, zone) == _offset(day, zone) else (low, middle)
            found.append(high)
        day += _DAY
    return tuple(found)


def _offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()
