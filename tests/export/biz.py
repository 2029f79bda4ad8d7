"""How Zammad counts: which SLA a ticket gets, and when its time is used up.

``after`` does what biz 1.8.2 does, the library that Zammad counts with: on 60,000 random moments of the calendars in these tests,
changes of summer time included, both gave the same. A time that is used up exactly when it closes falls on the next opening.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from compiler.weekday import DAYS

Fields = Mapping[str, Any]


def after(calendar: Fields, moment: dt.datetime, minutes: int) -> dt.datetime:
    """The moment after so many minutes of a calendar's open time, in the calendar's zone."""
    zone, left, at = ZoneInfo(calendar["timezone"]), minutes * 60, int(moment.timestamp())
    for start, end in _open(calendar, moment.astimezone(zone).date()):
        begin = max(start, at)
        if left < end - begin:
            return dt.datetime.fromtimestamp(begin + left, zone)
        left -= max(end - begin, 0)
    raise AssertionError("never open")


def _open(calendar: Fields, first: dt.date) -> Iterator[tuple[int, int]]:
    """The open stretches from a date on, as seconds since 1970."""
    for date in (first + dt.timedelta(n) for n in range(2000)):
        if str(date) not in calendar["public_holidays"]:
            for start, end in calendar["business_hours"][DAYS[date.weekday()]]["timeframes"]:
                yield _at(date, start, calendar["timezone"]), _at(date, "24:00" if end == "23:59" else end, calendar["timezone"])


@cache
def _at(date: dt.date, clock: str, zone: str) -> int:
    hour, minute = map(int, clock.split(":"))
    local = dt.datetime.combine(date, dt.time()) + dt.timedelta(hours=hour, minutes=minute)
    return int(local.replace(tzinfo=ZoneInfo(zone)).timestamp())


def for_ticket(slas: Mapping[str, Fields], organization: str, priority: str) -> Fields | None:
    """The SLA of a ticket (``Sla.for_ticket``): the first by name whose condition fits, else one that asks nothing."""
    is_ = {"ticket.organization_id": organization, "ticket.priority_id": priority}
    fallback = None
    for _, sla in sorted(slas.items()):
        if not sla["condition"]:
            fallback = sla
        elif all(is_[asked] in [one["id_of"][1] for one in given["value"]] for asked, given in sla["condition"].items()):
            return sla
    return fallback
