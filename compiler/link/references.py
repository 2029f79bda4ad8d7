"""Which values are names of something that stands elsewhere, and whether that exists.

A place is written as a path: ``*`` is every item of a list or mapping, ``@`` at the end every key of a mapping.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from compiler import codes
from compiler.contract import Contract, Standard
from compiler.diagnostic import Diagnostic
from compiler.near import Near
from compiler.source import Node, Origin

IN_SLA = (
    ("office_calendar", "calendar"),
    ("emergency_service/calendar", "calendar"),
    ("emergency_service/report_by/*", "channel"),
    ("calendars/*/closings_of", "calendar"),
    ("forms/*/components/*", "component"),
    ("forms/*/types/*", "type"),
    ("coverage/@", "service"),
    ("coverage/*/@", "form"),
    ("coverage/*/*/@", "type"),
    ("services/*/conditions/*/components/*", "component"),
    ("services/*/conditions/*/types/*", "type"),
    ("os_families/*/components/*", "component"),
    ("os_families/*/services/*", "service"),
    ("ticket_types/*/fair_use/*", "type"),
    ("minimum_information/*/types/*", "ticket type"),
    ("priorities/*/report_by/*", "channel"),
    ("priorities/*/targets/*/calendars/*", "calendar"),
    ("priority_matrix/@", "urgency"),
    ("priority_matrix/*/@", "impact"),
    ("priority_matrix/*/*", "priority"),
)
IN_TEMPLATE = (("components/*", "component"), ("os_families/*", "family of operating systems"))
IN_CONTRACT = (
    ("options/@", "service"),
    ("form/*/quantities/@", "component"),
    ("systems/*/component", "component"),
    ("systems/*/os", "operating system"),
    ("update_management/*", "system"),
    ("portal_contact", "contact"),
    ("emergency_service/designated/*", "contact"),
    ("mandate/*", "mandate"),
    ("deviations/*/set/service", "service"),
    ("deviations/*/set/component", "component"),
    ("deviations/*/set/system", "system"),
    ("deviations/*/set/priority", "priority"),
    ("deviations/*/set/calendars/*", "calendar"),
    ("deviations/*/set/calendar", "calendar"),
)
IN_DAP = (
    ("reporters/*", "contact"),
    ("authorisers/*", "contact"),
    ("roles/*/responsible", "party"),
    ("roles/*/executes/*", "party"),
    ("os_deviations/@", "system"),
    ("os_deviations/*/template", "monitoring template"),
    ("monitoring/@", "system"),
    ("monitoring/*/template", "monitoring template"),
    ("monitoring/*/also/*", "monitoring template"),
    ("trial_restores/*/systems/*", "system"),
    ("trial_restores/*/report_to/*", "contact"),
    ("status_mails/to/*", "contact"),
    ("maintenance/*/systems/*", "system"),
    ("no_maintenance/*/systems/*", "system"),
)

Names = Mapping[str, Collection[str]]
"""What there is, by what it is: kept so that it can be asked at once whether a name is among many."""
Told = set[tuple[Origin, str, str]]
"""Where a name stands that names nothing, what it should name, and within what: through all stretches it is told once."""


def unknown_in_sla(standard: Standard) -> Iterator[Diagnostic]:
    """Names in an SLA that name nothing."""
    return _unknown(standard.sla, IN_SLA, _standard_names(standard), f"in SLA {standard.version}", Near(), Told())


def unknown_in_templates(templates: Mapping[str, Node], standards: Collection[Standard]) -> Iterator[Diagnostic]:
    """Names in monitoring templates that no SLA version knows."""
    names: dict[str, dict[str, None]] = {}
    for standard in standards:
        for what, found in _standard_names(standard).items():
            names.setdefault(what, {}).update(dict.fromkeys(found))
    near, told = Near(), Told()
    for template in templates.values() if standards else ():
        yield from _unknown(template, IN_TEMPLATE, names, "in any SLA of this workspace", near, told)


def unknown_in_contract(contract: Contract, near: Near, told: Told) -> Iterator[Diagnostic]:
    """Names in a contract and its DAP that name nothing, and weren't told in an earlier stretch of dates."""
    names = {
        **_standard_names(contract.standard),
        "contact": contract.contacts,
        "system": dict(contract.contract.section("systems")),
        "party": dict.fromkeys(["client", "provider", *(key for key, _ in contract.dap_section("suppliers"))]),
    }
    standard_names = (
        "component",
        "service",
        "operating system",
        "mandate",
        "priority",
        "calendar",
        "type",
        "monitoring template",
    )
    where = dict.fromkeys(standard_names, f"in SLA {contract.standard.version}")
    where["monitoring template"] = "of this provider"
    for part, table in ((contract.contract, IN_CONTRACT), (contract.dap, IN_DAP)):
        if part is not None:
            yield from _unknown(part, table, names, "with this client", near, told, where)
    for name, bought, offer in contract.forms():
        what, within = f"category of “{name}”", f"in SLA {contract.standard.version}"
        chosen = [(str(category.data), category.origin) for category in bought.listed("categories")]
        yield from _lacking(chosen, what, within, dict(offer.section("categories")), near, told)


def _standard_names(standard: Standard) -> dict[str, Collection[str]]:
    sla = standard.sla
    sections = {
        "calendar": "calendars",
        "component": "components",
        "form": "forms",
        "type": "types",
        "service": "services",
        "ticket type": "ticket_types",
        "urgency": "urgencies",
        "impact": "impacts",
        "priority": "priorities",
        "mandate": "mandates",
        "family of operating systems": "os_families",
    }
    names: dict[str, Collection[str]] = {what: dict(sla.section(section)) for what, section in sections.items()}
    names["channel"] = dict(standard.provider["channels"].items())
    systems = (name for _, family in sla.section("os_families") for name in family["systems"].data)
    names["operating system"] = dict.fromkeys(systems)
    names["monitoring template"] = standard.templates
    return names


def _unknown(
    root: Node,
    table: tuple[tuple[str, str], ...],
    names: Names,
    where: str,
    near: Near,
    told: Told,
    places: Mapping[str, str] | None = None,
) -> Iterator[Diagnostic]:
    for place, what in table:
        yield from _lacking(_select(root, place.split("/")), what, (places or {}).get(what, where), names[what], near, told)


def _lacking(
    chosen: Iterable[tuple[str, Origin]], what: str, where: str, names: Collection[str], near: Near, told: Told
) -> Iterator[Diagnostic]:
    """The chosen names that aren't among those that there are, which is asked once for each."""
    unknown = [(name, origin) for name, origin in chosen if name not in names and (origin, what, where) not in told]
    listed = ", ".join(sorted(names)[:12]) if unknown else ""
    for name, origin in unknown:
        told.add((origin, what, where))
        meant = near.to(name, names)
        mend = (f"Did you mean “{meant}”? " if meant is not None else "") + (
            f"There are: {listed}." if listed else f"There is no {what} yet: add it first."
        )
        yield codes.UNKNOWN_NAME.at(origin, name=name, what=what, where=where, mend=mend)


def _select(node: Node, steps: list[str]) -> Iterator[tuple[str, Origin]]:
    """The names at a place, each with where it stands."""
    if not steps:
        yield str(node.data), node.origin
    elif steps[0] == "@":
        for key, inner in node.items():
            yield key, inner.key_origin
    elif steps[0] == "*":
        for inner in node.each():
            yield from _select(inner, steps[1:])
    elif steps[0] in node:
        yield from _select(node[steps[0]], steps[1:])
