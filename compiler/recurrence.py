"""Recurrence rules (RFC 5545, 3.3.10) by whole days."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator

from dateutil.rrule import rrule, rrulestr

_FORM = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[-+A-Z0-9,]+)*")
_DAY = r"(MO|TU|WE|TH|FR|SA|SU)"
_SINGLE = {
    "INTERVAL": re.compile(r"0*[1-9][0-9]{0,8}"),
    "COUNT": re.compile(r"0*[1-9][0-9]{0,8}"),
    "UNTIL": re.compile(r"[0-9]{8}(T([01][0-9]|2[0-3])([0-5][0-9]){2})?"),
    "WKST": re.compile(_DAY),
}
"""What the parts with one value hold. INTERVAL is above zero: with another the library never comes to a next date."""
_LISTS = {
    "BYDAY": (re.compile(rf"([-+]?[0-9]{{1,2}})?{_DAY}"), 53),
    "BYMONTH": (re.compile(r"[0-9]{1,2}"), 12),
    "BYMONTHDAY": (re.compile(r"[-+]?[0-9]{1,2}"), 31),
    "BYYEARDAY": (re.compile(r"[-+]?[0-9]{1,3}"), 366),
    "BYWEEKNO": (re.compile(r"[-+]?[0-9]{1,2}"), 53),
    "BYSETPOS": (re.compile(r"[-+]?[0-9]{1,3}"), 366),
}
"""What each item of the other parts looks like, and its highest number, from the start or from the end; there is no zero."""
_LEAP_YEAR = 2024
_CYCLE = 400
"""Years after which the calendar repeats itself, with its weekdays."""


def is_rule(text: str) -> bool:
    """Whether text is a rule by whole days: the parts that RFC 5545 knows, but no DTSTART and nothing by the clock, once each,
    in its ranges, and with the frequencies that it lets them go with."""
    if not _FORM.fullmatch(text):
        return False
    parts = _parts(text)
    if len(parts) <= text.count(";") or not all(_holds(name, parts[name]) for name in parts if name != "FREQ"):
        return False
    by, frequency = {name for name in parts if name.startswith("BY")}, parts["FREQ"]
    numbers = [int(number) for number in re.findall("[0-9]+", parts.get("BYDAY", ""))]
    return not (
        (by & {"BYWEEKNO", "BYYEARDAY"} and frequency != "YEARLY")
        or ("BYMONTHDAY" in by and frequency == "WEEKLY")
        or (numbers and (frequency not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in by))
        or (max(numbers, default=0) > 5 and (frequency == "MONTHLY" or "BYMONTH" in by))  # of a month's days
        or by == {"BYSETPOS"}
        or {"COUNT", "UNTIL"} <= parts.keys()
    )


def dates(rule: str, start: dt.date, after: dt.date, before: dt.date) -> list[dt.date]:
    """The dates on which a rule that starts on ``start`` falls, from ``after`` to ``before``, both inclusive."""
    return list(_falling(rule, start, after, before))


def occurs(rule: str, start: dt.date, after: dt.date, before: dt.date) -> bool:
    """Whether a rule that starts on ``start`` falls on any date from ``after`` to ``before``, both inclusive."""
    return next(_falling(rule, start, after, before), None) is not None


def first_on_each_day(rule: str, start: dt.date, after: dt.date, before: dt.date) -> list[dt.date]:
    """Of the same dates the first on each day of the week on which one falls, in their order."""
    found: dict[int, dt.date] = {}
    for date in _falling(rule, start, after, before):
        found.setdefault(date.weekday(), date)
        if len(found) == 7:
            break
    return list(found.values())


def _falling(rule: str, start: dt.date, after: dt.date, before: dt.date) -> Iterator[dt.date]:
    parts = _parts(rule)
    last = min(before, _date(until)) if (until := parts.pop("UNTIL", None)) else before
    first = max(after, start)
    if first > last or not _has_a_day(parts):
        return
    # The library looks for a next date up to its last year, 9999: of each seventh day that is a Sunday, from a Monday on, that
    # are millions of days in vain. So it counts as near to that year as the calendar is the same.
    ahead = (dt.MAXYEAR - last.year) // _CYCLE * _CYCLE
    begins, since, end = (dt.datetime(day.year + ahead, day.month, day.day) for day in (start, first, last))  # noqa: DTZ001
    parsed = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=begins)
    assert isinstance(parsed, rrule)
    for found in parsed.xafter(since, inc=True):
        if found > end:
            return
        yield dt.date(found.year - ahead, found.month, found.day)


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=") for part in rule.split(";"))


def _date(until: str) -> dt.date:
    return dt.date.fromisoformat(until[:8])


def _holds(name: str, value: str) -> bool:
    """Whether a part holds what it can."""
    if name in _SINGLE:
        return _SINGLE[name].fullmatch(value) is not None and (name != "UNTIL" or _is_date(value))
    if name not in _LISTS:
        return False
    form, highest = _LISTS[name]
    items = value.split(",")
    numbers = [int(found[0]) for item in items if (found := re.match("[-+]?[0-9]+", item))]
    return all(form.fullmatch(item) for item in items) and all(1 <= abs(number) <= highest for number in numbers)


def _is_date(until: str) -> bool:
    try:
        _date(until)
    except ValueError:
        return False
    return True


def _has_a_day(parts: dict[str, str]) -> bool:
    """Whether one of the months has one of the days of the month."""
    months = [int(month) for month in parts.get("BYMONTH", "1").split(",")]
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", "1").split(",")]
    return min(days) <= max(monthrange(_LEAP_YEAR, month)[1] for month in months)
