"""The calendars, parsed back by another library than the one that wrote them, against what was agreed."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from compiler import pipeline
from compiler.bundle import Bundle
from compiler.export import Export, ics
from compiler.export.ics.term import reviews
from compiler.recurrence import dates, is_rule
from tests.fuzz import documents
from tests.workspace import EXAMPLE, MERIDIAN, ROOT, checked, files_of

from . import sample

AMSTERDAM = ZoneInfo(sample.ZONE)
EARLY = (("2026-12-24", "16:00"), ("2026-12-31", "16:00"))
AS_OF = "2026-06-15"


# What a calendar says


def lines(content: bytes) -> list[str]:
    """The unfolded lines of a feed, which must be as strict readers want them."""
    assert content.endswith(b"\r\n")
    folded = content[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in folded)
    assert max(map(len, folded)) <= 75
    for line in folded:
        assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", line.decode()), line
    unfolded = content[:-2].decode().replace("\r\n ", "").split("\r\n")
    assert unfolded[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Akkoord//Akkoord//EN"]
    assert unfolded[-1] == "END:VCALENDAR"
    described = {line.removeprefix("TZID:") for line in unfolded if line.startswith("TZID:")}
    assert described
    assert {name for line in unfolded for name in re.findall("^[A-Z-]+;TZID=([^:]+):", line)} <= described
    return unfolded


def calendar(export: Export, name: str) -> Calendar:
    """A feed as the other library reads it."""
    lines(export.files[name])
    (found,) = IcsCalendarStream.from_ics(export.files[name].decode()).calendars
    return found


def events(bundle: Bundle, feed: str) -> list[Event]:
    return calendar(ics.export([bundle]), f"{bundle.client.id}-{feed}.ics").events


def instants(event: Event, until: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """When an event takes place, repetitions included, as the other library counts them."""
    found = Calendar(events=[event]).timeline_tz(dt.UTC).included(dt.datetime(2000, 1, 1, tzinfo=dt.UTC), until)
    for one in found:
        yield one.start_datetime.astimezone(dt.UTC), one.end_datetime.astimezone(dt.UTC)


def told(event: Event) -> tuple[str, str, str | None]:
    return str(event.start), str(event.end), event.summary


def window(key: str, rule: str, **given: str) -> dict[str, Any]:
    plain = {"start": "2026-01-01", "from": "22:00", "duration": "PT3H", "timezone": sample.ZONE, "work": "Updates"}
    return {
        "id": key,
        "systems": ["srv-1", "srv-2"],
        "rule": rule,
        "outside_office_hours": True,
        "occurrences": [],
        "clause": "6.3",
        "origin": sample.origin("clients/bakery/dap.yaml", 9),
        **plain,
        **given,
    }


def blackout(key: str, weekly: dict[str, list[tuple[str, str]]], reason: str = "Production") -> dict[str, Any]:
    return {
        "id": key,
        "systems": ["srv-1"],
        "weekly": {day: [{"from": opens, "to": closes} for opens, closes in hours] for day, hours in weekly.items()},
        "timezone": sample.ZONE,
        "reason": reason,
        "clause": "6.4",
        "origin": sample.origin("clients/bakery/dap.yaml", 20),
    }


def kept(bundle: Bundle, title: str) -> list[tuple[dt.datetime, dt.datetime]]:
    """When the events with a title take place, in order."""
    far = dt.datetime(2040, 1, 1, tzinfo=dt.UTC)
    return sorted(one for event in events(bundle, "events") if title in (event.summary or "") for one in instants(event, far))


# The feeds


def test_the_files() -> None:
    export = ics.export([sample.bundle("bakery"), sample.bundle("abbey")])
    names = ["abbey-closings.ics", "abbey-events.ics", "bakery-closings.ics", "bakery-events.ics", "losses.json"]
    assert list(export.files) == names
    listed = json.loads(export.files["losses.json"])
    assert [(loss["code"], loss["client"]) for loss in listed] == [(loss.code, loss.client) for loss in export.losses]
    assert [loss.client for loss in export.losses] == sorted(loss.client for loss in export.losses)


def test_a_feed_in_full() -> None:
    closings = [sample.calendar("office", ("08:00", "17:00"), closings=("2026-12-25",), covers=("2026-01-01", "2026-12-31"))]
    term = {"status__start": "2026-01-01", "status__end": "2026-12-31", "provider__timezone": "Asia/Tokyo"}
    bundle = sample.bundle(calendars=closings, sla__language="en", **term)
    assert lines(ics.export([bundle]).files["bakery-closings.ics"])[1:-1] == [
        "VERSION:2.0",
        "PRODID:-//Akkoord//Akkoord//EN",
        "CALSCALE:GREGORIAN",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
        r"X-WR-CALNAME:Closings: Provider\, Bakery B.V.",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Tokyo",
        "BEGIN:STANDARD",
        "DTSTART:20250101T090000",
        "TZOFFSETFROM:+0900",
        "TZOFFSETTO:+0900",
        "TZNAME:JST",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        f"UID:{events(bundle, 'closings')[0].uid}",
        "DTSTAMP:20260601T000000Z",
        "DTSTART;VALUE=DATE:20261225",
        "DTEND;VALUE=DATE:20261226",
        "SUMMARY:Closed: Day (en)",
        r"DESCRIPTION:Calendar: office (en)\nSLA 2.5\, clause 3.1",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def test_closings_are_one_whole_day_each() -> None:
    assert [told(event) for event in events(sample.bundle(), "closings")] == [
        ("2026-04-06", "2026-04-07", "Gesloten: Day"),
        ("2026-04-27", "2026-04-28", "Gesloten: Day"),
        ("2026-12-25", "2026-12-26", "Gesloten: Day"),
        ("2027-01-01", "2027-01-02", "Gesloten: Day"),
    ]
    assert events(sample.bundle(), "closings")[0].description == "Kalender: office\nKalender: emergency\nSLA 2.5, artikel 3.1"


def test_the_other_feed_holds_early_closings_reviews_and_the_end() -> None:
    bundle = sample.bundle(status__end="2027-09-30", status__notice_by="2027-06-30")
    assert sorted(told(event) for event in events(bundle, "events")) == [
        ("2026-06-30", "2026-07-01", "Serviceoverleg 1 van 2"),
        ("2026-12-24 16:00:00+01:00", "2026-12-24 17:00:00+01:00", "Gesloten vanaf 16:00: Day"),
        ("2026-12-31", "2027-01-01", "Serviceoverleg 2 van 2"),
        ("2026-12-31 16:00:00+01:00", "2026-12-31 17:00:00+01:00", "Gesloten vanaf 16:00: Day"),
        ("2027-06-30", "2027-07-01", "Laatste dag om op te zeggen"),
        ("2027-06-30", "2027-07-01", "Serviceoverleg 1 van 2"),
        ("2027-09-30", "2027-10-01", "Laatste dag van de overeenkomst"),
    ]


@pytest.mark.parametrize(
    ("count", "dates"),
    [
        (1, ["2026-12-31"]),
        (4, ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]),
        (5, ["2026-03-12", "2026-05-24", "2026-08-06", "2026-10-18", "2026-12-31"]),
    ],
)
def test_reviews_divide_the_contracts_year(count: int, dates: list[str]) -> None:
    bundle = sample.bundle(status__end="2026-12-31", reviews__per_year=count, reviews__additions=["Licences"])
    found = [event for event in events(bundle, "events") if "Serviceoverleg" in (event.summary or "")]
    assert [str(event.start) for event in found] == dates
    assert "Op de agenda: Licences" in (found[0].description or "")


def test_an_early_closing_lasts_until_the_day_would_have_ended() -> None:
    split = sample.calendar("office", ("08:00", "12:00"), ("13:00", "17:30"), early=(("2026-12-24", "11:00"),))
    night = sample.calendar("night", ("22:00", "06:00"), early=(("2026-12-24", "23:00"),), zone="Europe/London")
    found = events(sample.bundle(calendars=[split, night]), "events")
    assert [told(event)[:2] for event in found if "vanaf" in (event.summary or "")] == [
        ("2026-12-24 11:00:00+01:00", "2026-12-24 17:30:00+01:00"),
        ("2026-12-24 23:00:00+00:00", "2026-12-25 06:00:00+00:00"),
    ]


def test_closings_of_another_calendar_only_stand_in_the_other_feed() -> None:
    office = sample.calendar("office", ("08:00", "17:00"), closings=("2026-04-06", "2026-04-27"))
    emergency = sample.calendar("emergency", ("07:00", "23:00"), closings=("2026-04-06", "2026-12-25"))
    export = ics.export([bundle := sample.bundle(calendars=[office, emergency])])
    assert [str(event.start) for event in events(bundle, "closings")] == ["2026-04-06", "2026-04-27"]
    assert [told(one) for one in events(bundle, "events") if one.summary == "Gesloten: Day"] == [
        ("2026-12-25", "2026-12-26", "Gesloten: Day")
    ]
    (loss,) = [loss for loss in export.losses if loss.code == "IC103"]
    assert loss.what == "calendar emergency: closed on 2026-12-25; open on 2026-04-27"


def test_a_client_without_closings_has_a_calendar_that_is_valid() -> None:
    office = sample.calendar("office", ("08:00", "17:00"))
    assert events(sample.bundle(calendars=[office]), "closings") == []


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


# Texts and names


HOSTILE = [
    sample.HOSTILE,
    "C:\\New\\nothing; a, b: \\, \\; \\n",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y",
    "é" * 200 + "🚀" * 100,
    "\u202eabc\u200f עברית",
    '"; TZID=x:',
    " leading and trailing ",
    "=cmd|' /C calc'!A0",
    "{what} {0} %s",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_stays_text(typed: str) -> None:
    bundle = sample.bundle(
        client__name=typed,
        maintenance__windows=[window("w", "FREQ=WEEKLY;BYDAY=MO", work=typed)],
        maintenance__blackouts=[blackout("b", {"mon": [("08:00", "09:00")]}, typed)],
        reviews__additions=[typed],
    )
    found = {event.summary: event for event in events(bundle, "events")}
    meant = typed.replace("\r\n", "\n")
    assert f"Onderhoud: {meant}" in found
    assert f"Geen onderhoud: {meant}" in found
    assert f"Op de agenda: {meant}\n" in (found["Serviceoverleg 1 van 2"].description or "")
    harmless = sample.bundle(
        maintenance__windows=[window("w", "FREQ=WEEKLY;BYDAY=MO")],
        maintenance__blackouts=[blackout("b", {"mon": [("08:00", "09:00")]})],
    )
    assert len(found) == len({event.summary for event in events(harmless, "events")})


@pytest.mark.parametrize(
    ("typed", "written"),
    [("a\rb", "a\nb"), ("a\x85b\u2028c", "a\nb\nc"), ("a\x00\x1b[1mb\x7f", "a\\u0000\\u001b[1mb\\u007f"), ("a\tb", "a\tb")],
)
def test_what_would_break_a_line_or_drive_a_terminal_is_written_out(typed: str, written: str) -> None:
    bundle = sample.bundle(maintenance__windows=[window("w", "FREQ=WEEKLY;BYDAY=MO", work=typed)])
    assert f"Onderhoud: {written}" in {event.summary for event in events(bundle, "events")}


def test_texts_are_in_the_language_of_the_contract() -> None:
    bundle = sample.bundle(sla__language="en")
    assert {event.summary for event in events(bundle, "closings")} == {"Closed: Day (en)"}
    assert "Last day of the agreement" in {event.summary for event in events(bundle, "events")}


def test_a_language_without_words_gets_english_ones_and_says_so() -> None:
    french = {"nl": "Dag", "fr": "Jour"}
    office = sample.calendar("office", ("08:00", "17:00"), closings=("2026-12-25",)) | {"label": french}
    office["closings"][0]["label"] = french
    export = ics.export([bundle := sample.bundle(calendars=[office], sla__language="fr")])
    assert [event.summary for event in events(bundle, "closings")] == ["Closed: Jour"]
    assert "IC108" in {loss.code for loss in export.losses}


def test_names_of_files_differ_on_every_file_system() -> None:
    clients = ["bakery", "Bakery", "bakéry", "bake\u0301ry", "bakery!", "BAKERY", "123", "../x", "a/b", "", "con", "é" * 300]
    names = [ics.file_name(client) for client in clients]
    assert len({name.casefold() for name in names}) == len(clients)
    assert all(re.fullmatch("[a-z0-9-]*(~[0-9a-f]{12})?", name) and len(name) < 60 for name in names)
    assert (names[0], names[6]) == ("bakery", "123")


# The same, every time


def everything(client: str = "bakery", **changes: Any) -> Bundle:
    parts: dict[str, Any] = {
        "maintenance__windows": [window("w", "FREQ=WEEKLY;BYDAY=SU", **{"from": "02:00"})],
        "maintenance__blackouts": [blackout("b", {"mon": [("08:00", "09:00")], "sun": [("01:00", "03:00")]})],
        "status__notice_by": "2028-09-30",
    }
    return sample.bundle(client, **{**parts, **changes})


def uids(export: Export) -> dict[str, str]:
    """Every event's name, with the file and what it is about."""
    feeds = [name for name in export.files if name.endswith(".ics")]
    named = [(event.uid, f"{name} {told(event)}") for name in feeds for event in calendar(export, name).events]
    assert len({uid for uid, _ in named}) == len(named)
    return dict(named)


def test_names_of_events_are_told_apart_and_stay() -> None:
    alone = uids(ics.export([everything()]))
    assert len(alone) > 20
    beside = uids(ics.export([everything("abbey"), everything()]))
    assert beside.items() >= alone.items()
    assert len(beside) == 2 * len(alone)
    more = [window("extra", "FREQ=WEEKLY;BYDAY=MO"), window("w", "FREQ=WEEKLY;BYDAY=SU", **{"from": "02:00"})]
    assert uids(ics.export([everything(maintenance__windows=more, as_of="2026-07-01")])).items() >= alone.items()
    moved = uids(ics.export([everything(maintenance__windows=[window("w", "FREQ=WEEKLY;BYDAY=FR")])]))
    (uid,) = [uid for uid, what in alone.items() if "Onderhoud" in what and "+01:00" in what]
    assert uid in moved


def test_the_same_bundles_give_the_same_bytes() -> None:
    bundles = [everything("bakery"), everything("abbey"), everything("crane", sla__language="en")]
    assert ics.export(bundles) == ics.export(bundles[::-1])
    assert ics.export(iter(bundles)) == ics.export(bundles)


def test_a_client_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="bakery"):
        ics.export([sample.bundle(), sample.bundle()])


def test_a_client_without_office_hours_is_refused() -> None:
    with pytest.raises(ValueError, match=r"bakery: .*'office'"):
        ics.export([sample.bundle(calendars=[sample.EMERGENCY])])


# Losses


def test_the_losses_of_a_plain_client() -> None:
    found = {loss.code: loss for loss in ics.export([sample.bundle()]).losses}
    assert set(found) == {"IC101", "IC102", "IC106"}
    early = found["IC102"]
    assert early.what == "calendar office: closes early at 16:00 on 2026-12-24, 2026-12-31"
    assert (early.levels, early.clause, early.where) == (
        ("critical", "serious", "standard"),
        "3.1",
        "provider/sla/2.5/sla.yaml:11",
    )


def test_what_is_not_signed_is_tentative() -> None:
    bundle = sample.bundle(status__contract="offered", status__in_force=False, status__reason="not-signed")
    export = ics.export([bundle])
    assert {str(event.status.value) for event in events(bundle, "closings") if event.status} == {"TENTATIVE"}
    assert "IC104" in {loss.code for loss in export.losses}
    later = sample.bundle(status__in_force=False, status__reason="before-start")
    assert {str(event.status.value) for event in events(later, "closings") if event.status} == {"CONFIRMED"}


def test_visits_stand_in_no_feed() -> None:
    visits = {"frequency": "FREQ=MONTHLY", "kind": "Visit", "location": "Town", "clause": "8.1", "origin": sample.origin()}
    export = ics.export([sample.bundle(form__visits=visits)])
    assert "IC107" in {loss.code for loss in export.losses}


@pytest.mark.parametrize("arguments", [["--version"], ["check", "--as-of", AS_OF], ["export", "--list"]])
def test_the_library_is_loaded_only_when_a_calendar_is_written(arguments: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "compiler.cli", "-w", str(EXAMPLE), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert re.search(r"\| +compiler\.cli$", done.stderr, re.MULTILINE)
    assert not re.search(r"\| +icalendar", done.stderr)


# Whole workspaces


@pytest.mark.parametrize("folder", [EXAMPLE, MERIDIAN], ids=lambda path: path.name)
def test_a_workspace_holds_what_was_agreed_and_nothing_else(folder: Path) -> None:
    found = checked(files_of(folder), AS_OF)
    bundles = [pipeline.compile_client(found, client) for client in found.clients]
    export = ics.export(bundles)
    uids(export)
    for bundle in bundles:
        closings, others = (calendar(export, f"{bundle.client.id}-{feed}.ics").events for feed in ("closings", "events"))
        (usual,) = (one for one in bundle.calendars if one.id == bundle.sla.office_calendar)
        office = {one.date for one in usual.closings}
        assert [(event.start, event.end) for event in closings] == [(day, day + dt.timedelta(days=1)) for day in sorted(office)]
        shut = [event for event in others if re.match("Gesloten|Closed", event.summary or "")]
        told = [(str(event.summary).split(": ", 1)[1], str(event.start)) for event in shut]
        assert sorted(told) == sorted(other_closings(bundle, office))
        for one in bundle.maintenance.windows:
            known = [(when.starts.astimezone(dt.UTC), when.ends.astimezone(dt.UTC)) for when in one.occurrences]
            assert known
            series = [event for event in others if (event.summary or "").endswith(f": {one.work}")]
            theirs = sorted(when for event in series for when in instants(event, known[-1][1] + dt.timedelta(days=1)))
            assert [when for when in theirs if known[0][0] <= when[0] <= known[-1][0]] == known
        kinds = ["Last day of the agreement|Laatste dag van", "Last day to give|Laatste dag om", "Service review|Serviceoverleg"]
        assert [sum(re.match(kind, event.summary or "") is not None for event in others) for kind in kinds] == [
            1,
            int(bundle.status.notice_by is not None),
            sum(date <= bundle.status.end for _, _, date in reviews(bundle)),
        ]


def other_closings(bundle: Bundle, office: set[dt.date]) -> Iterator[tuple[str, str]]:
    """The early closings, and the closings of other calendars than that of the office on other days: label and start."""
    for calendar in bundle.calendars:
        for early in calendar.early_closings:
            time = dt.time.fromisoformat(early.closes)
            yield early.label[bundle.sla.language], str(dt.datetime.combine(early.date, time, ZoneInfo(calendar.timezone)))
        yield from ((one.label[bundle.sla.language], str(one.date)) for one in calendar.closings if one.date not in office)
