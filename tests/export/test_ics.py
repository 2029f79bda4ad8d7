"""The calendars, parsed back by another library than the one that wrote them, against what was agreed."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from compiler import pipeline
from compiler.bundle import Bundle
from compiler.export import Export, ics
from compiler.export.ics.term import reviews
from tests.workspace import EXAMPLE, MERIDIAN, ROOT, checked, files_of

from . import sample
from .feeds import blackout, calendar, events, instants, lines, told, window

AS_OF = "2026-06-15"


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
    clients = [
        "bakery",
        "Bakery",
        "bakéry",
        "bake\u0301ry",
        "bakery!",
        "BAKERY",
        "123",
        "../x",
        "a/b",
        "",
        "con",
        "é" * 300,
        "a" * 250,
        "a" * 251,
    ]
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
    language = bundle.sla.language
    for hours in bundle.calendars:
        for early in hours.early_closings:
            time = dt.datetime.combine(early.date, dt.time.fromisoformat(early.closes), ZoneInfo(hours.timezone))
            yield early.label[language], str(time)
        yield from ((one.label[language], str(one.date)) for one in hours.closings if one.date not in office)
