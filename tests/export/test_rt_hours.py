"""Calendars as business hours: unions, breaks, holidays, and the dates that don't fit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from compiler.bundle import Calendar, Text
from compiler.export import business_hours

from . import sample


def made(*calendars: dict[str, Any]) -> business_hours.Hours:
    return business_hours.of([msgspec.convert(one, Calendar, dec_hook=lambda _type, value: Text(value)) for one in calendars])


def test_one_window_a_day_is_start_and_end_with_sunday_as_0() -> None:
    data = made(sample.calendar("sunday", ("08:00", "17:00"), days=("sun", "mon"), closings=("2026-04-06",))).data()
    assert data == {
        "0": {"Name": "Sunday", "Start": "08:00", "End": "17:00"},
        "1": {"Name": "Monday", "Start": "08:00", "End": "17:00"},
        "holidays": ["2026-04-06"],
    }


def test_several_windows_become_breaks() -> None:
    data = made(sample.calendar("split", ("13:00", "15:00"), ("16:00", "18:00"), ("08:00", "12:00"), days=("mon",))).data()
    assert data["1"] == {
        "Name": "Monday",
        "Start": "08:00",
        "End": "18:00",
        "Breaks": [{"Start": "12:00", "End": "13:00"}, {"Start": "15:00", "End": "16:00"}],
    }


def test_a_union_is_open_while_either_is() -> None:
    early = sample.calendar("early", ("06:00", "09:00"), ("12:00", "13:00"), days=("mon",))
    late = sample.calendar("late", ("08:00", "11:00"), ("13:00", "14:00"), days=("mon", "tue"))
    hours = made(early, late)
    assert hours.weekly[0] == ((360, 660), (720, 840))
    assert hours.weekly[1] == ((480, 660), (780, 840))


def test_a_union_is_closed_only_when_all_are() -> None:
    one = sample.calendar("one", ("08:00", "12:00"), closings=("2026-04-06", "2026-04-27"))
    two = sample.calendar("two", ("13:00", "17:00"), closings=("2026-04-27",))
    hours = made(one, two)
    assert hours.holidays == (dt.date(2026, 4, 27),)
    assert hours.wrong == ((dt.date(2026, 4, 6), ((780, 1020),)),)


def test_an_early_closing_that_the_other_calendar_covers_is_no_difference() -> None:
    assert made(sample.OFFICE).wrong == (
        (dt.date(2026, 12, 24), ((480, 960),)),
        (dt.date(2026, 12, 31), ((480, 960),)),
    )
    assert made(sample.OFFICE, sample.EMERGENCY).wrong == ()


def test_a_closing_on_a_day_that_is_never_open_is_no_holiday() -> None:
    assert made(sample.calendar("week", ("08:00", "17:00"), closings=("2026-04-05", "2026-04-06"))).holidays == (
        dt.date(2026, 4, 6),
    )


def test_a_date_outside_the_covered_stretch_says_nothing() -> None:
    one = sample.calendar("one", ("08:00", "17:00"), closings=("2026-04-06", "2027-01-01"), covers=("2026-05-01", None))
    two = sample.calendar("two", ("08:00", "17:00"), closings=("2026-04-06", "2027-01-01"), covers=(None, "2026-12-31"))
    hours = made(one, two)
    assert (hours.from_, hours.until, hours.holidays) == (dt.date(2026, 5, 1), dt.date(2026, 12, 31), ())


def test_always_open_runs_from_midnight_to_midnight() -> None:
    hours = made(sample.calendar("always", ("00:00", "24:00"), days=(*sample.WEEK, "sat", "sun")))
    assert hours.data()["6"] == {"Name": "Saturday", "Start": "00:00", "End": "00:00"}
    assert hours.at_midnight
    assert not hours.overnight


def test_a_window_past_midnight_is_split_over_two_days() -> None:
    hours = made(sample.calendar("night", ("22:00", "06:00"), days=("sat", "sun")))
    assert hours.overnight
    assert hours.data()["6"] == {"Name": "Saturday", "Start": "22:00", "End": "00:00"}
    assert hours.data()["0"]["Breaks"] == [{"Start": "06:00", "End": "22:00"}]
    assert hours.data()["1"] == {"Name": "Monday", "Start": "00:00", "End": "06:00"}


def test_a_closing_takes_the_night_that_began_on_it_and_not_the_one_before() -> None:
    night = sample.calendar("night", ("22:00", "06:00"), days=("mon", "tue", "wed"), closings=("2026-06-02",))
    hours = made(night)
    assert hours.holidays == ()
    assert hours.wrong == (
        (dt.date(2026, 6, 2), ((0, 360),)),
        (dt.date(2026, 6, 3), ((1320, 1440),)),
    )


def test_the_minutes_of_a_day_are_known_only_when_every_open_day_is_alike() -> None:
    assert made(sample.OFFICE).daily == 540
    assert made(sample.calendar("lunch", ("08:00", "12:00"), ("13:00", "17:00"))).daily == 480
    assert made(sample.OFFICE, sample.calendar("saturday", ("10:00", "14:00"), days=("sat",))).daily is None
    assert made(sample.calendar("night", ("22:00", "06:00"), days=("mon",))).daily is None


def test_what_rt_surely_sees_is_the_emptiest_28_days() -> None:
    assert made(sample.calendar("office", ("08:00", "17:00"))).reach == 20 * 540
    assert made(sample.calendar("office", ("08:00", "17:00"), closings=("2026-04-06", "2026-04-27"))).reach == 18 * 540
    assert made(sample.calendar("monday", ("08:00", "17:00"), days=("mon",))).reach == 4 * 540


def test_what_rt_would_replace_in_silence_is_refused() -> None:
    with pytest.raises(ValueError, match="Europe/Nowhere"):
        made(sample.calendar("office", ("08:00", "17:00"), zone="Europe/Nowhere"))
    with pytest.raises(ValueError, match="one time zone"):
        made(sample.OFFICE, sample.calendar("far", ("08:00", "17:00"), zone="Asia/Tokyo"))
    with pytest.raises(ValueError, match="never open"):
        made(sample.calendar("never"))


def test_two_clients_share_hours_that_agree_where_both_are_known() -> None:
    one = made(
        sample.calendar("office", ("08:00", "17:00"), closings=("2026-04-06", "2026-04-27"), covers=("2026-01-01", "2026-12-31"))
    )
    two = made(
        sample.calendar("office", ("08:00", "17:00"), closings=("2026-04-27", "2027-01-01"), covers=("2026-04-20", "2027-12-31"))
    )
    both = business_hours.joined(one, two)
    assert both is not None
    assert both.holidays == (dt.date(2026, 4, 6), dt.date(2026, 4, 27), dt.date(2027, 1, 1))
    assert (both.from_, both.until) == (dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    three = made(sample.calendar("office", ("08:00", "17:00"), covers=("2026-04-20", "2027-12-31")))
    assert business_hours.joined(one, three) is None
    assert business_hours.joined(one, made(sample.EMERGENCY)) is None


@pytest.mark.parametrize(
    ("zone", "opens", "days", "unclear"),
    [
        ("Europe/Amsterdam", "02:30", ("sun",), True),  # skipped in March, and twice in October
        ("Europe/Amsterdam", "02:00", ("sun",), False),  # taken as three in March, and as the first in October
        ("Europe/Amsterdam", "02:30", ("mon",), False),
        ("Asia/Tokyo", "02:30", ("sun",), False),
    ],
)
def test_an_opening_that_the_clock_skips_or_repeats_is_known(zone: str, opens: str, days: tuple[str, ...], unclear: bool) -> None:
    assert made(sample.calendar("night", (opens, "12:00"), days=days, zone=zone)).at_change is unclear
