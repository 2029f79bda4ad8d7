"""Rules made by hand, tried on every case: a workspace can't have all that may be wrong with rules."""

from __future__ import annotations

from typing import Any

from compiler.bundle import CoverageRule, Origin, When
from compiler.compile.analysis import Case, RuleAnalysis, Space, conflicts, unanswered, unreachable
from tests.workspace import BASE, EXAMPLE, checked, errors, files_of

SPACE = Space(
    types=["incident", "change"],
    components=["server", "laptop"],
    services=["support", "restore"],
    os_families=[None, "linux"],
    systems=[("web", "server", "linux")],
)


def rule(name: str, outcome: Any, kind: Any = "matrix", **when: str) -> CoverageRule:
    return CoverageRule(
        id=name,
        kind=kind,
        when=When(**when),
        outcome=outcome,
        rate=None,
        minimum=None,
        conditions=(),
        text=None,
        clause=None,
        origin=Origin(file="x", line=1, column=1, pointer=""),
    )


def test_a_case_that_none_answers() -> None:
    rules = [
        rule("a", "included", component="server"),
        rule("b", "billable", component="laptop", service="support"),
        rule("c", "billable", "ticket-type", component="laptop", type="change"),
    ]
    assert list(unanswered(rules, SPACE)) == [
        Case(None, False, family, "incident", "laptop", "restore", None) for family in (None, "linux")
    ]
    assert str(Case(None, False, "linux", "incident", "laptop", "restore", None)) == "incident, restore for laptop on linux"


def test_answered_by_many_together() -> None:
    rules = [rule(f"{one}-{two}", "included", type=one, component=two) for one in SPACE.types for two in SPACE.components]
    assert list(unanswered(rules, SPACE)) == []


def test_excluded_work_answers_nothing_else() -> None:
    assert next(unanswered([rule("a", "excluded", "exclusion", work="upgrade")], SPACE), None) is not None


def test_hidden_by_several_together() -> None:
    rules = [
        rule("change", "billable", "ticket-type", type="change"),
        rule("incident", "billable", "ticket-type", type="incident"),
        rule("cell", "included", component="server", service="support"),
    ]
    ((hidden, before, case),) = unreachable(rules, SPACE)
    assert (hidden.id, before.id, case.type) == ("cell", "incident", "incident")


def test_hidden_only_partly() -> None:
    rules = [rule("change", "billable", "ticket-type", type="change"), rule("cell", "included", component="server")]
    assert list(unreachable(rules, SPACE)) == []


def test_work_over_a_limit_hides_nothing_below_it() -> None:
    rules = [
        rule("limit", "excluded", "exclusion", work="adhoc", over="PT2H"),
        rule("all", "excluded", "exclusion", work="adhoc"),
    ]
    assert list(unreachable(rules, SPACE)) == []
    assert [hidden.id for hidden, _, _ in unreachable(rules[::-1], SPACE)] == ["limit"]


def test_a_general_rule_before_a_special_one_hides_it() -> None:
    rules = [
        rule("general", "excluded", "operating-system", os_family="linux"),
        rule("special", "included", "operating-system", os_family="linux", service="support"),
    ]
    assert [hidden.id for hidden, _, _ in unreachable(rules, SPACE)] == ["special"]
    assert list(unreachable(rules[::-1], SPACE)) == []


def test_crossing_rules_conflict() -> None:
    crossing = [
        rule("a", "included", "deviation", component="server"),
        rule("b", "billable", "deviation", service="support"),
    ]
    assert [(one.id, other.id) for one, other in conflicts(crossing)] == [("a", "b")]
    agreeing = [crossing[0], rule("b", "included", "deviation", service="support")]
    apart = [crossing[0], rule("b", "billable", "deviation", component="laptop")]
    special = [crossing[0], rule("b", "billable", "deviation", component="server", service="support")]
    other_kind = [crossing[0], rule("b", "billable", service="support")]
    for rules in (agreeing, apart, special, other_kind):
        assert list(conflicts(rules)) == []


def test_what_is_sound_is_tried_once_and_what_is_not_each_time() -> None:
    again = '  again: {clause: "2.1", set: {service: cloud, component: server, coverage: included}, reason: r, approved_by: a}\n'
    files = files_of(BASE)
    text = files["clients/acme/contract.yaml"].decode()
    twice = text.replace("amendments:\n", f"{again}amendments:\n")
    dap = files["clients/acme/dap.yaml"].decode()
    both = {
        **files,
        "clients/acme/contract.yaml": twice.encode(),
        "clients/other/contract.yaml": twice.encode(),
        "clients/other/dap.yaml": dap.encode(),
    }
    found = checked(both, "2026-03-01")
    assert errors(found) == []
    told = [one.origin.file for one in found.findings if one.code == "AK503"]
    assert told == ["clients/acme/contract.yaml", "clients/other/contract.yaml"]


def test_the_example_has_no_such_rules() -> None:
    found = checked(files_of(EXAMPLE), "2026-11-24")
    assert found.workspace is not None
    assert len(found.workspace.clients) == 6
    for client in found.workspace.clients.values():
        assert list(RuleAnalysis().of(client.current)) == []
