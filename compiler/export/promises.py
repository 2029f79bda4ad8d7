"""What a client was promised for its tickets, as systems with open hours count it: in minutes of open time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from compiler import duration
from compiler.bundle import Bundle, Calendar, Priority, Target, TargetKind
from compiler.export.business_hours import Hours

Uncountable = Literal["not-minutes", "unequal-days"]
"""Why a time can't be told in minutes: by itself, or since not every open day has as many."""


def by_rank(bundle: Bundle) -> list[Priority]:
    """The priorities, the highest first."""
    return sorted(bundle.tickets.priorities, key=lambda priority: (priority.rank, priority.id))


def promised(bundle: Bundle, priority: Priority, kinds: Iterable[TargetKind]) -> list[Target]:
    """The times of these kinds that were promised for a priority, in the order of the kinds."""
    targets = {target.kind: target for target in bundle.tickets.targets if target.priority == priority.id}
    return [targets[kind] for kind in kinds if kind in targets and targets[kind].agreement != "none"]


def in_words(target: Target) -> str:
    """A promised time, such as ``urgent: start within 1 hour while office is open``."""
    length = duration.in_words(target.within) if target.within else "an unknown time"
    hours = " or ".join(target.calendars) or "no calendar"
    return f"{target.priority}: {target.kind} within {length} while {hours} is open"


def why_not_in_force(bundle: Bundle) -> str:
    """Why a contract isn't in force, such as ``not signed``."""
    return bundle.status.reason.replace("-", " ")


def calendars(bundle: Bundle, names: tuple[str, ...]) -> list[Calendar]:
    """The calendars of a time. Raises ``ValueError`` for an unknown one, for which systems take a default of their own."""
    known = {calendar.id: calendar for calendar in bundle.calendars}
    for name in names:
        if name not in known:
            raise ValueError(f"{bundle.client.id}: a target runs on the calendar {name!r}, which the bundle doesn't hold")
    return [known[name] for name in names]


def counted(within: str | None, hours: Hours) -> tuple[int, int] | Uncountable:
    """A duration (ISO 8601) in minutes of open time and the days that it was written in, or why it can't be told in them."""
    try:
        length = duration.parse(within or "")
    except ValueError:
        return "not-minutes"
    days, minutes = length.days, length.seconds // 60
    if length.months or length.seconds % 60 or bool(days) == bool(minutes):
        return "not-minutes"
    if days and hours.daily is None:
        return "unequal-days"
    return minutes or days * (hours.daily or 0), days
