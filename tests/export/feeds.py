"""What a written calendar says, for tests: strict about its lines, and read by another library than the one that wrote it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from compiler.bundle import Bundle
from compiler.export import Export, ics

from . import sample

EARLY = (("2026-12-24", "16:00"), ("2026-12-31", "16:00"))


def lines(content: bytes) -> list[str]:
    """The unfolded lines of a feed, which must be as strict readers want them."""
    assert content.endswith(b"\r\n")
    folded = content[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in folded)
    assert max(map(len, folded)) <= 75
    for line in folded:
        assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", line.decode()), line
    unfolded = content[:-2].decode().replace("\r\n ", "").split("\r\n")
    assert unfolded[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Akkoord//Akkoord//EN"]
    assert unfolded[-1] == "END:VCALENDAR"
    described = {line.removeprefix("TZID:") for line in unfolded if line.startswith("TZID:")}
    assert described
    assert {name for line in unfolded for name in re.findall("^[A-Z-]+;TZID=([^:]+):", line)} <= described
    return unfolded


def calendar(export: Export, name: str) -> Calendar:
    """A feed as the other library reads it."""
    lines(export.files[name])
    (found,) = IcsCalendarStream.from_ics(export.files[name].decode()).calendars
    return found


def events(bundle: Bundle, feed: str) -> list[Event]:
    return calendar(ics.export([bundle]), f"{bundle.client.id}-{feed}.ics").events


def instants(event: Event, until: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """When an event takes place, repetitions included, as the other library counts them."""
    found = Calendar(events=[event]).timeline_tz(dt.UTC).included(dt.datetime(2000, 1, 1, tzinfo=dt.UTC), until)
    for one in found:
        yield one.start_datetime.astimezone(dt.UTC), one.end_datetime.astimezone(dt.UTC)


def told(event: Event) -> tuple[str, str, str | None]:
    return str(event.start), str(event.end), event.summary


def window(key: str, rule: str, **given: str) -> dict[str, Any]:
    plain = {"start": "2026-01-01", "from": "22:00", "duration": "PT3H", "timezone": sample.ZONE, "work": "Updates"}
    return {
        "id": key,
        "systems": ["srv-1", "srv-2"],
        "rule": rule,
        "outside_office_hours": True,
        "occurrences": [],
        "clause": "6.3",
        "origin": sample.origin("clients/bakery/dap.yaml", 9),
        **plain,
        **given,
    }


def blackout(key: str, weekly: dict[str, list[tuple[str, str]]], reason: str = "Production") -> dict[str, Any]:
    return {
        "id": key,
        "systems": ["srv-1"],
        "weekly": {day: [{"from": opens, "to": closes} for opens, closes in hours] for day, hours in weekly.items()},
        "timezone": sample.ZONE,
        "reason": reason,
        "clause": "6.4",
        "origin": sample.origin("clients/bakery/dap.yaml", 20),
    }


def kept(bundle: Bundle, title: str) -> list[tuple[dt.datetime, dt.datetime]]:
    """When the events with a title take place, in order."""
    far = dt.datetime(2040, 1, 1, tzinfo=dt.UTC)
    return sorted(one for event in events(bundle, "events") if title in (event.summary or "") for one in instants(event, far))
