"""What was thought over before, kept between runs: results by the digest of all that they were made of.

It is only ever a shortcut: what is missing, damaged, locked or can't be written is made anew, and nothing is told.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from compiler import resources

LIMIT = 256 * 1024 * 1024
"""So many bytes are kept; beyond it, what wasn't used for the longest time goes."""
_FILE = "results.sqlite"
_FRESH = 64
"""So many times others may be put in before a use is noted again: most runs only read."""
_AT_A_TIME = 500
"""Keys in one question: fewer than any SQLite's limit on variables."""
_WAIT = 10.0
"""Seconds that another run may keep the file locked."""

T = TypeVar("T")
Key = str
"""A SHA-256 in hexadecimal digits."""


def digest(*parts: bytes | str) -> Key:
    """The digest of parts, each told apart from the next by its length."""
    found = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        found.update(len(content).to_bytes(8, "big"))
        found.update(content)
    return found.hexdigest()


@cache
def program() -> Key:
    """The digest of all that computes: this program with its schemas and templates, Python, and what is installed with it."""
    package = Path(__file__).parent
    own = [package / name for name in sorted(path.relative_to(package) for path in package.rglob("*.py"))]
    data = [resources.folder(kind) / name for kind in ("schemas", "templates") for name in resources.names(kind)]
    installed: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            installed.update(name for name in os.listdir(folder or ".") if name.endswith(".dist-info"))
    files = (part for path in (*own, *data) for part in (path.name, path.read_bytes()))
    return digest(sys.version, *sorted(installed), *files)


def encoded(found: object) -> bytes:
    """A result as JSON; in ASCII where it names a file whose name holds bytes that are no text."""
    try:
        return msgspec.json.encode(found)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(found)).encode()


def decoded(written: bytes, kind: type[T]) -> T:
    """The result that was written so."""
    try:
        return msgspec.json.decode(written, type=kind)
    except msgspec.DecodeError:
        return msgspec.convert(json.loads(written), kind)


class Cache:
    """Results in a file of a folder that only its owner can read. Many runs may share it at once.

    ``folder`` None keeps nothing. Keys are of this program only: what another version made is never found.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, keys: Iterable[Key]) -> dict[Key, bytes]:
        """The results that are known, by key."""
        found: dict[Key, bytes] = {}
        with self._opened() as file:
            if file is not None:
                newest = _newest(file)
                stale: list[Key] = []
                for some in _batches(keys):
                    marks = ", ".join("?" * len(some))
                    rows = file.execute(f"SELECT key, value, sum, used FROM results WHERE key IN ({marks})", some)
                    for key, value, total, used in rows:
                        if total == _sum(key, value):
                            found[key] = value
                            if newest - used > _FRESH:
                                stale.append(key)
                file.executemany("UPDATE results SET used = ? WHERE key = ?", ((newest, key) for key in stale))
        return found

    def put(self, results: Mapping[Key, bytes]) -> None:
        """Keeps results; those of long ago go where there are too many."""
        if not results:
            return
        with self._opened() as file:
            if file is not None:
                used = _newest(file) + 1
                rows = ((key, value, _sum(key, value), used) for key, value in results.items())
                file.executemany("INSERT OR REPLACE INTO results (key, value, sum, used) VALUES (?, ?, ?, ?)", rows)
                _prune(file)

    def remembered(self, things: Mapping[Key, T], make: Callable[[Sequence[T]], Iterable[bytes]]) -> Iterator[bytes]:
        """The result of each thing, in their order, one after the other: it is known, or else it is made and kept."""
        known = self.get(things)
        made = iter(make([thing for key, thing in things.items() if key not in known]))
        fresh: dict[Key, bytes] = {}
        for key in things:
            if key in known:
                yield known.pop(key)
                continue
            fresh[key] = next(made)
            yield fresh[key]
            if len(fresh) >= _AT_A_TIME:  # what is done is done, also when the rest is broken off
                self.put(fresh)
                fresh = {}
        assert next(made, None) is None  # it is gone through to its end, where what it started ends
        self.put(fresh)

    def _opened(self) -> _Opened:
        return _Opened(self._folder)


class _Opened:
    """The file for one transaction; None where it can't be had. A fault ends the transaction, and is told to nobody."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._file: sqlite3.Connection | None = None

    def __enter__(self) -> sqlite3.Connection | None:
        if self._folder is None:
            return None
        for _ in range(2):
            with suppress(OSError, sqlite3.OperationalError):
                try:
                    self._file = _connected(self._folder)
                    break
                except sqlite3.OperationalError:
                    raise
                except sqlite3.DatabaseError:  # it isn't what it was: away with it, and once more
                    _remove(self._folder)
        return self._file

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> bool:
        if self._file is not None:
            with closing(self._file), suppress(sqlite3.Error):
                if kind is None:
                    self._file.commit()
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            assert self._folder is not None
            _remove(self._folder)
        return isinstance(error, sqlite3.Error)


def _connected(folder: Path) -> sqlite3.Connection:
    os.makedirs(folder, mode=0o700, exist_ok=True)
    path = folder / _FILE
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    file = sqlite3.connect(path, timeout=_WAIT)
    try:
        file.execute("PRAGMA synchronous = OFF")  # what a power cut damages is made anew
        file.execute(
            "CREATE TABLE IF NOT EXISTS results "
            "(key TEXT PRIMARY KEY, value BLOB NOT NULL, sum BLOB NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID"
        )
        file.execute("CREATE INDEX IF NOT EXISTS by_use ON results (used)")
    except BaseException:
        file.close()
        raise
    return file


def _remove(folder: Path) -> None:
    with suppress(OSError):
        (folder / _FILE).unlink(missing_ok=True)


def _newest(file: sqlite3.Connection) -> int:
    return int(file.execute("SELECT coalesce(max(used), 0) FROM results").fetchone()[0])


def _prune(file: sqlite3.Connection) -> None:
    size = int(file.execute("PRAGMA page_size").fetchone()[0])
    while True:
        pages, free = (int(file.execute(f"PRAGMA {what}").fetchone()[0]) for what in ("page_count", "freelist_count"))
        if (pages - free) * size <= LIMIT:
            return
        if file.execute("DELETE FROM results WHERE used = (SELECT min(used) FROM results)").rowcount == 0:
            return


def _sum(key: Key, value: bytes) -> bytes:
    return hashlib.sha256(key.encode() + value).digest()


def _batches(keys: Iterable[Key]) -> Iterator[list[Key]]:
    waiting = list(keys)
    for start in range(0, len(waiting), _AT_A_TIME):
        yield waiting[start : start + _AT_A_TIME]


NO_CACHE = Cache(None)
"""Keeps nothing."""
