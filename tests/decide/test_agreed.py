"""What the example provider's SLA 2.5 says about a ticket, as tables typed over from its text."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest

from compiler.decide import Answer, Decider, Question
from tests.workspace import EXAMPLE, compiled, files_of

FILES = files_of(EXAMPLE)
MORNING = "2026-11-24T09:00"

SERVICES = (
    "monitoring", "backup-monitoring", "update-management", "support",
    "file-restore", "server-checkup", "mobile-support", "microsoft-cloud",
)  # fmt: skip
# Clause 5.2. v: included, e: charged separately, o: an option, -: not offered; a letter for each service in the order above.
MATRIX = {
    ("server", "standard"): "vvveeeee",
    ("workplace", "standard"): "vvveeeee",
    ("server", "plus"): "vvvvvvee",
    ("workplace", "plus"): "vvvvvvee",
    ("network", "standard"): "vvee----",
    ("network", "plus"): "vvev----",
}
ALL_IN = "vvvvvvvo"
OUTCOMES = {"v": "included", "e": "billable", "o": "optional", "-": "not-offered"}

# Clause 7.9: the rows are urgencies, the columns impacts.
PRIORITIES = {
    "A": ("kritisch", "ernstig", "standaard"),
    "B": ("ernstig", "standaard", "laag"),
    "C": ("standaard", "laag", "laag"),
}
REPORT_BY = {
    "kritisch": {"phone"},
    "ernstig": {"phone", "portal", "email"},
    "standaard": {"portal", "email", "phone"},
    "laag": {"portal", "email"},
}

# Clause 6.4, in its order.
EXCLUSIONS = (
    "business-application", "upgrade", "cybercrime", "disaster-recovery", "on-site-only",
    "private-equipment", "manual-firmware", "ad-hoc-vulnerability", "ignored-advice",
)  # fmt: skip

HEAD = """client: {name: Test}
status: signed
sla: {version: "2.5", language: en}
term: {start: 2026-01-01, end: 2028-12-31}
signed: {on: 2025-12-01, general_terms: {version: "2024", provided_on: 2025-12-01}}
rates: {currency: EUR, hourly: 100.00}
contacts: {jan: {name: Jan, email: jan@test.example, telephone: "+31 20 555 01 01"}, piet: {name: Piet}}
"""


@cache
def decider(form: str) -> Decider:
    """A client that bought a form, as of 24 November 2026."""
    files = {name: content for name, content in FILES.items() if not name.startswith("clients/")}
    files["clients/test/contract.yaml"] = f"{HEAD}{form}".encode()
    return Decider(compiled(files, "test", "2026-11-24"))


LOOSE = "form: {server: {type: plus, quantity: 3, monthly_fee: 1.00}}\n"
PREMIUM = """form:
  all-in-1:
    type: premium
    quantities: {server: 2, workplace: 5, network: 1}
    hours: 10
    monthly_fee: 500.00
    categories: [microsoft-cloud, servers-and-equipment, workplace-management, user-support]
"""


def ask(form: str = LOOSE, **asked: object) -> Answer:
    return decider(form).decide(Question(**{"at": MORNING, **asked}))  # type: ignore[arg-type]


@pytest.mark.parametrize(("component", "kind"), MATRIX)
@pytest.mark.parametrize("service", SERVICES)
def test_matrix(component: str, kind: str, service: str) -> None:
    covered = ask(
        f"form: {{{component}: {{type: {kind}, quantity: 1, monthly_fee: 1.00}}}}\n", component=component, service=service
    ).coverage
    assert covered.outcome == OUTCOMES[MATRIX[component, kind][SERVICES.index(service)]]
    assert covered.because[0].clause == "5.2"
    assert (covered.rate is not None) == (covered.outcome == "billable")


@pytest.mark.parametrize("component", ["server", "workplace", "network"])
@pytest.mark.parametrize("service", SERVICES)
def test_all_in_one(component: str, service: str) -> None:
    assert ask(PREMIUM, component=component, service=service).coverage.outcome == OUTCOMES[ALL_IN[SERVICES.index(service)]]


def test_option_that_was_bought() -> None:
    covered = ask(
        f"{PREMIUM}options: {{microsoft-cloud: {{monthly_fee: 10.00}}}}\n", component="workplace", service="microsoft-cloud"
    ).coverage
    assert (covered.outcome, covered.rate) == ("included", None)


@pytest.mark.parametrize("urgency", PRIORITIES)
@pytest.mark.parametrize("impact", [1, 2, 3])
def test_priorities(urgency: str, impact: int) -> None:
    found = ask(type="incident", impact=impact, urgency=urgency)
    expected = PRIORITIES[urgency][impact - 1]
    assert found.priority is not None
    assert found.priority.id == expected
    assert found.priority.because[0].clause == "7.9"
    assert set(found.report_by) == REPORT_BY[expected]


@pytest.mark.parametrize(
    ("impact", "urgency", "due", "binding"),
    [
        ("1", "A", "2026-11-24T09:30:00+01:00", True),
        ("1", "B", "2026-11-24T10:00:00+01:00", True),
        ("2", "B", "2026-11-25T09:00:00+01:00", False),
        ("3", "C", None, None),
    ],
)
def test_start_of_work(impact: str, urgency: str, due: str | None, binding: bool | None) -> None:
    found = ask(type="incident", impact=impact, urgency=urgency)
    if due is None:
        assert found.start_by is None
        assert "nothing is promised" in found.notes[0].text
        return
    assert found.start_by is not None
    assert found.start_by.at == dt.datetime.fromisoformat(due)
    assert found.start_by.binding is binding
    assert found.start_by.because[0].clause == "7.9"


@pytest.mark.parametrize("number", range(1, 10))
def test_exclusions(number: int) -> None:
    work = EXCLUSIONS[number - 1]
    covered = ask(component="server", service="support", work=[work], labour_hours=3).coverage
    assert covered.outcome == "excluded"
    assert covered.because[0].clause == f"6.4.{number}"
    assert covered.rate is not None
    assert (covered.rate.kind, str(covered.rate.amount)) == ("hourly", "100.00")


@pytest.mark.parametrize(("hours", "outcome"), [(0, "included"), (2, "included"), (2.01, "excluded")])
def test_ad_hoc_vulnerability_takes_more_than_two_hours(hours: float, outcome: str) -> None:
    covered = ask(
        component="server", service="support", type="incident", work=["ad-hoc-vulnerability"], labour_hours=hours
    ).coverage
    assert (covered.outcome, covered.otherwise) == (outcome, ())


def test_ad_hoc_vulnerability_without_hours_says_both() -> None:
    covered = ask(component="server", service="support", type="incident", work=["ad-hoc-vulnerability"]).coverage
    assert covered.outcome == "included"
    (other,) = covered.otherwise
    assert (other.outcome, other.because.clause, other.when) == ("excluded", "6.4.8", "it takes more than 2 hours of labour")


@pytest.mark.parametrize("kind", ["service-request", "change"])
def test_requests_and_changes_have_no_priority(kind: str) -> None:
    found = ask(type=kind, component="server", service="support", impact="1", urgency="A")
    assert (found.priority, found.start_by) == (None, None)
    assert found.notes[0].clause == {"service-request": "7.8", "change": "7.7"}[kind]


def test_changes_are_charged_with_small_ones_under_fair_use() -> None:
    covered = ask(type="change", component="server", service="support").coverage
    assert (covered.outcome, covered.because[0].clause) == ("billable", "7.7")
    assert [one.clause for one in covered.conditions] == ["7.7"]
    assert (
        ask(
            "form: {server: {type: standard, quantity: 1, monthly_fee: 1.00}}\n", type="change", component="server"
        ).coverage.conditions
        == ()
    )


LINUX = f"{LOOSE}systems: {{web: {{component: server, os: ubuntu-24.04}}, dc: {{component: server, os: windows-server-2022}}}}\n"


@pytest.mark.parametrize(
    ("service", "outcome"), [("monitoring", "included"), ("support", "excluded"), ("file-restore", "excluded")]
)
def test_linux_gets_basic_monitoring_only(service: str, outcome: str) -> None:
    covered = ask(LINUX, system="web", service=service).coverage
    assert (covered.outcome, covered.because[0].clause) == (outcome, "6.1")
    assert ask(LINUX, system="dc", service=service).coverage.outcome == "included"


def test_a_server_that_may_run_linux_says_both() -> None:
    covered = ask(LINUX, component="server", service="support", type="incident").coverage
    assert covered.outcome == "included"
    assert [(one.outcome, "web" in one.when) for one in covered.otherwise] == [("excluded", True)]


def test_exclusion_comes_before_linux_before_the_type_of_ticket() -> None:
    steps = {
        clause: ask(LINUX, system="web", service="support", type="change", work=work).coverage.because
        for clause, work in (("6.4.3", ["cybercrime"]), ("6.1", []))
    }
    for clause, because in steps.items():
        assert because[0].clause == clause
    assert [one.step for one in steps["6.1"]] == ["operating-system", "in-force", "form", "exclusion"]
    windows = ask(LINUX, system="dc", service="support", type="change").coverage.because
    assert [one.step for one in windows] == ["ticket-type", "in-force", "form", "exclusion", "operating-system"]


def test_every_step_is_told_with_clause_and_place() -> None:
    because = ask(LINUX, system="dc", service="support", type="incident").coverage.because
    assert [(one.step, one.clause) for one in because] == [
        ("matrix", "5.2"),
        ("in-force", "2.3"),
        ("form", "5.1"),
        ("exclusion", "6.4"),
        ("operating-system", "6.1"),
        ("ticket-type", "7.9"),
    ]
    assert all(one.origin is not None for one in because)


def test_no_form_no_sla() -> None:
    found = ask("", type="incident", component="server", service="support", impact="1", urgency="A")
    assert (found.coverage.outcome, found.coverage.because[0].clause) == ("no-sla", "5.1")
    assert (found.in_force, found.priority, found.start_by, found.report_by, found.escalation) == (True, None, None, (), ())


def test_component_that_was_not_bought() -> None:
    found = ask(type="incident", component="network", service="monitoring", impact="1", urgency="A")
    assert (found.coverage.outcome, found.priority, found.start_by) == ("no-sla", None, None)


@pytest.mark.parametrize(
    ("at", "reason"), [("2025-12-31T12:00", "starts on 2026-01-01"), ("2029-01-01T12:00", "ended on 2028-12-31")]
)
def test_not_in_force(at: str, reason: str) -> None:
    files = {name: content for name, content in FILES.items() if not name.startswith("clients/")}
    files["clients/test/contract.yaml"] = f"{HEAD}{LOOSE}".encode()
    found = Decider(compiled(files, "test", at[:10])).decide(
        Question(at=at, component="server", service="support", impact=1, urgency="A")
    )
    assert (found.in_force, found.coverage.outcome, found.priority, found.start_by) == (False, "not-in-force", None, None)
    assert reason in found.coverage.because[0].text
    assert found.coverage.because[0].clause == "2.3"


def test_what_is_missing_is_told() -> None:
    assert (ask().coverage.outcome, ask().coverage.missing) == (None, ("component", "service"))
    assert ask(component="server").coverage.missing == ("service",)


EMERGENCY = f"{LOOSE}emergency_service: {{from: 07:00, to: 23:00, monthly_fee: 125.00, hourly: 150.00, designated: [jan]}}\n"
CALL = {"type": "incident", "component": "server", "service": "support", "impact": 1, "channel": "phone"}


@pytest.mark.parametrize(
    ("at", "urgency", "channel", "emergency"),
    [
        ("2026-11-24T20:00", "A", "phone", True),
        ("2026-11-24T12:00", "A", "phone", False),  # the office is open
        ("2026-11-24T23:30", "A", "phone", False),  # nobody is there
        ("2026-11-24T20:00", "B", "phone", False),  # not for Prio1
        ("2026-11-24T20:00", "A", "email", False),  # by telephone only
    ],
)
def test_calls_to_the_emergency_service_are_charged(at: str, urgency: str, channel: str, emergency: bool) -> None:
    covered = ask(EMERGENCY, **{**CALL, "at": at, "urgency": urgency, "channel": channel}).coverage
    assert covered.minimum == ("PT1H" if emergency else None)
    assert covered.outcome == ("billable" if emergency else "included")
    assert covered.because[0].clause == ("3.2" if emergency else "5.2")
    assert (covered.rate is not None and str(covered.rate.amount) == "150.00") == emergency


def test_critical_counts_on_office_and_emergency_hours_together() -> None:
    evening = {**CALL, "urgency": "A", "at": "2026-11-24T22:45"}
    with_service, without = ask(EMERGENCY, **evening).start_by, ask(LOOSE, **evening).start_by
    assert with_service is not None
    assert without is not None
    assert with_service.at == dt.datetime.fromisoformat("2026-11-25T07:15:00+01:00")
    assert without.at == dt.datetime.fromisoformat("2026-11-25T08:30:00+01:00")


def test_a_contact_without_an_address_is_known_by_key() -> None:
    found = ask(reporter="piet").reporter
    assert (found.known, found.name) == (True, "Piet")


DEVIATING = (
    LINUX
    + """deviations:
  restore: {clause: "5.2", set: {service: mobile-support, component: server, coverage: included}, reason: r, approved_by: a}
  web: {clause: "6.1", set: {service: support, component: server, system: web, coverage: billable}, reason: r, approved_by: a}
"""
)


@pytest.mark.parametrize(
    ("form", "asked", "said"),
    [
        ("", {}, "The contract names no form, so no SLA applies."),
        (LOOSE, {"component": "network"}, "The client didn't buy Network equipment, so no SLA applies to it."),
        (
            LOOSE,
            {"component": "server", "service": "support"},
            "Support by the Supportcenter and follow-up of alerts for Server: included in Server Plus.",
        ),
        (
            LOOSE,
            {"work": ["upgrade"]},
            "Always outside the agreement: extensions or upgrades of hardware or software"
            " (replacing workplaces, printers or programs).",
        ),
        (
            LOOSE,
            {"work": ["ad-hoc-vulnerability"], "labour_hours": 3},
            "Always outside the agreement: follow-up of ad-hoc vulnerabilities, when it takes more than 2 hours of labour.",
        ),
        (
            LOOSE,
            {"type": "change"},
            "Change: charged separately. A change is an extension, renewal or modification of an existing configuration.",
        ),
        (
            DEVIATING,
            {"component": "server", "service": "mobile-support"},
            "Agreed with the client for Smartphone and tablet support for Server: included, instead of charged separately.",
        ),
        (
            DEVIATING,
            {"system": "web", "service": "support"},
            "Agreed with the client for Support by the Supportcenter and follow-up of alerts for Server (web): "
            "charged separately, instead of outside the agreement, and charged.",
        ),
        (
            f"{PREMIUM}options: {{microsoft-cloud: {{monthly_fee: 10.00}}}}\n",
            {"component": "server", "service": "microsoft-cloud"},
            "Microsoft cloud management for Server: included in All-in-1 Premium, bought as an option"
            " (an option that wasn't bought otherwise).",
        ),
    ],
)
def test_reasons_in_words(form: str, asked: dict[str, Any], said: str) -> None:
    assert ask(form, **asked).coverage.because[0].text == said


def test_linux_in_words() -> None:
    monitored, other = (
        ask(LINUX, system="web", service=service).coverage.because[0].text for service in ("monitoring", "support")
    )
    assert monitored.endswith("Automatic monitoring remains: included.")
    assert other.startswith("Linux servers are outside the SLA")
    assert other.endswith("Outside the agreement, and charged.")


@pytest.mark.parametrize(
    ("form", "asked", "when"),
    [
        (LOOSE, {"component": "server", "service": "support"}, ["it is of the type “Change”"]),
        (
            DEVIATING,
            {"component": "server", "service": "support", "type": "incident"},
            ["it is about web", "it is about a system outside the SLA (Linux: web)"],
        ),
        (
            DEVIATING,
            {"component": "server", "service": "file-restore", "type": "incident"},
            ["it is about a system outside the SLA (Linux: web)"],
        ),
        (DEVIATING, {"system": "dc", "service": "support", "type": "incident"}, []),
        (
            DEVIATING,
            {"service": "mobile-support", "type": "incident"},
            ["it is about a system outside the SLA (Linux: web) and it is about Server", "it is about Server"],
        ),
        (LINUX, {"system": "web", "type": "incident"}, ["it is about Automatic monitoring"]),
    ],
)
def test_what_else_it_can_be(form: str, asked: dict[str, Any], when: list[str]) -> None:
    covered = ask(form, **asked).coverage
    assert [one.when.replace("Linux servers", "Linux") for one in covered.otherwise] == when


def test_steps_that_did_not_decide_in_words() -> None:
    texts = {
        one.step: one.text
        for one in ask(
            DEVIATING, system="dc", service="support", type="incident", work=["ad-hoc-vulnerability"], labour_hours=1
        ).coverage.because
    }
    assert texts["in-force"] == "The contract is in force, from 2026-01-01 to 2028-12-31."
    assert texts["form"] == "Bought: Server Plus."
    assert texts["exclusion"] == "Outside the agreement: ad-hoc-vulnerability only when it takes more than 2 hours of labour."
    assert texts["operating-system"] == "dc is inside the SLA (windows-server-2022)."
    assert texts["ticket-type"] == "Incident: the type of ticket doesn't decide."
    assert texts["deviation"] == "No deviation of this client is about it."
    silent = {one.step: one.text for one in ask(LINUX, component="server", service="support").coverage.because}
    assert silent["exclusion"] == "None of the work that is always outside the agreement."
    assert silent["operating-system"] == "No system was named, so its operating system doesn't count."
    assert silent["ticket-type"] == "The type of ticket doesn't say otherwise."
