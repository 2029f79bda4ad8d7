"""Login data in a workspace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from compiler import codes
from compiler.diagnostic import Diagnostic
from compiler.source import Node

_SHAPES = (
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----"), "a private key"),
    (re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"), "an access key"),
    (
        re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abprs]-[A-Za-z0-9-]{10,})", re.ASCII),
        "an access token",
    ),
    (re.compile(r"\beyJ[\w-]{10,500}\.[\w-]{10,}+\.", re.ASCII), "an access token"),
    (re.compile(r"\b[a-z][a-z0-9+.-]{1,30}://[^\s/:@]*:[^\s/@]+@", re.IGNORECASE), "a web address with a password in it"),
)
_AFTER = r"""["'”’*_`]{0,3}(?:\s?\([^)]{0,40}\))?"""
"""What may stand between the word for a password and the sign or verb after it: a quote, stars, a note in brackets."""
_NAMED = r"""\s*+(?:(?:\bis)?\s*+[:=][\s*_`]*(?=(?P<given>\S.{0,200}))|\bis\s+(?=(?P<said>\S.{0,200})))"""
_QUOTED = re.compile(r"""["'“‘„][^"'”’]{4,}["'”’]""")
_MIXED = re.compile(r"(?=\S*[A-Za-z])(?=\S*[0-9#$%&@^~=+])(?![0-9]{1,3}-[a-z]+\b)\S{5,}", re.ASCII)
"""One word with letters, and with digits or signs that no sentence has; not “12-character”."""
_LONG = re.compile(r"\S{7,}")
_DIGITS = re.compile(r"[0-9]{4,}(?=\W*(?:\s|$))")
_LONELY = re.compile(r"[^\W\d_]\S{4,}\s*$")
"""One word, and nothing after it."""


def secret(root: Node, words: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Values that look like a password or key. ``words`` are the words for such things in the languages of documents."""
    # Most documents hold no such word: one look at all their text says so.
    if not _may_hold("\n".join(node.data for node in root.walk() if isinstance(node.data, str)), words):
        return
    for node in root.walk():
        what = _looks_like(node.data, words) if isinstance(node.data, str) else None
        if what is not None:
            yield codes.SECRET.at(node.origin, what=what)


def _may_hold(text: str, words: tuple[str, ...]) -> bool:
    return any(shape.search(text) for shape, _ in _SHAPES) or _naming(words).search(text) is not None


def _looks_like(text: str, words: tuple[str, ...]) -> str | None:
    for shape, what in _SHAPES:
        if shape.search(text):
            return what
    return "a password or key" if any(_is_secret(found) for found in _naming(words).finditer(text)) else None


@cache
def _naming(words: tuple[str, ...]) -> re.Pattern[str]:
    """A word for a password with what is said of it, up to the end of the line: “Password: …”, “the password is …”."""
    named = "|".join(r"[\s_-]?".join(map(re.escape, re.split("[ -]", word))) for word in words)
    return re.compile(rf"(?:{named}){_AFTER}{_NAMED}", re.IGNORECASE)


def _is_secret(found: re.Match[str]) -> bool:
    """Whether what is said is a password, not a sentence about passwords."""
    if found["given"] is not None:
        return any(shape.match(found["given"]) for shape in (_QUOTED, _MIXED, _DIGITS, _LONELY))
    said = found["said"]
    return any(shape.match(said) for shape in (_QUOTED, _DIGITS)) or bool(_MIXED.match(said) and _LONG.match(said))
