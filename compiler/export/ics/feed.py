"""Events to iCalendar (RFC 5545) by the library ``icalendar``, which is loaded only when something is written.

It writes the properties of calendars and events; what many events have alike is written once. Two things of it aren't used: it
takes ``\\N`` in a text for a line end, and it describes summer time as an hour late.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from compiler.export.ics import zone as ics_zone
from compiler.export.ics.event import Event

if TYPE_CHECKING:
    from icalendar import Component

_NAMESPACE = uuid.UUID("5f0c1f58-6c0b-5d0e-9d5e-2b7f6b2f3a11")
"""It never changes: readers know an event by a name that is made from it."""
_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What some readers take for the end of a line, besides a line feed."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_REFRESH = dt.timedelta(days=1)
_ALIKE = 8192
"""So much of what was written is kept: many clients are closed on the same days."""


def feed(
    client: str, name: str, events: Sequence[Event], zone: str, years: tuple[int, int], written: dt.date, *, tentative: bool
) -> bytes:
    """A calendar of a client, as of the date on which it is ``written``, ``tentative`` where nothing is agreed yet.

    ``zone`` is described in it for these years, first and last, as is every other zone of an event.
    """
    zones = dict.fromkeys([zone, *(found for event in events if (found := _zone(event)) is not None)])
    parts = [b"BEGIN:VCALENDAR\r\n", _about(name), *(ics_zone.description(one, *years) for one in zones)]
    for event in events:
        parts += _event(event, uid(client, event), written, tentative)
    return b"".join([*parts, b"END:VCALENDAR\r\n"])


def uid(client: str, event: Event) -> str:
    """The name by which readers know an event: the same for as long as it is agreed with this client."""
    return str(uuid.uuid5(_NAMESPACE, "\0".join((client, event.kind, event.key))))


def _about(name: str) -> bytes:
    return _constant() + _written(("x-wr-calname", _Text(name)))


@lru_cache
def _constant() -> bytes:
    from icalendar import vDuration

    refresh = vDuration(_REFRESH)
    refresh.params["VALUE"] = "DURATION"
    return _written(
        ("version", _Text("2.0")),
        ("prodid", _Text("-//Akkoord//Akkoord//EN")),
        ("calscale", _Text("GREGORIAN")),
        ("refresh-interval", refresh),
        ("x-published-ttl", vDuration(_REFRESH)),
    )


def _event(event: Event, name: str, written: dt.date, tentative: bool) -> Iterator[bytes]:
    yield b"BEGIN:VEVENT\r\n"
    yield f"UID:{name}\r\n".encode()
    yield _times(event.starts, event.ends, event.rule, event.without, _zone(event), written)
    yield _texts(event.title, event.notes, tentative)
    yield b"END:VEVENT\r\n"


@lru_cache(maxsize=_ALIKE)
def _times(
    starts: dt.date, ends: dt.date, rule: str | None, without: tuple[dt.datetime, ...], _zone: str | None, written: dt.date
) -> bytes:
    """When it is. The zone is told too, since times at the same moment in two zones are equal."""
    from icalendar import Event as Properties
    from icalendar import vRecur

    properties = Properties()
    properties.add("dtstamp", dt.datetime.combine(written, dt.time(), dt.UTC))
    properties.add("dtstart", starts)
    if ends > starts:
        properties.add("dtend", ends)
    if rule is not None:
        properties.add("rrule", vRecur.from_ical(rule))
    if without:
        properties.add("exdate", list(without))
    return _inside(properties)


@lru_cache(maxsize=_ALIKE)
def _texts(title: str, notes: tuple[str, ...], tentative: bool) -> bytes:
    """What it is. Nobody is busy because the provider is closed, so it is transparent."""
    description = [("description", _Text("\n".join(notes)))] if notes else []
    status = "TENTATIVE" if tentative else "CONFIRMED"
    return _written(("summary", _Text(title)), *description, ("status", _Text(status)), ("transp", _Text("TRANSPARENT")))


class _Text:
    """Text as RFC 5545 escapes it (3.3.11)."""

    def __init__(self, text: str) -> None:
        self.text = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", _BREAK.sub("\n", text))

    def to_ical(self) -> bytes:
        return re.sub(r"([\\;,])", r"\\\1", self.text).replace("\n", r"\n").encode()


def _written(*properties: tuple[str, Any]) -> bytes:
    """The lines of properties, in their order."""
    from icalendar import Event as Properties

    found = Properties()
    for name, value in properties:
        found.add(name, value, encode=False)
    return _inside(found)


def _inside(properties: Component) -> bytes:
    return bytes(properties.to_ical(sorted=False)).removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(b"END:VEVENT\r\n")


def _zone(event: Event) -> str | None:
    zone = event.starts.tzinfo if isinstance(event.starts, dt.datetime) else None
    return zone.key if isinstance(zone, ZoneInfo) else None
