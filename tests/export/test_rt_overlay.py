"""The export to Request Tracker with its overlay: what it holds more, and the losses that are gone.

That it counts right is tried on a real RT, in test_rt_agrees.py and test_rt_tickets.py.
"""

from __future__ import annotations

import json
import shutil
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import compiler.export
from compiler.cli import cli
from compiler.export import OVERLAYS, Export, rt
from tests.workspace import EXAMPLE

from . import sample

CALENDARS = [sample.OFFICE, sample.EMERGENCY, sample.calendar("night", ("22:00", "06:00"), closings=("2026-06-02",))]
TARGETS = [*sample.PLAIN["tickets"]["targets"][:3], sample.target("low", "PT1H", "night")]
BUNDLE = sample.bundle(calendars=CALENDARS, tickets__targets=TARGETS)
PLAIN, WITH = rt.export([BUNDLE]), OVERLAYS["rt"]([BUNDLE])


def sla(export: Export) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(export.files["sla.json"])
    return found


def test_one_more_file_which_is_the_same_for_everyone() -> None:
    assert WITH.files.keys() - PLAIN.files.keys() == {"RT/SLA_Local.pm"}
    assert WITH.files["RT/SLA_Local.pm"] == rt.with_overlay([sample.bundle("other")]).files["RT/SLA_Local.pm"]


def test_the_hours_of_dates_and_the_times_in_days_are_added_and_nothing_else_changes() -> None:
    hours, levels = sla(WITH)["ServiceBusinessHours"], sla(WITH)["ServiceAgreements"]["Levels"]
    assert hours["office"].pop("dates") == {"2026-12-24": [["08:00", "16:00"]], "2026-12-31": [["08:00", "16:00"]]}
    assert hours["emergency + office"].pop("dates") == {}
    # Closed from Tuesday evening until Wednesday morning; what began on Monday ends on Tuesday morning.
    assert hours["night"].pop("dates") == {"2026-06-02": [["00:00", "06:00"]], "2026-06-03": [["22:00", "00:00"]]}
    assert levels["bakery: standard"]["Starts"].pop("Days") == 1
    assert {"ServiceBusinessHours": hours, "ServiceAgreements": {**sla(WITH)["ServiceAgreements"], "Levels": levels}} == sla(
        PLAIN
    )


def test_the_losses_that_it_makes_up_for_are_gone_and_the_others_stay() -> None:
    made_up = {"RT101", "RT102", "RT104", "RT105", "RT106"}  # and RT117, of which there is none here
    assert {loss.code for loss in PLAIN.losses} >= made_up
    assert list(WITH.losses) == [loss for loss in PLAIN.losses if loss.code not in made_up]
    assert json.loads(WITH.files["losses.json"]) == [
        loss for loss in json.loads(PLAIN.files["losses.json"]) if loss["code"] not in made_up
    ]


def test_a_time_of_months_is_left_out_only_without_it() -> None:
    bundle = sample.bundle(tickets__targets=[sample.target("low", "PT600H", "office")])
    assert "RT108" in {loss.code for loss in rt.export([bundle]).losses}
    export = rt.with_overlay([bundle])
    assert "RT108" not in {loss.code for loss in export.losses}
    assert sla(export)["ServiceAgreements"]["Levels"]["bakery: low"]["Starts"] == {"BusinessMinutes": 36000}


def test_clients_that_close_early_on_other_dates_have_hours_of_their_own() -> None:
    late = sample.calendar("office", ("08:00", "17:00"), closings=sample.CLOSED, early=(("2026-12-24", "15:00"),))
    export = rt.with_overlay([sample.bundle("a"), sample.bundle("b", calendars=[late, sample.EMERGENCY])])
    dates = {name: hours["dates"] for name, hours in sla(export)["ServiceBusinessHours"].items() if name.startswith("office")}
    assert dates == {
        "office (a)": {"2026-12-24": [["08:00", "16:00"]], "2026-12-31": [["08:00", "16:00"]]},
        "office (b)": {"2026-12-24": [["08:00", "15:00"]]},
    }


def test_clients_with_other_stretches_share_the_dates_of_both() -> None:
    longer = sample.OFFICE | {
        "early_closings": [*sample.OFFICE["early_closings"], sample.OFFICE["early_closings"][0] | {"date": "2030-12-24"}],
        "covers": {"from": "2026-01-01", "until": "2030-12-31"},
    }
    export = rt.with_overlay([sample.bundle("a"), sample.bundle("b", calendars=[longer, sample.EMERGENCY])])
    assert list(sla(export)["ServiceBusinessHours"]["office"]["dates"]) == ["2026-12-24", "2026-12-31", "2030-12-24"]


def test_a_target_without_an_overlay_is_wrong_use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    point = EntryPoint("another", "compiler.export.rt:export", compiler.export.GROUP)
    monkeypatch.setattr(compiler.export, "entry_points", lambda group: [point])
    arguments = ["-w", str(EXAMPLE), "export", "another", "--with-overlay", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 2
    assert "there is no overlay for another; there is one for rt" in done.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_accepted_without_it_is_not_in_vain_with_it(tmp_path: Path) -> None:
    provider = shutil.copytree(EXAMPLE, tmp_path / "workspace") / "provider" / "provider.yaml"
    accepted = "accepted_losses:\n  rt:\n    RT102: {reason: We know.}\n    RT103: {reason: Nightly.}\n"
    provider.write_text(provider.read_text(encoding="utf-8").rstrip() + "\n" + accepted, encoding="utf-8")
    arguments = ["-w", str(tmp_path / "workspace"), "export", "rt", "--as-of", "2026-11-24", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(cli, [*arguments, "--with-overlay"])
    assert done.exit_code == 0
    assert "RT103" not in done.stdout
    assert "RT102" not in done.stdout + done.stderr
