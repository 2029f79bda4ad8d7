"""The hours of a bundle as pictures of years: a small calendar in which closings and early closings can be seen."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from babel.dates import get_day_names, get_month_names

from compiler.render.paper import CalendarYear, Days, MonthsBeside
from compiler.render.words import Words
from compiler.weekday import DAYS

_WEEKS = Calendar()
_WEEKLY = ("open", "closed")
_BESIDE, _PLACES = 6, 7
"""Months side by side, and the places of each in a line."""
_WIDE = "\u2007"
"""A space as wide as a figure: each number takes the room of two."""
_NUMBERS = [f"{day or '':{_WIDE}>2}" for day in range(32)]


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
        special = {month: tuple(days) for month, days in groupby(sorted(what.items()), key=lambda day: day[0][:7])}
        usual = tuple("open" if day in calendar["weekly"] else "closed" for day in DAYS)
        for year in range(int(first[:4]), int(last[:4]) + 1):
            months = [month for month in (f"{year}-{number:02}" for number in range(1, 13)) if first <= month <= last]
            halves = tuple(
                MonthsBeside(
                    tuple(names[int(month[5:])] for month in half),
                    _lines(usual, half, tuple(day for month in half for day in special.get(month, ()))),
                )
                for half in (tuple(months[:_BESIDE]), tuple(months[_BESIDE:]))
                if half
            )
            yield CalendarYear(f"{calendar['label']} {year}", halves)


@lru_cache(1024)
def _lines(usual: tuple[str, ...], months: tuple[str, ...], special: tuple[tuple[str, str], ...]) -> tuple[tuple[Days, ...], ...]:
    """The lines of months, by what each day of the week usually is and what special dates are: many clients have them alike."""
    kinds = dict(special)
    lines: list[list[tuple[str, int]]] = [[] for _ in DAYS]
    for month in months:
        for line, kind, days in zip(lines, usual, _days(month), strict=True):
            line += [(kind, 0)] * (-len(line) % _PLACES)
            line += [(kinds.get(f"{month}-{day:02}", kind), day) for day in days]
    return tuple(tuple(_runs(line)) for line in lines)


@lru_cache(1024)
def _days(month: str) -> list[tuple[int, ...]]:
    """The days of a month on each day of the week; 0 in weeks that have none."""
    return list(zip(*_WEEKS.monthdayscalendar(int(month[:4]), int(month[5:])), strict=True))


def _runs(days: list[tuple[str, int]]) -> Iterator[Days]:
    for kind, run in groupby(days, key=itemgetter(0)):
        numbers = [_NUMBERS[day] for _, day in run]
        # A special day has a ground of its own.
        yield from [(kind, " ".join(numbers))] if kind in _WEEKLY else [(kind, number) for number in numbers]
