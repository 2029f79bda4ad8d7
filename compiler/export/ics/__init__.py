"""Bundles to iCalendar: for each client a feed of whole days on which it is closed, and one of all else that has a date."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compiler.bundle import Bundle
from compiler.export.ics import closings, lacking
from compiler.export.ics.event import Event
from compiler.export.ics.feed import feed
from compiler.export.ics.maintenance import maintenance
from compiler.export.ics.term import term
from compiler.export.ics.words import words
from compiler.export.result import File, InParts
from compiler.loss import Loss

_PLAIN = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 200
"""File systems hold names of 255 bytes."""


@dataclass(frozen=True)
class Part:
    """The feeds of one client, and what they don't tell."""

    client: str
    closings: bytes
    events: bytes
    losses: tuple[Loss, ...]


def part(bundle: Bundle) -> Part:
    """A client's feeds. Raises ``ValueError`` for one without a calendar of office hours."""
    told = words(bundle.sla.language)
    whole_days = list(closings.whole_days(bundle, told))
    others = [*closings.other_whole_days(bundle, told), *closings.early(bundle, told)]
    others += [*maintenance(bundle, told), *term(bundle, told)]
    feeds = _feed(bundle, "closings", whole_days), _feed(bundle, "events", others)
    return Part(bundle.client.id, *feeds, tuple(lacking.of(bundle)))


def together(parts: Iterable[Part]) -> Iterator[File | Loss]:
    """``<client>-closings.ics`` and ``<client>-events.ics`` for each client."""
    for one in parts:
        yield File(f"{file_name(one.client)}-closings.ics", (one.closings,))
        yield File(f"{file_name(one.client)}-events.ics", (one.events,))
        yield from one.losses


export = InParts(part, Part, together)


def file_name(client: str) -> str:
    """A name that no other client's file has, on whatever file system: of small letters, digits and hyphens.

    An id that isn't made of these only, or is very long, ends in a digest after a ``~``.
    """
    if _PLAIN.fullmatch(client) and len(client) <= _LONGEST:
        return client
    plain = re.sub("[^a-z0-9]+", "-", unicodedata.normalize("NFKD", client).lower()).strip("-")[:40]
    return f"{plain}~{hashlib.sha256(client.encode()).hexdigest()[:12]}"


def _feed(bundle: Bundle, name: str, events: list[Event]) -> bytes:
    title = words(bundle.sla.language)(name, what=f"{bundle.provider.name}, {bundle.client.name}")
    dates = [bundle.as_of, bundle.status.start, bundle.status.end]
    dates += [date for one in bundle.calendars for date in (one.covers.from_, one.covers.until) if date is not None]
    years = min(dates).year, max(dates).year
    tentative = bundle.status.reason == "not-signed"
    return feed(bundle.client.id, title, events, bundle.provider.timezone, years, bundle.as_of, tentative=tentative)
