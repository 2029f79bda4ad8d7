"""Deviations: approved, and really different from the standard."""

from __future__ import annotations

from collections.abc import Iterator

from compiler import codes
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
    sla = contract.sla
    if "coverage" in agreed:
        system = contract.contract.get("systems", agreed["system"].data) if "system" in agreed else None
        if system is not None and not contract.covered(system):
            return None
        found = contract.bought_for(agreed["component"].data)
        cell = sla.get("coverage", agreed["service"].data, found[0], found[1]["type"].data) if found is not None else None
        return cell if cell is not None and cell.data == agreed["coverage"].data else None
    if "priority" in agreed:
        target = sla.get("priorities", agreed["priority"].data, "targets", agreed["target"].data)
        fields = ("within", "agreement", "calendars") if "calendars" in agreed else ("within", "agreement")
        same = target is not None and all(target.data.get(field) == agreed.data[field] for field in fields)
        return target if same else None
    calendar = sla["calendars"][agreed["calendar"].data]["hours"]
    return calendar if _windows(calendar) == _windows(agreed["hours"]) else None


def _windows(hours: Node) -> set[tuple[str, str, str]]:
    return {(day, window["from"].data, window["to"].data) for window in hours.each() for day in window["days"].data}
