"""The objects of bundles that Zammad should hold, and what of the bundles it can't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from compiler.bundle import Bundle, Client, Contact, Priority
from compiler.export.zammad import calendars as zammad_calendars
from compiler.export.zammad import lacking as zammad_lacking
from compiler.export.zammad import mails as zammad_mails
from compiler.export.zammad import names as zammad_names
from compiler.export.zammad import people as zammad_people
from compiler.export.zammad import slas as zammad_slas
from compiler.export.zammad.calendars import Opened
from compiler.export.zammad.people import User
from compiler.export.zammad.slas import Sla
from compiler.loss import Loss
from compiler.mark import same_name
from compiler.plan import Wanted
from compiler.zammad_form import PATHS


@dataclass(frozen=True)
class Objects:
    """All objects in the order in which they are made, the losses in the clients' order, and the clients."""

    wanted: tuple[Wanted, ...]
    losses: tuple[Loss, ...]
    clients: tuple[str, ...]


def objects(bundles: Iterable[Bundle]) -> Objects:
    """What these clients ask of Zammad.

    Raises ``ValueError`` for what Zammad would take and never count: a calendar that isn't there or never opens, an unknown
    time zone; and for a client twice.
    """
    slas: dict[str, list[Sla]] = {}
    losses: dict[str, list[Loss]] = {}
    people: dict[str, tuple[Client, tuple[Contact, ...]]] = {}
    wanted: list[Wanted] = []
    priorities: dict[str, dict[str, Priority]] = {}
    same: dict[Opened, Opened] = {}
    for bundle in bundles:
        client = bundle.client.id
        if client in losses:
            raise ValueError(f"more than one bundle of {client}")
        found, losses[client] = zammad_slas.of(bundle)
        # Of the many clients with the same hours, those are kept once.
        slas[client] = [replace(sla, opened=same.setdefault(one, one)) for sla in found for one in (sla.opened.held(),)]
        losses[client] += [*zammad_lacking.of(bundle, found), *zammad_mails.lost(bundle)]
        wanted += [zammad_people.organization(bundle), *zammad_mails.of(bundle)]
        people[client] = (bundle.client, bundle.contacts.people)
        for priority in bundle.tickets.priorities:
            priorities.setdefault(priority.id, {})[client] = priority
    users: dict[str, User] = {}
    for client in sorted(people):
        losses[client] += zammad_people.join(users, *people[client])
    wanted += [user.wanted() for user in users.values()]
    wanted += [_priority(asking) for asking in priorities.values()]
    wanted += _times([sla for client in sorted(slas) for sla in slas[client]])
    order = list(PATHS)
    return Objects(
        tuple(sorted(wanted, key=lambda one: (order.index(one.kind), one.name))),
        tuple(loss for client in sorted(losses) for loss in losses[client]),
        tuple(sorted(losses)),
    )


def wanted(bundles: Iterable[Bundle]) -> Iterator[Wanted]:
    """What these clients ask of Zammad. Raises ``ValueError`` as ``objects`` does."""
    yield from objects(bundles).wanted


def _priority(asking: dict[str, Priority]) -> Wanted:
    """A priority of all clients that have it. Zammad's own three stay as they are."""
    first = asking[min(asking)]
    name = zammad_names.priority(first.id)
    reason = zammad_names.reason(first.clause, first.origin)
    return Wanted("priority", name, frozenset({same_name(name)}), {"note": zammad_names.NOTE}, frozenset(asking), reason)


def _times(slas: list[Sla]) -> Iterator[Wanted]:
    calendars, called = zammad_calendars.shared((sla.client, sla.opened) for sla in slas)
    for sla in slas:
        keys, clients = frozenset({same_name(sla.name)}), frozenset({sla.client})
        yield Wanted("sla", sla.name, keys, sla.attributes(called[sla.opened]), clients, sla.reason)
    using: dict[str, set[str]] = {}
    for sla in slas:
        using.setdefault(called[sla.opened], set()).add(sla.client)
    for name, opened in calendars.items():
        keys, clients = frozenset({same_name(name)}), frozenset(using[name])
        yield Wanted("calendar", name, keys, opened.attributes(), clients, opened.reason)
