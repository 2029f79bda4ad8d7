"""Bundles brought into a running system: what is wanted compared with what is there, and the changes carried out.

``SYSTEMS`` names the systems; ``compiler/plan.py`` says how one plugs in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compiler.apply import ApplyError as ApplyError
from compiler.apply import System as System
from compiler.apply import carry_out as carry_out
from compiler.bundle import Bundle
from compiler.plan import Plan as Plan
from compiler.plan import Wanted
from compiler.plan import plan as compared

if TYPE_CHECKING:
    from compiler.apply.rest import Password, Token
    from compiler.export.rt.rights import Beside as Beside


@dataclass(frozen=True)
class Target:
    """A kind of system: what bundles want of it, and how one that runs at an address is reached, by a token or a password."""

    wanted: Callable[[Iterable[Bundle]], Iterable[Wanted]]
    connect: Callable[[str, Token | Password], System]
    scheme: str
    """What stands before the token in the header, with the space or sign between them."""
    beside: Callable[[Iterable[Bundle], bool], Beside] | None = None
    """The files for what can't be set over the network, with an overlay or without; None where everything can."""


def _rt() -> Target:
    from compiler.apply.rt import RequestTracker
    from compiler.export import rt
    from compiler.export.rt.rights import beside
    from compiler.export.rt.wanted import wanted

    return Target(
        wanted, RequestTracker, "token ", lambda bundles, overlay: beside((rt.with_overlay if overlay else rt.export)(bundles))
    )


def _zammad() -> Target:
    from compiler.apply.zammad import Zammad
    from compiler.export.zammad.wanted import wanted

    return Target(wanted, Zammad, "Token token=")


SYSTEMS: dict[str, Callable[[], Target]] = {"rt": _rt, "zammad": _zammad}
"""By the name that the command and its settings have: ``rt`` has ``AKKOORD_RT_URL``."""


def connect(target: str, url: str, token: str | None, user: str | None, password: str | None) -> System:
    """The system at an address, asked with a token or else with a user and password. Nothing is sent yet.

    Raises ``ApplyError`` for an address or token that can't be used safely, ``KeyError`` for an unknown target.
    """
    from compiler.apply.rest import Password, Token

    made = SYSTEMS[target]()
    return made.connect(url, Token(made.scheme, token) if token else Password(user or "", password or ""))


def plan(target: str, system: System, bundles: Iterable[Bundle], clients: Collection[str] | None) -> Plan:
    """What to do in a system so that it holds what the bundles want; with ``clients``, only as far as theirs is concerned.

    Raises ``ApplyError`` where the system can't be read, and ``ValueError`` where it can't hold what is wanted.
    """
    made = SYSTEMS[target]()
    wanted = list(made.wanted(bundles))
    return compared(wanted, system.live(wanted, clients), system.kinds, clients)


def beside(target: str, bundles: Iterable[Bundle], *, overlay: bool) -> Beside | None:
    """The files for what a system takes only from files, of all clients; None where there is nothing of the kind.

    Raises ``ValueError`` where the system can't hold what is wanted.
    """
    made = SYSTEMS[target]().beside
    return made(bundles, overlay) if made is not None else None
