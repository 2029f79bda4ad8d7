"""Whether a change is better or worse for the client: one table, by the fields of the bundle.

Whoever adds a field to the bundle decides here; a field that stands nowhere is unclear.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

from compiler import duration

Direction = Literal["better", "worse", "neutral", "unclear"]
Judge = Callable[[Any, Any], Direction]
"""Judges a change from one value to another; None is a value that isn't there."""

OPPOSITE: Mapping[Direction, Direction] = {"better": "worse", "worse": "better", "neutral": "neutral", "unclear": "unclear"}


def neutral(_before: Any, _after: Any) -> Direction:
    """Neither better nor worse."""
    return "neutral"


def unclear(_before: Any, _after: Any) -> Direction:
    """People must judge."""
    return "unclear"


def _by(rank: Callable[[Any], Any]) -> Judge:
    """Better with a higher rank; unclear where a value has none."""

    def judge(before: Any, after: Any) -> Direction:
        one, other = rank(before), rank(after)
        if one is None or other is None:
            return "unclear"
        return "neutral" if one == other else "better" if other > one else "worse"

    return judge


def _sooner(before: Any, after: Any) -> Direction:
    """A shorter time is better; hours of a calendar and whole days of it can't be compared."""
    days = {duration.parse(value).days > 0 for value in (before, after) if value is not None}
    return "unclear" if len(days) == 2 else shorter(before, after)


def _fee(before: Any, after: Any) -> Direction:
    """A lower amount is better, in one currency."""
    currencies = {one.currency for one in (before, after) if one is not None}
    return "unclear" if len(currencies) == 2 else less(before, after)


def _number(value: Any) -> Decimal | None:
    return Decimal(value) if value is not None else None


def _negative(value: Any) -> Decimal | None:
    number = _number(getattr(value, "amount", value))
    return -number if number is not None else None


def _length(value: Any) -> int | None:
    return duration.parse(value).roughly if value is not None else None


def _shortness(value: Any) -> float | None:
    """No time promised is the longest of all."""
    length = _length(value)
    return -length if length is not None else float("-inf")


def _ranked(*worst_first: str) -> Judge:
    return _by(lambda value: worst_first.index(value) if value in worst_first else None)


def _more_items(before: Any, after: Any) -> Direction:
    ones, others = set(before or ()), set(after or ())
    if ones == others:
        return "neutral"
    return "better" if ones < others else "worse" if others < ones else "unclear"


def _fewer_items(before: Any, after: Any) -> Direction:
    return _more_items(after, before)


def _more_hours(before: Any, after: Any) -> Direction:
    """Hours of a week: better where only time is added."""
    ones, others = _minutes(before or {}), _minutes(after or {})
    return "neutral" if ones == others else "better" if ones < others else "worse" if others < ones else "unclear"


def _minutes(weekly: Mapping[str, Any]) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for day, windows in weekly.items():
        for window in windows:
            since, until = _minute(window.from_), _minute(window.to)
            # What ends where it starts, or before, runs past midnight.
            found |= {(day, minute) for minute in range(since, until if until > since else until + 1440)}
    return found


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


more = _by(_number)
less = _by(_negative)
longer = _by(_length)
shorter = _by(_shortness)
later = _by(lambda value: value)
true = _by(lambda value: value)
cover = _ranked("not-in-force", "no-sla", "not-offered", "excluded", "billable", "included")
"""An option that wasn't bought has no place among these."""
binding = _ranked("none", "aim", "binding")

DIRECTIONS: Mapping[str, Judge] = {
    "client": neutral,
    "provider": neutral,
    "sla.version": neutral,
    "sla.title": neutral,
    "sla.date": neutral,
    "sla.language": neutral,
    "sla.languages": neutral,
    "sla.history": neutral,
    "sla.chapters": neutral,
    "sla.hooks": neutral,
    "sla.emergency_service": neutral,
    "sla.certifications": _more_items,
    "status.signature": neutral,
    "status.has_dap": neutral,
    "status.amendments.reason": neutral,
    "status.amendments.approved_by": neutral,
    "form.bought.label": neutral,
    "form.bought.type_label": neutral,
    "form.bought.categories": _more_items,
    "form.bought.hours": more,
    "form.bought.monthly_fee": _fee,
    "form.options.monthly_fee": _fee,
    "form.systems.component_label": neutral,
    "form.systems.os": neutral,
    "form.systems.os_family": neutral,
    "form.systems.covered": true,
    "form.systems.description": neutral,
    "form.systems.update_management": true,
    "form.emergency_service.minimum": shorter,
    "form.emergency_service.report_by": _more_items,
    "form.emergency_service.monthly_fee": _fee,
    "form.emergency_service.hourly": _fee,
    "form.emergency_service.telephone": neutral,
    "coverage.components": neutral,
    "coverage.services": neutral,
    "coverage.types": neutral,
    "coverage.types.includes": _more_items,
    "coverage.forms": neutral,
    "coverage.os_families.covered": true,
    "coverage.os_families.label": neutral,
    "coverage.exclusions": _fewer_items,
    "coverage.exclusions.over": longer,
    "coverage.rules.outcome": cover,
    "coverage.rules.minimum": shorter,
    "calendars.label": neutral,
    "calendars.weekly": _more_hours,
    "calendars.closings": _fewer_items,
    "calendars.closings.label": neutral,
    "calendars.early_closings": _fewer_items,
    "calendars.early_closings.label": neutral,
    "calendars.early_closings.closes": later,
    "maintenance.windows.work": neutral,
    "maintenance.windows.outside_office_hours": neutral,
    "maintenance.blackouts": _more_items,
    "maintenance.blackouts.weekly": _more_hours,
    "maintenance.blackouts.systems": _more_items,
    "maintenance.blackouts.reason": neutral,
    "maintenance.trial_restores": _more_items,
    "maintenance.trial_restores.systems": _more_items,
    "maintenance.trial_restores.report_to": neutral,
    "contacts.people": neutral,
    "contacts.people.may": unclear,
    "contacts.authorisation_clause": neutral,
    "monitoring.systems": _more_items,
    "monitoring.systems.template_label": neutral,
    "monitoring.systems.standard": neutral,
    "monitoring.systems.reason": neutral,
    "monitoring.systems.also": _more_items,
    "monitoring.systems.checks": _more_items,
    "monitoring.systems.checks.label": neutral,
    "monitoring.systems.checks.source": neutral,
    "monitoring.systems.checks.interval": shorter,
    "tickets.types.label": neutral,
    "tickets.types.outcome": cover,
    "tickets.types.fair_use": _more_items,
    "tickets.minimum_information": _fewer_items,
    "tickets.minimum_information.label": neutral,
    "tickets.priorities.label": neutral,
    "tickets.priorities.short": neutral,
    "tickets.priorities.report_by": _more_items,
    "tickets.targets.agreement": binding,
    "tickets.targets.within": _sooner,
    "tickets.targets.calendars": _more_items,
    "tickets.targets.deviation": neutral,
    "tickets.channels": _more_items,
    "tickets.channels.label": neutral,
    "tickets.channels.url": neutral,
    "roles.activities.activity": neutral,
    "roles.suppliers": neutral,
    "notifications.status_mails.events": _more_items,
    "notifications.status_mails.to": neutral,
    "notifications.status_mails.to_events": _more_items,
    "billing.hourly": less,
    "billing.outside_office_hours": less,
    "billing.emergency": less,
    "billing.monthly_total": less,
    "billing.rules": _fewer_items,
    "billing.rules.label": neutral,
    "reviews.per_year": more,
    "reviews.standard_per_year": neutral,
    "reviews.present": neutral,
    "reviews.agenda": _more_items,
    "reviews.additions": neutral,
    "deviations": neutral,
    "notes": neutral,
}
"""The judge of each field; that of a list judges what comes and goes, and its fields the rest."""

TOLD_ELSEWHERE = frozenset(
    {
        "format",
        "valid",
        "status.reason",
        "coverage.matrix",
        "coverage.os_families.components",
        "coverage.os_families.services",
        "coverage.rules.rate.amount",
        "coverage.rules.rate.currency",
        "coverage.rules.text",
        "coverage.rules.standard",
        "billing.rules.rate.amount",
        "billing.rules.rate.currency",
        "maintenance.trial_restores.dates",
        "deviations.standard",
        "deviations.agreed",
        "sla.superseded_by",
        "status.amendments.applied",
    }
)
"""What follows from other fields: the rules say what the matrix means for the client, and the rates stand under billing."""


def judge_of(field: tuple[str, ...]) -> Judge:
    """The judge of a field, or of the nearest field around it that judges all it holds."""
    if field[-1] == "clause":
        return neutral
    for end in range(len(field), 0, -1):
        judge = DIRECTIONS.get(".".join(field[:end]))
        if judge is not None and (end == len(field) or judge is neutral):
            return judge
    return unclear
