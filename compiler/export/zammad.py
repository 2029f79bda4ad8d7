"""Bundles to Zammad: the objects of its REST API as JSON files, in the order in which they are loaded, and the losses.

A file is a list of objects, each with the ``name`` by which it is found again, the ``clause`` and the place (``where``) that
it rests on, and the ``fields`` as the API takes them. Ids exist only after creation: ``{"id_of": [KIND, NAME]}`` stands for
the id of an object of an earlier file, as text, and ``before`` for what stands in front of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from compiler.bundle import Bundle, Priority
from compiler.export import zammad_calendars, zammad_lacking, zammad_mails, zammad_names, zammad_people, zammad_slas
from compiler.export.result import Export
from compiler.export.zammad_calendars import Opened
from compiler.export.zammad_people import Client
from compiler.export.zammad_slas import Sla
from compiler.loss import Loss, place

Item = dict[str, Any]

KINDS = ("calendars", "ticket_priorities", "organizations", "users", "slas", "triggers")
"""The files in the order in which they are loaded; each is named after its place in the API."""


def export(bundles: Iterable[Bundle]) -> Export:
    """``1-calendars.json`` to ``6-triggers.json``, and ``losses.json``, for these clients.

    Raises ``ValueError`` for what Zammad would take and never count: a calendar that isn't there or never opens, an unknown
    time zone; and for a client twice.
    """
    slas: dict[str, list[Sla]] = {}
    clients: dict[str, Client] = {}
    triggers: dict[str, list[Item]] = {}
    losses: dict[str, list[Loss]] = {}
    priorities: dict[str, tuple[str, Item]] = {}
    same: dict[Opened, Opened] = {}
    for bundle in bundles:
        client = bundle.client.id
        if client in clients:
            raise ValueError(f"more than one bundle of {client}")
        found, losses[client] = zammad_slas.of(bundle)
        # Of the many clients with the same hours, those are kept once.
        slas[client] = [replace(sla, opened=same.setdefault(sla.opened, sla.opened)) for sla in found]
        clients[client] = zammad_people.of(bundle)
        triggers[client] = list(_triggers(bundle))
        losses[client] += [*zammad_lacking.of(bundle, found), *zammad_mails.lost(bundle)]
        for priority in bundle.tickets.priorities:
            one = (client, _priority(priority))
            priorities[priority.id] = min(priorities.get(priority.id, one), one, key=lambda owned: owned[0])
    ordered = [clients[client] for client in sorted(clients)]
    every = [sla for client in sorted(slas) for sla in slas[client]]
    calendars, called = zammad_calendars.shared((sla.client, sla.opened) for sla in every)
    users, lost = zammad_people.users(ordered)
    for loss in lost:
        losses[loss.client].append(loss)
    objects = {
        "calendars": [_item(name, one.clause, one.where, one.fields(name)) for name, one in calendars.items()],
        "ticket_priorities": [priorities[priority][1] for priority in sorted(priorities)],
        "organizations": [_item(one.organization, one.clause, one.where, one.fields()) for one in ordered],
        "users": [
            _item(login, client.clause, place(person.contact.origin), zammad_people.user_fields(client, person, others))
            for login, (client, person, others) in users.items()
        ],
        "slas": [
            _item(sla.name, sla.clause, sla.where, sla.fields(clients[sla.client].organization, called[sla.opened]))
            for sla in every
        ],
        "triggers": [trigger for client in sorted(triggers) for trigger in triggers[client]],
    }
    told = tuple(loss for client in sorted(losses) for loss in losses[client])
    files = {f"{number}-{kind}.json": _json(objects[kind]) for number, kind in enumerate(KINDS, 1)}
    return Export(files | {"losses.json": _json([asdict(loss) for loss in told])}, told)


def _triggers(bundle: Bundle) -> Iterator[Item]:
    mails = bundle.notifications.status_mails
    for trigger in zammad_mails.of(bundle):
        assert mails is not None
        yield _item(trigger["name"], mails.clause, place(mails.origin), trigger)


def _priority(priority: Priority) -> Item:
    """A priority, shared by all clients that have it. Zammad's own three stay as they are."""
    name = zammad_names.priority(priority.id)
    return _item(name, priority.clause, place(priority.origin), {"name": name, "note": zammad_names.MARK, "active": True})


def _item(name: str, clause: str | None, where: str, fields: Item) -> Item:
    return {"name": name, "clause": clause, "where": where, "fields": fields}


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
