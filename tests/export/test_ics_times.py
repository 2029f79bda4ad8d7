"""When the events of calendars take place: what recurs, where the clock changes, and how time zones are described."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from compiler.export import ics
from compiler.recurrence import dates, is_rule
from tests.fuzz import documents

from . import sample
from .feeds import EARLY, blackout, kept, lines, window

AMSTERDAM = ZoneInfo(sample.ZONE)


# What recurs


def test_a_window_stays_at_its_local_time_and_its_length_is_real() -> None:
    # 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC, both Sundays.
    weekly = window("weekly", "FREQ=WEEKLY;BYDAY=SA,SU", start="2026-03-21", **{"from": "22:00", "duration": "PT6H"})
    found = kept(sample.bundle(maintenance__windows=[weekly], status__end="2026-11-01"), "Onderhoud")
    assert len(found) == 66
    assert len({starts.astimezone(AMSTERDAM).date() for starts, _ in found}) == 66
    assert {starts.astimezone(AMSTERDAM).time() for starts, _ in found} == {dt.time(22)}
    assert {ends - starts for starts, ends in found} == {dt.timedelta(hours=6)}
    assert (dt.datetime(2026, 3, 28, 21, tzinfo=dt.UTC), dt.datetime(2026, 3, 29, 3, tzinfo=dt.UTC)) in found
    assert (dt.datetime(2026, 3, 29, 20, tzinfo=dt.UTC), dt.datetime(2026, 3, 30, 2, tzinfo=dt.UTC)) in found
    assert (dt.datetime(2026, 10, 24, 20, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 2, tzinfo=dt.UTC)) in found


def test_nights_on_which_the_clock_changes_are_left_out_and_stand_apart() -> None:
    night = window("night", "FREQ=WEEKLY;BYDAY=SU", start="2026-03-01", **{"from": "02:30"})
    bundle = sample.bundle(maintenance__windows=[night])
    text = lines(ics.export([bundle]).files["bakery-events.ics"])
    assert "EXDATE;TZID=Europe/Amsterdam:20260329T023000,20261025T023000" in [line[:60] for line in text]
    # The clock skips 02:30, so it starts an hour later by the clock; in autumn it is 02:30 twice, and the first counts.
    assert "DTSTART:20260329T013000Z" in text
    assert "DTSTART:20261025T003000Z" in text
    later = sample.bundle(maintenance__windows=[night | {"start": "2026-03-29"}])
    text = lines(ics.export([later]).files["bakery-events.ics"])
    assert "DTSTART:20260329T013000Z" in text
    assert "DTSTART;TZID=Europe/Amsterdam:20260405T023000" in text


def test_a_rule_begins_and_ends_with_its_first_and_last_event_of_the_term() -> None:
    rule = "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU;COUNT=9"
    bundle = sample.bundle(
        maintenance__windows=[window("patching", rule, start="2025-11-01")], valid={"from": "2026-02-01", "until": None}
    )
    found = kept(bundle, "Onderhoud")
    # From November 2025 on: 11 November, 13 January, then 10 March 2026, …; the ninth is 9 March 2027.
    assert [str(starts.date()) for starts, _ in found] == [
        "2026-03-10", "2026-05-12", "2026-07-14", "2026-09-08", "2026-11-10", "2027-01-12", "2027-03-09",
    ]  # fmt: skip
    rules = [line for line in lines(ics.export([bundle]).files["bakery-events.ics"]) if line.startswith("RRULE")]
    assert rules == ["RRULE:FREQ=MONTHLY;UNTIL=20270309T210000Z;INTERVAL=2;BYDAY=2TU"]


@pytest.mark.long
@given(
    documents.rules(), st.dates(dt.date(2020, 1, 1), dt.date(2027, 12, 31)), st.sampled_from(["00:00", "02:30", "22:00", "23:59"])
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_rule_falls_where_it_falls(rule: str, start: dt.date, time: str) -> None:
    assume(is_rule(rule))
    since, until = dt.date(2026, 1, 1), dt.date(2027, 12, 31)
    agreed = window("w", rule, start=str(start), duration="PT4H", **{"from": time})
    bundle = sample.bundle(maintenance__windows=[agreed], status__start=str(since), status__end=str(until))
    wanted = [
        dt.datetime.combine(date, dt.time.fromisoformat(time), AMSTERDAM).astimezone(dt.UTC)
        for date in dates(rule, start, since, until)
    ]
    assert kept(bundle, "Onderhoud") == [(begin, begin + dt.timedelta(hours=4)) for begin in wanted]


@pytest.mark.parametrize("odd", [{"duration": "P1M"}, {"from": "24:00"}])
def test_what_no_rule_can_tell_is_told_one_by_one(odd: dict[str, str]) -> None:
    bundle = sample.bundle(maintenance__windows=[window("odd", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1", **odd)])
    text = lines(ics.export([bundle]).files["bakery-events.ics"])
    assert not [line for line in text if line.startswith("RRULE")]
    found = kept(bundle, "Onderhoud")
    assert [starts.year for starts, _ in found] == [2026, 2027, 2028]
    if "duration" in odd:
        assert {(ends - starts).days for starts, ends in found} == {28, 29}
    else:
        assert {starts.astimezone(AMSTERDAM).strftime("%d %H:%M") for starts, _ in found} == {"02 00:00"}


def test_a_window_ends_before_the_amendment_that_changes_it() -> None:
    change = {"pointer": "/maintenance/nightly/from", "before": "22:00", "after": "23:00"}
    amendment = {
        "document": "dap",
        "date": "2026-09-01",
        "reason": "Later",
        "approved_by": None,
        "applied": False,
        "changes": [change],
        "origin": sample.origin("clients/bakery/dap.yaml", 40),
    }
    windows = [window("nightly", "FREQ=MONTHLY;BYMONTHDAY=1", work="A"), window("night", "FREQ=MONTHLY;BYMONTHDAY=1", work="B")]
    bundle = sample.bundle(maintenance__windows=windows, status__amendments=[amendment])
    assert str(kept(bundle, "Onderhoud: A")[-1][0].date()) == "2026-08-01"
    assert str(kept(bundle, "Onderhoud: B")[-1][0].date()) == "2028-12-01"
    (loss,) = [loss for loss in ics.export([bundle]).losses if loss.code == "IC105"]
    assert (loss.what, loss.where) == ("the amendment of 2026-09-01: maintenance", "clients/bakery/dap.yaml:40")
    for other in ({"changes": [change | {"pointer": "/contacts/jan/email"}]}, {"applied": True}):
        bundle = sample.bundle(maintenance__windows=windows, status__amendments=[amendment | other])
        assert "IC105" not in {loss.code for loss in ics.export([bundle]).losses}
        assert str(kept(bundle, "Onderhoud: A")[-1][0].date()) == "2028-12-01"


def test_hours_without_maintenance_are_what_the_local_clock_reads() -> None:
    hours = {"sat": [("22:00", "06:00")], "sun": [("22:00", "06:00"), ("01:30", "02:30")]}
    bundle = sample.bundle(maintenance__blackouts=[blackout("night", hours)], status__end="2026-12-31")
    found = kept(bundle, "Geen onderhoud")
    for moment, wanted in naive(hours, dt.datetime(2026, 1, 1, tzinfo=AMSTERDAM), 365):
        assert any(starts <= moment < ends for starts, ends in found) == wanted, moment
    night = [(starts, ends) for starts, ends in found if starts.date() in (dt.date(2026, 10, 24), dt.date(2026, 10, 25))]
    assert [(f"{starts:%d %H:%M}", f"{ends:%d %H:%M}") for starts, ends in night] == [
        ("24 20:00", "25 05:00"),
        ("24 23:30", "25 00:30"),
        ("25 01:00", "25 01:30"),
        ("25 21:00", "26 05:00"),
    ]


def naive(hours: dict[str, list[tuple[str, str]]], since: dt.datetime, days: int) -> Iterator[tuple[dt.datetime, bool]]:
    """Each quarter of an hour, and whether the clock then reads a time in the hours of its day, or of the night before."""
    for quarter in range(days * 96):
        moment = since.astimezone(dt.UTC) + quarter * dt.timedelta(minutes=15)
        local = moment.astimezone(AMSTERDAM)
        time, today, before = f"{local:%H:%M}", f"{local:%a}".lower(), f"{local - dt.timedelta(days=1):%a}".lower()
        own = any(opens <= time and (time < closes or closes <= opens) for opens, closes in hours.get(today, ()))
        over = any(closes <= opens and time < closes for opens, closes in hours.get(before, ()))
        yield moment, own or (over and local.date() > since.date())


def test_trial_restores_are_days() -> None:
    restore = {
        "id": "quarterly",
        "systems": ["srv-1"],
        "rule": "FREQ=MONTHLY;INTERVAL=3;BYDAY=1WE",
        "start": "2026-01-01",
        "dates": [],
        "report_to": [],
        "clause": "6.1",
        "origin": sample.origin(),
    }
    bundle = sample.bundle(maintenance__trial_restores=[restore], status__end="2026-12-31")
    assert [str(starts.date()) for starts, _ in kept(bundle, "Testherstel")] == [
        "2026-01-07", "2026-04-01", "2026-07-01", "2026-10-07",
    ]  # fmt: skip


# Time zones


@pytest.mark.parametrize(
    "zone", ["Europe/Amsterdam", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Europe/Dublin"]
)
def test_zones_are_described_as_they_are(zone: str) -> None:
    office = sample.calendar("office", ("08:00", "17:00"), zone=zone, early=EARLY)
    text = "\r\n".join(lines(ics.export([sample.bundle(calendars=[office], provider__timezone=zone)]).files["bakery-events.ics"]))
    described = tz.tzical(io.StringIO(text)).get(zone)
    for hour in range(14 * 31 * 24):
        moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hour)
        assert moment.astimezone(described).utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset(), moment


def test_same_moments_in_two_zones_keep_their_zones() -> None:
    paris = sample.calendar("office", ("08:00", "17:00"), early=EARLY, zone="Europe/Paris")
    export = ics.export([sample.bundle("a"), sample.bundle("b", calendars=[paris])])
    assert b"TZID=Europe/Paris" not in export.files["a-events.ics"]
    assert b"TZID=Europe/Paris:20261224T160000" in export.files["b-events.ics"]
