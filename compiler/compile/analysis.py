"""The coverage rules of a client, tried on every case that they tell apart, each finding with a case that shows it.

Rules that rest on the same things are tried once: what is the same for many clients isn't thought over for each.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from compiler import codes
from compiler.bundle import CoverageRule, When
from compiler.compile.coverage import coverage
from compiler.compile.status import status
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related
from compiler.source import Node, Origin

_MOST_TOLD = 10
"""So many rules are told that conflict with one."""
_KEYS = ("work", "over", "os_family", "type", "component", "service", "system")


class Case(NamedTuple):
    """A case that rules tell apart; None is what no rule names. ``over``: the labour goes over the limit of the work."""

    work: str | None
    over: bool
    os_family: str | None
    type: str
    component: str
    service: str
    system: str | None

    def __str__(self) -> str:
        what = f"{self.type}, {self.service} for {self.component}"
        if self.system is not None:
            what += f" ({self.system})"
        elif self.os_family is not None:
            what += f" on {self.os_family}"
        return what + (f", {self.work}" if self.work is not None else "")


@dataclass(frozen=True)
class Space:
    """All that a case can be, work left aside: the values of each key, and the systems with their component and family.

    A set of cases is a number: one bit for each case, in their order.
    """

    types: Sequence[str]
    components: Sequence[str]
    services: Sequence[str]
    os_families: Sequence[str | None]
    systems: Sequence[tuple[str, str, str | None]]

    @cached_property
    def things(self) -> list[tuple[str, str | None, str | None]]:
        """What work can be done on: component, family of operating systems, system."""
        nameless = [(component, family, None) for component in self.components for family in self.os_families]
        return [*nameless, *((component, family, name) for name, component, family in self.systems)]

    @cached_property
    def _numbered(self) -> dict[str, list[tuple[int, tuple[str, str | None, str | None]]]]:
        """Of each system what of the things it is, with its number."""
        found: dict[str, list[tuple[int, tuple[str, str | None, str | None]]]] = {}
        for number, thing in enumerate(self.things):
            if thing[2] is not None:
                found.setdefault(thing[2], []).append((number, thing))
        return found

    def fitting(self, when: When) -> int:
        """The cases that a rule fits, whatever the work."""
        services = sum(1 << i for i, service in enumerate(self.services) if when.service in (None, service))
        row = len(self.services)
        types = sum(services << i * row for i, kind in enumerate(self.types) if when.type in (None, kind))
        block = row * len(self.types)
        things = enumerate(self.things) if when.system is None else self._numbered.get(when.system, ())
        return sum(
            types << i * block
            for i, (component, family, _) in things
            if when.component in (None, component) and when.os_family in (None, family)
        )

    def first(self, cases: int, when: When) -> Case:
        """The first of some cases, with the work that a rule is about."""
        rest, service = divmod((cases & -cases).bit_length() - 1, len(self.services))
        thing, kind = divmod(rest, len(self.types))
        component, family, system = self.things[thing]
        return Case(when.work, when.over is not None, family, self.types[kind], component, self.services[service], system)


def _regards(when: When, other: When) -> bool:
    """Whether a rule counts for the work that another is about."""
    return (when.work is None or when.work == other.work) and (when.over is None or other.over is not None)


def conflicts(rules: Sequence[CoverageRule]) -> Iterator[tuple[CoverageRule, CoverageRule]]:
    """Pairs of one kind that fit the same cases and answer them differently, where neither is the more special one.

    Of very many that conflict with one, the first are told.
    """
    for index, earlier in enumerate(_earlier(rules)):
        yield from islice(((rules[one], rules[index]) for one in earlier if _conflict(rules[one], rules[index])), _MOST_TOLD)


def _conflict(first: CoverageRule, second: CoverageRule) -> bool:
    if first.outcome == second.outcome or first.kind != second.kind or not _overlap(first.when, second.when):
        return False
    one, other = _named(first.when), _named(second.when)
    return not (one < other or other < one)


def _earlier(rules: Sequence[CoverageRule]) -> Iterator[Sequence[int]]:
    """For each rule those before it that can fit the same case: one that names a system has nothing to do with others' rules."""
    by_system: dict[str | None, list[int]] = {None: []}
    for index, rule in enumerate(rules):
        own = by_system.setdefault(rule.when.system, [])
        yield range(index) if rule.when.system is None else sorted([*by_system[None], *own])
        own.append(index)


def unreachable(rules: Sequence[CoverageRule], space: Space) -> Iterator[tuple[CoverageRule, CoverageRule, Case]]:
    """Rules before which others always decide: the rule, one that decides before it, and a case of that.

    What a deviation decides instead of the standard is as it was meant, and isn't told.
    """
    fitting = [space.fitting(rule.when) for rule in rules]
    for index, (rule, earlier) in enumerate(zip(rules, _earlier(rules), strict=True)):
        left, case = fitting[index], space.first(fitting[index], rule.when) if fitting[index] else None
        before: CoverageRule | None = None
        for one in earlier if left else ():
            other, cases = rules[one], fitting[one]
            if not (left & cases and _regards(other.when, rule.when)):
                continue
            if other.kind == "deviation" and rule.kind != "deviation":
                break
            if before is None and left & -left & cases:
                before = other
            left &= ~cases
        else:
            if not left and before is not None and case is not None:
                yield rule, before, case


def unanswered(rules: Sequence[CoverageRule], space: Space) -> Iterator[Case]:
    """Cases of work that isn't excluded, which no rule fits."""
    left = space.fitting(When())
    for rule in rules:
        if _regards(rule.when, When()):
            left &= ~space.fitting(rule.when)
    while left:
        yield space.first(left, When())
        left &= left - 1


def _named(when: When) -> set[str]:
    return {key for key in _KEYS if getattr(when, key) is not None}


def _overlap(first: When, second: When) -> bool:
    return all(
        getattr(first, key) is None or getattr(second, key) is None or getattr(first, key) == getattr(second, key)
        for key in _KEYS
        if key != "over"
    )


class RuleAnalysis:
    """Tries the rules of many clients, each sort of rules once."""

    def __init__(self) -> None:
        self._sound: set[Hashable] = set()

    def of(self, contract: Contract) -> Iterator[Diagnostic]:
        """What is wrong with the rules of a stretch of dates of a contract."""
        yield from _same_subject(contract)
        key = _rests_on(contract)
        if key in self._sound:
            return
        found = list(_findings(contract))
        if not found:
            self._sound.add(key)
        yield from found


def _same_subject(contract: Contract) -> Iterator[Diagnostic]:
    """Two deviations about one target, or about the hours of one calendar."""
    seen: dict[str, Node] = {}
    for _, node in contract.contract.section("deviations"):
        agreed = node["set"]
        if "priority" in agreed:
            subject = f"the {agreed['target'].data} target of {agreed['priority'].data}"
        elif "calendar" in agreed:
            subject = f"the hours of {agreed['calendar'].data}"
        else:
            continue
        first = seen.setdefault(subject, node)
        if first is node:
            continue
        if first["set"].data == agreed.data:
            related = [Related(first.key_origin, "this decides before it")]
            yield codes.RULE_UNREACHABLE.at(node.key_origin, case=subject, clause=node["clause"].data, related=related)
        else:
            related = [Related(first.key_origin, "here it is agreed otherwise")]
            yield codes.RULES_CONFLICT.at(
                node.key_origin, case=subject, first=first.key, second=node.key, clause=node["clause"].data, related=related
            )


def _rests_on(contract: Contract) -> Hashable:
    """All that the rules of a contract are made of."""
    forms = tuple((name, bought["type"].data) for name, bought, _ in contract.forms())
    options = tuple(key for key, _ in contract.contract.section("options"))
    deviations = tuple(
        tuple(sorted((key, str(value)) for key, value in node["set"].data.items()))
        for _, node in contract.contract.section("deviations")
        if "coverage" in node["set"]
    )
    # Without deviations, no rule names a system.
    systems = tuple(_systems(contract)) if deviations else ()
    return contract.standard.version, contract.status, forms, options, deviations, systems


def _systems(contract: Contract) -> Iterator[tuple[str, str, str | None]]:
    for key, node in contract.contract.section("systems"):
        family = contract.standard.family_of(node["os"].data) if "os" in node else None
        yield key, node["component"].data, family[0] if family is not None else None


def _findings(contract: Contract) -> Iterator[Diagnostic]:
    sla = contract.sla
    rules = [rule for rule in coverage(contract, status(contract)).rules if rule.kind not in ("not-in-force", "no-form")]
    if not any(True for _ in contract.forms()):
        return
    space = Space(
        types=list(sla["ticket_types"].data),
        components=list(sla["components"].data),
        services=list(sla["services"].data),
        os_families=[None, *(key for key, _ in sla.section("os_families"))],
        systems=list(_systems(contract)),
    )
    disputed = set()
    for first, second in conflicts(rules):
        disputed.add(second.id)
        case = space.first(space.fitting(first.when) & space.fitting(second.when), second.when)
        yield codes.RULES_CONFLICT.at(
            _written(contract, second),
            case=case,
            first=first.outcome,
            second=second.outcome,
            clause=second.clause,
            related=[Related(_written(contract, first), f"here it is {first.outcome}")],
        )
    told: set[Origin] = set()
    for rule, before, case in unreachable(rules, space):
        place = _written(contract, rule)
        if rule.id not in disputed and place not in told and place != _written(contract, before):
            told.add(place)
            yield codes.RULE_UNREACHABLE.at(
                place, case=case, clause=rule.clause, related=[Related(_written(contract, before), "this decides before it")]
            )
    for case in unanswered(rules, space):
        yield codes.CASE_UNANSWERED.at(contract.sla["coverage"].key_origin, case=case, clause=sla["coverage_clause"].data)


def _written(contract: Contract, rule: CoverageRule) -> Origin:
    """Where the rule's own block stands."""
    _, name, *_ = rule.id.split("/")
    sections: dict[str, tuple[Node, str]] = {
        "deviation": (contract.contract, "deviations"),
        "exclusion": (contract.sla, "exclusions"),
        "operating-system": (contract.sla, "os_families"),
        "ticket-type": (contract.sla, "ticket_types"),
    }
    if rule.kind in sections:
        document, section = sections[rule.kind]
        return document[section][name].key_origin
    return contract.sla["coverage"].key_origin
