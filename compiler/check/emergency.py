"""The emergency service: complete, reachable, and its number kept from view."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from compiler import codes
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related
from compiler.source import Node, Origin

_NUMBER = re.compile(r"\+?[0-9](?:[ ().\-/]{0,4}[0-9]){5,}")
_SIGNIFICANT = 9
"""The last digits of a telephone number, which stay the same with and without country and trunk prefix."""


def emergency_incomplete(contract: Contract) -> Iterator[Diagnostic]:
    """An emergency service without surcharge, rate or designated contacts, as far as the status asks for them."""
    node = contract.contract.get("emergency_service")
    if node is None or contract.status == "draft":
        return
    needed = {"monthly_fee": "monthly surcharge", "hourly": "rate per hour"}
    if contract.binding:
        needed["designated"] = "designated contacts"
    clause = contract.standard.hook("contract", "emergency_service")
    for key, what in needed.items():
        found = node.get(key)
        if found is None or found.data == []:
            yield codes.EMERGENCY_INCOMPLETE.at((found or node).key_origin, missing=what, key=key, clause=clause)


def emergency_contact_unreachable(contract: Contract) -> Iterator[Diagnostic]:
    """A designated contact without a telephone number."""
    node = contract.contract.get("emergency_service")
    for designated in node.listed("designated") if node is not None else ():
        contact = contract.contacts[designated.data]
        if "telephone" not in contact:
            yield codes.EMERGENCY_CONTACT_UNREACHABLE.at(
                designated.origin,
                name=contact["name"].data,
                contact=designated.data,
                clause=contract.standard.hook("contract", "emergency_service"),
                related=[Related(contact.key_origin, "the contact stands here")],
            )


def emergency_number_exposed(provider: Node, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """The emergency number anywhere in the workspace's files outside its own field, comments included."""
    field = provider.get("emergency_telephone")
    if field is None:
        return
    wanted = _digits(field.data)
    own = field.origin
    for file in sorted(files):
        text = files[file].decode("utf-8", "replace")
        for number, line in enumerate(text.split("\n"), start=1):
            for found in _NUMBER.finditer(line):
                inside = file == own.file and number == own.line
                if _digits(found[0]) == wanted and not inside:
                    column = found.start() + 1
                    origin = Origin(file, number, column, "", None, number, found.end() + 1)
                    yield codes.EMERGENCY_NUMBER_EXPOSED.at(origin, related=[Related(own, "its own field is here")])


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)[-_SIGNIFICANT:]
