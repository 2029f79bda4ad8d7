"""Deviations: approved, and really different from the standard."""

from __future__ import annotations

from collections.abc import Iterator

from compiler import codes, duration
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related
from compiler.source import Node


def deviation_unapproved(contract: Contract) -> Iterator[Diagnostic]:
    """A deviation without reason or approver."""
    for key, deviation in contract.contract.section("deviations"):
        for field, what in (("reason", "reason"), ("approved_by", "approver")):
            if field not in deviation:
                clause = deviation["clause"].data
                yield codes.DEVIATION_UNAPPROVED.at(deviation.key_origin, deviation=key, missing=what, key=field, clause=clause)


def deviation_without_effect(contract: Contract) -> Iterator[Diagnostic]:
    """A deviation that agrees what the standard says anyway."""
    for key, deviation in contract.contract.section("deviations"):
        standard = _standard(contract, deviation["set"])
        if standard is not None:
            yield codes.DEVIATION_WITHOUT_EFFECT.at(
                deviation.key_origin,
                deviation=key,
                clause=deviation["clause"].data,
                related=[Related(standard.origin, "the standard stands here")],
            )


def _standard(contract: Contract, agreed: Node) -> Node | None:
    """Where the standard says the same as what is agreed, or None where it says something else."""
    if "coverage" in agreed:
        return _same_coverage(contract, agreed)
    if "priority" in agreed:
        return _same_target(contract, agreed)
    calendar = contract.sla["calendars"][agreed["calendar"].data]["hours"]
    return calendar if _windows(calendar) == _windows(agreed["hours"]) else None


def _same_coverage(contract: Contract, agreed: Node) -> Node | None:
    service = agreed["service"].data
    system = contract.contract.get("systems", agreed["system"].data) if "system" in agreed else None
    if system is not None and not contract.covered(system):
        family = contract.standard.family_of(system["os"].data)
        if family is not None and ("services" not in family[1] or service not in family[1]["services"].data):
            return None
    found = contract.bought_for(agreed["component"].data)
    cell = contract.sla.get("coverage", service, found[0], found[1]["type"].data) if found is not None else None
    option = contract.contract.get("options", service)
    if cell is not None and cell.data == "optional":
        return option if agreed["coverage"].data == "included" else None
    return cell if cell is not None and cell.data == agreed["coverage"].data else None


def _same_target(contract: Contract, agreed: Node) -> Node | None:
    target = contract.sla.get("priorities", agreed["priority"].data, "targets", agreed["target"].data)
    if target is None or target["agreement"].data != agreed["agreement"].data:
        return None
    if duration.parse(target["within"].data) != duration.parse(agreed["within"].data):
        return None
    standing, calendars = (
        {one for one in node["calendars"].data if contract.has_calendar(one)}
        for node in (target, agreed if "calendars" in agreed else target)
    )
    return target if standing == calendars else None


def _windows(hours: Node) -> set[tuple[str, str, str]]:
    return {(day, window["from"].data, window["to"].data) for window in hours.each() for day in window["days"].data}
