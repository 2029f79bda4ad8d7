"""One bundle, ready to be asked any number of questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from compiler import duration
from compiler.bundle import Bundle, Channel, Priority, Rate, Target, TargetKind
from compiler.decide.answer import Answer, Because, CoverageAnswer, NotifyAnswer, PriorityAnswer, ReporterAnswer, TimeAnswer
from compiler.decide.coverage import Case, CoverageRules
from compiler.decide.deadline import deadline
from compiler.decide.hours import BeyondBundleError, Hours
from compiler.decide.maintenance import MaintenanceTimes
from compiler.decide.people import People
from compiler.decide.question import Question, QuestionError, moment_of, unknown

_KINDS: dict[TargetKind, str] = {"start": "work starts", "response": "a response comes", "resolution": "it is resolved"}
_MOST_CASES = 4096
"""Answers that are kept for cases that come again; beyond so many they are thought out anew."""


class _Promise(NamedTuple):
    """A target with all of its answer that doesn't depend on the moment; ``within`` is None where no time is promised."""

    target: Target
    within: duration.Duration | None
    calendar: str
    because: tuple[Because, ...]


class _Urgency(NamedTuple):
    """What the priority of a ticket rests on."""

    type: str | None
    impact: str | None
    urgency: str | None


class Decider:
    """Answers questions about one client from its bundle, with the reasons. Pure: the same question, the same answer."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.language = bundle.sla.language
        self.zone = ZoneInfo(bundle.provider.timezone)
        self.agreed = bundle.status.in_force and bool(bundle.form.bought)
        self._rules = CoverageRules(bundle)
        self._people = People(bundle)
        self._maintenance = MaintenanceTimes(bundle)
        self._escalation = self._people.escalation() if self.agreed else ()
        self._calendars = {calendar.id: calendar for calendar in bundle.calendars}
        self._systems = {system.id: system for system in bundle.form.systems}
        self._channels = {channel.id: channel for channel in bundle.tickets.channels}
        self._types = {one.id: one for one in bundle.tickets.types}
        self._priorities = {one.id: one for one in bundle.tickets.priorities}
        self._hours: dict[tuple[str, ...], Hours] = {}
        self._covered: dict[Case, CoverageAnswer] = {}
        self._ranked: dict[_Urgency, tuple[Priority | None, PriorityAnswer | None, tuple[Because, ...]]] = {}
        self._reporters: dict[tuple[str | None, str | None], tuple[ReporterAnswer, tuple[NotifyAnswer, ...]]] = {}
        self._promises: dict[str, list[_Promise]] = {one.id: [] for one in bundle.tickets.priorities}
        for target in bundle.tickets.targets:
            self._promises[target.priority].append(self._promise(target))
        tickets = bundle.tickets
        self._known: tuple[tuple[str, Collection[str]], ...] = (
            ("type", self._types),
            ("component", {one.id for one in bundle.coverage.components}),
            ("system", self._systems),
            ("service", {one.id for one in bundle.coverage.services}),
            ("impact", {one.id for one in tickets.impacts}),
            ("urgency", {one.id for one in tickets.urgencies}),
            ("channel", self._channels),
        )
        self._work = {one.id for one in bundle.coverage.exclusions}

    def decide(self, question: Question) -> Answer:
        """What applies to a ticket.

        Raises ``QuestionError`` for a value that there isn't, and ``BeyondBundleError`` for dates that the bundle doesn't hold.
        """
        if question.client not in (None, self.bundle.client.id):
            raise QuestionError(f"client: this is the bundle of {self.bundle.client.id}, not of {question.client}")
        moment, notes = moment_of(question.at, self.zone)
        self._in_bundle(moment)
        case, urgency = self._understood(question)
        covered = self._covered.get(case)
        if covered is None:
            if len(self._covered) >= _MOST_CASES:
                self._covered.clear()
            covered = self._covered[case] = self._rules.answer(case)
        promised = self.agreed and covered.outcome != "no-sla"
        priority, ranked, why = self._priority(urgency) if promised else (None, None, ())
        notes = (*notes, *why)
        channel = self._channels[question.channel] if question.channel is not None else None
        promises = self._promises[priority.id] if priority is not None else []
        if channel is not None and self._is_emergency_call(channel, promises, moment):
            covered = self._emergency(covered)
        if covered.outcome == "excluded" and any(one.within is not None for one in promises):
            text = "The work is outside the agreement. Whether the promised times hold for it, the SLA doesn't say."
            notes = (*notes, Because(clause=covered.because[0].clause, text=text, origin=covered.because[0].origin))
        times: dict[TargetKind, TimeAnswer] = {}
        for one in promises:
            if one.within is None:
                notes = (*notes, *one.because)
            else:
                times[one.target.kind] = self._time(one, one.within, moment)
        reporter, notify = self._reporter(question.reporter, channel)
        return Answer(
            client=self.bundle.client.id,
            at=moment,
            in_force=self.bundle.status.in_force,
            coverage=covered,
            priority=ranked,
            report_by=priority.report_by if priority is not None else tuple(self._channels) if self.agreed else (),
            start_by=times.get("start"),
            respond_by=times.get("response"),
            resolve_by=times.get("resolution"),
            reporter=reporter,
            maintenance=self._maintenance.at(moment, question.system) if self.agreed else (),
            escalation=self._escalation,
            notify=notify if self.agreed else (),
            notes=notes,
        )

    def hours(self, calendars: Sequence[str]) -> Hours:
        """The open time of calendars of the bundle, together. Raises ``KeyError`` for one that it doesn't hold."""
        key = tuple(calendars)
        if key not in self._hours:
            self._hours[key] = Hours([self._calendars[one] for one in key])
        return self._hours[key]

    def _in_bundle(self, moment: dt.datetime) -> None:
        valid, date = self.bundle.valid, moment.date()
        if (valid.from_ is not None and date < valid.from_) or (valid.until is not None and date > valid.until):
            stretch = f"from {valid.from_ or 'the beginning'} until {valid.until or 'the end'}"
            which = f"the bundle of {self.bundle.client.id} as of {self.bundle.as_of}"
            raise BeyondBundleError(f"{which} holds {stretch}; {date} lies outside")

    def _understood(self, question: Question) -> tuple[Case, _Urgency]:
        """The question's values, each known to the bundle; a system gives its component."""
        impact = None if question.impact is None else str(question.impact)
        urgency = None if question.urgency is None else str(question.urgency)
        values = (question.type, question.component, question.system, question.service, impact, urgency, question.channel)
        for (key, known), value in zip(self._known, values, strict=True):
            if value is not None and value not in known:
                raise unknown(key, value, known)
        for tag in question.work:
            if tag not in self._work:
                raise unknown("work", tag, self._work)
        labour = question.labour_hours
        if labour is not None and not 0 <= labour < float("inf"):
            raise QuestionError(f"labour_hours: {labour} isn't a number of hours")
        component = question.component
        if question.system is not None:
            own = self._systems[question.system].component
            if component is not None and component != own:
                raise QuestionError(f"component: the system {question.system} is a {own}, not a {component}")
            component = own
        seconds = labour * 3600 if labour is not None else None
        case = Case(question.type, component, question.system, question.service, frozenset(question.work), seconds)
        return case, _Urgency(question.type, impact, urgency)

    def _priority(self, urgency: _Urgency) -> tuple[Priority | None, PriorityAnswer | None, tuple[Because, ...]]:
        if urgency not in self._ranked:
            self._ranked[urgency] = self._rank(urgency)
        return self._ranked[urgency]

    def _rank(self, given: _Urgency) -> tuple[Priority | None, PriorityAnswer | None, tuple[Because, ...]]:
        tickets = self.bundle.tickets
        if given.type is not None and not self._types[given.type].prioritised:
            kind = self._types[given.type]
            text = f"{self._rules.types[kind.id]}: no fixed priority, so no promised time."
            return None, None, (Because(clause=kind.clause, text=text, origin=kind.origin),)
        if given.impact is None or given.urgency is None:
            return None, None, tuple(self._open_priority(given))
        priority = self._priorities[tickets.matrix[given.urgency][given.impact]]
        text = f"impact {given.impact} and urgency {given.urgency}: {priority.label[self.language]}"
        because = Because(clause=tickets.clause, text=text, origin=priority.origin)
        return priority, PriorityAnswer(id=priority.id, label=priority.label[self.language], because=(because,)), ()

    def _open_priority(self, given: _Urgency) -> Iterator[Because]:
        """What the priority can still be where only the impact or the urgency is known."""
        tickets = self.bundle.tickets
        if given.impact is not None:
            cells = [(f"urgency {urgency}", row[given.impact]) for urgency, row in tickets.matrix.items()]
        elif given.urgency is not None:
            cells = [(f"impact {impact}", cell) for impact, cell in tickets.matrix[given.urgency].items()]
        else:
            return
        told = ", ".join(f"{when} {self._priorities[cell].label[self.language]}" for when, cell in cells)
        origin = self._priorities[cells[0][1]].origin
        yield Because(clause=tickets.clause, text=f"The priority depends on the rest: {told}.", origin=origin)

    def _reporter(self, reporter: str | None, channel: Channel | None) -> tuple[ReporterAnswer, tuple[NotifyAnswer, ...]]:
        key = (reporter, channel.id if channel is not None else None)
        found = self._reporters.get(key)
        if found is None:
            found = self._people.reporter(reporter, channel), self._people.notify(reporter)
            # Those of strangers aren't kept: there is no end to them.
            if found[0].known or reporter is None:
                self._reporters[key] = found
        return found

    def _promise(self, target: Target) -> _Promise:
        label = self._priorities[target.priority].label[self.language]
        if target.within is None:
            text = f"{label}: nothing is promised about when {_KINDS[target.kind]}."
            return _Promise(target, None, "", (Because(clause=target.clause, text=text, origin=target.origin),))
        aim = "" if target.agreement == "binding" else ", as an aim"
        hours = " and ".join(target.calendars)
        text = f"{label}: {_KINDS[target.kind]} within {duration.in_words(target.within)}, counted in {hours} hours{aim}"
        reasons = [Because(clause=target.clause, text=text, origin=target.origin)]
        for one in self.bundle.deviations:
            if one.id == target.deviation:
                before = duration.in_words(one.standard) if one.standard is not None else "no time"
                text = f"Agreed with the client, instead of {before}: {one.reason or 'no reason is given'}"
                reasons.append(Because(step="deviation", clause=one.clause, text=text, origin=one.origin))
        return _Promise(target, duration.parse(target.within), "+".join(target.calendars), tuple(reasons))

    def _time(self, promise: _Promise, within: duration.Duration, moment: dt.datetime) -> TimeAnswer:
        due = deadline(self.hours(promise.target.calendars), moment, within, self.language)
        return TimeAnswer(
            at=due.at,
            binding=promise.target.agreement == "binding",
            calendar=promise.calendar,
            steps=due.steps,
            because=promise.because,
        )

    def _is_emergency_call(self, channel: Channel, promises: Sequence[_Promise], moment: dt.datetime) -> bool:
        """Whether a ticket goes to the emergency service: reported its way, while it alone is open, and urgent enough for it."""
        service = self.bundle.form.emergency_service
        if service is None or channel.id not in service.report_by:
            return False
        if not any(service.calendar in one.target.calendars for one in promises):
            return False
        office = self.hours([self.bundle.sla.office_calendar])
        return not office.is_open(moment) and self.hours([service.calendar]).is_open(moment)

    def _emergency(self, covered: CoverageAnswer) -> CoverageAnswer:
        """The time of each call to the emergency service is charged, whatever the work is."""
        service = self.bundle.form.emergency_service
        assert service is not None
        rates = self.bundle.billing
        rate = Rate(kind="emergency", amount=rates.emergency, currency=rates.currency)
        text = f"A call to the emergency service: the time spent is charged, at least {duration.in_words(service.minimum)}."
        because = Because(step="emergency-service", clause=service.clause, text=text, origin=service.origin)
        return CoverageAnswer(
            outcome="excluded" if covered.outcome == "excluded" else "billable",
            rate=rate,
            minimum=service.minimum,
            conditions=covered.conditions,
            otherwise=covered.otherwise,
            missing=covered.missing,
            because=(because, *covered.because),
        )
