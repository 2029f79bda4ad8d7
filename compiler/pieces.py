"""JSON in pieces, so that no large file is whole in memory: together they are the bytes of all at once, two spaces a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec


def inside(items: Sequence[object] | Mapping[str, object], depth: int = 1) -> bytes:
    """What stands between the brackets of a list or an object, the ``depth``-th around it; empty where it holds nothing."""
    if not items:
        return b""
    outer = depth - 1
    text = msgspec.json.format(b"[" * outer + msgspec.json.encode(items) + b"]" * outer, indent=2)
    outside = depth * (depth + 1)
    return text[outside:-outside]


def around(pieces: Iterable[bytes], brackets: bytes = b"[]", depth: int = 1) -> Iterator[bytes]:
    """A list or an object of what stands inside its brackets, in pieces of one item or more."""
    before = brackets[:1] + b"\n"
    for piece in filter(None, pieces):
        yield before + piece
        before = b",\n"
    yield b"\n" + b"  " * (depth - 1) + brackets[1:] if before == b",\n" else brackets


def members(values: Mapping[str, Iterable[bytes]], depth: int = 1) -> Iterator[bytes]:
    """An object of values that are themselves in pieces."""
    before = b"{\n"
    for key, value in values.items():
        yield before + b"  " * depth + msgspec.json.encode(key) + b": "
        yield from value
        before = b",\n"
    yield b"\n" + b"  " * (depth - 1) + b"}"
