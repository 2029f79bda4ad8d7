"""Hours as Zammad's calendars, each kept once for all clients that have it.

What the source says (``app/models/calendar.rb``): ``business_hours_to_hash`` hands the active days' time frames to biz and
turns ``23:59`` into ``24:00``, the only way to write the end of a day; ``public_holidays_to_array`` hands over dates, which biz
(``Periods::Abstract#on_holiday?``) closes from midnight to midnight; ``validate_hours`` refuses a calendar without active hours
(422), and never looks at the time zone, so an unknown one would fail when the first ticket is counted. An ``ical_url`` would
add holidays of its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from compiler.bundle import Bundle, Calendar
from compiler.export import business_hours
from compiler.export.business_hours import MIDNIGHT, Hours
from compiler.export.zammad import names as zammad_names
from compiler.mark import same_name
from compiler.plan import Value, Wanted
from compiler.weekday import DAYS


@dataclass(frozen=True)
class Opened:
    """The hours while one of several calendars is open, and why the dates are closed: ids of closings by date.

    ``reason`` tells where the first calendar was written.
    """

    version: str
    calendars: tuple[str, ...]
    hours: Hours
    summaries: tuple[tuple[str, str], ...]
    reason: str

    def held(self) -> Opened:
        """What of the hours a calendar of Zammad's holds: two that differ in their early closings are the same."""
        return replace(self, hours=replace(self.hours, wrong=()))

    def attributes(self) -> dict[str, Value]:
        """The calendar as Zammad's, in the flat form of ``compiler/zammad_form.py``."""
        summaries = dict(self.summaries)
        return {
            "timezone": self.hours.timezone,
            **{
                day: tuple(f"{_clock(start)}-{_clock(end)}" for start, end in windows)
                for day, windows in zip(DAYS, self.hours.weekly, strict=True)
            },
            **{f"closed {date}": summaries[str(date)] for date in self.hours.holidays},
            "ical_url": None,
        }


def opened(bundle: Bundle, calendars: Sequence[Calendar]) -> Opened:
    """The hours of these calendars together.

    Raises ``ValueError`` for what Zammad would take and never count: a time zone that doesn't exist, several zones, or hours
    that never open.
    """
    try:
        hours = business_hours.of(calendars)
    except ValueError as error:
        raise ValueError(f"{bundle.client.id}: {error}") from error
    first = calendars[0]
    return Opened(
        version=bundle.sla.version,
        calendars=tuple(sorted(calendar.id for calendar in calendars)),
        hours=hours,
        summaries=_summaries(calendars, hours.holidays),
        reason=zammad_names.reason(first.clause, first.origin),
    )


def _summaries(calendars: Iterable[Calendar], dates: Iterable[dt.date]) -> tuple[tuple[str, str], ...]:
    """The ids of the closings on each date: labels are in a client's language, and a calendar is of many clients."""
    names: dict[dt.date, set[str]] = {}
    for calendar in calendars:
        for closing in calendar.closings:
            names.setdefault(closing.date, set()).add(closing.id)
    return tuple((str(date), ", ".join(sorted(names.get(date, ()))) or "closed") for date in dates)


_Kind = tuple[tuple[str, ...], str, str]


class Calendars:
    """The distinct calendars of many clients, who are added in the order of their ids.

    The name tells the calendars' ids, the SLA's version and a digest of the week, so that it is the same whichever clients
    are exported. Where the closings differ all the same, the first client's id stands behind it.
    """

    def __init__(self) -> None:
        self._known: dict[_Kind, list[tuple[str, Opened]]] = {}
        self._places: dict[Opened, tuple[_Kind, int]] = {}
        self._clients: dict[tuple[_Kind, int], set[str]] = {}

    def add(self, client: str, one: Opened) -> None:
        """Adds a calendar of a client's."""
        if one not in self._places:
            self._places[one] = self._placed(client, one)
        self._clients.setdefault(self._places[one], set()).add(client)

    def _placed(self, client: str, one: Opened) -> tuple[_Kind, int]:
        kind = (one.calendars, one.version, _week(one.hours))
        known = self._known.setdefault(kind, [])
        for number, (first, other) in enumerate(known):
            if joined := business_hours.joined(other.hours, one.hours):
                summaries = tuple(sorted({**dict(one.summaries), **dict(other.summaries)}.items()))
                known[number] = (first, replace(other, hours=joined, summaries=summaries))
                return kind, number
        known.append((client, one))
        return kind, len(known) - 1

    def name(self, one: Opened) -> str:
        """The name of a calendar that was added."""
        return self._name(*self._places[one])

    def wanted(self) -> Iterator[Wanted]:
        """The calendars as Zammad's."""
        for kind, known in self._known.items():
            for number, (_, one) in enumerate(known):
                name, clients = self._name(kind, number), frozenset(self._clients[kind, number])
                yield Wanted("calendar", name, frozenset({same_name(name)}), one.attributes(), clients, one.reason)

    def _name(self, kind: _Kind, number: int) -> str:
        known = self._known[kind]
        return zammad_names.calendar(*kind, known[number][0] if len(known) > 1 else None)


def _week(hours: Hours) -> str:
    return hashlib.sha256(json.dumps([hours.timezone, hours.weekly]).encode()).hexdigest()[:6]


def _clock(minutes: int) -> str:
    return "23:59" if minutes == MIDNIGHT else f"{minutes // 60:02}:{minutes % 60:02}"
