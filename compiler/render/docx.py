"""A document for Word, through pandoc. The document goes in as pandoc's own tree: nothing of it is ever read as markup.

Headings, lists and tables are Word's own. Where the clauses are numbered as Word numbers headings, Word numbers them; what it
would number otherwise is written out.
"""

from __future__ import annotations

import io
import json
import re
import struct
import tempfile
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from compiler import resources
from compiler.render.error import RenderError
from compiler.render.escape import clean
from compiler.render.paper import Paper, Section
from compiler.render.pdf import fonts
from compiler.render.tree import Node, tree
from compiler.render.widths import widths

_API = [1, 23, 1]
"""The version of pandoc's tree."""
_NOTHING: list[Any] = ["", [], []]
_ALIGN = {"left": "AlignLeft", "center": "AlignCenter", "right": "AlignRight"}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP archive can hold."""
_HEADING = re.compile(r'(<w:pPr><w:pStyle w:val="Heading([12])" />)(</w:pPr>)')
_ROW = re.compile(r"<w:tr>(?=\s*<w:tc>)")
_STYLE = re.compile(r"<w:style [^>]*>.*?</w:style>", re.DOTALL)
_STYLE_ID = re.compile(r'w:styleId="([^"]+)"')
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1304" w:right="1134" w:bottom="1304" w:left="1134" w:header="680" w:footer="680" w:gutter="0"/>'
)
"""A4, in twentieths of a point."""
_LOGO_HEIGHT, _LOGO_WIDTH, _LOGO_DOTS = "1.5cm", "17cm", 300.0
"""As high as this, or as broad where that is less; and the dots of an inch."""
_BROADEST = 17 / 1.5
_CLAUSES, _ANNEXES = 9001, 9002
"""Word's lists of which the headings are items."""


def to_docx(paper: Paper) -> bytes:
    """The document as DOCX, the same bytes each time. Raises ``RenderError`` where pandoc isn't installed."""
    try:
        import pypandoc
        import typst
    except ImportError as error:
        raise RenderError("DOCX needs pandoc and Typst: install akkoord[docx]") from error
    logo = b""
    if paper.logo:
        picture = _picture(paper.logo)
        try:
            logo = typst.compile(picture, font_paths=fonts(), ignore_system_fonts=True, format="png", ppi=_LOGO_DOTS)
        except typst.TypstError as error:
            raise RenderError(f"the logo can't be drawn: {error}") from error
    numbered = _Numbered(paper.sections)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "document.docx"
        text = json.dumps({"pandoc-api-version": _API, "meta": {}, "blocks": list(_document(paper, logo, numbered))})
        pypandoc.convert_text(text, "docx", format="json", outputfile=str(file))
        return _finished(file.read_bytes(), paper, numbered)


class _Numbered:
    """Which headings Word numbers by itself: clauses as 1, 1.1, and annexes as A., A.1, as long as nothing else comes between."""

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self.lists: dict[str, tuple[int, int]] = {}
        """The list and level of a heading that Word numbers, by its anchor."""
        self.annex = ""
        clauses, annexes = [0, 0], [0, 0]
        for section in sections:
            level = section.level - 1
            for name, count in ((_CLAUSES, clauses), (_ANNEXES, annexes)):
                due = [count[0] + 1, 0] if level == 0 else [count[0], count[1] + 1]
                if self._matches(section.number, name, due):
                    count[:] = due
                    self.lists[section.anchor] = (name, level)
                    break

    def _matches(self, number: str, name: int, due: list[int]) -> bool:
        if name == _CLAUSES:
            return number == ".".join(str(part) for part in due if part)
        letter = chr(ord("A") + due[0] - 1)
        if due[1]:
            return number == f"{letter}.{due[1]}"
        before, found, after = number.partition(f"{letter}.")
        if not (before and found) or after:
            return False
        self.annex = before
        return True


def _picture(logo: str) -> Any:
    """A logo in SVG as a page of its own: Word shows SVG only with a picture of dots beside it."""
    page = f"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#let logo = image.with("logo.svg")
#context {{
  if measure(logo(height: {_LOGO_HEIGHT})).width > {_LOGO_WIDTH} {{ logo(width: {_LOGO_WIDTH}) }}
  else {{ logo(height: {_LOGO_HEIGHT}) }}
}}"""
    return {"main": page.encode(), "logo.svg": logo.encode()}


def _document(paper: Paper, logo: bytes, numbered: _Numbered) -> Iterator[Node]:
    if paper.stamp:
        yield _styled("Stamp", paper.stamp)
    if logo:
        width, height = struct.unpack(">II", logo[16:24])
        size = ["width", _LOGO_WIDTH] if width > height * _BROADEST else ["height", _LOGO_HEIGHT]
        attributes = ["", [], [size]]
        # Its name stands beside it, so it says nothing to who can't see it.
        yield _of("Para", [_of("Image", [attributes, [], [f"data:image/png;base64,{b64encode(logo).decode()}", ""]])])
    yield _styled("Provider", paper.provider)
    yield _styled("Title", paper.title)
    yield _styled("Subtitle", paper.subtitle)
    yield from _blocks(tree(paper.cover), 3)
    if paper.sections:
        yield from _contents(paper)
    for section in paper.sections:
        heading = section.title if section.anchor in numbered.lists else section.heading
        yield _of("Header", [section.level, [section.anchor, [], []], _text(heading)])
        yield from _blocks(tree(section.body), section.level + 1)
    yield _styled("Foot", f"{paper.provider} · {paper.header} · {paper.footer}")


def _contents(paper: Paper) -> Iterator[Node]:
    """Word's own table of contents, filled in: Word adds the pages when it brings it up to date."""
    yield _styled("TOC Heading", paper.labels["contents"])
    code = '<w:r><w:instrText xml:space="preserve">TOC \\o "1-2" \\h \\z \\u</w:instrText></w:r>'
    yield _of("RawBlock", ["openxml", f"<w:p>{_FIELD.format('begin')}{code}{_FIELD.format('separate')}</w:p>"])
    for section in paper.sections:
        link = _of("Link", [_NOTHING, _text(section.heading), [f"#{section.anchor}", ""]])
        yield _of("Div", [["", [], [["custom-style", f"toc {section.level}"]]], [_of("Para", [link])]])
    yield _of("RawBlock", ["openxml", f"<w:p>{_FIELD.format('end')}</w:p>"])


def _blocks(nodes: list[Node], level: int) -> Iterator[Node]:
    for node in nodes:
        yield from _block(node, level)


def _block(node: Node, level: int) -> Iterator[Node]:
    match node["is"]:
        case "paragraph":
            yield _of("Plain" if node["tight"] else "Para", _inline(node["nodes"]))
        case "heading":
            yield _of("Header", [max(level, 3, node["level"]), _NOTHING, _inline(node["nodes"])])
        case "list":
            items = [list(_blocks(item, level)) for item in node["items"]]
            numbering = [node["start"], {"t": "Decimal"}, {"t": "Period"}]
            yield _of("OrderedList", [numbering, items]) if node["ordered"] else _of("BulletList", items)
        case "quote":
            yield _of("BlockQuote", list(_blocks(node["nodes"], level)))
        case "table":
            yield _table(node)
        case "code-block":
            yield _of("CodeBlock", [_NOTHING, node["text"]])
        case _:
            yield {"t": "HorizontalRule"}


def _table(node: Node) -> Node:
    shares = widths(node)
    columns = [
        [{"t": _ALIGN[align]}, _of("ColWidth", round(share / sum(shares), 4))]
        for align, share in zip(node["align"], shares, strict=True)
    ]
    head = [_row(node["head"])] if node["head"] else []
    body = [_NOTHING, 0, [], [_row(cells) for cells in node["rows"]]]
    return _of("Table", [_NOTHING, [None, []], columns, [_NOTHING, head], [body], [_NOTHING, []]])


def _row(cells: list[list[Node]]) -> list[Any]:
    return [_NOTHING, [[_NOTHING, {"t": "AlignDefault"}, 1, 1, [_of("Plain", _inline(cell))]] for cell in cells]]


def _inline(nodes: list[Node]) -> list[Node]:
    return [made for node in nodes for made in _part(node)]


def _part(node: Node) -> Iterator[Node]:
    match node["is"]:
        case "text":
            yield _of("Str", node["text"])
        case "break":
            yield {"t": "LineBreak"}
        case "strong":
            yield _of("Strong", _inline(node["nodes"]))
        case "emphasis":
            yield _of("Emph", _inline(node["nodes"]))
        case "code":
            yield _of("Code", [_NOTHING, node["text"]])
        case _:
            yield _of("Link", [_NOTHING, _inline(node["nodes"]), [node["to"], ""]])


def _styled(style: str, text: str) -> Node:
    return _of("Div", [["", [], [["custom-style", style]]], [_of("Para", _text(text))]])


def _text(text: str) -> list[Node]:
    return [_of("Str", clean(text).replace("\n", " "))]


def _of(kind: str, content: Any) -> Node:
    return {"t": kind, "c": content}


def _finished(content: bytes, paper: Paper, numbered: _Numbered) -> bytes:
    """The archive with our styles and numbers, and without the moment at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in given.namelist():
            data = given.read(name)
            if name == "word/styles.xml":
                data = _with_styles(data.decode(), paper).encode()
            elif name == "word/numbering.xml":
                data = _with_numbering(data.decode(), numbered.annex).encode()
            elif name == "word/document.xml":
                data = _with_numbers(data.decode(), paper, numbered).encode()
            elif name == "docProps/core.xml":
                data = _about(data.decode(), paper).encode()
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _about(text: str, paper: Paper) -> str:
    title = escape(clean(f"{paper.title} – {paper.subtitle}"))
    return _MOMENT.sub(f"{paper.as_of}T00:00:00Z", text.replace("<dc:title></dc:title>", f"<dc:title>{title}</dc:title>"))


def _with_styles(text: str, paper: Paper) -> str:
    colour = paper.colour[1:].upper() if _COLOUR.fullmatch(paper.colour) else "333333"
    ours = resources.text("templates", "look/word-styles.xml").replace("{brand}", colour).replace("{language}", paper.lang)
    styles = {_id_of(style): style for style in _STYLE.findall(ours)}
    kept = _STYLE.sub(lambda found: "" if _id_of(found[0]) in styles else found[0], text)
    return kept.replace("</w:styles>", f"{''.join(styles.values())}</w:styles>")


def _id_of(style: str) -> str:
    found = _STYLE_ID.search(style)
    assert found is not None
    return found[1]


def _with_numbering(text: str, annex: str) -> str:
    """Two lists for headings beside those of the text: definitions come first in the file, and then the lists."""
    levels = {
        _CLAUSES: ("decimal", "%1", "%1.%2"),
        _ANNEXES: ("upperLetter", f"{escape(annex, {chr(34): '&quot;'})}%1.", "%1.%2"),
    }
    definitions = "".join(
        f'<w:abstractNum w:abstractNumId="{name}"><w:multiLevelType w:val="multilevel"/>'
        f"{_level(0, form, first)}{_level(1, 'decimal', second)}</w:abstractNum>"
        for name, (form, first, second) in levels.items()
    )
    lists = "".join(f'<w:num w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>' for name in levels)
    at = text.index("<w:num ") if "<w:num " in text else text.index("</w:numbering>")
    end = text.index("</w:numbering>")
    return f"{text[:at]}{definitions}{text[at:end]}{lists}{text[end:]}"


def _level(number: int, form: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
    )


def _with_numbers(text: str, paper: Paper, numbered: _Numbered) -> str:
    """The headings of sections, in their order, as items of Word's lists."""
    sections = iter(paper.sections)

    def item(found: re.Match[str]) -> str:
        place = numbered.lists.get(next(sections).anchor)
        if place is None:
            return found[0]
        name, level = place
        return f'{found[1]}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>{found[3]}'

    # A row stays on one page. The page comes after the notes in the order that Word asks for.
    rows = _ROW.sub("<w:tr><w:trPr><w:cantSplit/></w:trPr>", text)
    return _HEADING.sub(item, rows).replace("</w:sectPr>", f"{_PAGE}</w:sectPr>")
