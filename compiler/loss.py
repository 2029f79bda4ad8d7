"""Losses: what of a client's agreements another system can't hold, each kind with a code of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compiler.bundle import Origin
from compiler.pieces import around, inside
from compiler.visible import on_a_line

_NAMED = 5
"""So many clients are named; of more, losses.json tells."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing of a client's agreements that doesn't arrive as agreed.

    ``client`` is the client's id; ``levels`` are the ids of the priorities whose tickets are concerned, none where it isn't about
    the times of tickets. ``what`` is the agreement, ``practice`` what people will see instead, ``mend`` what can be done.
    ``clause`` is the SLA's clause number, ``where`` the place it was written as ``file:line``.
    """

    code: str
    client: str
    levels: tuple[str, ...]
    what: str
    practice: str
    mend: str
    clause: str | None
    where: str


@dataclass(frozen=True, slots=True)
class LossCode:
    """One kind of loss. ``what``, ``practice`` and ``mend`` are format strings, filled by the facts that ``of`` is given."""

    code: str
    name: str
    what: str
    practice: str
    mend: str

    def of(self, client: str, origin: Origin, *, levels: Iterable[str] = (), clause: str | None = None, **facts: object) -> Loss:
        """The loss of a client, at the place where the agreement was written."""
        told = {name: on_a_line(str(fact)) for name, fact in facts.items()}
        return Loss(
            code=self.code,
            client=client,
            levels=tuple(levels),
            what=self.what.format(**told),
            # An example may be lacking.
            practice=self.practice.format(**told).rstrip(),
            mend=self.mend.format(**told),
            clause=clause,
            where=place(origin),
        )


def some(clients: Sequence[str]) -> str:
    """The first of several clients, and how many more there are."""
    shown = ", ".join(clients[:_NAMED])
    return shown if len(clients) <= _NAMED else f"{shown} and {len(clients) - _NAMED} more"


def place(origin: Origin) -> str:
    """An origin as ``file:line``."""
    return f"{origin.file}:{origin.line}"


def as_json(losses: Iterable[Loss]) -> Iterator[bytes]:
    """Losses as a list in JSON, in pieces, as ``losses.json`` holds them."""
    yield from around(inside([loss]) for loss in losses)
    yield b"\n"
