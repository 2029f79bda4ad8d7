"""What was bought: forms that go together, options, systems."""

from __future__ import annotations

from collections.abc import Iterator

from compiler import codes
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related


def loose_beside_all_in(contract: Contract) -> Iterator[Diagnostic]:
    """A loose component beside a form that holds everything."""
    all_in = [(name, bought) for name, bought, offer in contract.forms() if "all_in" in offer and offer["all_in"].data]
    for name, bought, _ in contract.forms():
        for whole, other in all_in:
            if name != whole:
                yield codes.LOOSE_BESIDE_ALL_IN.at(
                    bought.key_origin,
                    loose=name,
                    all_in=whole,
                    clause=contract.standard.hook("contract", "form"),
                    related=[Related(other.key_origin, f"“{whole}” is bought here")],
                )


def all_in_incomplete(contract: Contract) -> Iterator[Diagnostic]:
    """A form with categories or hours that the contract doesn't agree."""
    for name, bought, offer in contract.forms():
        clause = offer["clause"].data
        if "categories" in offer and "categories" not in bought:
            yield codes.ALL_IN_INCOMPLETE.at(
                bought.key_origin, form=name, missing="which services were agreed", key="categories", clause=clause
            )
        if "hours" in offer and "hours" not in bought:
            hours = offer["hours"]["clause"].data
            yield codes.ALL_IN_INCOMPLETE.at(
                bought.key_origin, form=name, missing="how many hours it holds", key="hours", clause=hours
            )


def not_an_option(contract: Contract) -> Iterator[Diagnostic]:
    """An option that the matrix doesn't show as one for what was bought."""
    for service, option in contract.contract.section("options"):
        cells = [contract.sla.get("coverage", service, form, bought["type"].data) for form, bought, _ in contract.forms()]
        if not any(cell is not None and cell.data == "optional" for cell in cells):
            yield codes.NOT_AN_OPTION.at(option.key_origin, service=service, clause=contract.sla["coverage_clause"].data)


def component_not_bought(contract: Contract) -> Iterator[Diagnostic]:
    """A system of a component for which no form was bought."""
    if "form" not in contract.contract:
        return
    for key, system in contract.contract.section("systems"):
        component = system["component"]
        if contract.bought_for(component.data) is None:
            clause = contract.standard.hook("contract", "form")
            yield codes.COMPONENT_NOT_BOUGHT.at(component.origin, system=key, component=component.data, clause=clause)


def too_many_systems(contract: Contract) -> Iterator[Diagnostic]:
    """More systems of a component than were bought."""
    count: dict[str, int] = {}
    for _, system in contract.contract.section("systems"):
        component = system["component"].data
        count[component] = count.get(component, 0) + (system["quantity"].data if "quantity" in system else 1)
    for component, listed in count.items():
        bought = contract.quantity(component)
        if bought is not None and listed > bought.data:
            clause = contract.standard.hook("contract", "form")
            yield codes.TOO_MANY_SYSTEMS.at(bought.origin, count=listed, component=component, bought=bought.data, clause=clause)
