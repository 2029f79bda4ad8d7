"""Values to words of the document's language: dates, money, durations, days, hours."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from compiler.render import timetable
from compiler.render.recurrence import in_words
from compiler.render.words import Words
from compiler.weekday import DAYS

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_OPEN = re.compile(r"(mon|tue|wed|thu|fri|sat|sun) (\d\d:\d\d)-(\d\d:\d\d)")
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")


_KEPT = 4096
"""So many values in words are kept of each kind: clients have many in common."""


@lru_cache(_KEPT)
def _long_date(value: str, locale: Locale) -> str:
    return str(format_date(dt.date.fromisoformat(value), "long", locale=locale))


@lru_cache(_KEPT)
def _short_date(value: str, locale: Locale) -> str:
    return str(format_skeleton("yMMMEd", dt.date.fromisoformat(value), locale=locale))


@lru_cache(_KEPT)
def _money(value: str, currency: str, locale: Locale) -> str:
    return str(format_currency(Decimal(value), currency, locale=locale))


@lru_cache(_KEPT)
def _decimal(value: str, locale: Locale) -> str:
    return str(format_decimal(Decimal(value), locale=locale))


@dataclass(frozen=True)
class Formats:
    """The filters of templates. What isn't given (None) stays None."""

    words: Words

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by their names in templates."""
        given: dict[str, Callable[..., str]] = {
            "date": self.date,
            "weekday": self.weekday,
            "time": self.time,
            "money": self.money,
            "amount": self.amount,
            "duration": self.duration,
            "rrule": self.rrule,
            "day": self.day,
            "number": self.number,
            "opening": self.opening,
        }
        return {**{name: _given(function) for name, function in given.items()}, "joined": self.joined, "plain": self.plain}

    def date(self, value: str) -> str:
        """A date in full."""
        return _long_date(value[:10], self.words.locale)

    def weekday(self, value: str) -> str:
        """A date with its weekday, short."""
        return _short_date(value[:10], self.words.locale)

    def time(self, value: str) -> str:
        """The clock time of a moment."""
        return f"{dt.datetime.fromisoformat(value):%H:%M}"

    def money(self, value: Mapping[str, str]) -> str:
        """An amount with its currency."""
        return self.amount(value["amount"], value["currency"])

    def amount(self, value: str, currency: str | None = None) -> str:
        """A decimal amount in a currency."""
        if currency is None:
            return self.number(value)
        return _money(value, currency, self.words.locale)

    def number(self, value: str | int) -> str:
        """A number in the language's way."""
        return _decimal(str(value), self.words.locale)

    def duration(self, value: str) -> str:
        """An ISO 8601 duration in words."""
        match = _DURATION.fullmatch(value)
        if match is None or not any(match.groups()):
            return value
        counts = [(int(count), unit) for count, unit in zip(match.groups(), _UNITS, strict=True) if count is not None]
        return self.joined([self._count(count, unit) for count, unit in counts if count] or [self._count(*counts[-1])])

    def _count(self, count: int, unit: str) -> str:
        form = self.words.locale.plural_form(count)
        return self.words(f"units.{unit}.{form}").format(n=self.number(count))

    def rrule(self, value: str) -> str:
        """A recurrence rule in words."""
        return in_words(value, self.words)

    def day(self, value: str) -> str:
        """The name of a day of the week."""
        return str(get_day_names("wide", locale=self.words.locale)[DAYS.index(value)])

    def joined(self, items: Sequence[str]) -> str:
        """A list in a sentence."""
        return format_list([str(item) for item in items], locale=self.words.locale)

    def plain(self, value: Any) -> str:
        """Any JSON value as text: what an amendment changed."""
        if isinstance(value, Mapping):
            return "; ".join(f"{key}: {self.plain(item)}" for key, item in value.items()) or self.words("none")
        if isinstance(value, list | tuple):
            return ", ".join(self.plain(item) for item in value) or self.words("none")
        if isinstance(value, bool):
            return self.words("yes" if value else "no")
        return "–" if value is None else str(value)

    def opening(self, value: str) -> str:
        """Weekly hours of a deviation (``mon 08:00-17:00, tue …``) in words; anything else as it is."""
        weekly: dict[str, list[dict[str, str]]] = {}
        for one in value.split(", "):
            match = _OPEN.fullmatch(one)
            if match is None:
                return value
            weekly.setdefault(match[1], []).append({"from": match[2], "to": match[3]})
        return "; ".join(self.hours(weekly))

    def hours(self, weekly: Mapping[str, Sequence[Mapping[str, str]]]) -> list[str]:
        """Weekly hours, one line for each stretch of days with the same hours."""
        stretches: list[tuple[list[str], str]] = []
        for day in DAYS:
            open_ = ", ".join(f"{interval['from']}–{interval['to']}" for interval in weekly.get(day, ()))
            if stretches and stretches[-1][1] == open_:
                stretches[-1][0].append(self.day(day))
            else:
                stretches.append(([self.day(day)], open_))
        pattern = self.words("days.hours")
        return [pattern.format(days=self._stretch(days), hours=open_) for days, open_ in stretches if open_]

    def by_month(self, occurrences: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
        """Occurrences of maintenance in rows of months, as ``timetable.by_month`` has them."""
        return timetable.by_month(occurrences, self.words)

    def by_year(self, calendar: Mapping[str, Any], period: Mapping[str, str]) -> dict[str, Any]:
        """Closings of a calendar in columns of years, as ``timetable.by_year`` has them."""
        return timetable.by_year(calendar, period, self.words)

    def _stretch(self, days: list[str]) -> str:
        if len(days) < 3:
            return self.joined(days)
        return self.words("days.range").format(first=days[0], last=days[-1])


def _given(function: Callable[..., str]) -> Callable[..., str | None]:
    def formatted(value: Any, *arguments: Any) -> str | None:
        return None if value is None else function(value, *arguments)

    return formatted
