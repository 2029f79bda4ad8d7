"""Recurrence rules (RFC 5545, 3.3.10) by whole days."""

from __future__ import annotations

import datetime as dt
import re

from dateutil.rrule import rrule, rrulestr

_FORM = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[-+A-Z0-9,]+)*")
# RFC 5545 asks for an interval above zero; with another the library never comes to a next date.
_STANDS_STILL = re.compile(r";INTERVAL=(-|\+?0*(;|$))")
_BY_THE_CLOCK = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})


def is_rule(text: str) -> bool:
    """Whether text is a rule by whole days: no DTSTART in it, nothing by the clock, an interval above zero."""
    parts = [part.partition("=")[0] for part in text.split(";")]
    if not _FORM.fullmatch(text) or len(parts) != len(set(parts)) or _BY_THE_CLOCK & set(parts) or _STANDS_STILL.search(text):
        return False
    try:
        _parsed(text, dt.date(2024, 1, 1))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError):
        return False
    return True


def dates(rule: str, start: dt.date, after: dt.date, before: dt.date) -> list[dt.date]:
    """The dates on which a rule that starts on ``start`` falls, from ``after`` to ``before``, both inclusive."""
    first, last = dt.datetime.combine(max(after, start), dt.time()), dt.datetime.combine(before, dt.time())
    return [found.date() for found in _parsed(rule, start).between(first, last, inc=True)]


def _parsed(rule: str, start: dt.date) -> rrule:
    parsed = rrulestr(rule, dtstart=dt.datetime.combine(start, dt.time()))
    assert isinstance(parsed, rrule)
    return parsed
