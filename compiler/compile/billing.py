"""What is paid: rates, monthly fees, and which work is charged at which rate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from compiler.bundle import Billing, BillingRule, Rate, RateKind
from compiler.compile import parts
from compiler.contract import Contract
from compiler.source import Node


def currency(contract: Contract) -> str | None:
    """The contract's currency (ISO 4217)."""
    return parts.word(contract.contract.get("rates", "currency"))


def rate(contract: Contract, kind: RateKind) -> Rate:
    """The contract's rate of a kind."""
    found = contract.contract.get("emergency_service", "hourly") if kind == "emergency" else contract.contract.get("rates", kind)
    return Rate(kind=kind, amount=parts.amount(found), currency=currency(contract))


def billing(contract: Contract) -> Billing:
    """Everything about what is paid."""
    rates = contract.contract.get("rates")
    fees = list(_fees(contract))
    known = [fee for fee in fees if fee is not None]
    return Billing(
        currency=currency(contract),
        hourly=rate(contract, "hourly").amount,
        outside_office_hours=rate(contract, "outside_office_hours").amount,
        emergency=rate(contract, "emergency").amount,
        monthly_total=sum(known, Decimal("0.00")) if known and len(known) == len(fees) else None,
        rules=tuple(
            BillingRule(
                id=key,
                text=parts.text(node["text"]),
                rate=rate(contract, node["rate"].data),
                clause=node["clause"].data,
                origin=parts.origin(node),
            )
            for key, node in contract.sla.section("billing")
        ),
        origin=parts.origin(rates) if rates is not None else None,
    )


def _fees(contract: Contract) -> Iterator[Decimal | None]:
    """The monthly fee of everything bought; None where the contract doesn't name it."""
    sold: list[Node] = [bought for _, bought, _ in contract.forms()]
    sold += [option for _, option in contract.contract.section("options")]
    emergency = contract.contract.get("emergency_service")
    for node in [*sold, *([emergency] if emergency is not None else [])]:
        yield parts.amount(node.get("monthly_fee"))
