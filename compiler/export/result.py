"""What an exporter hands back: files for another system, and what that system can't express."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from compiler.bundle import Bundle
from compiler.loss import Loss, as_json

LOSSES = "losses.json"


@dataclass(frozen=True)
class Export:
    """Files by relative path with their bytes, and the losses, in the clients' order."""

    files: Mapping[str, bytes]
    losses: tuple[Loss, ...]


Exporter = Callable[[Iterable[Bundle]], Export]
"""Is given the bundles one after the other, in the order of their clients: of ten thousand, only one is in memory at a time."""


@dataclass(frozen=True)
class File:
    """A file by relative path, with its bytes in pieces, which are made when they are asked for."""

    name: str
    content: Iterable[bytes]


class OfClient(Protocol):
    """What is one client's."""

    @property
    def client(self) -> str: ...


P = TypeVar("P", bound=OfClient)


@dataclass(frozen=True)
class InParts(Generic[P]):
    """An exporter that looks at each client apart, so that many can be looked at in many places, and then puts together.

    ``part`` makes of a bundle what is to be known of it, of the type ``kind``, which goes to other processes. ``together`` makes
    files, and losses client by client, of the parts in the order of their clients; it may go through them more than once, and
    ``losses.json`` isn't among its files. Both raise ``ValueError`` for what the system can't hold.
    """

    part: Callable[[Bundle], P]
    kind: type[P]
    together: Callable[[Iterable[P]], Iterator[File | Loss]]

    def __call__(self, bundles: Iterable[Bundle]) -> Export:
        """The export of bundles in whatever order, all in memory. Raises ``ValueError`` also for a client twice."""
        files: dict[str, bytes] = {}
        losses: list[Loss] = []
        for made in self.together(in_order(self.part, bundles)):
            if isinstance(made, File):
                files[made.name] = b"".join(made.content)
            else:
                losses.append(made)
        files[LOSSES] = b"".join(as_json(losses))
        return Export(dict(sorted(files.items())), tuple(losses))


def in_order(part: Callable[[Bundle], P], bundles: Iterable[Bundle]) -> list[P]:
    """The parts of bundles in the order of their clients. Raises ``ValueError`` for a client twice."""
    parts: dict[str, P] = {}
    for bundle in bundles:
        if bundle.client.id in parts:
            raise ValueError(f"more than one bundle of {bundle.client.id}")
        parts[bundle.client.id] = part(bundle)
    return [parts[client] for client in sorted(parts)]
