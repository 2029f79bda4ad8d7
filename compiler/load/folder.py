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
    home = root.resolve()
    os.listdir(home)
    for folder in READ:
        for place, folders, names in os.walk(home / folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            linked = [name for name in folders if Path(place, name).is_symlink()]
            for name in linked:
                folders.remove(name)
            for name in sorted([*linked, *(name for name in names if not name.startswith("."))]):
                path = Path(place, name)
                file = path.relative_to(home).as_posix()
                if path.is_symlink() and not (path.resolve().is_relative_to(home) and path.is_file()):
                    findings.append(codes.OUTWARD_LINK.at(Origin(file), target=os.readlink(path)))
                    continue
                try:
                    with path.open("rb") as stream:
                        found[file] = stream.read(MAX_BYTES + 1)
                except OSError as error:
                    findings.append(codes.UNREADABLE.at(Origin(file), problem=error.strerror or str(error)))
    return dict(sorted(found.items())), findings
