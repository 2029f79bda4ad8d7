"""Columns by the letters of the fonts, and rows whose height is known before they are laid out."""

from __future__ import annotations

import json
import random
import subprocess
from dataclasses import replace
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from compiler.render import Desk, pdf, widths
from compiler.render.tree import tree
from tests.render.sample import bundle
from tests.workspace import ROOT

LOOK = ROOT / "templates" / "look"
FONTS = {"400": "SourceSans3_400Regular.ttf", "600": "SourceSans3_600SemiBold.ttf"}
SPACES = "\u00a0\u202f"
LATIN = (*range(0x20, 0x250), *range(0x2000, 0x2300))


def test_the_letters_are_as_wide_as_in_the_fonts(request: pytest.FixtureRequest) -> None:
    said = {}
    for weight, name in FONTS.items():
        font = TTFont(LOOK / "fonts" / name)
        glyphs, advances = font.getBestCmap(), font["hmtx"]
        assert (font["head"].unitsPerEm, font["OS/2"].sCapHeight) == (1000, 660), "pieces.typ says how high a line is"
        known = [code for code in LATIN if code in glyphs and (chr(code).isprintable() or chr(code) in SPACES)]
        said[weight] = {chr(code): advances[glyphs[code]][0] for code in known}
    file = LOOK / "letters.json"
    if request.config.getoption("--golden"):
        file.write_text(json.dumps(said, ensure_ascii=False, indent=0) + "\n")
    assert json.loads(file.read_text()) == said


def table(rows: list[list[str]], head: list[str]) -> dict[str, Any]:
    text = "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))
    (node,) = tree(text)
    return node


def rooms(node: dict[str, Any]) -> list[float]:
    """Ems for the text of each column."""
    shares = widths.widths(node)
    return [(share / sum(shares) * 464.88 - 10) / widths.size(node) for share in shares]


def test_short_texts_stay_on_one_line_beside_a_long_one() -> None:
    node = table([["word " * 20, "5 minuten, gedurende 15 minuten", "vanaf 95 %"]] * 3, ["Controle", "Interval", "Kritiek"])
    assert rooms(node)[1] > 14
    assert rooms(node)[2] > 4


def test_the_longest_word_has_its_place() -> None:
    node = table([["W" * 30, "some words that go on " * 9, "and more words that go on " * 9]], ["a", "b", "c"])
    assert rooms(node)[0] > 30 * 0.786  # so many ems is a W wide


def test_a_row_is_of_one_line_only_where_that_is_sure() -> None:
    node = table([["one"], ["o" * 200], ["a<br>b"], ["漢"], [""]], ["head"])
    heights = widths.lines(node["rows"], [1.0], [False], 9)
    assert heights[:2] == [1, 3]
    assert (
        widths.lines([[[{"is": "text", "text": "a"}, {"is": "break"}, {"is": "text", "text": "b"}]]], [1.0], [False], 9)[0] >= 2
    )
    assert heights[3] > 1  # another font has it, and lines there may be higher
    assert heights[4] == 0
    node = table([["**a**"], ["`a`"], ["*a*"], ["**`a`**"]], ["head"])
    assert widths.lines(node["rows"], [1.0], [False], 9) == [1, 2, 2, 2]


def test_a_table_of_more_columns_than_the_page_can_hold_has_widths_all_the_same() -> None:
    node = table([["word"] * 100], ["head"] * 100)
    assert min(widths.widths(node)) > 0
    assert widths.lines(node["rows"], widths.widths(node), [False] * 100, 8)[0] > 1


def places(page: bytes) -> str:
    """Each word of a PDF with its place."""
    return subprocess.run(["pdftotext", "-bbox", "-", "-"], input=page, capture_output=True, check=True).stdout.decode()


EMPTY = ["| | |\n|---|---|", "| a | |\n|---|---|", "| **a** | b |\n|---|---|", "| | |\n|---|---|\n| c | |"]


@pytest.mark.parametrize("body", EMPTY)
def test_a_table_may_lack_rows_or_a_head(body: str) -> None:
    paper = Desk(bundle(), "en", {}).paper("sla")
    paper = replace(paper, sections=(replace(paper.sections[0], body=f"{body}\n\nEnd."),))
    assert ">End.</word>" in places(pdf.to_pdf(paper).content)


def forget() -> None:
    for kept in (pdf._read, pdf._piece):
        kept.cache_clear()


def test_rows_of_known_height_stand_where_they_would_stand_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = random.Random(7)
    letters = [*"abcdefghijklmnopqrstuvwxyz" * 3, *"AVTWYjf,.(-0123456789ÅéÜßŁ€–„’"]

    def text() -> str:
        words = iter(["".join(chosen.choices(letters, k=chosen.randint(1, 12))) for _ in range(chosen.randint(1, 6))])
        mark = chosen.choice(("**", "*", "`")) if chosen.random() < 0.1 else ""
        return f"{mark}{next(words)}{mark} {' '.join(words)}"

    tables = []
    for _ in range(60):
        count = chosen.randint(1, 8)
        head = [f"**{text()}**" if chosen.random() < 0.2 else text() for _ in range(count)]
        rows = [[text() if chosen.random() < 0.9 else "" for _ in range(count)] for _ in range(chosen.randint(1, 30))]
        tables.append("\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * count, *rows)))
    paper = Desk(bundle(), "en", {}).paper("sla")
    paper = replace(paper, sections=(replace(paper.sections[0], body="\n\n".join(tables)),))
    measures, known = pdf._measures, []

    def unknown(node: dict[str, Any]) -> dict[str, Any]:
        made = measures(node)
        known.extend(made["lines"])
        return {**made, "lines": [False] * len(made["lines"]), "head-line": False}

    made = places(pdf.to_pdf(paper).content)
    forget()
    monkeypatch.setattr(pdf, "_measures", unknown)
    assert places(pdf.to_pdf(paper).content) == made
    forget()
    assert 0.2 < sum(known) / len(known) < 0.8
