"""The same questions to a provider with other words: round the clock, following the sun, four by four, no status mails."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest

from compiler.decide import Answer, Decider, Question
from tests.workspace import MERIDIAN, compiled, files_of


@cache
def decider() -> Decider:
    return Decider(compiled(files_of(MERIDIAN), "albion-bank", "2026-03-01"))


def ask(at: str, **asked: Any) -> Answer:
    return decider().decide(Question(at=at, **asked))


@pytest.mark.parametrize(
    ("at", "urgency", "impact", "priority", "start", "respond", "resolve"),
    [
        # Round the clock, on a Saturday.
        ("2026-03-07T12:00", "U1", "I2", "p1", "2026-03-07T12:10", "2026-03-07T12:15", "2026-03-07T16:00"),
        # A deviation: a response within 20 minutes round the clock. Follow-the-sun: Friday to 18:00, on from Sunday 22:00.
        ("2026-03-06T17:00", "U2", "I2", "p2", "2026-03-06T17:30", "2026-03-06T17:20", "2026-03-09T05:00"),
        # Kolkata is at work on Saturday from 09:30, which is 04:00 in London. Three working days in London.
        ("2026-03-06T17:00", "U2", "I3", "p3", "2026-03-07T07:00", None, "2026-03-11T17:00"),
        # At lunch in London it counts from 13:30.
        ("2026-03-02T13:00", "U4", "I2", "p4", "2026-03-04T13:30", None, None),
        ("2026-03-02T13:00", "U4", "I4", "p5", None, None, None),
    ],
)
def test_times(
    at: str, urgency: str, impact: str, priority: str, start: str | None, respond: str | None, resolve: str | None
) -> None:
    found = ask(at, type="problem", urgency=urgency, impact=impact)
    assert found.priority is not None
    assert found.priority.id == priority
    due = [
        None if one is None else one.at.astimezone(dt.UTC).isoformat()[:16]
        for one in (found.start_by, found.respond_by, found.resolve_by)
    ]
    assert due == [start, respond, resolve]


def test_the_deviation_is_a_reason() -> None:
    found = ask("2026-03-06T17:00", urgency="U2", impact="I2").respond_by
    assert found is not None
    assert (found.binding, found.calendar) == (True, "always")
    assert [(one.clause, one.origin and one.origin.file) for one in found.because] == [
        ("B.1", "clients/albion-bank/contract.yaml"),
        ("B.1", "clients/albion-bank/contract.yaml"),
    ]
    assert found.because[1].text == "Agreed with the client, instead of 1 hour: Regulated payments"


@pytest.mark.parametrize(
    ("component", "service", "outcome"),
    [
        ("database", "on-call", "included"),
        ("container-platform", "cost-reporting", "included"),
        ("database", "cost-reporting", "not-offered"),
        ("voice", "patching", "no-sla"),
    ],
)
def test_coverage(component: str, service: str, outcome: str) -> None:
    assert ask("2026-03-02T10:00", component=component, service=service).coverage.outcome == outcome


@pytest.mark.parametrize(
    ("work", "hours", "outcome"),
    [("application-code", None, "excluded"), ("data-recovery", 4.0, "included"), ("data-recovery", 4.5, "excluded")],
)
def test_excluded_work(work: str, hours: float | None, outcome: str) -> None:
    found = ask("2026-03-02T10:00", system="ledger-db", service="backup", work=[work], labour_hours=hours)
    assert found.coverage.outcome == outcome
    if outcome == "excluded":
        assert found.coverage.because[0].clause == {"application-code": "C.2.1", "data-recovery": "C.2.2"}[work]
        assert found.coverage.rate is not None
        assert found.coverage.rate.currency == "GBP"


def test_maintenance() -> None:
    (window,) = ask("2026-03-15T04:29", system="k8s-prod").maintenance  # every second Sunday since 4 January
    assert (window.kind, window.text) == ("window", "Rolling upgrade")
    assert ask("2026-03-08T02:00").maintenance == ()
    (blackout,) = ask("2026-03-03T01:59", system="ledger-db").maintenance  # since Monday 18:00
    assert (blackout.kind, blackout.starts.isoformat()) == ("blackout", "2026-03-02T18:00:00+00:00")
    assert ask("2026-03-02T01:59", system="ledger-db").maintenance == ()


def test_no_status_mails_and_no_rule_about_rights() -> None:
    found = ask("2026-03-02T10:00", reporter="ruth", channel="phone")
    assert found.notify == ()
    assert [one.text for one in found.reporter.because] == ["Every employee of the client may report."]
    assert found.reporter.advice == ()
    assert [one.step for one in found.escalation] == ["L1", "L2"]
