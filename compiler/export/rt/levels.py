"""Targets as Request Tracker's service levels (``%ServiceAgreements``): one level per client and priority.

A level counts all its times on one set of business hours, in one time zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from compiler.bundle import Bundle, Calendar, Priority, Target, TargetKind
from compiler.export import business_hours, practice, promises
from compiler.export.business_hours import Hours
from compiler.export.rt import losses as rt_losses
from compiler.export.rt import names as rt_names
from compiler.export.rt import overlay as rt_overlay
from compiler.loss import Loss, LossCode

TIMES: dict[TargetKind, str] = {"start": "Starts", "response": "Response", "resolution": "Resolve"}


@dataclass(frozen=True)
class Level:
    """A service level: its hours by the ids of the calendars, and its times in business minutes.

    ``days`` holds the times that were promised in days, as the number of days.
    """

    name: str
    calendars: tuple[str, ...]
    hours: Hours
    times: Mapping[str, int]
    days: Mapping[str, int]

    @property
    def shortest(self) -> int | None:
        """The shortest of the times that were promised in minutes, if any was."""
        return min((minutes for kind, minutes in self.times.items() if kind not in self.days), default=None)

    def data(self, business_hours: str, *, overlay: bool) -> dict[str, object]:
        """The level as RT's configuration. RT fills in a missing ``Starts`` by itself; 0 keeps it empty.

        ``Days`` are for the overlay: RT reads past them.
        """
        data: dict[str, object] = {"BusinessHours": business_hours, "Timezone": self.hours.timezone, "Starts": 0}
        for kind, minutes in self.times.items():
            data[kind] = {"BusinessMinutes": minutes} | ({"Days": self.days[kind]} if overlay and kind in self.days else {})
        return data


def of(bundle: Bundle, *, overlay: bool = False) -> tuple[dict[str, Level], list[Loss]]:
    """The client's levels by priority, the highest priority first, and what of its targets they can't hold.

    With the overlay they hold times that RT by itself gives up on, and some of the losses are none.
    A client whose contract isn't in force, or with no form bought, has none.
    """
    client, every = bundle.client.id, [priority.id for priority in promises.by_rank(bundle)]
    if not bundle.status.in_force:
        status, why = bundle.status, promises.why_not_in_force(bundle)
        return {}, [rt_losses.NOT_IN_FORCE.of(client, status.origin, levels=every, as_of=bundle.as_of, reason=why)]
    if not bundle.form.bought:
        return {}, [rt_losses.NO_FORM.of(client, bundle.client.origin, levels=every, clause=bundle.form.clause)]
    levels: dict[str, Level] = {}
    losses: list[Loss] = []
    for priority in promises.by_rank(bundle):
        level, lost = _level(bundle, priority, overlay=overlay)
        losses += lost
        if level:
            levels[priority.id] = level
    losses += _hours_lost(bundle, levels)
    return levels, [loss for loss in losses if not (overlay and loss.code in rt_overlay.MADE_UP)]


def _level(bundle: Bundle, priority: Priority, *, overlay: bool) -> tuple[Level | None, list[Loss]]:
    level: Level | None = None
    losses: list[Loss] = []
    for target in promises.promised(bundle, priority, TIMES):

        def lost(code: LossCode, target: Target = target, **facts: object) -> Loss:
            return code.of(
                bundle.client.id,
                target.origin,
                levels=[priority.id],
                clause=target.clause,
                target=promises.in_words(target),
                priority=priority.id,
                **facts,
            )

        if level and set(target.calendars) != set(level.calendars):
            losses.append(lost(rt_losses.OTHER_CALENDARS, calendars=" and ".join(level.calendars)))
            continue
        calendars = promises.calendars(bundle, target.calendars)
        zones = sorted({calendar.timezone for calendar in calendars})
        if len(zones) != 1:
            losses.append(lost(rt_losses.NO_ONE_ZONE, zones=" and ".join(zones) or "no calendar"))
            continue
        hours = _hours(bundle, calendars)
        counted = promises.counted(target.within, hours)
        if isinstance(counted, str):
            losses.append(lost(_UNCOUNTABLE[counted]))
            continue
        minutes, days = counted
        if minutes >= hours.reach and not overlay:
            losses.append(lost(rt_losses.TOO_FAR))
            continue
        if days:
            example = practice.in_days(hours, days)
            losses.append(lost(rt_losses.IN_DAYS, minutes=minutes, daily=hours.daily, example=example))
        if target.agreement == "aim":
            losses.append(lost(rt_losses.AIM))
        if target.kind == "start":
            losses.append(lost(rt_losses.NEVER_OVERDUE))
        if level and {TIMES[target.kind], *level.times} >= {"Response", "Resolve"}:
            losses.append(lost(rt_losses.ONE_DUE))
        kind = TIMES[target.kind]
        if level is None:
            level = Level(rt_names.level_name(bundle.client.id, priority.id), target.calendars, hours, {}, {})
        days_of = {**level.days, kind: days} if days else level.days
        level = replace(level, times={**level.times, kind: minutes}, days=days_of)
    return level, losses


def _hours(bundle: Bundle, calendars: list[Calendar]) -> Hours:
    """Raises ``ValueError`` for a time zone that doesn't exist, and for hours that never open."""
    try:
        return business_hours.of(calendars)
    except ValueError as error:
        raise ValueError(f"{bundle.client.id}: {error}") from error


_UNCOUNTABLE = {"not-minutes": rt_losses.NOT_MINUTES, "unequal-days": rt_losses.UNEQUAL_DAYS}


def _hours_lost(bundle: Bundle, levels: Mapping[str, Level]) -> Iterator[Loss]:
    """What RT's hours can't hold, once for each set of calendars that a level runs on."""
    on: dict[tuple[str, ...], list[str]] = {}
    for priority, level in levels.items():
        on.setdefault(level.calendars, []).append(priority)
    for names, priorities in on.items():
        calendars = promises.calendars(bundle, names)
        hours = levels[priorities[0]].hours

        def lost(
            code: LossCode,
            calendar: Calendar = calendars[0],
            priorities: list[str] = priorities,
            title: str = " and ".join(names),
            **facts: object,
        ) -> Loss:
            return code.of(bundle.client.id, calendar.origin, levels=priorities, clause=calendar.clause, calendar=title, **facts)

        in_minutes = [(priority, minutes) for priority in priorities if (minutes := levels[priority].shortest)]
        if in_minutes:
            told, minutes = [priority for priority, _ in in_minutes], in_minutes[0][1]
            if hours.wrong:
                dates = ", ".join(f"{date} ({business_hours.words(really)})" for date, really in hours.wrong)
                example = practice.early_closing(hours, minutes)
                yield lost(rt_losses.OTHER_HOURS, priorities=told, dates=dates, example=example)
            if hours.ever_closes:
                yield lost(rt_losses.AT_CLOSING, priorities=told, example=practice.at_closing(hours, minutes))
        yield lost(rt_losses.KNOWN_STRETCH, from_=_told(hours.from_), until=_told(hours.until))
        if hours.at_midnight:
            yield lost(rt_losses.MIDNIGHT)
        if hours.overnight:
            yield lost(rt_losses.OVERNIGHT)
        if hours.at_change:
            yield lost(rt_losses.CLOCK_CHANGE)


def _told(date: dt.date | None) -> str:
    return date.isoformat() if date else "open"
