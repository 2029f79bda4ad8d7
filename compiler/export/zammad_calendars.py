"""Hours as Zammad's calendars, each kept once for all clients that have it.

What the source says (``app/models/calendar.rb``): ``business_hours_to_hash`` hands the active days' time frames to biz and
turns ``23:59`` into ``24:00``, the only way to write the end of a day; ``public_holidays_to_array`` hands over dates, which biz
(``Periods::Abstract#on_holiday?``) closes from midnight to midnight; ``validate_hours`` refuses a calendar without active hours
(422), and never looks at the time zone, so an unknown one would fail when the first ticket is counted. A calendar has no note.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from compiler.bundle import Bundle, Calendar
from compiler.export import rt_hours, zammad_names
from compiler.export.rt_hours import MIDNIGHT, Hours
from compiler.loss import place
from compiler.weekday import DAYS


@dataclass(frozen=True)
class Opened:
    """The hours while one of several calendars is open, and why the dates are closed: ids of closings by date.

    ``clause`` and ``where`` tell where the first calendar was written.
    """

    version: str
    calendars: tuple[str, ...]
    hours: Hours
    summaries: tuple[tuple[str, str], ...]
    clause: str | None
    where: str

    def fields(self, name: str) -> dict[str, Any]:
        """The calendar as Zammad's. An ``ical_url`` would add holidays of its own, so there is none."""
        summaries = dict(self.summaries)
        return {
            "name": name,
            "timezone": self.hours.timezone,
            "business_hours": {
                day: {"active": bool(windows), "timeframes": [[_clock(start), _clock(end)] for start, end in windows]}
                for day, windows in zip(DAYS, self.hours.weekly, strict=True)
            },
            "public_holidays": {date: {"active": True, "summary": summaries[date]} for date in map(str, self.hours.holidays)},
            "ical_url": None,
        }


def opened(bundle: Bundle, calendars: Sequence[Calendar]) -> Opened:
    """The hours of these calendars together.

    Raises ``ValueError`` for what Zammad would take and never count: a time zone that doesn't exist, several zones, or hours
    that never open.
    """
    try:
        hours = rt_hours.of(calendars)
    except ValueError as error:
        raise ValueError(f"{bundle.client.id}: {error}") from error
    return Opened(
        version=bundle.sla.version,
        calendars=tuple(sorted(calendar.id for calendar in calendars)),
        hours=hours,
        summaries=tuple((str(date), _summary(calendars, str(date))) for date in hours.holidays),
        clause=calendars[0].clause,
        where=place(calendars[0].origin),
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
    groups: dict[str, list[tuple[str, Opened]]] = {}
    places: dict[Opened, tuple[str, int]] = {}
    for client, one in every:
        if one in places:
            continue
        title = _title(one)
        known = groups.setdefault(title, [])
        for number, (first, other) in enumerate(known):
            joined = rt_hours.joined(other.hours, one.hours)
            if joined:
                summaries = tuple(sorted({**dict(one.summaries), **dict(other.summaries)}.items()))
                known[number] = (first, replace(other, hours=joined, summaries=summaries))
                places[one] = (title, number)
                break
        else:
            known.append((client, one))
            places[one] = (title, len(known) - 1)
    names = {
        (title, number): _name(title if len(known) == 1 else f"{title} ({zammad_names.key(first)})")
        for title, known in groups.items()
        for number, (first, _) in enumerate(known)
    }
    calendars = {names[title, number]: one for title, known in groups.items() for number, (_, one) in enumerate(known)}
    return dict(sorted(calendars.items())), {one: names[where] for one, where in places.items()}


def _title(one: Opened) -> str:
    week = hashlib.sha256(json.dumps([one.hours.timezone, one.hours.weekly]).encode()).hexdigest()[:6]
    calendars = " + ".join(map(zammad_names.key, one.calendars))
    return f"{calendars}, SLA {zammad_names.key(one.version)}, week {week}"


def _name(title: str) -> str:
    return zammad_names.name(f"{zammad_names.OURS}: {title}", zammad_names.NAME_LIMIT)


def _clock(minutes: int) -> str:
    return "23:59" if minutes == MIDNIGHT else f"{minutes // 60:02}:{minutes % 60:02}"
