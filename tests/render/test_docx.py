"""Word documents: read back with the standard library, as Word would find them."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from functools import cache
from typing import Any

import pytest

from compiler.render import render
from compiler.render.docx import to_docx
from compiler.render.paper import Paper, Section
from tests.workspace import EXAMPLE, compiled, files_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AS_OF = "2026-11-24"


@cache
def document(client: str, kind: str = "sla", language: str = "nl") -> bytes:
    return render(compiled(files_of(EXAMPLE), client, AS_OF), kind, "docx", language, {}).content  # type: ignore[arg-type]


def part(content: bytes, name: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ET.fromstring(archive.read(name))


def paragraphs(content: bytes) -> list[tuple[str, tuple[str, str] | None, str]]:
    """Style, list with level, and text of each paragraph."""
    found = []
    for paragraph in part(content, "word/document.xml").iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        number = paragraph.find(f"{W}pPr/{W}numPr")
        text = "".join(one.text or "" for one in paragraph.iter(f"{W}t"))
        place = (number[1].get(f"{W}val", ""), number[0].get(f"{W}val", "")) if number is not None else None
        found.append((style.get(f"{W}val", "") if style is not None else "", place, text))
    return found


def test_headings_are_words_own_and_word_numbers_them() -> None:
    headings = [one for one in paragraphs(document("bakkerij-van-dijk")) if one[0] in ("Heading1", "Heading2")]
    assert headings[0] == ("Heading1", ("9001", "0"), "Versiebeheer")
    assert ("Heading2", ("9001", "1"), "Incident") in headings
    # Counted as Word counts, every clause of the SLA has its own number again.
    chapter = clause = 0
    numbers = {}
    for style, place, text in headings:
        if place is None or place[0] != "9001":
            continue
        chapter, clause = (chapter + 1, 0) if style == "Heading1" else (chapter, clause + 1)
        numbers[text] = f"{chapter}.{clause}" if clause else str(chapter)
    assert numbers["Incident"] == "7.9"
    assert numbers["Calamiteitendienst"] == "3.2"
    assert numbers["Ondertekening"] == "13"
    annexes = [text for style, place, text in headings if place == ("9002", "0")]
    assert annexes[0] == "Wat is afgenomen"


def test_the_lists_of_the_headings() -> None:
    numbering = part(document("bakkerij-van-dijk"), "word/numbering.xml")
    texts = {
        abstract.get(f"{W}abstractNumId"): [level.find(f"{W}lvlText").get(f"{W}val") for level in abstract.iter(f"{W}lvl")]  # type: ignore[union-attr]
        for abstract in numbering.iter(f"{W}abstractNum")
    }
    assert texts["9001"] == ["%1", "%1.%2"]
    assert texts["9002"] == ["Bijlage %1.", "%1.%2"]
    # Word asks for all definitions before the lists that use them.
    kinds = [child.tag.removeprefix(W) for child in numbering]
    assert kinds == sorted(kinds)


def paper(*sections: Section, **more: str) -> Paper:
    given: dict[str, Any] = {
        "document": "sla", "bundle": str, "lang": "en", "title": "T", "subtitle": "S", "provider": "P", "client": "C",
        "colour": "#0f5a74", "header": "H", "footer": "F", "stamp": "", "as_of": AS_OF, "cover": "",
    }  # fmt: skip
    return Paper(**{**given, **more}, labels={"contents": "Contents", "page": "page", "of": "of"}, sections=sections)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        (["1", "1.1", "1.2", "2"], ["", "", "", ""]),
        (["A", "B", "B.1"], ["A ", "B ", "B.1 "]),
        (["1", "1.2", "2", "3.1"], ["", "1.2 ", "", "3.1 "]),
        (["1", "Annex A.", "A.1", "Annex B."], ["", "", "", ""]),
        (["Annex B.", "1"], ["Annex B. ", ""]),
    ],
)
def test_what_word_would_number_otherwise_is_written_out(numbers: list[str], written: list[str]) -> None:
    sections = [
        Section(2 if re.search(r"\.\d", number) else 1, number, f"Title {index}", f"x-{index}", "")
        for index, number in enumerate(numbers)
    ]
    headings = [text for style, _, text in paragraphs(to_docx(paper(*sections))) if style.startswith("Heading")]
    assert headings == [f"{number}Title {index}" for index, number in enumerate(written)]


def test_tables_are_words_own_with_a_head_that_repeats() -> None:
    content = part(document("bakkerij-van-dijk"), "word/document.xml")
    tables = list(content.iter(f"{W}tbl"))
    assert len(tables) > 10
    headed = [table for table in tables if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None]
    assert len(headed) > 8
    assert {table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") for table in tables} == {"Table"}  # type: ignore[union-attr]


def test_a_row_stays_on_one_page() -> None:
    rows = list(part(document("bakkerij-van-dijk"), "word/document.xml").iter(f"{W}tr"))
    properties = [{one.tag for one in row.findall(f"{W}trPr/*")} for row in rows]
    assert all(found in ({f"{W}cantSplit"}, {f"{W}tblHeader"}) for found in properties)


def test_text_is_text() -> None:
    hostile = "<w:t>x</w:t> &amp; *a* `b` {{ 7*7 }} \\textbf{c} ]]> \u202eabc\u202c 😀"
    made = to_docx(paper(Section(1, "", hostile, "a", "\\*x\\* &lt;b&gt;"), title=hostile, stamp=hostile, footer=hostile))
    told = [text for _, _, text in paragraphs(made)]
    assert told.count(hostile) >= 3
    assert "*x* <b>" in told


def test_look_and_language() -> None:
    styles = {
        style.get(f"{W}styleId"): style
        for style in part(document("northsea-logistics", language="en"), "word/styles.xml").iter(f"{W}style")
    }
    colour = styles["Heading1"].find(f"{W}rPr/{W}color")
    language = styles["Normal"].find(f"{W}rPr/{W}lang")
    assert colour is not None
    assert language is not None
    assert (colour.get(f"{W}val"), language.get(f"{W}val")) == ("0B5C7A", "en")


def test_a_draft_says_so() -> None:
    assert ("Stamp", None, "draft") in paragraphs(to_docx(paper(stamp="draft")))
    assert not any(style == "Stamp" for style, _, _ in paragraphs(to_docx(paper())))


def test_the_same_bytes_without_the_moment_of_making() -> None:
    first, second = (to_docx(paper(Section(1, "1", "x", "a", "- y\n"))) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").decode().count(f"{AS_OF}T00:00:00Z") == 2
