"""What of a client's agreements the feeds don't tell as it was agreed."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.bundle import Bundle, Calendar, Change, Rule
from compiler.export import ics_losses
from compiler.export.ics_closings import office
from compiler.export.ics_words import words
from compiler.loss import Loss, LossCode
from compiler.weekday import DAYS

_TOLD = {
    "contract": ("/sla/version", "/term", "/status", "/emergency_service", "/visits"),
    "dap": ("/maintenance", "/no_maintenance", "/trial_restores", "/review"),
}
"""The parts of a client's files that feeds tell about."""


def of(bundle: Bundle) -> Iterator[Loss]:
    """The losses of a client."""
    for calendar in bundle.calendars:
        yield from _calendar(bundle, calendar)
    if bundle.status.reason == "not-signed":
        yield ics_losses.NOT_SIGNED.of(bundle.client.id, bundle.status.origin)
    for amendment in bundle.status.amendments:
        parts = dict.fromkeys(part for change in amendment.changes if (part := _part(amendment.document, change)) is not None)
        if parts and not amendment.applied:
            yield ics_losses.CHANGE_TO_COME.of(
                bundle.client.id, amendment.origin, date=amendment.date, parts=", ".join(parts), as_of=bundle.as_of
            )
    yield _lost(bundle, ics_losses.NO_REVIEW_DATES, bundle.reviews, count=bundle.reviews.per_year)
    if (visits := bundle.form.visits) is not None:
        yield _lost(bundle, ics_losses.VISITS_WITHOUT_START, visits, frequency=visits.frequency)
    if words(bundle.sla.language).language != bundle.sla.language:
        yield ics_losses.OTHER_LANGUAGE.of(bundle.client.id, bundle.sla.origin, language=bundle.sla.language)


def _calendar(bundle: Bundle, calendar: Calendar) -> Iterator[Loss]:
    levels = tuple(dict.fromkeys(one.priority for one in bundle.tickets.targets if one.within and calendar.id in one.calendars))
    covers = calendar.covers
    yield _lost(bundle, ics_losses.KNOWN_STRETCH, calendar, levels, calendar=calendar.id, from_=covers.from_, until=covers.until)
    if calendar.early_closings:
        dates = ", ".join(f"{one.date} at {one.closes}" for one in calendar.early_closings)
        yield _lost(bundle, ics_losses.WHOLE_DAYS_ONLY, calendar, levels, calendar=calendar.id, dates=dates)
    usual = office(bundle)
    closed, closed_there = ({one.date for one in found.closings} for found in (calendar, usual))
    told = [f"closed on {date}" for date in sorted(closed - closed_there)]
    told += [f"open on {date}" for date in sorted(closed_there - closed) if DAYS[date.weekday()] in calendar.weekly]
    if told:
        facts = {"calendar": calendar.id, "office": usual.id, "dates": ", ".join(told)}
        yield _lost(bundle, ics_losses.ONE_CALENDAR, calendar, levels, **facts)


def _part(document: str, change: Change) -> str | None:
    """The part of a file that a change is about, as far as feeds tell about it."""
    return next((part[1:] for part in _TOLD[document] if f"{change.pointer}/".startswith(f"{part}/")), None)


def _lost(bundle: Bundle, code: LossCode, rule: Rule, levels: tuple[str, ...] = (), **facts: object) -> Loss:
    return code.of(bundle.client.id, rule.origin, levels=levels, clause=rule.clause, **facts)
