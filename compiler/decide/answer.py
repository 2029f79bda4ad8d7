"""What is answered: the objects of ``decide``, in the order in which they are written as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from compiler.bundle import Origin, Outcome, Rate

Step = Literal[
    "in-force", "form", "exclusion", "operating-system", "ticket-type", "deviation", "matrix", "not-bought", "emergency-service"
]


class Because(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A reason: what was agreed, in which clause, and where that is written. ``step`` names what was looked at."""

    step: Step | None = None
    clause: str | None
    text: str
    origin: Origin | None


class Otherwise(msgspec.Struct, frozen=True, kw_only=True):
    """Another outcome, for what the question leaves open."""

    when: str
    outcome: Outcome
    rate: Rate | None
    because: Because


class CoverageAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the work is covered. ``outcome`` is None when ``missing`` facts decide; ``minimum``: the least time charged."""

    outcome: Outcome | None
    rate: Rate | None
    minimum: str | None
    conditions: tuple[Because, ...]
    otherwise: tuple[Otherwise, ...]
    missing: tuple[str, ...]
    because: tuple[Because, ...]


class PriorityAnswer(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    label: str
    because: tuple[Because, ...]


class TimeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """When something is due. ``calendar`` names the hours that it counts in, several joined by a plus."""

    at: dt.datetime
    binding: bool
    calendar: str
    steps: tuple[str, ...]
    because: tuple[Because, ...]


class ReporterAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the reporter is known and may report; None: nobody was named. ``advice``: what the engineer does."""

    known: bool
    authorised: bool | None
    name: str | None
    may: tuple[str, ...]
    advice: tuple[str, ...]
    because: tuple[Because, ...]


class MaintenanceAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Maintenance at that moment (``window``), or hours in which it is unwanted (``blackout``)."""

    kind: Literal["window", "blackout"]
    id: str
    systems: tuple[str, ...]
    starts: dt.datetime
    ends: dt.datetime
    clause: str | None
    text: str
    origin: Origin


class EscalationAnswer(msgspec.Struct, frozen=True, kw_only=True):
    step: str
    level: str
    client: tuple[str, ...]
    provider: tuple[str, ...]
    clause: str | None
    origin: Origin


class NotifyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Who gets a status mail, and when: ``reporter``, or the id of a contact."""

    who: str
    name: str | None
    email: str | None
    events: tuple[str, ...]
    clause: str | None
    origin: Origin


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What applies to a ticket. ``notes`` are what a reader has to know besides."""

    client: str
    at: dt.datetime
    in_force: bool
    coverage: CoverageAnswer
    priority: PriorityAnswer | None
    report_by: tuple[str, ...]
    start_by: TimeAnswer | None
    respond_by: TimeAnswer | None
    resolve_by: TimeAnswer | None
    reporter: ReporterAnswer
    maintenance: tuple[MaintenanceAnswer, ...]
    escalation: tuple[EscalationAnswer, ...]
    notify: tuple[NotifyAnswer, ...]
    notes: tuple[Because, ...]
