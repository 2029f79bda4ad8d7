"""How ``akkoord check`` grows with the clients: with nothing kept, after one changed file, after a change of the SLA.

Every run is a new process on files that the system has read before. What akkoord keeps goes to a cache folder of this run.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import schemas_only
from benchmarks.generate import add_clients, generate
from benchmarks.process import AS_OF, Run, akkoord, run
from benchmarks.row import Row

CLIENTS = 10_000
ROUNDS = 3
PEER_CLIENTS = 150
"""The peer gets the files of so many: it takes the same time for each file, and minutes for all."""
CURVE = (1_000, 5_000, 10_000, 50_000)


class Workspace:
    """Generated clients in a folder, and the cache that belongs to it."""

    def __init__(self, folder: Path, clients: int) -> None:
        self.root, self.clients, self._cache, self._changes = folder / "workspace", clients, folder / "cache", 0
        generate(clients, self.root)

    def grow(self, clients: int) -> None:
        """Adds clients up to a number."""
        add_clients(range(self.clients, clients), self.root)
        self.clients = clients

    @property
    def files(self) -> int:
        """How many files are checked."""
        return sum(map(len, schemas_only.files_of(self.root).values()))

    def forget(self) -> None:
        """Empties the cache."""
        shutil.rmtree(self._cache, ignore_errors=True)

    def akkoord(self, *arguments: str) -> Run:
        """Runs the command on it, watched."""
        return run(akkoord(self.root, *arguments), env={"XDG_CACHE_HOME": str(self._cache)}, watch=True)

    def check(self) -> Run:
        """Checks all clients, and sees that all were checked and none was found wrong."""
        made = self.akkoord("check", *AS_OF)
        if f"{self.clients} clients checked" not in made.err:
            raise RuntimeError(f"not all of {self.clients} clients were checked: {made.err}")
        return made

    def change_client(self) -> None:
        """Changes a rate in one contract: another contract, and another rate, each time."""
        self._changes += 1
        contracts = schemas_only.files_of(self.root)["contract"]
        file = contracts[self._changes * 7 % len(contracts)]
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(hourly: \d+)\.\d\d", rf"\1.{self._changes % 100:02d}", text), encoding="utf-8")

    def change_sla(self) -> None:
        """Changes a text in every version of the SLA."""
        self._changes += 1
        for file in schemas_only.files_of(self.root)["sla"]:
            text = file.read_text(encoding="utf-8")
            file.write_text(re.sub(r"nl: Kantooruren[^,]*", f"nl: Kantooruren {self._changes}", text), encoding="utf-8")


def rows(folder: Path, clients: int = CLIENTS, rounds: int = ROUNDS) -> Iterator[Row]:
    """The three cases of that many clients; the peer's figures are from files of the first of them."""
    workspace = Workspace(folder, clients)
    some = {kind: schemas_only.files_of(workspace.root)[kind][:PEER_CLIENTS] for kind in ("contract", "dap")}
    cold: list[Run] = []
    one: list[Run] = []
    sla: list[Run] = []
    peer: list[list[Run]] = []
    alone: list[list[Run]] = []
    for _ in range(rounds):
        workspace.forget()
        cold.append(workspace.check())
        workspace.change_client()
        one.append(workspace.check())
        workspace.change_sla()
        sla.append(workspace.check())
        alone.append(schemas_only.validate({kind: files[:1] for kind, files in some.items()}))
        peer.append(schemas_only.validate(some, watch=True))
    named, tool, count = f"check, {clients:,} clients", "check-jsonschema, same files", sum(map(len, some.values()))
    ours = tuple(run.seconds * 1000 / workspace.files for run in cold)
    theirs = tuple(_marginal(_seconds(whole), _seconds(start), count) for whole, start in zip(peer, alone, strict=True))
    yield Row("check-cold", f"{named}, nothing kept", "ms/file", ours, tool, theirs)
    ours = tuple(run.worked * 1000 / workspace.files for run in cold)
    theirs = tuple(_marginal(_worked(whole), _worked(start), count) for whole, start in zip(peer, alone, strict=True))
    yield Row("check-work", "  its work on all cores together", "ms/file", ours, tool, theirs)
    yield Row("check-whole", "  the whole run", "s", _seconds(cold))
    yield Row(
        "check-one-changed",
        "  after one changed file",
        "s",
        _seconds(one),
        "check-jsonschema, that file",
        tuple(start[0].seconds for start in alone),
    )
    yield Row(
        "check-sla-changed", "  after a change of the SLA", "s", _seconds(sla), "the same with nothing kept", _seconds(cold)
    )
    yield Row(
        "check-memory",
        "  peak memory",
        "MB",
        tuple(max(run.megabytes for run in runs) for runs in zip(cold, one, sla, strict=True)),
    )


def curve(folder: Path, sizes: tuple[int, ...] = CURVE) -> Iterator[Row]:
    """The same over sizes, once each; beside each, the figure of the smallest: in a straight line, it stays the same."""
    workspace, least = Workspace(folder, sizes[0]), None
    for size in sizes:
        workspace.grow(size)
        workspace.forget()
        cold = workspace.check()
        workspace.change_client()
        one = workspace.check()
        workspace.change_sla()
        sla = workspace.check()
        each = cold.seconds * 1000 / size
        if least is None:
            least = each
        yield Row(
            "curve-check", f"check, {size:,} clients, nothing kept", "ms/client", (each,), f"a client of {sizes[0]:,}", (least,)
        )
        yield Row("curve-check-whole", "  the whole run", "s", (cold.seconds,))
        yield Row("curve-check-one", "  after one changed file", "s", (one.seconds,))
        yield Row("curve-check-sla", "  after a change of the SLA", "s", (sla.seconds,))
        yield Row("curve-check-memory", "  peak memory", "MB", (max(cold.megabytes, one.megabytes, sla.megabytes),))


def generating(folder: Path, clients: int = 2_000) -> Iterator[Row]:
    """How fast workspaces like these are made."""
    before = time.perf_counter()
    generate(clients, folder / "made")
    yield Row("generate", "clients generated", "/s", (clients / (time.perf_counter() - before),))


def _seconds(runs: list[Run]) -> tuple[float, ...]:
    return tuple(run.seconds for run in runs)


def _worked(runs: list[Run]) -> tuple[float, ...]:
    return tuple(run.worked for run in runs)


def _marginal(whole: tuple[float, ...], start: tuple[float, ...], files: int) -> float:
    """Milliseconds a file, without what the runs take to start, measured by runs on a file each."""
    return (sum(whole) - sum(start)) * 1000 / (files - len(start))
