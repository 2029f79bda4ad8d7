"""The contents of a workspace's files, laid aside: those of tens of thousands of clients would fill the memory."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Iterator, Mapping
from tempfile import SpooledTemporaryFile

_IN_MEMORY = 1_000_000
"""So many bytes are kept in memory; with more, all go to a file that has no name and ends with this process."""
_SIZE = 4
"""Bytes of the size before each content."""


class Contents(Mapping[str, bytes]):
    """Contents by the name of their file, in sorted order. What is taken out is what was put in, whatever became of the file.

    Only the process that put them in can take them out.
    """

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._sums: dict[str, bytes] = {}
        self._end = 0
        self._read_last = False
        self._stream = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (it lives as long as this does)
        weakref.finalize(self, self._stream.close)

    def put(self, file: str, content: bytes) -> None:
        """Lays the content of another file aside. Raises ``OSError`` where there is no room for it."""
        if self._read_last:  # to go to where it is already would write what waits to be written
            self._stream.seek(self._end)
            self._read_last = False
        self._places[file] = self._end
        self._sums[file] = _sum(content)
        self._end += self._stream.write(len(content).to_bytes(_SIZE, "big") + content)

    def sum(self, file: str) -> bytes:
        """The SHA-256 of a content, which needn't be taken out for it."""
        return self._sums[file]

    def sort(self) -> None:
        """Puts the names in order."""
        self._places = dict(sorted(self._places.items()))

    def __getitem__(self, file: str) -> bytes:
        self._read_last = True
        self._stream.seek(self._places[file])
        return self._stream.read(int.from_bytes(self._stream.read(_SIZE), "big"))

    def __contains__(self, file: object) -> bool:
        return file in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def sum_of(files: Mapping[str, bytes], file: str) -> bytes:
    """The SHA-256 of a file's content."""
    return files.sum(file) if isinstance(files, Contents) else _sum(files[file])


def _sum(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
