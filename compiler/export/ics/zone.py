"""The clock of a time zone as iCalendar describes it: since when it is how far ahead of UTC."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from compiler.occurrence import changes


@lru_cache(maxsize=256)
def description(name: str, first: int, last: int) -> bytes:
    """The VTIMEZONE of a zone for some years, a year around them included."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = ZoneInfo(name)
    since, until = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (first - 1, last + 2))
    ahead = _ahead(since, zone)
    found: dict[tuple[dt.timedelta, dt.timedelta, str, bool], list[dt.datetime]] = {}
    for moment in [since, *changes(zone, since, until)]:
        before, local = ahead, moment.astimezone(zone)
        ahead = _ahead(moment, zone)
        # Not what the zone calls summer time: Ireland's is the usual time, and winter an hour less.
        summer = ahead > before if ahead != before else (local.dst() or dt.timedelta()) > dt.timedelta()
        by_the_clock_before = (moment + before).replace(tzinfo=None)
        found.setdefault((before, ahead, local.tzname() or name, summer), []).append(by_the_clock_before)
    described = Timezone()
    described.add("tzid", name)
    for (before, after, short, summer), moments in found.items():
        part = TimezoneDaylight() if summer else TimezoneStandard()
        part.add("dtstart", moments[0])
        if moments[1:]:
            part.add("rdate", moments[1:])
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", short)
        described.add_component(part)
    return bytes(described.to_ical(sorted=False))


def _ahead(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()
