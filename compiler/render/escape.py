"""Text to Markdown that reads back as exactly that text, wherever in a paragraph, list item, quote or table cell it stands."""

from __future__ import annotations

import re
from functools import lru_cache

_LINE_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_ANYWHERE = re.compile(
    r"""
      (?P<inside_word> (?<=[^\W_]) _+ (?=[^\W_]) )
    | (?P<pipe_ahead> \\ (?=\||\Z) )
    | (?P<plain> [\\`*_\[\]<~|] | & (?=[\#A-Za-z]|\Z) | (?<!\S)\# | (?<=\#)\# )
    | (?P<space> [\n\t] )
    """,
    re.VERBOSE,
)
_MARKER = re.compile(r">|[#=+:.)-](?![^\W_])")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?!\S)")


def clean(text: str) -> str:
    """The text with one kind of line break. What can't be printed or isn't a character becomes U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", _LINE_BREAK.sub("\n", text))


@lru_cache(4096)
def escaped(text: str) -> str:
    """Markdown for a text. Only what Markdown would read as its own is escaped. What clients have in common is kept."""
    body = clean(text)
    if not body:
        return ""
    stripped = body.strip()
    if not stripped:
        return "".join(map(_entity, body))
    start = body.index(stripped)
    before, after = body[:start], body[start + len(stripped) :]
    first = ""
    if not before:
        first, stripped = _opening(stripped)
    # What follows the opening is escaped on its own: an opening never ends in the middle of a word or before a marker.
    return "".join(map(_entity, before)) + first + _ANYWHERE.sub(_escape, stripped) + "".join(map(_entity, after))


def _opening(text: str) -> tuple[str, str]:
    """What would start a list, heading, quote, rule or table at the start of a line, escaped; and the rest."""
    if number := _NUMBER.match(text):
        return f"{number[1]}\\{number[2]}", text[number.end() :]
    if marker := _MARKER.match(text):
        return f"\\{marker[0]}", text[marker.end() :]
    return "", text


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if match.lastgroup == "inside_word":
        return found
    if match.lastgroup == "plain":
        return f"\\{found}"
    return "".join(map(_entity, found))


def _entity(character: str) -> str:
    return f"&#{ord(character)};"
