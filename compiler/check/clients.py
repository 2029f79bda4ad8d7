"""Clients beside each other: what is known of each in brief, so that many can be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compiler import codes
from compiler.contract import Client
from compiler.diagnostic import Diagnostic, Related
from compiler.source import Origin


@dataclass(frozen=True, slots=True)
class Brief:
    """Whom a contract names, where, and the first and last day of its term. ``ended`` says that it was ended before."""

    name: str
    origin: Origin
    start: dt.date
    end: dt.date
    ended: bool


def brief(client: Client) -> Brief:
    """A client in brief, as of the date that was asked for."""
    now = client.current
    name = now.contract["client"]["name"]
    return Brief(name.data, name.origin, now.start, now.end, now.status == "ended")


def client_twice(clients: Iterable[Brief]) -> Iterator[Diagnostic]:
    """Contracts that run at the same time and name the same client; each is told, since either may be the copy."""
    by_name: dict[str, list[Brief]] = {}
    for client in clients:
        if not client.ended:
            by_name.setdefault(" ".join(client.name.casefold().split()), []).append(client)
    for alike in by_name.values():
        for mine in alike:
            for other in alike:
                if other is not mine and mine.start <= other.end and other.start <= mine.end:
                    related = [Related(other.origin, "the same name stands here")]
                    yield codes.CLIENT_TWICE.at(mine.origin, name=mine.name, file=other.origin.file, related=related)
