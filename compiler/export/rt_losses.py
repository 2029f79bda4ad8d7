"""What Request Tracker has no place for, whatever the values: once per client, with the clause that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compiler.bundle import Bundle, Rule
from compiler.export.result import Loss, place
from compiler.export.rt_levels import Level


def of(bundle: Bundle, levels: Mapping[str, Level], default: str | None) -> Iterator[Loss]:
    """The losses of a client's tickets and agreements. ``default`` is the priority of a new ticket's level."""
    if not bundle.status.in_force:
        return
    yield from _tickets(bundle, levels, default)
    yield from _dates(bundle)
    yield from _mails(bundle)
    yield from _people(bundle)


def _lost(bundle: Bundle, what: str, why: str, rule: Rule | None = None, clause: str | None = None) -> Loss:
    return Loss(bundle.client.id, what, why, rule.clause if rule else clause, place((rule or bundle.client).origin))


def _tickets(bundle: Bundle, levels: Mapping[str, Level], default: str | None) -> Iterator[Loss]:
    tickets, coverage = bundle.tickets, bundle.coverage
    without = [priority for priority in tickets.priorities if priority.id not in levels]
    if tickets.matrix:
        why = "RT sets no priority or level from impact and urgency without a scrip: someone chooses the level."
        yield _lost(bundle, "the priority that follows from impact and urgency", why, clause=tickets.clause)
    if default and len(tickets.priorities) > 1:
        why = f"Every new ticket gets the level {levels[default].name}, of whatever type, until someone chooses another."
        yield _lost(bundle, "the times of a ticket whose priority isn't known yet", why, clause=tickets.clause)
    if levels and without:
        names = ", ".join(priority.id for priority in without)
        why = "They have no level: a ticket of such a priority must get an empty level by hand, or it keeps the one it has."
        yield _lost(bundle, f"priorities without a time: {names}", why, without[0])
    answered = [target for target in tickets.targets if target.kind == "response" and target.priority in levels]
    if answered and any("Response" in level.times for level in levels.values()):
        why = (
            "RT takes everyone but the owner and the queue's AdminCc for the client, and counts the response from their last "
            "word: put the provider's staff in AdminCc."
        )
        yield _lost(bundle, "who answers and who asks", why, answered[0])
    ways = {channel.id for channel in tickets.channels}
    limited = [priority for priority in tickets.priorities if set(priority.report_by) != ways]
    if limited:
        told = "; ".join(f"{priority.id} by {', '.join(priority.report_by)}" for priority in limited)
        yield _lost(bundle, f"how to report: {told}", "RT takes a ticket of any priority by any channel.", limited[0])
    if tickets.minimum_information:
        why = "They are fields that may stay empty: RT can't require a field for some ticket types only, nor in a mail."
        yield _lost(bundle, "the information that a ticket must hold", why, tickets.minimum_information[0])
    if coverage.rules:
        why = "RT doesn't tell whether work is included, charged or excluded."
        yield _lost(bundle, f"the coverage of services ({len(coverage.rules)} rules)", why, clause=coverage.matrix.clause)


def _dates(bundle: Bundle) -> Iterator[Loss]:
    valid = bundle.valid
    what = f"valid from {valid.from_ or 'the start'} until {valid.until or 'further notice'}"
    yield _lost(bundle, what, "RT knows no dates of validity: what is loaded holds, also for old tickets, until it is replaced.")
    for window in bundle.maintenance.windows:
        yield _lost(bundle, f"maintenance {window.id}: {window.rule}", "RT's clock doesn't pause during maintenance.", window)
    for blackout in bundle.maintenance.blackouts:
        yield _lost(bundle, f"no maintenance: {blackout.id}", "RT doesn't know when maintenance is unwanted.", blackout)
    if bundle.escalation:
        why = "RT has no ladder of escalation without scrips and a scheduled job."
        yield _lost(bundle, f"escalation in {len(bundle.escalation)} steps", why, bundle.escalation[0])


def _mails(bundle: Bundle) -> Iterator[Loss]:
    mails = bundle.notifications.status_mails
    if mails is None:
        return
    wanted = {"created", "closed"}
    if set(mails.events) != wanted:
        why = "RT's own scrips mail the reporter when a ticket is created and when it is resolved."
        yield _lost(bundle, f"status mails to the reporter when {' and '.join(mails.events) or 'never'}", why, mails)
    if not mails.to:
        return
    why = "They are watchers (Cc) of the queue, so RT mails them every public reply too"
    if "created" not in mails.to_events:
        why += ", and a mail when a ticket is created"
    what = f"status mails to {', '.join(mails.to)} when {' and '.join(mails.to_events) or 'never'}"
    yield _lost(bundle, what, f"{why}.", mails)
    mute = [person.id for person in bundle.contacts.people if person.id in mails.to and not person.email]
    if mute:
        yield _lost(bundle, f"status mails to {', '.join(mute)}", "There is no e-mail address, so RT sends nothing.", mails)


def _people(bundle: Bundle) -> Iterator[Loss]:
    contacts = bundle.contacts
    if not contacts.restricted:
        why = "RT can't tell the client's people from others: anyone may create a ticket in the queue."
        yield _lost(bundle, "everyone at the client may report", why, clause=contacts.clause)
    if contacts.authorisation_in_writing:
        why = "RT doesn't see what a ticket asks for: the group of those who may authorise is there, the check isn't."
        yield _lost(bundle, "requests for rights only in writing", why, clause=contacts.authorisation_clause)
