"""Events to iCalendar (RFC 5545) by the library ``icalendar``, which is loaded only when something is written.

Two things of the library aren't used: it takes ``\\N`` in a text for a line end, and it describes summer time as an hour late.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from compiler.export import ics_zone
from compiler.export.ics_event import Event

_NAMESPACE = uuid.UUID("5f0c1f58-6c0b-5d0e-9d5e-2b7f6b2f3a11")
"""It never changes: readers know an event by a name that is made from it."""
_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What some readers take for the end of a line, besides a line feed."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_REFRESH = dt.timedelta(days=1)
_SHARED = 8192
"""So many events are kept as they were written: many clients are closed on the same days."""


def feed(
    client: str, name: str, events: Sequence[Event], zone: str, years: tuple[int, int], written: dt.date, *, tentative: bool
) -> bytes:
    """A calendar of a client, as of the date on which it is ``written``, ``tentative`` where nothing is agreed yet.

    ``zone`` is described in it for these years, first and last, as is every other zone of an event.
    """
    zones = dict.fromkeys([zone, *(found for event in events if (found := _zone(event)) is not None)])
    parts = [_head(name), *(ics_zone.description(one, *years) for one in zones)]
    for event in events:
        # The one line that differs between clients, and it can hold nothing but hexadecimal digits.
        begin, _, rest = _written(event, _zone(event), written, tentative).partition(b"\r\n")
        parts.append(b"%s\r\nUID:%s\r\n%s" % (begin, uid(client, event).encode(), rest))
    return b"".join([*parts, b"END:VCALENDAR\r\n"])


def uid(client: str, event: Event) -> str:
    """The name by which readers know an event: the same for as long as it is agreed with this client."""
    return str(uuid.uuid5(_NAMESPACE, "\0".join((client, event.kind, event.key))))


def _head(name: str) -> bytes:
    from icalendar import Calendar, vDuration

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Akkoord//Akkoord//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _Text(name), encode=False)
    refresh = vDuration(_REFRESH)
    calendar.add("x-published-ttl", vDuration(_REFRESH), encode=False)
    refresh.params["VALUE"] = "DURATION"
    calendar.add("refresh-interval", refresh, encode=False)
    return bytes(calendar.to_ical(sorted=False)).removesuffix(b"END:VCALENDAR\r\n")


@lru_cache(maxsize=_SHARED)
def _written(event: Event, _zone: str | None, written: dt.date, tentative: bool) -> bytes:
    """An event without its name. Its zone is told too, since events at the same moment in two zones are equal."""
    from icalendar import Event as Component
    from icalendar import vRecur

    component = Component()
    component.add("dtstamp", dt.datetime.combine(written, dt.time(), dt.UTC))
    component.add("dtstart", event.starts)
    if event.ends > event.starts:
        component.add("dtend", event.ends)
    if event.rule is not None:
        component.add("rrule", vRecur.from_ical(event.rule))
    if event.without:
        component.add("exdate", list(event.without))
    component.add("summary", _Text(event.title), encode=False)
    if event.notes:
        component.add("description", _Text("\n".join(event.notes)), encode=False)
    component.add("status", "TENTATIVE" if tentative else "CONFIRMED")
    component.add("transp", "TRANSPARENT")  # nobody is busy because the provider is closed
    return bytes(component.to_ical(sorted=False))


class _Text:
    """Text as RFC 5545 escapes it (3.3.11)."""

    def __init__(self, text: str) -> None:
        self.text = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", _BREAK.sub("\n", text))

    def to_ical(self) -> bytes:
        return re.sub(r"([\\;,])", r"\\\1", self.text).replace("\n", r"\n").encode()


def _zone(event: Event) -> str | None:
    zone = event.starts.tzinfo if isinstance(event.starts, dt.datetime) else None
    return zone.key if isinstance(zone, ZoneInfo) else None
