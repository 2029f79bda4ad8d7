"""Maintenance: windows with their occurrences, hours without maintenance, trial restores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from compiler import duration, recurrence
from compiler.bundle import Blackout, Calendar, Maintenance, MaintenanceWindow, Occurrence, Period, TrialRestore
from compiler.compile import parts
from compiler.contract import Contract
from compiler.occurrence import lasting
from compiler.source import Node
from compiler.span import Span, hold, opened
from compiler.weekday import DAYS

_AHEAD = duration.Duration(12, 0, 0)


def maintenance(contract: Contract, office: Calendar) -> Maintenance:
    """Everything about maintenance, with what happens in the twelve months from the bundle's date, within the term."""
    covers = Period(from_=max(contract.as_of, contract.start), until=min(_AHEAD.after(contract.as_of), contract.end))
    zone = office.timezone
    hook = contract.standard.hook
    return Maintenance(
        windows=tuple(_window(contract, key, node, office, covers) for key, node in contract.dap_section("maintenance")),
        blackouts=tuple(
            Blackout(
                id=key,
                systems=parts.words(node["systems"]),
                weekly=parts.weekly(node["hours"]),
                timezone=zone,
                reason=node["reason"].data,
                clause=hook("dap", "no_maintenance"),
                origin=parts.origin(node),
            )
            for key, node in contract.dap_section("no_maintenance")
        ),
        trial_restores=tuple(
            TrialRestore(
                id=key,
                systems=parts.words(node["systems"]),
                rule=node["rule"].data,
                start=dt.date.fromisoformat(node["start"].data),
                dates=tuple(_dates(node, covers)),
                report_to=parts.words(node.get("report_to")),
                clause=hook("dap", "trial_restores"),
                origin=parts.origin(node),
            )
            for key, node in contract.dap_section("trial_restores")
        ),
        covers=covers,
    )


def _dates(node: Node, covers: Period) -> list[dt.date]:
    if covers.from_ is None or covers.until is None or covers.from_ > covers.until:
        return []
    return recurrence.dates(node["rule"].data, dt.date.fromisoformat(node["start"].data), covers.from_, covers.until)


def _window(contract: Contract, key: str, node: Node, office: Calendar, covers: Period) -> MaintenanceWindow:
    occurrences = tuple(_occurrences(node, office.timezone, covers))
    return MaintenanceWindow(
        id=key,
        systems=parts.words(node["systems"]),
        work=node["work"].data,
        rule=node["rule"].data,
        start=dt.date.fromisoformat(node["start"].data),
        from_=node["from"].data,
        duration=node["duration"].data,
        timezone=office.timezone,
        outside_office_hours=any(not _within(one, office) for one in occurrences),
        occurrences=occurrences,
        clause=contract.standard.hook("dap", "maintenance"),
        origin=parts.origin(node),
    )


def _occurrences(node: Node, timezone: str, covers: Period) -> Iterator[Occurrence]:
    zone = ZoneInfo(timezone)
    length = duration.parse(node["duration"].data)
    for date in _dates(node, covers):
        starts, ends = lasting(date, node["from"].data, length, zone)
        yield Occurrence(starts=_fixed(starts, zone), ends=_fixed(ends, zone))


def _fixed(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """A moment on a zone's clock, with a plain offset."""
    local = moment.astimezone(zone)
    return local.replace(tzinfo=dt.timezone(local.utcoffset() or dt.timedelta()))


def _within(occurrence: Occurrence, office: Calendar) -> bool:
    """Whether an occurrence lies inside office hours, closings and early closings counted in."""
    starts, ends = occurrence.starts.replace(tzinfo=None), occurrence.ends.replace(tzinfo=None)
    # From the day before on, since a window may run past midnight.
    days = range(-1, (ends.date() - starts.date()).days + 1)
    dates = (starts.date() + dt.timedelta(days=day) for day in days)
    return hold((one for date in dates for one in _open(office, date)), starts, ends)


def _open(office: Calendar, date: dt.date) -> list[Span]:
    """The windows that start on a date."""
    closed = any(closing.date == date for closing in office.closings)
    early = next((closing.closes for closing in office.early_closings if closing.date == date), None)
    windows = [(window.from_, window.to) for window in office.weekly.get(DAYS[date.weekday()], ())]
    return opened(date, windows, closed=closed, closes=early)
