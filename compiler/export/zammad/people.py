"""Clients as Zammad's organizations, and their contacts as users.

What the source says: ``User#check_login`` takes the address for a login where none is given and makes both small, so that is
how they are written here; ``check_name`` leaves a first and a last name alone, and gives a single word of one case a capital;
an address is of one user (422). A ticket's organization is its reporter's, and the SLA is found by it. ``note`` goes through
an HTML sanitizer, so nothing that was typed stands there. ``domain`` and ``domain_assignment`` are left to whoever runs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from compiler.bundle import Bundle, Contact
from compiler.export.zammad import losses as zammad_losses
from compiler.export.zammad import names as zammad_names
from compiler.loss import Loss, place
from compiler.mark import mark, same_name
from compiler.plan import Value, Wanted
from compiler.zammad_form import word


class User(msgspec.Struct):
    """A user with all who ask for it. What is told is the first client's, whose organization it is in.

    ``name`` is the contact's, ``called`` that client's.
    """

    login: str
    name: str
    called: str
    texts: dict[str, str]
    reason: str
    clients: list[str]

    def wanted(self) -> Wanted:
        """The user as Zammad's, in the flat form of ``compiler/zammad_form.py``."""
        attributes: dict[str, Value] = {
            **self.texts,
            "organization": word(self.clients[0]),
            "organizations": tuple(sorted(map(word, self.clients[1:]))),
            "note": mark(map(word, self.clients)),
        }
        keys = {same_name(one) for one in (self.login, self.texts["email"]) if one}
        return Wanted("user", self.login, frozenset(keys), attributes, frozenset(self.clients), self.reason)


class Users:
    """The users of many clients, who join in the order of their ids; by login. As bytes they take little memory."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def __iter__(self) -> Iterator[User]:
        return (msgspec.msgpack.decode(self._known[login], type=User) for login in sorted(self._known))

    def join(self, client: str, called: str, people: Iterable[Contact]) -> Iterator[Loss]:
        """Adds a client's contacts; what of them is lost."""
        for contact in people:
            name, (texts, short) = login(client, contact), _texts(contact)
            if name not in self._known:
                user = User(name, contact.name, called, texts, place(contact.origin), [client])
            else:
                user = msgspec.msgpack.decode(self._known[name], type=User)
                if client not in user.clients:
                    user.clients.append(client)
                other = ", ".join(key for key in texts if user.texts[key] != texts[key]) or "nothing"
                told = {"contact": contact.id, "name": user.name, "organization": user.called, "fields": other}
                yield zammad_losses.ONE_USER.of(client, contact.origin, **told)
            self._known[name] = msgspec.msgpack.encode(user)
            yield from _changed(client, contact, texts, short)


def organization(bundle: Bundle) -> Wanted:
    """A client's organization. It shares its tickets only when all its people may see all tickets.

    Its mark is a key, so that it is found again when the client is called something else.
    """
    client, people = bundle.client, bundle.contacts.people
    name = zammad_names.organization(client.id, client.name)
    shared = bool(people) and all("view-all-tickets" in person.may for person in people)
    attributes: dict[str, Value] = {"shared": "yes" if shared else "no", "note": zammad_names.note(client.id)}
    keys = frozenset({same_name(name), zammad_names.note(client.id)})
    return Wanted("organization", name, keys, attributes, frozenset({client.id}), place(client.origin))


def login(client: str, contact: Contact) -> str:
    """The login of a contact, by which it is found again: the address, or client and contact where there is none."""
    if contact.email and len(contact.email) <= zammad_names.EMAIL_LIMIT:
        return contact.email.strip().lower()
    return f"akkoord:{word(client)}:{word(contact.id)}"


def _texts(contact: Contact) -> tuple[dict[str, str], tuple[str, ...]]:
    """What is said of a contact, and what of it doesn't fit."""
    first, _, last = contact.name.strip().partition(" ")
    whole = {
        "firstname": first if last else _spelt(first),
        "lastname": last.strip(),
        "email": (contact.email or "").strip().lower(),
        "phone": contact.telephone or "",
        "department": contact.function or "",
    }
    limits = {"email": zammad_names.EMAIL_LIMIT, "department": zammad_names.DEPARTMENT_LIMIT}
    texts = {key: zammad_names.cut(text, limits.get(key, zammad_names.PERSON_LIMIT)) for key, text in whole.items()}
    if texts["email"] != whole["email"]:
        texts["email"] = ""
    return texts, tuple(key for key, text in whole.items() if texts[key] != text)


def _spelt(text: str) -> str:
    """A single word as Zammad will write it."""
    one_case = text in (text.lower(), text.upper())
    return text.capitalize() if one_case and re.fullmatch(r"[A-z]+", text) else text


def _changed(client: str, contact: Contact, texts: Mapping[str, str], short: Sequence[str]) -> Iterator[Loss]:
    if short:
        yield zammad_losses.CUT.of(client, contact.origin, what=f"contact {contact.id}", fields=", ".join(short))
    elif not texts["lastname"] and texts["firstname"] != contact.name.strip():
        name, written = contact.name, texts["firstname"]
        yield zammad_losses.RESPELLED.of(client, contact.origin, contact=contact.id, name=name, written=written)
