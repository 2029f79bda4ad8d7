"""Compares what was promised with what Request Tracker counts, and explains differences by the losses that were told.

The promise is what ``decide`` answers for the exported bundle.
"""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import msgspec

from compiler.bundle import Bundle, Period, Target, TargetKind
from compiler.decide import Decider, Question
from compiler.decide.answer import TimeAnswer
from compiler.decide.hours import Hours
from compiler.duration import parse
from compiler.export.rt import names as rt_names
from compiler.loss import Loss

from .conftest import Instance

TYPES: dict[TargetKind, str] = {"start": "Starts", "response": "Response", "resolution": "Resolve"}
DAY = dt.timedelta(1)


class Party:
    """A client with its promises. RT goes on with what was loaded, so they are asked for beyond the dates of the bundle too."""

    def __init__(self, bundle: Bundle, losses: Iterable[Loss]) -> None:
        self.bundle = bundle
        self.losses = [loss for loss in losses if loss.client == bundle.client.id]
        without = msgspec.structs.replace(bundle.maintenance, windows=())
        self.decider = Decider(msgspec.structs.replace(bundle, valid=Period(from_=None, until=None), maintenance=without))
        self.type = next((one.id for one in bundle.tickets.types if one.prioritised), None)
        self.cells = {cell: (key, impact) for key, row in bundle.tickets.matrix.items() for impact, cell in row.items()}
        self.targets: dict[str, dict[TargetKind, Target]] = defaultdict(dict)
        for target in bundle.tickets.targets:
            if target.within is not None and target.priority in self.cells:
                self.targets[target.priority][target.kind] = target

    def promised(self, priority: str, moment: dt.datetime) -> dict[TargetKind, dt.datetime | None]:
        """The times of a ticket of a priority by kind."""
        urgency, impact = self.cells[priority]
        answer = self.decider.decide(Question(at=moment.isoformat(), type=self.type, urgency=urgency, impact=impact))
        assert (answer.priority and answer.priority.id) == (priority if self.decider.agreed else None)
        found: dict[TargetKind, TimeAnswer | None] = {
            "start": answer.start_by,
            "response": answer.respond_by,
            "resolution": answer.resolve_by,
        }
        return {kind: None if one is None else one.at for kind, one in found.items()}


class Times:
    """The hours that a target runs on, with what is particular about them."""

    def __init__(self, party: Party, target: Target) -> None:
        calendars = [one for one in party.bundle.calendars if one.id in target.calendars]
        self.hours: Hours = party.decider.hours(target.calendars)
        self.within = parse(target.within or "")
        self.special = {one.date for calendar in calendars for one in (*calendar.closings, *calendar.early_closings)}
        self.past_midnight = any(one.to <= one.from_ for calendar in calendars for day in calendar.weekly.values() for one in day)
        self.closes = frozenset(self.hours.closes)

    def midnight(self, date: dt.date) -> dt.datetime:
        return dt.datetime.combine(date, dt.time(), self.hours.zone)

    def is_changing(self, date: dt.date) -> bool:
        """Whether the clock is changed on a date."""
        return self.midnight(date).utcoffset() != self.midnight(date + DAY).utcoffset()

    def open_on(self, date: dt.date) -> dt.timedelta:
        return self.hours.between(self.midnight(date), self.midnight(date + DAY))

    @cached_property
    def usual(self) -> list[dt.timedelta]:
        """The open time of each day of the week, Monday first."""
        first = self.hours.days[0].date + DAY
        found = [Counter(self.open_on(first + dt.timedelta(n)) for n in range(offset, 350, 7)) for offset in range(7)]
        return [found[(weekday - first.weekday()) % 7].most_common(1)[0][0] for weekday in range(7)]

    @cached_property
    def unlike(self) -> set[dt.date]:
        """The dates on which it is open, but not as long as on other such days of the week, clock changes left aside."""
        after = {date + DAY for date in self.special} if self.past_midnight else set()
        known = [one for one in self.special | after if self.hours.days[0].date < one < self.hours.days[-1].date]
        return {date for date in known if dt.timedelta() < self.open_on(date) != self.usual[date.weekday()]}

    @cached_property
    def closed(self) -> set[dt.date]:
        """The dates on which it is closed though other such days of the week are open."""
        known = [date for date in self.special if self.hours.days[0].date < date < self.hours.days[-1].date]
        return {date for date in known if not self.open_on(date)}


@dataclass(frozen=True)
class Difference:
    """A ticket for which RT shows another time than was promised; moments are on the calendars' clock."""

    party: Party
    target: Target
    times: Times
    reported: dt.datetime
    promised: dt.datetime
    shown: dt.datetime | None

    def __repr__(self) -> str:
        told = f"{self.party.bundle.client.id}: {self.target.priority} {self.target.kind} within {self.target.within}"
        return f"{told}, reported {self.reported}: {self.shown} instead of {self.promised}"

    @property
    def told(self) -> set[str]:
        """The codes of the level's losses."""
        return {loss.code for loss in self.party.losses if self.target.priority in loss.levels}

    @property
    def dates(self) -> set[dt.date]:
        """From the day before the report until the later of the two times."""
        last = max(self.promised, self.shown or self.promised).date()
        return {self.reported.date() + dt.timedelta(n) for n in range(-1, (last - self.reported.date()).days + 1)}

    def code(self) -> str | None:
        """The loss that explains it."""
        for loss in self.party.losses:
            if self.target.priority in loss.levels and loss.code in EXPLAINED and EXPLAINED[loss.code](self, loss):
                return loss.code
        return None


def other_hours(one: Difference, _loss: Loss) -> bool:
    """RT counted hours of a date that has others, so it is early."""
    met = one.times.unlike & (one.dates - {one.reported.date() - DAY})
    return bool(not one.times.within.days and met and one.shown and one.shown != one.promised)


def at_closing(one: Difference, _loss: Loss) -> bool:
    """It is moved to the next opening, which may be a second late: see below."""
    if one.times.within.days or one.promised.timestamp() not in one.times.closes or not one.shown:
        return False
    late = (one.shown - one.times.hours.next_opening(one.promised)).total_seconds()
    return late == 0 or (late == 1 and "RT104" in one.told)


def at_midnight(one: Difference, _loss: Loss) -> bool:
    """A closed day ends a second late, and an hour early or late when the clock changes on it."""
    closed = one.times.closed & one.dates
    limit = 3601 if any(one.times.is_changing(date) for date in closed) else 1
    return bool(closed and one.shown and abs((one.shown - one.promised).total_seconds()) <= limit)


def on_unlike_days(one: Difference, _loss: Loss) -> bool:
    """Of a time in days: the day of the report, of what it counts from, or of the time is unlike others."""
    days = {one.reported.date(), one.times.hours.next_opening(one.reported).date(), one.promised.date()}
    return bool(one.times.within.days and one.shown and one.times.unlike & days)


def in_days(one: Difference, loss: Loss) -> bool:
    """Such a day, or the clock is changed in between while it is open."""
    changing = [date for date in one.dates if one.times.is_changing(date)]
    changed = any(one.times.open_on(date) != one.times.usual[date.weekday()] for date in changing)
    return on_unlike_days(one, loss) or bool(one.times.within.days and one.shown and changed)


def as_the_clock_changes(one: Difference, _loss: Loss) -> bool:
    return bool(one.shown and any(one.times.is_changing(date) for date in one.dates))


def left_out(one: Difference, loss: Loss) -> bool:
    return one.shown is None and loss.what.startswith(f"{one.target.priority}: {one.target.kind} within")


# The dates on which a night differs (RT105) are dates with other hours (RT101).
EXPLAINED: dict[str, Callable[[Difference, Loss], bool]] = {
    "RT101": other_hours,
    "RT102": at_closing,
    "RT104": at_midnight,
    "RT106": in_days,
    "RT107": left_out,
    "RT108": left_out,
    "RT109": left_out,
    "RT110": left_out,
    "RT111": left_out,
    "RT117": as_the_clock_changes,
}
LEFT_OUT = {code for code, explains in EXPLAINED.items() if explains is left_out}


def moments(times: list[Times], chance: random.Random, since: dt.date, until: dt.date, number: int) -> Iterator[dt.datetime]:
    """Moments of a stretch: a third of them anywhere, a third around dates that are unlike others, a third so that a time
    ends about when something closes."""
    dates = [since + dt.timedelta(n) for n in range((until - since).days)]
    special = [date for date in dates if any(date in one.special or one.is_changing(date) for one in times)]
    around = sorted({date + dt.timedelta(n) for date in special for n in (-1, 0, 0, 1)})
    for count in range(number):
        one = chance.choice(times)
        date = chance.choice(around if around and (count % 3 == 1 or (count % 3 == 2 and chance.random() < 0.5)) else dates)
        if count % 3 == 2:
            # What never closes has only the end of what is known.
            midnight = one.midnight(date).timestamp()
            closes = min(one.hours.closes[bisect_left(one.hours.closes, midnight)], midnight + 2 * 86400)
            exactly = dt.timedelta(seconds=one.within.seconds)
            off = dt.timedelta(minutes=chance.choice((0, 0, 0, 1, -1, 5, -5, 20, -20)))
            yield dt.datetime.fromtimestamp(closes, one.hours.zone) - exactly + off
        else:
            second = chance.randrange(86400)
            yield one.midnight(date) + dt.timedelta(seconds=second - second % 60 if count % 2 else second)


@dataclass(frozen=True)
class Compared:
    """How many cases were compared, and where they differed."""

    cases: int
    differences: list[Difference]

    def codes(self) -> Counter[tuple[str, str, str]]:
        """How often a loss came about, by code, client and priority; every difference has one."""
        codes = [(one, one.code()) for one in self.differences]
        unexplained = [one for one, code in codes if code is None]
        assert unexplained == [], f"{len(unexplained)} differences that no loss explains, such as these: {unexplained[:9]}"
        return Counter((code, one.party.bundle.client.id, one.target.priority) for one, code in codes if code)


def compared(
    instance: Instance, bundles: list[Bundle], losses: Iterable[Loss], stretch: tuple[dt.date, dt.date], number: int
) -> Compared:
    """Compares so many moments of each client's level in a stretch of dates."""
    # Without its environment RT knows no level and answers nothing.
    assert instance.ask("config", "ServiceAgreements")["Levels"]
    cases = 0
    differences = []
    told = list(losses)
    for bundle in bundles:
        party = Party(bundle, told)
        for priority, targets in party.targets.items():
            chance = random.Random(f"{bundle.client.id} {priority}")
            times = {kind: Times(party, target) for kind, target in targets.items()}
            level = rt_names.level_name(bundle.client.id, priority)
            for moment in moments(list(times.values()), chance, *stretch, number):
                promised = party.promised(priority, moment)
                for kind, name in TYPES.items():
                    epoch = instance.ask("deadline", level, name, int(moment.timestamp()))
                    by = promised[kind]
                    if by is None or not party.decider.agreed:
                        assert epoch is None, (level, kind, moment)
                    elif epoch != by.timestamp():
                        shown = dt.datetime.fromtimestamp(epoch, by.tzinfo) if epoch is not None else None
                        differences.append(Difference(party, targets[kind], times[kind], moment.astimezone(by.tzinfo), by, shown))
                cases += party.decider.agreed
    return Compared(cases, differences)
