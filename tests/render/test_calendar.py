"""The picture of a year: each day stands in its row and column, and looks as what it is to the client."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest

from compiler.render.calendar import weekdays, years
from compiler.render.paper import CalendarYear
from compiler.render.words import Words, words
from compiler.weekday import DAYS

WIDE = "\u2007"
MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
HOURS = {
    "label": "Kantooruren",
    "weekly": dict.fromkeys(DAYS[:5]),
    "closings": [{"date": "2026-04-06"}, {"date": "2026-04-27"}],
    "early_closings": [{"date": "2026-04-03"}, {"date": "2026-12-24"}, {"date": "2026-12-31"}],
}


@pytest.fixture(scope="module")
def dutch() -> Words:
    return words("nl", {}, "EUR")


def week(day: dt.date) -> list[int]:
    return next(week for week in calendar.monthcalendar(day.year, day.month) if day.day in week)


def shown(dutch: Words, first: str, last: str) -> list[CalendarYear]:
    return list(years([HOURS], {"from": first, "until": last}, dutch))


def test_a_month_with_closings_and_an_early_one(dutch: Words) -> None:
    (year,) = shown(dutch, "2026-04-01", "2026-04-30")
    (half,) = year.halves
    assert (year.title, half.names) == ("Kantooruren 2026", ("april",))
    assert dict(zip(weekdays(dutch), half.lines, strict=True)) == {
        "ma": (("open", f"{WIDE * 2}"), ("holiday", f"{WIDE}6"), ("open", "13 20"), ("holiday", "27")),
        "di": (("open", f"{WIDE * 2} {WIDE}7 14 21 28"),),
        "wo": (("open", f"{WIDE}1 {WIDE}8 15 22 29"),),
        "do": (("open", f"{WIDE}2 {WIDE}9 16 23 30"),),
        "vr": (("early", f"{WIDE}3"), ("open", f"10 17 24 {WIDE * 2}")),
        "za": (("closed", f"{WIDE}4 11 18 25 {WIDE * 2}"),),
        "zo": (("closed", f"{WIDE}5 12 19 26 {WIDE * 2}"),),
    }


def test_early_closings_a_week_apart_stand_alone(dutch: Words) -> None:
    (year,) = shown(dutch, "2026-12-01", "2026-12-31")
    assert year.halves[0].lines[3] == (("open", f"{WIDE}3 10 17"), ("early", "24"), ("early", "31"))


def test_months_stand_beside_each_other_in_one_line(dutch: Words) -> None:
    (year,) = shown(dutch, "2026-05-01", "2026-12-31")
    assert [half.names for half in year.halves] == [tuple(MONTHS[4:10]), tuple(MONTHS[10:])]
    none = WIDE * 2
    assert year.halves[1].lines[0] == (("open", f"{none} {WIDE}2 {WIDE}9 16 23 30 {none} {none} {WIDE}7 14 21 28"),)
    assert year.halves[1].lines[3] == (
        ("open", f"{none} {WIDE}5 12 19 26 {none} {none} {WIDE}3 10 17"),
        ("early", "24"),
        ("early", "31"),
    )


def test_every_day_of_a_term_stands_in_the_row_of_its_weekday(dutch: Words) -> None:
    found = []
    for year in shown(dutch, "2027-11-01", "2029-02-28"):
        number = int(year.title[-4:])
        for half in year.halves:
            for weekday, line in enumerate(half.lines):
                places = " ".join(text for _, text in line).split(" ")
                assert {len(place) for place in places} == {2}
                for place, day in enumerate(place.strip(WIDE) for place in places):
                    if day:
                        found.append(dt.date(number, MONTHS.index(half.names[place // 7]) + 1, int(day)))
                        assert found[-1].weekday() == weekday
                        assert place % 7 == calendar.monthcalendar(number, found[-1].month).index(week(found[-1]))
    months = [(2027, 11), (2027, 12), *((2028, one) for one in range(1, 13)), (2029, 1), (2029, 2)]
    assert sorted(found) == [dt.date(*month, day) for month in months for day in range(1, calendar.monthrange(*month)[1] + 1)]
