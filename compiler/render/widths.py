"""How wide the columns of a table are, by what stands in them."""

from __future__ import annotations

from compiler.render.tree import Node, plain

_LINE = 92
_WORD = 30
_HEAD_WORD = 14
_CELL = 60


def widths(table: Node) -> list[float]:
    """Shares of the width: what each column would like, but at least its longest word, where all that fits."""
    columns = list(zip(*table["rows"], strict=True)) or [()] * len(table["align"])
    heads = [plain(cell) for cell in table["head"]] or [""] * len(columns)
    texts = [[head, *map(plain, column)] for head, column in zip(heads, columns, strict=True)]
    # Heads are bold, and so a little wider.
    words = [(min(_HEAD_WORD, _longest(head) + 1), *(min(_WORD, _longest(text)) for text in body)) for head, *body in texts]
    least = [max(lengths) + 2 for lengths in words]
    liked = [max(low, min(_CELL, max(map(len, column)) + 2)) for low, column in zip(least, texts, strict=True)]
    if sum(liked) <= _LINE or sum(least) >= _LINE:
        return [float(share) for share in (liked if sum(liked) <= _LINE else least)]
    grow = (_LINE - sum(least)) / (sum(liked) - sum(least))
    return [round(low + (like - low) * grow, 3) for low, like in zip(least, liked, strict=True)]


def _longest(text: str) -> int:
    return max(map(len, text.split()), default=0)
