"""A workspace as it was at a revision, read from git's store: no checkout is touched."""

from __future__ import annotations

import posixpath
import subprocess
from pathlib import Path


class RevisionError(Exception):
    """A revision that can't be read; the message says why."""


def files_at(root: Path, revision: str, folders: tuple[str, ...]) -> dict[str, bytes]:
    """The files below some folders of a workspace, by path relative to it. Raises ``RevisionError``."""
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        if _git(root, "rev-parse", "--git-dir") is None:
            raise RevisionError(f"{root} isn't in a git repository, so there is no revision {revision!r}")
        raise RevisionError(f"there is no revision {revision!r}; give a date, a version of the SLA, or a commit, branch or tag")
    prefix = (_git(root, "rev-parse", "--show-prefix") or b"").decode("utf-8", "surrogateescape").strip("\n")
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit.decode().strip())
    if listed is None:
        raise RevisionError(f"the files of {revision!r} can't be read; fetch them with git first")
    entries: dict[str, tuple[str, str]] = {}
    for entry in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        about, _, path = entry.partition("\t")
        mode, kind, name = about.split()
        inside = path.removeprefix(prefix)
        parts = inside.split("/")
        if path.startswith(prefix) and kind == "blob" and parts[0] in folders and not any(one.startswith(".") for one in parts):
            entries[inside] = (mode, name)
    contents = _blobs(root, [name for _, name in entries.values()], revision)
    found: dict[str, bytes] = {}
    for path, (mode, name) in sorted(entries.items()):
        content = contents[name]
        if mode == "120000":
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), content.decode("utf-8", "surrogateescape")))
            if target not in entries:
                continue
            content = contents[entries[target][1]]
        found[path] = content
    return found


def _blobs(root: Path, names: list[str], revision: str) -> dict[str, bytes]:
    asked = "".join(f"{name}\n" for name in dict.fromkeys(names)).encode()
    answer = _git(root, "cat-file", "--batch", feed=asked)
    found: dict[str, bytes] = {}
    while answer:
        head, _, answer = answer.partition(b"\n")
        name, kind, *size = head.decode().split()
        if kind != "blob":
            break
        length = int(size[0])
        found[name], answer = answer[:length], answer[length + 1 :]
    if set(names) - set(found):
        raise RevisionError(f"not every file of {revision!r} is in this repository; fetch the rest with git first")
    return found


def _git(root: Path, *arguments: str, feed: bytes = b"") -> bytes | None:
    """What git prints, or None where it fails. Raises ``RevisionError`` where there is no git."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], input=feed, capture_output=True, check=False)
    except FileNotFoundError:
        raise RevisionError("revisions are read through git, which isn't installed") from None
    return done.stdout if done.returncode == 0 else None
