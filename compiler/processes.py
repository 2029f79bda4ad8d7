"""The same work for many things, here or spread over processes, the results in their order."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

WORTH = 32
"""For fewer clients a process, starting processes takes longer than it saves."""
_CHUNK = 16
"""So many things go to a process at a time."""
_AHEAD = 4
"""So many chunks wait for each process: enough to keep it busy, few enough to keep memory flat."""


@dataclass(frozen=True)
class Pool:
    """At most so many processes."""

    jobs: int

    def each(
        self, work: Callable[[S, T], R], shared: Callable[[], S], things: Iterable[T], count: int, *, worth: int = WORTH
    ) -> Iterator[R]:
        """What ``work`` makes of each thing with what is shared by all, which is asked for only where there is a thing.

        The things, of which there are ``count``, are taken one after the other, a few before they are worked on.

        With processes, ``work`` must be a function of a module; each process is worth so many things. Raises what ``work``
        raises, and ``BrokenProcessPool`` where a process was killed.
        """
        jobs = min(self.jobs, count // worth)
        if jobs < 2:
            common = shared() if count else None
            yield from (work(common, thing) for thing in things)  # type: ignore[arg-type]
            return
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        # A process that is forked has what is shared already; elsewhere it is sent to each once.
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
        context = multiprocessing.get_context(method)
        alive = os.pipe() if method == "fork" else None
        executor = ProcessPoolExecutor(jobs, context, _begin, (work, shared(), alive))
        try:
            waiting: deque[Future[list[R]]] = deque()
            for chunk in _chunks(things, min(_CHUNK, worth)):
                waiting.append(executor.submit(_work, chunk))
                if len(waiting) >= jobs * _AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
            for end in alive or ():
                os.close(end)


HERE = Pool(1)
"""No other process."""

_begun: tuple[Callable[[Any, Any], Any], Any]


def _begin(work: Callable[[Any, Any], Any], shared: Any, alive: tuple[int, int] | None) -> None:
    """Starts a process. ``alive`` is a pipe that nobody writes to: its end is the end of the process that asked."""
    global _begun
    gc.freeze()  # what is shared stays: no collection need look at it, nor copy its pages from the process that was forked
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked is interrupted too, and ends this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if alive is not None:
        os.close(alive[1])
        threading.Thread(target=_end_with, args=(alive[0],), daemon=True).start()
    _begun = work, shared


def _end_with(pipe: int) -> None:
    """Ends this process when the one that asked was killed, and nobody is there for its results."""
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGKILL)


def _work(things: Sequence[Any]) -> list[Any]:
    work, shared = _begun
    return [work(shared, thing) for thing in things]


def _chunks(things: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    iterator = iter(things)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk
