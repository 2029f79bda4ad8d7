"""What Zammad has no place for, whatever the values: once per client, with the clause that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compiler.bundle import Bundle
from compiler.export import no_place
from compiler.export.no_place import NoPlace, lost
from compiler.export.zammad import losses
from compiler.export.zammad.slas import Sla
from compiler.loss import Loss

_NO_PLACE = NoPlace(
    matrix=losses.MATRIX,
    channels=losses.ANY_CHANNEL,
    information=losses.NOT_ASKED,
    coverage=losses.COVERAGE,
    validity=losses.VALIDITY,
    maintenance=losses.MAINTENANCE,
    blackout=losses.BLACKOUT,
    escalation=losses.ESCALATION,
)


def of(bundle: Bundle, slas: Iterable[Sla]) -> Iterator[Loss]:
    """The losses of a client's tickets and agreements."""
    if not bundle.status.in_force:
        return
    levels = [sla.priority for sla in slas]
    yield from no_place.of(bundle, _NO_PLACE)
    yield from _tickets(bundle, levels)
    yield from _people(bundle, levels)


def _tickets(bundle: Bundle, levels: list[str]) -> Iterator[Loss]:
    tickets = bundle.tickets
    if levels:
        yield lost(bundle, losses.NEW_TICKET, clause=tickets.clause, levels=levels)
    unlike = [kind.id for kind in tickets.types if not kind.prioritised]
    if levels and unlike:
        yield lost(bundle, losses.ANY_TYPE, clause=tickets.clause, types=", ".join(unlike))


def _people(bundle: Bundle, levels: list[str]) -> Iterator[Loss]:
    contacts = bundle.contacts
    if contacts.restricted:
        reporters = sum("report" in person.may for person in contacts.people)
        yield lost(bundle, losses.ANYONE, clause=contacts.clause, count=reporters)
    if levels:
        yield lost(bundle, losses.UNKNOWN_PEOPLE, clause=contacts.clause, levels=levels)
    held = {may: sum(may in person.may for person in contacts.people) for may in ("authorise", "call-emergency")}
    if any(held.values()):
        told = ", ".join(f"{may} ({count})" for may, count in held.items() if count)
        yield lost(bundle, losses.RIGHTS, clause=contacts.authorisation_clause, rights=told)
    if contacts.authorisation_in_writing:
        yield lost(bundle, losses.IN_WRITING, clause=contacts.authorisation_clause)
    seeing = sum("view-all-tickets" in person.may for person in contacts.people)
    if 0 < seeing < len(contacts.people):
        yield lost(bundle, losses.VIEW_ALL, clause=contacts.clause, count=seeing)
