"""The SLA's own words: history, chapters, descriptions, responsibilities, and the rest that is read and not decided on."""

from __future__ import annotations

import datetime as dt

from compiler.bundle import Chapter, Clause, Description, EmergencyOffer, EscalationStep, Hook, Reviews, Sla, Topic, Version
from compiler.compile import parts
from compiler.contract import Contract
from compiler.source import Node


def sla(contract: Contract) -> Sla:
    """The SLA version that applies, in words."""
    node = contract.sla
    newer = contract.newer
    return Sla(
        version=node["version"].data,
        title=parts.text(node["title"]),
        date=dt.date.fromisoformat(node["date"].data),
        language=contract.contract["sla"]["language"].data,
        languages=parts.words(node["languages"]),
        superseded_by=newer["version"].data if newer is not None else None,
        history=tuple(
            Version(
                version=key,
                date=dt.date.fromisoformat(row["date"].data),
                changes=parts.texts(row["changes"].each()),
                origin=parts.origin(row),
            )
            for key, row in node["history"].items()
        ),
        chapters=tuple(
            Chapter(
                number=number,
                title=parts.text(chapter["title"]),
                template=chapter["template"].data,
                clauses=tuple(_clause(inner, clause) for inner, clause in chapter.section("clauses")),
                origin=parts.origin(chapter),
            )
            for number, chapter in node["chapters"].items()
        ),
        hooks=(
            *(Hook(document="contract", section=key, clause=clause.data) for key, clause in node["hooks"]["contract"].items()),
            *(Hook(document="dap", section=key, clause=clause.data) for key, clause in node["hooks"]["dap"].items()),
        ),
        descriptions=tuple(
            Description(
                id=key,
                label=parts.text(one["label"]),
                text=parts.text(one["text"]),
                points=parts.texts(one.listed("points")),
                clause=one["clause"].data,
                origin=parts.origin(one),
            )
            for key, one in node.section("service_descriptions")
        ),
        responsibilities=topics(node, "responsibilities"),
        security=topics(node, "security"),
        certifications=tuple(parts.named(key, one) for key, one in node.section("certifications")),
        mandates=topics(node, "mandates"),
        office_calendar=node["office_calendar"].data,
        emergency_service=_emergency(node),
        origin=parts.placed(node.origin),
    )


def topics(node: Node, section: str) -> tuple[Topic, ...]:
    """A section of facts in words."""
    return tuple(parts.topic(key, one) for key, one in node.section(section))


def mandate(contract: Contract) -> tuple[Topic, ...]:
    """What the provider may do for this client without asking first."""
    return tuple(parts.topic(one.data, contract.sla["mandates"][one.data]) for one in contract.contract.listed("mandate"))


def escalation(contract: Contract) -> tuple[EscalationStep, ...]:
    """The steps of the ladder."""
    return tuple(
        EscalationStep(
            step=key,
            level=parts.text(node["level"]),
            client=parts.texts(node["client"].each()),
            provider=parts.texts(node["provider"].each()),
            clause=node["clause"].data,
            origin=parts.origin(node),
        )
        for key, node in contract.sla["escalation"].items()
    )


def reviews(contract: Contract) -> Reviews:
    """The service reviews, with what the DAP adds."""
    node = contract.sla["reviews"]
    agreed = contract.dap_get("review", "per_year")
    return Reviews(
        per_year=(agreed or node["per_year"]).data,
        standard_per_year=node["per_year"].data,
        present=parts.texts(node["present"].each()),
        agenda=parts.texts(node["agenda"].each()),
        additions=parts.words(contract.dap_get("review", "additions")),
        clause=node["clause"].data,
        origin=parts.origin(agreed or node),
    )


def _emergency(node: Node) -> EmergencyOffer | None:
    offer = node.get("emergency_service")
    if offer is None:
        return None
    return EmergencyOffer(
        text=parts.text(offer["text"]),
        weekly=parts.weekly(node["calendars"][offer["calendar"].data]["hours"]),
        minimum=offer["minimum"].data,
        report_by=parts.words(offer["report_by"]),
        clause=offer["clause"].data,
        origin=parts.origin(offer),
    )


def _clause(number: str, node: Node) -> Clause:
    return Clause(number=number, title=parts.text(node["title"]), template=node["template"].data, origin=parts.origin(node))
