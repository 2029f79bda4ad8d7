"""How ``akkoord build`` grows with the clients: clients and PDFs a second, memory, and what a second build costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.check_scale import Workspace
from benchmarks.process import AS_OF, Run
from benchmarks.row import Row

CLIENTS = 2_000
ROUNDS = 3
PDF_CLIENTS = 100
SHARDS = 4
CURVE = (1_000, 5_000, 10_000)
_HTML = ("--format", "html")


class _Output:
    """A workspace and the folder that it is built into."""

    def __init__(self, folder: Path, clients: int) -> None:
        self.workspace, self.out, self._runs = Workspace(folder, clients), folder / "out", 0

    def build(self, *options: str, again: bool = False) -> Run:
        """Builds with nothing kept into a new folder, or, with ``again``, once more into the same."""
        if not again:
            self._runs += 1
            self.workspace.forget()
        return self.workspace.akkoord("build", *AS_OF, "--out", str(self._folder), *options)

    @property
    def pdfs(self) -> int:
        """How many PDFs the last build made."""
        return len(list(self._folder.rglob("*.pdf")))

    @property
    def _folder(self) -> Path:
        return self.out / str(self._runs)


def rows(folder: Path, clients: int = CLIENTS, rounds: int = ROUNDS) -> Iterator[Row]:
    """Bundles, HTML and exports of that many clients and of a quarter, a build after one change, and PDFs on one core."""
    quarter, output = _Output(folder / "quarter", clients // 4), _Output(folder / "whole", clients)
    small, big, again = [], [], []
    for _ in range(rounds):
        small.append(quarter.build(*_HTML))
        big.append(output.build(*_HTML))
        output.workspace.change_client()
        again.append(output.build(*_HTML, again=True))
    yield Row(
        "build", f"build, {clients:,} clients: bundles, HTML, exports", "clients/s", tuple(clients / run.seconds for run in big)
    )
    yield Row("build-whole", "  the whole run", "s", tuple(run.seconds for run in big))
    yield Row(
        "build-one-changed",
        "  again after one changed file",
        "s",
        tuple(run.seconds for run in again),
        "the same, nothing kept",
        tuple(run.seconds for run in big),
    )
    yield Row(
        "build-memory",
        "  peak memory",
        "MB",
        tuple(run.megabytes for run in big),
        f"{clients // 4:,} clients",
        tuple(run.megabytes for run in small),
    )
    yield from _pdfs(_Output(folder / "pdf", PDF_CLIENTS), rounds)


def _pdfs(output: _Output, rounds: int) -> Iterator[Row]:
    """PDFs in a second of one core's work: how much more work a build is with them than without."""
    rates = []
    for _ in range(rounds):
        without = output.build(*_HTML)
        with_them = output.build(*_HTML, "--format", "pdf")
        rates.append(output.pdfs / (with_them.worked - without.worked))
    yield Row("build-pdf", "PDFs in a build, one core", "/s", tuple(rates))


def curve(folder: Path, sizes: tuple[int, ...] = CURVE) -> Iterator[Row]:
    """The same over sizes, once each, and a shard of the biggest."""
    output, least = _Output(folder, sizes[0]), None
    for size in sizes:
        output.workspace.grow(size)
        made = output.build(*_HTML)
        each = made.seconds * 1000 / size
        if least is None:
            least = each
        yield Row("curve-build", f"build, {size:,} clients", "ms/client", (each,), f"a client of {sizes[0]:,}", (least,))
        yield Row("curve-build-whole", "  the whole run", "s", (made.seconds,))
        yield Row("curve-build-memory", "  peak memory", "MB", (made.megabytes,))
    shard = output.build(*_HTML, "--shard", f"1/{SHARDS}")
    part = (made.seconds / SHARDS,)
    yield Row("curve-shard", f"  shard 1 of {SHARDS}", "s", (shard.seconds,), f"a {SHARDS}th of the whole", part)
