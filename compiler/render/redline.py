"""Two states of a document as one HTML page: what went is struck out, what came is underlined, clause by clause."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from compiler.render.html import page
from compiler.render.paper import Paper, Section
from compiler.render.tree import Node, plain, tree

_PIECE = re.compile(r"\s+|[^\s]+")
_Token = tuple[str, str]
"""A piece of text, and the nodes around it as JSON."""
_Row = list[list[Node]]
_Column = tuple[int | None, int | None]
"""The place of a column in the table before and in the one after."""


def redline(before: Paper, after: Paper, title: str) -> bytes:
    """The document after, with what differs from before marked. ``title`` says what is compared."""
    cover = [{"is": "quote", "nodes": [{"is": "paragraph", "tight": False, "nodes": [{"is": "text", "text": title}]}]}]
    cover += _blocks(tree(before.cover), tree(after.cover))
    sections = list(_sections(before.sections, after.sections))
    # Both stamps would be one too many: the cover's table tells the status.
    return page(replace(after, sections=tuple(section for section, _ in sections)), cover, [nodes for _, nodes in sections])


def _sections(olds: Sequence[Section], news: Sequence[Section]) -> Iterator[tuple[Section, list[Node]]]:
    known = {one.anchor: one for one in olds}
    for tag, old, new in _matched([one.anchor for one in olds], [one.anchor for one in news]):
        if tag != "insert":
            for section in olds[slice(*old)]:
                if tag == "delete" or section.anchor not in {one.anchor for one in news}:
                    yield replace(section, anchor=f"gone-{section.anchor}"), [_marked("deleted-blocks", tree(section.body))]
        for section in news[slice(*new)] if tag != "delete" else ():
            earlier = known.get(section.anchor)
            if earlier is None:
                yield section, [_marked("inserted-blocks", tree(section.body))]
                continue
            moved = [] if earlier.heading == section.heading else [_heading(earlier.heading, section.heading)]
            yield section, [*moved, *_blocks(tree(earlier.body), tree(section.body))]


def _heading(old: str, new: str) -> Node:
    return {"is": "paragraph", "tight": False, "nodes": _words([{"is": "text", "text": old}], [{"is": "text", "text": new}])}


def _matched(olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """The steps from one list to another: equal, replace, delete or insert, with the places in both."""
    for tag, first, last, start, end in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        yield tag, (first, last), (start, end)


def _blocks(olds: list[Node], news: list[Node]) -> list[Node]:
    found: list[Node] = []
    for tag, old, new in _matched([_key(one) for one in olds], [_key(one) for one in news]):
        gone, come = olds[slice(*old)], news[slice(*new)]
        if tag == "equal":
            found += come
            continue
        while gone and come and gone[0]["is"] == come[0]["is"]:
            found += _pair(gone.pop(0), come.pop(0))
        found += [_marked("deleted-blocks", gone)] if gone else []
        found += [_marked("inserted-blocks", come)] if come else []
    return found


def _pair(old: Node, new: Node) -> list[Node]:
    """Two blocks of one kind as one, with what differs marked."""
    match new["is"]:
        case "paragraph" | "heading":
            return [{**new, "nodes": _words(old["nodes"], new["nodes"])}]
        case "quote":
            return [{**new, "nodes": _blocks(old["nodes"], new["nodes"])}]
        case "list":
            return [{**new, "items": _items(old["items"], new["items"])}]
        case "table" if columns := _columns(old, new):
            return [_table(old, new, columns)]
    return [_marked("deleted-blocks", [old]), _marked("inserted-blocks", [new])]


def _items(olds: list[list[Node]], news: list[list[Node]]) -> list[list[Node]]:
    found: list[list[Node]] = []
    for _, old, new in _matched([_key(one) for one in olds], [_key(one) for one in news]):
        gone, come = olds[slice(*old)], news[slice(*new)]
        both = min(len(gone), len(come))
        found += [_blocks(*pair) for pair in zip(gone, come, strict=False)]
        found += [[_marked("deleted-blocks", one)] for one in gone[both:]]
        found += [[_marked("inserted-blocks", one)] for one in come[both:]]
    return found


def _columns(old: Node, new: Node) -> list[_Column]:
    """The columns of both tables, those with the same head together; none where the tables have nothing to do with each other."""
    if not old["head"] and not new["head"]:
        count = len(new["align"])
        return [(place, place) for place in range(count)] if len(old["align"]) == count else []
    columns: list[_Column] = []
    for tag, gone, come in _matched([plain(cell) for cell in old["head"]], [plain(cell) for cell in new["head"]]):
        if tag == "equal":
            columns += zip(range(*gone), range(*come), strict=True)
        else:
            columns += [*((place, None) for place in range(*gone)), *((None, place) for place in range(*come))]
    return columns if columns[:1] == [(0, 0)] else []


def _table(old: Node, new: Node, columns: list[_Column]) -> Node:
    """One table with the columns of both."""
    sides = [new["align"][come] if come is not None else old["align"][gone] for gone, come in columns]
    head = _cells(old["head"], new["head"], columns) if new["head"] else []
    return {**new, "align": sides, "head": head, "rows": _rows(old["rows"], new["rows"], columns)}


def _rows(olds: list[_Row], news: list[_Row], columns: list[_Column]) -> list[_Row]:
    """Rows that begin with the same words are the same row."""
    found: list[_Row] = []
    for tag, old, new in _matched([plain(row[0]) for row in olds], [plain(row[0]) for row in news]):
        gone, come = olds[slice(*old)], news[slice(*new)]
        if tag == "equal":
            found += [_cells(*rows, columns) for rows in zip(gone, come, strict=True)]
            continue
        found += [_cells(row, None, columns) for row in gone]
        found += [_cells(None, row, columns) for row in come]
    return found


def _cells(old: _Row | None, new: _Row | None, columns: list[_Column]) -> _Row:
    """The cells of a row, or of one that only one of the tables has."""
    found: _Row = []
    for gone, come in columns:
        was = old[gone] if old is not None and gone is not None else None
        now = new[come] if new is not None and come is not None else None
        if was is not None and now is not None:
            found.append(_words(was, now))
        elif was or now:
            found.append([_marked("deleted", was) if was else _marked("inserted", now or [])])
        else:
            found.append([])
    return found


def _words(olds: list[Node], news: list[Node]) -> list[Node]:
    """Inline nodes, word by word."""
    if olds == news:
        return news
    ones, others = list(_tokens(olds)), list(_tokens(news))
    found: list[Node] = []
    for tag, old, new in _matched([json.dumps(one) for one in ones], [json.dumps(one) for one in others]):
        if tag == "equal":
            found += _untokened(others[slice(*new)])
            continue
        if old[0] < old[1]:
            found.append(_marked("deleted", _untokened(ones[slice(*old)])))
        if new[0] < new[1]:
            found.append(_marked("inserted", _untokened(others[slice(*new)])))
    return found


def _tokens(nodes: list[Node], around: str = "[]") -> Iterator[_Token]:
    for node in nodes:
        if node["is"] == "text":
            yield from ((piece, around) for piece in _PIECE.findall(node["text"]))
        elif "nodes" in node:
            shell = {key: value for key, value in node.items() if key != "nodes"}
            yield from _tokens(node["nodes"], json.dumps([*json.loads(around), shell]))
        else:
            yield "", json.dumps([*json.loads(around), node])


def _untokened(tokens: list[_Token]) -> list[Node]:
    found: list[Node] = []
    for text, around in tokens:
        shells = json.loads(around)
        node = {"is": "text", "text": text} if text else shells.pop()
        for shell in reversed(shells):
            node = {**shell, "nodes": [node]}
        found.append(node)
    return found


def _marked(kind: str, nodes: list[Node]) -> Node:
    return {"is": kind, "nodes": nodes}


def _key(node: Node | list[Node]) -> str:
    return json.dumps(node, sort_keys=True)
