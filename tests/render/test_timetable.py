"""Many dates in few rows: nothing is lost, and rows tell apart what differs."""

from __future__ import annotations

import pytest

from compiler.render.timetable import by_month, by_year
from compiler.render.words import Words, words

PERIOD = {"from": "2026-02-01", "until": "2027-12-31"}


@pytest.fixture
def english() -> Words:
    return words("en", {}, None)


def span(starts: str, ends: str) -> dict[str, str]:
    return {"starts": starts, "ends": ends}


def test_occurrences_of_a_month_stand_in_one_row_while_their_times_are_the_same(english: Words) -> None:
    rows = by_month(
        [
            span("2026-03-22T22:00:00+01:00", "2026-03-23T02:00:00+01:00"),
            span("2026-03-28T22:00:00+01:00", "2026-03-29T03:00:00+02:00"),  # four hours in the night of summer time
            span("2026-03-30T22:00:00+02:00", "2026-03-31T02:00:00+02:00"),
            span("2026-04-05T22:00:00+02:00", "2026-04-06T02:00:00+02:00"),
            span("2027-03-07T22:00:00+01:00", "2027-03-09T02:00:00+01:00"),
        ],
        english,
    )
    assert [tuple(row.values()) for row in rows] == [
        ("March 2026", ["Sun 22", "Mon 30"], "22:00", "02:00", 1),
        ("March 2026", ["Sat 28"], "22:00", "03:00", 1),
        ("April 2026", ["Sun 5"], "22:00", "02:00", 1),
        ("March 2027", ["Sun 7"], "22:00", "02:00", 2),
    ]


def test_closings_stand_in_a_row_by_name_and_hours_with_a_column_for_each_year(english: Words) -> None:
    calendar = {
        "closings": [
            {"label": "New Year", "date": "2026-01-01"},
            {"label": "New Year", "date": "2027-01-01"},
            {"label": "Moving", "date": "2026-06-04"},
            {"label": "Moving", "date": "2026-06-05"},
            {"label": "Eve", "date": "2026-12-24"},
        ],
        "early_closings": [
            {"label": "Eve", "date": "2027-12-24", "closes": "16:00"},
            {"label": "Eve", "date": "2028-12-24", "closes": "16:00"},
        ],
    }
    made = by_year(calendar, PERIOD, english)
    assert made["years"] == ["2026", "2027"]
    assert [tuple(row.values()) for row in made["rows"]] == [
        ("New Year", None, [[], ["Fri 1 Jan"]]),
        ("Moving", None, [["Thu 4 Jun", "Fri 5 Jun"], []]),
        ("Eve", None, [["Thu 24 Dec"], []]),
        ("Eve", "16:00", [[], ["Fri 24 Dec"]]),
    ]


def test_a_calendar_without_closings_has_no_rows(english: Words) -> None:
    assert by_year({"closings": [], "early_closings": []}, PERIOD, english) == {"years": [], "rows": []}
