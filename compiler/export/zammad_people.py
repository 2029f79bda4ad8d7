"""Clients as Zammad's organizations, and their contacts as users.

What the source says: ``User#check_login`` takes the address for a login where none is given and makes both small, so that is
how they are written here; ``check_name`` leaves a first and a last name alone, and gives a single word of one case a capital;
an address is of one user (422). A ticket's organization is its reporter's, and the SLA is found by it. ``note`` goes through
an HTML sanitizer, so nothing that was typed stands there. ``domain`` and ``domain_assignment`` are left to the one who runs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from compiler.bundle import Bundle, Contact
from compiler.export import zammad_losses, zammad_names
from compiler.loss import Loss, place


@dataclass(frozen=True)
class Person:
    """A contact as Zammad's user, and what of the contact doesn't fit."""

    contact: Contact
    login: str
    fields: dict[str, Any]
    short: tuple[str, ...]


@dataclass(frozen=True)
class Client:
    """A client's organization and people; ``where`` is the place of the client's name."""

    id: str
    organization: str
    shared: bool
    people: tuple[Person, ...]
    clause: str | None
    where: str

    def fields(self) -> dict[str, Any]:
        """The organization as Zammad's."""
        return {"name": self.organization, "shared": self.shared, "active": True, "note": zammad_names.mark(self.id)}


def of(bundle: Bundle) -> Client:
    """A client's organization and people. The organization shares its tickets only when all of them may see all tickets."""
    people = bundle.contacts.people
    return Client(
        id=bundle.client.id,
        organization=zammad_names.organization(bundle.client.id, bundle.client.name),
        shared=bool(people) and all("view-all-tickets" in person.may for person in people),
        people=tuple(_person(bundle, person) for person in people),
        clause=bundle.contacts.clause,
        where=place(bundle.client.origin),
    )


def login(client: str, contact: Contact) -> str:
    """The login of a contact, by which it is found again: the address, or client and contact where there is none."""
    if contact.email and len(contact.email) <= zammad_names.EMAIL_LIMIT:
        return contact.email.strip().lower()
    return f"{zammad_names.mark(client)}:{zammad_names.slug(contact.id)}"


def users(clients: Iterable[Client]) -> tuple[dict[str, tuple[Client, Person, list[str]]], list[Loss]]:
    """The users by login, each with its client and the names of its further organizations, and what of people is lost."""
    found: dict[str, tuple[Client, Person, list[str]]] = {}
    lost: list[Loss] = []
    for client in clients:
        for person in client.people:
            contact = person.contact
            first, known, others = found.setdefault(person.login, (client, person, []))
            if known is not person:
                if client.organization not in (first.organization, *others):
                    others.append(client.organization)
                fields = [key for key in known.fields if key != "note" and known.fields[key] != person.fields[key]]
                told = {"name": known.contact.name, "organization": first.organization, "fields": ", ".join(fields) or "nothing"}
                lost.append(zammad_losses.ONE_USER.of(client.id, contact.origin, contact=contact.id, **told))
            lost += _changed(client, person)
    return found, lost


def user_fields(client: Client, person: Person, others: Iterable[str]) -> dict[str, Any]:
    """A user as Zammad's, in its client's organization and perhaps in others."""
    further = [zammad_names.id_of("organizations", other) for other in others]
    return (
        person.fields
        | {"organization_id": zammad_names.id_of("organizations", client.organization)}
        | ({"organization_ids": further} if further else {})
    )


def _person(bundle: Bundle, contact: Contact) -> Person:
    first, _, last = contact.name.strip().partition(" ")
    whole = {
        "firstname": first if last else _spelt(first),
        "lastname": last.strip(),
        "email": (contact.email or "").strip().lower(),
        "phone": contact.telephone or "",
        "department": contact.function or "",
    }
    limits = {"email": zammad_names.EMAIL_LIMIT, "department": zammad_names.DEPARTMENT_LIMIT}
    fields = {key: zammad_names.cut(text, limits.get(key, zammad_names.PERSON_LIMIT)) for key, text in whole.items()}
    if fields["email"] != whole["email"]:
        fields["email"] = ""
    short = tuple(key for key, text in whole.items() if fields[key] != text)
    name = login(bundle.client.id, contact)
    return Person(contact, name, {"login": name, **fields, "active": True, "note": zammad_names.mark(bundle.client.id)}, short)


def _spelt(word: str) -> str:
    """A single word as Zammad will write it."""
    one_case = word in (word.lower(), word.upper())
    return word.capitalize() if one_case and re.fullmatch(r"[A-z]+", word) else word


def _changed(client: Client, person: Person) -> Iterator[Loss]:
    contact, written = person.contact, person.fields["firstname"]
    if person.short:
        told = {"what": f"contact {contact.id}", "fields": ", ".join(person.short)}
        yield zammad_losses.CUT.of(client.id, contact.origin, **told)
    elif not person.fields["lastname"] and written != contact.name.strip():
        yield zammad_losses.RESPELLED.of(client.id, contact.origin, contact=contact.id, name=contact.name, written=written)
