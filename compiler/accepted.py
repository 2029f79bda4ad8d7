"""Losses that the provider accepts, in ``provider.yaml``: by export and code, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from compiler import codes
from compiler.diagnostic import Diagnostic
from compiler.loss import Loss, some
from compiler.source import Node, Origin

SECTION = "accepted_losses"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A kind of loss of an export that is accepted for some clients, or with ``clients`` empty for all."""

    target: str
    code: str
    clients: frozenset[str]
    reason: str
    origin: Origin

    def covers(self, loss: Loss) -> bool:
        """Whether a loss of its export is one of these."""
        return loss.code == self.code and (not self.clients or loss.client in self.clients)


@dataclass(frozen=True, slots=True)
class Judged:
    """The losses of an export that nobody accepted, those that were accepted, and what was found about both."""

    left: tuple[Loss, ...]
    accepted: tuple[Loss, ...]
    unaccepted: tuple[Diagnostic, ...]
    stale: tuple[Diagnostic, ...]


def accepted(provider: Node) -> list[Accepted]:
    """What a provider's file, which must fit its schema, accepts."""
    return [
        Accepted(target, code, frozenset(one.data for one in entry.listed("clients")), entry["reason"].data, entry.key_origin)
        for target, by_code in provider.section(SECTION)
        for code, entry in by_code.items()
    ]


def judge(
    target: str,
    losses: Iterable[Loss],
    known: Sequence[Accepted],
    targets: Collection[str],
    clients: Collection[str],
    whole: bool,
) -> Judged:
    """Which losses of an export of these clients are accepted. ``whole`` says that they are all clients of the workspace."""
    here = [one for one in known if one.target == target]
    left: list[Loss] = []
    taken: list[Loss] = []
    for loss in losses:
        (taken if any(one.covers(loss) for one in here) else left).append(loss)
    stale = [*_nowhere(known, targets), *_stale(here, taken, clients, whole)]
    return Judged(tuple(left), tuple(taken), tuple(_unaccepted(target, left)), tuple(stale))


def _unaccepted(target: str, left: Iterable[Loss]) -> Iterator[Diagnostic]:
    by_code: dict[str, list[Loss]] = {}
    for loss in left:
        by_code.setdefault(loss.code, []).append(loss)
    for code, losses in sorted(by_code.items()):
        concerned = sorted({loss.client for loss in losses})
        one = losses[0]
        yield codes.UNACCEPTED_LOSS.at(
            _written(one),
            clause=one.clause,
            target=target,
            loss_code=code,
            clients=some(concerned),
            loss=one.what,
            practice=one.practice,
            way=one.mend,
        )


def _written(loss: Loss) -> Origin:
    file, _, line = loss.where.rpartition(":")
    return Origin(file, int(line))


def _nowhere(known: Sequence[Accepted], targets: Collection[str]) -> Iterator[Diagnostic]:
    for one in known:
        if one.target not in targets:
            problem = f"there is no export “{one.target}”, only {', '.join(sorted(targets))}"
            yield codes.STALE_ACCEPTED_LOSS.at(one.origin, loss_code=one.code, problem=problem)


def _stale(here: Sequence[Accepted], taken: Iterable[Loss], clients: Collection[str], whole: bool) -> Iterator[Diagnostic]:
    found = {(loss.code, loss.client) for loss in taken}
    for one in here:
        if one.clients:
            # Of a part of the clients nothing is known about the others.
            named = one.clients if whole else one.clients & set(clients)
            without = sorted(client for client in named if (one.code, client) not in found)
            if without:
                problem = f"the export to {one.target} has no such loss for {some(without)}"
                yield codes.STALE_ACCEPTED_LOSS.at(one.origin, loss_code=one.code, problem=problem)
        elif whole and not any(code == one.code for code, _ in found):
            problem = f"the export to {one.target} has no such loss"
            yield codes.STALE_ACCEPTED_LOSS.at(one.origin, loss_code=one.code, problem=problem)
