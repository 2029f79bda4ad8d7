"""The documents: what stands in them, that a client's text stays text, that the same bundle gives the same bytes."""

from __future__ import annotations

import gc
import io
import re
import subprocess
import weakref
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from compiler.render import Desk, RenderError, render, write

from .sample import bundle, clause, data, rule

HOSTILE = [
    "<script>alert('x')</script>",
    "a | b * c _d_ `e` [f](g) {{ 7*7 }} {% h %}",
    '#{ panic("x") } #import "y" $z$ \\ // /* */ -- --- ~ "q"',
    "*/ #panic() /*",
    "1. # - + > = 4",
    "    vier spaties",
    "😀 é ü ß",
]

EIGHT, SEVEN = "mon 08:00-17:00, tue 08:00-17:00", "mon 07:00-17:00, tue 07:00-17:00"
WHY: dict[str, Any] = {"reason": "R", "approved_by": "A"}


class Page(HTMLParser):
    """The text of an HTML page, its ids, and every tag."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.ids, self.tags = "", [], []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(pdf: bytes, folder: Path) -> str:
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()


def solid(text: str) -> str:
    return re.sub(r"[\s\u200b\u202a-\u202e]", "", text)


def changed(**status: Any) -> dict[str, Any]:
    made = data()
    made["status"].update(status)
    return made


@pytest.mark.parametrize("document", ["sla", "dap"])
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("format_", ["md", "html", "pdf"])
def test_the_same_bytes_twice(document: Any, lang: str, format_: Any) -> None:
    assert render(bundle(), document, format_, lang, {}).content == render(bundle(), document, format_, lang, {}).content


@pytest.mark.parametrize("text", HOSTILE)
def test_client_text_stays_text(text: str, tmp_path: Path) -> None:
    made = data(client=text)
    made["deviations"][0]["reason"] = f"{text}\n{text}"
    made["form"]["systems"][0]["description"] = text
    page = Page(render(bundle(made), "sla", "html", "nl", {}).content)
    assert page.text.count(text) >= 6
    assert "script" not in page.tags
    assert solid(text) in solid(text_of(render(bundle(made), "sla", "pdf", "nl", {}).content, tmp_path))


def test_text_without_spaces_does_not_run_off_the_page(tmp_path: Path) -> None:
    made = data()
    made["form"]["systems"][0]["description"] = "0123456789" * 1_000
    made["contacts"]["people"][0]["name"] = "abcdefghij" * 1_000
    pdf = render(bundle(made), "sla", "pdf", "nl", {}).content
    text = text_of(pdf, tmp_path)
    assert text.count("8") >= 1_000
    command = ["pdftotext", "-bbox", tmp_path / "document.pdf", "-"]
    boxes = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    edges = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert max(edges) <= 595.3 - 2.0 * 28.35


def test_characters_outside_all_fonts_do_not_break_the_pdf() -> None:
    made = data(client="你好 \ue000 \x07 \ufffe")
    assert render(bundle(made), "sla", "pdf", "nl", {}).content.startswith(b"%PDF")


def test_headings_have_anchors_and_contents_lead_to_them() -> None:
    page = render(bundle(), "sla", "html", "nl", {}).content
    assert {"c-5", "c-5.2", "c-7.9", "annex-a"} <= set(Page(page).ids)
    for target in re.findall(r'href="#([^"]+)"', page.decode()):
        assert target in Page(page).ids


def test_a_deviation_is_marked_at_its_clause() -> None:
    text = render(bundle(), "sla", "md", "en", {}).content.decode()
    clause_5_2 = text.split("### 5.2 Services")[1].split("\n## ")[0]
    assert "Restore of files for Server: included, instead of charged separately" in clause_5_2
    assert "Onderdeel van de aanbieding" in clause_5_2
    assert "Directie" in clause_5_2


def test_a_deviation_below_no_listed_clause_stands_at_its_chapter() -> None:
    made = data()
    made["deviations"][0]["clause"] = "7.12.3"
    text = render(bundle(made), "sla", "md", "en", {}).content.decode()
    assert "instead of charged separately" in text.split("## 7 Support")[1].split("### 7.9")[0]


def test_annexes_tell_what_was_bought_and_when_it_is_closed() -> None:
    text = render(bundle(), "sla", "md", "en", {}).content.decode()
    bought, calendar = text.split("## Annex A")[1], text.split("## Annex C")[1]
    for fact in ("€480.00", "€605.00", "€110.00", "Jan de Vries", "srv-dc01", "every month on the first Tuesday"):
        assert fact in bought
    assert "| Christmas Day | closed | Fri 25 Dec |" in calendar
    assert "| Christmas Eve | closes at 16:00 | Thu 24 Dec |" in calendar
    assert "| form › workplace › quantity | 55 | 60 |" in text


def test_the_calendar_names_its_range() -> None:
    made = changed(start="2020-07-01", end="2039-12-31")
    said = "from 1 January 2026 up to and including 31 December 2028"
    assert said in render(bundle(made), "sla", "md", "en", {}).content.decode()
    made = changed(start="2026-02-15", end="2027-01-31")
    said = "from 15 February 2026 up to and including 31 January 2027"
    assert said in render(bundle(made), "sla", "md", "en", {}).content.decode()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ({"contract": "draft", "in_force": False, "reason": "not-signed", "signature": None}, "**Draft.**"),
        ({"contract": "offered", "in_force": False, "reason": "not-signed", "signature": None}, "**Offer, not signed.**"),
        ({"in_force": False, "reason": "before-start"}, "**Not in force yet.**"),
        ({"contract": "ended", "in_force": False, "reason": "after-end"}, "**No longer in force.**"),
    ],
)
def test_what_is_not_in_force_says_so(status: dict[str, Any], said: str) -> None:
    assert said in render(bundle(changed(**status)), "sla", "md", "en", {}).content.decode()


def test_without_a_form_no_sla_applies() -> None:
    made = data()
    made["form"]["bought"] = []
    text = render(bundle(made), "sla", "md", "en", {}).content.decode()
    assert "**No SLA applies.**" in text
    assert "## 7 Support" not in text


def test_every_page_carries_digest_and_date(tmp_path: Path) -> None:
    made = bundle()
    pages = text_of(render(made, "sla", "pdf", "en", {}).content, tmp_path).rstrip("\f").split("\f")
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"reference {made.digest[:12]} · as of 1 March 2026" in page
        assert f"page {number} of {len(pages)}" in page


def test_pdf_properties(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(render(bundle(), "sla", "pdf", "nl", {}).content)
    told = subprocess.run(["pdfinfo", tmp_path / "a.pdf"], capture_output=True, check=True).stdout.decode()
    assert re.search(r"Title:\s+SLA Managed IT – Bakkerij Van Dijk B\.V\.", told)
    assert re.search(r"Tagged:\s+yes", told)
    assert b"pdfaid" in (tmp_path / "a.pdf").read_bytes()
    assert re.search(r"CreationDate:\s+Sun Mar\s+1", told)


def test_every_clause_has_a_name_in_the_pdf_as_in_the_page() -> None:
    paper = Desk(bundle(), "nl", {}).paper("sla")
    names = PdfReader(io.BytesIO(write(paper, "pdf").content)).named_destinations
    page = write(paper, "html").content.decode()
    assert "c-5.2" in names
    for section in paper.sections:
        assert section.anchor in names
        assert f'id="{section.anchor}"' in page


def test_the_dap_tells_what_operations_need() -> None:
    text = render(bundle(), "dap", "md", "en", {}).content.decode()
    for fact in (
        "| Jan de Vries | Directeur | jan@bakkerij.example | – | report, authorise, call the emergency service |",
        "| Back-up | Voorbeeld IT | Voorbeeld IT, ERP Partner |",
        "| Processor load (differing value) | at least 80% | at least 92.5% | 5 minutes, lasting 15 minutes |",
        "every month on the second Tuesday",
        "| March 2026 | Tue 10 | 22:00 | 01:00 (next day) |",
        "Saturday 22:00–06:00",
        "every 3 months on day 1",
        "created or closed",
        "Alleen na toestemming.",
        "- Jaarplan",
    ):
        assert fact in text


def test_a_template_of_the_workspace_comes_first() -> None:
    text = render(bundle(), "sla", "md", "en", {"en/sla/support.md": "Ours: {{ bundle.client.name }}"}).content.decode()
    assert "Ours: Bakkerij Van Dijk B.V." in text


@pytest.mark.parametrize(
    ("source", "line", "part"),
    [
        ("one\n\n{{ bundle.client.nickname }}", 3, "nickname"),
        ("{{ nothing }}", 1, "nothing"),
        ("one\n{% for x in %}", 2, ""),
        ("a\nb\nc\n{{ find(bundle.calendars, 'nowhere').label }}", 4, "nowhere"),
        ("{{ word('unheard-of') }}", 1, "unheard-of"),
        ("\n{{ bundle.client }}", 2, "printed"),
        ("\n{{ ''.__class__.__mro__ }}", 2, ""),
        ("{% include 'en/sla/nowhere.md' %}", 1, "nowhere"),
        ("{% include '../../etc/passwd' %}", 1, "passwd"),
        ("{{ 1 / 0 }}", 1, "division"),
        ("{% include 'en/sla/support.md' %}", 1, "without end"),
    ],
)
def test_a_wrong_template_is_named_with_its_line(source: str, line: int, part: str) -> None:
    with pytest.raises(RenderError) as caught:
        render(bundle(), "sla", "md", "en", {"en/sla/support.md": source})
    assert (caught.value.template, caught.value.line) == ("en/sla/support.md", line)
    assert part in caught.value.message


def test_macros_and_blocks_are_not_escaped_twice() -> None:
    source = "{% macro b(x) %}**{{ x }}**{% endmacro %}{% set y %}_{{ '*' }}_{% endset %}{{ b('a*b') }} {{ y }}"
    assert "**a\\*b** _\\*_" in render(bundle(), "sla", "md", "en", {"en/sla/support.md": source}).content.decode()


def test_a_language_that_the_texts_lack() -> None:
    made = data()
    del made["sla"]["title"]["en"]
    del made["coverage"]["services"][0]["label"]["en"]
    with pytest.raises(RenderError) as caught:
        render(bundle(made), "sla", "md", "en", {})
    assert "/sla/title" in caught.value.message
    assert "/coverage/services/0/label" in caught.value.message
    assert caught.value.template == "provider/sla/2.5/sla.yaml"


def test_a_language_without_templates() -> None:
    with pytest.raises(RenderError) as caught:
        render(bundle(), "sla", "md", "fr", {})
    assert caught.value.template == "fr/words.json"


def test_chapters_without_a_template_are_all_named() -> None:
    made = data()
    made["sla"]["chapters"] += [clause("20", "teleport", "X", "X"), clause("21", "time-travel", "Y", "Y")]
    with pytest.raises(RenderError, match=r"teleport.md, en/sla/time-travel.md"):
        render(bundle(made), "sla", "md", "en", {})


def test_deviations_of_every_kind() -> None:
    made = data()
    made["deviations"] += [
        rule("7.9", id="faster", kind="target", priority="kritisch", target="start", standard="PT1H", agreed="PT30M", **WHY),
        rule("3.1", id="longer", kind="hours", calendar="office", standard=EIGHT, agreed=SEVEN, **WHY),
        rule("6.1", id="watched", kind="monitoring", system="srv-dc01", template="x", standard="y", agreed="x", **WHY),
    ]
    made["tickets"]["targets"][0]["deviation"] = "faster"
    text = render(bundle(made), "sla", "md", "en", {}).content.decode()
    assert "Critical, start of work: 30 minutes (binding, office hours), instead of 1 hour." in text
    assert "Office hours: Monday and Tuesday 07:00–17:00, instead of Monday and Tuesday 08:00–17:00." in text
    assert "| 6.1 | Monitoring of srv-dc01 | template Windows server | template y |" in text


def test_a_desk_leaves_no_data_behind_that_only_the_collector_finds() -> None:
    gc.disable()
    try:
        desk = Desk(bundle(), "nl", {})
        papers = [desk.paper("sla"), desk.paper("dap")]
        assert all(paper.sections for paper in papers)
        shown, gone = desk._shown, weakref.ref(desk)
        assert shown["client"]
        del desk, papers
        assert gone() is None
        assert shown == {}
    finally:
        gc.enable()
