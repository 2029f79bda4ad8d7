"""Open time, held against a reference that walks through it minute by minute, and against laws."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.decide import BeyondBundleError, Hours
from tests.decide import naive
from tests.decide.arbitrary import AFTER, AROUND, BEFORE, WHOLE_WEEK, calendar, moments, weeks
from tests.decide.naive import MINUTE, Week

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFFICE = {day: [(8 * 60, 17 * 60)] for day in range(5)}
FIXED = settings(derandomize=True, database=None, deadline=None, max_examples=150)


def hours(*known: Week, around: dt.date, before: int = BEFORE, after: int = AFTER) -> Hours:
    since, until = around - dt.timedelta(days=before), around + dt.timedelta(days=after)
    return Hours([calendar(week, since, until, f"c{number}") for number, week in enumerate(known)])


def utc(moment: dt.datetime) -> dt.datetime:
    """In UTC: moments of a repeated hour are never equal to those in another zone."""
    return moment.astimezone(dt.UTC)


def local(text: str, fold: int = 0) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold)


@FIXED
@given(st.data())
def test_open_as_the_clock_reads(data: st.DataObject) -> None:
    week, change = data.draw(weeks())
    known = hours(week, around=change)
    moment = data.draw(moments(week, change))
    for step in (-MINUTE, dt.timedelta(), MINUTE):
        assert known.is_open(moment + step) == week.is_open(moment + step)


@FIXED
@given(st.data(), st.integers(0, 3000))
def test_added_time_as_walked(data: st.DataObject, minutes: int) -> None:
    week, change = data.draw(weeks())
    moment = data.draw(moments(week, change))
    walked = naive.add([week], moment, minutes, 6 * 24 * 60)
    try:
        added = hours(week, around=change).add(moment, minutes * MINUTE)
    except BeyondBundleError:
        assert walked is None
    else:
        assert walked is None or utc(added) == walked


@FIXED
@given(st.data(), st.integers(0, 600))
def test_several_calendars_count_while_any_is_open(data: st.DataObject, minutes: int) -> None:
    first, change = data.draw(weeks())
    second, _ = data.draw(weeks(zone=data.draw(st.sampled_from([first.zone, "Asia/Kolkata"]))))
    moment = data.draw(moments(first, change))
    walked = naive.add([first, second], moment, minutes, 3 * 24 * 60)
    if walked is not None:
        assert utc(hours(first, second, around=change).add(moment, minutes * MINUTE)) == walked


@FIXED
@given(st.data(), st.integers(0, 2000))
def test_time_between_as_walked(data: st.DataObject, length: int) -> None:
    week, change = data.draw(weeks())
    moment = data.draw(moments(week, change))
    known = hours(week, around=change)
    assert known.between(moment, moment + length * MINUTE) == naive.between([week], moment, moment + length * MINUTE) * MINUTE
    assert known.between(moment + length * MINUTE, moment) == -known.between(moment, moment + length * MINUTE)


@FIXED
@given(st.data(), st.integers(0, 200_000), st.integers(0, 200_000), st.integers(0, 59))
def test_laws(data: st.DataObject, first: int, second: int, odd: int) -> None:
    week, change = data.draw(weeks())
    known = hours(week, around=change)
    moment = data.draw(moments(week, change)) + dt.timedelta(seconds=odd)
    one, two = dt.timedelta(seconds=first), dt.timedelta(seconds=second)
    try:
        whole = known.add(moment, one + two)
    except BeyondBundleError:
        return
    half = known.add(moment, one)
    assert utc(known.add(half, two)) == utc(whole)
    assert known.between(moment, whole) == one + two
    assert known.add(moment - dt.timedelta(seconds=first % 7200), one + two).timestamp() <= whole.timestamp()


@FIXED
@given(st.data(), st.integers(1, 6))
def test_days_as_walked(data: st.DataObject, days: int) -> None:
    """The same clock time on the n-th next date with a window, within that date's first opening and last closing."""
    week, change = data.draw(weeks())
    moment = data.draw(moments(week, change))
    zone = ZoneInfo(week.zone)
    opening = naive.add([week], moment, 0, 3 * 24 * 60)
    if opening is None or not week.is_open(opening):
        return
    here = opening.astimezone(zone)
    # Midnight belongs to the evening before when a window of that runs past it.
    date, minute = here.date(), here.hour * 60 + here.minute
    if not any(opens <= minute < closes for opens, closes in week.windows_on(date)):
        date, minute = date - dt.timedelta(days=1), minute + 24 * 60
    later = date
    for _ in range(days):
        later += dt.timedelta(days=1)
        while not week.windows_on(later):
            later += dt.timedelta(days=1)
            if later > change + dt.timedelta(days=AFTER):
                return
    if later >= change + dt.timedelta(days=AFTER):
        return
    windows = week.windows_on(later)
    clock = min(max(minute, min(opens for opens, _ in windows)), max(closes for _, closes in windows))
    due = (dt.datetime.combine(later, dt.time()) + clock * MINUTE).replace(tzinfo=zone)
    assert utc(hours(week, around=change).add_days(moment, days)) == utc(due)


def test_at_opening_and_at_closing() -> None:
    known = hours(Week("Europe/Amsterdam", OFFICE), around=dt.date(2026, 6, 10))
    opening, closing = local("2026-06-10T08:00"), local("2026-06-10T17:00")
    assert known.is_open(opening)
    assert not known.is_open(closing)
    assert known.next_opening(opening) == opening
    assert known.next_opening(closing) == local("2026-06-11T08:00")
    assert known.add(local("2026-06-10T16:30"), 30 * MINUTE) == closing
    assert known.add(closing, 30 * MINUTE) == local("2026-06-11T08:30")
    assert known.add(local("2026-06-10T07:59"), 9 * 60 * MINUTE) == closing


def test_nothing_added() -> None:
    known = hours(Week("Europe/Amsterdam", OFFICE), around=dt.date(2026, 6, 10))
    nothing = dt.timedelta()
    for moment in ("2026-06-10T08:00", "2026-06-10T12:34:56", "2026-06-10T17:00"):
        assert known.add(local(moment), nothing) == local(moment)
    assert known.add(local("2026-06-10T17:00:01"), nothing) == local("2026-06-11T08:00")


@pytest.mark.parametrize(
    ("reported", "minutes", "due"),
    [
        # 29 March: 02:00 becomes 03:00. 25 October: 03:00 becomes 02:00 again.
        ("2026-03-29T01:30", 60, "2026-03-29T03:30"),
        ("2026-10-25T01:30", 120, "2026-10-25T02:30"),
    ],
)
def test_elapsed_minutes_count_when_the_clock_changes(reported: str, minutes: int, due: str) -> None:
    known = hours(Week("Europe/Amsterdam", WHOLE_WEEK), around=local(due).date())
    found = known.add(local(reported), minutes * MINUTE)
    assert found.replace(tzinfo=None) == dt.datetime.fromisoformat(due)
    assert found - utc(local(reported)) == minutes * MINUTE


def test_the_repeated_hour_counts_twice_and_the_skipped_one_never() -> None:
    night = Week("Europe/Amsterdam", {6: [(2 * 60, 4 * 60)]})
    spring, autumn = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
    whole_day = (dt.timedelta(days=1), dt.timedelta())
    for change, minutes in ((spring, 60), (autumn, 180)):
        start = dt.datetime.combine(change, dt.time(), AMSTERDAM)
        assert hours(night, around=change).between(start - whole_day[1], start + whole_day[0]) == minutes * MINUTE


def test_more_than_a_year() -> None:
    since, until = dt.date(2025, 1, 1), dt.date(2027, 12, 31)
    known = Hours([calendar(Week("Europe/Amsterdam", OFFICE), since, until)])
    # 52 weeks of 45 hours are 364 days, and a Thursday follows a Wednesday.
    assert known.add(local("2025-06-11T10:00"), dt.timedelta(hours=52 * 45 + 9)) == local("2026-06-11T10:00")


def test_beyond_the_bundle() -> None:
    known = Hours([calendar(Week("Europe/Amsterdam", OFFICE), dt.date(2026, 6, 8), dt.date(2026, 6, 12))])
    friday = local("2026-06-12T16:00")
    assert known.add(friday, 60 * MINUTE) == local("2026-06-12T17:00")
    for beyond in (
        lambda: known.add(friday, 61 * MINUTE),
        lambda: known.add(local("2026-06-07T23:59"), MINUTE),
        lambda: known.add_days(friday, 1),
        lambda: known.is_open(local("2026-06-13T00:01")),
        lambda: known.next_opening(local("2026-06-12T17:00")),
        lambda: known.between(friday, local("2026-06-13T00:01")),
        lambda: known.between(local("2026-06-07T23:59"), friday),
    ):
        with pytest.raises(BeyondBundleError, match="holds the hours of office from 2026-06-08 to 2026-06-12, and no further"):
            beyond()


def test_what_may_run_over_from_before_the_bundle_is_not_guessed() -> None:
    nights = Week("Europe/Amsterdam", {day: [(22 * 60, 6 * 60)] for day in range(7)})
    known = Hours([calendar(nights, dt.date(2026, 6, 8), dt.date(2026, 6, 12))])
    assert not known.is_open(local("2026-06-08T06:00"))
    with pytest.raises(BeyondBundleError):
        known.is_open(local("2026-06-08T05:59"))
    with pytest.raises(BeyondBundleError):
        known.add(local("2026-06-12T23:00"), 61 * MINUTE)


def test_every_zone_changes_its_clock_as_meant() -> None:
    """The dates that the properties lie around are what they are there for."""
    for zone, dates in AROUND.items():
        for date in dates:
            midnight = dt.datetime.combine(date, dt.time(), ZoneInfo(zone))
            changed = midnight.utcoffset() != (midnight + dt.timedelta(days=1)).utcoffset()
            assert changed == (zone != "Asia/Kolkata")
