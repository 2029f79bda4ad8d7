"""Promised times as Zammad's SLAs: one per client and priority, on the calendar of the time that counts most.

What the source says: a ticket has one SLA, the first by name whose condition fits, an empty condition only if none does
(``Sla.for_ticket``; Zammad 5.0 went by id). So a second SLA for the same client and priority, on another calendar, would never
be found, and such a time is a loss. Ours can't both fit: they name one organization and one priority. One of somebody else's
that fits too goes first where its name comes before ours, which begin with a rank of two digits.

``Escalation#escalation_first_response`` counts ``first_response_time`` from the ticket's creation until an agent's first public
mail, call or message (``first_response_at_update``: not an internal note, not a trigger's mail); ``escalation_close`` counts
``solution_time`` until the first closing. Both are minutes of the calendar's open time (``biz.time(n, :minutes).after``), where
a time that is used up exactly at closing falls on the next opening, since ``Timeline::Abstract#for`` goes on to the next period.
States with ``ignore_escalation`` stop the clock (``TicketBizBreak``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from compiler import zammad_form
from compiler.bundle import Bundle, Priority, Target, TargetKind
from compiler.export import business_hours, practice, promises
from compiler.export.business_hours import MIDNIGHT
from compiler.export.zammad import calendars as zammad_calendars
from compiler.export.zammad import losses as losses
from compiler.export.zammad import names as zammad_names
from compiler.export.zammad import practice as zammad_practice
from compiler.export.zammad.calendars import Opened
from compiler.loss import Loss, LossCode
from compiler.mark import same_name
from compiler.plan import Value, Wanted

TIMES: dict[TargetKind, str] = {"response": "first_response_time", "start": "first_response_time", "resolution": "solution_time"}
_NIGHT = 4 * 60
"""Clocks change between midnight and four."""


@dataclass(frozen=True)
class Sla:
    """An SLA of a client and a priority, with its times in minutes of open time; ``reason`` is where the first stands.

    ``shortest`` is the shortest of those that weren't written in days.
    """

    client: str
    priority: str
    rank: int
    opened: Opened
    times: Mapping[str, int]
    reason: str
    shortest: int | None = None

    def wanted(self) -> Wanted:
        """The SLA as Zammad's, in the flat form of ``compiler/zammad_form.py``, but for the name of its calendar.

        ``response_time`` and ``update_time`` would count every answer, which nobody promised.
        """
        name = zammad_names.sla(self.client, self.rank, self.priority, self.opened.calendars)
        attributes: dict[str, Value] = {
            **{time: str(self.times[time]) if time in self.times else None for time in zammad_form.TIMES},
            "if ticket.organization_id": ("is", zammad_form.word(self.client)),
            "if ticket.priority_id": ("is", zammad_names.priority(self.priority)),
        }
        return Wanted("sla", name, frozenset({same_name(name)}), attributes, frozenset({self.client}), self.reason)


def of(bundle: Bundle) -> tuple[list[Sla], list[Loss]]:
    """The client's SLAs, the highest priority first, and what of its promised times they can't hold.

    A client whose contract isn't in force, or with no form bought, has none. Raises ``ValueError`` for an unknown calendar,
    and for hours that Zammad would never count.
    """
    client, every = bundle.client.id, [priority.id for priority in promises.by_rank(bundle)]
    if not bundle.status.in_force:
        status, why = bundle.status, promises.why_not_in_force(bundle)
        return [], [losses.NOT_IN_FORCE.of(client, status.origin, levels=every, as_of=bundle.as_of, reason=why)]
    if not bundle.form.bought:
        return [], [losses.NO_FORM.of(client, bundle.client.origin, levels=every, clause=bundle.form.clause)]
    slas: list[Sla] = []
    lost: list[Loss] = []
    for priority in promises.by_rank(bundle):
        sla, missing = _sla(bundle, priority)
        lost += missing
        slas += [sla] if sla else []
    lost += _hours_lost(bundle, slas)
    return slas, lost


def _sla(bundle: Bundle, priority: Priority) -> tuple[Sla | None, list[Loss]]:
    sla: Sla | None = None
    lost: list[Loss] = []
    for target in promises.promised(bundle, priority, TIMES):

        def lose(code: LossCode, target: Target = target, **facts: object) -> None:
            told = {"target": promises.in_words(target), **facts}
            lost.append(code.of(bundle.client.id, target.origin, levels=[priority.id], clause=target.clause, **told))

        if sla and TIMES[target.kind] in sla.times:
            lose(losses.START_BESIDE_ANSWER)
            continue
        if sla and set(target.calendars) != set(sla.opened.calendars):
            lose(losses.OTHER_CALENDARS, calendars=" and ".join(sla.opened.calendars))
            continue
        calendars = promises.calendars(bundle, target.calendars)
        zones = sorted({calendar.timezone for calendar in calendars})
        if len(zones) != 1:
            lose(losses.NO_ONE_ZONE, zones=" and ".join(zones) or "no calendar")
            continue
        opened = zammad_calendars.opened(bundle, calendars)
        hours = opened.hours
        counted = promises.counted(target.within, hours)
        if isinstance(counted, str):
            lose(_UNCOUNTABLE[counted])
            continue
        minutes, days = counted
        if days:
            lose(losses.IN_DAYS, minutes=minutes, daily=hours.daily, example=practice.in_days(hours, days))
            if any(start < _NIGHT for windows in hours.weekly for start, _ in windows):
                lose(losses.CLOCK_CHANGE, daily=hours.daily)
        if target.agreement == "aim":
            lose(losses.AIM)
        if target.kind == "start":
            lose(losses.START_IS_ANSWER)
        if target.kind == "resolution":
            lose(losses.REOPENED)
        times = {**(sla.times if sla else {}), TIMES[target.kind]: minutes}
        reason = zammad_names.reason(target.clause, target.origin)
        sla = replace(sla, times=times) if sla else Sla(bundle.client.id, priority.id, priority.rank, opened, times, reason)
        if not days:
            sla = replace(sla, shortest=min(minutes, sla.shortest or minutes))
    return sla, lost


_UNCOUNTABLE = {"not-minutes": losses.NOT_MINUTES, "unequal-days": losses.UNEQUAL_DAYS}


def _hours_lost(bundle: Bundle, slas: list[Sla]) -> Iterator[Loss]:
    """What Zammad's calendars can't hold, once for each set of calendars that an SLA runs on."""
    on: dict[Opened, list[Sla]] = {}
    for sla in slas:
        on.setdefault(sla.opened, []).append(sla)
    for opened, members in on.items():
        hours = opened.hours

        def lost(code: LossCode, members: list[Sla] = members, opened: Opened = opened, **facts: object) -> Loss:
            calendar = promises.calendars(bundle, opened.calendars)[0]
            levels, title = [sla.priority for sla in members], " and ".join(opened.calendars)
            return code.of(bundle.client.id, calendar.origin, levels=levels, clause=calendar.clause, calendar=title, **facts)

        if in_minutes := [sla for sla in members if sla.shortest]:
            minutes = in_minutes[0].shortest or 0
            if hours.wrong:
                dates = ", ".join(f"{date} ({business_hours.words(really)})" for date, really in hours.wrong)
                example = practice.early_closing(hours, minutes)
                yield lost(losses.OTHER_HOURS, in_minutes, dates=dates, example=example)
            if hours.ever_closes:
                yield lost(losses.AT_CLOSING, in_minutes, example=practice.at_closing(hours, minutes))
        yield lost(losses.KNOWN_STRETCH, from_=_told(hours.from_), until=_told(hours.until))
        yield lost(losses.PENDING, example=zammad_practice.pending(hours, min(members[0].times.values())))
        if any(end == MIDNIGHT - 1 for windows in hours.weekly for _, end in windows):
            yield lost(losses.LAST_MINUTE)
        if hours.overnight:
            yield lost(losses.OVERNIGHT)
        if hours.at_change:
            yield lost(losses.CHANGING)


def _told(date: dt.date | None) -> str:
    return date.isoformat() if date else "open"
