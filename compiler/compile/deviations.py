"""Deviations: agreed exceptions to the standard SLA, with what applies by the standard beside what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compiler.bundle import CoverageRule, Deviation
from compiler.compile import parts
from compiler.contract import Contract
from compiler.source import Node


def deviations(contract: Contract, rules: tuple[CoverageRule, ...]) -> tuple[Deviation, ...]:
    """All deviations of a contract and its DAP."""
    return tuple(_deviations(contract, {rule.id: rule for rule in rules}))


def _deviations(contract: Contract, rules: dict[str, CoverageRule]) -> Iterator[Deviation]:
    for key, node in contract.contract.section("deviations"):
        agreed = node["set"]
        common: dict[str, Any] = {"id": key, "clause": node["clause"].data, "origin": parts.origin(node)}
        approval: dict[str, Any] = {"reason": parts.word(node.get("reason")), "approved_by": parts.word(node.get("approved_by"))}
        if "coverage" in agreed:
            rule = rules.get(f"deviation/{key}")
            yield Deviation(
                **common,
                **approval,
                kind="coverage",
                service=agreed["service"].data,
                component=agreed["component"].data,
                system=parts.word(agreed.get("system")),
                agreed=agreed["coverage"].data,
                standard=rule.standard if rule is not None else None,
            )
        elif "priority" in agreed:
            standard = contract.sla.get("priorities", agreed["priority"].data, "targets", agreed["target"].data, "within")
            yield Deviation(
                **common,
                **approval,
                kind="target",
                priority=agreed["priority"].data,
                target=agreed["target"].data,
                agreed=agreed["within"].data,
                standard=parts.word(standard),
            )
        else:
            calendar = contract.sla["calendars"][agreed["calendar"].data]
            yield Deviation(
                **common,
                **approval,
                kind="hours",
                calendar=agreed["calendar"].data,
                agreed=_hours(agreed["hours"]),
                standard=_hours(calendar["hours"]),
            )
    for key, node in contract.dap_section("os_deviations"):
        system = contract.contract["systems"][key]
        standard = contract.standard_template(system)
        yield Deviation(
            id=f"os-{key}",
            clause=contract.standard.hook("dap", "os_deviations"),
            origin=parts.origin(node),
            kind="monitoring",
            system=key,
            template=node["template"].data,
            agreed=node["template"].data,
            standard=standard.document.name if standard is not None else None,
            reason=node["reason"].data,
            approved_by=node["approved_by"].data,
        )


def _hours(hours: Node) -> str:
    """Weekly hours as one line: ``mon 08:00-17:00, tue …``."""
    return ", ".join(f"{day} {one.from_}-{one.to}" for day, windows in parts.weekly(hours).items() for one in windows)
