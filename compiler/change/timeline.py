"""What is in force from when: a contract's days, from its first to its last."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from compiler import duration
from compiler.bundle import Bundle, Origin
from compiler.change.changes import Change, changes
from compiler.change.written import data, line, one_line, origin_data, place
from compiler.visible import Style, visible

Kind = Literal["signed", "start", "amendment", "sla", "notice", "end", "renewal"]

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """What happens on a day; ``changes`` is what that means for the client."""

    date: dt.date
    client: str
    kind: Kind
    what: str
    origin: Origin
    changes: tuple[Change, ...] = ()


def events(bundle: Bundle, turns: Iterable[tuple[Bundle, Bundle]]) -> Iterator[Event]:
    """A client's days, not in order. ``turns`` holds the bundles of the day before and the day of each amendment's date."""
    client, status = bundle.client.id, bundle.status

    def event(date: dt.date, kind: Kind, what: str, origin: Origin = status.origin, found: Sequence[Change] = ()) -> Event:
        return Event(date, client, kind, what, origin, tuple(found))

    if status.signature is not None:
        by = f" by {status.signature.by}" if status.signature.by else ""
        yield event(status.signature.on, "signed", f"signed{by}", status.signature.origin)
    unsigned = "" if status.contract in ("signed", "ended") else f" ({status.contract}, not signed)"
    yield event(status.start, "start", f"first day of the term{unsigned}")
    for before, after in turns:
        day = after.as_of
        found = changes(before, after)
        dated = [one for one in after.status.amendments if one.date == day]
        for one in dated:
            # Of two on one day, each tells what its own file sets, and the first what follows from both.
            others = [f"/{other.document}.yaml" for other in dated if other is not one]
            own = [change for change in found if not _written_in(change, others)]
            yield event(day, "amendment", f"amendment of the {_NAMES[one.document]}: {one.reason}", one.origin, own)
            found = [change for change in found if change not in own]
        if before.sla.version != after.sla.version:
            what = f"SLA {after.sla.version} instead of {before.sla.version}"
            yield event(day, "sla", what, after.sla.origin)
    if status.notice_by is not None and status.notice is not None:
        yield event(status.notice_by, "notice", f"last day to give notice ({duration.in_words(status.notice)})")
    yield event(status.end, "end", "last day of the term")
    if status.renewal is not None:
        length = duration.parse(status.renewal)
        until = length.last_after(status.end)
        what = f"a next term, of {duration.in_words(status.renewal)} until {until}, if it is renewed"
        yield event(status.end + _DAY, "renewal", what)


def _written_in(change: Change, files: Sequence[str]) -> bool:
    origin = change.origins[1] or change.origins[0]
    return origin is not None and origin.file.endswith(tuple(files)) if files else False


_NAMES = {"contract": "contract", "dap": "DAP"}


def timeline(found: Iterable[Event], form: str, named: bool, style: Style) -> str:
    """Events by date as ``text`` or ``json``, ending in a line end; ``named``: with the client in text."""
    ordered = sorted(found, key=lambda one: (one.date, one.client))
    return _text(ordered, named, style) if form == "text" else _json(ordered)


def _text(found: list[Event], named: bool, style: Style) -> str:
    lines = []
    for one in found:
        who = f"{visible(one.client)}: " if named else ""
        at = style(visible(place(one.origin)), fg="bright_black")
        lines.append(f"{style(one.date.isoformat(), bold=True)}  {who}{one_line(one.what)} · {at}")
        lines += [f"            {line(change, style)}" for change in one.changes]
    return "\n".join(lines or ["nothing in this period"]) + "\n"


def _json(found: list[Event]) -> str:
    return json.dumps([_data(one) for one in found], ensure_ascii=False, indent=2) + "\n"


def _data(one: Event) -> dict[str, Any]:
    return {
        "date": one.date.isoformat(),
        "client": one.client,
        "kind": one.kind,
        "what": one.what,
        "origin": origin_data(one.origin),
        "changes": [data(change) for change in one.changes],
    }
