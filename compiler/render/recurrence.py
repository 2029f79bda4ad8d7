"""A recurrence rule (RFC 5545) in words, for the rules that people use; else the rule itself."""

from __future__ import annotations

import datetime as dt
import re

from babel.dates import format_date, get_day_names, get_month_names
from babel.lists import format_list

from compiler.render.words import Words

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)")
_UNDERSTOOD = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "UNTIL", "COUNT", "WKST"}


def in_words(rule: str, words: Words) -> str:
    """The rule as readable words."""
    parts = dict(part.split("=", 1) for part in rule.upper().removeprefix("RRULE:").split(";") if "=" in part)
    if not parts.keys() <= _UNDERSTOOD or ("BYDAY" in parts and "BYMONTHDAY" in parts):
        return rule
    text = _often(parts, words)
    days = _days(parts, words) if text else None
    if text is None or days is None:
        return rule
    if days[1]:
        text = words(f"recurrence.{days[0]}").format(every=text, days=_listed(days[1], words))
    if "BYMONTH" in parts:
        names = get_month_names("wide", locale=words.locale)
        months = [names[int(month)] for month in parts["BYMONTH"].split(",")]
        text = words("recurrence.months").format(text=text, months=_listed(months, words))
    if "UNTIL" in parts:
        until = dt.date.fromisoformat(parts["UNTIL"][:8])
        text = words("recurrence.until").format(text=text, date=format_date(until, "long", locale=words.locale))
    if "COUNT" in parts:
        text = words("recurrence.count").format(text=text, n=parts["COUNT"])
    return text


def _often(parts: dict[str, str], words: Words) -> str | None:
    forms = words.find(f"recurrence.every.{parts.get('FREQ', '')}")
    if not isinstance(forms, list) or len(forms) != 2:
        return None
    interval = parts.get("INTERVAL", "1")
    return str(forms[0]) if interval == "1" else str(forms[1]).format(n=interval)


def _days(parts: dict[str, str], words: Words) -> tuple[str, list[str]] | None:
    """The pattern's key and the days; no days where the rule names none; None where they can't be said."""
    if "BYMONTHDAY" in parts:
        numbers = parts["BYMONTHDAY"].split(",")
        if any(number.startswith("-") and number != "-1" for number in numbers):
            return None
        last, day = words("recurrence.last-day"), words("recurrence.month-day")
        return "month-days", [last if number == "-1" else day.format(n=number.lstrip("+")) for number in numbers]
    if "BYDAY" not in parts:
        return "weekdays", []
    found = [_BY_DAY.fullmatch(day) for day in parts["BYDAY"].split(",")]
    names = get_day_names("wide", locale=words.locale)
    plain, nth = [], []
    for match in found:
        if match is None:
            return None
        name = names[_DAYS.index(match[2])]
        if match[1] is None:
            plain.append(name)
            continue
        ordinal = words.find(f"recurrence.ordinals.{int(match[1])}")
        if ordinal is None or parts["FREQ"] == "WEEKLY":
            return None
        nth.append(words("recurrence.nth-day").format(nth=ordinal, day=name))
    if plain and nth:
        return None
    return ("nth", nth) if nth else ("weekdays", plain)


def _listed(items: list[str], words: Words) -> str:
    return format_list(items, locale=words.locale)
