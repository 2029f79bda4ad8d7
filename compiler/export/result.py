"""What an exporter hands back: files for another system, and what that system can't express."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from compiler.bundle import Bundle, Origin


@dataclass(frozen=True)
class Loss:
    """One thing of a client's agreements that doesn't arrive as agreed.

    ``client`` is the client's id, ``what`` the agreement, ``why`` what the system makes of it, ``clause`` the SLA's clause
    number, ``where`` the place it was written as ``file:line``.
    """

    client: str
    what: str
    why: str
    clause: str | None
    where: str


@dataclass(frozen=True)
class Export:
    """Files by relative path with their bytes, and the losses, in the clients' order."""

    files: Mapping[str, bytes]
    losses: tuple[Loss, ...]


Exporter = Callable[[Iterable[Bundle]], Export]
"""Is given the bundles one after the other, in the order of their clients: of ten thousand, only one is in memory at a time."""


def place(origin: Origin) -> str:
    """An origin as ``file:line``."""
    return f"{origin.file}:{origin.line}"
