"""Coverage: the standard matrix, and the rules that decide a case, in the order in which they are tried.

The order: not in force, no form, exclusions, deviations for one system, operating systems outside the SLA, ticket types,
deviations, the matrix, components that weren't bought. A deviation that names a system stands before the rule about
operating systems, since that is what it deviates from.
"""

from __future__ import annotations

from collections.abc import Iterator

from compiler.bundle import Column as MatrixColumn
from compiler.bundle import (
    Coverage,
    CoverageRule,
    Exclusion,
    FormOffer,
    FormType,
    Matrix,
    OsFamily,
    Outcome,
    Rate,
    Row,
    RuleKind,
    Status,
    Text,
    Topic,
    When,
)
from compiler.compile import parts
from compiler.compile.billing import rate
from compiler.contract import Contract
from compiler.source import Node


def coverage(contract: Contract, status: Status) -> Coverage:
    """Everything that decides whether work is covered."""
    sla = contract.sla
    return Coverage(
        components=tuple(parts.named(key, node) for key, node in sla["components"].items()),
        services=tuple(parts.named(key, node) for key, node in sla["services"].items()),
        types=tuple(
            FormType(
                id=key,
                label=parts.text(node["label"]),
                includes=parts.texts(node.listed("includes")),
                includes_clause=parts.word(node.get("includes_clause")),
                clause=node["clause"].data,
                origin=parts.origin(node),
            )
            for key, node in sla["types"].items()
        ),
        forms=tuple(_offer(key, node) for key, node in sla["forms"].items()),
        os_families=tuple(
            OsFamily(
                id=key,
                label=parts.text(node["label"]),
                covered=node["covered"].data,
                components=parts.words(node.get("components")),
                services=parts.words(node.get("services")),
                text=parts.maybe_text(node.get("text")),
                clause=node["clause"].data,
                origin=parts.origin(node),
            )
            for key, node in sla.section("os_families")
        ),
        exclusions=tuple(
            Exclusion(
                id=key,
                text=parts.text(node["text"]),
                over=parts.word(node.get("over")),
                clause=node["clause"].data,
                origin=parts.origin(node),
            )
            for key, node in sla["exclusions"].items()
        ),
        matrix=_matrix(contract),
        rules=tuple(_Rules(contract, status).all()),
    )


def _offer(key: str, node: Node) -> FormOffer:
    return FormOffer(
        id=key,
        label=parts.text(node["label"]),
        components=parts.words(node["components"]),
        types=parts.words(node["types"]),
        all_in="all_in" in node and node["all_in"].data,
        categories=tuple(parts.named(name, category) for name, category in node.section("categories")),
        hours_clause=parts.word(node.get("hours", "clause")),
        hours_adjusted_every=parts.word(node.get("hours", "adjust_every")),
        clause=node["clause"].data,
        origin=parts.origin(node),
    )


def _matrix(contract: Contract) -> Matrix:
    sla = contract.sla
    bought = {(name, node["type"].data) for name, node, _ in contract.forms()}
    columns = tuple(
        MatrixColumn(
            form=form,
            form_label=parts.text(offer["label"]),
            type=kind,
            type_label=parts.text(sla["types"][kind]["label"]),
            bought=(form, kind) in bought,
        )
        for form, offer in sla["forms"].items()
        for kind in offer["types"].data
        if "unknown" not in sla["types"][kind]
    )
    rows = tuple(
        Row(
            id=key,
            label=parts.text(service["label"]),
            cells=tuple(
                cell.data if (cell := sla.get("coverage", key, column.form, column.type)) is not None else None
                for column in columns
            ),
            clause=service["clause"].data,
            origin=parts.origin(sla["coverage"][key]) if key in sla["coverage"] else parts.origin(service),
        )
        for key, service in sla["services"].items()
    )
    return Matrix(clause=sla["coverage_clause"].data, columns=columns, rows=rows)


class _Rules:
    """Builds the rules of one client."""

    def __init__(self, contract: Contract, status: Status) -> None:
        self.contract = contract
        self.sla = contract.sla
        self.status = status
        self.hourly = rate(contract, "hourly")

    def all(self) -> Iterator[CoverageRule]:
        if not self.status.in_force:
            clause = self.contract.standard.clause_of("duration")
            yield self._rule("not-in-force", self.status.reason, self.contract.contract["term"], clause, "not-in-force", When())
        if not any(True for _ in self.contract.forms()):
            node = self.contract.contract
            yield self._rule(
                "no-form", "none", node, self.contract.standard.hook("contract", "form"), "no-sla", When(), charged=True
            )
            return
        yield from self._exclusions()
        yield from self._deviations(for_a_system=True)
        yield from self._operating_systems()
        yield from self._ticket_types()
        yield from self._deviations(for_a_system=False)
        yield from self._cells()

    def _rule(
        self,
        kind: RuleKind,
        name: str,
        node: Node,
        clause: str | None,
        outcome: Outcome,
        when: When,
        *,
        charged: bool = False,
        conditions: tuple[Topic, ...] = (),
        text: Text | None = None,
        standard: Outcome | None = None,
    ) -> CoverageRule:
        rated: Rate | None = self.hourly if charged else None
        return CoverageRule(
            id=f"{kind}/{name}",
            kind=kind,
            when=when,
            outcome=outcome,
            rate=rated,
            minimum=None,
            conditions=conditions,
            text=text,
            standard=standard,
            clause=clause,
            origin=parts.origin(node) if node.path else parts.placed(node.origin),
        )

    def _exclusions(self) -> Iterator[CoverageRule]:
        for key, node in self.sla["exclusions"].items():
            when = When(work=key, over=parts.word(node.get("over")))
            yield self._rule(
                "exclusion", key, node, node["clause"].data, "excluded", when, charged=True, text=parts.text(node["text"])
            )

    def _operating_systems(self) -> Iterator[CoverageRule]:
        """Services that remain for an outside operating system follow the matrix; all else is outside."""
        for family, node in self.sla.section("os_families"):
            if node["covered"].data:
                continue
            explained = parts.maybe_text(node.get("text"))
            remaining = parts.words(node.get("services"))
            for component in node["components"].data if "components" in node else list(self.sla["components"].data):
                if self.contract.bought_for(component) is None:
                    continue
                for service in remaining:
                    outcome, _, cell = self._cell(component, service)
                    when = When(os_family=family, component=component, service=service)
                    yield self._rule(
                        "operating-system",
                        f"{family}/{component}/{service}",
                        cell,
                        node["clause"].data,
                        outcome,
                        when,
                        charged=outcome == "billable",
                        text=explained,
                    )
                when = When(os_family=family, component=component)
                yield self._rule(
                    "operating-system",
                    f"{family}/{component}",
                    node,
                    node["clause"].data,
                    "excluded",
                    when,
                    charged=True,
                    text=explained,
                )

    def _ticket_types(self) -> Iterator[CoverageRule]:
        for kind, node in self.sla["ticket_types"].items():
            if "coverage" not in node:
                continue
            outcome, charged = node["coverage"].data, node["coverage"].data == "billable"
            clause, explained = node["clause"].data, parts.text(node["text"])
            fair = parts.words(node.get("fair_use"))
            for component in self.sla["components"].data:
                found = self.contract.bought_for(component)
                if found is not None and found[1]["type"].data in fair:
                    use = Topic(
                        id="fair-use",
                        text=parts.text(node["fair_use_text"]),
                        clause=clause,
                        origin=parts.origin(node["fair_use"]),
                    )
                    when = When(type=kind, component=component)
                    yield self._rule(
                        "ticket-type",
                        f"{kind}/{component}",
                        node,
                        clause,
                        outcome,
                        when,
                        charged=charged,
                        conditions=(use,),
                        text=explained,
                    )
            yield self._rule("ticket-type", kind, node, clause, outcome, When(type=kind), charged=charged, text=explained)

    def _deviations(self, *, for_a_system: bool) -> Iterator[CoverageRule]:
        for key, node in self.contract.contract.section("deviations"):
            agreed = node["set"]
            if "coverage" not in agreed or ("system" in agreed) != for_a_system:
                continue
            service, component, outcome = agreed["service"].data, agreed["component"].data, agreed["coverage"].data
            when = When(service=service, component=component, system=parts.word(agreed.get("system")))
            standard = self._standard(component, service, when.system)
            yield self._rule(
                "deviation", key, node, node["clause"].data, outcome, when, charged=outcome == "billable", standard=standard
            )

    def _standard(self, component: str, service: str, system: str | None) -> Outcome:
        """What applies without a deviation: a system outside the SLA gets only the services that remain for it."""
        if self.contract.bought_for(component) is None:
            return "no-sla"
        node = self.contract.contract.get("systems", system) if system is not None else None
        if node is not None and not self.contract.covered(node):
            family = self.contract.standard.family_of(node["os"].data)
            if family is not None and service not in parts.words(family[1].get("services")):
                return "excluded"
        return self._cell(component, service)[0]

    def _cells(self) -> Iterator[CoverageRule]:
        clause = self.sla["coverage_clause"].data
        for component, named in self.sla["components"].items():
            if self.contract.bought_for(component) is None:
                yield self._rule(
                    "not-bought",
                    component,
                    named,
                    self.contract.standard.hook("contract", "form"),
                    "no-sla",
                    When(component=component),
                    charged=True,
                )
                continue
            for service in self.sla["services"].data:
                outcome, standard, cell = self._cell(component, service)
                yield self._rule(
                    "matrix",
                    f"{component}/{service}",
                    cell,
                    clause,
                    outcome,
                    When(component=component, service=service),
                    charged=outcome == "billable",
                    conditions=tuple(self._conditions(component, service)),
                    standard=standard if standard != outcome else None,
                )

    def _cell(self, component: str, service: str) -> tuple[Outcome, Outcome, Node]:
        """The outcome of a cell, an option bought counted in; the standard outcome; and where it stands."""
        found = self.contract.bought_for(component)
        assert found is not None
        form, bought = found
        cell = self.sla["coverage"][service][form][bought["type"].data]
        option = self.contract.contract.get("options", service)
        if cell.data == "optional" and option is not None:
            return "included", "optional", option
        return cell.data, cell.data, cell

    def _conditions(self, component: str, service: str) -> Iterator[Topic]:
        found = self.contract.bought_for(component)
        assert found is not None
        kind = found[1]["type"].data
        for condition in self.sla["services"][service].listed("conditions"):
            components, types = condition.get("components"), condition.get("types")
            if (components is None or component in components.data) and (types is None or kind in types.data):
                yield Topic(
                    id=f"{service}-{condition.key}",
                    text=parts.text(condition["text"]),
                    clause=condition["clause"].data,
                    origin=parts.origin(condition),
                )
