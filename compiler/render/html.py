"""A document as one HTML file that needs nothing beside it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from compiler import resources
from compiler.render.colour import readable
from compiler.render.escape import clean
from compiler.render.paper import Paper, Section
from compiler.render.tree import PIECES, Node, piece_tree, pieces
from compiler.render.views import own_columns, scale

_LIGHT, _DARK = "#f3f5f7", "#1c242c"
"""The tints of the style sheet behind which text is hardest to read."""
Steps = Mapping[str, int]

_MARKS = {"inserted": "ins", "deleted": "del"}
_COLUMN = ' scope="col"'
_COVER = 2
"""The level of the highest heading that may stand on the cover."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def to_html(paper: Paper) -> bytes:
    """The document as HTML, in UTF-8."""
    steps = tuple(paper.scale.items())
    bodies = [_text_of(section.body, _below(section), steps) for section in paper.sections]
    return _page(paper, _text_of(paper.cover, _COVER, steps), bodies)


def page(paper: Paper, cover: list[Node], bodies: Sequence[list[Node]]) -> bytes:
    """A page with a document's frame around a cover and the bodies of its sections."""
    sections = zip(paper.sections, bodies, strict=True)
    made = [_blocks(body, _below(section), paper.scale) for section, body in sections]
    return _page(paper, _blocks(cover, _COVER, paper.scale), made)


def _below(section: Section) -> int:
    """The level of the highest heading that may stand in a section."""
    return section.level + 2


def _text_of(markdown: str, level: int, steps: tuple[tuple[str, int], ...]) -> str:
    return "\n".join(filter(None, (_piece(one, level, steps) for one in pieces(markdown))))


@lru_cache(PIECES)
def _piece(markdown: str, level: int, steps: tuple[tuple[str, int], ...]) -> str:
    return _blocks(piece_tree(markdown), level, dict(steps))


def _page(paper: Paper, cover: str, bodies: Sequence[str]) -> bytes:
    made = f"""<!doctype html>
<html lang="{_text(paper.lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{_line(paper.title)} – {_line(paper.subtitle)}</title>
<style>
{_style(paper.colour)}
</style>
</head>
<body>
<header>
<p class="provider">{_provider(paper)}{_stamp(paper)}</p>
<h1>{_line(paper.title)}</h1>
<p class="client">{_line(paper.subtitle)}</p>
{cover}
</header>
{_contents(paper)}<main>
{"".join(_section(section, body) for section, body in zip(paper.sections, bodies, strict=True))}</main>
<footer>
<p>{_line(paper.provider)} · {_line(paper.header)}<br>
{_line(paper.footer)}</p>
</footer>
</body>
</html>
"""
    return made.encode()


@lru_cache
def _style(colour: str) -> str:
    brand = f":root{{--brand:{readable(colour, _LIGHT)};--brand-dark:{readable(colour, _DARK)}}}"
    return f"{brand}\n{resources.text('templates', 'look/document.css').strip()}"


def _provider(paper: Paper) -> str:
    if not paper.logo:
        return _line(paper.provider)
    data = b64encode(paper.logo.encode()).decode()
    return f'<img class="logo" src="data:image/svg+xml;base64,{data}" alt=""> {_line(paper.provider)}'


def _stamp(paper: Paper) -> str:
    return f' <span class="stamp">{_line(paper.stamp)}</span>' if paper.stamp else ""


def _contents(paper: Paper) -> str:
    if not paper.sections:
        return ""
    heading = f'<h2 id="contents">{_line(paper.labels["contents"])}</h2>'
    entries = "".join(_entry(section) for section in paper.sections)
    return f'<nav aria-labelledby="contents">\n{heading}\n<ul>\n{entries}</ul>\n</nav>\n'


def _entry(section: Section) -> str:
    return f'<li class="level-{section.level}"><a href="#{_text(section.anchor)}">{_line(section.heading)}</a></li>\n'


def _section(section: Section, body: str) -> str:
    level = section.level + 1
    number = f'<span class="number">{_line(section.number)}</span> ' if section.number else ""
    heading = f'<h{level} id="{_text(section.anchor)}">{number}{_line(section.title)}</h{level}>'
    return f"{heading}\n{body}\n"


def _blocks(nodes: list[Node], level: int, steps: Steps) -> str:
    """Blocks as HTML; ``level`` is that of the highest heading that may stand among them, ``steps`` those of a scale."""
    return "\n".join(_block(node, level, steps) for node in nodes)


def _block(node: Node, level: int, steps: Steps) -> str:
    match node["is"]:
        case "paragraph":
            return _inline(node["nodes"]) if node["tight"] else f"<p>{_inline(node['nodes'])}</p>"
        case "heading":
            tag = f"h{min(6, max(level, node['level']))}"
            return f"<{tag}>{_inline(node['nodes'])}</{tag}>"
        case "list":
            tag = "ol" if node["ordered"] else "ul"
            start = f' start="{node["start"]}"' if node["ordered"] and node["start"] != 1 else ""
            items = "".join(f"<li>{_blocks(item, level, steps)}</li>\n" for item in node["items"])
            return f"<{tag}{start}>\n{items}</{tag}>"
        case "quote":
            return f"<blockquote>\n{_blocks(node['nodes'], level, steps)}\n</blockquote>"
        case "table":
            return _table(node, steps)
        case "inserted-blocks" | "deleted-blocks":
            tag = _MARKS[node["is"].removesuffix("-blocks")]
            return f"<{tag}>\n{_blocks(node['nodes'], level, steps)}\n</{tag}>"
        case "code-block":
            return f"<pre><code>{_text(node['text'])}</code></pre>"
        case _:
            return "<hr>"


def _table(node: Node, steps: Steps) -> str:
    own, shades = own_columns(node), scale(node, steps)
    columns = [
        f"{align} own" if own and own[x] else f"{align} other" if own and x else align for x, align in enumerate(node["align"])
    ]
    head = f"<thead>\n{_row(node['head'], columns, 'th', _COLUMN)}</thead>\n" if node["head"] else ""
    rows = [
        [f"{name} shade-{shade}" if shade else name for name, shade in zip(columns, shades[y], strict=True)]
        if shades
        else columns
        for y in range(len(node["rows"]))
    ]
    body = "".join(_row(cells, names, "td") for cells, names in zip(node["rows"], rows, strict=True))
    kind = ' class="marked"' if node["marked"] else ""
    return f'<div class="table" tabindex="0"><table{kind}>\n{head}<tbody>\n{body}</tbody>\n</table></div>'


def _row(cells: list[list[Node]], names: list[str], tag: str, attributes: str = "") -> str:
    made = "".join(f'<{tag}{attributes} class="{name}">{_inline(cell)}</{tag}>' for cell, name in zip(cells, names, strict=True))
    return f"<tr>{made}</tr>\n"


def _inline(nodes: list[Node]) -> str:
    return "".join(_part(node) for node in nodes)


def _part(node: Node) -> str:
    match node["is"]:
        case "text":
            return _text(node["text"])
        case "break":
            return "<br>\n"
        case "strong":
            return f"<strong>{_inline(node['nodes'])}</strong>"
        case "emphasis":
            return f"<em>{_inline(node['nodes'])}</em>"
        case "inserted" | "deleted":
            tag = _MARKS[node["is"]]
            return f"<{tag}>{_inline(node['nodes'])}</{tag}>"
        case "code":
            return f"<code>{_text(node['text'])}</code>"
        case _:
            return f'<a href="{_text(node["to"])}">{_inline(node["nodes"])}</a>'


def _line(text: str) -> str:
    return _text(clean(text).replace("\n", " "))


def _text(text: str) -> str:
    return escape(text, quote=True)
