"""The bounds of one input: processor time, memory, and the files and programs that may be touched while it runs."""

from __future__ import annotations

import os
import resource
import signal
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from tests.workspace import ROOT

SECONDS = 20
"""Of processor time, for all that is done with one input; others that use the machine don't count."""
STUCK = 120
"""Of the clock: something that waits uses no processor time."""
MEMORY = 1_500_000_000
"""Bytes of address space beyond what is in use at the start; libraries reserve more of it than they use."""

_FOLDERS = (ROOT / one for one in ("compiler", "schemas", "templates", "tests"))
_PROGRAM = tuple(os.path.realpath(path) for path in (*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, *_FOLDERS))
_SYSTEM = (
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
    "/proc/self",
    "/usr/share/fonts",
    "/usr/lib",
    "/lib",
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {
    "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate", "os.utime",
    "shutil.rmtree", "shutil.move",
}  # fmt: skip
_LISTS = {"os.listdir", "os.scandir"}
_NEVER = {
    "subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn", "socket.connect", "socket.bind",
    "socket.getaddrinfo",
}  # fmt: skip


class NotHeldError(BaseException):
    """A bound that wasn't held. Not an ``Exception``, so that nothing under test takes it for one of its own."""


class _Watch:
    """What is open to the input that runs; None where none does. An audit hook can't be taken away, so there is one."""

    def __init__(self) -> None:
        self.open: tuple[str, ...] | None = None
        self.programs: frozenset[str] = frozenset()
        self.broken: list[str] = []
        sys.addaudithook(self._seen)

    def _seen(self, event: str, details: tuple[Any, ...]) -> None:
        if self.open is None:
            return
        if event in _NEVER and not (event == "subprocess.Popen" and details[0] in self.programs):
            self._break(f"{event} {details}")
        if event == "open" and isinstance(details[0], str | bytes):
            writes = isinstance(details[2], int) and bool(details[2] & _WRITES)
            self._within(event, details[0], () if writes else (*_PROGRAM, *_SYSTEM))
        elif event in _CHANGES:
            # A whole folder is removed from within: its files by their names in a folder that is open.
            inside = event in ("os.remove", "os.rmdir") and details[1] >= 0
            for one in details[: 2 if event in ("os.rename", "os.link") else 1]:
                self._within(event, f"/proc/self/fd/{details[1]}/{os.fsdecode(one)}" if inside else one, ())
        elif event in _LISTS and details[0] not in sys.path:  # where modules are looked for
            self._within(event, details[0], _PROGRAM)

    def _within(self, event: str, path: Any, more: tuple[str, ...]) -> None:
        if isinstance(path, int):
            return
        real = os.path.realpath(os.fsdecode(path))
        assert self.open is not None
        within = any(real == one or real.startswith(f"{one}{os.sep}") for one in (*self.open, *more))
        if not within and "__pycache__" not in real:  # what Python compiles of the program's modules is its own
            self._break(f"{event} {real}")

    def _break(self, what: str) -> None:
        self.broken.append(what)
        raise NotHeldError(what)


_WATCH = _Watch()


def _over(_number: int, _frame: FrameType | None) -> None:
    raise NotHeldError(f"more than {SECONDS} s of processor time")


def _stuck(_number: int, _frame: FrameType | None) -> None:
    raise NotHeldError(f"more than {STUCK} s")


@contextmanager
def confined(*folders: Path, programs: tuple[str, ...] = ()) -> Iterator[None]:
    """Bounds what is done inside: raises ``NotHeldError`` where it takes too long or reaches beyond some folders, and lets
    ``MemoryError`` come where it needs too much memory."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if sys.platform == "linux" else 0
    handlers = signal.signal(signal.SIGPROF, _over), signal.signal(signal.SIGALRM, _stuck)
    _WATCH.open, _WATCH.broken, _WATCH.programs = tuple(os.path.realpath(one) for one in folders), [], frozenset(programs)
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, before[1]))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.setitimer(signal.ITIMER_REAL, STUCK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGPROF, handlers[0])
        signal.signal(signal.SIGALRM, handlers[1])
        resource.setrlimit(resource.RLIMIT_AS, before)
        _WATCH.open = None
    if _WATCH.broken:
        raise NotHeldError(_WATCH.broken[0])
