"""Status mails as Zammad's triggers: one per client and event.

What the source says: ``Ticket::PerformChanges::Action::NotificationEmail`` knows as recipients the ticket's customer and single
users by id, renders subject and body as templates (``#{…}``), and sends nothing from a group without an address; its article is
the system's, so it is no first answer. A ``selective`` trigger fires when something that it asks about has changed. Nothing
that a client typed stands in a template here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

from compiler import resources
from compiler.bundle import Bundle
from compiler.export import no_place
from compiler.export.zammad import losses as zammad_losses
from compiler.export.zammad import names as zammad_names
from compiler.export.zammad import people as zammad_people
from compiler.loss import Loss
from compiler.mark import same_name
from compiler.plan import Value, Wanted
from compiler.zammad_form import word

_TICKET = "#{config.ticket_hook}#{ticket.number}"
_LINK = "#{config.http_type}://#{config.fqdn}/#ticket/zoom/#{ticket.id}"


def of(bundle: Bundle) -> Iterator[Wanted]:
    """The triggers of a client whose contract is in force, in the flat form of ``compiler/zammad_form.py``."""
    mails = bundle.notifications.status_mails
    if mails is None or not bundle.status.in_force:
        return
    client = bundle.client.id
    reason = zammad_names.reason(mails.clause, mails.origin)
    contacts = [zammad_people.login(client, one) for one in bundle.contacts.people if one.id in mails.to and one.email]
    for event in ("created", "closed"):
        recipients = [*(["ticket_customer"] if event in mails.events else []), *(contacts if event in mails.to_events else [])]
        if recipients:
            name = zammad_names.trigger(client, event)
            attributes = _asked(event, client) | {"recipient": tuple(recipients)} | _text(bundle.sla.language, event)
            yield Wanted("trigger", name, frozenset({same_name(name)}), attributes, frozenset({client}), reason)


def lost(bundle: Bundle) -> Iterator[Loss]:
    """What of a client's status mails Zammad does otherwise."""
    mails = bundle.notifications.status_mails
    if mails is None or not bundle.status.in_force:
        return
    origin, clause = mails.origin, mails.clause
    yield zammad_losses.OWN_MAILS.of(bundle.client.id, origin, clause=clause, events=no_place.mailed(mails.events))
    mute = [person.id for person in bundle.contacts.people if person.id in mails.to and not person.email]
    if mute:
        yield zammad_losses.MUTE.of(bundle.client.id, origin, clause=clause, people=", ".join(mute))


def _asked(event: str, client: str) -> dict[str, Value]:
    action = "create" if event == "created" else "update"
    asked: dict[str, Value] = {
        "activator": "action",
        "execution_condition_mode": "selective",
        "if ticket.action": ("is", action),
        "if ticket.organization_id": ("is", word(client)),
    }
    return asked if event == "created" else asked | {"if ticket.state_id": ("is", "closed")}


def _text(language: str, event: str) -> dict[str, Value]:
    words = _words(language)
    subject, more = words[event].format(title="#{ticket.title}"), words["more"].format(ticket=_TICKET)
    return {"subject": subject, "body": f'<div>{subject}</div><div><a href="{_LINK}">{more}</a></div>'}


@lru_cache
def _words(language: str) -> dict[str, str]:
    """The words of a language, in English where there are none."""
    there = f"{language}/words.json" in resources.names("templates")
    words: dict[str, str] = json.loads(resources.text("templates", f"{language if there else 'en'}/words.json"))["ticket-mail"]
    return words
