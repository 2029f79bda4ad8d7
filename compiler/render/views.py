"""What a table is to the eye: whose columns are the client's own, and which cells are steps of a scale."""

from __future__ import annotations

from collections.abc import Mapping

from compiler.render.escape import clean
from compiler.render.tree import Node, plain

_SHADES = 4


def own_columns(table: Node) -> list[bool]:
    """For each column, whether its head is bold: in a marked table those are the client's own. Empty for any other table."""
    if not table["marked"]:
        return []
    return [any(node["is"] == "strong" for node in cell) for cell in table["head"]]


def scale(table: Node, steps: Mapping[str, int]) -> list[list[int]]:
    """For each row and column, the shade of the step that its text names, from 1 for the highest to 4; 0 in the first column.

    ``steps`` numbers the steps by name. Empty where the table isn't made of them.
    """
    known = {" ".join(clean(name).split()): step for name, step in steps.items()}
    last = max(len(steps) - 1, 1)
    shades = []
    for _, *cells in table["rows"]:
        found = [known.get(" ".join(plain(cell).split()), 0) for cell in cells]
        if not (found and all(found)):
            return []
        shades.append([0, *(1 + round((step - 1) * (_SHADES - 1) / last) for step in found)])
    return shades
