"""What an exporter hands back: files for another system, and what that system can't express."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from compiler.bundle import Bundle
from compiler.loss import Loss


@dataclass(frozen=True)
class Export:
    """Files by relative path with their bytes, and the losses, in the clients' order."""

    files: Mapping[str, bytes]
    losses: tuple[Loss, ...]


Exporter = Callable[[Iterable[Bundle]], Export]
"""Is given the bundles one after the other, in the order of their clients: of ten thousand, only one is in memory at a time."""


class Packed(Mapping[str, bytes]):
    """Files by their names' order, kept compressed: a few for each of ten thousand clients would fill the memory."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def put(self, name: str, content: bytes) -> None:
        """Adds a file, or replaces it."""
        self._files[name] = zlib.compress(content, 1)

    def __getitem__(self, name: str) -> bytes:
        return zlib.decompress(self._files[name])

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._files))

    def __len__(self) -> int:
        return len(self._files)
