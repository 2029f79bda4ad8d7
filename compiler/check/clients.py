"""Clients beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compiler import codes
from compiler.contract import Client
from compiler.diagnostic import Diagnostic, Related


def client_twice(clients: Iterable[Client]) -> Iterator[Diagnostic]:
    """Contracts that run at the same time and name the same client; each is told, since either may be the copy."""
    by_name: dict[str, list[Client]] = {}
    for client in clients:
        if client.current.status != "ended":
            called = " ".join(client.current.contract["client"]["name"].data.casefold().split())
            by_name.setdefault(called, []).append(client)
    for alike in by_name.values():
        for one in alike:
            mine = one.current
            for other in (known.current for known in alike if known is not one):
                if mine.start <= other.end and other.start <= mine.end:
                    name = mine.contract["client"]["name"]
                    there = other.contract["client"]["name"].origin
                    related = [Related(there, "the same name stands here")]
                    yield codes.CLIENT_TWICE.at(name.origin, name=name.data, file=there.file, related=related)
