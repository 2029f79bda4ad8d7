"""A workspace's folder to the bytes of its files."""

from __future__ import annotations

import os
from pathlib import Path

from compiler import codes
from compiler.diagnostic import Diagnostic
from compiler.load.reader import MAX_BYTES
from compiler.source import Origin

READ = ("provider", "clients", "templates")
"""The folders of a workspace that are read; whatever stands beside them is left alone."""


def files(root: Path) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files below the read folders, by path relative to the workspace with forward slashes, in sorted order.

    Hidden files are left out. Raises ``OSError`` where the workspace itself can't be listed.
    """
    found: dict[str, bytes] = {}
    findings: list[Diagnostic] = []
    home = Path(os.path.realpath(root))
    os.listdir(home)

    def unreadable(error: OSError) -> None:
        file = Path(error.filename).relative_to(home).as_posix()
        findings.append(codes.UNREADABLE.at(Origin(file), problem=error.strerror or str(error)))

    for folder in READ:
        if not os.path.lexists(home / folder):
            continue
        if (home / folder).is_symlink():
            findings.append(codes.OUTWARD_LINK.at(Origin(folder), target=os.readlink(home / folder)))
            continue
        for place, folders, names in os.walk(home / folder, onerror=unreadable):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            linked = [name for name in folders if Path(place, name).is_symlink()]
            for name in linked:
                folders.remove(name)
            for name in sorted([*linked, *(name for name in names if not name.startswith("."))]):
                path = Path(place, name)
                file = path.relative_to(home).as_posix()
                if path.is_symlink() and not _inside(path, home):
                    findings.append(codes.OUTWARD_LINK.at(Origin(file), target=os.readlink(path)))
                elif not path.is_file():
                    findings.append(codes.UNREADABLE.at(Origin(file), problem="it is a device or a pipe, not a file"))
                else:
                    try:
                        with path.open("rb") as stream:
                            found[file] = stream.read(MAX_BYTES + 1)
                    except OSError as error:
                        unreadable(error)
    return dict(sorted(found.items())), findings


def _inside(link: Path, home: Path) -> bool:
    """Whether a link leads to a file in the workspace."""
    try:
        return link.resolve(strict=True).is_relative_to(home) and link.is_file()
    except (OSError, RuntimeError):  # a link to nothing, or in a circle
        return False
