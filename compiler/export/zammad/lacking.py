"""What Zammad has no place for, whatever the values: once per client, with the clause that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compiler.bundle import Bundle, Rule
from compiler.export.zammad import losses as losses
from compiler.export.zammad.slas import Sla
from compiler.loss import Loss, LossCode


def of(bundle: Bundle, slas: Iterable[Sla]) -> Iterator[Loss]:
    """The losses of a client's tickets and agreements."""
    if not bundle.status.in_force:
        return
    yield from _tickets(bundle, [sla.priority for sla in slas])
    yield from _dates(bundle)
    yield from _people(bundle, [sla.priority for sla in slas])


def _lost(
    bundle: Bundle,
    code: LossCode,
    rule: Rule | None = None,
    clause: str | None = None,
    levels: Iterable[str] = (),
    **facts: object,
) -> Loss:
    origin = (rule or bundle.client).origin
    return code.of(bundle.client.id, origin, levels=levels, clause=rule.clause if rule else clause, **facts)


def _tickets(bundle: Bundle, levels: list[str]) -> Iterator[Loss]:
    tickets, coverage = bundle.tickets, bundle.coverage
    if tickets.matrix:
        yield _lost(bundle, losses.MATRIX, clause=tickets.clause)
    if levels:
        yield _lost(bundle, losses.NEW_TICKET, clause=tickets.clause, levels=levels)
    unlike = [kind.id for kind in tickets.types if not kind.prioritised]
    if levels and unlike:
        yield _lost(bundle, losses.ANY_TYPE, clause=tickets.clause, types=", ".join(unlike))
    ways = {channel.id for channel in tickets.channels}
    limited = [priority for priority in tickets.priorities if set(priority.report_by) != ways]
    if limited:
        told = "; ".join(f"{priority.id} by {', '.join(priority.report_by)}" for priority in limited)
        yield _lost(bundle, losses.ANY_CHANNEL, limited[0], ways=told)
    if tickets.minimum_information:
        yield _lost(bundle, losses.NOT_ASKED, tickets.minimum_information[0])
    if coverage.rules:
        yield _lost(bundle, losses.COVERAGE, clause=coverage.matrix.clause, rules=len(coverage.rules))


def _dates(bundle: Bundle) -> Iterator[Loss]:
    valid = bundle.valid
    yield _lost(bundle, losses.VALIDITY, from_=valid.from_ or "the start", until=valid.until or "further notice")
    for window in bundle.maintenance.windows:
        yield _lost(bundle, losses.MAINTENANCE, window, window=window.id, recurrence=window.rule)
    for blackout in bundle.maintenance.blackouts:
        yield _lost(bundle, losses.BLACKOUT, blackout, blackout=blackout.id)
    if bundle.escalation:
        yield _lost(bundle, losses.ESCALATION, bundle.escalation[0], steps=len(bundle.escalation))


def _people(bundle: Bundle, levels: list[str]) -> Iterator[Loss]:
    contacts = bundle.contacts
    if contacts.restricted:
        reporters = sum("report" in person.may for person in contacts.people)
        yield _lost(bundle, losses.ANYONE, clause=contacts.clause, count=reporters)
    if levels:
        yield _lost(bundle, losses.UNKNOWN_PEOPLE, clause=contacts.clause, levels=levels)
    held = {may: sum(may in person.may for person in contacts.people) for may in ("authorise", "call-emergency")}
    if any(held.values()):
        told = ", ".join(f"{may} ({count})" for may, count in held.items() if count)
        yield _lost(bundle, losses.RIGHTS, clause=contacts.authorisation_clause, rights=told)
    if contacts.authorisation_in_writing:
        yield _lost(bundle, losses.IN_WRITING, clause=contacts.authorisation_clause)
    seeing = sum("view-all-tickets" in person.may for person in contacts.people)
    if 0 < seeing < len(contacts.people):
        yield _lost(bundle, losses.VIEW_ALL, clause=contacts.clause, count=seeing)
