"""What of a client's agreements the feeds don't tell as it was agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from compiler.bundle import Bundle, Calendar, Change, Rule
from compiler.export.ics import losses as ics_losses
from compiler.export.ics.closings import office
from compiler.export.ics.words import words
from compiler.loss import Loss, LossCode
from compiler.weekday import DAYS

_TOLD = {
    "contract": ("/sla/version", "/term", "/emergency_service", "/visits", "/deviations"),
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
        times: dict[str, list[dt.date]] = {}
        for one in calendar.early_closings:
            times.setdefault(one.closes, []).append(one.date)
        told = "; ".join(f"at {time} on {_listed(dates)}" for time, dates in sorted(times.items()))
        yield _lost(bundle, ics_losses.WHOLE_DAYS_ONLY, calendar, levels, calendar=calendar.id, times=told)
    usual = office(bundle)
    closed, closed_there = ({one.date for one in found.closings} for found in (calendar, usual))
    opened = [date for date in closed_there - closed if DAYS[date.weekday()] in calendar.weekly]
    differing = {"closed": closed - closed_there, "open": opened}
    if told := "; ".join(f"{how} on {_listed(dates)}" for how, dates in differing.items() if dates):
        facts = {"calendar": calendar.id, "office": usual.id, "dates": told}
        yield _lost(bundle, ics_losses.ONE_CALENDAR, calendar, levels, **facts)


def _listed(dates: Iterable[dt.date]) -> str:
    return ", ".join(map(str, sorted(dates)))


def _part(document: str, change: Change) -> str | None:
    """The part of a file that a change is about, as far as feeds tell about it."""
    return next((part[1:] for part in _TOLD[document] if f"{change.pointer}/".startswith(f"{part}/")), None)


def _lost(bundle: Bundle, code: LossCode, rule: Rule, levels: tuple[str, ...] = (), **facts: object) -> Loss:
    return code.of(bundle.client.id, rule.origin, levels=levels, clause=rule.clause, **facts)
