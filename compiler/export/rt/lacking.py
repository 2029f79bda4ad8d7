"""What Request Tracker has no place for, whatever the values: once per client, with the clause that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from compiler.bundle import Bundle, Rule
from compiler.export.rt import losses as rt_losses
from compiler.export.rt.levels import Level
from compiler.loss import Loss, LossCode


def of(bundle: Bundle, levels: Mapping[str, Level], default: str | None) -> Iterator[Loss]:
    """The losses of a client's tickets and agreements. ``default`` is the priority of a new ticket's level."""
    if not bundle.status.in_force:
        return
    yield from _tickets(bundle, levels, default)
    yield from _dates(bundle)
    yield from _mails(bundle)
    yield from _people(bundle)


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


def _tickets(bundle: Bundle, levels: Mapping[str, Level], default: str | None) -> Iterator[Loss]:
    tickets, coverage = bundle.tickets, bundle.coverage
    without = [priority for priority in tickets.priorities if priority.id not in levels]
    if tickets.matrix:
        yield _lost(bundle, rt_losses.MATRIX, clause=tickets.clause)
    if default and len(tickets.priorities) > 1:
        yield _lost(bundle, rt_losses.DEFAULT_LEVEL, clause=tickets.clause, level=levels[default].name)
    if levels and without:
        names = [priority.id for priority in without]
        yield _lost(bundle, rt_losses.WITHOUT_TIMES, without[0], levels=names, priorities=", ".join(names))
    answered = [target for target in tickets.targets if target.kind == "response" and target.priority in levels]
    answered = [target for target in answered if "Response" in levels[target.priority].times]
    if answered:
        yield _lost(bundle, rt_losses.WHO_ANSWERS, answered[0], levels=[target.priority for target in answered])
    ways = {channel.id for channel in tickets.channels}
    limited = [priority for priority in tickets.priorities if set(priority.report_by) != ways]
    if limited:
        told = "; ".join(f"{priority.id} by {', '.join(priority.report_by)}" for priority in limited)
        yield _lost(bundle, rt_losses.ANY_CHANNEL, limited[0], ways=told)
    if tickets.minimum_information:
        yield _lost(bundle, rt_losses.MAY_STAY_EMPTY, tickets.minimum_information[0])
    if coverage.rules:
        yield _lost(bundle, rt_losses.COVERAGE, clause=coverage.matrix.clause, rules=len(coverage.rules))


def _dates(bundle: Bundle) -> Iterator[Loss]:
    valid = bundle.valid
    yield _lost(bundle, rt_losses.VALIDITY, from_=valid.from_ or "the start", until=valid.until or "further notice")
    for window in bundle.maintenance.windows:
        yield _lost(bundle, rt_losses.MAINTENANCE, window, window=window.id, times=window.rule)
    for blackout in bundle.maintenance.blackouts:
        yield _lost(bundle, rt_losses.BLACKOUT, blackout, blackout=blackout.id)
    if bundle.escalation:
        yield _lost(bundle, rt_losses.ESCALATION, bundle.escalation[0], steps=len(bundle.escalation))


def _mails(bundle: Bundle) -> Iterator[Loss]:
    mails = bundle.notifications.status_mails
    if mails is None:
        return
    if set(mails.events) != {"created", "closed"}:
        yield _lost(bundle, rt_losses.REPORTER_MAILS, mails, events=" and ".join(mails.events) or "never")
    if not mails.to:
        return
    more = "" if "created" in mails.to_events else ", and a mail when a ticket is created"
    events = " and ".join(mails.to_events) or "never"
    yield _lost(bundle, rt_losses.WATCHER_MAILS, mails, people=", ".join(mails.to), events=events, more=more)
    mute = [person.id for person in bundle.contacts.people if person.id in mails.to and not person.email]
    if mute:
        yield _lost(bundle, rt_losses.MUTE, mails, people=", ".join(mute))


def _people(bundle: Bundle) -> Iterator[Loss]:
    contacts = bundle.contacts
    if not contacts.restricted:
        yield _lost(bundle, rt_losses.ANYONE, clause=contacts.clause)
    if contacts.authorisation_in_writing:
        yield _lost(bundle, rt_losses.IN_WRITING, clause=contacts.authorisation_clause)
