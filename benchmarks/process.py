"""Runs commands and measures them: seconds, and the most memory that they and the processes they start hold together."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
AS_OF = ("--as-of", "2026-11-24")
_EVERY = 0.05
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run that ended well: its seconds, and those that all cores together worked for it, also in processes that it started.

    ``megabytes`` is its peak, 0 where it wasn't watched or ended before the first look.
    """

    seconds: float
    worked: float
    megabytes: float
    out: str
    err: str


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None, watch: bool = False) -> Run:
    """Runs a command to its end. Raises ``RuntimeError`` with what it wrote where it exits with anything but 0."""
    before, worked = time.perf_counter(), _worked()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, **(env or {})}
    ) as process:
        watched = _Watched(process.pid) if watch else None
        out, err = process.communicate()
        seconds = time.perf_counter() - before
        megabytes = watched.peak() if watched is not None else 0.0
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} exited with {process.returncode}:\n{out[-2000:]}\n{err[-2000:]}")
    return Run(seconds, _worked() - worked, megabytes, out, err)


def _worked() -> float:
    """The seconds of work of all processes that were started from here and have ended, and of those below them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def akkoord(workspace: Path, *arguments: str) -> list[str]:
    """The command on a workspace."""
    return [str(BIN / "akkoord"), "-w", str(workspace), *arguments]


def in_turn(rounds: int, *runs: Callable[[], object]) -> list[tuple[float, ...]]:
    """The seconds of each run, taken in turn after one round that doesn't count, so that other load meets all alike."""
    taken: list[list[float]] = [[] for _ in runs]
    for number in range(rounds + 1):
        for one, seconds in zip(runs, taken, strict=True):
            before = time.perf_counter()
            one()
            if number:
                seconds.append(time.perf_counter() - before)
    return [tuple(seconds) for seconds in taken]


class _Watched:
    """Looks at a process and all that it started, again and again, and keeps the most memory that they held together.

    Memory is the proportional set size: a page that processes share counts once in the sum. Source: proc(5), smaps_rollup.
    """

    def __init__(self, pid: int) -> None:
        self._pid, self._most, self._ended = pid, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def peak(self) -> float:
        """The most so far, in megabytes, after the last look."""
        self._ended.set()
        self._thread.join()
        return self._most / 1000

    def _look(self) -> None:
        while not self._ended.wait(_EVERY):
            self._most = max(self._most, sum(map(_kilobytes, _tree(self._pid))))


def _tree(pid: int) -> Iterator[int]:
    """A process and all below it; one that ends meanwhile is left out."""
    yield pid
    try:
        children = [file.read_text().split() for file in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    for child in (child for found in children for child in found):
        yield from _tree(int(child))


def _kilobytes(pid: int) -> float:
    """The proportional set size of a process, in units of 1,000 bytes."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1.024 for line in lines if line.startswith("Pss:"))
