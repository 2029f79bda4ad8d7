"""Tickets: types, what they must hold, impact, urgency and priority, and the promised times."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.bundle import InformationField, Priority, Target, TargetKind, Tickets, TicketType
from compiler.compile import parts
from compiler.compile.parties import channels
from compiler.compile.words import topics
from compiler.contract import Contract, Promise
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
    for priority, node in contract.sla["priorities"].items():
        kinds: list[TargetKind] = ["start", "response", "resolution"]
        for kind in kinds:
            promise = contract.promise(priority, kind)
            if promise is not None:
                yield _target(priority, kind, node, promise)


def _target(priority: str, kind: TargetKind, node: Node, promise: Promise) -> Target:
    target, deviation = promise.target, promise.deviation
    none = target["agreement"].data == "none"
    return Target(
        priority=priority,
        kind=kind,
        agreement=target["agreement"].data,
        within=parts.word(target.get("within")),
        calendars=() if none else promise.calendars,
        deviation=deviation.key if deviation is not None else None,
        clause=node["clause"].data if deviation is None else deviation["clause"].data,
        origin=parts.origin(deviation if deviation is not None else target),
    )
