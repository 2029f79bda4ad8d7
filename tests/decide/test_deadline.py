"""The steps to a deadline, as a person would count them on the calendar of a winter."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from compiler import duration
from compiler.bundle import Text
from compiler.decide.deadline import deadline
from compiler.decide.hours import Hours
from tests.decide.arbitrary import WHOLE_WEEK, calendar
from tests.decide.naive import Week

ZONE = "Europe/Amsterdam"
OFFICE = {day: [(8 * 60, 17 * 60)] for day in range(5)}
SPLIT = {day: [(8 * 60, 12 * 60), (13 * 60, 17 * 60)] for day in range(5)}
NIGHTS = {day: [(22 * 60, 6 * 60)] for day in range(5)}
# 2026: Christmas Day is a Friday, and New Year's Day, too. It closes at 16:00 on the eves.
CLOSED = frozenset({dt.date(2026, 12, 25), dt.date(2027, 1, 1)})
EARLY = {dt.date(2026, 12, 24): 16 * 60, dt.date(2026, 12, 31): 16 * 60}


def hours(windows: dict[int, list[tuple[int, int]]]) -> Hours:
    return Hours([calendar(Week(ZONE, windows, CLOSED, EARLY), dt.date(2026, 1, 1), dt.date(2027, 12, 31))])


@pytest.mark.parametrize(
    ("windows", "reported", "within", "steps"),
    [
        (OFFICE, "2026-12-24T10:00", "PT1H", "Thu 24 Dec 10:00 reported · 10:00 + 1 h = 11:00"),
        (
            OFFICE,
            "2026-12-24T15:50",
            "PT1H",
            "Thu 24 Dec 15:50 reported · 10 min until early closing at 16:00 · Fri 25 closed (office) · weekend"
            " · Mon 28 08:00 + 50 min = 08:50",
        ),
        (
            OFFICE,
            "2026-12-25T11:00",
            "PT30M",
            "Fri 25 Dec 11:00 reported, closed · Fri 25 closed (office) · weekend · Mon 28 08:00 + 30 min = 08:30",
        ),
        (
            OFFICE,
            "2026-12-27T11:00",
            "PT30M",
            "Sun 27 Dec 11:00 reported, closed · Sun 27 closed · Mon 28 08:00 + 30 min = 08:30",
        ),
        (OFFICE, "2026-12-28T20:00", "PT1H30M", "Mon 28 Dec 20:00 reported, closed · Tue 29 08:00 + 1 h 30 min = 09:30"),
        (OFFICE, "2026-12-28T16:30", "PT30M", "Mon 28 Dec 16:30 reported · 16:30 + 30 min = 17:00"),
        (OFFICE, "2026-12-28T17:00", "PT1H", "Mon 28 Dec 17:00 reported, closed · Tue 29 08:00 + 1 h = 09:00"),
        (
            OFFICE,
            "2026-12-28T16:59:30",
            "PT1M",
            "Mon 28 Dec 16:59:30 reported · 30 s until closing at 17:00 · Tue 29 08:00 + 30 s = 08:00:30",
        ),
        (
            OFFICE,
            "2026-12-30T17:30",
            "PT10H",
            "Wed 30 Dec 17:30 reported, closed · Thu 31 08:00: 8 h until early closing at 16:00"
            " · Fri 1 Jan 2027 closed (office) · weekend · Mon 4 08:00 + 2 h = 10:00",
        ),
        (SPLIT, "2026-12-28T11:30", "PT1H", "Mon 28 Dec 11:30 reported · 30 min until closing at 12:00 · 13:00 + 30 min = 13:30"),
        (
            NIGHTS,
            "2026-12-28T23:00",
            "PT8H",
            "Mon 28 Dec 23:00 reported · 7 h until closing at Tue 29 06:00 · 22:00 + 1 h = 23:00",
        ),
        (WHOLE_WEEK, "2026-12-28T23:00", "PT2H", "Mon 28 Dec 23:00 reported · 23:00 + 2 h = Tue 29 01:00"),
        (WHOLE_WEEK, "2026-10-25T01:30", "PT2H", "Sun 25 Oct 01:30 reported · 01:30 + 2 h = 02:30 (the clock is set back)"),
        (WHOLE_WEEK, "2026-03-29T01:30", "PT1H", "Sun 29 Mar 01:30 reported · 01:30 + 1 h = 03:30 (the clock is set forward)"),
        # Longer ones are told together.
        (
            OFFICE,
            "2026-06-01T16:00",
            "PT100H",
            "Mon 1 Jun 16:00 reported · 1 h until closing at 17:00 · Tue 2 08:00 to Mon 15 17:00: 90 h"
            " · Tue 16 08:00 + 9 h = 17:00",
        ),
        # Days.
        (OFFICE, "2026-12-22T10:15", "P1D", "Tue 22 Dec 10:15 reported · Wed 23: the next open day · at the same time: 10:15"),
        (
            OFFICE,
            "2026-12-23T16:30",
            "P1D",
            "Wed 23 Dec 16:30 reported · Thu 24: the next open day · at its early closing: 16:00",
        ),
        (
            OFFICE,
            "2026-12-24T15:50",
            "P2D",
            "Thu 24 Dec 15:50 reported · Fri 25 closed (office) · weekend"
            " · Mon 28: open day 1 · Tue 29: open day 2 · at the same time: 15:50",
        ),
        (
            OFFICE,
            "2026-12-26T12:00",
            "P1D",
            "Sat 26 Dec 12:00 reported, closed · weekend · Mon 28 08:00 opening"
            " · Tue 29: the next open day · at the same time: 08:00",
        ),
        (OFFICE, "2026-06-01T10:00", "P10D", "Mon 1 Jun 10:00 reported · Mon 15: open day 10 · at the same time: 10:00"),
        (
            {**OFFICE, 1: [(10 * 60, 17 * 60)]},
            "2026-06-01T09:00",
            "P1D",
            "Mon 1 Jun 09:00 reported · Tue 2: the next open day · at its opening: 10:00",
        ),
        (
            OFFICE,
            "2026-12-22T16:30",
            "P1DT1H",
            "Tue 22 Dec 16:30 reported · Wed 23: the next open day · at the same time: 16:30"
            " · 30 min until closing at 17:00 · Thu 24 08:00 + 30 min = 08:30",
        ),
    ],
)
def test_steps(windows: dict[int, list[tuple[int, int]]], reported: str, within: str, steps: str) -> None:
    moment = dt.datetime.fromisoformat(reported).replace(tzinfo=ZoneInfo(ZONE))
    found = deadline(hours(windows), moment, duration.parse(within), "en")
    assert " · ".join(found.steps) == steps


def test_closings_are_named_in_the_language_asked_for() -> None:
    plain = calendar(Week(ZONE, OFFICE, CLOSED), dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    named = tuple(replace(one, label=Text({"nl": "Kerst", "en": "Christmas"})) for one in plain.closings)
    moment = dt.datetime(2026, 12, 25, 12, tzinfo=ZoneInfo(ZONE))
    told = deadline(Hours([replace(plain, closings=named)]), moment, duration.parse("PT1H"), "nl").steps
    assert "Fri 25 closed (Kerst)" in told


def test_months_are_refused() -> None:
    with pytest.raises(ValueError, match="months"):
        deadline(hours(OFFICE), dt.datetime(2026, 6, 1, tzinfo=ZoneInfo(ZONE)), duration.parse("P1M"), "en")
