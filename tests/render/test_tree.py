"""A text in pieces means what it means as a whole, as markdown-it reads it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from compiler.render.tree import _BLOCKS, _blocks, _bold, _plain_table, _read, _read_once, _Reader, _simple, piece_tree, pieces

LINES = [
    "one [two](#c-5.2) **three**",
    "**four**",
    "***",
    "*five*",
    "-six",
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
        ("- one\n\n  more\n\n- three", 1),
        ("- one\n\n  more\n\n**three**", 2),
        ("```\none\n\ntwo\n```", 1),
        ("[x]\n\n[x]: https://example.com", 1),
    ],
)
def test_what_belongs_together_stays_together(text: str, count: int) -> None:
    assert len(pieces(text)) == count


@settings(max_examples=2_000, derandomize=True, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from([*".,:;!?&*_`~<>[]()#+-=|\\/@'\" \n\té€–\u00a0", "https://example.com", "ab"]), st.characters())
    )
)
def test_a_text_is_read_as_the_library_reads_it(parts: list[str]) -> None:
    # A block's text comes without spaces around it and with one kind of line break.
    text = re.sub(r"[\r\0\ud800-\udfff]", "", "".join(parts)).strip()
    assert _read_once.__wrapped__(text) == _read(text, {})


@settings(max_examples=2_000, derandomize=True, deadline=None)
@given(
    st.lists(st.sampled_from(["**", "**", "**", "a", "1", "_", ".", "(", "€", " ", "\u00a0", "\u2003", "*", "\\"]), max_size=9)
)
def test_bold_words_are_read_as_the_library_reads_them(parts: list[str]) -> None:
    text = "".join(parts).strip()
    assert _read_once.__wrapped__(text) == _read(text, {})


@pytest.mark.parametrize("text", ["**a**", "**Per 1 juli:** vorm **b** (c)", "a **b**"])
def test_bold_words_of_our_templates_are_plain(text: str) -> None:
    assert _bold(text) == _read(text, {})


WORDS = ["a", "é", "1", " ", "**", "-", ".", ":", "[b](c)", "<b>", "\t", "\u00a0", "\r", "\0"]
LINE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join)


@settings(max_examples=2_000, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["", "- ", "- ", "> ", "  ", "1. "]), LINE).map("".join), min_size=1, max_size=4),
    st.sampled_from(["\n", "\n\n"]),
)
def test_lines_and_lists_are_read_as_the_library_reads_them(lines: list[str], after_first: str) -> None:
    text = lines[0] + "".join(
        after_first * (number == 1) + "\n" * (number > 1) + line for number, line in enumerate(lines[1:], 1)
    )
    references: dict[str, Any] = {}
    assert piece_tree.__wrapped__(text) == _blocks(_Reader(_BLOCKS.parse(text, references), references))


@pytest.mark.parametrize("text", ["a", "> **a:** b", "- a\n- **b**", "**a**\n\n- b\n- c"])
def test_lines_and_lists_of_our_templates_are_simple(text: str) -> None:
    assert _simple(text) == _blocks(_Reader(_BLOCKS.parse(text, {}), {}))


MARKS = [
    "**b**",
    "_b_",
    "`b`",
    "[b](c)",
    "<https://b.c>",
    "\\.",
    "&amp;",
    "\n",
    "\n- ",
    "\n===",
    "\r",
    "\0",
    "|",
    ": ",
    "\t",
    "\u00a0",
    "  ",
]


@settings(max_examples=5_000, derandomize=True, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(["a", "é", " ", "1. ", "- ", "# ", "> ", *MARKS]), st.characters()), max_size=5))
def test_a_line_is_read_as_the_library_reads_it(parts: list[str]) -> None:
    text = re.sub(r"[\ud800-\udfff]", "", "".join(parts))
    references: dict[str, Any] = {}
    assert piece_tree.__wrapped__(text) == _blocks(_Reader(_BLOCKS.parse(text, references), references))


CELLS = ["", " ", "a", " b ", "**c**", "\\|", "\\", "\\\\", "`d|e`", ":", "-", " --- ", "\t", "\u00a0", "\u2003", "|", "é"]
SIDES = ["---", ":--", "--:", ":-:", " - ", " :-: ", "", ":", "a"]


def bars(cells: list[str]) -> str:
    return "".join(f"|{cell}" for cell in cells) + "|"


@settings(max_examples=5_000, derandomize=True, deadline=None)
@given(
    st.integers(1, 3).flatmap(
        lambda columns: st.tuples(
            st.lists(st.sampled_from(CELLS), min_size=columns, max_size=columns),
            st.lists(st.sampled_from(SIDES), min_size=columns, max_size=columns),
            st.lists(st.lists(st.sampled_from(CELLS), min_size=max(1, columns - 1), max_size=columns + 1), max_size=3),
        )
    )
)
def test_a_table_is_read_as_the_library_reads_it(table: tuple[list[str], list[str], list[list[str]]]) -> None:
    head, sides, rows = table
    text = "\n".join(map(bars, (head, sides, *rows)))
    if (found := _plain_table(text)) is not None:
        assert [found] == _blocks(_Reader(_BLOCKS.parse(text), {}))


def test_tables_of_our_templates_are_plain() -> None:
    found = _plain_table("| a | **b** |\n|---|---:|\n| c \\| d | |")
    assert found is not None
    assert found["rows"] == [[[{"is": "text", "text": "c | d"}], []]]
    assert found["align"] == ["left", "right"]
