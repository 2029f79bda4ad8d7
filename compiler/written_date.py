"""Dates as people write them, read only where they can mean one date."""

from __future__ import annotations

import datetime as dt
import re

_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})([-/.])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})", re.ASCII)


def read(text: str) -> dt.date | None:
    """The date that text such as 2026-1-5 or 31-12-2026 means; None where it means none, or could mean two."""
    text = text.strip()
    found = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    if found.re is _DAY_FIRST and day <= 12 and day != month:
        return None  # the month may stand first
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
