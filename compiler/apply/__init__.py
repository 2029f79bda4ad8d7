"""Carries out a plan in a running system. This is the only phase that talks to the network; it is given the address.

A change is checked on both sides: before it, that the object is still as the plan showed it, and after it, that the system
now holds what was wanted, since one can answer that all is well and yet have left something out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from compiler.plan import Change, Live, Wanted, differences


class ApplyError(Exception):
    """Why something couldn't be read or done, in words for whoever runs the program. It never holds a password or token."""


class AbsentError(ApplyError):
    """There is nothing where something was looked for."""


class System(Protocol):
    """A running system. Every method raises ``ApplyError``."""

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of objects, in the order in which they are made."""
        ...

    def live(self, wanted: Sequence[Wanted], clients: Collection[str] | None) -> list[Live]:
        """What is there, as far as it is ours or could be in the way of something wanted; of all clients, or of those named."""
        ...

    def read(self, live: Live) -> Live:
        """One object as it is now. Only its kind, name and id are looked at."""
        ...

    def create(self, wanted: Wanted) -> tuple[Live, Sequence[str]]:
        """Makes an object, with our mark from the first moment, and reads it; also what the system said about it."""
        ...

    def change(self, live: Live, wanted: Wanted) -> Sequence[str]:
        """Makes an object what is wanted, also when it was put out of use; what the system said about it."""
        ...

    def delete(self, live: Live) -> Sequence[str]:
        """Puts an object out of use; what the system said about it."""
        ...

    def outdated(self, versions: Mapping[str, str]) -> Mapping[str, str]:
        """Of the parts that are loaded from files beside the network: those not in use in this version, and why, in words.

        ``live`` was asked before, and may have read what is needed.
        """
        ...


def carry_out(system: System, change: Change) -> None:
    """Carries out one change of a plan. Raises ``ApplyError`` where it wasn't done, or not wholly."""
    what = f"{change.kind} {change.name}"
    wanted, live = change.wanted, change.live
    if live is not None and _changed(live, system.read(live)):
        raise ApplyError(f"{what} was changed by somebody else since the plan was made, so it was left alone")
    if wanted is None:
        assert live is not None
        said = system.delete(live)
        if system.read(live).active:
            raise ApplyError(f"{what} is still in use{_told(said)}")
        return
    if live is None:
        now, said = system.create(wanted)
    else:
        said = system.change(live, wanted)
        now = system.read(live)
    wrong = [one.attribute for one in differences(wanted, now)]
    if wrong or not now.marked:
        raise ApplyError(f"{what} didn't become what was asked: {', '.join(wrong) or 'our mark'}{_told(said)}")


def _changed(live: Live, now: Live) -> bool:
    """Whether an object isn't as it was. Whose it is doesn't count: an earlier step may have taken it out of a group."""
    return (live.name, live.attributes, live.marked, live.active) != (now.name, now.attributes, now.marked, now.active)


def _told(said: Sequence[str]) -> str:
    return f"; it said: {' · '.join(said)}" if said else ""
