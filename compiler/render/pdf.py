"""A document as PDF, through Typst. The document goes in as data: nothing of it is ever read as Typst code."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from compiler import resources
from compiler.render.error import RenderError
from compiler.render.escape import clean
from compiler.render.height import height
from compiler.render.paper import Made, Paper, Section
from compiler.render.tree import PIECES, Node, piece_tree, pieces, plain
from compiler.render.views import own_columns, scale
from compiler.render.widths import lines, size, widths

if TYPE_CHECKING:
    import typst

ATTACHMENT = "akkoord-bundle.json"
"""The name of the bundle in the file."""
PRODUCER = "akkoord"
"""The first keyword of the file; after it come the kind of document and its language."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
_STANDARDS = ["a-3a", "ua-1"]
_MANY, _PIECE = 31, 8
_LONG = re.compile(rf"\S{{{_MANY},}}")
_BREAK = "\uffff"
"""Marks where a line may break in a long word. No text holds it: ``clean`` takes it out."""

_PAGE = b'#include "document.typ"'
_UNREAD = b"/*"
"""Opens each file of data. Typst parses every file that it is handed, and a comment is done with at once; the page skips it."""

_ROW, _TABLE, _CLAUSE = 20, 18, 16
"""Lines of a row that fit well on one page, and of a table, and of a clause or list, that aren't to be broken."""
_TEXTS = 1024
"""So many texts of sections are kept as JSON: those of the standard clauses, and of the last clients."""
_MARGIN = 150
"""Characters of a text that is set on every page. A head as high as the page would leave no room for rows, for ever."""


def to_pdf(paper: Paper) -> Made:
    """The document as PDF, the same bytes on every machine. Raises ``RenderError`` where Typst isn't installed."""
    try:
        import typst
    except ImportError as error:
        raise RenderError("PDF needs Typst: install akkoord[pdf]") from error
    colour = paper.colour if _COLOUR.fullmatch(paper.colour) else "#333333"
    data = {
        "document.json": msgspec.json.encode(_document(paper)),
        "bundle.json": paper.bundle().encode(),
        "logo.svg": paper.logo.encode(),
    }
    # As files, not as inputs of the whole program: what is laid out the same for another client is then taken from there.
    files: Any = {"main": _PAGE} | {name: _UNREAD + content for name, content in data.items()}
    day = dt.datetime.fromisoformat(paper.as_of).replace(tzinfo=dt.UTC)
    stamp = int(day.timestamp())

    def compiled(standards: list[Any]) -> bytes:
        made: Any = _compiler(colour).compile(files, format="pdf", timestamp=stamp, pdf_standards=standards)
        return bytes(made)

    try:
        return Made(compiled(_STANDARDS))
    except typst.TypstError as refused:
        # The archive standards refuse a character that no font has; a plain PDF shows it as a box.
        lacking = dict.fromkeys(_LACKING.findall(str(getattr(refused, "diagnostic", refused))))
        try:
            return Made(compiled([]), tuple(lacking) or (str(refused),))
        except typst.TypstError as error:
            raise RenderError(f"the page can't be set: {error}") from error


@lru_cache(1)
def _compiler(colour: str) -> typst.Compiler:
    """Typst, which reads the page once for all documents of a provider: its colour is all that the page must know to be read."""
    import typst

    look = str(resources.folder("templates") / "look")
    return typst.Compiler(root=look, font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"colour": colour})


@cache
def fonts() -> typst.Fonts:
    """The fonts that come along. No others are ever used, so that pages are the same everywhere."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(resources.folder("templates") / "look" / "fonts")])


def _document(paper: Paper) -> dict[str, Any]:
    anchors = frozenset(section.anchor for section in paper.sections)
    steps = tuple(paper.scale.items())
    return {
        "lang": paper.lang,
        "keywords": [PRODUCER, paper.document, paper.lang],
        "attachment": ATTACHMENT,
        "name": clean(f"{paper.title} – {paper.subtitle}").replace("\n", " "),
        "author": clean(paper.provider).replace("\n", " "),
        "title": _line(paper.title),
        "subtitle": _line(paper.subtitle),
        "provider": _line(paper.provider),
        "head": f"{_short(paper.client)} · {_short(paper.header)}",
        "foot": f"{_short(paper.provider)} · {_short(paper.footer)}",
        "stamp": _line(paper.stamp),
        "date": [int(part) for part in paper.as_of.split("-")],
        "labels": paper.labels,
        "cover": _text(paper.cover, anchors, steps).blocks,
        "years": [{"title": _line(year.title), "halves": year.halves} for year in paper.years()],
        "weekdays": paper.weekdays,
        "legend": paper.legend,
        "sections": [_section(section, _text(section.body, anchors, steps)) for section in paper.sections],
    }


def _section(section: Section, body: _Text) -> dict[str, Any]:
    return {
        "level": section.level,
        "heading": _line(section.heading),
        "anchor": section.anchor,
        "kind": section.kind,
        "new-page": section.own_page,
        "body": body.blocks,
        "leads": not section.body,
        # Pictures are of no text, and a heading's letters are larger.
        "short": section.kind != "calendar" and 2 * height(section.heading) + body.lines <= _CLAUSE,
    }


class _Text(NamedTuple):
    """The blocks of a text as JSON, and about how many lines they take."""

    blocks: msgspec.Raw
    lines: int


def _text(markdown: str, anchors: frozenset[str], steps: tuple[tuple[str, int], ...]) -> _Text:
    return _read(markdown, _linked(markdown, anchors), steps)


@lru_cache(_TEXTS)
def _read(markdown: str, anchors: frozenset[str], steps: tuple[tuple[str, int], ...]) -> _Text:
    read = [_piece(one, _linked(one, anchors), steps) for one in pieces(markdown)]
    blocks = _led(node for nodes, _ in read for node in nodes)
    return _Text(msgspec.Raw(msgspec.json.encode(blocks)), sum(lines for _, lines in read))


def _linked(markdown: str, anchors: frozenset[str]) -> frozenset[str]:
    """The anchors that a text may link to. One that holds no link is the same in every document."""
    return anchors if "](" in markdown or "]:" in markdown else frozenset()


@lru_cache(PIECES)
def _piece(markdown: str, anchors: frozenset[str], steps: tuple[tuple[str, int], ...]) -> tuple[list[Node], int]:
    nodes = [_node(node, anchors, dict(steps)) for node in piece_tree(markdown)]
    return nodes, height(nodes)


def _blocks(nodes: list[Node], anchors: frozenset[str], steps: Mapping[str, int]) -> list[Node]:
    return _led(_node(node, anchors, steps) for node in nodes)


def _led(nodes: Iterable[Node]) -> list[Node]:
    """The nodes, each with whether it leads to a table or list: it stays with that."""
    made = list(nodes)
    return [
        {**node, "leads": following is not None and following["is"] in ("table", "list")}
        for node, following in zip_longest(made, made[1:])
    ]


def _inline(nodes: list[Node], anchors: frozenset[str], steps: Mapping[str, int]) -> list[Node] | str:
    """Inline nodes; as a string where they are one text that breaks by itself."""
    if len(nodes) == 1 and nodes[0]["is"] == "text" and _BREAK not in (text := breakable(nodes[0]["text"])):
        return text
    made: list[Node] = []
    for node in nodes:
        if node["is"] == "text":
            first, *others = breakable(node["text"]).split(_BREAK)
            made.append({"is": "text", "text": first})
            for other in others:
                made += {"is": "gap"}, {"is": "text", "text": other}
        else:
            made.append(_node(node, anchors, steps))
    return made


def _node(node: Node, anchors: frozenset[str], steps: Mapping[str, int]) -> Node:
    """The node with breaks in long words, widths for tables, and no links to what isn't there."""
    made = dict(node)
    if "nodes" in node:
        made["nodes"] = (_blocks if node["is"] == "quote" else _inline)(node["nodes"], anchors, steps)
    if node["is"] == "paragraph":
        made["titles"] = [one["is"] for one in node["nodes"]] == ["strong"]
    if node["is"] == "quote":
        made["short"] = all(one["is"] == "paragraph" for one in node["nodes"]) and height(made["nodes"]) <= _ROW
    if node["is"] == "list":
        made["items"] = [_item(item, anchors, steps) for item in node["items"]]
        made["short"] = height([made]) <= _CLAUSE
    if node["is"] == "table":
        made |= _measures(node)
        made["to-sign"] = bool(node["rows"]) and all(row[1:] and not any(row[1:]) for row in node["rows"])
        made["scale"] = scale(node, steps)
        made["repeat"] = all(len(plain(cell)) <= _MARGIN for cell in node["head"])
        made["head"] = [_inline(cell, anchors, steps) for cell in node["head"]]
        made["rows"] = [[_inline(cell, anchors, steps) for cell in row] for row in node["rows"]]
        texts = all(isinstance(cell, str) for row in made["rows"] for cell in row)
        made["simple"] = texts and not made["marked"] and not made["scale"]
    if node["is"] == "link" and node["to"].removeprefix("#") not in anchors and not node["to"].startswith("https:"):
        made["to"] = node["to"] if node["to"].startswith("mailto:") else ""
    return made


def _item(blocks: list[Node], anchors: frozenset[str], steps: Mapping[str, int]) -> list[Node] | str:
    """What an item of a list holds; as a string where that is one text."""
    if [block["is"] for block in blocks] == ["paragraph"]:
        text = _inline(blocks[0]["nodes"], anchors, steps)
        if isinstance(text, str):
            return text
    return _blocks(blocks, anchors, steps)


def _measures(table: Node) -> dict[str, Any]:
    """How wide and high a table is, and where it may break."""
    shares, points = widths(table), size(table)
    count = len(shares)
    own = own_columns(table) or [False] * count
    (head,) = lines([table["head"]], shares, [True] * count, points) if table["head"] else (0,)
    rows = lines(table["rows"], shares, own, points)
    # What may be higher than the page must be able to break.
    short = max(rows, default=0) <= _ROW
    return {
        "widths": shares,
        "size": points,
        "own": own,
        "short": short,
        "together": short and sum(rows) <= _TABLE,
        "lines-in-all": head + sum(rows),
        # A row that is surely of one line needn't be laid out to know how high it is.
        "head-line": head == 1,
        "lines": [one == 1 for one in rows],
    }


def breakable(text: str) -> str:
    """The text with marks in words that are too long for a line. The page puts no character there, so nothing is added."""
    if len(text) < _MANY:
        return text
    return _LONG.sub(lambda run: _BREAK.join(re.findall(f".{{1,{_PIECE}}}", run[0])), text)


def _line(text: str) -> str:
    return breakable(clean(text).replace("\n", " "))


def _short(text: str) -> str:
    """Text for the margin of a page, which has room for a few lines; whole, it stands on the first page."""
    return _line(text if len(text) <= _MARGIN else f"{text[: _MARGIN - 1]}…")
