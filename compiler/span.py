"""Spans of opening hours on the local clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

Span = tuple[dt.datetime, dt.datetime]
"""Opens, closes: local times without a zone."""


def at(date: dt.date, time: str) -> dt.datetime:
    """A time ``HH:MM`` on a date; ``24:00`` is the midnight at its end."""
    hour, minute = map(int, time.split(":"))
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(hours=hour, minutes=minute)


def span(date: dt.date, opens: str, closes: str) -> Span:
    """A window that starts on a date; one that ends at or before its start runs past midnight."""
    begin, end = at(date, opens), at(date, closes)
    return begin, end if end > begin else end + dt.timedelta(days=1)


def opened(date: dt.date, windows: Iterable[tuple[str, str]], *, closed: bool, closes: str | None) -> list[Span]:
    """The windows that start on a date, which may be closed, or close early."""
    if closed:
        return []
    spans = [span(date, opens, ends) for opens, ends in windows]
    if closes is None:
        return spans
    limit = at(date, closes)
    return [(opens, min(ends, limit)) for opens, ends in spans if opens < limit]


def hold(spans: Iterable[Span], starts: dt.datetime, ends: dt.datetime) -> bool:
    """Whether spans that follow each other without a gap hold everything from start to end."""
    reached = starts
    for opens, closes in sorted(spans):
        if opens <= reached:
            reached = max(reached, closes)
    return ends <= reached
