"""Many dates in a table that is soon read: maintenance by month, closings by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from babel import Locale
from babel.dates import format_skeleton

from compiler.render.words import Words


def by_month(occurrences: Sequence[Mapping[str, str]], words: Words) -> list[dict[str, Any]]:
    """Occurrences (``starts``, ``ends``: moments of the local clock) as a row for each month and each pair of times in it.

    A row has the ``month``, its ``days``, the times ``from`` and ``to``, and how many days ``later`` it ends.
    """
    spans = [(dt.datetime.fromisoformat(one["starts"]), dt.datetime.fromisoformat(one["ends"])) for one in occurrences]
    months: dict[tuple[str, str, str, int], list[str]] = {}
    for starts, ends in spans:
        later = (ends.date() - starts.date()).days
        row = (_written("yMMMM", starts.date().replace(day=1), words.locale), f"{starts:%H:%M}", f"{ends:%H:%M}", later)
        months.setdefault(row, []).append(_written("Ed", starts.date(), words.locale))
    return [
        {"month": month, "days": days, "from": from_, "to": to, "later": later}
        for (month, from_, to, later), days in months.items()
    ]


def by_year(calendar: Mapping[str, Any], period: Mapping[str, str], words: Words) -> dict[str, Any]:
    """A calendar's closings and early closings within a period (``from``, ``until``).

    ``years`` are those in which there are any. Each of the ``rows``, in the order in which they come in a year, has a ``label``,
    when it ``closes`` or None for the whole day, and in ``days`` its dates in each of the years.
    """
    every = (*calendar["closings"], *calendar["early_closings"])
    special = sorted((one for one in every if period["from"] <= one["date"] <= period["until"]), key=lambda one: one["date"])
    years = [year for year, _ in groupby(one["date"][:4] for one in special)]
    rows: dict[tuple[str, str | None], dict[str, list[str]]] = {}
    for one in sorted(special, key=lambda one: one["date"][5:]):
        dates = rows.setdefault((one["label"], one.get("closes")), {year: [] for year in years})
        dates[one["date"][:4]].append(_written("MMMEd", dt.date.fromisoformat(one["date"]), words.locale))
    return {
        "years": years,
        "rows": [
            {"label": label, "closes": closes, "days": [dates[year] for year in years]} for (label, closes), dates in rows.items()
        ],
    }


@lru_cache(4096)
def _written(skeleton: str, date: dt.date, locale: Locale) -> str:
    """A date in the language's way: clients have many in common."""
    return str(format_skeleton(skeleton, date, locale=locale))
