"""What was typed is text: whatever it holds, it comes out as those characters in every output."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from ical.calendar_stream import IcsCalendarStream
from markdown_it import MarkdownIt

from compiler import pipeline
from compiler.load import load, load_client
from compiler.pipeline import Checked
from tests.free_text import Field, fields, replaced, written
from tests.workspace import EXAMPLE, built, checked, errors, files_of

pytestmark = pytest.mark.long

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

NOT_COMPILED = {"sla/retired/*/label/*", "sla/types/*/unknown/*", "provider/accepted_losses/*/*/reason"}
"""What is told in findings only, and why losses are accepted."""

NOT_PRINTED = {"sla/notes/*/label/*", "sla/notes/*/text/*", "sla/mandates/*/label/*"}
"""What the provider notes for itself, and the short names of mandates, whose words are printed."""

IN_TICKETS = {
    "contract/client/name",
    *(f"{kind}/contacts/*/{key}" for kind in ("contract", "dap") for key in ("name", "email", "function")),
    *(f"sla/{topics}/*/label/*" for topics in ("ticket_types", "impacts", "urgencies", "minimum_information")),
}

IN_CALENDARS = {
    "contract/client/name",
    "dap/maintenance/*/work",
    "dap/no_maintenance/*/reason",
    "dap/review/additions/[]",
    "provider/name",
    *(f"sla/calendars/*/{named}label/*" for named in ("", "closings/*/", "early_closings/*/")),
}

PIECE = 8
"""The characters that at least stand together where a text is torn."""


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
    provider.data["accepted_losses"] = {"rt": {"RT113": {"reason": "The desk knows."}}}
    files[provider.file] = written(provider.data)
    for sla in loaded.documents["sla"].values():
        for section in ("impacts", "urgencies", "responsibilities"):
            for item in sla.data[section].values():
                item["label"] = {"nl": "Opschrift", "en": "Heading"}
        files[sla.file] = written(sla.data)
    return files


def filled(text: Callable[[int], str], chosen: Callable[[Field], bool] = lambda _field: True) -> tuple[dict[str, Put], Checked]:
    """The workspace with a text in every field that was chosen, checked."""
    put: dict[str, Put] = {}

    def change(field: Field) -> str:
        if field.place in MEANING or DUTCH.fullmatch(field.text) or not chosen(field):
            return field.text
        number = len(put)
        mark, end = f"Q{number:04}Z", f"X{number:04}Z"
        if field.kind == "email":
            made = f"{mark}{ADDRESSES['email']}@{end}.example"
        elif field.kind == "url":
            made = f"https://{mark}.example/{ADDRESSES['url']}{end}"
        else:
            made = text(number).replace("Q", mark, 1).replace("X", end, 1)
        put[mark] = Put(field, mark, end, made)
        return made

    found = checked(replaced(whole(), change), AS_OF)
    assert errors(found) == []
    return put, found


def build_of(put: dict[str, Put], found: Checked, *formats: str, clients: Sequence[str] = ()) -> Build:
    return Build(put, built(found, clients or found.clients, pipeline.targets(), formats))


@cache
def harmless() -> Build:
    """As many lines, with nothing in them that means anything anywhere."""
    lines = "\n".join("woord" for _ in LINES.split("\n"))
    return build_of(*filled(lambda _number: f"Q {lines} X einde"), "md", "html")


@cache
def hostile() -> Build:
    return build_of(*filled(lambda _number: f"Q {LINES} X {TURNED}"), "md", "html")


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


def is_whole(text: str, put: Put, distinct: bool) -> bool:
    """Whether a text stands in another each time that its mark does: in one piece, or torn by the ends of pages.

    Where every piece of it is ``distinct``, it is followed through all cells of a row, of which each may be torn.
    """
    if not distinct and text.count(put.mark) != text.count(put.end):
        return False
    core, at = bare(put.core), -1
    while (at := text.find(put.mark, at + 1)) >= 0:
        done, here, last = 0, at, len(text) if distinct else closed(text, put, at)
        while done < len(core):
            same = alike(core, done, text, here)
            done, here = done + same, here + same
            if done < len(core):
                # The page may have ended a few characters earlier, where what follows on it happens to go on alike.
                places = ((back, text.find(core[done - back : done - back + PIECE], here - back, last)) for back in range(4))
                back, here = next(((back, place) for back, place in places if place >= 0), (0, -1))
                if here < 0:
                    return False
                done -= back
    return True


def closed(text: str, put: Put, at: int) -> int:
    """Where a text that begins at a place has ended, and with it the same text in cells beside it that were torn together."""
    end = at + len(put.mark)
    while text.count(put.mark, 0, end) > text.count(put.end, 0, end):
        end = text.index(put.end, end) + len(put.end)
    return end


def alike(one: str, at: int, other: str, there: int) -> int:
    """How many characters two texts share from two places on."""
    size = 1
    while one[at : at + size] == other[there : there + size] and at + size <= len(one):
        size *= 2
    return next((n for n in range(size // 2, size) if one[at + n : at + n + 1] != other[there + n : there + n + 1]), size)


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


def test_every_text_is_in_the_calendars_as_it_was_typed() -> None:
    made = hostile()
    texts: list[tuple[str, str]] = []
    for name in made.of("exports/ics/", ".ics"):
        found, safe = (IcsCalendarStream.from_ics(build.files[name].decode()).calendars[0] for build in (made, harmless()))
        assert [event.uid for event in found.events] == [event.uid for event in safe.events], name
        texts += [(name, text or "") for event in found.events for text in (event.summary, event.description)]
        # The library leaves what it doesn't know as it is written.
        (title,) = (str(extra.value) for extra in found.extras if extra.name == "x-wr-calname")
        texts.append((name, re.sub(r"\\(.)", lambda escaped: {"n": "\n"}.get(escaped[1], escaped[1]), title)))
    assert [wrong for name, text in texts for wrong in made.altered(name, text)] == []
    assert made.places(text for _, text in texts) == IN_CALENDARS


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


def test_every_text_is_in_pages_and_markdown_as_it_was_typed() -> None:
    hold_in_pages_and_markdown(hostile())


def test_every_text_may_begin_with_a_sign() -> None:
    filling = filled(lambda number: f"{OPENINGS[number % len(OPENINGS)]}Q {LINES} X {TURNED}")
    hold_in_pages_and_markdown(build_of(*filling, "md", "html"))


def hold_on_paper(made: Build, distinct: bool = False) -> None:
    wrong = []
    for name, pdf in made.of("documents/", ".pdf").items():
        text = printed(pdf)
        wanted = made.marked(Page(made.files[name.replace(".pdf", ".html")]).text)
        wrong += [f"{name}: {made.put[mark].field.place} is missing" for mark in sorted(wanted - made.marked(text))]
        shown = [made.put[mark] for mark in sorted(made.marked(text))]
        wrong += [f"{name}: {put.field.place} is altered" for put in shown if not is_whole(text, put, distinct)]
    assert wrong == []


def test_every_text_is_on_paper_as_it_was_typed() -> None:
    hold_on_paper(build_of(*filled(lambda _number: f"Q {LINES} X {TURNED}"), "html", "pdf"))


# A client in Dutch with all there is, and one in English.
TWO = ("northsea-logistics", "zorggroep-het-anker")


def long(number: int) -> str:
    """A word of 10,000 characters, or a sentence of as many; every piece of it is unlike those of other fields."""
    piece = f"{number:03}" + ("{:05}" if number % 2 else " {:05}w ")
    return f"Q {''.join(piece.format(n) for n in range(10_000))[:10_000]} X"


@pytest.mark.parametrize("other", [0, 1])
def test_every_text_may_be_ten_thousand_characters_long(other: int) -> None:
    seen: set[tuple[str, str]] = set()

    def chosen(field: Field) -> bool:
        """The first of its place in each file: a file has its own limit."""
        if field.kind != "text" or field.file.split("/")[1] not in ("sla", "monitoring", "provider.yaml", *TWO):
            return False
        first = (field.file, field.place) not in seen
        seen.add((field.file, field.place))
        return first

    made = build_of(*filled(lambda number: long(number + other), chosen), "md", "html", *["pdf"][other:], clients=TWO)
    wrong = []
    for name, page in made.of("documents/", ".html").items():
        source = name.replace(".html", ".md")
        wrong += [*made.altered(name, Page(page).text), *made.altered(source, markdown(made.files[source])[0])]
    for name, file in made.of("bundles/", ".json").items():
        wrong += [one for text in strings(json.loads(file)) for one in made.altered(name, text)]
    assert wrong == []
    hold_on_paper(made, distinct=True)


# What no document can hold


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x9f", "\ufdd0", "\uffff"], ids=ascii)
@pytest.mark.parametrize("raw", [False, True], ids=["written out", "as it is"])
def test_a_character_that_no_document_can_hold_is_told(character: str, raw: bool) -> None:
    file = "clients/zorggroep-het-anker/contract.yaml"
    files = files_of(EXAMPLE)
    line = next(n for n, text in enumerate(files[file].decode().split("\n"), 1) if text.startswith("  name: "))
    shown = character if raw else f"\\u{ord(character):04x}"
    files |= {file: files[file].replace(b"  name: Zorg", f'  name: "Zorg{shown}" #'.encode("utf-8", "surrogatepass"))}
    _, findings = load_client("zorggroep-het-anker", files)
    assert [(found.code, found.origin.line) for found in findings] == [("AK110", line)]
    assert f"U+{ord(character):04X}" in findings[0].message
