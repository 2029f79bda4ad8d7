"""Hours as Zammad's calendars, each kept once for all clients that have it.

What the source says (``app/models/calendar.rb``): ``business_hours_to_hash`` hands the active days' time frames to biz and
turns ``23:59`` into ``24:00``, the only way to write the end of a day; ``public_holidays_to_array`` hands over dates, which biz
(``Periods::Abstract#on_holiday?``) closes from midnight to midnight; ``validate_hours`` refuses a calendar without active hours
(422), and never looks at the time zone, so an unknown one would fail when the first ticket is counted. An ``ical_url`` would
add holidays of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from compiler.bundle import Bundle, Calendar
from compiler.export import business_hours
from compiler.export.business_hours import MIDNIGHT, Hours
from compiler.export.zammad import names as zammad_names
from compiler.plan import Value
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
        summaries=tuple((str(date), _summary(calendars, str(date))) for date in hours.holidays),
        reason=zammad_names.reason(first.clause, first.origin),
    )


def _summary(calendars: Iterable[Calendar], date: str) -> str:
    """The ids of the closings on a date: labels are in a client's language, and a calendar is of many clients."""
    names = {closing.id for calendar in calendars for closing in calendar.closings if str(closing.date) == date}
    return ", ".join(sorted(names)) or "closed"


def shared(every: Iterable[tuple[str, Opened]]) -> tuple[dict[str, Opened], dict[Opened, str]]:
    """The distinct calendars by name, and the name for each that was given, with its client.

    The name tells the calendars' ids, the SLA's version and a digest of the week, so that it is the same whichever clients
    are exported. Where the closings differ all the same, the first client's id stands behind it.
    """
    groups: dict[tuple[tuple[str, ...], str, str], list[tuple[str, Opened]]] = {}
    places: dict[Opened, tuple[tuple[tuple[str, ...], str, str], int]] = {}
    for client, one in every:
        if one in places:
            continue
        kind = (one.calendars, one.version, _week(one.hours))
        known = groups.setdefault(kind, [])
        for number, (first, other) in enumerate(known):
            joined = business_hours.joined(other.hours, one.hours)
            if joined:
                summaries = tuple(sorted({**dict(one.summaries), **dict(other.summaries)}.items()))
                known[number] = (first, replace(other, hours=joined, summaries=summaries))
                places[one] = (kind, number)
                break
        else:
            known.append((client, one))
            places[one] = (kind, len(known) - 1)
    names = {
        (kind, number): zammad_names.calendar(*kind, first if len(known) > 1 else None)
        for kind, known in groups.items()
        for number, (first, _) in enumerate(known)
    }
    calendars = {names[kind, number]: one for kind, known in groups.items() for number, (_, one) in enumerate(known)}
    return dict(sorted(calendars.items())), {one: names[where] for one, where in places.items()}


def _week(hours: Hours) -> str:
    return hashlib.sha256(json.dumps([hours.timezone, hours.weekly]).encode()).hexdigest()[:6]


def _clock(minutes: int) -> str:
    return "23:59" if minutes == MIDNIGHT else f"{minutes // 60:02}:{minutes % 60:02}"
