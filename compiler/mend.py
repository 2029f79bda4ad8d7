"""Mending what is safe to mend: the edits that findings bring along, at their exact place; all else stays byte for byte."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import unified_diff

from compiler.diagnostic import Diagnostic
from compiler.source import Origin

ROUNDS = 8
"""So often is it checked and mended again: a mend can bring to light what it hid."""

Find = Callable[[Mapping[str, bytes]], Collection[Diagnostic]]
"""Finds what is wrong in files."""

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Mended:
    """The files that were mended, as they are then, and how much was mended in each."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int]


def mend(files: Mapping[str, bytes], find: Find) -> Mended:
    """Mends until nothing more can be. A mend after which its finding is still there, or its file can't be read, isn't kept."""
    now, findings = dict(files), find(files)
    refused: set[tuple[str, str, str]] = set()
    counts: Counter[str] = Counter()
    for _ in range(ROUNDS):
        wanted = {_place(one): one for one in findings if one.edit is not None and _identity(one) not in refused}
        done = [one for one in wanted.values() if one.origin.file in now and _fits(one, now[one.origin.file])]
        if not done:
            break
        tried = dict(now)
        # From the last to the first, so that places stay where they are.
        for one in sorted(done, key=_place, reverse=True):
            tried[one.origin.file] = edited(tried[one.origin.file], one)
        found = find(tried)
        left = {_identity(one) for one in found}
        broken = _unreadable(found) - _unreadable(findings)
        failed = {_identity(one) for one in done if _identity(one) in left or one.origin.file in broken}
        refused |= failed
        if not failed:
            now, findings = tried, found
            counts.update(one.origin.file for one in done)
    return Mended({file: now[file] for file in sorted(counts)}, dict(sorted(counts.items())))


def edited(content: bytes, found: Diagnostic) -> bytes:
    """A file's bytes with a finding mended. Raises ``ValueError`` where what it mends isn't there."""
    if found.edit is None or not _fits(found, content):
        raise ValueError(f"{found.origin.file} doesn't hold what is to be mended")
    mark, text = _text(content)
    start, end = _span(text, found.origin)
    quote = "" if text[start:end] == found.edit.old else text[start]
    return mark + f"{text[:start]}{quote}{found.edit.new}{quote}{text[end:]}".encode()


def difference(file: str, before: bytes, after: bytes) -> str:
    """What was mended in a file, as a unified diff. Line ends are shown as those of the terminal."""
    old, new = ([line.rstrip("\r") for line in _text(content)[1].split("\n")] for content in (before, after))
    return "".join(f"{line}\n" for line in unified_diff(old, new, f"a/{file}", f"b/{file}", lineterm=""))


def _fits(found: Diagnostic, content: bytes) -> bool:
    """Whether what is to be replaced stands at the finding's place: an anchor or an escape makes it something else."""
    try:
        text = _text(content)[1]
    except UnicodeDecodeError:
        return False
    start, end = _span(text, found.origin)
    return found.edit is not None and text[start:end] in {f"{quote}{found.edit.old}{quote}" for quote in ("", "'", '"')}


def _text(content: bytes) -> tuple[bytes, str]:
    """The byte-order mark, if there is one, and the text behind it."""
    mark = _MARK if content.startswith(_MARK) else b""
    return mark, content[len(mark) :].decode()


def _span(text: str, origin: Origin) -> tuple[int, int]:
    """Where a place begins and ends in a text. Lines end with a line feed, as origins count them."""

    def index(line: int, column: int) -> int:
        at = 0
        for _ in range(line - 1):
            at = text.find("\n", at) + 1
        return at + column - 1

    return index(origin.line, origin.column), index(origin.end_line, origin.end_column)


def _place(found: Diagnostic) -> tuple[str, int, int]:
    return found.origin.file, found.origin.line, found.origin.column


def _identity(found: Diagnostic) -> tuple[str, str, str]:
    """What a finding is about, wherever edits have moved it."""
    return found.code, found.origin.file, found.origin.pointer


def _unreadable(findings: Collection[Diagnostic]) -> set[str]:
    """The files that can't be read as a whole."""
    return {one.origin.file for one in findings if one.code.startswith("AK1")}
