"""Status mails as Zammad's triggers: one per client and event.

What the source says: ``Ticket::PerformChanges::Action::NotificationEmail`` knows as recipients the ticket's customer and single
users by id, renders subject and body as templates (``#{…}``), and sends nothing from a group without an address; its article is
the system's, so it is no first answer. A ``selective`` trigger fires when something that it asks about has changed. Nothing
that a client typed stands in a template here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compiler.bundle import Bundle
from compiler.export import zammad_losses, zammad_names, zammad_people
from compiler.loss import Loss

_TICKET = "#{config.ticket_hook}#{ticket.number}"
_LINK = "#{config.http_type}://#{config.fqdn}/#ticket/zoom/#{ticket.id}"
_WORDS = {
    "nl": {
        "created": "Ticket {ticket} is aangemaakt: {title}",
        "closed": "Ticket {ticket} is gesloten: {title}",
        "more": "Bekijk het ticket",
    },
    "en": {
        "created": "Ticket {ticket} was created: {title}",
        "closed": "Ticket {ticket} was closed: {title}",
        "more": "See the ticket",
    },
}
"""Every other language gets English."""


def of(bundle: Bundle) -> Iterator[dict[str, Any]]:
    """The triggers of a client whose contract is in force, as Zammad's."""
    mails = bundle.notifications.status_mails
    if mails is None or not bundle.status.in_force:
        return
    client = bundle.client.id
    organization = zammad_names.organization(client, bundle.client.name)
    contacts = [
        zammad_names.id_of("users", zammad_people.login(client, person), before="userid_")
        for person in bundle.contacts.people
        if person.id in mails.to and person.email
    ]
    for event in ("created", "closed"):
        recipients = [*(["ticket_customer"] if event in mails.events else []), *(contacts if event in mails.to_events else [])]
        if recipients:
            yield {
                "name": zammad_names.name(
                    f"{zammad_names.OURS} {zammad_names.key(client)}: mail when {event}", zammad_names.NAME_LIMIT
                ),
                "activator": "action",
                "execution_condition_mode": "selective",
                "condition": _condition(event, organization),
                "perform": {"notification.email": {"recipient": recipients, **_text(bundle.sla.language, event)}},
                "disable_notification": True,
                "note": zammad_names.mark(client),
                "active": True,
            }


def lost(bundle: Bundle) -> Iterator[Loss]:
    """What of a client's status mails Zammad does otherwise."""
    mails = bundle.notifications.status_mails
    if mails is None or not bundle.status.in_force:
        return
    origin, clause = mails.origin, mails.clause
    events = " and ".join(mails.events) or "never"
    yield zammad_losses.OWN_MAILS.of(bundle.client.id, origin, clause=clause, events=events)
    mute = [person.id for person in bundle.contacts.people if person.id in mails.to and not person.email]
    if mute:
        yield zammad_losses.MUTE.of(bundle.client.id, origin, clause=clause, people=", ".join(mute))


def _condition(event: str, organization: str) -> dict[str, Any]:
    which = {"ticket.action": {"operator": "is", "value": "create" if event == "created" else "update"}}
    if event == "closed":
        which |= {"ticket.state_id": {"operator": "is", "value": [zammad_names.id_of("ticket_states", "closed")]}}
    return which | {
        "ticket.organization_id": {
            "operator": "is",
            "pre_condition": "specific",
            "value": [zammad_names.id_of("organizations", organization)],
        }
    }


def _text(language: str, event: str) -> dict[str, str]:
    words = _WORDS.get(language, _WORDS["en"])
    subject = words[event].format(ticket=_TICKET, title="#{ticket.title}")
    return {"subject": subject, "body": f'<div>{subject}</div><div><a href="{_LINK}">{words["more"]}</a></div>'}
