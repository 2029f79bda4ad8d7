"""Tickets: types, what they must hold, impact, urgency and priority, and the promised times."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.bundle import InformationField, Priority, Target, TargetKind, Tickets, TicketType
from compiler.compile import parts
from compiler.compile.parties import channels
from compiler.compile.words import topics
from compiler.contract import Contract
from compiler.source import Node


def tickets(contract: Contract) -> Tickets:
    """Everything about tickets."""
    sla = contract.sla
    kinds = tuple(sla["ticket_types"].data)
    return Tickets(
        types=tuple(
            TicketType(
                id=key,
                label=parts.text(node["label"]),
                text=parts.text(node["text"]),
                prioritised=node["prioritised"].data,
                outcome=node["coverage"].data if "coverage" in node else None,
                fair_use=parts.words(node.get("fair_use")),
                fair_use_text=parts.maybe_text(node.get("fair_use_text")),
                clause=node["clause"].data,
                origin=parts.origin(node),
            )
            for key, node in sla["ticket_types"].items()
        ),
        minimum_information=tuple(
            InformationField(
                id=key,
                label=parts.text(node["label"]),
                types=parts.words(node.get("types")) or kinds,
                clause=node["clause"].data,
                origin=parts.origin(node),
            )
            for key, node in sla["minimum_information"].items()
        ),
        impacts=topics(sla, "impacts"),
        urgencies=topics(sla, "urgencies"),
        priorities=tuple(
            Priority(
                id=key,
                label=parts.text(node["label"]),
                short=parts.text(node["short"]),
                rank=rank,
                report_by=parts.words(node["report_by"]),
                clause=node["clause"].data,
                origin=parts.origin(node),
            )
            for rank, (key, node) in enumerate(sla["priorities"].items(), start=1)
        ),
        matrix={urgency: dict(row.data) for urgency, row in sla["priority_matrix"].items()},
        targets=tuple(_targets(contract)),
        channels=channels(contract),
        clause=sla["priority_clause"].data,
    )


def _targets(contract: Contract) -> Iterator[Target]:
    deviations = {
        (node["set"]["priority"].data, node["set"]["target"].data): node
        for _, node in contract.contract.section("deviations")
        if "priority" in node["set"]
    }
    for priority, node in contract.sla["priorities"].items():
        kinds: list[TargetKind] = ["start", "response", "resolution"]
        for kind in kinds:
            target, deviation = node["targets"].get(kind), deviations.get((priority, kind))
            if target is not None or deviation is not None:
                yield _target(contract, priority, kind, node, target, deviation)


def _target(
    contract: Contract, priority: str, kind: TargetKind, node: Node, target: Node | None, deviation: Node | None
) -> Target:
    agreed = deviation["set"] if deviation is not None else target
    assert agreed is not None
    calendars = agreed.get("calendars") or (target.get("calendars") if target is not None else None)
    standing = calendars.data if calendars is not None else [contract.sla["office_calendar"].data]
    none = agreed["agreement"].data == "none"
    return Target(
        priority=priority,
        kind=kind,
        agreement=agreed["agreement"].data,
        within=parts.word(agreed.get("within")),
        calendars=() if none else tuple(key for key in standing if contract.has_calendar(key)),
        deviation=deviation.key if deviation is not None else None,
        clause=node["clause"].data if deviation is None else deviation["clause"].data,
        origin=parts.origin(deviation if deviation is not None else target or node),
    )
