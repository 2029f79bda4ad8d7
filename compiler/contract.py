"""The linked model: one client's contract and DAP as of one date, with the SLA version that it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from compiler.opening import Weekly, weekly
from compiler.source import Node


@dataclass(frozen=True)
class Fitting:
    """A monitoring template and what it fits: components, and families of operating systems where it names any."""

    template: Node
    components: Collection[str]
    os_families: Collection[str] | None
    basic: bool


@dataclass(frozen=True)
class Standard:
    """One SLA version with what it needs: its provider and monitoring templates, and the later versions in their order."""

    sla: Node
    provider: Node
    templates: Mapping[str, Node]
    later: tuple[Node, ...]

    @property
    def version(self) -> str:
        """The version, such as ``2.5``."""
        return str(self.sla["version"].data)

    def clause_of(self, template: str) -> str | None:
        """The number of the chapter or clause whose words stand in a template, or None where the SLA has none."""
        for number, chapter in self.sla["chapters"].items():
            if chapter["template"].data == template:
                return number
            for inner, clause in chapter.section("clauses"):
                if clause["template"].data == template:
                    return inner
        return None

    def hook(self, document: str, section: str) -> str | None:
        """The clause that lets a contract or DAP fill a section, or None."""
        found = self.sla.get("hooks", document, section)
        return None if found is None else str(found.data)

    def family_of(self, system: str) -> tuple[str, Node] | None:
        """The family that an operating system belongs to."""
        return self._families.get(system)

    @cached_property
    def _families(self) -> Mapping[str, tuple[str, Node]]:
        families = reversed(list(self.sla.section("os_families")))  # of two families with one system the first counts
        return {system: (name, family) for name, family in families for system in family["systems"].data}

    @cached_property
    def standard_templates(self) -> tuple[Fitting, ...]:
        """The monitoring templates that are standard, in their names' order."""
        found = (one for _, one in sorted(self.templates.items()) if one["standard"].data)
        return tuple(
            Fitting(one, one["components"].data, one["os_families"].data if "os_families" in one else None, one["basic"].data)
            for one in found
        )


@dataclass(frozen=True)
class Amended:
    """A dated change as it was written, with the state before and after it. ``document`` is ``contract`` or ``dap``."""

    document: str
    date: dt.date
    written: Node
    before: Node
    after: Node


@dataclass(frozen=True)
class Promise:
    """A target that counts for a client: the node that says so, the deviation that it is part of, and its calendars."""

    target: Node
    deviation: Node | None
    calendars: tuple[str, ...]


@dataclass(frozen=True)
class Contract:
    """What is agreed with one client in the stretch of dates around ``as_of``, amendments applied.

    ``valid_from`` and ``valid_until`` bound the stretch; None is open. ``amendments`` holds all, applied or not, by date.
    """

    client: str
    as_of: dt.date
    valid_from: dt.date | None
    valid_until: dt.date | None
    contract: Node
    dap: Node | None
    standard: Standard
    amendments: tuple[Amended, ...] = field(default=(), repr=False)

    @property
    def sla(self) -> Node:
        """The SLA version that applies."""
        return self.standard.sla

    @property
    def start(self) -> dt.date:
        """The first day of the term."""
        return dt.date.fromisoformat(self.contract["term"]["start"].data)

    @property
    def end(self) -> dt.date:
        """The last day of the term."""
        return dt.date.fromisoformat(self.contract["term"]["end"].data)

    @property
    def status(self) -> str:
        """``draft``, ``offered``, ``signed`` or ``ended``."""
        return str(self.contract["status"].data)

    @property
    def newer(self) -> Node | None:
        """The newest later version of the SLA that is dated on or before the contract's date."""
        dated = [sla for sla in self.standard.later if sla["date"].data <= self.as_of.isoformat()]
        return dated[-1] if dated else None

    @property
    def binding(self) -> bool:
        """Whether it was signed."""
        return self.status in ("signed", "ended")

    @cached_property
    def contacts(self) -> Mapping[str, Node]:
        """The contacts of the contract and the DAP, by key."""
        parts = [self.contract] if self.dap is None else [self.contract, self.dap]
        return {key: contact for part in parts for key, contact in part.section("contacts")}

    def dap_section(self, key: str) -> Iterator[tuple[str, Node]]:
        """Keys and nodes of a section of the DAP; nothing where there is no DAP or no such section."""
        return self.dap.section(key) if self.dap is not None else iter(())

    def dap_get(self, *steps: str) -> Node | None:
        """A value of the DAP, or None."""
        return self.dap.get(*steps) if self.dap is not None else None

    def forms(self) -> Iterator[tuple[str, Node, Node]]:
        """What was bought: the form's name, the node in the contract, and the node in the SLA."""
        for name, bought in self.contract.section("form"):
            offer = self.sla.get("forms", name)
            if offer is not None:
                yield name, bought, offer

    def bought_for(self, component: str) -> tuple[str, Node] | None:
        """The form that serves a component, and the node in the contract; None where it wasn't bought."""
        for name, bought, offer in self.forms():
            if component in offer["components"].data:
                return name, bought
        return None

    def quantity(self, component: str) -> Node | None:
        """How many of a component were bought, where the contract says so."""
        found = self.bought_for(component)
        if found is None:
            return None
        return found[1].get("quantities", component) or found[1].get("quantity")

    def covered(self, system: Node) -> bool:
        """Whether a system's operating system is inside the SLA."""
        family = self.standard.family_of(system["os"].data) if "os" in system else None
        if family is None or family[1]["covered"].data:
            return True
        components = family[1].get("components")
        return components is not None and system["component"].data not in components.data

    def has_calendar(self, key: str) -> bool:
        """Whether a calendar counts for this client: that of the emergency service only where it was bought."""
        emergency = self.sla.get("emergency_service", "calendar")
        return emergency is None or emergency.data != key or "emergency_service" in self.contract

    def hours_deviation(self, key: str) -> Node | None:
        """The deviation that sets the hours of a calendar, or None; of two the first."""
        for _, deviation in self.contract.section("deviations"):
            if "calendar" in deviation["set"] and deviation["set"]["calendar"].data == key:
                return deviation
        return None

    def weekly(self, key: str) -> Weekly:
        """A calendar's windows for this client: by deviation, as the emergency service was bought, or as the SLA has them."""
        deviation = self.hours_deviation(key)
        if deviation is not None:
            return weekly(deviation["set"]["hours"])
        standard = weekly(self.sla["calendars"][key]["hours"])
        emergency, bought = self.sla.get("emergency_service", "calendar"), self.contract.get("emergency_service")
        if emergency is None or emergency.data != key or bought is None:
            return standard
        days = bought["days"].data if "days" in bought else list(standard)
        return {day: [(bought["from"].data, bought["to"].data)] for day in days}

    def promise(self, priority: str, kind: str) -> Promise | None:
        """What is promised for a priority, by deviation (of two the last) or by the SLA; None where neither says anything."""
        standing, deviation = self.sla["priorities"][priority]["targets"].get(kind), None
        for _, node in self.contract.section("deviations"):
            agreed = node["set"]
            if "priority" in agreed and (agreed["priority"].data, agreed["target"].data) == (priority, kind):
                deviation = node
        target = deviation["set"] if deviation is not None else standing
        if target is None:
            return None
        calendars = target.get("calendars") or (standing.get("calendars") if standing is not None else None)
        keys = calendars.data if calendars is not None else [self.sla["office_calendar"].data]
        return Promise(target, deviation, tuple(key for key in keys if self.has_calendar(key)))

    def fitting_templates(self, system: Node) -> list[Node]:
        """The standard monitoring templates that fit a system best.

        One that names the system's family of operating systems fits better than one that doesn't. A system outside the
        SLA gets only basic ones.
        """
        component, covered = system["component"].data, self.covered(system)
        family = self.standard.family_of(system["os"].data) if "os" in system else None
        close, wide = [], []
        for one in self.standard.standard_templates:
            if component in one.components and (covered or one.basic):
                if one.os_families is None:
                    wide.append(one.template)
                elif family is not None and family[0] in one.os_families:
                    close.append(one.template)
        return close or wide

    def standard_template(self, system: Node) -> Node | None:
        """The standard monitoring template of a system, or None where no template fits."""
        fitting = self.fitting_templates(system)
        return fitting[0] if fitting else None

    def template_of(self, key: str, system: Node) -> tuple[str, Node] | None:
        """The name of the template that applies to a system, and the node that says so; None where there is none."""
        for section in ("monitoring", "os_deviations"):
            agreed = self.dap_get(section, key, "template")
            if agreed is not None:
                return str(agreed.data), agreed
        standard = self.standard_template(system)
        return (standard.document.name, standard) if standard is not None else None


@dataclass(frozen=True)
class Client:
    """One client's stretches of dates in order: ``current`` is the one around the date asked for."""

    id: str
    stretches: tuple[Contract, ...]
    current: Contract

    def at(self, date: dt.date) -> Contract:
        """The stretch around a date, dated at it."""
        around = [one for one in self.stretches if one.valid_from is None or one.valid_from <= date]
        return replace(around[-1], as_of=date)

    def ahead(self) -> tuple[Contract, ...]:
        """The current stretch and those after it: what can still be mended."""
        return self.stretches[self.stretches.index(self.current) :]


@dataclass(frozen=True)
class Workspace:
    """Everything linked: SLA versions by name, and clients by name."""

    provider: Node
    standards: Mapping[str, Standard]
    templates: Mapping[str, Node]
    clients: Mapping[str, Client]
