"""How high text is on a page, about: whether it can be kept together is decided by it."""

from __future__ import annotations

from math import ceil

from compiler.render.tree import Node, plain

_LINE = 80
"""Characters of a line across the page: most lines have more, and those of the broadest letters half as many."""
_INDENT = 4
"""So many fewer within a list or a quote."""
_AROUND = 2
"""Lines around a quote."""


def height(blocks: list[Node] | str, line: int = _LINE) -> int:
    """About how many lines of so many characters blocks take, without what stands between them.

    A table says itself how many, in ``lines-in-all``.
    """
    return _lines(blocks, line) if isinstance(blocks, str) else sum(_high(block, line) for block in blocks)


def _high(block: Node, line: int) -> int:
    within = max(line - _INDENT, 1)
    match block["is"]:
        case "table":
            return int(block["lines-in-all"])
        case "list":
            return sum(height(item, within) for item in block["items"])
        case "quote":
            return height(block["nodes"], within) + _AROUND
        case "code-block":
            return _lines(block["text"], line)
        case "rule":
            return 1
        case _:
            return _lines(plain(block["nodes"]), line)


def _lines(text: str, line: int) -> int:
    return sum(ceil(len(one) / line) or 1 for one in text.split("\n"))
