"""Zammad over its REST API: what is there, and one object made, changed or taken away at a time.

Organizations, users and priorities are never deleted, since tickets hold them: they are put out of use. Calendars, SLAs and
triggers hold nothing and are deleted. Tickets are never asked for. What the API is was read in Zammad's source and manual.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from compiler import zammad_form
from compiler.apply import AbsentError, ApplyError
from compiler.apply.rest import Password, Rest, Token
from compiler.mark import clients_in, mark, same_name, without_mark
from compiler.plan import Live, Value, Wanted
from compiler.zammad_form import PATHS

Data = Mapping[str, Any]

_PAGE = 100
_NOTED = ("priority", "organization", "user")
"""The kinds whose mark stands in their note; that of the others ends their name."""
_KEPT = {
    "priority": "it is put out of use; tickets that have it keep it",
    "organization": "it is put out of use; its people and tickets stay",
    "user": "it is put out of use and can't log in; its tickets stay",
}
_DELETED = "it is deleted; tickets stay"


class Zammad:
    """A running Zammad; ``url`` is that of its front page. It is a ``compiler.apply.System``."""

    kinds: Sequence[str] = tuple(PATHS)

    def __init__(self, url: str, who: Token | Password) -> None:
        self.rest = Rest(f"{url.rstrip('/')}/api/v1", who)
        self.clients: dict[str, str] = {}
        """Clients by their words in marks."""
        self.called: dict[tuple[str, str], str] = {}
        """What objects are called in the flat form, by kind and id."""
        self.ids: dict[tuple[str, str], str] = {}
        """The opposite of ``called``."""
        self.ours: set[str] = set()
        """The ids of the organizations that carry our mark."""
        self.using: dict[str, frozenset[str]] = {}
        """The clients whose SLAs run on a calendar, by its id."""

    def live(self, wanted: Sequence[Wanted], clients: Collection[str] | None) -> list[Live]:
        """What is there that is ours or has a wanted name."""
        known = frozenset(clients or ()).union(*(one.clients for one in wanted))
        self.clients = {zammad_form.word(client): client for client in known}
        self.called, self.ids, self.ours, self.using = {}, {}, set(), {}
        there = {kind: list(self._all(path)) for kind, path in {**PATHS, "state": zammad_form.STATES}.items()}
        names = {
            key: zammad_form.word(next(iter(one.clients))) for one in wanted if one.kind == "organization" for key in one.keys
        }
        for kind, objects in there.items():
            for data in objects:
                self._call(kind, data, names)
        for data in there["sla"]:
            calendar, theirs = str(data.get("calendar_id")), self._clients("sla", data) or frozenset()
            self.using[calendar] = self.using.get(calendar, frozenset()) | theirs
        keys = {(one.kind, key) for one in wanted for key in one.keys}
        found = [self._live(kind, data) for kind in PATHS for data in there[kind]]
        return [one for one in found if one.marked or any((one.kind, key) in keys for key in one.keys)]

    def read(self, live: Live) -> Live:
        try:
            return self._live(live.kind, self._get(live.kind, live.id))
        except AbsentError:
            if live.kind in _NOTED:
                raise
            return replace(live, active=False)

    def create(self, wanted: Wanted) -> tuple[Live, Sequence[str]]:
        """Made in one request, with its mark."""
        data = self.rest.post(PATHS[wanted.kind], zammad_form.made(wanted, self._id))
        if not isinstance(data, dict) or "id" not in data:
            raise ApplyError(f"{wanted.kind} {wanted.name} may have been made, but what answered isn't Zammad's API")
        made = self._get(wanted.kind, str(data["id"]))
        self._call(wanted.kind, made, {})
        return self._live(wanted.kind, made), ()

    def change(self, live: Live, wanted: Wanted) -> Sequence[str]:
        """Changed in one request. A login, other words of a note, and organizations that aren't ours stay as they are."""
        now = self._get(live.kind, live.id)
        data = zammad_form.made(wanted, self._id)
        data.pop("login", None)
        if live.kind in _NOTED:
            data["note"] = " ".join(filter(None, [without_mark(now.get("note") or ""), data["note"]]))
        if live.kind == "user":
            data["organization_ids"] += [str(one) for one in now.get("organization_ids") or () if str(one) not in self.ours]
        self.rest.put(f"{PATHS[live.kind]}/{live.id}", data)
        return ()

    def delete(self, live: Live) -> Sequence[str]:
        if live.kind in _NOTED:
            self.rest.put(f"{PATHS[live.kind]}/{live.id}", {"active": False})
        else:
            self.rest.delete(f"{PATHS[live.kind]}/{live.id}")
        return ()

    def outdated(self, versions: Mapping[str, str]) -> Mapping[str, str]:
        """Zammad takes everything over its API: nothing is loaded beside it."""
        return {}

    def _all(self, path: str) -> Iterator[Data]:
        """All objects of a kind, page by page until one has nothing new: how many fit on a page is up to Zammad."""
        page, seen = 1, set[int]()
        while True:
            objects = self.rest.get(path, page=page, per_page=_PAGE)
            if not isinstance(objects, list) or not all(isinstance(one, dict) and "id" in one for one in objects):
                raise ApplyError("what answers there isn't Zammad's API")
            new = [one for one in objects if one["id"] not in seen]
            if not new:
                return
            yield from new
            seen.update(one["id"] for one in new)
            page += 1

    def _get(self, kind: str, number: str) -> Data:
        data = self.rest.get(f"{PATHS[kind]}/{number}")
        if not isinstance(data, dict) or "id" not in data:
            raise ApplyError(f"{kind} {number} can't be read; the user who asks may lack the right to see it")
        return data

    def _live(self, kind: str, data: Data) -> Live:
        name, clients = _name(kind, data), self._clients(kind, data)
        keys = {same_name(one) for one in (name, data.get("login") or "") if one}
        if kind == "organization":
            keys |= {mark([zammad_form.word(client)]) for client in clients or ()}
        mine = {**data, "organization_ids": [one for one in data.get("organization_ids") or () if str(one) in self.ours]}
        attributes: dict[str, Value] = zammad_form.flat(kind, mine, self._called)
        if kind in _NOTED:
            note = data.get("note") or ""
            attributes["note"] = note.removeprefix(without_mark(note)).strip()
        theirs = self.using.get(str(data["id"]), frozenset()) if kind == "calendar" else clients
        return Live(
            kind=kind,
            name=name,
            keys=frozenset(keys),
            attributes=attributes,
            id=str(data["id"]),
            marked=clients is not None,
            clients=theirs or frozenset(),
            active=bool(data.get("active", True)),
            adopt="let its note end in “[akkoord]” to hand it over",
            ending=_KEPT.get(kind, _DELETED),
        )

    def _clients(self, kind: str, data: Data) -> frozenset[str] | None:
        """Whose an object is, or None where it carries no mark."""
        words = clients_in((data.get("note") or "") if kind in _NOTED else _name(kind, data), ())
        return None if words is None else frozenset(self.clients.get(word, word) for word in words)

    def _call(self, kind: str, data: Data, names: Mapping[str, str]) -> None:
        """Notes what an object is called. An organization of ours goes by the client's word, whatever its name."""
        called = _name(kind, data)
        if kind == "organization":
            called = self._organization(data, names)
        self.called[kind, str(data["id"])] = called
        self.ids[kind, called] = str(data["id"])

    def _organization(self, data: Data, names: Mapping[str, str]) -> str:
        clients = self._clients("organization", data)
        if clients is None:
            return f"{data.get('name')} (number {data['id']})"
        self.ours.add(str(data["id"]))
        words = sorted(map(zammad_form.word, clients))
        return words[0] if words else names.get(same_name(str(data.get("name"))), f"{data.get('name')} (number {data['id']})")

    def _called(self, kind: str, number: Any) -> str:
        return self.called.get((kind, str(number)), f"number {number}")

    def _id(self, kind: str, called: str) -> str:
        if (kind, called) not in self.ids:
            raise ApplyError(f"the {kind} {called} that it needs isn't there")
        return self.ids[kind, called]


def _name(kind: str, data: Data) -> str:
    """What an object is found again by."""
    return str((data.get("email") or data.get("login") if kind == "user" else data.get("name")) or "")
