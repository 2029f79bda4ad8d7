"""Markdown to a tree of plain data, from which HTML and PDF are made.

A node is a mapping with its kind in ``is``. Blocks: paragraph, heading, list, quote, table, code-block, rule. Inline:
text, break, strong, emphasis, code, link. A comparison adds inserted and deleted, and inserted-blocks and deleted-blocks.
The text of a client stands in text nodes only. A table is marked where its head is bold in part: the rest of that head must
not be bold then.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

Node = dict[str, Any]

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_BLOCKS = MarkdownIt("commonmark", {"html": False}).enable("table").disable("inline")
_INLINE = {"strong": "strong", "em": "emphasis"}


PIECES = 4096
"""So many pieces of text are kept by each format as it has them: most of them stand in the documents of many clients."""
_TREES = 512
"""So many are kept as trees, which take more memory: as many as a client's documents have, for all formats."""
_LINES = 8192
"""So many paragraphs and cells."""


_NEW_BLOCK = re.compile(r"\n{2,}(?!\s|[*+-](?:\s|\Z)|[0-9])")
_NO_MARK = re.compile(r"[^\\`*_\[\]!&<\n]*")
_BOLD = re.compile(rf"\*\*(?=[^\W_])({_NO_MARK.pattern})(?:(?<=[^\W_])\*\*|(?<!\s)\*\*(?= |\Z))")
_LINE = r"(?:\*\*)?[^\W\d_][^\n\r\0]*"
"""A line that begins with a letter, be it bold: the parser can only make a paragraph of it."""
_SIMPLE = re.compile(rf"(?P<quote>> )?(?P<line>{_LINE})|(?:(?P<lead>{_LINE})\n\n)?(?P<items>- {_LINE}(?:\n- {_LINE})*)")
_ACROSS = ("```", "~~~", "]:")
_ROW = r"\|(?:[^\n\r\0]*[^\n\r\0\\])?\|"
_TABLE = re.compile(rf"{_ROW}\n\|((?: *:?-+:? *\|)+)(?:\n{_ROW})*")
_BAR = re.compile(r"(?<!\\)\|")
_SIDES = {(False, False): "left", (True, False): "left", (True, True): "center", (False, True): "right"}
"""By whether a colon stands before and after the dashes."""


def pieces(markdown: str) -> list[str]:
    """Parts of a Markdown text that mean the same apart as together, so that what several clients have is read once.

    After an empty line, what isn't indented and no item of a list starts anew. A text with code between fences, or with targets
    of links, stays whole.
    """
    return [markdown] if any(mark in markdown for mark in _ACROSS) else _NEW_BLOCK.split(markdown)


def tree(markdown: str) -> list[Node]:
    """The blocks of a Markdown text. They are shared: who needs others makes new ones."""
    return [node for piece in pieces(markdown) for node in piece_tree(piece)]


@lru_cache(_TREES)
def piece_tree(markdown: str) -> list[Node]:
    """The blocks of one piece of a text."""
    piece = markdown.strip("\n")
    if read := _simple(piece):
        return read
    if table := _plain_table(piece):
        return [table]
    references: dict[str, Any] = {}
    return _blocks(_Reader(_BLOCKS.parse(markdown, references), references))


def plain(nodes: list[Node] | str) -> str:
    """The text of inline nodes, which may be text already."""
    if isinstance(nodes, str):
        return nodes
    if len(nodes) == 1 and "text" in nodes[0]:
        return str(nodes[0]["text"])
    parts = []
    for node in nodes:
        parts.append("\n" if node["is"] == "break" else node.get("text") or plain(node.get("nodes", [])))
    return "".join(parts)


class _Reader:
    """Tokens, read once from front to back."""

    def __init__(self, tokens: list[Token], references: dict[str, Any]) -> None:
        self._tokens = tokens
        self._at = 0
        self._references = references

    def next(self) -> Token | None:
        if self._at == len(self._tokens):
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def inline(self) -> list[Node]:
        """The inline nodes of a paragraph, heading or cell, up to and with its end."""
        token = self.next()
        assert token is not None
        if token.type != "inline":
            return []
        self.next()
        # Cells with the same few words are many.
        return _read(token.content, self._references) if self._references.get("references") else _read_once(token.content)


def _blocks(tokens: _Reader) -> list[Node]:
    found: list[Node] = []
    while (token := tokens.next()) is not None and token.nesting >= 0:
        match token.type:
            case "paragraph_open":
                found.append({"is": "paragraph", "tight": token.hidden, "nodes": tokens.inline()})
            case "heading_open":
                found.append({"is": "heading", "level": int(token.tag[1]), "nodes": tokens.inline()})
            case "bullet_list_open" | "ordered_list_open":
                ordered = token.type == "ordered_list_open"
                start = int(token.attrGet("start") or 1)
                found.append({"is": "list", "ordered": ordered, "start": start, "items": _items(tokens)})
            case "blockquote_open":
                found.append({"is": "quote", "nodes": _blocks(tokens)})
            case "table_open":
                found.append(_table(tokens))
            case "fence" | "code_block":
                found.append({"is": "code-block", "text": token.content.rstrip("\n")})
            case "hr":
                found.append({"is": "rule"})
            case unknown:
                raise ValueError(f"no way to show {unknown}")
    return found


def _read(text: str, references: dict[str, Any]) -> list[Node]:
    (line,) = _PARSER.parseInline(text, references)
    return _inline(_Reader(line.children or [], {}))


@lru_cache(_LINES)
def _read_once(text: str) -> list[Node]:
    # Most cells hold no mark at all, or words in bold.
    return _bold(text) or _read(text, {})


def _bold(text: str) -> list[Node]:
    """The inline nodes of a text whose only marks, if it has any, are those of bold words; else none.

    A mark opens before a letter or figure, and closes after one, or before a space or the end (CommonMark, 6.2).
    """
    parts = _BOLD.split(text)
    if not all(map(_NO_MARK.fullmatch, parts[::2])):
        return []
    texts: list[Node] = [{"is": "text", "text": part} for part in parts]
    return [{"is": "strong", "nodes": [text]} if number % 2 else text for number, text in enumerate(texts) if text["text"]]


def _items(tokens: _Reader) -> list[list[Node]]:
    items = []
    while (token := tokens.next()) is not None and token.type == "list_item_open":
        items.append(_blocks(tokens))
    return items


def _simple(markdown: str) -> list[Node]:
    """The blocks of a piece that is one line, be it quoted, or a list of lines with or without one that leads to it, if it is.

    As with tables: nearly all that our templates make for a client is so, and the parser took a third of the time in which that
    was read.
    """
    if not (found := _SIMPLE.fullmatch(markdown)) or any(line != line.strip() for line in markdown.split("\n")):
        return []
    if line := found["line"]:
        return [{"is": "quote", "nodes": [_paragraph(line)]}] if found["quote"] else [_paragraph(line)]
    items = [[_paragraph(item, tight=True)] for item in found["items"].removeprefix("- ").split("\n- ")]
    made = {"is": "list", "ordered": False, "start": 1, "items": items}
    return [_paragraph(found["lead"]), made] if found["lead"] else [made]


def _paragraph(line: str, *, tight: bool = False) -> Node:
    return {"is": "paragraph", "tight": tight, "nodes": _read_once(line)}


def _plain_table(markdown: str) -> Node | None:
    """The table that a piece is, if each of its lines begins and ends with a bar, as those of our templates do.

    The parser makes the same of it, but takes long; and half of what it had to read would be tables.
    """
    if not (found := _TABLE.fullmatch(markdown)):
        return None
    sides = [side.strip(" ") for side in found[1].split("|")[:-1]]
    lines = markdown.split("\n")
    rows = [[cell.strip(" ").replace("\\|", "|") for cell in _BAR.split(line[1:-1])] for line in (lines[0], *lines[2:])]
    # What counts as blank besides a space is the parser's to say.
    if any(len(row) != len(sides) or any(cell != cell.strip() for cell in row) for row in rows):
        return None
    align = [_SIDES[side.startswith(":"), side.endswith(":")] for side in sides]
    return _as_table(align, [[_read_once(cell) for cell in row] for row in rows])


def _table(tokens: _Reader) -> Node:
    rows: list[list[list[Node]]] = []
    align: list[str] = []
    while (token := tokens.next()) is not None and token.type != "table_close":
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            if token.type == "th_open":
                align.append(str(token.attrGet("style") or "").removeprefix("text-align:") or "left")
            rows[-1].append(tokens.inline())
    return _as_table(align, rows)


def _as_table(align: list[str], rows: list[list[list[Node]]]) -> Node:
    head, body = rows[0], rows[1:]
    marked = any(node["is"] == "strong" for cell in head for node in cell)
    return {"is": "table", "align": align, "marked": marked, "head": head if any(head) else [], "rows": body}


def _inline(tokens: _Reader) -> list[Node]:
    found: list[Node] = []
    while (token := tokens.next()) is not None and token.nesting >= 0:
        match token.type:
            case "text":
                found.extend(_lines(token.content))
            case "softbreak":
                found.append({"is": "text", "text": " "})
            case "hardbreak":
                found.append({"is": "break"})
            case "code_inline":
                found.append({"is": "code", "text": token.content})
            case "image":
                found.append({"is": "text", "text": token.content})
            case "link_open":
                found.append({"is": "link", "to": str(token.attrGet("href") or ""), "nodes": _inline(tokens)})
            case "strong_open" | "em_open":
                found.append({"is": _INLINE[token.tag], "nodes": _inline(tokens)})
            case unknown:
                raise ValueError(f"no way to show {unknown}")
    return found


def _lines(text: str) -> list[Node]:
    """Text whose line breaks were written as characters: a value of several lines."""
    nodes: list[Node] = []
    for index, line in enumerate(text.split("\n")):
        if index:
            nodes.append({"is": "break"})
        if line:
            nodes.append({"is": "text", "text": line})
    return nodes
