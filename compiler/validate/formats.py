"""Whether text has a format that a pattern can't tell: dates, durations, recurrence rules, time zones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

from compiler import duration, recurrence


def is_date(text: str) -> bool:
    """A day that exists, as year-month-day (ISO 8601), in the years 1900 to 2199."""
    try:
        return 1900 <= dt.date.fromisoformat(text).year <= 2199
    except ValueError:
        return False


def is_duration(text: str) -> bool:
    """A length of time (ISO 8601), without fractions."""
    try:
        duration.parse(text)
    except ValueError:
        return False
    return True


@cache
def is_timezone(text: str) -> bool:
    """A name in the IANA time zone database."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        return False
    return "/" in text or text == "UTC"


FORMATS: dict[str, Callable[[str], bool]] = {
    "date": is_date,
    "iso-duration": is_duration,
    "recurrence-rule": cache(recurrence.is_rule),
    "time-zone": is_timezone,
}
"""Format names of the schemas, with what tells whether text has that format."""
