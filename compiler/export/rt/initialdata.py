"""Queues, people, groups, fields, watchers and rights as Request Tracker's initial data (JSON, ``rt-setup-database``).

Everything is data: no template, no code. It is loaded once into a database that doesn't hold it yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from compiler.bundle import Bundle, Contact, Permission, Text, Topic
from compiler.export.rt import losses as rt_losses
from compiler.export.rt import names as rt_names
from compiler.loss import Loss
from compiler.pieces import around, inside, members

Item = dict[str, Any]

TICKETS = "RT::Queue-RT::Ticket"
CONTACTS = "contacts"
GROUPS: dict[Permission, str] = {
    "report": "may report",
    "authorise": "may authorise",
    "view-all-tickets": "see all tickets",
    "call-emergency": "may call emergency",
    "receive-status-mails": "status mails",
}
ALWAYS: tuple[Permission, ...] = ("report", "receive-status-mails")


@dataclass(frozen=True)
class Person:
    """A contact as RT's user, and what of the contact doesn't fit."""

    contact: Contact
    user: Item
    short: tuple[str, ...]


@dataclass(frozen=True)
class Objects:
    """What of RT's database is one client's. A client whose contract isn't in force gets no rights and no mails."""

    client: str
    queue: Item
    groups: tuple[Item, ...]
    people: tuple[Person, ...]
    fields: tuple[Item, ...]
    members: tuple[Item, ...]
    rights: tuple[Item, ...]
    told_of_closing: bool
    cut: tuple[Loss, ...]


def of(bundle: Bundle, with_levels: bool) -> Objects:
    """A client's objects. ``with_levels`` says that the client has service levels."""
    on = bundle.status.in_force
    return Objects(
        client=bundle.client.id,
        queue=_queue(bundle, with_levels),
        groups=tuple(_groups(bundle)),
        people=tuple(_people(bundle)),
        fields=tuple(_fields_of(bundle)),
        members=(_watchers(bundle),) if on and _on_mails(bundle) else (),
        rights=tuple(_rights(bundle)) if on else (),
        told_of_closing=on and _told_of_closing(bundle),
        cut=tuple(_cut(bundle)),
    )


class InitialData:
    """The initial data of many clients, who are added one after the other in the order of their ids.

    What many of them give is kept as it is written, so that it takes little memory.
    """

    def __init__(self) -> None:
        self._written: dict[str, list[bytes]] = {"Groups": [], "Queues": [], "Members": [], "ACL": []}
        self._users: dict[str, bytes] = {}
        self._fields: dict[bytes, list[str]] = {}
        self._told_of_closing: list[str] = []

    def add(self, one: Objects) -> Iterator[Loss]:
        """Adds a client's objects; what of its texts and people doesn't fit."""
        queue = one.queue["Name"]
        for key, items in (("Groups", one.groups), ("Queues", [one.queue]), ("Members", one.members), ("ACL", one.rights)):
            self._written[key].append(inside(items, 2))
        for field in one.fields:
            self._fields.setdefault(msgspec.json.encode(field), []).append(queue)
        if one.told_of_closing:
            self._told_of_closing.append(queue)
        for person in one.people:
            yield from self._add_user(one.client, person)
        yield from one.cut

    def _add_user(self, client: str, person: Person) -> Iterator[Loss]:
        """One user per address: RT refuses an address twice. A contact without one gets a name of client and contact."""
        user, contact = dict(person.user), person.contact
        groups = user.pop("MemberOf")
        written = self._users.get(user["Name"].casefold())
        known: Item = msgspec.json.decode(written) if written is not None else user | {"MemberOf": []}
        known["MemberOf"] += [group for group in groups if group not in known["MemberOf"]]
        self._users[user["Name"].casefold()] = msgspec.json.encode(known)
        other = [key for key in ("RealName", "Organization", "WorkPhone", "Comments") if known.get(key) != user.get(key)]
        if other:
            facts = {"name": known["RealName"], "organization": known["Organization"], "fields": ", ".join(other)}
            yield rt_losses.ONE_USER.of(client, contact.origin, contact=contact.id, **facts)
        if person.short:
            yield rt_losses.CUT.of(client, contact.origin, what=f"contact {contact.id}", fields=", ".join(person.short))

    def pieces(self) -> Iterator[bytes]:
        """``initialdata.json``."""
        fields = (msgspec.json.decode(field) | {"ApplyTo": queues} for field, queues in self._fields.items())
        yield from members(
            {
                "Groups": around(self._written["Groups"], depth=2),
                "Users": around((inside([msgspec.json.decode(user)], 2) for user in self._users.values()), depth=2),
                "Queues": around(self._written["Queues"], depth=2),
                # Clients with the same field share it; RT finds a field by name within its queue.
                "CustomFields": around((inside([field], 2) for field in fields), depth=2),
                "Members": around(self._written["Members"], depth=2),
                "ACL": around(self._written["ACL"], depth=2),
                "Scrips": around([inside(_closing_mails(self._told_of_closing), 2)], depth=2),
            }
        )
        yield b"\n"


def _queue(bundle: Bundle, levels: bool) -> Item:
    return {
        "Name": rt_names.queue_name(bundle.client.id),
        "Description": rt_names.cut(bundle.client.name, rt_names.DESCRIPTION_LIMIT),
        "SLADisabled": 0 if levels else 1,
    }


def _on_mails(bundle: Bundle) -> frozenset[str]:
    mails = bundle.notifications.status_mails
    return frozenset(mails.to if mails else ())


def _holders(bundle: Bundle, permission: Permission) -> frozenset[str]:
    holders = {person.id for person in bundle.contacts.people if permission in person.may}
    return frozenset(holders | _on_mails(bundle) if permission == "receive-status-mails" else holders)


def _groups(bundle: Bundle) -> Iterator[Item]:
    roles = [CONTACTS, *(role for may, role in GROUPS.items() if may in ALWAYS or _holders(bundle, may))]
    for role in roles:
        description = rt_names.cut(f"{bundle.client.name}: {role}", rt_names.DESCRIPTION_LIMIT)
        yield {"Name": rt_names.group_name(bundle.client.id, role), "Description": description}


def _people(bundle: Bundle) -> Iterator[Person]:
    for person in bundle.contacts.people:
        user = _user(bundle, person)
        whole = {"EmailAddress": person.email, "RealName": person.name, "WorkPhone": person.telephone}
        short = tuple(key for key, text in whole.items() if text and user.get(key) != text)
        yield Person(person, user, short)


def _user(bundle: Bundle, person: Contact) -> Item:
    client = bundle.client.id
    roles = [CONTACTS, *(role for may, role in GROUPS.items() if person.id in _holders(bundle, may))]
    user: Item = {
        "Name": rt_names.name(person.email, "user") if person.email else rt_names.user_name(client, person.id),
        "RealName": rt_names.cut(person.name, rt_names.REAL_NAME_LIMIT),
        "Organization": rt_names.cut(bundle.client.name, rt_names.NAME_LIMIT),
        "Lang": bundle.sla.language,
        "Privileged": 0,
        "MemberOf": [rt_names.group_name(client, role) for role in roles],
    }
    if person.email and len(person.email.encode()) <= rt_names.EMAIL_LIMIT:
        user["EmailAddress"] = person.email
    if person.telephone:
        user["WorkPhone"] = rt_names.cut(person.telephone, rt_names.TELEPHONE_LIMIT)
    if person.function:
        user["Comments"] = person.function
    return user


def _fields_of(bundle: Bundle) -> Iterator[Item]:
    tickets, language = bundle.tickets, bundle.sla.language
    for label, topics in (("Ticket type", tickets.types), ("Impact", tickets.impacts), ("Urgency", tickets.urgencies)):
        yield {
            "Name": label,
            "Description": f"SLA {bundle.sla.version} ({language})",
            "Type": "Select",
            "MaxValues": 1,
            "LookupType": TICKETS,
            "Values": list(_values(topics, language)),
        }
    for field in tickets.minimum_information:
        yield {
            "Name": rt_names.name(field.label[language], "field"),
            "Description": rt_names.cut(f"SLA {bundle.sla.version}: {', '.join(field.types)}", rt_names.DESCRIPTION_LIMIT),
            "Type": "Text",
            "MaxValues": 1,
            "LookupType": TICKETS,
        }


def _values(topics: Iterable[Topic], language: str) -> Iterator[Item]:
    """The ids as values, since decisions speak of them, with the words as description."""
    for order, topic in enumerate(topics, 1):
        words = _words(topic.label, topic.text, language)
        yield {"Name": topic.id, "Description": rt_names.cut(words, rt_names.DESCRIPTION_LIMIT), "SortOrder": order}


def _cut(bundle: Bundle) -> Iterator[Loss]:
    """Texts that RT's columns can't hold whole."""
    language = bundle.sla.language
    for topic in (*bundle.tickets.types, *bundle.tickets.impacts, *bundle.tickets.urgencies):
        if len(_words(topic.label, topic.text, language).encode()) > rt_names.DESCRIPTION_LIMIT:
            yield rt_losses.CUT.of(
                bundle.client.id, topic.origin, clause=topic.clause, what=f"the description of {topic.id}", fields="Description"
            )
    if len(bundle.client.name.encode()) > rt_names.NAME_LIMIT:
        yield rt_losses.CUT.of(
            bundle.client.id, bundle.client.origin, what="the client's name", fields="Organization, Description"
        )


def _words(label: Text | None, text: Text, language: str) -> str:
    return f"{label[language]}: {text[language]}" if label else text[language]


def _watchers(bundle: Bundle) -> Item:
    return {
        "Group": "Cc",
        "GroupDomain": "RT::Queue-Role",
        "GroupInstance": rt_names.queue_name(bundle.client.id),
        "Class": "RT::Group",
        "Name": rt_names.group_name(bundle.client.id, GROUPS["receive-status-mails"]),
    }


def _rights(bundle: Bundle) -> Iterator[Item]:
    """Who may report, follow the own tickets, and see all. The rights of the provider's staff are the provider's own."""
    queue = rt_names.queue_name(bundle.client.id)

    def group(may: Permission | None, *rights: str) -> Item:
        name = rt_names.group_name(bundle.client.id, GROUPS[may] if may else CONTACTS)
        return {"GroupDomain": "UserDefined", "GroupId": name, "Queue": queue, "Right": list(rights)}

    yield group("report", "SeeQueue", "CreateTicket")
    if not bundle.contacts.restricted:
        yield group(None, "SeeQueue", "CreateTicket")
        yield {"GroupDomain": "SystemInternal", "GroupType": "Everyone", "Queue": queue, "Right": ["CreateTicket"]}
    if _holders(bundle, "view-all-tickets"):
        yield group("view-all-tickets", "SeeQueue", "ShowTicket")
    yield {"GroupDomain": "RT::Queue-Role", "GroupType": "Requestor", "Queue": queue, "Right": ["ShowTicket", "ReplyToTicket"]}


def _told_of_closing(bundle: Bundle) -> bool:
    mails = bundle.notifications.status_mails
    return mails is not None and bool(mails.to) and "closed" in mails.to_events


def _closing_mails(queues: list[str]) -> list[Item]:
    """RT mails watchers when a ticket is created, by itself; when it is resolved, by this scrip."""
    if not queues:
        return []
    return [
        {
            "Description": "On Resolve Notify Ccs",
            "Queue": queues,
            "ScripCondition": "On Resolve",
            "ScripAction": "Notify Ccs",
            "Template": "Resolved in HTML",
        }
    ]
