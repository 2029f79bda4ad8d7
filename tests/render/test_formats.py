"""Dates, money, durations, rules and hours in words: expected values as a Dutch or English reader writes them."""

from __future__ import annotations

import pytest

from compiler.render.formats import Formats
from compiler.render.words import words

NL, EN = Formats(words("nl", {})), Formats(words("en", {}))
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def test_dates() -> None:
    assert (NL.date("2025-09-15"), EN.date("2025-09-15")) == ("15 september 2025", "15 September 2025")
    assert NL.weekday("2026-12-25").startswith("vr 25 dec")
    assert EN.weekday("2026-12-25") == "Fri, 25 Dec 2026"
    assert NL.time("2026-03-10T22:00:00+01:00") == "22:00"
    assert (NL.day("mon"), EN.day("sun")) == ("maandag", "Sunday")


def test_money() -> None:
    assert NL.money({"amount": "1250.50", "currency": "EUR"}).replace("\u00a0", " ") == "€ 1.250,50"
    assert EN.money({"amount": "1250.50", "currency": "EUR"}) == "€1,250.50"
    assert (NL.number("2.5"), EN.number("2.5")) == ("2,5", "2.5")
    assert NL.filters()["money"](None) is None


@pytest.mark.parametrize(
    ("duration", "nl", "en"),
    [
        ("PT30M", "30 minuten", "30 minutes"),
        ("PT1H", "1 uur", "1 hour"),
        ("PT8H", "8 uur", "8 hours"),
        ("P1D", "1 dag", "1 day"),
        ("P3M", "3 maanden", "3 months"),
        ("P1Y", "1 jaar", "1 year"),
        ("P2W", "2 weken", "2 weeks"),
        ("PT1H30M", "1 uur en 30 minuten", "1 hour and 30 minutes"),
        ("PT0S", "0 seconden", "0 seconds"),
        ("nonsense", "nonsense", "nonsense"),
    ],
)
def test_durations(duration: str, nl: str, en: str) -> None:
    assert (NL.duration(duration), EN.duration(duration)) == (nl, en)


@pytest.mark.parametrize(
    ("rule", "nl", "en"),
    [
        ("FREQ=DAILY", "elke dag", "every day"),
        ("FREQ=WEEKLY;BYDAY=SU", "elke week op zondag", "every week on Sunday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "elke 2 weken op maandag en donderdag", "every 2 weeks on Monday and Thursday"),
        ("FREQ=MONTHLY;BYDAY=2TU", "elke maand op de tweede dinsdag", "every month on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "elke maand op de laatste vrijdag", "every month on the last Friday"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1", "elke 3 maanden op dag 1", "every 3 months on day 1"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "elke maand op de laatste dag", "every month on the last day"),
        ("FREQ=YEARLY;BYMONTH=1,7", "elk jaar in januari en juli", "every year in January and July"),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=4", "elke week op maandag, 4 keer", "every week on Monday, 4 times"),
    ],
)
def test_rules(rule: str, nl: str, en: str) -> None:
    assert (NL.rrule(rule), EN.rrule(rule)) == (nl, en)


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=HOURLY", "nonsense"])
def test_other_rules_stay_as_they_are(rule: str) -> None:
    assert NL.rrule(rule) == rule


def test_hours() -> None:
    day, night = [{"from": "08:00", "to": "17:00"}], [{"from": "22:00", "to": "06:00"}]
    assert NL.hours(dict.fromkeys(WEEK[:5], day)) == ["maandag t/m vrijdag 08:00–17:00"]
    assert EN.hours({**dict.fromkeys(WEEK[:5], day), "sat": night}) == [
        "Monday to Friday 08:00–17:00",
        "Saturday 22:00–06:00",
    ]
    assert NL.hours({"mon": day, "tue": day, "thu": [*day, *night]}) == [
        "maandag en dinsdag 08:00–17:00",
        "donderdag 08:00–17:00, 22:00–06:00",
    ]


def test_lists_and_values() -> None:
    assert NL.joined(["a", "b", "c"]) == "a, b en c"
    assert EN.joined([]) == ""
    assert NL.plain({"a": [1, True], "b": None}) == "a: 1, ja; b: –"
