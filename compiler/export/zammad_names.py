"""Names, marks and texts as Zammad's columns hold them, and references to objects that have no id yet.

Limits are characters (``db/migrate/…_create_base.rb`` and ``…_create_ticket.rb``). Names are unique without regard to case
(``uniqueness: { case_sensitive: false }`` since Zammad 6; a unique index before), and MySQL disregards accents as well.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

SLA_LIMIT = 150
NAME_LIMIT = 250
ORGANIZATION_LIMIT = 100
PERSON_LIMIT = 100
EMAIL_LIMIT = 255
DEPARTMENT_LIMIT = 200

MARK = "akkoord:"
"""What a note holds of everything that is ours and has a note. Calendars and SLAs have none: their names begin with ``OURS``."""

OURS = "Akkoord"

_PLAIN = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")


def key(identifier: str) -> str:
    """An id that stays apart from all others, also without case, accents and punctuation: all but plain ones carry a digest."""
    return identifier if _PLAIN.fullmatch(identifier) else f"{identifier.strip()}~{_digest(identifier)}"


def slug(identifier: str) -> str:
    """Like ``key``, of small ASCII letters, digits, hyphens, dots and a tilde: what neither a note nor a login has changed."""
    if _PLAIN.fullmatch(identifier):
        return identifier
    letters = re.sub(r"[^a-z0-9]+", "-", identifier.lower())
    return f"{letters.strip('-')[:40]}~{_digest(identifier)}"


def mark(client: str) -> str:
    """What the notes of a client's objects hold."""
    return MARK + slug(client)


def cut(text: str, limit: int) -> str:
    """The text, or as much of it as fits in ``limit`` characters with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def name(text: str, limit: int) -> str:
    """A name that fits; one that was cut ends in a digest of the whole."""
    return text if len(text) <= limit else f"{text[: limit - 9]}~{_digest(text)}"


def organization(client: str, called: str) -> str:
    """The name of a client's organization: what it is called, and its id, since two may be called the same."""
    end = f" ({name(key(client), 60)})"
    return cut(called.strip(), ORGANIZATION_LIMIT - len(end)) + end


def priority(identifier: str) -> str:
    """The name of a priority: its id, since decisions speak of it; digits alone look like an id of Zammad's own."""
    text = key(identifier)
    return name(f"priority {text}" if text.isdecimal() else text, NAME_LIMIT)


def sla(client: str, rank: int, identifier: str, calendar: str) -> str:
    """The name of an SLA. Zammad tries them in the order of their names: a client's stand together, the most urgent first."""
    return name(f"{OURS} {key(client)}: {rank:02} {key(identifier)}: {calendar}", SLA_LIMIT)


def id_of(kind: str, called: str, before: str = "") -> dict[str, Any]:
    """Stands for the id of an object of that kind and name, as text, with ``before`` in front: ids exist only after creation."""
    return {"id_of": [kind, called]} | ({"before": before} if before else {})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
