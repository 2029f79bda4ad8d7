"""Nodes to the small parts that every rule is made of: origins, texts, amounts, weekly hours."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from compiler import bundle, opening
from compiler.bundle import Address, Interval, Money, Named, Text, Topic
from compiler.source import Node
from compiler.source import Origin as Place
from compiler.weekday import DAYS, Day

AMENDABLE = ("contract", "dap")
"""The kinds of document that amendments can change."""


def origin(node: Node) -> bundle.Origin:
    """Where a rule was written: at its key, or at the value in a list; and where its amended parts stand."""
    own = placed(node.key_origin)
    amended = {
        "/".join(map(str, part.path[len(node.path) :])): placed(part.origin)
        for part in (node.walk() if node.document.kind in AMENDABLE else ())
        if part.path != node.path and not isinstance(part.data, dict)
        if (set_by := part.origin.amendment) is not None and set_by != own.amendment
    }
    return msgspec.structs.replace(own, amended=amended) if amended else own


def placed(place: Place) -> bundle.Origin:
    """A place in a file as a bundle holds it."""
    return bundle.Origin(file=place.file, line=place.line, column=place.column, pointer=place.pointer, amendment=place.amendment)


def text(node: Node) -> Text:
    """Words in several languages."""
    return Text(node.data)


def maybe_text(node: Node | None) -> Text | None:
    """Words that may be left out."""
    return None if node is None else text(node)


def word(node: Node | None) -> str | None:
    """Plain text that may be left out."""
    return None if node is None else str(node.data)


def words(node: Node | None) -> tuple[str, ...]:
    """A list of plain texts that may be left out."""
    return () if node is None else tuple(node.data)


def texts(nodes: Iterable[Node]) -> tuple[Text, ...]:
    """A list of words in several languages."""
    return tuple(text(node) for node in nodes)


def decimal(node: Node | None) -> Decimal | None:
    """A number that may be left out."""
    return None if node is None else Decimal(node.data)


def amount(node: Node | None) -> Decimal | None:
    """An amount of money with two decimals, that may be left out."""
    return None if node is None else Decimal(node.data).quantize(Decimal("0.01"))


def money(node: Node | None, currency: str | None) -> Money | None:
    """An amount in the contract's currency; None where either is missing."""
    value = amount(node)
    return None if value is None or currency is None else Money(amount=value, currency=currency)


def address(node: Node) -> Address:
    """A postal address."""
    return Address(**node.data)


def named(key: str, node: Node) -> Named:
    """A thing with a label and a clause."""
    return Named(id=key, label=text(node["label"]), clause=word(node.get("clause")), origin=origin(node))


def topic(key: str, node: Node) -> Topic:
    """A fact in words."""
    return Topic(
        id=key, text=text(node["text"]), label=maybe_text(node.get("label")), clause=word(node.get("clause")), origin=origin(node)
    )


def weekly(hours: Node) -> dict[Day, tuple[Interval, ...]]:
    """A list of hours as a bundle holds it."""
    return by_day(opening.weekly(hours))


def by_day(windows: opening.Weekly) -> dict[Day, tuple[Interval, ...]]:
    """Weekly windows as a bundle holds them, from Monday."""
    return {day: tuple(Interval(from_=opens, to=closes) for opens, closes in windows[day]) for day in DAYS if day in windows}
