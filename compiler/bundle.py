"""The rule bundle: everything compiled for one client as of one date, to and from JSON.

Dates are ISO 8601, times ``HH:MM`` on the calendar's clock (``24:00`` is midnight at the end of the day; a window whose
end isn't after its start runs past midnight), durations ISO 8601, amounts decimal text. A rule carries the clause that it
rests on and the origin of the value that it was compiled from.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

import msgspec

from compiler.weekday import Day

FORMAT = "akkoord-bundle/1"

Outcome = Literal["included", "billable", "optional", "not-offered", "excluded", "no-sla", "not-in-force"]
Agreement = Literal["binding", "aim", "none"]
TargetKind = Literal["start", "response", "resolution"]
RateKind = Literal["hourly", "outside_office_hours", "emergency"]


class Text:
    """The same words in several languages: immutable, by two-letter language."""

    __slots__ = ("_words",)

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = dict(words)

    def __getitem__(self, language: str) -> str:
        return self._words[language]

    def __contains__(self, language: object) -> bool:
        return language in self._words

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self._words == other._words

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._words.items())))

    def __repr__(self) -> str:
        return f"Text({self._words!r})"

    @property
    def words(self) -> dict[str, str]:
        """A copy as a plain mapping."""
        return dict(self._words)


class Part(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What every piece of a bundle is: frozen, with named fields. It can't hold itself, so garbage is never looked for in it."""


class Origin(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Where a rule was written; ``amendment`` is the date of the amendment that set it, left out where none did.

    ``amended`` holds where the rule's parts stand that a later amendment set, by their way below the rule: ``quantity``, or
    ``quantities/workplace``. Left out where there are none.
    """

    file: str
    line: int
    column: int
    pointer: str
    amendment: str | None = None
    amended: dict[str, Origin] = {}


class Rule(Part, frozen=True, kw_only=True):
    """What rests on a clause and was written somewhere."""

    clause: str | None
    origin: Origin


class Named(Rule, frozen=True, kw_only=True):
    """A thing with an id and a name."""

    id: str
    label: Text


class Topic(Rule, frozen=True, kw_only=True):
    """A fact in words."""

    id: str
    text: Text
    label: Text | None = None


class Period(Part, frozen=True, kw_only=True):
    """Dates from and until, both inclusive; None is open."""

    from_: dt.date | None = msgspec.field(name="from")
    until: dt.date | None


class Interval(Part, frozen=True, kw_only=True):
    """Open from, to."""

    from_: str = msgspec.field(name="from")
    to: str


class Money(Part, frozen=True, kw_only=True):
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str


# The parties


class Address(Part, frozen=True, kw_only=True):
    street: str
    postcode: str
    city: str
    country: str


class Client(Part, frozen=True, kw_only=True):
    id: str
    name: str
    kvk: str | None
    registration: str | None
    address: Address | None
    origin: Origin


class Desk(Named, frozen=True, kw_only=True):
    """A department of the provider. The telephone number of the emergency desk is never here: ``emergency`` says so."""

    purpose: Text
    email: str | None
    telephone: str | None
    emergency: bool


class Channel(Named, frozen=True, kw_only=True):
    """A way to report."""

    url: str | None
    written: bool


class Provider(Part, frozen=True, kw_only=True):
    name: str
    legal_name: str
    kvk: str | None
    registration: str | None
    address: Address
    website: str | None
    timezone: str
    colour: str
    desks: tuple[Desk, ...]
    origin: Origin


# The SLA's own words


class Version(Part, frozen=True, kw_only=True):
    """A row of the version history."""

    version: str
    date: dt.date
    changes: tuple[Text, ...]
    origin: Origin


class Clause(Part, frozen=True, kw_only=True):
    """A numbered clause: its heading, and the template that holds its words."""

    number: str
    title: Text
    template: str
    origin: Origin


class Chapter(Clause, frozen=True, kw_only=True):
    """A chapter with its clauses."""

    clauses: tuple[Clause, ...]


class Description(Topic, frozen=True, kw_only=True):
    """What a service is, with what belongs to it."""

    points: tuple[Text, ...]


class Hook(Part, frozen=True, kw_only=True):
    """A section that the contract or the DAP may fill, and the clause that gives the room."""

    document: Literal["contract", "dap"]
    section: str
    clause: str


class EmergencyOffer(Rule, frozen=True, kw_only=True):
    """The emergency service as the SLA offers it, whether bought or not: its starting hours and the least that a call costs."""

    text: Text
    weekly: dict[Day, tuple[Interval, ...]]
    minimum: str
    report_by: tuple[str, ...]


class Sla(Part, frozen=True, kw_only=True):
    """The SLA version that applies, in words. ``superseded_by`` is the newest later version of the workspace.

    ``office_calendar`` names the calendar that is meant by office hours.
    """

    version: str
    title: Text
    date: dt.date
    language: str
    languages: tuple[str, ...]
    superseded_by: str | None
    history: tuple[Version, ...]
    chapters: tuple[Chapter, ...]
    hooks: tuple[Hook, ...]
    descriptions: tuple[Description, ...]
    responsibilities: tuple[Topic, ...]
    security: tuple[Topic, ...]
    certifications: tuple[Named, ...]
    mandates: tuple[Topic, ...]
    office_calendar: str
    emergency_service: EmergencyOffer | None
    origin: Origin


# What was agreed


class Signature(Part, frozen=True, kw_only=True):
    on: dt.date
    by: str | None
    general_terms: str
    general_terms_on: dt.date
    origin: Origin


class Change(Part, frozen=True, kw_only=True):
    """One value that an amendment set: JSON Pointer, and the values before and after as JSON (None: not there)."""

    pointer: str
    before: Any
    after: Any


class Amendment(Part, frozen=True, kw_only=True):
    """A dated change; ``applied`` when its date is not after the bundle's."""

    document: Literal["contract", "dap"]
    date: dt.date
    reason: str
    approved_by: str | None
    applied: bool
    changes: tuple[Change, ...]
    origin: Origin


class Status(Part, frozen=True, kw_only=True):
    """Whether the contract is in force on the bundle's date, and if not why."""

    contract: Literal["draft", "offered", "signed", "ended"]
    in_force: bool
    reason: Literal["in-force", "not-signed", "before-start", "after-end"]
    start: dt.date
    end: dt.date
    notice: str | None
    notice_by: dt.date | None
    renewal: str | None
    signature: Signature | None
    has_dap: bool
    amendments: tuple[Amendment, ...]
    origin: Origin


class Bought(Rule, frozen=True, kw_only=True):
    """A form that the client bought."""

    form: str
    label: Text
    type: str
    type_label: Text
    all_in: bool
    components: tuple[str, ...]
    quantity: int | None
    quantities: dict[str, int]
    categories: tuple[Named, ...]
    hours: Decimal | None
    hours_adjusted_every: str | None
    monthly_fee: Money | None


class Option(Named, frozen=True, kw_only=True):
    """An optional service that the client bought."""

    monthly_fee: Money | None


class System(Part, frozen=True, kw_only=True):
    """A system of the client. ``covered`` is false when its operating system is outside the SLA."""

    id: str
    component: str
    component_label: Text
    os: str | None
    os_family: str | None
    covered: bool
    description: str | None
    quantity: int
    update_management: bool
    origin: Origin


class EmergencyService(Rule, frozen=True, kw_only=True):
    """The emergency service as bought. The number itself is never in a bundle: ``telephone`` says where it stands."""

    calendar: str
    minimum: str
    report_by: tuple[str, ...]
    text: Text
    monthly_fee: Money | None
    hourly: Money | None
    designated: tuple[str, ...]
    telephone: str | None


class Visits(Rule, frozen=True, kw_only=True):
    frequency: str
    kind: str
    location: str


class Form(Part, frozen=True, kw_only=True):
    """What was bought. With no form bought, no SLA applies."""

    clause: str | None
    bought: tuple[Bought, ...]
    options: tuple[Option, ...]
    systems: tuple[System, ...]
    emergency_service: EmergencyService | None
    visits: Visits | None


# Coverage


class Column(Part, frozen=True, kw_only=True):
    """A column of the matrix; ``bought`` marks the client's own."""

    form: str
    form_label: Text
    type: str
    type_label: Text
    bought: bool


class Row(Named, frozen=True, kw_only=True):
    """A service with its standard outcome for each column, in the columns' order; None: not known."""

    cells: tuple[Outcome | None, ...]


class Matrix(Part, frozen=True, kw_only=True):
    """The standard coverage of the SLA version, before deviations."""

    clause: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class FormType(Named, frozen=True, kw_only=True):
    """A type in which forms are sold, with what it holds."""

    includes: tuple[Text, ...]
    includes_clause: str | None


class FormOffer(Named, frozen=True, kw_only=True):
    """A form that the SLA offers."""

    components: tuple[str, ...]
    types: tuple[str, ...]
    all_in: bool
    categories: tuple[Named, ...]
    hours_clause: str | None
    hours_adjusted_every: str | None


class Exclusion(Topic, frozen=True, kw_only=True):
    """Work that is always outside; ``over``: only when it takes longer than this."""

    over: str | None


class OsFamily(Named, frozen=True, kw_only=True):
    covered: bool
    components: tuple[str, ...]
    services: tuple[str, ...]
    text: Text | None


class Rate(Part, frozen=True, kw_only=True):
    """The rate at which work is charged; ``amount`` is None while the contract doesn't name it."""

    kind: RateKind
    amount: Decimal | None
    currency: str | None


class When(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The case that a rule answers; what is left out doesn't matter to it. ``over`` compares the hours of labour."""

    work: str | None = None
    over: str | None = None
    os_family: str | None = None
    type: str | None = None
    component: str | None = None
    service: str | None = None
    system: str | None = None


RuleKind = Literal["not-in-force", "no-form", "exclusion", "operating-system", "ticket-type", "deviation", "not-bought", "matrix"]


class CoverageRule(Rule, frozen=True, kw_only=True):
    """One rule. Rules stand in the order in which they are tried; the first that fits the case decides.

    ``standard`` is the outcome of the standard SLA where a deviation or an option changed it.
    """

    id: str
    kind: RuleKind
    when: When
    outcome: Outcome
    rate: Rate | None
    minimum: str | None
    conditions: tuple[Topic, ...]
    text: Text | None
    standard: Outcome | None = None


class Coverage(Part, frozen=True, kw_only=True):
    components: tuple[Named, ...]
    services: tuple[Named, ...]
    types: tuple[FormType, ...]
    forms: tuple[FormOffer, ...]
    os_families: tuple[OsFamily, ...]
    exclusions: tuple[Exclusion, ...]
    matrix: Matrix
    rules: tuple[CoverageRule, ...]


# Hours


class Closing(Named, frozen=True, kw_only=True):
    """A date on which it is closed all day."""

    date: dt.date


class EarlyClosing(Closing, frozen=True, kw_only=True):
    """A date on which it closes early."""

    closes: str


class Calendar(Named, frozen=True, kw_only=True):
    """Weekly hours with the dates that differ, for all dates in ``covers``; outside those it can't be asked."""

    timezone: str
    weekly: dict[Day, tuple[Interval, ...]]
    closings: tuple[Closing, ...]
    early_closings: tuple[EarlyClosing, ...]
    covers: Period


class Occurrence(Part, frozen=True, kw_only=True):
    """One time at which a window occurs, with offset."""

    starts: dt.datetime
    ends: dt.datetime


class MaintenanceWindow(Rule, frozen=True, kw_only=True):
    """Fixed maintenance: the rule (RFC 5545), its first date, and what occurs in the twelve months after the bundle's date."""

    id: str
    systems: tuple[str, ...]
    work: str
    rule: str
    start: dt.date
    from_: str = msgspec.field(name="from")
    duration: str
    timezone: str
    outside_office_hours: bool
    occurrences: tuple[Occurrence, ...]


class Blackout(Rule, frozen=True, kw_only=True):
    """Hours in which maintenance is unwanted."""

    id: str
    systems: tuple[str, ...]
    weekly: dict[Day, tuple[Interval, ...]]
    timezone: str
    reason: str


class TrialRestore(Rule, frozen=True, kw_only=True):
    id: str
    systems: tuple[str, ...]
    rule: str
    start: dt.date
    dates: tuple[dt.date, ...]
    report_to: tuple[str, ...]


class Maintenance(Part, frozen=True, kw_only=True):
    windows: tuple[MaintenanceWindow, ...]
    blackouts: tuple[Blackout, ...]
    trial_restores: tuple[TrialRestore, ...]
    covers: Period


# People


Permission = Literal["report", "authorise", "view-all-tickets", "call-emergency", "receive-status-mails"]


class Contact(Part, frozen=True, kw_only=True):
    """A person at the client and what this person may do."""

    id: str
    name: str
    function: str | None
    email: str | None
    telephone: str | None
    may: tuple[Permission, ...]
    origin: Origin


class Contacts(Part, frozen=True, kw_only=True):
    """``restricted``: only those who may report may. ``authorisation_in_writing``: requests for rights only in writing."""

    people: tuple[Contact, ...]
    restricted: bool
    restricted_origin: Origin | None
    clause: str | None
    authorisation_in_writing: bool
    authorisation_clause: str | None


class Role(Rule, frozen=True, kw_only=True):
    """Who is responsible for an activity and who carries it out: client, provider, or the id of a supplier."""

    id: str
    activity: str
    responsible: str | None
    executes: tuple[str, ...]


class Supplier(Rule, frozen=True, kw_only=True):
    id: str
    name: str
    covers: str
    email: str | None
    telephone: str | None
    agreement: str | None


class Roles(Part, frozen=True, kw_only=True):
    activities: tuple[Role, ...]
    suppliers: tuple[Supplier, ...]


# Monitoring


class MonitoringCheck(Part, frozen=True, kw_only=True):
    """One thing that is watched; ``source`` says where its values come from."""

    id: str
    label: Text
    unit: str | None
    warning: Decimal | None
    critical: Decimal | None
    direction: Literal["above", "below"] | None
    interval: str
    for_: str | None = msgspec.field(name="for")
    source: Literal["template", "override", "tailor-made"]
    origin: Origin


class MonitoredSystem(Rule, frozen=True, kw_only=True):
    """What is watched on one system. ``standard``: nothing but the standard template applies. ``also``: further templates."""

    system: str
    template: str
    also: tuple[str, ...]
    template_label: Text
    standard: bool
    reason: str | None
    checks: tuple[MonitoringCheck, ...]


class Monitoring(Part, frozen=True, kw_only=True):
    systems: tuple[MonitoredSystem, ...]


# Tickets


class TicketType(Topic, frozen=True, kw_only=True):
    """A kind of ticket. ``outcome`` overrules the matrix where it is given."""

    prioritised: bool
    outcome: Outcome | None
    fair_use: tuple[str, ...]
    fair_use_text: Text | None


class InformationField(Named, frozen=True, kw_only=True):
    """What a ticket must hold; ``types`` names the ticket types that need it."""

    types: tuple[str, ...]


class Priority(Named, frozen=True, kw_only=True):
    """A priority; ``rank`` 1 is the highest."""

    short: Text
    rank: int
    report_by: tuple[str, ...]


class Target(Rule, frozen=True, kw_only=True):
    """A promised time. It runs while any of the calendars is open. ``deviation`` names the deviation that set it."""

    priority: str
    kind: TargetKind
    agreement: Agreement
    within: str | None
    calendars: tuple[str, ...]
    deviation: str | None


class Tickets(Part, frozen=True, kw_only=True):
    types: tuple[TicketType, ...]
    minimum_information: tuple[InformationField, ...]
    impacts: tuple[Topic, ...]
    urgencies: tuple[Topic, ...]
    priorities: tuple[Priority, ...]
    matrix: dict[str, dict[str, str]]
    targets: tuple[Target, ...]
    channels: tuple[Channel, ...]
    clause: str


# The rest


class StatusMails(Rule, frozen=True, kw_only=True):
    """Mails to the reporter at these moments, and to fixed contacts."""

    events: tuple[Literal["created", "closed"], ...]
    to: tuple[str, ...]
    to_events: tuple[Literal["created", "closed"], ...]
    to_origin: Origin | None


class RemoteViewing(Rule, frozen=True, kw_only=True):
    text: str


class Notifications(Part, frozen=True, kw_only=True):
    status_mails: StatusMails | None
    remote_viewing: RemoteViewing | None


class EscalationStep(Rule, frozen=True, kw_only=True):
    step: str
    level: Text
    client: tuple[Text, ...]
    provider: tuple[Text, ...]


class BillingRule(Topic, frozen=True, kw_only=True):
    """Work that is charged at a rate."""

    rate: Rate


class Billing(Part, frozen=True, kw_only=True):
    """What is paid: the rates (None: the contract doesn't name it) and the sum of the monthly fees."""

    currency: str | None
    hourly: Decimal | None
    outside_office_hours: Decimal | None
    emergency: Decimal | None
    monthly_total: Decimal | None
    rules: tuple[BillingRule, ...]
    origin: Origin | None


class Reviews(Rule, frozen=True, kw_only=True):
    """Service reviews: at least ``per_year``; ``additions`` are the client's own agenda items."""

    per_year: int
    standard_per_year: int
    present: tuple[Text, ...]
    agenda: tuple[Text, ...]
    additions: tuple[str, ...]


class Deviation(Rule, frozen=True, kw_only=True):
    """An agreed exception, in the terms of its kind; ``standard`` and ``agreed``: the outcome or duration before and after."""

    id: str
    kind: Literal["coverage", "target", "hours", "monitoring"]
    service: str | None = None
    component: str | None = None
    system: str | None = None
    priority: str | None = None
    target: TargetKind | None = None
    calendar: str | None = None
    template: str | None = None
    standard: str | None
    agreed: str | None
    reason: str | None
    approved_by: str | None


class Source(Part, frozen=True, kw_only=True):
    """An input file with the SHA-256 of its bytes."""

    file: str
    sha256: str


class Bundle(Part, frozen=True, kw_only=True):
    """Everything compiled for one client. ``digest`` is the SHA-256 of the canonical JSON (RFC 8785) without ``digest``.

    ``valid`` is the stretch of dates around ``as_of`` in which nothing changes.
    """

    format: str
    client: Client
    provider: Provider
    sla: Sla
    as_of: dt.date
    valid: Period
    status: Status
    form: Form
    coverage: Coverage
    calendars: tuple[Calendar, ...]
    maintenance: Maintenance
    contacts: Contacts
    monitoring: Monitoring
    tickets: Tickets
    roles: Roles
    mandate: tuple[Topic, ...]
    notifications: Notifications
    escalation: tuple[EscalationStep, ...]
    billing: Billing
    reviews: Reviews
    deviations: tuple[Deviation, ...]
    notes: tuple[Topic, ...]
    sources: tuple[Source, ...]
    digest: str


def to_data(bundle: Bundle) -> dict[str, Any]:
    """The bundle as plain JSON data."""
    return json.loads(_encoded(bundle))  # type: ignore[no-any-return]


def to_json(bundle: Bundle) -> bytes:
    """The bundle as JSON for people and programs: indented, in the order of the fields, ending in a line end."""
    return msgspec.json.format(_encoded(bundle), indent=2) + b"\n"


def _encoded(value: object) -> bytes:
    return msgspec.json.encode(value, enc_hook=_plain)


def plain_json(part: object) -> str:
    """A part or value of a bundle as JSON on one line."""
    return _encoded(part).decode()


def from_data(data: object) -> Bundle:
    """The bundle that JSON data describes. Raises ``msgspec.ValidationError`` where it doesn't describe one."""
    return msgspec.convert(data, Bundle, dec_hook=lambda _type, value: Text(value))


def from_json(text: bytes) -> Bundle:
    """The bundle that JSON text describes. Raises ``msgspec.DecodeError`` where it doesn't describe one."""
    return msgspec.json.decode(text, type=Bundle, dec_hook=lambda _type, value: Text(value))


def sealed(bundle: Bundle) -> Bundle:
    """The bundle with its digest."""
    fields = {name: getattr(bundle, name) for name in bundle.__struct_fields__ if name != "digest"}
    return msgspec.structs.replace(bundle, digest=hashlib.sha256(canonical(fields)).hexdigest())


_HIGH = bytes(range(0xEE, 0xF5))
"""The first bytes of characters from U+E000 on, which RFC 8785 sorts by their halves in UTF-16."""
_UNUSUAL = re.compile(rb"[:,\[][-\d](?:\d*(?:\.\d|[eE][-+]?\d)|\d{15})")
"""Fractions, and numbers with sixteen digits."""


def canonical(data: object) -> bytes:
    """JSON data, or what a bundle holds, as RFC 8785 has it. Raises ``ValueError`` for a number that no double holds."""
    text = msgspec.json.encode(data, enc_hook=_plain, order="sorted")
    # A search from character to character takes longer than all the rest, so each thing is looked for in its quickest way.
    if len(text.translate(None, _HIGH)) == len(text) and _UNUSUAL.search(b"," + text) is None:
        return text
    import rfc8785

    return rfc8785.dumps(msgspec.json.decode(text))


def _plain(text: Text) -> dict[str, str]:
    return text._words  # it is only read, and texts are many
