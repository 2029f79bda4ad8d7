"""Login data in a workspace."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compiler import codes
from compiler.diagnostic import Diagnostic
from compiler.source import Node

_SHAPES = (
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"), "a private key"),
    (re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"), "an access key"),
    (re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{20,}|glpat-[A-Za-z0-9_-]{20,}|xox[abprs]-[A-Za-z0-9-]{10,})"), "an access token"),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\."), "an access token"),
    (re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]+@"), "a web address with a password in it"),
)


def secret(root: Node, words: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Values that look like a password or key. ``words`` are the words for such things in the languages of documents."""
    named = re.compile(r"\b(" + "|".join(map(re.escape, words)) + r")\s*(?::|=|\bis\b)\s*\S", re.IGNORECASE) if words else None
    for node in root.walk():
        if not isinstance(node.data, str):
            continue
        what = next((what for shape, what in _SHAPES if shape.search(node.data)), None)
        if what is None and named is not None and named.search(node.data):
            what = "a password or key"
        if what is not None:
            yield codes.SECRET.at(node.origin, what=what)
