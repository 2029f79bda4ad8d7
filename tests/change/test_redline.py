"""Tables of two states in one: columns that went and came, and rows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from compiler.render import Desk
from compiler.render.redline import redline
from tests.render.sample import bundle

OLD = """| Day | 2026 | 2027 |
|---|---|---|
| May | Tue 5 | – |
| Gone | Mon 1 |  |"""
NEW = """| Day | 2027 | 2028 |
|---|---|---|
| May | Wed 5 | Fri 5 |
| Come |  | Sat 1 |"""


def rows(old: str, new: str) -> list[list[str]]:
    """The rows of all tables of the section, with what is marked in brackets: ``-[gone]``, ``+[come]``."""
    paper = Desk(bundle(), "en", {}).paper("sla")
    section = paper.sections[0]
    sides = [replace(paper, cover="", sections=(replace(section, body=body),)) for body in (old, new)]
    page = redline(*sides, "what is compared").decode()
    page = re.sub(r"<del>(.*?)</del>", r"-[\1]", re.sub(r"<ins>(.*?)</ins>", r"+[\1]", page))
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]
    return [[re.sub(r"\s+", " ", cell) for cell in row] for row in cells]


def test_a_column_that_went_is_struck_out_and_one_that_came_is_underlined() -> None:
    assert rows(OLD, NEW) == [
        ["Day", "-[2026]", "2027", "+[2028]"],
        ["May", "-[Tue 5]", "-[–]+[Wed 5]", "+[Fri 5]"],
        ["-[Gone]", "-[Mon 1]", "", ""],
        ["+[Come]", "", "", "+[Sat 1]"],
    ]


@pytest.mark.parametrize("other", ["| Other | 2026 |\n|---|---|\n| May | x |", "| | |\n|---|---|\n| May | x |"])
def test_tables_that_begin_with_another_column_are_two_tables(other: str) -> None:
    assert len(rows(OLD, other)) == len(rows(OLD, OLD)) + len(rows(other, other))


def test_a_table_without_heads_is_compared_by_the_places_of_its_columns() -> None:
    assert rows("| | |\n|---|---|\n| May | x |", "| | |\n|---|---|\n| May | y |")[-1] == ["May", "-[x]+[y]"]
