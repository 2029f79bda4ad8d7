"""The export in a real Request Tracker: what it took, word for word, and the dates that it computes."""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from compiler.export import Export

from . import sample
from .conftest import HOSTILE_PRIORITY, NIGHT, SPLIT, TOKYO, Instance, configure

pytestmark = pytest.mark.long

AMSTERDAM = ZoneInfo(sample.ZONE)
MINUTE = dt.timedelta(minutes=1)


def named(items: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [item for item in items if item["Name"] == name]
    return found


# What it took


def test_loading_said_nothing_bad(tracker: Instance) -> None:
    assert "Done inserting data." in tracker.said
    logged = [line for line in tracker.said.splitlines() if "]: " in line]
    assert [line for line in logged if "[warning]: Running with the internal HTML converter" not in line] == []


def test_every_queue_is_there(tracker: Instance) -> None:
    queues = {queue["Name"]: queue for queue in tracker.ask("queues")}
    assert {"bakery", "client 123", "draft", "split", "tokyo"} <= queues.keys()
    assert queues["client 123"]["Description"] == sample.HOSTILE
    assert {name: int(queues[name]["SLADisabled"]) for name in ("bakery", "client 123", "draft")} == {
        "bakery": 0,
        "client 123": 0,
        "draft": 1,
    }
    assert queues["bakery"]["Mails"] == ["els@client.example"]
    assert queues["draft"]["Mails"] == []
    assert tracker.rest("queue/bakery")["Description"] == "Bakery B.V."


def test_every_user_is_there_word_for_word(tracker: Instance) -> None:
    users = tracker.ask("users")
    assert named(users, "bakery: piet")["RealName"] == "Piet"
    eve = named(users, "eve'o@client.example")
    assert (eve["Organization"], eve["EmailAddress"], eve["Lang"]) == (sample.HOSTILE, "eve'o@client.example", "nl")
    jan = tracker.rest("user/jan@client.example")
    assert (jan["RealName"], jan["Privileged"]) == (sample.HOSTILE[:90], 0)


def test_every_group_has_its_members(tracker: Instance) -> None:
    groups = tracker.ask("groups")
    assert groups["bakery: contacts"]["Members"] == ["bakery: piet", "els@client.example", "jan@client.example"]
    assert groups["bakery: may report"]["Members"] == ["els@client.example", "jan@client.example"]
    assert groups["bakery: see all tickets"]["Members"] == ["jan@client.example"]
    assert groups["bakery: status mails"]["Members"] == ["els@client.example"]
    assert groups["123: contacts"]["Description"] == f"{sample.HOSTILE}: contacts"


def test_every_field_has_its_values(tracker: Instance) -> None:
    fields = tracker.ask("fields")
    impacts = [field for field in fields if field["Name"] == "Impact"]
    assert sorted(field["Queues"] for field in impacts) == [["bakery", "draft", "split", "tokyo"], ["client 123"]]
    hostile, plain = sorted(impacts, key=lambda field: len(field["Values"]))
    assert [value["Name"] for value in plain["Values"]] == ["1", "2", "3"]
    assert hostile["Values"] == [{"Name": "1", "Description": sample.HOSTILE}]
    assert [value["Name"] for value in named(fields, "Ticket type")["Values"]] == ["incident", "change"]
    assert [value["Name"] for value in named(fields, "Urgency")["Values"]] == ["A", "B", "C"]
    assert named(fields, "Steps taken")["Type"] == "Text"
    assert named(fields, sample.HOSTILE[:90])["Queues"] == ["client 123"]


def test_rights_are_those_of_the_agreement(tracker: Instance) -> None:
    def may(user: str, right: str, queue: str = "bakery") -> bool:
        return bool(tracker.ask("may", user, right, queue))

    assert may("jan@client.example", "CreateTicket")
    assert may("jan@client.example", "ShowTicket")
    assert may("els@client.example", "CreateTicket")
    assert not may("els@client.example", "ShowTicket")
    assert not may("bakery: piet", "CreateTicket")
    assert not may("eve'o@client.example", "CreateTicket")
    assert may("bakery: piet", "CreateTicket", "client 123")
    assert not may("jan@client.example", "CreateTicket", "draft")


def test_watchers_and_the_closing_mail(tracker: Instance) -> None:
    assert named(tracker.ask("queues"), "bakery")["Cc"] == ["bakery: status mails"]
    (closing,) = [scrip for scrip in tracker.ask("scrips") if scrip["Description"] == "On Resolve Notify Ccs"]
    assert closing["Queues"] == ["bakery", "tokyo"]


def test_levels_are_read_as_they_were_written(tracker: Instance, exported: Export) -> None:
    written = json.loads(exported.files["sla.json"])
    agreements = tracker.ask("config", "ServiceAgreements")
    assert agreements["Levels"].keys() == written["ServiceAgreements"]["Levels"].keys()
    assert f"123: {HOSTILE_PRIORITY}" in agreements["Levels"]
    hours = tracker.ask("config", "ServiceBusinessHours")
    assert hours.keys() >= written["ServiceBusinessHours"].keys()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "expected while parsing object"),
        ("[]", "ot a HASH reference"),
        ('{"ServiceBusinessHours": {}, "ServiceAgreements": {"Levels": {"x": {"BusinessHours": "no"}}}}', "unknown hours"),
        (None, "No such file"),
    ],
)
def test_levels_that_cannot_be_read_keep_rt_from_starting(
    tracker_installed: None, exported: Export, tmp_path: Path, text: str | None, says: str
) -> None:
    environment = configure(tmp_path, exported, 1)
    levels = tmp_path / "conf.d" / "sla.json"
    levels.unlink() if text is None else levels.write_text(text)
    command = ["perl", "-I/usr/share/request-tracker5/lib", "-MRT", "-e", "RT::LoadConfig(); print 'loaded'"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode != 0
    assert "loaded" not in done.stdout
    assert says in done.stderr


# The dates that it computes


def at(text: str, zone: ZoneInfo = AMSTERDAM) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def deadline(tracker: Instance, level: str, reported: dt.datetime, kind: str = "Starts") -> dt.datetime | None:
    epoch = tracker.ask("deadline", level, kind, int(reported.timestamp()))
    return None if epoch is None else dt.datetime.fromtimestamp(epoch, reported.tzinfo)


@pytest.mark.parametrize(
    ("level", "reported", "due"),
    [
        ("bakery: critical", "2026-06-02T10:00", "2026-06-02T10:30"),
        ("bakery: critical", "2026-06-02T06:10", "2026-06-02T07:30"),  # emergency hours open at 07:00
        ("bakery: critical", "2026-06-02T22:50", "2026-06-03T07:20"),
        ("bakery: critical", "2026-06-05T22:59", "2026-06-08T07:29"),  # over a weekend
        ("bakery: serious", "2026-06-02T16:30", "2026-06-03T08:30"),
        ("bakery: serious", "2026-04-24T16:45", "2026-04-28T08:45"),  # over a weekend and King's day
        ("bakery: serious", "2026-03-27T16:30", "2026-03-30T08:30"),  # over the change to summer time
        ("bakery: serious", "2026-10-23T16:30", "2026-10-26T08:30"),  # and back
        ("bakery: standard", "2026-06-02T10:17", "2026-06-03T10:17"),
        ("bakery: standard", "2026-06-05T16:59", "2026-06-08T16:59"),
        ("bakery: standard", "2026-06-06T12:00", "2026-06-09T08:00"),  # reported while closed: counts from Monday's opening
        ("split: standard", "2026-06-02T11:30", "2026-06-05T11:30"),
        ("split: standard", "2026-06-02T12:30", "2026-06-05T13:00"),  # reported in the break
        ("split: critical", "2026-06-02T23:00", "2026-06-03T02:00"),
        ("split: critical", "2026-06-06T23:30", "2026-06-07T02:30"),  # Saturday night into Sunday
        ("split: critical", "2026-06-03T04:00", "2026-06-05T23:00"),
        ("123: " + HOSTILE_PRIORITY, "2026-06-02T10:00", "2026-06-02T11:00"),
    ],
)
def test_deadlines_worked_out_by_hand(tracker: Instance, level: str, reported: str, due: str) -> None:
    assert deadline(tracker, level, at(reported)) == at(due)


def test_each_level_counts_in_its_own_zone(tracker: Instance) -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert deadline(tracker, "tokyo: serious", at("2026-06-02T17:30", tokyo)) == at("2026-06-03T09:30", tokyo)


def test_the_longest_time_that_is_exported_is_found_from_the_worst_moment(tracker: Instance) -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert deadline(tracker, "tokyo: low", at("2026-06-05T18:00", tokyo)) == at("2026-07-03T09:00", tokyo)


def test_a_level_has_no_dates_but_its_own(tracker: Instance) -> None:
    noon = at("2026-06-02T13:30")
    assert deadline(tracker, "split: serious", noon, "Starts") is None
    assert deadline(tracker, "split: serious", noon, "Response") == at("2026-06-02T16:30")
    assert deadline(tracker, "split: serious", noon, "Resolve") == at("2026-06-03T15:00")
    assert deadline(tracker, "bakery: serious", noon, "Resolve") is None
    assert deadline(tracker, "bakery: low", noon) is None


def test_the_losses_are_real(tracker: Instance) -> None:
    assert deadline(tracker, "bakery: serious", at("2026-06-02T16:00")) == at("2026-06-03T08:00")  # at closing: agreed is 17:00
    assert deadline(tracker, "bakery: serious", at("2026-12-24T15:30")) == at("2026-12-24T16:30")  # after an early closing


def test_a_new_ticket_gets_its_dates(tracker: Instance) -> None:
    created = tracker.rest("ticket", {"Queue": "bakery", "Subject": sample.HOSTILE[:40], "Created": "2026-06-02 08:17:00"})
    ticket = tracker.rest(f"ticket/{created['id']}")
    assert ticket["SLA"] == "bakery: standard"
    assert ticket["Starts"] == "2026-06-03T08:17:00Z"
    assert ticket["Due"] == "1970-01-01T00:00:00Z"
    draft = tracker.rest("ticket", {"Queue": "draft", "Subject": "x", "Created": "2026-06-02 08:17:00"})
    assert "SLA" not in tracker.rest(f"ticket/{draft['id']}")


def open_minutes(calendars: list[dict[str, Any]], moment: dt.datetime) -> bool:
    """Whether one of the calendars is open in the minute that begins now, straight from what was agreed."""
    days = (*sample.WEEK, "sat", "sun")
    clock = moment.strftime("%H:%M")
    for calendar in calendars:
        closed = {closing["date"] for closing in calendar["closings"]}
        for back in (0, 1):
            date = moment.date() - dt.timedelta(back)
            if date.isoformat() in closed:
                continue
            for window in calendar["weekly"].get(days[date.weekday()], []):
                past = window["to"] <= window["from"]
                if back == 0 and window["from"] <= clock and (past or clock < window["to"]):
                    return True
                if back == 1 and past and clock < window["to"]:
                    return True
    return False


def walked(calendars: list[dict[str, Any]], reported: dt.datetime, minutes: int) -> dt.datetime | None:
    """The moment at which so many open minutes have passed, a minute at a time; None where that is at closing time."""
    zone = reported.tzinfo
    now = reported.astimezone(dt.UTC)
    while minutes:
        minutes -= open_minutes(calendars, now.astimezone(zone))
        now += MINUTE
    return now.astimezone(zone) if open_minutes(calendars, now.astimezone(zone)) else None


@pytest.mark.parametrize(
    ("level", "kind", "calendars", "minutes"),
    [
        ("bakery: critical", "Starts", [sample.OFFICE, sample.EMERGENCY], 30),
        ("bakery: serious", "Starts", [sample.OFFICE], 60),
        ("split: serious", "Response", [SPLIT], 180),
        ("split: serious", "Resolve", [SPLIT], 600),
        ("split: critical", "Starts", [NIGHT], 180),
        ("tokyo: serious", "Starts", [TOKYO], 60),
    ],
)
def test_deadlines_agree_with_a_walk_by_the_minute(
    tracker: Instance, level: str, kind: str, calendars: list[dict[str, Any]], minutes: int
) -> None:
    chance = random.Random(level + kind)
    zone = ZoneInfo(calendars[0]["timezone"])
    early = {closing["date"] for calendar in calendars for closing in calendar["early_closings"]}
    asked = 0
    for _ in range(60):
        moment = dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + chance.randrange(400 * 1440) * MINUTE
        reported = moment.astimezone(zone)
        expected = walked(calendars, reported, minutes)
        if expected is None or early & {(reported + dt.timedelta(n)).date().isoformat() for n in range(-1, 8)}:
            continue
        assert deadline(tracker, level, reported, kind) == expected, (level, reported)
        asked += 1
    assert asked > 30


def days_later(calendar: dict[str, Any], reported: dt.datetime, days: int) -> dt.datetime:
    """The same clock time on the n-th next open day; reported while closed, counted from the next opening."""
    while not open_minutes([calendar], reported):
        reported += MINUTE
    later = reported
    while days:
        later += dt.timedelta(1)
        days -= open_minutes([calendar], later)
    return later


@pytest.mark.parametrize(("level", "calendar", "days"), [("bakery: standard", sample.OFFICE, 1), ("split: standard", SPLIT, 3)])
def test_times_in_days_agree_with_the_clock(tracker: Instance, level: str, calendar: dict[str, Any], days: int) -> None:
    chance = random.Random(level)
    asked = 0
    for _ in range(60):
        reported = at("2026-03-01T00:00") + chance.randrange(290 * 1440) * MINUTE
        assert deadline(tracker, level, reported) == days_later(calendar, reported, days), reported
        asked += 1
    assert asked == 60
