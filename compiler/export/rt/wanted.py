"""The objects of bundles that Request Tracker should hold, as far as its REST interface can make them.

They are those of ``initialdata.json``, except that a field is its queue's own: over REST a field is put on one queue, the one
that it is made for. Rights and scrips are not among them: ``rt_rights.py`` writes those as files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compiler.bundle import Bundle, Contact, Origin
from compiler.export.rt import initialdata as rt_initialdata
from compiler.export.rt import levels as rt_levels
from compiler.export.rt import names as rt_names
from compiler.export.rt.initialdata import Item, Objects
from compiler.loss import place
from compiler.mark import mark, same_name
from compiler.plan import Value, Wanted

_USER = ("RealName", "Organization", "Lang", "EmailAddress", "WorkPhone")


@dataclass
class _Person:
    """A user with everybody who asks for it."""

    item: Item
    reason: str
    clients: set[str] = field(default_factory=set)


def wanted(bundles: Iterable[Bundle]) -> Iterator[Wanted]:
    """Users, groups, queues and fields, the users last: one is shared by the clients whose contact has the same address.

    Such a user has the name and telephone that the first of the clients gives.
    """
    people: dict[str, _Person] = {}
    for bundle in bundles:
        objects = rt_initialdata.of(bundle, with_levels=bool(rt_levels.of(bundle)[0]))
        for person in objects.people:
            known = people.setdefault(same_name(person.user["Name"]), _Person(person.user, place(person.contact.origin)))
            known.clients.add(bundle.client.id)
        yield from _groups(bundle, objects)
        yield _queue(bundle, objects)
        yield from _fields(bundle, objects)
    yield from map(_user, people.values())


def _user(person: _Person) -> Wanted:
    item = person.item
    keys = {same_name(item[key]) for key in ("Name", "EmailAddress") if item.get(key)}
    attributes: dict[str, Value] = {key: item.get(key) for key in _USER}
    attributes["Comments"] = " ".join(filter(None, [item.get("Comments"), mark(person.clients)]))
    return Wanted("user", item["Name"], frozenset(keys), attributes, frozenset(person.clients), person.reason)


def _groups(bundle: Bundle, objects: Objects) -> Iterator[Wanted]:
    for group in objects.groups:
        members = [person for person in objects.people if group["Name"] in person.user["MemberOf"]]
        first: Contact | None = next((person.contact for person in members), None)
        attributes: dict[str, Value] = {
            "Description": _marked(group["Description"], bundle.client.id),
            "Members": tuple(sorted({same_name(person.user["Name"]) for person in members})),
        }
        reason = _reason(bundle.contacts.clause, first.origin if first else bundle.client.origin)
        yield _wanted(bundle, "group", group["Name"], attributes, reason)


def _queue(bundle: Bundle, objects: Objects) -> Wanted:
    queue = objects.queue
    attributes: dict[str, Value] = {
        "Description": _marked(queue["Description"], bundle.client.id),
        "SLADisabled": str(queue["SLADisabled"]),
        "Cc": tuple(member["Name"] for member in objects.members),
    }
    return _wanted(bundle, "queue", queue["Name"], attributes, _reason(None, bundle.client.origin))


def _fields(bundle: Bundle, objects: Objects) -> Iterator[Wanted]:
    tickets = bundle.tickets
    topics = [next(iter(some), None) for some in (tickets.types, tickets.impacts, tickets.urgencies)]
    for item, source in zip(objects.fields, [*topics, *tickets.minimum_information], strict=True):
        queue = objects.queue["Name"]
        attributes: dict[str, Value] = {
            "Queue": queue,
            "Description": _marked(item["Description"], bundle.client.id),
            "Type": item["Type"],
            "MaxValues": str(item["MaxValues"]),
            **_values(item.get("Values", ())),
        }
        reason = _reason(source.clause, source.origin) if source else _reason(tickets.clause, bundle.sla.origin)
        yield _wanted(bundle, "field", f"{queue}: {item['Name']}", attributes, reason)


def _values(items: Iterable[Item]) -> Mapping[str, Value]:
    """Each value as an attribute of its own, so that a plan tells which of them changes: its place in the list and its words."""
    return {f"value {item['Name']}": (str(item["SortOrder"]), item["Description"]) for item in items}


def _wanted(bundle: Bundle, kind: str, name: str, attributes: Mapping[str, Value], reason: str) -> Wanted:
    return Wanted(kind, name, frozenset({same_name(name)}), attributes, frozenset({bundle.client.id}), reason)


def _marked(text: str, client: str) -> str:
    """A description that ends in our mark, within what RT's column holds."""
    ending = f" {mark([client])}"
    return rt_names.cut(text, rt_names.DESCRIPTION_LIMIT - len(ending.encode())) + ending


def _reason(clause: str | None, origin: Origin) -> str:
    return f"clause {clause}, {place(origin)}" if clause else place(origin)
