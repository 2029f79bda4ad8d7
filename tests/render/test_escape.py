"""Any text comes out of Markdown as exactly that text, wherever it stands."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from compiler.render.escape import escaped

HOSTILE = [
    "<script>alert(1)</script>",
    "*bold* _under_ **x** __y__ ~~z~~ `code` ``two`` ```",
    "a | b || c \\| d \\",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    '#{ panic() } #"x" $x^2$ @ref <label> // c',
    "1. first",
    "1) first",
    "# title",
    "## title ##",
    "C #",
    "- item",
    "-",
    "---",
    "***",
    "___",
    "+ item",
    "> quote",
    ">quote",
    "===",
    "=",
    ":--",
    "|---|",
    "    code",
    "\tcode",
    "one\ntwo\n\nthree",
    "\n# not a title",
    "  spaces around  ",
    "&amp; &#35; &copy; & &",
    "https://example.com/a_b_c <https://example.com> www.example.com jan@example.com",
    "[link](https://example.com) ![image](x) [ref]: x",
    "[a]: https://example.com",
    "snake_case _start end_ a__b",
    "😀 👩‍💻 é ü ‏RTL‏ עברית",
    "\\",
    "\\\\",
    "\\*",
    "```\nfence\n```",
    "~~~",
    "<!-- comment -->",
    "&#10;",
    "x  \ny",
    "!",
    "a" * 10_000,
]

PLACES = ["{}", "before {} after", "- {}", "> {}", "1. {}", "## {}", "**({})** x", "| a | b |\n|---|---|\n| {} | x |", "para\n{}"]


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markdown: str) -> str:
    parser = Text()
    parser.feed(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))
    return parser.text


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_itself(text: str, place: str) -> None:
    unharmed = read(place.format("XYZZY"))
    assert read(place.format(escaped(text))) == unharmed.replace("XYZZY", text)


SIGNS = st.text(st.sampled_from("\\`*_{}[]()#+-.!|<>~=&:;$@\"'1a é\n\t "), min_size=1, max_size=12)
LETTERS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029", include_characters="\n\t"),
    min_size=1,
    max_size=40,
).filter(lambda text: not re.search(r"[\ufdd0-\ufdef\ufffe\uffff]", text))


@settings(max_examples=600, deadline=None)
@given(st.one_of(SIGNS, LETTERS), st.sampled_from(PLACES))
@example("&", "{}")
def test_any_text_stays_itself(text: str, place: str) -> None:
    unharmed = read(place.format("XYZZY"))
    assert read(place.format(escaped(text))) == unharmed.replace("XYZZY", text)


def test_ordinary_text_is_left_alone() -> None:
    for text in ("Bakkerij Van Dijk B.V.", "+31 (0)88 - 444 50 50", "jan@bakkerij.example", "srv_dc01", "R & D", "08:00–17:00"):
        assert escaped(text) == text


def test_other_line_breaks_and_control_characters() -> None:
    assert read(escaped("a\r\nb\rc\u2028d\x07e")) == "a\nb\nc\nd\ufffde\n"
