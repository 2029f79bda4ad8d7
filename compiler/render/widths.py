"""How wide the columns of a table are, by what stands in them, and how high its rows become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from math import ceil

import msgspec

from compiler import resources
from compiler.render.tree import Node, plain

_PAGE = 164 / 25.4 * 72
"""Points of a line across the page."""
_INSET = 10.0
"""Points beside the text of a cell, on both sides together."""
_HEAD_WORD, _LONG_WORD, _CELL = 7.0, 14.0, 28.0
"""Ems: a longer word is hyphenated in a head, broken if it is very long, and a longer text needn't stand on one line."""
_BREAKS = 31
"""Letters of a word that may be broken anywhere."""
_UNKNOWN = 1500
"""Thousandths of an em for a letter that the fonts lack: another font has it, and it is likely no wider than this."""
_SURELY = 0.99
"""Kerning makes a line a little shorter or longer than its letters."""
_RAGGED = 1.1
"""So much longer is a text of several lines than one line of it would be, by what stays free at the end of each."""
_LEAST = 1.0
"""Ems of the narrowest room: a table of so many columns can't be read anyway."""
_KEPT = 8192


class _Measured(msgspec.Struct, frozen=True):
    """A text in ems: its longest word, and all of it; how many lines it begins; whether all its letters are known."""

    word: float
    all: float
    begins: int
    known: bool


def size(table: Node) -> int:
    """The size of a table's letters, in points."""
    return 8 if len(table["align"]) > 6 else 9


def widths(table: Node) -> list[float]:
    """Shares of the page's width for the columns: at least the longest word of each, and as few lines in all as they can do with.

    Short texts are kept on one line, or long ones given more room, whichever makes the table less high.
    """
    head = [_measured(plain(cell), True) for cell in table["head"]] or [_measured("", True)] * len(table["align"])
    rows = [[_measured(plain(cell), False) for cell in row] for row in table["rows"]]
    columns = list(zip(head, *rows, strict=True))
    points = size(table)
    room = max(_LEAST, (_PAGE - _INSET * len(columns)) / points * _SURELY)
    shown = [min(_CELL, max([text.all for text in column])) for column in columns]
    if sum(shown) > room:
        least = [max([min(_HEAD_WORD, title.word), *[text.word for text in texts]]) for title, *texts in columns]
        shown = min(
            _ways(least, list(map(max, least, shown)), room), key=lambda ems: sum(_row_lines(row, ems) for row in (head, *rows))
        )
    stretch = room / (sum(shown) or 1)
    return [round(one * stretch * points + _INSET, 3) for one in shown]


def _ways(least: list[float], liked: list[float], room: float) -> list[list[float]]:
    """Ems for columns that can't all be as wide as they like: what lacks is taken from the longest, from all, or from both."""
    if sum(least) >= room:
        return [least]
    low, high = 0.0, max(liked)
    for _ in range(24):
        most = (low + high) / 2
        of_longest = [max(small, min(like, most)) for small, like in zip(least, liked, strict=True)]
        low, high = (most, high) if sum(of_longest) <= room else (low, most)
    grow = (room - sum(least)) / (sum(liked) - sum(least))
    of_all = [small + (like - small) * grow for small, like in zip(least, liked, strict=True)]
    return [of_longest, of_all, [(one + other) / 2 for one, other in zip(of_longest, of_all, strict=True)]]


def lines(rows: Iterable[Sequence[list[Node]]], shares: Sequence[float], bold: Sequence[bool], points: int) -> list[int]:
    """About how many lines each row takes whose columns have these shares of the page. One, only where that is sure."""
    whole = sum(shares)
    ems = [(share / whole * _PAGE - _INSET) / points * _SURELY for share in shares]
    return [_row_lines(map(_cell, row, bold), ems) for row in rows]


def _cell(nodes: list[Node], bold: bool) -> _Measured:
    if len(nodes) == 1 and nodes[0]["is"] == "text":
        return _measured(nodes[0]["text"], bold)
    heavy = any(node["is"] == "strong" for node in nodes)
    measured = _measured(plain(nodes), bold or heavy)
    return measured if all(_usual(node) for node in nodes) else msgspec.structs.replace(measured, known=False)


def _usual(node: Node) -> bool:
    """Whether it is set in the fonts whose letters are known."""
    return node["is"] == "text" or (node["is"] == "strong" and all(inner["is"] == "text" for inner in node["nodes"]))


def _row_lines(texts: Iterable[_Measured], ems: Iterable[float]) -> int:
    return max((_lines(text, room) for text, room in zip(texts, ems, strict=True)), default=0)


def _lines(text: _Measured, room: float) -> int:
    if text.begins < 2 and text.known and text.all <= room:
        return text.begins
    return max(2, text.begins - 1 + ceil(text.all * _RAGGED / max(room, _LEAST)))


@lru_cache(_KEPT)
def _measured(text: str, bold: bool) -> _Measured:
    letters = _letters()[bold]
    words = [(one, _ems(letters, one)) for one in text.split()]
    word = max([min(ems, _LONG_WORD) if len(one) >= _BREAKS else ems for one, ems in words], default=0)
    return _Measured(word, _ems(letters, text), text.count("\n") + 1 if text else 0, letters.keys() >= set(text))


def _ems(letters: _Letters, text: str) -> float:
    return sum(map(letters.__getitem__, text)) / 1000


class _Letters(dict[str, int]):
    """Thousandths of an em for each letter of a font."""

    def __missing__(self, letter: str) -> int:
        return _UNKNOWN


@cache
def _letters() -> dict[bool, _Letters]:
    """The fonts, bold or not."""
    said = msgspec.json.decode(resources.text("templates", "look/letters.json"), type=dict[str, dict[str, int]])
    return {bold: _Letters(said["600" if bold else "400"]) for bold in (False, True)}
