"""What a running Request Tracker holds, read over REST 2.

Everything is listed, a hundred at a time. What no list has is read one by one, and only of what is ours: the members of a group,
the watchers of a queue, the values of a field. A number is the id that RT gave; users and groups share one sequence of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from compiler.apply import ApplyError
from compiler.apply.rest import Rest
from compiler.mark import clients_in, same_name
from compiler.plan import Live, Value, Wanted

PATHS = {"user": "user", "group": "group", "queue": "queue", "field": "customfield"}
TICKETS = "RT::Queue-RT::Ticket"
LOADED = "akkoord loaded"
"""The group whose description says what was loaded beside REST."""

Data = Mapping[str, Any]
Limits = Sequence[Mapping[str, object]]

_PAGE = 100
_TEXTS = {
    "user": ("RealName", "Organization", "Lang", "EmailAddress", "WorkPhone", "Comments"),
    "group": ("Description",),
    "queue": ("Description", "SLADisabled"),
    "field": ("Description", "Type", "MaxValues"),
}
_MARKED = {"user": "Comments", "group": "Description", "queue": "Description", "field": "Description"}
_ENDINGS = {
    "user": "it is disabled, so it can't log in; its tickets stay",
    "group": "it is disabled, so it gives no rights; nothing is lost",
    "queue": "it is disabled, so it takes no new tickets; its tickets stay",
    "field": "it is disabled; what tickets hold in it stays",
}
_EVERY: Limits = [{"field": "id", "operator": ">", "value": 0}]
_USER_DEFINED: Limits = [{"field": "Domain", "value": "UserDefined"}]


@dataclass
class Reading:
    """One look at an instance, for what is wanted; with ``clients``, for what is theirs. Raises ``ApplyError``."""

    rest: Rest
    wanted: Sequence[Wanted] = ()
    clients: Collection[str] | None = None
    loaded: str = ""
    """What the description of the group ``LOADED`` says; empty where there is none."""
    _people: dict[str, str] = field(default_factory=dict)
    """The names of all users by number, in the form in which names are the same."""
    _groups: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """The names of the groups of ours by number, and whose they are."""
    _numbers: dict[tuple[str, str], str] = field(default_factory=dict)
    """The numbers of these users and groups by kind and name."""
    _queues: dict[str, str] = field(default_factory=dict)
    """The name of the queue that a field of ours stands in, by the field's number."""

    def __post_init__(self) -> None:
        self.known = frozenset(self.clients or ()).union(*(one.clients for one in self.wanted))
        self.keys = {(one.kind, key) for one in self.wanted for key in one.keys}

    def everything(self) -> list[Live]:
        """What is ours, and what has a name that is wanted."""
        answer = self.rest.get("rt")
        if not isinstance(answer, dict) or "Version" not in answer:
            raise ApplyError("what answers at that address isn't Request Tracker's REST 2")
        people = list(self._both("users", ("Name", *_TEXTS["user"]), _EVERY))
        groups = list(self._both("groups", ("Name", "Description"), _USER_DEFINED))
        queues = list(self._both("queues", ("Name", *_TEXTS["queue"]), _EVERY))
        self.loaded = next((data["Description"] or "" for data, _ in groups if data["Name"] == LOADED), "")
        listed = [self._plain("user", data, active) for data, active in people]
        listed += [self._plain("group", data, active) for data, active in groups]
        for live in listed:
            self._know(live)
        listed += (stand := [self._plain("queue", data, active) for data, active in queues])
        ours = [queue for queue in stand if queue.marked and self._theirs(queue)]
        for queue, fields in zip(ours, self.rest.each(self._listed_fields, ours), strict=True):
            listed += self._fields(queue, fields)
        return self.rest.each(self._listed, [one for one in listed if one.marked or self._named(one)])

    def one(self, kind: str, number: str) -> Live:
        """An object with all its attributes, as it is now, and known by the name that it has now."""
        data = self._object(f"{PATHS[kind]}/{number}")
        live = self._plain(kind, data, _in_use(data), self._queues.get(number, ""))
        self._know(live)
        return self._whole(live)

    def made(self, wanted: Wanted, answer: Any) -> str:
        """The number of an object that was just made, from RT's answer."""
        if wanted.kind in ("user", "queue"):
            listed = self._list(f"{wanted.kind}s", ("Name",), [{"field": "Name", "value": wanted.name}])
            number = next((str(one["id"]) for one in listed if same_name(one["Name"]) == same_name(wanted.name)), None)
        else:
            number = str(answer["id"]) if isinstance(answer, dict) and "id" in answer else None
        if number is None:
            raise ApplyError(
                f"{wanted.kind} {wanted.name} was made, but can't be seen; the user who asks may lack the right to see it"
            )
        if wanted.kind == "field":
            self._queues[number] = str(wanted.attributes["Queue"])
        return number

    def number(self, kind: str, name: str) -> str:
        """The number of a group of ours, or of any user by name in the form in which names are the same."""
        try:
            return self._numbers[kind, name]
        except KeyError:
            raise ApplyError(f"there is no {kind} {name}, which something else refers to") from None

    def members(self, number: str) -> dict[str, str]:
        """The members of a group: their numbers by name."""
        return {
            self._people.get(str(one["id"]), f"{one['type']} number {one['id']}"): str(one["id"])
            for one in self._list(f"group/{number}/members")
        }

    def watchers(self, queue: str) -> tuple[list[str], list[str]]:
        """The names of the groups of ours among a queue's Cc, and the numbers of the others there: none of our business."""
        ours, others = [], []
        for one in self._object(f"queue/{queue}").get("Cc") or ():
            if one["type"] == "group":
                number = str(one["id"])
                if number in self._groups:
                    ours.append(self._groups[number][0])
                else:
                    others.append(number)
            else:
                others.append(self.number("user", same_name(one["id"])))
        return ours, others

    def values(self, number: str) -> dict[str, tuple[str, tuple[str, str]]]:
        """The values of a field by attribute: the number of each, and its place and words."""
        found: dict[str, tuple[str, tuple[str, str]]] = {}
        for listed in self._list(f"customfield/{number}/values"):
            value = self._object(f"customfield/{number}/value/{listed['id']}")
            attribute = f"value {value['Name']}"
            while attribute in found:
                attribute += " again"
            found[attribute] = (str(listed["id"]), (str(value.get("SortOrder") or 0), value.get("Description") or ""))
        return found

    def _know(self, live: Live) -> None:
        """Remembers what others refer to it by."""
        if live.kind == "user":
            self._people[live.id] = same_name(live.name)
            self._numbers[live.kind, same_name(live.name)] = live.id
        elif live.kind == "group" and live.marked:
            self._groups[live.id] = (live.name, live.clients)
            self._numbers[live.kind, live.name] = live.id

    def _listed(self, live: Live) -> Live:
        """An object from a list, made whole where it is to be compared or to go."""
        looked_at = self._theirs(live) if live.active else self._named(live)
        return self._whole(live) if live.marked and looked_at else live

    def _listed_fields(self, queue: Live) -> list[Data]:
        names = ("Name", *_TEXTS["field"], "LookupType", "Disabled")
        listed = self._list(f"queue/{queue.id}/customfields", names, disabled=True)
        return [data for data in listed if data["LookupType"] == TICKETS]

    def _fields(self, queue: Live, listed: Iterable[Data]) -> Iterator[Live]:
        """The fields of a queue. One with our mark for another client was put here by somebody else, so it isn't ours."""
        for data in listed:
            live = self._plain("field", data, _in_use(data), queue.name)
            if live.clients <= queue.clients and self._queues.setdefault(live.id, queue.name) == queue.name:
                yield live
            else:
                yield replace(live, marked=False)

    def _plain(self, kind: str, data: Data, active: bool, queue: str = "") -> Live:
        """An object as a list shows it; a field, as it stands in a queue."""
        number, name = str(data["id"]), str(data["Name"])
        attributes: dict[str, Value] = {key: str(data.get(key) or "") or None for key in _TEXTS[kind]}
        keys = {name}
        if kind == "user":
            keys |= {data.get("EmailAddress") or name}
        elif kind == "queue":
            attributes["SLADisabled"] = str(data.get("SLADisabled") or 0)
        elif kind == "field":
            attributes["Queue"] = queue
            name = f"{queue}: {name}"
            keys = {name}
        whose = clients_in(data.get(_MARKED[kind]) or "", self.known)
        return Live(
            kind=kind,
            name=name,
            keys=frozenset(map(same_name, keys)),
            attributes=attributes,
            id=number,
            marked=whose is not None,
            clients=whose or frozenset(),
            active=active,
            adopt=f"put “[akkoord]” at the end of its {_MARKED[kind]} to hand it over",
            ending=_ENDINGS[kind],
        )

    def _whole(self, live: Live) -> Live:
        """An object with what no list has."""
        more: dict[str, Value] = {}
        clients = live.clients
        if live.kind == "group":
            more["Members"] = tuple(sorted(self.members(live.id)))
        elif live.kind == "queue":
            more["Cc"] = tuple(sorted(self.watchers(live.id)[0]))
        elif live.kind == "field" and live.attributes["Type"] == "Select":
            more |= {attribute: value for attribute, (_, value) in self.values(live.id).items()}
        elif live.active and self.clients is not None:
            clients |= self._members_of(live.id)
        return replace(live, attributes={**live.attributes, **more}, clients=clients)

    def _members_of(self, person: str) -> frozenset[str]:
        """The clients in whose groups a user is: the mark may have been written before somebody else asked for the user."""
        groups = (self._groups.get(str(one["id"])) for one in self._list(f"user/{person}/groups"))
        return frozenset().union(*(whose for _, whose in filter(None, groups)))

    def _named(self, live: Live) -> bool:
        return any((live.kind, key) in self.keys for key in live.keys)

    def _theirs(self, live: Live) -> bool:
        return self.clients is None or live.clients <= set(self.clients)

    def _object(self, path: str) -> Data:
        data = self.rest.get(path)
        if not isinstance(data, dict) or "id" not in data or "Name" not in data:
            raise ApplyError(f"{path} can't be read; the user who asks may lack the right to see it")
        return data

    def _both(self, path: str, names: Sequence[str], limits: Limits) -> Iterator[tuple[Data, bool]]:
        """All of a kind, and whether each is in use: that stands in no list, but a list can be had without the others."""
        active = {one["id"] for one in self._list(path, ("Name",), limits)}
        for one in self._list(path, names, limits, disabled=True):
            yield one, one["id"] in active

    def _list(self, path: str, names: Sequence[str] = (), limits: Limits = (), *, disabled: bool = False) -> Iterator[Data]:
        """The items of a list, page after page."""
        asked: dict[str, str | int] = {"per_page": _PAGE, "fields": ",".join(("id", *names)), "orderby": "id"}
        if disabled:
            asked["find_disabled_rows"] = 1
        for page in count(1):
            answer = self.rest.post(path, limits, page=page, **asked) if limits else self.rest.get(path, page=page, **asked)
            items = answer.get("items") if isinstance(answer, dict) else None
            needed = {"id", *names}
            if not isinstance(items, list) or not all(isinstance(item, dict) and needed <= item.keys() for item in items):
                raise ApplyError(f"the answer about {path} isn't a list of RT's")
            yield from items
            if len(items) < _PAGE:
                return


def _in_use(data: Data) -> bool:
    return str(data.get("Disabled") or 0) == "0"
