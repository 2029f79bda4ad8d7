"""YAML bytes to a document with positions, by YAML 1.2's core schema.

Refused, each at its position: what isn't UTF-8 or YAML, duplicate keys, merge keys, explicit tags, many aliases, several
documents, deep nesting, and characters that no document can hold. Source: YAML 1.2.2, chapter 10.3 (core schema).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import yaml

from compiler import codes
from compiler.diagnostic import Diagnostic, Related
from compiler.source import Document, Origin, Path, pointer

__all__ = ["MAX_BYTES", "Parser", "not_utf8", "read"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
MAX_ALIASES = 20
MAX_NODES = 100_000
LONGEST_INTEGER = 18
"""Longer digit strings become Decimal, so that no range check has to convert thousands of digits."""

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?")
# Control characters, surrogates and noncharacters: XML 1.0, and so DOCX and PDF metadata, can't hold them.
_OTHER_BREAKS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
"""What YAML's parser takes for the end of a line, unlike git and most editors."""
_OTHER_SPACE = re.compile(" *([\u00a0\u2000-\u200b\u202f\u3000\ufeff])")
"""A space that looks as if it indents, and doesn't."""
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

try:
    from yaml.cyaml import CParser as Parser  # type: ignore[attr-defined]
except ImportError:  # PyYAML was built without libyaml: slower, with the same events

    class Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):  # type: ignore[no-redef]
        """PyYAML's own parser, put together as its loaders do."""

        def __init__(self, stream: str) -> None:
            yaml.reader.Reader.__init__(self, stream)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)


class _RefusedError(Exception):
    """Carries the finding that ends the reading of a file."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


def read(content: bytes, kind: str, name: str, file: str) -> tuple[Document | None, list[Diagnostic]]:
    """The document of a file, or None where it can't be read, and what was found.

    A document is returned with findings where reading could go on, such as after a duplicate key.
    """
    if len(content) > MAX_BYTES:
        return None, [codes.TOO_LARGE.at(Origin(file), limit=MAX_BYTES, what="bytes")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [not_utf8(file, error)]
    composer = _Composer(text, file)
    try:
        data = composer.document()
    except _RefusedError as refused:
        return None, [*composer.findings, refused.finding]
    except yaml.reader.ReaderError as error:
        return None, [*composer.findings, _reader_finding(text, file, error)]
    except yaml.MarkedYAMLError as error:
        return None, [*composer.findings, _syntax_finding(text, file, error)]
    document = Document(kind, name, file, data, composer.values, composer.keys, composer.spelled)
    return document, composer.findings


def not_utf8(file: str, error: UnicodeDecodeError) -> Diagnostic:
    """The finding for the first byte that isn't UTF-8."""
    before = error.object[: error.start].decode("utf-8")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return codes.NOT_UTF8.at(Origin(file, line, column), byte=f"0x{error.object[error.start]:02X}")


class _Composer:
    """Builds data and positions from the parser's events."""

    def __init__(self, text: str, file: str) -> None:
        self.parser = Parser(text)
        self.file = file
        self.place = _places(text)
        self.values: dict[Path, Origin] = {}
        self.keys: dict[Path, Origin] = {}
        self.spelled: dict[Path, str] = {}
        self.findings: list[Diagnostic] = []
        self.anchors: dict[str, Path] = {}
        self.open_anchors: set[str] = set()
        self.data: dict[str, Any] = {}
        self.aliases = 0
        self.nodes = 0

    def document(self) -> Any:
        """The data of the only document."""
        self._next()
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise _RefusedError(codes.EMPTY_FILE.at(Origin(self.file)))
        data = self._node(self._next(), (), "")
        self._next()
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            self.findings.append(codes.SEVERAL_DOCUMENTS.at(self._origin(event, "")))
        elif data is None:
            raise _RefusedError(codes.EMPTY_FILE.at(Origin(self.file)))
        return data

    def _next(self) -> Any:
        return self.parser.get_event()

    def _origin(self, event: Any, where: str) -> Origin:
        line, column = self.place(event.start_mark)
        end_line, end_column = self.place(event.end_mark)
        return Origin(self.file, line, column, where, None, end_line, end_column)

    def _node(self, event: Any, path: Path, where: str) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _RefusedError(codes.TOO_LARGE.at(self._origin(event, where), limit=MAX_NODES, what="values"))
        if len(path) > MAX_DEPTH:
            raise _RefusedError(codes.TOO_DEEP.at(self._origin(event, where), limit=MAX_DEPTH))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path, where)
        if event.tag is not None and event.tag != "!":
            self.findings.append(codes.CUSTOM_TAG.at(self._origin(event, where), tag=_tag(event.tag)))
        if event.anchor is not None:
            self.open_anchors.add(event.anchor)
        self.values[path] = self._origin(event, where)
        if isinstance(event, yaml.ScalarEvent):
            data = self._scalar(event, path, where)
        elif isinstance(event, yaml.SequenceStartEvent):
            data = self._sequence(path, where)
        else:
            data = self._mapping(path, where)
        if event.anchor is not None:
            self.open_anchors.discard(event.anchor)
            self.anchors[event.anchor] = path
            self.data[event.anchor] = data
        return data

    def _scalar(self, event: Any, path: Path, where: str) -> Any:
        text: str = event.value
        self._printable(text, event, where)
        if not event.implicit[0]:
            return text
        value = _plain(text)
        if not isinstance(value, str):
            self.spelled[path] = text
        return value

    def _printable(self, text: str, event: Any, where: str) -> None:
        if found := _UNPRINTABLE.search(text):
            self.findings.append(codes.CONTROL_CHARACTER.at(self._origin(event, where), character=f"U+{ord(found[0]):04X}"))

    def _sequence(self, path: Path, where: str) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            index = len(items)
            items.append(self._node(event, (*path, index), f"{where}/{index}"))
        return items

    def _mapping(self, path: Path, where: str) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _RefusedError(codes.COMPLEX_KEY.at(self._origin(event, where)))
            key: str = event.value
            inner, place = (*path, key), where + pointer((key,))
            origin = self._origin(event, place)
            self._printable(key, event, place)
            if event.tag is not None and event.tag != "!":
                self.findings.append(codes.CUSTOM_TAG.at(origin, tag=_tag(event.tag)))
            if key == "<<" and event.implicit[0]:
                raise _RefusedError(codes.MERGE_KEY.at(origin))
            if key in items:
                first = Related(self.keys[inner], "it stands here first")
                self.findings.append(codes.DUPLICATE_KEY.at(origin, key=key, related=[first]))
                self._skip(self._next(), inner, place)
                continue
            value = self._next()
            if _is_missing(value) and _begins_where_ends(value, event):
                self.findings.append(codes.STRAY_COMMA.at(origin, key=key))
                continue
            self.keys[inner] = origin
            items[key] = self._node(value, inner, place)
        return items

    def _skip(self, event: Any, path: Path, where: str) -> None:
        """Reads over the value of a key that stands twice, so that the first one keeps its positions."""
        kept = self.values, self.keys, self.spelled, self.anchors, self.data
        self.values, self.keys, self.spelled = {}, {}, {}
        self.anchors, self.data = dict(self.anchors), dict(self.data)
        self._node(event, path, where)
        self.values, self.keys, self.spelled, self.anchors, self.data = kept

    def _alias(self, event: Any, path: Path, where: str) -> Any:
        name = event.anchor
        self.aliases += 1
        if self.aliases > MAX_ALIASES or name in self.open_anchors:
            raise _RefusedError(codes.ALIASES.at(self._origin(event, where), alias=name))
        if name not in self.anchors:
            problem = f"“*{name}” repeats a block that isn't there"
            mend = f"Mark the block with “&{name}” before it, or write it out."
            raise _RefusedError(codes.NOT_YAML.at(self._origin(event, where), problem=problem, mend=mend))
        source = self.anchors[name]
        for known in (self.values, self.keys, self.spelled):
            copies = {(*path, *at[len(source) :]): value for at, value in known.items() if at[: len(source)] == source}
            if max(map(len, copies), default=0) > MAX_DEPTH:
                raise _RefusedError(codes.TOO_DEEP.at(self._origin(event, where), limit=MAX_DEPTH))
            self.nodes += len(copies)
            if known is not self.spelled:
                copies.pop(path, None)
            known.update(copies)  # type: ignore[arg-type]
        self.values[path] = self._origin(event, where)
        if self.nodes > MAX_NODES:
            raise _RefusedError(codes.ALIASES.at(self._origin(event, where), alias=name))
        return _copy(self.data[name])


def _places(text: str) -> Callable[[Any], tuple[int, int]]:
    """What tells the line and column, from 1, of one of the parser's marks."""
    if not _OTHER_BREAKS.search(text):
        return lambda mark: (mark.line + 1, mark.column + 1)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(mark: Any) -> tuple[int, int]:
        line = bisect_right(starts, mark.index)
        return line, mark.index - starts[line - 1] + 1

    return place


def _is_missing(event: Any) -> bool:
    """Whether a value is nothing at all: not even quotes."""
    return isinstance(event, yaml.ScalarEvent) and event.value == "" and event.implicit[0]


def _begins_where_ends(event: Any, before: Any) -> bool:
    """Whether nothing, not even a colon, stands between two events."""
    return bool(event.start_mark.index == before.end_mark.index)


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data


def _plain(text: str) -> Any:
    """The value of a plain scalar by the core schema. Infinity and not-a-number stay text: no agreement holds them."""
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= LONGEST_INTEGER else Decimal(text)
    if len(text) <= LONGEST_INTEGER:
        if _OCTAL.fullmatch(text):
            return int(text, 8)
        if _HEX.fullmatch(text):
            return int(text, 16)
    return Decimal(text) if _FLOAT.fullmatch(text) else text


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _reader_finding(text: str, file: str, error: yaml.reader.ReaderError) -> Diagnostic:
    found = _UNPRINTABLE.search(text)
    at = found.start() if found else 0
    origin = Origin(file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    character = f"U+{ord(text[at]):04X}" if found else str(error.character)
    return codes.CONTROL_CHARACTER.at(origin, character=character)


_HINTS = (
    (
        "that cannot start any token",
        "a tab or a sign such as @, ` or % stands where a value starts",
        "Indent with spaces, never tabs; put text that starts with such a sign between quotes.",
    ),
    ("found a tab character", "a tab is used to indent", "Indent with spaces, never tabs."),
    (
        "mapping values are not allowed",
        "a second colon stands where it can't",
        "Put the text between quotes, or check the indentation of this line and the one above.",
    ),
    ("could not find expected ':'", "a name without a colon stands here", "Write “name: value”, or check the indentation."),
    (
        "did not find expected key",
        "this line doesn't line up with the block that it belongs to",
        "Give it the same number of spaces as the lines of its block; close quotes and brackets above.",
    ),
    (
        "did not find expected '-' indicator",
        "this line doesn't line up with the list that it belongs to",
        "Start each item of the list with “- ” and the same number of spaces.",
    ),
    (
        "did not find expected ',' or",
        "a list or block between brackets isn't closed",
        "Put a comma between its items and close it with “]” or “}”.",
    ),
    ("unexpected end of stream", "quotes that were opened aren't closed", "Close the quotes."),
    ("unexpected document indicator", "quotes that were opened aren't closed", "Close the quotes."),
    ("found undefined tag handle", "“!” starts a type of its own", "Put text that starts with “!” between quotes."),
    ("tag URI", "“!” starts a type of its own", "Put text that starts with “!” between quotes."),
    (
        "block sequence entries are not allowed",
        "“- ” starts a list where none can stand",
        "Start the list on a line of its own, or put the text between quotes.",
    ),
    (
        "node content",
        "a comma or a closing bracket stands where a value is due",
        "Fill in the value, or put text that holds such signs between quotes.",
    ),
    (
        "comment or line break",
        "text stands on the line of “|” or “>”",
        "Start the text on the next line, with more spaces in front.",
    ),
    (
        "invalid Unicode character",
        "“\\u” is followed by the number of a character that doesn't exist",
        "Write the character itself; use single quotes around text with backslashes.",
    ),
    (
        "hexdecimal number",
        "“\\x” or “\\u” is followed by something else than the number of a character",
        "Use single quotes around text with backslashes, or write each backslash twice.",
    ),
    ("directive", "“%” starts a line", "Put text that starts with “%” between quotes, or remove the line."),
    ("incompatible YAML document", "“%” starts a line", "Put text that starts with “%” between quotes, or remove the line."),
    (
        "unknown escape character",
        "a backslash is followed by a letter that means nothing",
        "Use single quotes around text with backslashes, or write each backslash twice.",
    ),
    (
        "did not find expected alphabetic",
        "“&” or “*” stands where a value starts",
        "Put text that starts with “&” or “*” between quotes.",
    ),
    (
        "did not find expected <document start>",
        "something stands after the end of the content, or lines don't line up",
        "Check the indentation of this line and the one above.",
    ),
)
_OPENED = frozenset(
    {"could not find expected ':'", "did not find expected ',' or", "unexpected end of stream", "unexpected document indicator"}
)
"""Signs of faults that lie where something starts, not where the parser stopped."""


def _syntax_finding(text: str, file: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    said = str(error.problem or error.context or "it doesn't follow the rules")
    unknown = ("", said, "Check the indentation, the colons and the quotes around here.")
    sign, problem, mend = next((hint for hint in _HINTS if hint[0] in said), unknown)
    place, lines = _places(text), text.split("\n")

    def origin(mark: Any) -> Origin:
        line, column = place(mark)
        return Origin(file, line, column) if line <= len(lines) else Origin(file, len(lines), len(lines[-1]) + 1)

    stopped, started = error.problem_mark or error.context_mark, error.context_mark
    if stopped is None:
        return codes.NOT_YAML.at(Origin(file), problem=problem, mend=mend)
    if other := _other_space(lines, min(stopped.line, len(lines) - 1)):
        number, column = other
        problem, mend = "a space of another kind stands where a line is indented", "Indent with the spaces of the space bar."
        return codes.NOT_YAML.at(Origin(file, number + 1, column + 1), problem=problem, mend=mend)
    related = []
    if started is not None and started.line < stopped.line:
        if sign in _OPENED:
            stopped = started
        else:
            related = [Related(origin(started), "the block starts here")]
    return codes.NOT_YAML.at(origin(stopped), problem=problem, mend=mend, related=related)


def _other_space(lines: list[str], at: int) -> tuple[int, int] | None:
    """Where the first of the lines that lead to a line, or that line itself, is indented by a space of another kind."""
    first = at if _OTHER_SPACE.match(lines[at]) else None
    while at > 0 and _OTHER_SPACE.match(lines[at - 1]):
        at -= 1
        first = at
    found = _OTHER_SPACE.match(lines[first]) if first is not None else None
    return (first, found.start(1)) if first is not None and found is not None else None
