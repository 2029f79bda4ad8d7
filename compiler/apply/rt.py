"""Request Tracker 5 over REST 2: one object made, changed or disabled at a time.

RT deletes nothing here: an object that isn't wanted any more is disabled, so that its tickets and history stay. RT answers a
change with words and the code 200 whether it took it or not; that is why every object is read back afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from compiler.apply import rt_running
from compiler.apply.rest import Password, Rest, Token
from compiler.apply.rt_reading import PATHS, TICKETS, Reading
from compiler.plan import IN_USE, Difference, Live, Wanted, differences

_AT_CREATION: dict[str, dict[str, Any]] = {"user": {"Privileged": 0}, "field": {"LookupType": TICKETS}}


class RequestTracker:
    """A running RT, by the address of its front page. It is a ``compiler.apply.System``."""

    kinds = ("user", "group", "queue", "field")

    def __init__(self, url: str, who: Token | Password) -> None:
        self.rest = Rest(f"{url.rstrip('/')}/REST/2.0", who)
        self.reading = Reading(self.rest)

    def live(self, wanted: Sequence[Wanted], clients: Collection[str] | None) -> list[Live]:
        self.reading = Reading(self.rest, wanted, clients)
        return self.reading.everything()

    def outdated(self, versions: Mapping[str, str]) -> dict[str, str]:
        return rt_running.outdated(self.rest, self.reading.loaded, versions)

    def read(self, live: Live) -> Live:
        return self.reading.one(live.kind, live.id)

    def create(self, wanted: Wanted) -> tuple[Live, Sequence[str]]:
        """The mark stands in the first request, so that an object that was left half done is found again as ours."""
        data: dict[str, Any] = {key: text for key, text in wanted.attributes.items() if isinstance(text, str)}
        data |= {"Name": _given_name(wanted), **_AT_CREATION.get(wanted.kind, {})}
        number = self.reading.made(wanted, self.rest.post(PATHS[wanted.kind], data))
        said = self.change(self.reading.one(wanted.kind, number), wanted)
        return self.reading.one(wanted.kind, number), said

    def change(self, live: Live, wanted: Wanted) -> Sequence[str]:
        return [words for one in self._changed(live, wanted) for words in one]

    def delete(self, live: Live) -> Sequence[str]:
        return self._said(self.rest.put(f"{PATHS[live.kind]}/{live.id}", {"Disabled": 1}))

    def _changed(self, live: Live, wanted: Wanted) -> Iterator[list[str]]:
        different = {one.attribute: one for one in differences(wanted, live)}
        path = f"{PATHS[live.kind]}/{live.id}"
        texts: dict[str, Any] = {
            name: one.after or "" for name, one in different.items() if isinstance(one.after or one.before, str)
        }
        if "name" in texts:
            texts.pop("name")
            texts["Name"] = _given_name(wanted)
        if IN_USE in texts:
            texts.pop(IN_USE)
            texts["Disabled"] = 0
        if texts:
            yield self._said(self.rest.put(path, texts))
        if "Members" in different:
            yield from self._members(path, live, different["Members"])
        if "Cc" in different:
            yield self._watchers(path, live, different["Cc"])
        for name, one in different.items():
            if name.startswith("value "):
                yield self._value(path, live, one)

    def _members(self, path: str, live: Live, different: Difference) -> Iterator[list[str]]:
        before, after = set(different.before or ()), different.after or ()
        added = [self.reading.number("user", name) for name in after if name not in before]
        if added:
            yield self._said(self.rest.put(f"{path}/members", added))
        gone = before.difference(after)
        for name, number in self.reading.members(live.id).items() if gone else ():
            if name in gone:
                self.rest.delete(f"{path}/member/{number}")

    def _watchers(self, path: str, live: Live, different: Difference) -> list[str]:
        """RT takes only the whole list, so what isn't ours in it is given back."""
        _, others = self.reading.watchers(live.id)
        return self._said(
            self.rest.put(path, {"Cc": [*others, *(self.reading.number("group", name) for name in different.after or ())]})
        )

    def _value(self, path: str, live: Live, different: Difference) -> list[str]:
        number = None
        if different.before is not None:
            number, _ = self.reading.values(live.id).get(different.attribute, (None, None))
        if isinstance(different.after, tuple):
            order, description = different.after
            name = different.attribute.removeprefix("value ")
            data = {"Name": name, "SortOrder": int(order), "Description": description}
            if number is not None:
                return self._said(self.rest.put(f"{path}/value/{number}", data))
            self.rest.post(f"{path}/value", data)
        elif number is not None:
            self.rest.delete(f"{path}/value/{number}")
        return []

    def _said(self, answer: object) -> list[str]:
        """What RT says about a change."""
        return [self.rest.told(str(words)) for words in answer if words] if isinstance(answer, list) else []


def _given_name(wanted: Wanted) -> str:
    """The name that RT holds: that of a field doesn't say in which queue it stands."""
    return wanted.name.removeprefix(f"{wanted.attributes['Queue']}: ") if wanted.kind == "field" else wanted.name
