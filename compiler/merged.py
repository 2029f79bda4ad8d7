"""The builds of all parts put together: what one build of all clients would have made, to the byte."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from compiler import output
from compiler.built import Built, Progress
from compiler.cache import digest
from compiler.checked import Checked
from compiler.exported import write_exports
from compiler.output import MANIFEST, Folder
from compiler.processes import Pool
from compiler.shard import Shard

MARK = "shard.json"
"""What a part's folder holds besides what was made: which part it is, and of what."""


class UnmergeableError(Exception):
    """Why parts can't be put together."""


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which part a folder holds. ``made_of`` is the digest of all that must be the same for every part."""

    number: int
    count: int
    made_of: str


def put_mark(folder: Folder, part: Shard, checked: Checked, formats: Iterable[str], clients: Iterable[str]) -> None:
    """Marks a folder as a part. ``clients`` are those of all parts. Raises ``OSError``."""
    one = Mark(part.number, part.count, digest(checked.common, *formats, "", *clients))
    folder.digests[MARK] = output.put(folder.new, MARK, msgspec.json.format(msgspec.json.encode(one), indent=2) + b"\n")


def merge(parts: Sequence[Path], targets: Sequence[str], folder: Folder, pool: Pool, progress: Progress) -> Built:
    """Takes over what the parts hold, and makes the exports of all of it.

    Raises ``UnmergeableError`` where the parts aren't all the parts of one build, or were changed since; ``OSError`` where it
    can't be written.
    """
    _fitting(parts)
    for part in parts:
        digests = {name: digest for name, digest in _manifest(part).items() if name != MARK}
        if not output.keep(part, folder.new, digests):
            raise UnmergeableError(f"{part} isn't what its {MANIFEST} says: build it again")
        folder.digests.update(digests)
        progress(str(part))
    names = (name.split("/") for name in folder.digests)
    clients = sorted(steps[1].removesuffix(".json") for steps in names if steps[0] == "bundles")
    losses, refused = write_exports(targets, clients, folder, pool, progress)
    return Built(folder.digests, tuple(refused), losses)


def _fitting(parts: Sequence[Path]) -> None:
    marks = [_mark(part) for part in parts]
    first = marks[0]
    for part, one in zip(parts, marks, strict=True):
        if (one.count, one.made_of) != (first.count, first.made_of):
            raise UnmergeableError(f"{part} and {parts[0]} aren't parts of one build: other files, date, formats, or version")
    numbers = [one.number for one in marks]
    lacking = sorted(set(range(1, first.count + 1)) - set(numbers))
    if lacking:
        raise UnmergeableError(f"not all parts are there: {', '.join(f'{number}/{first.count}' for number in lacking)} lack")
    if len(numbers) > first.count:
        raise UnmergeableError("a part is there twice")


def _mark(part: Path) -> Mark:
    try:
        return msgspec.json.decode((part / MARK).read_bytes(), type=Mark)
    except (OSError, msgspec.DecodeError) as error:
        raise UnmergeableError(f"{part} holds no part of a build: {error}; akkoord build --shard makes one") from error


def _manifest(part: Path) -> dict[str, str]:
    try:
        files = msgspec.json.decode((part / MANIFEST).read_bytes(), type=dict[str, dict[str, str]])["files"]
    except (OSError, KeyError, msgspec.DecodeError) as error:
        raise UnmergeableError(f"{part} has no list of its files: {error}") from error
    if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts for name in files):
        raise UnmergeableError(f"{part} lists files outside itself")
    return files
