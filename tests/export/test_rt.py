"""The files for Request Tracker and the losses, from bundles made by hand."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from compiler.bundle import Bundle
from compiler.export import Export, rt
from compiler.export.rt import names as rt_names
from compiler.loss import Loss

from . import sample


def read(export: Export, file: str) -> Any:
    return json.loads(export.files[file])


def levels(export: Export) -> Any:
    return read(export, "sla.json")["ServiceAgreements"]["Levels"]


def losses(*bundles: Bundle) -> list[tuple[str, str]]:
    return [(loss.what, loss.practice) for loss in rt.export(bundles).losses]


def lost(bundle: Bundle, word: str) -> Loss:
    found = [loss for loss in rt.export([bundle]).losses if word in loss.what or word in loss.practice]
    assert len(found) == 1, found
    return found[0]


def coded(bundle: Bundle, code: str) -> Loss:
    (found,) = [loss for loss in rt.export([bundle]).losses if loss.code == code]
    return found


# The files


def test_the_files() -> None:
    export = rt.export([sample.bundle()])
    assert sorted(export.files) == ["60-sla.pm", "initialdata.json", "losses.json", "sla.json"]
    listed = read(export, "losses.json")
    assert [Loss(**{**loss, "levels": tuple(loss["levels"])}) for loss in listed] == list(export.losses)
    assert listed[0].keys() == {"code", "client", "levels", "what", "practice", "mend", "clause", "where"}


def test_the_order_of_the_bundles_does_not_matter() -> None:
    bundles = [
        sample.bundle("bakery"),
        sample.bundle("abbey"),
        sample.bundle("crane", calendars=[sample.EMERGENCY, sample.OFFICE]),
    ]
    assert rt.export(bundles) == rt.export(bundles[::-1])


def test_a_client_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="bakery"):
        rt.export([sample.bundle(), sample.bundle()])


def test_the_loader_is_the_same_whatever_the_bundles_hold() -> None:
    hostile = rt.export([sample.bundle(client__name=sample.HOSTILE)])
    assert hostile.files["60-sla.pm"] == rt.export([]).files["60-sla.pm"]


# Levels


def test_levels_carry_their_times_hours_and_zone() -> None:
    assert levels(rt.export([sample.bundle()])) == {
        "bakery: critical": {"BusinessHours": "emergency + office", "Timezone": sample.ZONE, "Starts": {"BusinessMinutes": 30}},
        "bakery: serious": {"BusinessHours": "office", "Timezone": sample.ZONE, "Starts": {"BusinessMinutes": 60}},
        "bakery: standard": {"BusinessHours": "office", "Timezone": sample.ZONE, "Starts": {"BusinessMinutes": 540}},
    }


def test_a_level_without_a_start_has_none_rather_than_rts_own() -> None:
    targets = [
        sample.target("serious", "PT1H", "office", kind="response"),
        sample.target("serious", "PT8H", "office", kind="resolution"),
    ]
    bundle = sample.bundle(tickets__targets=targets)
    (level,) = levels(rt.export([bundle])).values()
    assert level["Starts"] == 0
    assert level["Response"] == {"BusinessMinutes": 60}
    assert level["Resolve"] == {"BusinessMinutes": 480}
    assert "one Due" in lost(bundle, "a response and a resolution time").practice
    assert "AdminCc" in lost(bundle, "who answers").practice


def test_every_level_names_hours_that_are_there() -> None:
    other = sample.calendar("office", ("09:00", "18:00"))
    sla = read(
        rt.export([sample.bundle("a"), sample.bundle("b", calendars=[other, sample.EMERGENCY]), sample.bundle("c")]), "sla.json"
    )
    hours = sla["ServiceBusinessHours"]
    assert sorted(hours) == ["emergency + office (a)", "emergency + office (b)", "office (a)", "office (b)"]
    assert {level["BusinessHours"] for level in sla["ServiceAgreements"]["Levels"].values()} == set(hours)
    assert hours["office (b)"]["1"]["Start"] == "09:00"
    assert sla["ServiceAgreements"]["Levels"]["c: serious"]["BusinessHours"] == "office (a)"


def test_a_new_ticket_gets_the_least_urgent_level() -> None:
    bundle = sample.bundle()
    assert read(rt.export([bundle]), "sla.json")["ServiceAgreements"]["QueueDefault"] == {"bakery": {"Level": "bakery: standard"}}
    assert "bakery: standard" in lost(bundle, "isn't known yet").practice


def test_an_unknown_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match=r"bakery: .*night"):
        rt.export([sample.bundle(tickets__targets=[sample.target("serious", "PT1H", "night")])])


def test_a_client_not_in_force_has_no_levels_and_no_rights() -> None:
    export = rt.export([sample.bundle(status__in_force=False, status__reason="not-signed")])
    assert levels(export) == {}
    objects = read(export, "initialdata.json")
    assert objects["Queues"] == [{"Name": "bakery", "Description": "Bakery B.V.", "SLADisabled": 1}]
    assert (objects["ACL"], objects["Members"], objects["Scrips"]) == ([], [], [])
    assert [(loss.client, loss.where) for loss in export.losses] == [("bakery", "clients/bakery/contract.yaml:4")]
    assert "(not signed)" in export.losses[0].practice


def test_a_client_without_a_form_has_no_levels() -> None:
    bundle = sample.bundle(form__bought=[])
    assert levels(rt.export([bundle])) == {}
    assert lost(bundle, "No form was bought").clause == "5.1"


# Targets that don't fit


@pytest.mark.parametrize(
    ("within", "why"),
    [
        ("P20D", "29 calendar days"),
        ("PT180H", "29 calendar days"),
        ("P1M", "whole minutes"),
        ("P1DT1H", "whole minutes"),
        ("PT90S", "whole minutes"),
        (None, "whole minutes"),
    ],
)
def test_a_time_that_rt_cannot_count_is_left_out(within: str | None, why: str) -> None:
    bundle = sample.bundle(tickets__targets=[sample.target("serious", within, "office")])
    assert levels(rt.export([bundle])) == {}
    assert lost(bundle, why).where == "provider/sla/2.5/sla.yaml:77"


def test_twenty_working_days_are_one_too_many() -> None:
    """Reported on Friday at closing: RT sees four more Fridays, and then must find a moment after them."""
    calendar = sample.calendar("office", ("08:00", "17:00"))
    targets = [sample.target("serious", "P19D", "office"), sample.target("critical", "P20D", "office")]
    assert levels(rt.export([sample.bundle(calendars=[calendar], tickets__targets=targets)])).keys() == {"bakery: serious"}


def test_days_on_a_calendar_with_unlike_days_are_left_out() -> None:
    saturday = sample.calendar("saturday", ("10:00", "14:00"), days=("sat",))
    bundle = sample.bundle(
        calendars=[sample.OFFICE, saturday], tickets__targets=[sample.target("serious", "P1D", "office", "saturday")]
    )
    assert levels(rt.export([bundle])) == {}
    assert "not every open day" in lost(bundle, "1 day").practice


def test_a_second_set_of_hours_in_a_level_is_left_out() -> None:
    targets = [sample.target("serious", "PT1H", "office"), sample.target("serious", "PT8H", "emergency", kind="resolution")]
    bundle = sample.bundle(tickets__targets=targets)
    assert levels(rt.export([bundle]))["bakery: serious"].keys() == {"BusinessHours", "Timezone", "Starts"}
    assert "one set of hours" in lost(bundle, "8 hours").practice


def test_a_time_on_no_calendar_or_in_several_zones_is_left_out() -> None:
    far = sample.calendar("far", ("08:00", "17:00"), zone="Asia/Tokyo")
    targets = [sample.target("serious", "PT1H"), sample.target("critical", "PT2H", "office", "far")]
    bundle = sample.bundle(calendars=[sample.OFFICE, far], tickets__targets=targets)
    assert levels(rt.export([bundle])) == {}
    assert "no calendar" in lost(bundle, "1 hour").practice
    assert "Asia/Tokyo and Europe/Amsterdam" in lost(bundle, "2 hours").practice


def test_an_aim_is_a_loss() -> None:
    assert coded(sample.bundle(), "RT112").what.startswith("standard: start within 1 day while")


# Losses


@pytest.mark.parametrize(
    ("code", "levels", "example"),
    [
        # The 25th is closed, then comes a weekend.
        ("RT101", ("serious",), "A ticket reported at 2026-12-24 15:50 shows 2026-12-24 16:50 instead of 2026-12-28 08:50."),
        ("RT106", ("standard",), "A ticket reported at 2026-12-23 16:50 shows 2026-12-24 16:50 instead of 2026-12-24 16:00."),
    ],
)
def test_a_loss_of_time_shows_what_people_will_see(code: str, levels: tuple[str, ...], example: str) -> None:
    loss = coded(sample.bundle(), code)
    assert (loss.levels, loss.practice[-len(example) :]) == (levels, example)


def test_a_time_that_ends_at_closing_is_told_for_each_set_of_hours() -> None:
    found = [loss for loss in rt.export([sample.bundle()]).losses if loss.code == "RT102"]
    assert [(loss.levels, loss.practice.partition(". ")[2]) for loss in found] == [
        (("critical",), "A ticket reported at 2026-01-01 22:30 shows 2026-01-02 07:00 instead of 2026-01-01 23:00."),
        (("serious",), "A ticket reported at 2026-01-01 16:00 shows 2026-01-02 08:00 instead of 2026-01-01 17:00."),
    ]


def test_a_calendar_that_never_closes_has_no_time_at_closing() -> None:
    always = sample.calendar("always", ("00:00", "24:00"), days=(*sample.WEEK, "sat", "sun"))
    bundle = sample.bundle(calendars=[always], tickets__targets=[sample.target("serious", "PT1H", "always")])
    assert "RT102" not in {loss.code for loss in rt.export([bundle]).losses}


def test_a_loss_without_an_example_ends_at_its_full_stop() -> None:
    """The night is shorter than the time, so no ticket of an ordinary day ends at closing."""
    night = sample.calendar("night", ("22:00", "06:00"))
    bundle = sample.bundle(calendars=[night], tickets__targets=[sample.target("serious", "PT9H", "night")])
    assert coded(bundle, "RT102").practice.endswith("to the next opening.")


def test_every_loss_says_what_to_do() -> None:
    for loss in rt.export([sample.bundle(), sample.bundle("draft", status__in_force=False)]).losses:
        assert re.fullmatch(r"RT\d{3}", loss.code)
        assert loss.practice.endswith(".")
        assert loss.mend.endswith(".")
        assert "{" not in loss.what + loss.practice + loss.mend


def test_what_rt_has_no_place_for_is_told() -> None:
    told = " / ".join(f"{what}: {why}" for what, why in losses(sample.bundle()))
    for word in [
        "2026-12-24 (08:00-16:00), 2026-12-31 (08:00-16:00)",
        "a time that ends when it closes",
        "closings from 2026-01-01 until 2029-12-31",
        "priority that follows from impact and urgency",
        "coverage of services",
        "valid from 2026-01-01 until 2028-12-31",
        "escalation in 1 step:",
        "critical by phone",
        "priorities without a time: low",
        "status mails to els: when a ticket is created or closed",
    ]:
        assert word in told


def test_maintenance_is_told() -> None:
    window = {
        "id": "patching",
        "systems": [],
        "work": "Updates",
        "rule": "FREQ=WEEKLY;BYDAY=SU",
        "start": "2026-01-04",
        "from": "20:00",
        "duration": "PT2H",
        "timezone": sample.ZONE,
        "outside_office_hours": True,
        "occurrences": [],
        "clause": "8.2",
        "origin": sample.origin("clients/bakery/dap.yaml", 30),
    }
    loss = lost(sample.bundle(maintenance__windows=[window]), "doesn't pause")
    assert (loss.clause, loss.where) == ("8.2", "clients/bakery/dap.yaml:30")


def test_open_at_night_is_told() -> None:
    night = sample.calendar("night", ("22:00", "06:00"))
    always = sample.calendar("always", ("00:00", "24:00"), days=(*sample.WEEK, "sat", "sun"))
    targets = [sample.target("serious", "PT1H", "night"), sample.target("critical", "PT1H", "always")]
    what = [what for what, _ in losses(sample.bundle(calendars=[night, always], tickets__targets=targets))]
    assert [one for one in what if "midnight" in one] == [
        "calendar always: open at midnight",
        "calendar night: open at midnight",
        "calendar night: windows past midnight",
    ]


def test_an_open_door_is_told() -> None:
    open_to_all = sample.bundle(contacts__restricted=False)
    assert "anyone may create" in lost(open_to_all, "everyone at the client").practice
    assert {"GroupDomain": "SystemInternal", "GroupType": "Everyone", "Queue": "bakery", "Right": ["CreateTicket"]} in read(
        rt.export([open_to_all]), "initialdata.json"
    )["ACL"]


def test_the_restricted_let_only_reporters_in() -> None:
    rights = read(rt.export([sample.bundle()]), "initialdata.json")["ACL"]
    assert [right.get("GroupId") for right in rights if "CreateTicket" in right["Right"]] == ["bakery: may report"]


def test_mails_on_creation_only_need_no_scrip() -> None:
    mails = sample.status_mails(("els",), ("created",))
    assert read(rt.export([sample.bundle(notifications__status_mails=mails)]), "initialdata.json")["Scrips"] == []
    closed = sample.bundle(notifications__status_mails=sample.status_mails(("els", "piet"), ("closed",)))
    assert "every public reply and every new ticket." in lost(closed, "status mails to els, piet").practice
    assert "no e-mail address" in lost(closed, "RT sends nothing").practice


# Objects


def test_two_clients_with_one_address_share_a_user() -> None:
    people = [sample.contact("jan", "report", email="JAN@client.example", name="Jan Other")]
    export = rt.export([sample.bundle("bakery"), sample.bundle("crane", contacts__people=people)])
    (jan,) = [user for user in read(export, "initialdata.json")["Users"] if user["Name"].lower().startswith("jan")]
    assert jan["MemberOf"] == [
        "bakery: contacts",
        "bakery: may report",
        "bakery: see all tickets",
        "crane: contacts",
        "crane: may report",
    ]
    (loss,) = [loss for loss in export.losses if "one user per address" in loss.practice]
    assert (loss.client, loss.where) == ("crane", "clients/x/dap.yaml:5")


def test_equal_fields_are_shared_and_others_apart() -> None:
    fewer = [sample.topic("1", "All")]
    fields = read(
        rt.export([sample.bundle("a"), sample.bundle("b"), sample.bundle("c", tickets__impacts=fewer)]), "initialdata.json"
    )["CustomFields"]
    assert [(field["Name"], field["ApplyTo"]) for field in fields if field["Name"] == "Impact"] == [
        ("Impact", ["a", "b"]),
        ("Impact", ["c"]),
    ]


def test_texts_are_in_the_language_of_the_agreement() -> None:
    fields = read(rt.export([sample.bundle(sla__language="en")]), "initialdata.json")["CustomFields"]
    assert fields[0]["Values"][0]["Description"] == "Trouble (en): Broken (en)"
    assert fields[-1]["Name"] == "Steps taken (en)"


def test_hostile_text_stays_text() -> None:
    people = [sample.contact("jan", name=sample.HOSTILE[:60])]
    export = rt.export(
        [
            sample.bundle(
                client__name=sample.HOSTILE, contacts__people=people, tickets__impacts=[sample.topic("1", sample.HOSTILE)]
            )
        ]
    )
    objects = read(export, "initialdata.json")
    assert objects["Queues"][0]["Description"] == sample.HOSTILE
    assert objects["Users"][0]["RealName"] == sample.HOSTILE[:60]
    assert objects["CustomFields"][1]["Values"][0]["Description"] == sample.HOSTILE


def test_what_is_too_long_is_cut_and_told() -> None:
    long = "é" * 200
    people = [sample.contact("jan", name=long, telephone="0" * 31)]
    bundle = sample.bundle(client__name=long, contacts__people=people, tickets__urgencies=[sample.topic("A", long)])
    objects = read(rt.export([bundle]), "initialdata.json")
    assert objects["Users"][0]["RealName"] == "é" * 58 + "…"
    assert len(objects["Queues"][0]["Description"].encode()) <= rt_names.DESCRIPTION_LIMIT
    assert "RealName, WorkPhone" in lost(bundle, "contact jan").practice
    assert lost(bundle, "description of A").clause == "7.9"
    assert lost(bundle, "the client's name").where == "clients/bakery/contract.yaml:2"


def test_names_of_digits_get_a_word_in_front() -> None:
    assert rt_names.queue_name("123") == "client 123"
    assert rt_names.name("٣", "client") == "client ٣"
    assert rt_names.name("", "field") == "field"


def test_long_names_stay_apart_and_fit() -> None:
    names = {rt_names.level_name("é" * 40, f"priority-{number}") for number in range(20)}
    assert len(names) == 20
    assert all(len(one.encode()) <= rt_names.LEVEL_LIMIT for one in names)
