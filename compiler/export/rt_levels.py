"""Targets as Request Tracker's service levels (``%ServiceAgreements``): one level per client and priority.

A level counts all its times on one set of business hours, in one time zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compiler.bundle import Bundle, Calendar, Priority, Target
from compiler.duration import parse
from compiler.export import rt_hours, rt_names
from compiler.export.result import Loss, place
from compiler.export.rt_hours import Hours

TIMES = {"start": "Starts", "response": "Response", "resolution": "Resolve"}


@dataclass(frozen=True)
class Level:
    """A service level: its hours by the ids of the calendars, and its times in business minutes."""

    name: str
    calendars: tuple[str, ...]
    hours: Hours
    times: Mapping[str, int]

    def data(self, business_hours: str) -> dict[str, object]:
        """The level as RT's configuration. RT fills in a missing ``Starts`` by itself; 0 keeps it empty."""
        data: dict[str, object] = {"BusinessHours": business_hours, "Timezone": self.hours.timezone, "Starts": 0}
        return data | {kind: {"BusinessMinutes": minutes} for kind, minutes in self.times.items()}


def of(bundle: Bundle) -> tuple[dict[str, Level], list[Loss]]:
    """The client's levels by priority, the highest priority first, and what of its targets they can't hold.

    A client whose contract isn't in force, or with no form bought, has none.
    """
    client = bundle.client.id
    if not bundle.status.in_force:
        why = f"The contract isn't in force on {bundle.as_of} ({bundle.status.reason}): no levels and no rights are exported."
        return {}, [Loss(client, "all promised times", why, None, place(bundle.status.origin))]
    if not bundle.form.bought:
        why = "No form was bought, so no SLA applies: no levels are exported."
        return {}, [Loss(client, "all promised times", why, bundle.form.clause, place(bundle.client.origin))]
    levels: dict[str, Level] = {}
    losses: list[Loss] = []
    for priority in sorted(bundle.tickets.priorities, key=lambda priority: (priority.rank, priority.id)):
        level, lost = _level(bundle, priority)
        losses += lost
        if level:
            levels[priority.id] = level
    losses += _hours_lost(bundle, levels)
    return levels, losses


def _level(bundle: Bundle, priority: Priority) -> tuple[Level | None, list[Loss]]:
    targets = {target.kind: target for target in bundle.tickets.targets if target.priority == priority.id}
    promised = [targets[kind] for kind in ("start", "response", "resolution") if kind in targets]
    promised = [target for target in promised if target.agreement != "none"]
    level: Level | None = None
    losses: list[Loss] = []
    for target in promised:

        def lost(why: str, target: Target = target) -> Loss:
            what = f"{target.priority}: {target.kind} within {target.within} while {' or '.join(target.calendars)} is open"
            return Loss(bundle.client.id, what, why, target.clause, place(target.origin))

        if level and set(target.calendars) != set(level.calendars):
            losses.append(lost(f"A level has one set of hours, here {' and '.join(level.calendars)}: this time is left out."))
            continue
        calendars = _calendars(bundle, target.calendars)
        if len({calendar.timezone for calendar in calendars}) != 1:
            several = "It runs on calendars in several time zones and a level has one" if calendars else "It runs on no calendar"
            losses.append(lost(f"{several}: it is left out."))
            continue
        hours = _hours(bundle, calendars)
        minutes, why = _minutes(target.within, hours)
        if why:
            losses.append(lost(why))
        if minutes is None:
            continue
        if target.agreement == "aim":
            losses.append(lost("It is an aim; RT shows it like a binding time."))
        if target.kind == "start":
            losses.append(lost("It becomes Starts, which RT shows but, unlike Due, never marks as overdue."))
        times = {**(level.times if level else {}), TIMES[target.kind]: minutes}
        level = Level(rt_names.level_name(bundle.client.id, priority.id), target.calendars, hours, times)
    if level and {"Response", "Resolve"} <= level.times.keys():
        why = "A ticket has one Due in RT: the earlier of response and resolution. The other isn't shown."
        what, last = f"{priority.id}: a response and a resolution time", promised[-1]
        losses.append(Loss(bundle.client.id, what, why, last.clause, place(last.origin)))
    return level, losses


def _calendars(bundle: Bundle, names: tuple[str, ...]) -> list[Calendar]:
    """Raises ``ValueError`` for an unknown calendar, for which RT would count Monday to Friday, 09:00-18:00."""
    known = {calendar.id: calendar for calendar in bundle.calendars}
    for name in names:
        if name not in known:
            raise ValueError(f"{bundle.client.id}: a target runs on the calendar {name!r}, which the bundle doesn't hold")
    return [known[name] for name in names]


def _hours(bundle: Bundle, calendars: list[Calendar]) -> Hours:
    """Raises ``ValueError`` for a time zone that doesn't exist, and for hours that never open."""
    try:
        return rt_hours.of(calendars)
    except ValueError as error:
        raise ValueError(f"{bundle.client.id}: {error}") from error


def _minutes(within: str | None, hours: Hours) -> tuple[int | None, str | None]:
    """A duration (ISO 8601) in business minutes, or None where it can't be; and what is lost, if anything."""
    try:
        duration = parse(within or "")
    except ValueError:
        return None, "It isn't a duration: it is left out."
    days, minutes = duration.days, duration.seconds // 60
    if duration.months or duration.seconds % 60 or bool(days) == bool(minutes):
        return None, "RT counts whole minutes and this duration can't be told in them: it is left out."
    if days and hours.daily is None:
        return None, "RT counts minutes and not every open day has as many, so a time in days is left out."
    total = minutes or days * (hours.daily or 0)
    if total >= hours.reach:
        return None, "It can fall over 29 calendar days ahead, where RT silently sets no date: it is left out."
    if days:
        return total, (
            f"Written as {total} business minutes, {hours.daily} a day: the same clock time on a later open day. It isn't "
            "brought forward to an early closing."
        )
    return total, None


def _hours_lost(bundle: Bundle, levels: Mapping[str, Level]) -> Iterator[Loss]:
    """What RT's hours can't hold, once for each set of calendars that a level runs on."""
    seen: dict[tuple[str, ...], Hours] = {level.calendars: level.hours for level in levels.values()}
    for names, hours in seen.items():
        calendar = next(calendar for calendar in bundle.calendars if calendar.id == names[0])
        title = " and ".join(names)

        def lost(what: str, why: str, title: str = title, calendar: Calendar = calendar) -> Loss:
            return Loss(bundle.client.id, f"calendar {title}: {what}", why, calendar.clause, place(calendar.origin))

        if hours.wrong:
            dates = ", ".join(f"{date} ({rt_hours.words(really)})" for date, really in hours.wrong)
            yield lost(f"other hours on {dates}", "RT's holidays are whole days: it counts the usual hours of the weekday.")
        yield lost("a deadline at closing time", "RT moves a deadline that falls exactly at closing to the next opening.")
        yield lost(f"closings {_stretch(hours)}", "Holidays are dates; outside this stretch RT knows none. Export again in time.")
        if hours.at_midnight:
            why = "A holiday takes the next day's first second too, and a holiday on which the clock changes is an hour off."
            yield lost("open at midnight", why)
        if hours.overnight:
            why = "They are written as two, split at midnight: RT closes from midnight to midnight, not by the window that began."
            yield lost("windows past midnight", why)


def _stretch(hours: Hours) -> str:
    def told(date: dt.date | None) -> str:
        return date.isoformat() if date else "open"

    return f"from {told(hours.from_)} until {told(hours.until)}"
