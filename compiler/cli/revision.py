"""A workspace as it was at a revision, read from git's store: no checkout is touched."""

from __future__ import annotations

import os
import posixpath
import subprocess
from pathlib import Path
from typing import NamedTuple

_NOTHING_RUN = ("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
"""A repository's configuration can name programs. One that lies among the files of another isn't taken for a repository."""
_NOTHING_FETCHED = {"GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1"}
"""What a partial clone lacks, git would fetch, by programs that its configuration names. No way to fetch is allowed."""


class RevisionError(Exception):
    """A revision that can't be read; the message says why."""


def files_at(root: Path, revision: str, folders: tuple[str, ...]) -> dict[str, bytes]:
    """The files below some folders of a workspace, by path relative to it. Raises ``RevisionError``."""
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").output
    if commit is None:
        inside = _git(root, "rev-parse", "--is-shallow-repository")
        if inside.output is None:
            raise RevisionError(f"{root} isn't in a git repository that can be read: {inside.problem}")
        shallow = " (the clone is shallow: fetch more of it)" if inside.output.strip() == b"true" else ""
        what = f"there is no revision {revision!r}{shallow}"
        raise RevisionError(f"{what}; give a date, a version of the SLA, or a commit, branch or tag")
    prefix = (_git(root, "rev-parse", "--show-prefix").output or b"").decode("utf-8", "surrogateescape").strip("\n")
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit.decode().strip()).output
    if listed is None:
        raise RevisionError(f"the files of {revision!r} can't be read; fetch them with git first")
    entries: dict[str, tuple[str, str]] = {}
    for entry in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        about, _, path = entry.partition("\t")
        mode, _, name = about.split()
        if path.startswith(prefix):
            entries[path.removeprefix(prefix)] = (mode, name)
    wanted = [path for path in sorted(entries) if _is_read(path, folders)]
    if modules := [path for path in wanted if entries[path][0] == "160000"]:
        raise RevisionError(f"{modules[0]} is a submodule of {revision!r}, which isn't read; compare within it")
    links = [name for mode, name in entries.values() if mode == "120000"]
    contents = _blobs(root, [*links, *(entries[path][1] for path in wanted)], revision)
    ends = {path: _followed(path, entries, contents, revision) for path in wanted}
    contents |= _blobs(root, [entries[end][1] for end in ends.values()], revision)
    return {path: contents[entries[end][1]] for path, end in ends.items()}


def _is_read(path: str, folders: tuple[str, ...]) -> bool:
    parts = path.split("/")
    return parts[0] in folders and not any(part.startswith(".") for part in parts)


def _followed(path: str, entries: dict[str, tuple[str, str]], contents: dict[str, bytes], revision: str) -> str:
    """The file that a path leads to, by way of links."""
    seen = [path]
    while entries[seen[-1]][0] == "120000":
        text = contents[entries[seen[-1]][1]].decode("utf-8", "surrogateescape")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(seen[-1]), text))
        if target not in entries or target in seen:
            raise RevisionError(f"{path} is a link of {revision!r} that leads to no file of the workspace")
        seen.append(target)
    return seen[-1]


def _blobs(root: Path, names: list[str], revision: str) -> dict[str, bytes]:
    asked = "".join(f"{name}\n" for name in dict.fromkeys(names)).encode()
    answer = _git(root, "cat-file", "--batch", feed=asked).output
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


class _Answer(NamedTuple):
    """What git prints, or None where it fails, and why."""

    output: bytes | None
    problem: str


def _git(root: Path, *arguments: str, feed: bytes = b"") -> _Answer:
    """Asks git about the repository around a folder. Raises ``RevisionError`` where there is no git."""
    # A hook of git sets these for its own repository.
    own = {name: value for name, value in os.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")}
    command = ["git", *_NOTHING_RUN, "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, input=feed, capture_output=True, check=False, env=own | _NOTHING_FETCHED)
    except FileNotFoundError:
        raise RevisionError("revisions are read through git, which isn't installed") from None
    problem = " ".join(done.stderr.decode("utf-8", "replace").split())
    return _Answer(done.stdout if done.returncode == 0 else None, problem)
