"""Holidays by name: the dates on which a named holiday falls.

The library's categories of holidays change between its releases, so a name is looked up in all of them, without regard to
capitals, and in the language that the calendar names.
"""

from __future__ import annotations

import datetime as dt
from functools import cache


def dates(country: str, subdivision: str | None, language: str, name: str, years: range) -> list[dt.date]:
    """The dates of a named holiday in the years, sorted. Empty where the library knows no such name.

    Raises ``LookupError`` where the library has no such country, region or language.
    """
    found = (day for year in years for day, names in _named(country, subdivision, language, year) if name.casefold() in names)
    return sorted(found)


def known(country: str, subdivision: str | None, language: str, years: range) -> list[str]:
    """The names of all holidays in the years, sorted, as the library spells them."""
    return sorted(
        {name for year in years for _, names in _named(country, subdivision, language, year) for name in names.values()}
    )


@cache
def _named(country: str, subdivision: str | None, language: str, year: int) -> tuple[tuple[dt.date, dict[str, str]], ...]:
    import holidays

    try:
        kind = getattr(holidays, country)
    except AttributeError:
        raise LookupError(f"no holidays are known for the country {country}") from None
    if subdivision is not None and subdivision not in kind.subdivisions:
        regions = f"it has {', '.join(kind.subdivisions)}" if kind.subdivisions else "leave “subdivision” out"
        raise LookupError(f"{country} has no region {subdivision}; {regions}")
    languages = kind.supported_languages or (kind.default_language,)
    if language not in languages:
        raise LookupError(f"the holidays of {country} aren't named in {language}, but in {', '.join(map(str, languages))}")
    found = kind(subdiv=subdivision, years=year, language=language, categories=kind.supported_categories, observed=True)
    return tuple((day, {name.casefold(): name for name in found.get_list(day)}) for day in sorted(found))
