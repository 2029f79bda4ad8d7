"""The hours of a bundle as pictures of years: a small calendar in which closings and early closings can be seen."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from babel.dates import get_day_names, get_month_names

from compiler.render.paper import CalendarYear, Days, Month
from compiler.render.words import Words
from compiler.weekday import DAYS

_WEEKS = Calendar()
_WEEKLY = ("open", "closed")
_WIDE = "\u2007"
"""A space as wide as a figure: each number takes the room of two."""


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
        special = sorted(what.items())
        usual = tuple("open" if day in calendar["weekly"] else "closed" for day in DAYS)
        for year in range(int(first[:4]), int(last[:4]) + 1):
            months = [f"{year}-{month:02}" for month in range(1, 13)]
            shown = tuple(
                (names[number], _month(usual, month, tuple(one for one in special if one[0].startswith(month))))
                for number, month in enumerate(months, 1)
                if first <= month <= last
            )
            yield CalendarYear(f"{calendar['label']} {year}", shown)


@lru_cache(4096)
def _month(usual: tuple[str, ...], month: str, special: tuple[tuple[str, str], ...]) -> Month:
    """A month, by what each day of the week usually is and what special dates are: many clients have them alike."""
    kinds = dict(special)
    weeks = _WEEKS.monthdayscalendar(int(month[:4]), int(month[5:]))
    return tuple(
        tuple(_runs([(kinds.get(f"{month}-{day:02}", kind), day) for day in days]))
        for kind, days in zip(usual, zip(*weeks, strict=True), strict=True)
    )


def _runs(days: list[tuple[str, int]]) -> Iterator[Days]:
    for kind, run in groupby(days, key=itemgetter(0)):
        numbers = [f"{day or '':>2}".replace(" ", _WIDE) for _, day in run]
        # A special day has a ground of its own.
        yield from [(kind, " ".join(numbers))] if kind in _WEEKLY else [(kind, number) for number in numbers]
