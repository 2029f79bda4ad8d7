"""Monitoring: every system watched, by a template that fits, with thresholds that make sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compiler import codes
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related
from compiler.near import Near, listed
from compiler.source import Node


def not_monitored(contract: Contract) -> Iterator[Diagnostic]:
    """A system that no template covers, under a contract with a form."""
    if "form" not in contract.contract:
        return
    for key, system in contract.contract.section("systems"):
        if contract.template_of(key, system) is None:
            yield codes.NOT_MONITORED.at(system.key_origin, system=key, clause=contract.standard.hook("dap", "monitoring"))


def templates_compete(contract: Contract) -> Iterator[Diagnostic]:
    """A system that more than one standard template fits equally well, and for which none is named."""
    for key, system in contract.contract.section("systems"):
        named = contract.dap_get("monitoring", key, "template") or contract.dap_get("os_deviations", key, "template")
        fitting = contract.fitting_templates(system)
        if named is None and len(fitting) > 1:
            names = ", ".join(template.document.name for template in fitting)
            related = [Related(template.origin, f"“{template.document.name}” fits") for template in fitting]
            yield codes.TEMPLATES_COMPETE.at(system.key_origin, system=key, templates=names, related=related)


def wrong_template(contract: Contract) -> Iterator[Diagnostic]:
    """A template named for a system whose component it isn't for."""
    for section in ("monitoring", "os_deviations"):
        for key, agreed in contract.dap_section(section):
            component = contract.contract["systems"][key]["component"].data
            for named in _named(agreed):
                if component not in contract.standard.templates[named.data]["components"].data:
                    yield codes.WRONG_TEMPLATE.at(named.origin, template=named.data, system=key, component=component)


def _named(agreed: Node) -> list[Node]:
    """The templates that a DAP names for a system."""
    template = agreed.get("template")
    return [*([template] if template is not None else ()), *agreed.listed("also")]


def more_than_basic(contract: Contract) -> Iterator[Diagnostic]:
    """A system outside the SLA that is watched more than basically without a deviation."""
    for key, system in contract.contract.section("systems"):
        if contract.covered(system) or contract.dap_get("os_deviations", key) is not None:
            continue
        agreed = contract.dap_get("monitoring", key)
        if agreed is None:
            continue
        richer = [named for named in _named(agreed) if not contract.standard.templates[named.data]["basic"].data]
        at = next(iter(richer), agreed.get("extra"))
        if at is not None:
            family = contract.standard.family_of(system["os"].data)
            clause = family[1]["clause"].data if family is not None else None
            yield codes.MORE_THAN_BASIC.at(at.key_origin, system=key, os=system["os"].data, clause=clause)


def unknown_check(contract: Contract) -> Iterator[Diagnostic]:
    """A value that differs from the template for a check that the template doesn't have."""
    near = Near()
    for key, agreed in contract.dap_section("monitoring"):
        found = contract.template_of(key, contract.contract["systems"][key]) if "overrides" in agreed else None
        if found is None:
            continue
        templates = [found[0], *(also.data for also in agreed.listed("also"))]
        checks = dict.fromkeys(check for name in templates for check in contract.standard.templates[name]["checks"].data)
        for check, override in agreed.section("overrides"):
            if check not in checks:
                meant = near.to(check, checks)
                mend = (
                    f"Did you mean “{meant}”? " if meant is not None else ""
                ) + f"It has: {listed(checks)}. What no template has goes under “extra”."
                yield codes.UNKNOWN_CHECK.at(override.key_origin, template="” or “".join(templates), check=check, mend=mend)


def thresholds_of_template(template: Node) -> Iterator[Diagnostic]:
    """A warning beyond the critical value in a template."""
    for _, check in template["checks"].items():
        yield from _beyond(check, check.data)


def thresholds_of_contract(contract: Contract) -> Iterator[Diagnostic]:
    """A warning beyond the critical value after what the DAP changes."""
    for key, agreed in contract.dap_section("monitoring"):
        for _, check in agreed.section("extra"):
            yield from _beyond(check, check.data)
        found = contract.template_of(key, contract.contract["systems"][key])
        templates = [found[0], *(also.data for also in agreed.listed("also"))] if found is not None else []
        for name, override in agreed.section("overrides"):
            for template in templates:
                standard = contract.standard.templates[template].get("checks", name)
                if standard is not None and not override.data.get("off"):
                    yield from _beyond(override, {**standard.data, **override.data})


def _beyond(node: Node, values: dict[str, Any]) -> Iterator[Diagnostic]:
    warning, critical, direction = values.get("warning"), values.get("critical"), values.get("direction")
    # Where a DAP sets neither, the template is at fault and told so there.
    at = node.get("warning") or node.get("critical")
    if warning is None or critical is None or direction is None or at is None:
        return
    if warning > critical if direction == "above" else warning < critical:
        yield codes.WARNING_BEYOND_CRITICAL.at(at.origin, warning=warning, critical=critical)
