"""Outputs that appear whole or not at all: written aside, then renamed."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

MANIFEST = "manifest.json"
"""The list of a folder's files with their digests; it marks a folder as one that may be replaced."""


_HERE, _EXCHANGE = -100, 2
"""Linux: AT_FDCWD of openat(2), and RENAME_EXCHANGE of renameat2(2)."""


class NotOursError(Exception):
    """A folder holds something that wasn't written here, so it isn't replaced."""


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Makes a folder hold exactly these files and a manifest. What was there before stays until all is written.

    Raises ``NotOursError`` where the folder holds anything but an earlier output, and ``OSError`` where writing fails.
    """
    home = folder.resolve()
    if home.exists() and (not home.is_dir() or (any(home.iterdir()) and not (home / MANIFEST).is_file())):
        raise NotOursError(f"{folder} holds something else; name an empty folder, or one that was made by an earlier build")
    home.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{home.name}.", dir=home.parent))
    new, old = aside / "new", aside / "old"
    try:
        for name in sorted(files):
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
        digests = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
        new.mkdir(exist_ok=True)
        (new / MANIFEST).write_text(json.dumps({"files": digests}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        if not (home.exists() and _exchanged(new, home)):
            if home.exists():
                home.rename(old)
            new.rename(home)
    finally:
        # Wherever it was broken off: what was there before goes back, and only then is the rest removed.
        if old.exists() and not home.exists():
            old.rename(home)
        shutil.rmtree(aside, ignore_errors=True)


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
