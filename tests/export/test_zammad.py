"""The files for Zammad and the losses, from bundles made by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from compiler.bundle import Bundle
from compiler.export import Export, zammad
from compiler.loss import Loss
from tests.workspace import EXAMPLE, checked, errors, files_of

from . import sample

ALWAYS = sample.calendar("always", ("00:00", "24:00"), days=(*sample.WEEK, "sat", "sun"), closings=("2026-12-25",))
NIGHT = sample.calendar("night", ("22:00", "06:00"), closings=("2026-12-25",))


def read(export: Export, kind: str) -> dict[str, dict[str, Any]]:
    """The fields of the objects in a file, by name."""
    (file,) = [name for name in export.files if name.endswith(f"-{kind}.json")]
    return {one["name"]: one["fields"] for one in json.loads(export.files[file])}


def exported(**changes: Any) -> Export:
    return zammad.export([sample.bundle(**changes)])


def lost(export: Export, code: str) -> Loss:
    found = [loss for loss in export.losses if loss.code == code]
    assert len(found) == 1, [loss.code for loss in export.losses]
    return found[0]


def codes(export: Export) -> set[str]:
    return {loss.code for loss in export.losses}


def times(export: Export) -> dict[str, tuple[int | None, int | None]]:
    """First answer and solution in minutes, by the SLA's name without its mark."""
    return {name.split(" [")[0]: (sla["first_response_time"], sla["solution_time"]) for name, sla in read(export, "slas").items()}


# The files


def test_the_files_stand_in_the_order_in_which_they_are_loaded() -> None:
    export = exported()
    assert sorted(export.files) == [
        "1-calendars.json",
        "2-ticket_priorities.json",
        "3-organizations.json",
        "4-users.json",
        "5-slas.json",
        "6-triggers.json",
        "losses.json",
    ]
    listed = json.loads(export.files["losses.json"])
    assert [Loss(**{**loss, "levels": tuple(loss["levels"])}) for loss in listed] == list(export.losses)


def references(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        if "id_of" in value:
            return [tuple(value["id_of"])]
        return [one for inner in value.values() for one in references(inner)]
    return [one for inner in value for one in references(inner)] if isinstance(value, list) else []


def test_what_an_object_refers_to_stands_in_an_earlier_file() -> None:
    export = zammad.export([sample.bundle("bakery"), sample.bundle("crane", contacts__people=[sample.contact("jan")])])
    known: set[tuple[str, str]] = {("ticket_states", "closed")}
    seen = 0
    for file in sorted(export.files)[:-1]:
        objects = json.loads(export.files[file])
        asked = references(objects)
        seen += len(asked)
        assert set(asked) <= known, file
        known |= {(file[2:].removesuffix(".json"), one["name"]) for one in objects}
    assert seen > 20


def test_the_order_of_the_bundles_does_not_matter() -> None:
    elsewhere = [sample.priority("serious", 1) | {"origin": sample.origin("provider/sla/3.0/sla.yaml", 9)}]
    bundles = [
        sample.bundle("bakery"),
        sample.bundle("abbey", tickets__priorities=elsewhere),
        sample.bundle("crane", calendars=[sample.EMERGENCY, sample.OFFICE]),
    ]
    assert zammad.export(bundles) == zammad.export(bundles[::-1])


def test_a_client_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="bakery"):
        zammad.export([sample.bundle(), sample.bundle()])


# Calendars


def test_a_calendar_has_its_week_and_its_closed_dates() -> None:
    (calendar,) = read(exported(tickets__targets=[sample.target("serious", "PT1H", "office")]), "calendars").values()
    day = {"active": True, "timeframes": [["08:00", "17:00"]]}
    off = {"active": False, "timeframes": []}
    assert calendar["business_hours"] == dict.fromkeys(sample.WEEK, day) | {"sat": off, "sun": off}
    assert calendar["timezone"] == "Europe/Amsterdam"
    assert calendar["public_holidays"] == {date: {"active": True, "summary": "day"} for date in sample.CLOSED}
    assert calendar["ical_url"] is None


def test_a_time_on_two_calendars_runs_on_one_that_is_open_when_either_is() -> None:
    (calendar,) = read(
        exported(tickets__targets=[sample.target("critical", "PT30M", "office", "emergency")]), "calendars"
    ).values()
    assert calendar["business_hours"]["mon"] == {"active": True, "timeframes": [["07:00", "23:00"]]}


def test_the_end_of_a_day_is_its_last_minute_and_nights_are_split() -> None:
    targets = [sample.target("critical", "PT1H", "always"), sample.target("serious", "PT1H", "night")]
    export = exported(calendars=[ALWAYS, NIGHT], tickets__targets=targets)
    always, night = read(export, "calendars").values()
    assert {day["timeframes"][0][1] for day in always["business_hours"].values()} == {"23:59"}
    assert night["business_hours"]["mon"]["timeframes"] == [["22:00", "23:59"]]
    assert night["business_hours"]["tue"]["timeframes"] == [["00:00", "06:00"], ["22:00", "23:59"]]
    assert night["business_hours"]["sat"]["timeframes"] == [["00:00", "06:00"]]
    assert lost(export, "ZM105").levels == ("serious",)


def test_a_calendar_that_closes_in_the_last_minute_is_a_loss() -> None:
    late = sample.calendar("late", ("20:00", "23:59"))
    export = exported(calendars=[late], tickets__targets=[sample.target("serious", "PT1H", "late")])
    assert lost(export, "ZM104").levels == ("serious",)
    assert "ZM104" not in codes(exported(calendars=[ALWAYS], tickets__targets=[sample.target("serious", "PT1H", "always")]))


def test_clients_with_the_same_hours_share_a_calendar() -> None:
    shorter = sample.calendar("office", ("08:00", "17:00"), closings=sample.CLOSED[:3], covers=("2026-01-01", "2026-12-31"))
    target = [sample.target("serious", "PT1H", "office")]
    other = sample.calendar("office", ("09:00", "17:00"))
    export = zammad.export(
        [
            sample.bundle("a", tickets__targets=target),
            sample.bundle("b", calendars=[shorter], tickets__targets=target),
            sample.bundle("c", calendars=[other], tickets__targets=target),
        ]
    )
    used = [sla["calendar_id"]["id_of"][1] for sla in read(export, "slas").values()]
    assert used[0] == used[1] != used[2]
    assert "2027-01-01" in read(export, "calendars")[used[0]]["public_holidays"]


def test_a_calendar_is_called_the_same_whichever_clients_are_exported() -> None:
    target = [sample.target("serious", "PT1H", "office")]
    other = sample.bundle("b", calendars=[sample.calendar("office", ("09:00", "17:00"))], tickets__targets=target)
    alone = read(zammad.export([other]), "calendars")
    assert set(alone) < set(read(zammad.export([sample.bundle("a", tickets__targets=target), other]), "calendars"))


def test_calendars_that_differ_in_their_closings_alone_stay_apart() -> None:
    target = [sample.target("serious", "PT1H", "office")]
    other = sample.calendar("office", ("08:00", "17:00"), closings=("2026-07-01",))
    export = zammad.export(
        [sample.bundle("a", tickets__targets=target), sample.bundle("b", calendars=[other], tickets__targets=target)]
    )
    names = {sla["calendar_id"]["id_of"][1] for sla in read(export, "slas").values()}
    assert sorted(name.split(", ")[-1] for name in names) == ["of a [akkoord]", "of b [akkoord]"]
    assert set(read(export, "calendars")) == names


@pytest.mark.parametrize(
    ("calendar", "why"),
    [
        (sample.calendar("office", days=()), "never open"),
        (sample.calendar("office", ("08:00", "17:00"), zone="Europe/Atlantis"), "unknown"),
        (sample.calendar("other", ("08:00", "17:00")), "doesn't hold"),
    ],
)
def test_what_zammad_would_never_count_is_refused(calendar: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=f"bakery: .*{why}"):
        exported(calendars=[calendar], tickets__targets=[sample.target("serious", "PT1H", "office")])


# SLAs


def test_one_sla_for_each_priority_with_a_time() -> None:
    export = exported()
    assert times(export) == {
        "01 critical, emergency + office": (30, None),
        "02 serious, office": (60, None),
        "03 standard, office": (540, None),
    }
    (critical, *_) = read(export, "slas").values()
    assert critical["condition"] == {
        "ticket.organization_id": {
            "operator": "is",
            "pre_condition": "specific",
            "value": [{"id_of": ["organizations", "Bakery B.V. (bakery)"]}],
        },
        "ticket.priority_id": {"operator": "is", "value": [{"id_of": ["ticket_priorities", "critical"]}]},
    }
    assert (critical["response_time"], critical["update_time"]) == (None, None)
    assert lost(export, "ZM112").levels == ("standard",)


def test_slas_sort_by_name_from_urgent_to_not() -> None:
    """Zammad tries them in this order; ten priorities would come before two if ranks weren't padded."""
    ranks = range(1, 13)
    priorities = [sample.priority(f"p{13 - rank}", rank) for rank in ranks]
    targets = [sample.target(f"p{13 - rank}", f"PT{rank}H", "office") for rank in ranks]
    names = list(read(exported(tickets__priorities=priorities, tickets__targets=targets), "slas"))
    assert names == sorted(names)
    assert [
        sla["first_response_time"]
        for sla in read(exported(tickets__priorities=priorities, tickets__targets=targets), "slas").values()
    ] == [60 * rank for rank in ranks]


def test_an_answer_and_a_resolution_stand_in_one_sla() -> None:
    targets = [
        sample.target("serious", "PT1H", "office", kind="response"),
        sample.target("serious", "PT8H", "office", kind="resolution"),
    ]
    export = exported(tickets__targets=targets)
    assert times(export) == {"02 serious, office": (60, 480)}
    assert "ZM113" not in codes(export)
    assert "first closing" in lost(export, "ZM116").practice


def test_a_start_is_taken_for_an_answer_and_told() -> None:
    export = exported(tickets__targets=[sample.target("serious", "PT1H", "office")])
    loss = lost(export, "ZM113")
    assert (loss.levels, loss.clause, loss.where) == (("serious",), "7.9", "provider/sla/2.5/sla.yaml:77")
    assert loss.what == "serious: start within 1 hour while office is open"


def test_a_start_beside_an_answer_is_left_out() -> None:
    targets = [sample.target("serious", "PT30M", "office"), sample.target("serious", "PT1H", "office", kind="response")]
    export = exported(tickets__targets=targets)
    assert times(export) == {"02 serious, office": (60, None)}
    assert "start within 30 minutes" in lost(export, "ZM114").what
    assert "ZM113" not in codes(export)


def test_a_second_calendar_for_a_priority_is_left_out() -> None:
    targets = [sample.target("serious", "PT1H", "office"), sample.target("serious", "PT8H", "emergency", kind="resolution")]
    export = exported(tickets__targets=targets)
    assert times(export) == {"02 serious, office": (60, None)}
    assert "here office" in lost(export, "ZM110").practice


@pytest.mark.parametrize(
    ("within", "code"),
    [("P1M", "ZM109"), ("P1DT1H", "ZM109"), ("PT90S", "ZM109"), ("PT0M", "ZM109"), (None, "ZM109")],
)
def test_a_time_that_is_no_minutes_is_left_out(within: str | None, code: str) -> None:
    export = exported(tickets__targets=[sample.target("serious", within, "office")])
    assert times(export) == {}
    assert lost(export, code).levels == ("serious",)


def test_days_are_minutes_where_every_day_has_as_many() -> None:
    split = sample.calendar("office", ("08:00", "12:00"), ("13:00", "17:30"))
    export = exported(calendars=[split], tickets__targets=[sample.target("serious", "P3D", "office")])
    assert times(export) == {"02 serious, office": (3 * 510, None)}
    assert "1530 minutes of open time, 510 a day" in lost(export, "ZM106").practice
    assert "ZM108" not in codes(export)


def test_days_on_unlike_days_are_left_out() -> None:
    saturday = sample.calendar("saturday", ("10:00", "14:00"), days=("sat",))
    export = exported(
        calendars=[sample.OFFICE, saturday], tickets__targets=[sample.target("serious", "P1D", "office", "saturday")]
    )
    assert times(export) == {}
    assert "ZM107" in codes(export)


def test_a_day_at_night_is_an_hour_off_when_clocks_change() -> None:
    export = exported(calendars=[ALWAYS], tickets__targets=[sample.target("serious", "P1D", "always")])
    assert times(export) == {"02 serious, always": (1440, None)}
    assert lost(export, "ZM108").levels == ("serious",)


def test_a_time_on_no_calendar_or_in_several_zones_is_left_out() -> None:
    far = sample.calendar("far", ("08:00", "17:00"), zone="Asia/Tokyo")
    targets = [sample.target("serious", "PT1H"), sample.target("critical", "PT2H", "office", "far")]
    export = exported(calendars=[sample.OFFICE, far], tickets__targets=targets)
    assert times(export) == {}
    assert [loss.levels for loss in export.losses if loss.code == "ZM111"] == [("critical",), ("serious",)]


def test_a_client_not_in_force_has_neither_slas_nor_mails() -> None:
    export = exported(status__in_force=False, status__reason="not-signed")
    assert (read(export, "slas"), read(export, "triggers"), read(export, "calendars")) == ({}, {}, {})
    assert read(export, "organizations").keys() == {"Bakery B.V. (bakery)"}
    assert len(read(export, "users")) == 3
    assert codes(export) == {"ZM117"}
    assert export.losses[0].levels == ("critical", "serious", "standard", "low")


def test_a_client_without_a_form_has_no_slas() -> None:
    export = exported(form__bought=[])
    assert read(export, "slas") == {}
    assert lost(export, "ZM118").clause == "5.1"


# What people will see


def test_an_early_closing_is_told_with_a_ticket() -> None:
    """Closed early at 16:00 on Thursday 24 December and all Friday: ten minutes are left, the rest falls on Monday."""
    export = exported(tickets__targets=[sample.target("serious", "PT30M", "office")])
    loss = lost(export, "ZM101")
    assert "2026-12-24 (08:00-16:00), 2026-12-31 (08:00-16:00)" in loss.what
    assert "A ticket reported at 2026-12-24 15:50 shows 2026-12-24 16:20 instead of 2026-12-28 08:20." in loss.practice


def test_a_time_at_closing_is_told_with_a_ticket() -> None:
    """1 January 2026 isn't among the closings: it is an ordinary Thursday."""
    export = exported(tickets__targets=[sample.target("serious", "PT30M", "office")])
    assert lost(export, "ZM102").practice.endswith(
        "A ticket reported at 2026-01-01 16:30 shows 2026-01-02 08:00 instead of 2026-01-01 17:00."
    )


def test_a_ticket_that_waits_is_told() -> None:
    export = exported(tickets__targets=[sample.target("serious", "PT1H", "office")])
    assert lost(export, "ZM115").practice.endswith(
        "A ticket reported at 2026-01-01 08:00 that is pending for its first 30 minutes shows 09:30 instead of 09:00."
    )


def test_a_calendar_that_never_closes_has_no_time_at_closing() -> None:
    open_ = sample.calendar("always", ("00:00", "24:00"), days=(*sample.WEEK, "sat", "sun"))
    assert "ZM102" not in codes(exported(calendars=[open_], tickets__targets=[sample.target("serious", "PT1H", "always")]))


def test_what_zammad_has_no_place_for_is_told() -> None:
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
    export = exported(maintenance__windows=[window])
    assert codes(export) == {
        "ZM101", "ZM102", "ZM103", "ZM106", "ZM112", "ZM113", "ZM115",
        "ZM201", "ZM202", "ZM203", "ZM204", "ZM205", "ZM206", "ZM207", "ZM208", "ZM210", "ZM211",
        "ZM302", "ZM303", "ZM305", "ZM306",
    }  # fmt: skip
    assert (lost(export, "ZM208").clause, lost(export, "ZM208").where) == ("8.2", "clients/bakery/dap.yaml:30")
    assert lost(export, "ZM204").what == "how to report: critical by phone; low by email"
    assert lost(export, "ZM202").levels == ("critical", "serious", "standard")
    assert lost(export, "ZM203").what == "ticket types without a priority: change"


def test_every_loss_names_a_place_and_what_to_do() -> None:
    for loss in exported().losses:
        assert loss.mend
        assert loss.practice
        assert loss.where.rpartition(":")[2].isdecimal()


# The whole example workspace


def test_the_example_workspace(example: list[Bundle]) -> None:
    export = zammad.export(example)
    assert times(export)["01 kritisch, emergency + office"] == (30, None)
    anker = {name: sla for name, sla in read(export, "slas").items() if "zorggroep-het-anker" in name}
    assert [(name.split(",")[0], sla["first_response_time"]) for name, sla in anker.items()] == [
        ("01 kritisch", 30),
        ("02 ernstig", 30),
        ("03 standaard", 630),
    ]
    assert read(export, "ticket_priorities").keys() == {"kritisch", "ernstig", "standaard", "laag"}
    assert len(read(export, "organizations")) == len(example)
    kings = [calendar["public_holidays"]["2026-04-27"]["summary"] for calendar in read(export, "calendars").values()]
    assert set(kings) == {"kings-day"}


@pytest.fixture(scope="module")
def example() -> list[Bundle]:
    from compiler import pipeline

    found = checked(files_of(EXAMPLE), "2026-11-24")
    assert errors(found) == []
    return [pipeline.compile_client(found, client) for client in found.clients]
