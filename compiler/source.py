"""Where values come from: documents with the position of every key and value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

Path = tuple[str | int, ...]
"""The way from a document's root to a value: keys and list indices."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value stands.

    ``line`` and ``column`` count from 1, columns in characters; ``end_line`` and ``end_column`` are just past the last
    character. ``pointer`` is a JSON Pointer (RFC 6901) into the file. ``amendment`` is the date of the amendment that set
    the value, where one did.
    """

    file: str
    line: int = 1
    column: int = 1
    pointer: str = ""
    amendment: str | None = None
    end_line: int = field(default=1, compare=False)
    end_column: int = field(default=1, compare=False)


def pointer(path: Path) -> str:
    """The JSON Pointer (RFC 6901) of a path."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


@dataclass(frozen=True)
class Document:
    """One file as data, with origins beside it: ``values`` and ``keys`` map a path to where the value, or its key, stands.

    Data holds only ``dict``, ``list``, ``str``, ``int``, ``Decimal``, ``bool`` and ``None``. ``spelled`` holds how a number,
    a truth value or a null was written. Equality ignores positions and spelling.
    """

    kind: str
    name: str
    file: str
    data: Any
    values: Mapping[Path, Origin] = field(compare=False, repr=False)
    keys: Mapping[Path, Origin] = field(compare=False, repr=False)
    spelled: Mapping[Path, str] = field(compare=False, repr=False)

    def __hash__(self) -> int:
        return hash((self.kind, self.name, self.file))

    def root(self) -> Node:
        """The node of the whole document."""
        return Node(self, (), self.data)


class Node(msgspec.Struct, frozen=True, eq=False):
    """A value in a document, with the way back to where it stands. Nodes are equal where their path and data are.

    Reading is strict: what isn't there raises ``KeyError``; use ``get`` or ``in`` for what may be left out.
    """

    document: Document
    path: Path
    data: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and (self.path, self.data) == (other.path, other.data)

    def __repr__(self) -> str:
        return f"Node({self.path!r}, {self.data!r})"

    @property
    def origin(self) -> Origin:
        """Where the value stands; for a value that was derived from another, the nearest that does stand somewhere."""
        path = self.path
        while path not in self.document.values:
            path = path[:-1]
        return self.document.values[path]

    @property
    def key_origin(self) -> Origin:
        """Where the key of this value stands, or the value itself in a list."""
        return self.document.keys.get(self.path) or self.origin

    @property
    def key(self) -> str:
        """The last step of the path, as text."""
        return str(self.path[-1])

    def __getitem__(self, step: str | int) -> Node:
        return Node(self.document, (*self.path, step), self.data[step])

    def __contains__(self, key: str) -> bool:
        return isinstance(self.data, dict) and self.data.get(key) is not None

    def get(self, *steps: str | int) -> Node | None:
        """The value at the end of the steps, or None where one of them is missing."""
        node: Node = self
        for step in steps:
            data = node.data
            if isinstance(data, dict):
                if data.get(step) is None:
                    return None
            elif not (isinstance(data, list) and isinstance(step, int) and step < len(data)):
                return None
            node = node[step]
        return node

    def items(self) -> Iterator[tuple[str, Node]]:
        """Keys and nodes of a mapping, in the file's order."""
        for key in self.data:
            yield key, self[key]

    def each(self) -> Iterator[Node]:
        """The nodes of a list or of a mapping's values, in the file's order."""
        for step in self.data if isinstance(self.data, dict) else range(len(self.data)):
            yield self[step]

    def section(self, key: str) -> Iterator[tuple[str, Node]]:
        """Keys and nodes of a mapping that may be left out."""
        found = self.get(key)
        return found.items() if found is not None else iter(())

    def listed(self, key: str) -> Iterator[Node]:
        """The nodes of a list that may be left out."""
        found = self.get(key)
        return found.each() if found is not None else iter(())

    def walk(self) -> Iterator[Node]:
        """This node and all below it, depth first."""
        yield self
        if isinstance(self.data, dict | list):
            for node in self.each():
                yield from node.walk()
