"""The comments of YAML text, found by its own scanner: between two tokens stand only blanks and comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from compiler.load.reader import Parser

_COMMENT = re.compile("#[^\r\n\x85\u2028\u2029]*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+")
"""What a block of text begins with; the rest of that line is a comment, though the scanner counts it as the block's."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, from its ``#`` to the end of its line. ``alone`` says that nothing else stands on that line."""

    text: str
    line: int
    column: int
    alone: bool


def comments(text: str) -> list[Comment]:
    """The comments of text that can be read as YAML. Raises ``yaml.YAMLError`` for other text."""
    starts = [0, *(end.end() for end in re.finditer("\n", text))]
    found = []
    for start, end in _gaps(text):
        for comment in _COMMENT.finditer(text, start, end):
            line = bisect_right(starts, comment.start())
            before = text[starts[line - 1] : comment.start()]
            found.append(Comment(comment[0].rstrip(), line, len(before) + 1, not before.strip()))
    return found


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Where comments can stand: before, between and behind the tokens."""
    parser = Parser(text)
    done = 0
    while (token := parser.get_token()) is not None:
        start, end = token.start_mark.index, token.end_mark.index
        yield done, start
        done = max(done, end)
        header = _HEADER.match(text, start, end) if getattr(token, "style", None) in ("|", ">") else None
        if header is not None and (comment := _COMMENT.match(text, header.end(), end)):
            yield comment.span()
    yield done, len(text)
