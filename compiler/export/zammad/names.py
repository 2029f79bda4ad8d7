"""Names and texts as Zammad's columns hold them, and the words by which clients stand in them.

Limits are characters (``db/migrate/…_create_base.rb`` and ``…_create_ticket.rb``). Names are unique without regard to case
(``uniqueness: { case_sensitive: false }`` in Zammad's newest models; a unique index before), and MySQL disregards accents too.
"""

from __future__ import annotations

import hashlib

from compiler.bundle import Origin
from compiler.loss import place
from compiler.mark import mark
from compiler.zammad_form import word

SLA_LIMIT = 150
NAME_LIMIT = 250
ORGANIZATION_LIMIT = 100
PERSON_LIMIT = 100
EMAIL_LIMIT = 255
DEPARTMENT_LIMIT = 200
NOTE = "[akkoord]"
"""The mark of what is of no client alone."""


def note(client: str) -> str:
    """The mark of a client's objects."""
    return mark([word(client)])


def cut(text: str, limit: int) -> str:
    """The text, or as much of it as fits in ``limit`` characters with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def organization(client: str, called: str) -> str:
    """The name of a client's organization: what it is called, and its id, since two may be called the same."""
    end = f" ({word(client)})"
    return cut(called.strip(), ORGANIZATION_LIMIT - len(end)) + end


def priority(identifier: str) -> str:
    """The name of a priority: its id, since decisions speak of it; digits alone look like an id of Zammad's own."""
    text = word(identifier)
    return f"priority {text}" if text.isdecimal() else text


def calendar(identifiers: tuple[str, ...], version: str, week: str, first: str | None = None) -> str:
    """The name of a calendar, with its mark: Zammad's calendars have no note. ``first`` is a client that others differ from."""
    told = ", ".join(
        [_joined(identifiers, 150), f"SLA {word(version)}", f"week {week}", *([f"of {word(first)}"] if first else [])]
    )
    return f"{told} {NOTE}"


def sla(client: str, rank: int, identifier: str, calendars: tuple[str, ...]) -> str:
    """The name of an SLA, with its mark. Zammad tries SLAs in the order of their names: the most urgent come first."""
    end = f" {note(client)}"
    start = f"{rank:02} {word(identifier)}, "
    return start + _joined(calendars, SLA_LIMIT - len(start) - len(end)) + end


def trigger(client: str, event: str) -> str:
    """The name of a trigger that mails at an event, with its mark."""
    return f"mail when {event} {note(client)}"


def reason(clause: str | None, origin: Origin) -> str:
    """Why an object is wanted: the clause, and where it was written."""
    return f"clause {clause}, {place(origin)}" if clause else place(origin)


def _joined(identifiers: tuple[str, ...], limit: int) -> str:
    text = " + ".join(map(word, identifiers))
    return text if len(text) <= limit else f"{text[: limit - 9]}~{_digest(text)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
