"""What the client bought: forms, options, systems, the emergency service, visits."""

from __future__ import annotations

from compiler.bundle import Bought, EmergencyService, Form, Option, System, Visits
from compiler.compile import parts
from compiler.compile.billing import currency
from compiler.contract import Contract
from compiler.source import Node


def form(contract: Contract) -> Form:
    """Everything that was bought."""
    money = currency(contract)
    updated = parts.words(contract.contract.get("update_management"))
    hook = contract.standard.hook
    visits = contract.contract.get("visits")
    return Form(
        clause=hook("contract", "form"),
        bought=tuple(_bought(contract, name, node, offer) for name, node, offer in contract.forms()),
        options=tuple(
            Option(
                id=key,
                label=parts.text(contract.sla["services"][key]["label"]),
                monthly_fee=parts.money(node.get("monthly_fee"), money),
                clause=contract.sla["coverage_clause"].data,
                origin=parts.origin(node),
            )
            for key, node in contract.contract.section("options")
        ),
        systems=tuple(_system(contract, key, node, key in updated) for key, node in contract.contract.section("systems")),
        emergency_service=_emergency(contract, money),
        visits=None
        if visits is None
        else Visits(
            frequency=visits["frequency"].data,
            kind=visits["kind"].data,
            location=visits["location"].data,
            clause=hook("contract", "visits"),
            origin=parts.origin(visits),
        ),
    )


def _bought(contract: Contract, name: str, node: Node, offer: Node) -> Bought:
    quantity = node.get("quantity")
    return Bought(
        form=name,
        label=parts.text(offer["label"]),
        type=node["type"].data,
        type_label=parts.text(contract.sla["types"][node["type"].data]["label"]),
        all_in="all_in" in offer and offer["all_in"].data,
        components=parts.words(offer["components"]),
        quantity=None if quantity is None else quantity.data,
        quantities={key: count.data for key, count in node.section("quantities")},
        categories=tuple(parts.named(one.data, offer["categories"][one.data]) for one in node.listed("categories")),
        hours=parts.decimal(node.get("hours")),
        hours_adjusted_every=parts.word(offer.get("hours", "adjust_every")),
        monthly_fee=parts.money(node.get("monthly_fee"), currency(contract)),
        clause=offer["clause"].data,
        origin=parts.origin(node),
    )


def _system(contract: Contract, key: str, node: Node, updated: bool) -> System:
    os = parts.word(node.get("os"))
    family = contract.standard.family_of(os) if os is not None else None
    component = node["component"].data
    return System(
        id=key,
        component=component,
        component_label=parts.text(contract.sla["components"][component]["label"]),
        os=os,
        os_family=family[0] if family is not None else None,
        covered=contract.covered(node),
        description=parts.word(node.get("description")),
        quantity=node["quantity"].data if "quantity" in node else 1,
        update_management=updated,
        origin=parts.origin(node),
    )


def _emergency(contract: Contract, money: str | None) -> EmergencyService | None:
    node, standard = contract.contract.get("emergency_service"), contract.sla.get("emergency_service")
    if node is None or standard is None:
        return None
    number = contract.standard.provider.get("emergency_telephone")
    return EmergencyService(
        calendar=standard["calendar"].data,
        minimum=standard["minimum"].data,
        report_by=parts.words(standard["report_by"]),
        text=parts.text(standard["text"]),
        monthly_fee=parts.money(node.get("monthly_fee"), money),
        hourly=parts.money(node.get("hourly"), money),
        designated=parts.words(node.get("designated")),
        telephone=f"{number.origin.file}#{number.origin.pointer}" if number is not None else None,
        clause=standard["clause"].data,
        origin=parts.origin(node),
    )
