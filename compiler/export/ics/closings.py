"""The days on which it is closed, and those on which it closes early, as events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from compiler.bundle import Bundle, Calendar, Closing, EarlyClosing
from compiler.export.ics.event import Event
from compiler.export.ics.words import Words
from compiler.span import at, span
from compiler.weekday import DAYS

_DAY = dt.timedelta(days=1)


def office(bundle: Bundle) -> Calendar:
    """The calendar of office hours. Raises ``ValueError`` where the bundle has none."""
    found = next((one for one in bundle.calendars if one.id == bundle.sla.office_calendar), None)
    if found is None:
        raise ValueError(f"{bundle.client.id}: there is no calendar {bundle.sla.office_calendar!r}")
    return found


def whole_days(bundle: Bundle, words: Words) -> Iterator[Event]:
    """One event for each date on which the office is closed all day; it tells which other calendars are, too."""
    closed: dict[dt.date, list[Calendar]] = {}
    for calendar in bundle.calendars:
        for closing in calendar.closings:
            closed.setdefault(closing.date, []).append(calendar)
    for closing in office(bundle).closings:
        yield _whole_day("closing", closing.date.isoformat(), closing, closed[closing.date], bundle, words)


def other_whole_days(bundle: Bundle, words: Words) -> Iterator[Event]:
    """The dates on which another calendar is closed and the office isn't."""
    offices = {closing.date for closing in office(bundle).closings}
    for calendar in bundle.calendars:
        for closing in calendar.closings:
            if closing.date not in offices:
                yield _whole_day("closing", f"{calendar.id}/{closing.date}", closing, [calendar], bundle, words)


def early(bundle: Bundle, words: Words) -> Iterator[Event]:
    """From each early closing to when the day would have ended."""
    for calendar in bundle.calendars:
        zone = ZoneInfo(calendar.timezone)
        for closing in calendar.early_closings:
            yield Event(
                kind="early-closing",
                key=f"{calendar.id}/{closing.date}",
                starts=at(closing.date, closing.closes).replace(tzinfo=zone),
                ends=_usual_end(calendar, closing).replace(tzinfo=zone),
                title=words("early", time=closing.closes, what=closing.label[bundle.sla.language]),
                notes=_notes([calendar], closing, bundle, words),
            )


def _whole_day(kind: str, key: str, closing: Closing, calendars: list[Calendar], bundle: Bundle, words: Words) -> Event:
    title = words("closed", what=closing.label[bundle.sla.language])
    return Event(kind, key, closing.date, closing.date + _DAY, title, _notes(calendars, closing, bundle, words))


def _notes(calendars: list[Calendar], closing: Closing, bundle: Bundle, words: Words) -> tuple[str, ...]:
    told = [words("calendar", what=calendar.label[bundle.sla.language]) for calendar in calendars]
    return (*told, *clause(closing.clause, bundle, words))


def clause(number: str | None, bundle: Bundle, words: Words) -> tuple[str, ...]:
    """The line that names the clause that something rests on, where it rests on one."""
    return (words("clause", version=bundle.sla.version, clause=number),) if number is not None else ()


def _usual_end(calendar: Calendar, closing: EarlyClosing) -> dt.datetime:
    windows = calendar.weekly.get(DAYS[closing.date.weekday()], ())
    begins = at(closing.date, closing.closes)
    return max([begins, *(span(closing.date, one.from_, one.to)[1] for one in windows)])
