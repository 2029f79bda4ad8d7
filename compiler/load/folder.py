"""A workspace's folder to the bytes of its files."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from compiler import codes
from compiler.diagnostic import Diagnostic
from compiler.load.contents import Contents
from compiler.load.reader import MAX_BYTES
from compiler.source import Origin

READ = ("provider", "clients", "templates")
"""The folders of a workspace that are read; whatever stands beside them is left alone."""

_TRIES = 3
"""So often is a file read that is written to meanwhile."""


def files(root: Path, clients: Collection[str] | None = None) -> tuple[Contents, list[Diagnostic]]:
    """The files below the read folders, by path relative to the workspace with forward slashes, in sorted order.

    Hidden files are left out, and where clients are named, the folders of others. Raises ``OSError`` where the workspace
    itself can't be listed, or what was read can't be laid aside.
    """
    home = os.path.realpath(root)
    os.listdir(home)
    reading = _Reading(home, None if clients is None else frozenset(clients))
    for folder in READ:
        top = os.path.join(home, folder)
        if os.path.islink(top):
            reading.findings.append(codes.OUTWARD_LINK.at(Origin(folder), target=os.readlink(top)))
        elif os.path.lexists(top):
            reading.folder(top, folder)
    reading.found.sort()
    return reading.found, reading.findings


class _Reading:
    """Goes through folders with few questions to the disk: a workspace can hold tens of thousands of files."""

    def __init__(self, home: str, clients: Collection[str] | None) -> None:
        self.home = home
        self.clients = clients
        self.found = Contents()
        self.findings: list[Diagnostic] = []

    def folder(self, path: str, name: str) -> None:
        try:
            with os.scandir(path) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            self._unreadable(name, error)
            return
        for entry in entries:
            file = f"{name}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if name != "clients" or self.clients is None or entry.name in self.clients:
                    self.folder(entry.path, file)
            elif name == "clients" and self.clients is not None:
                continue
            elif entry.is_symlink() and not _inside(entry.path, self.home):
                self.findings.append(codes.OUTWARD_LINK.at(Origin(file), target=os.readlink(entry.path)))
            elif not entry.is_file():
                self.findings.append(codes.UNREADABLE.at(Origin(file), problem="it is a device or a pipe, not a file"))
            else:
                self._file(entry.path, file)

    def _file(self, path: str, file: str) -> None:
        for _ in range(_TRIES):
            try:
                content, whole = _read(path)
            except OSError as error:
                self._unreadable(file, error)
                return
            if whole:
                self.found.put(file, content)
                return
        self.findings.append(codes.UNREADABLE.at(Origin(file), problem="something goes on writing to it"))

    def _unreadable(self, file: str, error: OSError) -> None:
        self.findings.append(codes.UNREADABLE.at(Origin(file), problem=error.strerror or str(error)))


def _read(path: str) -> tuple[bytes, bool]:
    """A file's bytes, and whether nobody wrote to it meanwhile."""
    stream = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        before = os.fstat(stream)
        content = os.read(stream, MAX_BYTES + 1)
        # A file that has its size is at its end, and needn't be asked for more.
        while len(content) != before.st_size and len(content) <= MAX_BYTES:
            if not (more := os.read(stream, MAX_BYTES + 1 - len(content))):
                break
            content += more
        after = os.fstat(stream)
    finally:
        os.close(stream)
    return content, (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)


def client_names(root: Path) -> list[str]:
    """The names of the clients, unread."""
    try:
        folders = [entry.path for entry in os.scandir(root / "clients")]
    except OSError:
        return []
    kinds = ("contract.yaml", "dap.yaml")
    return sorted(
        os.path.basename(folder) for folder in folders if any(os.path.isfile(os.path.join(folder, one)) for one in kinds)
    )


def _inside(link: str, home: str) -> bool:
    """Whether a link leads to a file in the workspace."""
    try:
        return Path(link).resolve(strict=True).is_relative_to(home) and os.path.isfile(link)
    except (OSError, RuntimeError):  # a link to nothing, or in a circle
        return False
