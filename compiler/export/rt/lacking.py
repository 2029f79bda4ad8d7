"""What Request Tracker has no place for, whatever the values: once per client, with the clause that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compiler.bundle import Bundle
from compiler.export import no_place
from compiler.export.no_place import NoPlace, lost
from compiler.export.rt import losses as rt_losses
from compiler.export.rt.levels import Level
from compiler.loss import Loss

_NO_PLACE = NoPlace(
    matrix=rt_losses.MATRIX,
    channels=rt_losses.ANY_CHANNEL,
    information=rt_losses.MAY_STAY_EMPTY,
    coverage=rt_losses.COVERAGE,
    validity=rt_losses.VALIDITY,
    maintenance=rt_losses.MAINTENANCE,
    blackout=rt_losses.BLACKOUT,
    escalation=rt_losses.ESCALATION,
)


def of(bundle: Bundle, levels: Mapping[str, Level], default: str | None) -> Iterator[Loss]:
    """The losses of a client's tickets and agreements. ``default`` is the priority of a new ticket's level."""
    if not bundle.status.in_force:
        return
    yield from no_place.of(bundle, _NO_PLACE)
    yield from _tickets(bundle, levels, default)
    yield from _mails(bundle)
    yield from _people(bundle)


def _tickets(bundle: Bundle, levels: Mapping[str, Level], default: str | None) -> Iterator[Loss]:
    tickets = bundle.tickets
    without = [priority for priority in tickets.priorities if priority.id not in levels]
    if default and len(tickets.priorities) > 1:
        yield lost(bundle, rt_losses.DEFAULT_LEVEL, clause=tickets.clause, level=levels[default].name)
    if levels and without:
        names = [priority.id for priority in without]
        yield lost(bundle, rt_losses.WITHOUT_TIMES, without[0], levels=names, priorities=", ".join(names))
    answered = [target for target in tickets.targets if target.kind == "response" and target.priority in levels]
    answered = [target for target in answered if "Response" in levels[target.priority].times]
    if answered:
        yield lost(bundle, rt_losses.WHO_ANSWERS, answered[0], levels=[target.priority for target in answered])


def _mails(bundle: Bundle) -> Iterator[Loss]:
    mails = bundle.notifications.status_mails
    if mails is None:
        return
    if set(mails.events) != {"created", "closed"}:
        yield lost(bundle, rt_losses.REPORTER_MAILS, mails, events=no_place.mailed(mails.events))
    if not mails.to:
        return
    more = "" if "created" in mails.to_events else " and every new ticket"
    events = no_place.mailed(mails.to_events)
    yield lost(bundle, rt_losses.WATCHER_MAILS, mails, people=", ".join(mails.to), events=events, more=more)
    mute = [person.id for person in bundle.contacts.people if person.id in mails.to and not person.email]
    if mute:
        yield lost(bundle, rt_losses.MUTE, mails, people=", ".join(mute))


def _people(bundle: Bundle) -> Iterator[Loss]:
    contacts = bundle.contacts
    if not contacts.restricted:
        yield lost(bundle, rt_losses.ANYONE, clause=contacts.clause)
    if contacts.authorisation_in_writing:
        yield lost(bundle, rt_losses.IN_WRITING, clause=contacts.authorisation_clause)
