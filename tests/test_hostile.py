"""What was typed is text: whatever it holds, it comes out as those characters in every output."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from markdown_it import MarkdownIt

from compiler import pipeline
from compiler.load import load
from tests.free_text import Field, fields, replaced, written
from tests.workspace import EXAMPLE, checked, errors, files_of

AS_OF = "2026-06-15"
CODE = (
    "<script>alert(1)</script> <b>x</b> *b* _u_ **x** a|b `c` # [x](y) ![i](z) ~~s~~ {{ 7*7 }} {% raw %} {# c #} "
    '#panic("x") $x$ @ref <lbl> // c @{[ system(\'x\') ]} $ENV{X} "q" \\"\\n\\\\ &amp; &#65; <!-- --> 😀 é'
)
LINES = CODE + "\n# x\n- y\n\n    z\n1. w\n| a | b |\n|---|---|\n```\n\\"
TURNED = "\u200fעברית\u200e \u202eabc\u202c"
TURNS = re.compile("[\u200e\u200f\u202a-\u202e]")
ADDRESSES = {"email": "*x*_y_|`z`#[x]{{7*7}}$x$&amp~\\'", "url": "#panic('x')|*x*_y_`z`(x)[x](y){{7*7}}$x$&amp;~\\"}
MARK = re.compile(r"Q\d{4}Z")
PIECE = 8
"""The characters that at least stand together where a text is torn."""

NOTHING = itertools.repeat("")
OPENINGS = ["1. ", "- ", "    ", "# ", "> ", "| ", "=== ", "@", "~~~ ", "2) ", "+ ", "---", "    1. "]

# What must stay as it is: holidays and operating systems are known by name.
MEANING = {
    "contract/systems/*/os",
    "sla/calendars/*/closings/*/holiday",
    "sla/calendars/*/early_closings/*/holiday",
    "sla/calendars/*/holidays/language",
    "sla/calendars/*/holidays/subdivision",
}
DUTCH = re.compile(r"[1-9][0-9]{3} [A-Z]{2}")
"""Postcodes whose form is checked."""

NOT_COMPILED = {"sla/retired/*/label/*", "sla/types/*/unknown/*"}
"""What is told in findings only."""

NOT_PRINTED = {
    *(f"{who}/address/{line}" for who in ("provider", "contract/client") for line in ("street", "postcode", "city")),
    *(f"sla/{topics}/*/label/*" for topics in ("impacts", "urgencies", "responsibilities")),
    "provider/website",
    "sla/notes/*/label/*",
    "sla/notes/*/text/*",
    "sla/services/*/conditions/[]/text/*",
}
IN_TICKETS = {
    "contract/client/name",
    *(f"{kind}/contacts/*/{key}" for kind in ("contract", "dap") for key in ("name", "email", "function")),
    *(f"sla/{topics}/*/label/*" for topics in ("ticket_types", "impacts", "urgencies", "minimum_information")),
}


@dataclass(frozen=True)
class Put:
    """A text that was put into a field, with the marks that stand around what must come out letter for letter."""

    field: Field
    mark: str
    end: str
    text: str

    @property
    def core(self) -> str:
        """From the first mark up to and with the last."""
        return self.text[self.text.index(self.mark) : self.text.index(self.end) + len(self.end)]


@dataclass(frozen=True)
class Build:
    """A workspace with its free text replaced, and all that was made of it."""

    put: Mapping[str, Put]
    files: Mapping[str, bytes]

    def of(self, folder: str, form: str) -> dict[str, bytes]:
        return {name: self.files[name] for name in self.files if name.startswith(folder) and name.endswith(form)}

    def marked(self, text: str) -> set[str]:
        return set(MARK.findall(text))

    def places(self, texts: Iterable[str]) -> set[str]:
        return {self.put[mark].field.place for text in texts for mark in self.marked(text)}

    def altered(self, name: str, text: str) -> list[str]:
        """The fields whose text doesn't stand in a text as it was typed. In a heading, a line break is a space."""
        wrong = []
        for mark in sorted(self.marked(text)):
            put = self.put[mark]
            as_typed = {put.text, put.text.replace("\n", " ")}
            if text.count(mark) != sum(text.count(one) for one in as_typed):
                wrong.append(f"{name}: {put.field.place} ({put.field.file})")
        return wrong


def whole() -> dict[str, bytes]:
    """The example workspace, with the fields that it leaves out."""
    files = files_of(EXAMPLE)
    loaded, _ = load(files)
    provider = loaded.documents["provider"]["provider"]
    del provider.data["kvk"]
    address = {**provider.data["address"], "postcode": "1000", "country": "BE"}
    provider.data.update(registration="Register 1", address=address, website="https://provider.example")
    files[provider.file] = written(provider.data)
    for sla in loaded.documents["sla"].values():
        for section in ("impacts", "urgencies", "responsibilities"):
            for item in sla.data[section].values():
                item["label"] = {"nl": "Opschrift", "en": "Heading"}
        files[sla.file] = written(sla.data)
    return files


def built(
    text: str, openings: Iterator[str] | None = None, formats: tuple[str, ...] = ("md", "html"), turned: str = TURNED
) -> Build:
    put: dict[str, Put] = {}

    def change(field: Field) -> str:
        if field.place in MEANING or DUTCH.fullmatch(field.text):
            return field.text
        number = f"{len(put):04}"
        mark, end = f"Q{number}Z", f"X{number}Z"
        if field.kind == "email":
            made = f"{mark}{ADDRESSES['email']}@{end}.example"
        elif field.kind == "url":
            made = f"https://{mark}.example/{ADDRESSES['url']}{end}"
        else:
            made = f"{next(openings or NOTHING)}{mark} {text} {end} {turned}"
        put[mark] = Put(field, mark, end, made)
        return made

    found = checked(replaced(whole(), change), AS_OF)
    assert errors(found) == []
    made = pipeline.build(found, found.clients, pipeline.targets(), formats, lambda _name: None)
    assert made.findings == ()
    return Build(put, made.files)


@cache
def harmless() -> Build:
    """As many lines, with nothing in them that means anything anywhere."""
    return built("\n".join("woord" for _ in LINES.split("\n")), turned="einde")


@cache
def hostile() -> Build:
    return built(LINES, formats=("md", "html", "pdf"))


# What is read of each output


class Page(HTMLParser):
    """The text of an HTML page, and its elements with their attributes."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.elements = "", list[Any]()
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((tag, None))

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.elements.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.elements.append(("instruction", data))

    def unknown_decl(self, data: str) -> None:
        self.elements.append(("declaration", data))

    def handle_data(self, data: str) -> None:
        self.text += data


def markdown(source: bytes) -> tuple[str, list[str]]:
    """The text of Markdown, and what else it holds: blocks, emphasis, links, …"""
    text, shape = "", list[str]()
    for token in MarkdownIt("commonmark").enable("table").parse(source.decode()):
        shape.append(f"{token.type} {token.level}")
        for child in token.children or [token]:
            if child.type == "softbreak":
                text += "\n"
            elif child.type in ("text", "code_inline", "fence", "code_block", "html_block", "html_inline", "image"):
                text += child.content
            if child is not token and child.type != "text":
                shape.append(child.type)
        text += "\n"
    return text, shape


def strings(data: object) -> Iterator[str]:
    """All texts of JSON data, the keys too."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from strings(value)
    elif isinstance(data, list):
        for item in data:
            yield from strings(item)


def printed(pdf: bytes) -> str:
    """The text of a PDF's pages between header and footer, without white space: lines are broken anywhere in a long word."""
    body = ["-x", "0", "-y", "74", "-W", "596", "-H", "700", "-r", "72"]
    done = subprocess.run(["pdftotext", "-raw", *body, "-", "-"], input=pdf, capture_output=True, check=True)
    return bare(done.stdout.decode())


def bare(text: str) -> str:
    """Text without white space, and without the hyphens at which the narrow heads of tables are broken."""
    return "".join(text.split()).replace("\u00ad", "")


def is_whole(text: str, put: Put) -> bool:
    """Whether a text stands in another each time that its mark does: in one piece, or torn by the ends of pages."""
    core, at = bare(put.core), -1
    while (at := text.find(put.mark, at + 1)) >= 0:
        done, here, last = 0, at, text.find(put.end, at) + len(put.end)
        while done < len(core):
            here = text.find(core[done : done + PIECE], here, last)
            if here < 0:
                return False
            same = next((n for n, (a, b) in enumerate(zip(core[done:], text[here:], strict=False)) if a != b), len(core) - done)
            done, here = done + same, here + same
    return True


# The tests


def test_no_field_is_forgotten() -> None:
    assert fields() - {put.field.place for put in hostile().put.values()} == MEANING


def test_every_text_is_in_the_bundle_as_it_was_typed() -> None:
    made = hostile()
    texts = [(name, text) for name, file in made.of("bundles/", ".json").items() for text in strings(json.loads(file))]
    assert [wrong for name, text in texts for wrong in made.altered(name, text)] == []
    assert fields() - MEANING - made.places(text for _, text in texts) == NOT_COMPILED


def test_every_text_is_in_the_tickets_as_it_was_typed() -> None:
    made = hostile()
    texts = [(name, text) for name, file in made.of("exports/rt/", ".json").items() for text in strings(json.loads(file))]
    for name, text in texts:
        for mark in made.marked(text):
            put = made.put[mark]
            at = text.index(put.text[: put.text.index(mark)].lstrip() + mark)
            cut = re.sub("(…|~[0-9a-f]{8})$", "", text[at:])
            assert put.text.strip() in text or put.text.lstrip().startswith(cut), f"{name}: {put.field.place}"
    assert made.places(text for _, text in texts) == IN_TICKETS
    assert made.files["exports/rt/60-sla.pm"] == harmless().files["exports/rt/60-sla.pm"]


def hold_in_pages_and_markdown(made: Build) -> None:
    wrong: list[str] = []
    texts: list[str] = []
    for name, page in made.of("documents/", ".html").items():
        read, safe = Page(page), Page(harmless().files[name])
        assert "script" not in {tag for tag, _ in read.elements}
        assert read.elements == safe.elements, name
        wrong += made.altered(name, read.text)
        source = name.replace(".html", ".md")
        text, shape = markdown(made.files[source])
        assert shape == markdown(harmless().files[source])[1], source
        wrong += made.altered(source, text)
        assert made.marked(text) == made.marked(read.text), name
        texts.append(text)
    assert wrong == []
    assert fields() - MEANING - made.places(texts) == NOT_COMPILED | NOT_PRINTED


@pytest.mark.long
def test_every_text_is_in_pages_and_markdown_as_it_was_typed() -> None:
    hold_in_pages_and_markdown(hostile())


@pytest.mark.long
def test_every_text_may_begin_with_a_sign() -> None:
    openings = itertools.cycle(OPENINGS)
    made = built(LINES, openings)
    hold_in_pages_and_markdown(made)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["word", "sentence"])
def test_a_text_of_ten_thousand_characters_stays_whole(kind: str) -> None:
    long = "".join(f"{n:04}w" for n in range(2000)) if kind == "word" else " ".join(f"{n:04}w" for n in range(1667))
    assert 10_000 <= len(long) <= 10_001
    made = built(long, once=True, formats=("md", "html"))
    wrong = []
    for name, page in made.of("documents/", ".html").items():
        source = name.replace(".html", ".md")
        wrong += [*made.altered(name, Page(page).text), *made.altered(source, markdown(made.files[source])[0])]
    for name, file in [*made.of("bundles/", ".json").items(), *made.of("exports/", ".json").items()]:
        wrong += [put for text in strings(json.loads(file)) if name.startswith("b") for put in made.altered(name, text)]
    assert wrong == []


@pytest.mark.long
def test_every_text_is_on_paper_as_it_was_typed() -> None:
    made = hostile()
    wrong = []
    for name, pdf in made.of("documents/", ".pdf").items():
        text = printed(pdf)
        wanted = made.marked(Page(made.files[name.replace(".pdf", ".html")]).text)
        wrong += [f"{name}: {made.put[mark].field.place} is missing" for mark in sorted(wanted - made.marked(text))]
        shown = [made.put[mark] for mark in sorted(made.marked(text))]
        wrong += [f"{name}: {put.field.place} is altered" for put in shown if not is_whole(text, put)]
    assert wrong == []
