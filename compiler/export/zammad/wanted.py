"""The objects of bundles that Zammad should hold, and what of the bundles it can't."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import msgspec

from compiler.bundle import Bundle, Contact
from compiler.export.result import in_order
from compiler.export.zammad import lacking as zammad_lacking
from compiler.export.zammad import mails as zammad_mails
from compiler.export.zammad import names as zammad_names
from compiler.export.zammad import people as zammad_people
from compiler.export.zammad import slas as zammad_slas
from compiler.export.zammad.calendars import Calendars, Opened
from compiler.export.zammad.people import Users
from compiler.loss import Loss
from compiler.mark import same_name
from compiler.plan import Wanted
from compiler.zammad_form import PATHS


@dataclass(frozen=True)
class Part:
    """What one client asks of Zammad, but for what others may ask for as well, and what of the bundle it can't hold.

    ``objects`` are the organization and the triggers. ``slas`` stand each with the number of its calendar among ``opened``, and
    have no name of a calendar yet. ``priorities`` are told with the reason for each.
    """

    client: str
    called: str
    objects: tuple[Wanted, ...]
    opened: tuple[Opened, ...]
    slas: tuple[tuple[int, Wanted], ...]
    people: tuple[Contact, ...]
    priorities: dict[str, str]
    losses: tuple[Loss, ...]


def part(bundle: Bundle) -> Part:
    """A client's part.

    Raises ``ValueError`` for what Zammad would take and never count: a calendar that isn't there or never opens, an unknown
    time zone.
    """
    slas, losses = zammad_slas.of(bundle)
    opened = list(dict.fromkeys(sla.opened.held() for sla in slas))
    return Part(
        client=bundle.client.id,
        called=bundle.client.name,
        objects=(zammad_people.organization(bundle), *zammad_mails.of(bundle)),
        opened=tuple(opened),
        slas=tuple((opened.index(sla.opened.held()), sla.wanted()) for sla in slas),
        people=bundle.contacts.people,
        priorities={one.id: zammad_names.reason(one.clause, one.origin) for one in bundle.tickets.priorities},
        losses=(*losses, *zammad_lacking.of(bundle, slas), *zammad_mails.lost(bundle)),
    )


class Together:
    """What many clients ask of Zammad."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._parts = parts
        self._users = Users()
        self._calendars = Calendars()
        self._priorities: dict[str, tuple[str, set[str]]] = {}

    def losses(self) -> Iterator[Loss]:
        """What of the bundles it can't hold, client by client. Only then the rest can be asked for."""
        for one in self._parts:
            yield from one.losses
            yield from self._users.join(one.client, one.called, one.people)
            for opened in one.opened:
                self._calendars.add(one.client, opened)
            for priority, reason in one.priorities.items():
                self._priorities.setdefault(priority, (reason, set()))[1].add(one.client)

    def wanted(self, kind: str) -> Iterator[Wanted]:
        """The objects of a kind, in the order of their names."""
        if kind == "calendar":
            return _by_name(self._calendars.wanted())
        if kind == "priority":
            return _by_name(_priority(one, reason, clients) for one, (reason, clients) in self._priorities.items())
        if kind == "user":
            return (user.wanted() for user in self._users)
        if kind == "sla":
            return _by_name(sla for part in self._parts for sla in self._slas(part))
        return _by_name(one for part in self._parts for one in part.objects if one.kind == kind)

    def _slas(self, part: Part) -> Iterator[Wanted]:
        calendars = [self._calendars.name(opened) for opened in part.opened]
        for number, sla in part.slas:
            yield replace(sla, attributes={"calendar": calendars[number], **sla.attributes})


def wanted(bundles: Iterable[Bundle]) -> Iterator[Wanted]:
    """What clients ask of Zammad, in the order in which it is made. Raises ``ValueError`` as an export does."""
    together = Together(in_order(part, bundles))
    for _ in together.losses():
        pass
    for kind in PATHS:
        yield from together.wanted(kind)


def _by_name(objects: Iterable[Wanted]) -> Iterator[Wanted]:
    """Objects in the order of their names; until their turn comes they are kept as bytes, which take little memory."""
    for _, one in sorted((one.name, msgspec.msgpack.encode(one)) for one in objects):
        yield msgspec.msgpack.decode(one, type=Wanted)


def _priority(priority: str, reason: str, clients: Collection[str]) -> Wanted:
    """A priority of all clients that have it. Zammad's own three stay as they are."""
    name = zammad_names.priority(priority)
    return Wanted("priority", name, frozenset({same_name(name)}), {"note": zammad_names.NOTE}, frozenset(clients), reason)
