"""Monitoring: every system watched, by a template that fits, with thresholds that make sense."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from compiler import codes
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related
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
    systems = contract.contract.get("systems")
    for section in ("monitoring", "os_deviations"):
        for key, agreed in contract.dap_section(section):
            named = agreed.get("template")
            if named is None or systems is None:
                continue
            component = systems[key]["component"].data
            if component not in contract.standard.templates[named.data]["components"].data:
                yield codes.WRONG_TEMPLATE.at(named.origin, template=named.data, system=key, component=component)


def more_than_basic(contract: Contract) -> Iterator[Diagnostic]:
    """A system outside the SLA that is watched more than basically without a deviation."""
    for key, system in contract.contract.section("systems"):
        if contract.covered(system) or contract.dap_get("os_deviations", key) is not None:
            continue
        agreed = contract.dap_get("monitoring", key)
        if agreed is None:
            continue
        template = agreed.get("template")
        richer = template is not None and not contract.standard.templates[template.data]["basic"].data
        if richer or "extra" in agreed:
            family = contract.standard.family_of(system["os"].data)
            clause = family[1]["clause"].data if family is not None else None
            at = template if richer and template is not None else agreed["extra"]
            yield codes.MORE_THAN_BASIC.at(at.key_origin, system=key, os=system["os"].data, clause=clause)


def unknown_check(contract: Contract) -> Iterator[Diagnostic]:
    """A value that differs from the template for a check that the template doesn't have."""
    for key, agreed in contract.dap_section("monitoring"):
        found = contract.template_of(key, contract.contract["systems"][key])
        if found is None:
            continue
        checks = list(contract.standard.templates[found[0]]["checks"].data)
        for check, override in agreed.section("overrides"):
            if check not in checks:
                near = get_close_matches(check, checks, 1, 0.6)
                mend = (
                    f"Did you mean “{near[0]}”? " if near else ""
                ) + f"It has: {', '.join(checks)}. What no template has goes under “extra”."
                yield codes.UNKNOWN_CHECK.at(override.key_origin, template=found[0], check=check, mend=mend)


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
        for name, override in agreed.section("overrides"):
            standard = contract.standard.templates[found[0]].get("checks", name) if found is not None else None
            if standard is not None:
                yield from _beyond(override, {**standard.data, **override.data})


def _beyond(node: Node, values: dict[str, Any]) -> Iterator[Diagnostic]:
    warning, critical = values.get("warning"), values.get("critical")
    if warning is None or critical is None:
        return
    if warning > critical if values.get("direction") == "above" else warning < critical:
        at = node.get("warning") or node["critical"]
        yield codes.WARNING_BEYOND_CRITICAL.at(at.origin, warning=warning, critical=critical)
