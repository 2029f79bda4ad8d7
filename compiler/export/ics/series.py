"""What recurs on a local clock as one rule, with the times that readers of calendars would disagree about kept apart.

Around a change of the clock some readers keep an event's local end and others its length, and RFC 5545 has no event at a time
that the clock skips. So what lies there is left out of the rule, and stands beside it as instants.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from compiler.occurrence import Stretch, changes
from compiler.span import at

_DAY = dt.timedelta(days=1)
_AROUND = dt.timedelta(hours=2)
"""No clock is changed by more at once."""


@dataclass(frozen=True)
class Series:
    """A rule from its first event on, ``starts`` to ``ends`` on a local clock, but ``without`` some starts."""

    starts: dt.datetime
    ends: dt.datetime
    rule: str
    without: tuple[dt.datetime, ...]


def series(
    rule: str,
    dates: Sequence[dt.date],
    time: str,
    length: dt.timedelta | None,
    zone: ZoneInfo,
    really: Callable[[dt.date], Sequence[Stretch]],
) -> tuple[Series | None, dict[dt.date, Sequence[Stretch]]]:
    """The rule as it falls on these dates, each at a time and so long; and the dates apart, with when it is ``really``.

    ``length`` is None where it isn't the same each time: then all dates stand apart, as they do where the time is the end of
    the day and so belongs to the next.
    """
    if length is None or time == "24:00":
        return None, {date: really(date) for date in dates}
    apart = {date: really(date) for date in _around_changes(dates, time, length, zone)}
    kept = [date for date in dates if date not in apart]
    if not kept:
        return None, apart
    starts = at(kept[0], time).replace(tzinfo=zone)
    until = at(kept[-1], time).replace(tzinfo=zone).astimezone(dt.UTC)
    without = tuple(at(date, time).replace(tzinfo=zone) for date in apart if kept[0] < date < kept[-1])
    return Series(starts, starts + length, ended(rule, f"{until:%Y%m%dT%H%M%SZ}"), without), apart


def ended(rule: str, until: str) -> str:
    """A rule that ends with its last event, whatever ended it before."""
    parts = (part for part in rule.split(";") if not part.startswith(("COUNT=", "UNTIL=")))
    return ";".join([*parts, f"UNTIL={until}"])


def _around_changes(dates: Sequence[dt.date], time: str, length: dt.timedelta, zone: ZoneInfo) -> list[dt.date]:
    if not dates:
        return []
    found: dict[dt.date, None] = {}
    since, until = (at(date, "00:00").replace(tzinfo=dt.UTC) for date in (dates[0], dates[-1]))
    for change in changes(zone, since - 2 * _DAY, until + length + 2 * _DAY):
        day = change.date()
        for date in dates[bisect_left(dates, (change - length - 2 * _DAY).date()) : bisect_right(dates, day + 2 * _DAY)]:
            starts = at(date, time).replace(tzinfo=zone).astimezone(dt.UTC)
            if starts - _AROUND < change < starts + length + _AROUND:
                found[date] = None
    return list(found)
