"""A text in pieces means what it means as a whole, as markdown-it reads it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from compiler.render.tree import _plain_table, piece_tree, pieces

LINES = [
    "one [two](#c-5.2) **three**",
    "**four**",
    "| a | b |",
    "|---|---|",
    "- item",
    "* item",
    "+ item",
    "1. item",
    "2) item",
    "  inside",
    "    more inside",
    "\tinside",
    "> quote",
    ">",
    "# title",
    "===",
    "---",
    "```",
    "~~~",
    "[x]",
    "[x]: https://example.com",
    "<b>html</b>",
    " ",
    "",
]


CELLS = [
    "a", " b ", "", " ", "\\", "\\|", "\\\\|", "**c**", "`d|e`", ":", "-", "[f](#g)", "*", "&#124;", "\t", ">",
]  # fmt: skip
ROW = st.lists(st.sampled_from(CELLS), max_size=4).map(lambda cells: f"|{'|'.join(cells)}|")
RULE = st.lists(st.sampled_from(["---", ":--", "--:", " :-: ", "x"]), max_size=4).map(lambda cells: f"|{'|'.join(cells)}|")


def html(text: str) -> str:
    return MarkdownIt("commonmark", {"html": False}).enable("table").render(text)


@settings(max_examples=2_000, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from([*LINES, "", "", ""]), max_size=12).map("\n".join))
def test_apart_as_together(text: str) -> None:
    assert "".join(map(html, pieces(text))) == html(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("one\n\n| a |\n|---|\n| b |\n\ntwo", 3),
        ("one\ntwo", 1),
        ("- one\n\n- two\n\nthree", 2),
        ("- one\n\n  more\n\n**three**", 1),
        ("```\none\n\ntwo\n```", 1),
        ("[x]\n\n[x]: https://example.com", 1),
    ],
)
def test_what_belongs_together_stays_together(text: str, count: int) -> None:
    assert len(pieces(text)) == count


@settings(max_examples=2_000, derandomize=True, deadline=None)
@given(ROW, RULE, st.lists(ROW, max_size=3))
def test_a_table_between_bars_is_read_as_the_library_reads_it(head: str, rule: str, rows: list[str]) -> None:
    text = "\n".join([head, rule, *rows])
    # After an empty line it goes by way of the library.
    assert piece_tree(text) == piece_tree(f"\n{text}")


def test_which_tables_stand_between_bars() -> None:
    assert _plain_table("| a | b |\n|---|:-:|\n| c | d\\|e |\n| f |") is not None
    assert _plain_table("| a | b |\n|---|\n| c | d |") is None
