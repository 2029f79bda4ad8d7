"""Lengths of time (ISO 8601), as far as agreements use them: whole years to seconds, no fractions."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

_FORM = re.compile(
    r"P(?!$)(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?",
    re.ASCII,
)

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Duration:
    """Months and days on the calendar, and seconds that elapse."""

    months: int
    days: int
    seconds: int

    def after(self, date: dt.date) -> dt.date:
        """The date this much later; parts of a day don't count. A day that a month lacks becomes its last."""
        if not self.months:
            return date + self.days * _DAY
        return date + relativedelta(months=self.months, days=self.days)

    def last_before(self, end: dt.date) -> dt.date:
        """The last date that leaves this much until ``end`` is over: two months before 28 February it is 31 December."""
        found = end - relativedelta(months=self.months, days=self.days)
        while self.after(found + _DAY) <= end:
            found += _DAY
        return found

    def last_after(self, end: dt.date) -> dt.date:
        """The last day of what goes on this much longer than a last day: a year after 28 February it can be the 29th."""
        return self.after(end + _DAY) - _DAY

    @property
    def roughly(self) -> int:
        """Seconds, with a month of 30 days: to tell which of two durations is longer."""
        return (self.months * 30 + self.days) * 86400 + self.seconds


def parse(text: str) -> Duration:
    """The duration that text means. Raises ``ValueError`` where it means none."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"not a duration: {text}")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return Duration(years * 12 + months, weeks * 7 + days, (hours * 60 + minutes) * 60 + seconds)


def in_words(text: str) -> str:
    """A duration in English, such as ``1 hour 30 minutes``. Raises ``ValueError`` where it means none."""
    length = parse(text)
    counts = (
        (length.months // 12, "year"),
        (length.months % 12, "month"),
        (length.days, "day"),
        (length.seconds // 3600, "hour"),
        (length.seconds % 3600 // 60, "minute"),
        (length.seconds % 60, "second"),
    )
    told = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counts if count]
    return " ".join(told) or "0 minutes"
