"""Monitoring resolved per system: the template that applies, what differs from it, and what was tailor-made."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.bundle import MonitoredSystem, Monitoring, MonitoringCheck
from compiler.compile import parts
from compiler.contract import Contract
from compiler.source import Node


def monitoring(contract: Contract) -> Monitoring:
    """What is watched on each system. A system that no template fits has no entry."""
    return Monitoring(systems=tuple(_systems(contract)))


def _systems(contract: Contract) -> Iterator[MonitoredSystem]:
    for key, system in contract.contract.section("systems"):
        found = contract.template_of(key, system)
        if found is None:
            continue
        name, by = found
        template = contract.standard.templates[name]
        agreed = contract.dap_get("monitoring", key)
        special = agreed or contract.dap_get("os_deviations", key)
        yield MonitoredSystem(
            system=key,
            template=name,
            template_label=parts.text(template["label"]),
            standard=special is None,
            reason=parts.word(special.get("reason")) if special is not None else None,
            also=parts.words(agreed.get("also")) if agreed is not None else (),
            checks=tuple(_checks(contract, template, agreed)),
            clause=contract.standard.hook("dap", "monitoring"),
            origin=parts.origin(by),
        )


def _checks(contract: Contract, template: Node, agreed: Node | None) -> Iterator[MonitoringCheck]:
    further = [contract.standard.templates[one.data] for one in agreed.listed("also")] if agreed is not None else []
    for key, check in (pair for one in (template, *further) for pair in one["checks"].items()):
        override = agreed.get("overrides", key) if agreed is not None else None
        if override is None:
            yield _check(key, check, None)
        elif not ("off" in override and override["off"].data):
            yield _check(key, check, override)
    for key, check in agreed.section("extra") if agreed is not None else ():
        yield _check(key, check, None, tailor_made=True)


def _check(key: str, check: Node, override: Node | None, *, tailor_made: bool = False) -> MonitoringCheck:
    def value(field: str) -> Node | None:
        changed = override.get(field) if override is not None else None
        return changed if changed is not None else check.get(field)

    interval = value("interval")
    assert interval is not None
    return MonitoringCheck(
        id=key,
        label=parts.text(check["label"]),
        unit=parts.word(check.get("unit")),
        warning=parts.decimal(value("warning")),
        critical=parts.decimal(value("critical")),
        direction=parts.word(check.get("direction")),  # type: ignore[arg-type]
        interval=interval.data,
        for_=parts.word(value("for")),
        source="tailor-made" if tailor_made else "template" if override is None else "override",
        origin=parts.origin(override or check),
    )
