"""Maintenance that touches a moment: zorggroep-het-anker has two windows and two stretches of hours without, each day."""

from __future__ import annotations

from functools import cache

import pytest

from compiler.decide import BeyondBundleError, Decider, Question
from tests.workspace import BASE, EXAMPLE, compiled, edited, files_of


@cache
def decider() -> Decider:
    return Decider(compiled(files_of(EXAMPLE), "zorggroep-het-anker", "2026-11-24"))


@pytest.mark.parametrize(
    ("at", "system", "found"),
    [
        # The second Sunday of the month, 04:00, two hours.
        ("2026-12-13T04:00", None, [("window", "dossier", "04:00", "06:00")]),
        ("2026-12-13T05:59", "srv-ecd01", [("window", "dossier", "04:00", "06:00")]),
        ("2026-12-13T03:59", None, []),
        ("2026-12-13T06:00", None, []),
        ("2026-12-06T04:30", None, []),
        ("2026-12-13T04:30", "srv-ecd02", []),
        # The first Wednesday, 13:00, an hour and a half.
        ("2026-12-02T14:29", None, [("window", "reserve", "13:00", "14:30")]),
        # No maintenance from 06:30 to 12:00, and from 16:00 to 23:30.
        ("2026-12-14T06:30", None, [("blackout", "zorgtijden", "06:30", "12:00")]),
        ("2026-12-14T12:00", None, []),
        ("2026-12-14T23:29", "srv-ecd02", [("blackout", "zorgtijden", "16:00", "23:30")]),
        ("2026-12-14T23:29", "sw-core", []),
    ],
)
def test_what_touches_a_moment(at: str, system: str | None, found: list[tuple[str, str, str, str]]) -> None:
    answer = decider().decide(Question(at=at, system=system))
    assert [(one.kind, one.id, f"{one.starts:%H:%M}", f"{one.ends:%H:%M}") for one in answer.maintenance] == found
    assert all((one.clause, one.origin.file) == ("8.2", "clients/zorggroep-het-anker/dap.yaml") for one in answer.maintenance)


def test_hours_that_run_past_midnight() -> None:
    files = files_of(BASE)
    dap = files["clients/acme/dap.yaml"].decode()
    hours = dap[dap.index("no_maintenance:") :]
    night = "no_maintenance:\n  night: {systems: [srv-1], hours: [{days: [mon], from: 22:00, to: 02:00}], reason: Batch}\n"
    changed = edited(files, "clients/acme/dap.yaml", (hours.split("review:")[0], night))
    asked = Decider(compiled(changed, "acme", "2026-03-01"))
    for at, found in (("2026-03-02T22:00", 1), ("2026-03-03T01:59", 1), ("2026-03-03T02:00", 0), ("2026-03-02T01:00", 0)):
        assert len([one for one in asked.decide(Question(at=at)).maintenance if one.kind == "blackout"]) == found


def test_beyond_what_the_bundle_holds() -> None:
    with pytest.raises(BeyondBundleError, match="holds maintenance until 2027-11-24"):
        decider().decide(Question(at="2027-11-25T09:00"))


def test_up_to_the_last_date_that_the_bundle_holds() -> None:
    assert decider().decide(Question(at="2027-11-24T23:59")).maintenance == ()
