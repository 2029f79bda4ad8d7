"""Two states of a workspace side by side: what changes for its clients, and for whom. It stands on the pipeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from compiler import codes
from compiler.bundle import Bundle
from compiler.contract import Client
from compiler.diagnostic import Diagnostic
from compiler.pipeline import Checked, compile_client, documents_of
from compiler.source import Origin

if TYPE_CHECKING:
    from compiler.change import Change
    from compiler.visible import Style


class IncomparableError(Exception):
    """Why there is nothing to compare; the message says what is wrong."""


def changes(before: Checked, after: Checked, clients: Sequence[str]) -> dict[str, list[Change]]:
    """What changes for clients. Raises ``IncomparableError`` for a client that can't be compared."""
    from compiler.change import arrival, reworded
    from compiler.change import changes as found

    def of(client: str) -> list[Change]:
        one, other = _both(before, after, client)
        if one is None or other is None:
            return [arrival(bundle, gone=bundle is one) for bundle in (one, other) if bundle is not None]
        return [*found(one, other), *reworded(other, before.loaded.templates, after.loaded.templates)]

    return {client: of(client) for client in clients}


def _both(before: Checked, after: Checked, client: str) -> tuple[Bundle | None, Bundle | None]:
    """A client's bundles on both sides; None where a side has no such client."""
    found = []
    for side, name in ((before, "before"), (after, "after")):
        if client in side.clients and client not in side.sound:
            wrong = next((one for one in side.concerning([client]) if one.severity == "error"), None)
            first = f": {wrong.origin.file}:{wrong.origin.line}: {wrong.message}" if wrong is not None else ""
            raise IncomparableError(f"{client} can't be compared: it has errors {name} the change{first}")
        found.append(compile_client(side, client) if client in side.clients else None)
    return found[0], found[1]


def told_changes(found: Mapping[str, Sequence[Change]], title: str, form: str, style: Style) -> str:
    """Changes by client as ``text``, ``markdown`` or ``json``."""
    from compiler.change import written

    return written(found, title, form, style)


def redline(before: Checked, after: Checked, client: str, document: str, title: str) -> str:
    """A document as HTML with what changed marked. Raises ``IncomparableError`` where it can't be compared."""
    from compiler.render import Desk, RenderError
    from compiler.render import redline as marked

    bundles = []
    for name, bundle in zip(("before", "after"), _both(before, after, client), strict=True):
        if bundle is None or document not in documents_of(bundle):
            raise IncomparableError(f"{client} has no {document.upper()} {name} the change")
        bundles.append(bundle)
    lang = bundles[1].sla.language
    try:
        one, other = (
            Desk(bundle, lang, side.loaded.templates).paper(document)  # type: ignore[arg-type]
            for bundle, side in zip(bundles, (before, after), strict=True)
        )
    except RenderError as error:
        raise IncomparableError(f"{client} can't be compared: {error}") from error
    return marked(one, other, title).decode()


def touched_standards(before: Checked, after: Checked) -> list[Diagnostic]:
    """The versions of the SLA that say something else than before, and that signed contracts use."""
    found = []
    for version, document in before.loaded.documents["sla"].items():
        now = after.loaded.documents["sla"].get(version)
        signed = sorted({name for side in (before, after) for name, one in _clients(side).items() if _uses(one, version)})
        if signed and (now is None or now.data != document.data):
            origin = Origin(document.file)
            found.append(codes.SIGNED_STANDARD_CHANGED.at(origin, version=version, clients=", ".join(signed)))
    return found


def _clients(side: Checked) -> Mapping[str, Client]:
    return side.workspace.clients if side.workspace is not None else {}


def _uses(client: Client, version: str) -> bool:
    return any(one.binding and one.standard.version == version for one in client.stretches)


def told_impact(found: Mapping[str, Sequence[Change]], wrong: Sequence[Diagnostic], title: str, form: str, style: Style) -> str:
    """Changes with the clients of each as ``text``, ``markdown`` or ``json``; what is wrong is told before them."""
    from compiler.change import impact

    return impact(found, wrong, title, form, style)


def timeline(
    checked: Checked, clients: Sequence[str], since: dt.date | None, until: dt.date | None, form: str, style: Style
) -> str:
    """What is in force from when, as ``text`` or ``json``. Raises ``IncomparableError`` for a client with errors."""
    from compiler.change import Event, events
    from compiler.change import timeline as written

    found: list[Event] = []
    for client in clients:
        if client not in checked.sound:
            raise IncomparableError(f"{client} has errors; “akkoord check {client}” tells them")
        assert checked.workspace is not None
        days = [one.valid_from for one in checked.workspace.clients[client].stretches if one.valid_from is not None]
        turns = [
            (compile_client(checked, client, day - dt.timedelta(days=1)), compile_client(checked, client, day)) for day in days
        ]
        found += events(compile_client(checked, client), turns)
    wanted = [one for one in found if (since is None or since <= one.date) and (until is None or one.date <= until)]
    return written(wanted, form, len(clients) > 1, style)
