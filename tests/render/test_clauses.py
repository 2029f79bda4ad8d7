"""Where a PDF breaks between pages: a short clause stands on one page, with its heading."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pytest

from compiler.render import Desk, pdf
from compiler.render.paper import Section
from tests.render.sample import bundle

PAGES = re.compile(r"<page [^>]*height=\"([\d.]+)\"[^>]*>(.*?)</page>", re.DOTALL)
WORD = re.compile(r"yMax=\"([\d.]+)\">([^<]*)</word>")


def section(level: int, number: str, body: str) -> Section:
    return Section(level, number, f"T{number}", f"c-{number}", body)


def pages(*sections: Section) -> list[list[str]]:
    """The words of each page, all of them within its margins."""
    paper = replace(Desk(bundle(), "en", {}).paper("sla"), sections=sections)
    made = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf.to_pdf(paper).content, capture_output=True, check=True
    ).stdout.decode()
    found = []
    for height, page in PAGES.findall(made):
        words = WORD.findall(page)
        assert all(float(below) < float(height) - 28 for below, _ in words)
        found.append([word for _, word in words])
    # The title page names the clauses, too.
    return found[1:]


def filler(lines: int) -> Section:
    return section(1, "1", "\n\n".join(["Filler."] * lines))


@pytest.mark.parametrize("before", range(8, 32, 3))
def test_a_short_clause_is_kept_together(before: int) -> None:
    words = [f"w{number}" for number in range(12)]
    clause = section(2, "2.1", "\n\n".join(words[:6]) + "\n\n- " + "\n- ".join(words[6:]))
    found = pages(filler(before), section(1, "2", ""), clause)
    held = [page for page in found if "w0" in page]
    assert len(held) == 1
    assert set(words) | {"T2", "T2.1"} <= set(held[0])


@pytest.mark.parametrize("before", range(24, 40, 2))
def test_a_short_list_is_kept_together_in_a_long_clause(before: int) -> None:
    items = [f"i{number}" for number in range(8)]
    lines = ["Filler."] * before
    found = pages(section(1, "1", "\n\n".join([*lines, "Leads:", "- " + "\n- ".join(items), *["Filler."] * 20])))
    held = [page for page in found if "i0" in page]
    assert len(held) == 1
    assert {*items, "Leads:"} <= set(held[0])


def test_a_long_clause_breaks_where_the_page_ends() -> None:
    words = [f"w{number}" for number in range(30)]
    found = pages(filler(20), section(1, "2", "\n\n".join(words)))
    assert {"Filler.", "w0"} <= set(found[0])
    assert "w29" in found[1]


@pytest.mark.parametrize(
    "line", ["W" * 78, "W " * 39, "😀 " * 39, "€" * 31, "> " * 6 + "W " * 39, "- " * 8 + "W " * 39, "m<br>" * 16]
)
def test_what_is_kept_together_never_runs_off_the_page(line: str) -> None:
    clause = section(2, "2.1", "\n\n".join([line] * 14))
    found = pages(filler(3), clause, section(2, "2.2", "End."))
    shown = [word for page in found for word in page]
    expected = sum(letter in "W😀€" for letter in line) * 14
    assert sum(word.count(letter) for word in shown for letter in "W😀€") == expected
    assert "End." in shown
