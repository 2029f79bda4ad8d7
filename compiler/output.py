"""Outputs that appear whole or not at all: written aside, then renamed. Of one folder, one at a time."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there, a folder left behind by a kill is to be removed by hand
    fcntl = None  # type: ignore[assignment]

MANIFEST = "manifest.json"
"""The list of a folder's files with their digests; it marks a folder as one that may be replaced."""

_DIGEST = re.compile("[0-9a-f]{64}")
_HERE, _EXCHANGE = -100, 2
"""Linux: AT_FDCWD of openat(2), and RENAME_EXCHANGE of renameat2(2)."""


class NotOursError(Exception):
    """A folder holds something that wasn't written here, so it isn't replaced."""


class BusyError(Exception):
    """Another is making the same folder."""


@dataclass(frozen=True)
class Folder:
    """A folder being made: ``new`` takes the place of ``old`` when it is done. ``digests`` holds what was made, by name."""

    new: Path
    old: Path
    digests: dict[str, str] = field(default_factory=dict)

    def aside(self, name: str) -> Path:
        """A file beside it for what waits while it is made, which is gone when it is done."""
        return self.new.with_name(f"{name}.waiting")


def put(new: Path, name: str, content: bytes | Iterable[bytes]) -> str:
    """Writes a file of a folder being made, at once or piece by piece; its digest (SHA-256). Raises ``OSError``."""
    path = new / name
    path.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with path.open("wb") as stream:
        for piece in (content,) if isinstance(content, bytes) else content:
            stream.write(piece)
            found.update(piece)
    return found.hexdigest()


def keep(old: Path, new: Path, digests: Mapping[str, str]) -> bool:
    """Takes files over from the folder before, if all are there as their digests say; whether they were."""
    try:
        for name, digest in digests.items():
            with (old / name).open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
                    return False
    except OSError:
        return False
    for name in digests:
        path = new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old / name, path)
        except OSError:  # this file system has no links
            shutil.copyfile(old / name, path)
    return True


@contextmanager
def replacing(folder: Path) -> Iterator[Folder]:
    """Makes a folder anew. What was there before stays until all is made, and stays where making it ends in an exception.

    Raises ``NotOursError`` where the folder holds anything but an earlier output, ``BusyError`` where another is making it,
    and ``OSError`` where writing fails.
    """
    home = folder.resolve()
    with _alone(home) as aside:
        if home.exists() and (other := _not_ours(home)) is not None:
            what = "something else" if other == MANIFEST else f"{other}, which no build made"
            raise NotOursError(f"{folder} holds {what}; name an empty folder, or one that was made by an earlier build")
        new, old = aside / "new", aside / "old"
        try:
            new.mkdir()
            made = Folder(new, home)
            yield made
            listed = {"files": dict(sorted(made.digests.items()))}
            (new / MANIFEST).write_text(json.dumps(listed, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            if not (home.exists() and _exchanged(new, home)):
                if home.exists():
                    home.rename(old)
                new.rename(home)
        finally:
            _put_back(aside, home)


def _not_ours(home: Path) -> str | None:
    """What a folder holds that no build made: a file, or the manifest where it has none of ours. None where all is ours."""
    if not home.is_dir():
        return MANIFEST
    held = [Path(place, name).relative_to(home).as_posix() for place, _, names in os.walk(home) for name in names]
    if not held and not any(home.iterdir()):
        return None
    try:
        listed = json.loads((home / MANIFEST).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return MANIFEST
    if not isinstance(listed, dict) or not all(isinstance(one, str) and _DIGEST.fullmatch(one) for one in listed.values()):
        return MANIFEST
    return next((name for name in sorted(held) if name not in listed and name != MANIFEST), None)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Makes a folder hold exactly these files and a manifest. Raises as ``replacing`` does."""
    with replacing(folder) as made:
        for name in sorted(files):
            made.digests[name] = put(made.new, name, files[name])


@contextmanager
def _alone(home: Path) -> Iterator[Path]:
    """An empty folder beside another, for one at a time; what a kill left in it is cleared away."""
    home.parent.mkdir(parents=True, exist_ok=True)
    aside = home.parent / f".{home.name}.making"
    lock = _locked(aside)
    try:
        _put_back(aside, home)
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _locked(aside: Path) -> int | None:
    """A folder that no other has, as a handle that holds the lock on it. Raises ``BusyError`` where another has it."""
    while True:
        aside.mkdir(mode=0o700, exist_ok=fcntl is not None)
        if fcntl is None:
            return None
        handle = os.open(aside, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever had it may have ended and removed it since it was opened.
            if aside.exists() and os.path.samestat(os.fstat(handle), aside.stat()):
                return handle
        except BlockingIOError:
            os.close(handle)
            raise BusyError(f"another run is writing {aside.name[1:].removesuffix('.making')}; wait until it has ended") from None
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _put_back(aside: Path, home: Path) -> None:
    """Wherever it was broken off: what was there before goes back, and only then is the rest removed."""
    if (aside / "old").exists() and not home.exists():
        (aside / "old").rename(home)
    for name in ("new", "old"):
        shutil.rmtree(aside / name, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders changed places in one step, so that not even a kill leaves neither; only Linux can, not everywhere."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Makes a folder with these files, all at once. Raises ``OSError``, also where it exists already and holds anything."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        new = aside / "new"
        new.mkdir()
        for name in sorted(files):
            (new / name).write_bytes(files[name])
        new.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def write_file(path: Path, content: bytes) -> None:
    """Makes a file hold this content. What was there before stays until all is written. Raises ``OSError``."""
    home = path.resolve()
    if home.exists() and not home.is_file():
        home.write_bytes(content)  # a device or pipe can't be renamed over
        return
    home.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=f".{home.name}.", dir=home.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(aside, home.stat().st_mode & 0o777 if home.exists() else 0o666 & ~umask)
        os.replace(aside, home)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
