"""The hours of a bundle's calendars as a table: the week, and the dates that differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from compiler.bundle import Bundle, Calendar
from compiler.decide.hours import BeyondBundleError
from compiler.visible import Style, visible
from compiler.weekday import DAYS

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def table(bundle: Bundle, since: dt.date, until: dt.date, style: Style) -> str:
    """The hours from a date until another, both inclusive. Raises ``BeyondBundleError``."""
    for calendar in bundle.calendars:
        covers = calendar.covers
        if covers.from_ is not None and covers.until is not None and not covers.from_ <= since <= until <= covers.until:
            raise BeyondBundleError(f"the bundle holds the hours from {covers.from_} to {covers.until}, and no further")
    return "\n".join("\n".join(_calendar(bundle, calendar, since, until, style)) + "\n" for calendar in bundle.calendars)


def _calendar(bundle: Bundle, calendar: Calendar, since: dt.date, until: dt.date, style: Style) -> Iterator[str]:
    language = bundle.sla.language
    clause = f", clause {calendar.clause}" if calendar.clause is not None else ""
    yield f"{style(f'{calendar.id}: {visible(calendar.label[language])}', bold=True)} ({calendar.timezone}{clause})"
    yield from _week(calendar)
    rows = [(one.date, "closed", one.label[language]) for one in calendar.closings]
    rows += [(one.date, f"closes at {one.closes}", one.label[language]) for one in calendar.early_closings]
    inside = sorted(row for row in rows if since <= row[0] <= until)
    yield ""
    yield f"  from {since} to {until}:" + ("" if inside else " no closings")
    for date, what, label in inside:
        yield f"  {date:%a} {date}  {what:<16}  {visible(label)}".rstrip()


def _week(calendar: Calendar) -> Iterator[str]:
    """The days of the week, those with the same hours that follow each other in one line."""
    told: list[tuple[int, int, str]] = []
    for number, day in enumerate(DAYS):
        open_ = ", ".join(f"{window.from_}–{window.to}" for window in calendar.weekly.get(day, ())) or "closed"
        if told and told[-1][2] == open_:
            told[-1] = (told[-1][0], number, open_)
        else:
            told.append((number, number, open_))
    for first, last, open_ in told:
        days = _NAMES[first] if first == last else f"{_NAMES[first]} to {_NAMES[last]}"
        yield f"  {days:<22}{open_}"
