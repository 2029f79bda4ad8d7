"""Who may report, who is told, and what an engineer does with a stranger: the example clients, read from their files."""

from __future__ import annotations

from functools import cache

import pytest

from compiler.decide import Answer, Decider, Question
from tests.workspace import EXAMPLE, compiled, files_of

FILES = files_of(EXAMPLE)


@cache
def decider(client: str) -> Decider:
    return Decider(compiled(FILES, client, "2026-11-24"))


def ask(client: str, **asked: str) -> Answer:
    return decider(client).decide(Question(at="2026-11-24T09:00", **asked))  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["jan", "jan.de.vries@bakkerijvandijk.example", "Jan.de.Vries@BakkerijVanDijk.example"])
def test_known_by_key_and_by_address(who: str) -> None:
    found = ask("bakkerij-van-dijk", reporter=who).reporter
    assert (found.known, found.authorised, found.name) == (True, True, "Jan de Vries")
    assert set(found.may) == {"report", "authorise", "view-all-tickets", "call-emergency", "receive-status-mails"}


def test_only_those_who_are_named_may_report() -> None:
    found = ask("bakkerij-van-dijk", reporter="stagiair@bakkerijvandijk.example").reporter
    assert (found.known, found.authorised) == (False, False)
    assert "ask one of these" in found.advice[0]
    assert "Jan de Vries (+31 (0)30 - 555 01 23)" in found.advice[0]
    assert "Willem van Dijk (willem@bakkerijvandijk.example)" in found.advice[0]  # has no telephone
    assert (found.because[0].clause, found.because[0].origin and found.because[0].origin.file) == (
        "3",
        "clients/bakkerij-van-dijk/dap.yaml",
    )


def test_everyone_may_report_where_nobody_is_named() -> None:
    found = ask("transportbedrijf-hoekstra", reporter="iemand@hoekstra.example").reporter
    assert (found.known, found.authorised) == (False, True)
    assert "make sure that they work for the client" in found.advice[0]
    assert found.because[0].text == "Every employee of the client may report."


def test_nobody_was_named_as_reporter() -> None:
    for client in ("bakkerij-van-dijk", "transportbedrijf-hoekstra"):
        found = ask(client).reporter
        assert (found.known, found.authorised, found.advice) == (False, None, ())


@pytest.mark.parametrize(("channel", "advised"), [("phone", True), ("email", False), ("portal", False)])
def test_requests_for_rights_only_in_writing(channel: str, advised: bool) -> None:
    found = ask("bakkerij-van-dijk", reporter="jan", channel=channel).reporter
    assert [one.text for one in found.because if one.clause == "10"] == [
        "Requests for rights are carried out only in writing, from: Jan de Vries, Willem van Dijk."
    ]
    assert any("confirmed in writing" in one for one in found.advice) == advised


def test_the_emergency_number_goes_to_designated_contacts_only() -> None:
    told = [one.text for one in ask("bakkerij-van-dijk").reporter.because if one.clause == "3.2"]
    assert told == ["The emergency number is given only to: Jan de Vries."]
    assert not [one for one in ask("transportbedrijf-hoekstra").reporter.because if one.clause == "3.2"]


def test_status_mails() -> None:
    found = ask("zorggroep-het-anker", reporter="esra").notify
    assert [(one.who, one.email, one.events) for one in found] == [
        ("reporter", "e.kaya@hetanker.example", ("created", "closed")),
        ("daan", "d.groen@hetanker.example", ("created", "closed")),
    ]
    assert [(one.clause, one.origin.file) for one in found] == [
        ("7.5", "provider/sla/2.5/sla.yaml"),
        ("7.5", "clients/zorggroep-het-anker/dap.yaml"),
    ]


def test_escalation() -> None:
    found = ask("northsea-logistics").escalation
    assert [(one.step, one.level, one.client, one.provider, one.clause) for one in found] == [
        ("0", "Support", ("end users",), ("Supportcenter",), "12"),
        ("1", "IT manager", ("contact", "management", "board"), ("Service Manager", "Operations Manager"), "12"),
        ("2", "Board", ("board", "management", "IT contact"), ("Board",), "12"),
    ]
