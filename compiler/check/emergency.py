"""The emergency service: complete, reachable, and its number kept from view."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping

from compiler import codes
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related
from compiler.source import Node, Origin

_BETWEEN = r"[\s().\-/‐‑‒–—·]{0,8}"
"""What people write between the digits of a telephone number, line ends included."""
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


def emergency_number_exposed(provider: Node, documents: Collection[Node], files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """The emergency number anywhere in the workspace outside its own field, comments and templates included."""
    field = provider.get("emergency_telephone")
    if field is None:
        return
    number, own = _written(field.data), field.origin
    related = [Related(own, "its own field is here")]
    told: set[tuple[str, int]] = set()
    for file in sorted(files):
        text = files[file].decode("utf-8-sig", "replace")
        hits = list(number.finditer(text))
        lines = [0, *(end.end() for end in re.finditer("\n", text))] if hits else []
        for found in hits:
            line, column = _place(lines, found.start())
            if file == own.file and (own.line, own.column) <= (line, column) < (own.end_line, own.end_column):
                continue
            told.add((file, line))
            yield codes.EMERGENCY_NUMBER_EXPOSED.at(
                Origin(file, line, column, "", None, *_place(lines, found.end())), related=related
            )
    # Values that repeat another by “*”, or spell the number in a way that the text of their file doesn't show.
    hiding = [document for document in documents if re.search(rb"[&\\]", files[document.document.file])]
    for node in (node for document in hiding for node in document.walk() if isinstance(node.data, str)):
        if (node.document.file, node.path) != (own.file, field.path) and number.search(node.data):
            across = range(node.origin.line, node.origin.end_line + 1)
            if all((node.origin.file, line) not in told for line in across):
                yield codes.EMERGENCY_NUMBER_EXPOSED.at(node.key_origin, related=related)


def _written(telephone: str) -> re.Pattern[str]:
    """All ways to write a telephone number: with country, with a zero in front, with neither, and with anything between."""
    digits = re.sub(r"[^0-9]", "", telephone)[-_SIGNIFICANT:]
    plus = r"(?:\+|00)?" if len(digits) == _SIGNIFICANT else r"(?:\+|00)"
    country = rf"(?:{plus}[1-9][0-9]{{0,2}}{_BETWEEN})?"
    trunk = rf"(?:\(?0\)?{_BETWEEN})?"
    return re.compile(rf"(?<![0-9]){country}{trunk}{_BETWEEN.join(digits)}(?![0-9])")


def _place(lines: list[int], at: int) -> tuple[int, int]:
    """The line and column of a place in a text, of which it is known where lines start."""
    line = bisect_right(lines, at)
    return line, at - lines[line - 1] + 1
