"""The client and the provider."""

from __future__ import annotations

from compiler.bundle import Channel, Client, Desk, Provider
from compiler.compile import parts
from compiler.contract import Contract
from compiler.source import Node


def client(contract: Contract) -> Client:
    """Who the client is."""
    node = contract.contract["client"]
    return Client(
        id=contract.client,
        name=node["name"].data,
        kvk=parts.word(node.get("kvk")),
        registration=parts.word(node.get("registration")),
        address=parts.address(node["address"]) if "address" in node else None,
        origin=parts.origin(node),
    )


def provider(contract: Contract) -> Provider:
    """Who the provider is. The emergency number is left out."""
    node = contract.standard.provider
    return Provider(
        name=node["name"].data,
        legal_name=node["legal_name"].data,
        kvk=parts.word(node.get("kvk")),
        registration=parts.word(node.get("registration")),
        address=parts.address(node["address"]),
        website=parts.word(node.get("website")),
        timezone=node["timezone"].data,
        colour=node["brand"]["colour"].data,
        desks=tuple(_desk(key, desk) for key, desk in node["desks"].items()),
        origin=parts.placed(node.origin),
    )


def channels(contract: Contract) -> tuple[Channel, ...]:
    """The ways to report."""
    return tuple(
        Channel(
            id=key,
            label=parts.text(node["label"]),
            url=parts.word(node.get("url")),
            written=node["written"].data,
            clause=node["clause"].data,
            origin=parts.origin(node),
        )
        for key, node in contract.standard.provider["channels"].items()
    )


def _desk(key: str, node: Node) -> Desk:
    return Desk(
        id=key,
        label=parts.text(node["label"]),
        purpose=parts.text(node["for"]),
        email=parts.word(node.get("email")),
        telephone=parts.word(node.get("telephone")),
        emergency="emergency" in node and node["emergency"].data,
        clause=node["clause"].data,
        origin=parts.origin(node),
    )
