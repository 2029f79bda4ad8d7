"""Recurrence rules (RFC 5545, 3.3.10) by whole days."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

from dateutil.rrule import rrule, rrulestr

_FORM = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[-+A-Z0-9,]+)*")
# RFC 5545 asks for an interval above zero; with another the library never comes to a next date.
_STANDS_STILL = re.compile(r";INTERVAL=(-|\+?0*(;|$))")
_LEAP_YEAR = 2024
_BY_THE_CLOCK = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
# RFC 5545, 3.3.10, has these for years only, and Easter is the library's own. With other frequencies a rule can fall on no day
# at all, for which the library looks through every day up to the year 9999.
_BY_THE_YEAR = frozenset({"BYWEEKNO", "BYYEARDAY", "BYEASTER"})


def is_rule(text: str) -> bool:
    """Whether text is a rule by whole days: no DTSTART in it, nothing by the clock, an interval above zero."""
    names = [part.partition("=")[0] for part in text.split(";")]
    if not _FORM.fullmatch(text) or len(names) != len(set(names)) or _BY_THE_CLOCK & set(names) or _STANDS_STILL.search(text):
        return False
    if (_BY_THE_YEAR & set(names) and "FREQ=YEARLY" not in text) or ("BYSETPOS" in names and "FREQ=DAILY" in text):
        return False
    try:
        _parsed(text, dt.date(2024, 1, 1))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError):
        return False
    return True


def _has_a_day(rule: str) -> bool:
    """Whether one of the months has one of the days of the month: 30 February would be looked for through all years."""
    parts = dict(part.split("=") for part in rule.split(";"))
    months = [int(month) for month in parts.get("BYMONTH", "1").split(",")]
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", "1").split(",")]
    return min(days) <= max(monthrange(_LEAP_YEAR, month)[1] for month in months)


def dates(rule: str, start: dt.date, after: dt.date, before: dt.date) -> list[dt.date]:
    """The dates on which a rule that starts on ``start`` falls, from ``after`` to ``before``, both inclusive."""
    if not _has_a_day(rule):
        return []
    first, last = dt.datetime.combine(max(after, start), dt.time()), dt.datetime.combine(before, dt.time())
    return [found.date() for found in _parsed(rule, start).between(first, last, inc=True)]


def occurs(rule: str, start: dt.date, after: dt.date, before: dt.date) -> bool:
    """Whether a rule that starts on ``start`` falls on any date from ``after`` to ``before``, both inclusive."""
    if not _has_a_day(rule):
        return False
    found = _parsed(rule, start).after(dt.datetime.combine(max(after, start), dt.time()), inc=True)
    return found is not None and found.date() <= before


def _parsed(rule: str, start: dt.date) -> rrule:
    parsed = rrulestr(rule, dtstart=dt.datetime.combine(start, dt.time()))
    assert isinstance(parsed, rrule)
    return parsed
