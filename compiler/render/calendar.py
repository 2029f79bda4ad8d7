"""The hours of a bundle as pictures of years: a small calendar in which closings and early closings can be seen."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar
from collections.abc import Iterator
from typing import Any

from babel.dates import get_day_names, get_month_names

from compiler.render.paper import CalendarYear
from compiler.render.words import Words
from compiler.weekday import DAYS

_WEEKS = Calendar()


def weekdays(words: Words) -> tuple[str, ...]:
    """Monday to Sunday, as short as the language has them."""
    names = get_day_names("short", locale=words.locale)
    return tuple(names[number] for number in range(7))


def years(calendars: list[dict[str, Any]], period: dict[str, str], words: Words) -> Iterator[CalendarYear]:
    """Each calendar's years within a period (``from``, ``until``), of a bundle as JSON in one language."""
    first, last = period["from"][:7], period["until"][:7]
    names = get_month_names("wide", "stand-alone", locale=words.locale)
    for calendar in calendars:
        what = dict.fromkeys((one["date"] for one in calendar["early_closings"]), "early")
        what |= dict.fromkeys((one["date"] for one in calendar["closings"]), "holiday")

        def kind(date: dt.date, calendar: dict[str, Any] = calendar, what: dict[str, str] = what) -> str:
            return what.get(date.isoformat(), "open" if DAYS[date.weekday()] in calendar["weekly"] else "closed")

        for year in range(int(first[:4]), int(last[:4]) + 1):
            months = tuple(
                (
                    names[month],
                    tuple(
                        tuple((day.day, kind(day)) if day.month == month else None for day in week)
                        for week in _WEEKS.monthdatescalendar(year, month)
                    ),
                )
                for month in range(1, 13)
                if first <= f"{year}-{month:02}" <= last
            )
            yield CalendarYear(f"{calendar['label']} {year}", months)
