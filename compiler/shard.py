"""A part of the clients, for one of several machines: the same part on each, whatever else there is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

_FORM = re.compile(r"([1-9][0-9]{0,4})/([1-9][0-9]{0,4})")


@dataclass(frozen=True, slots=True)
class Shard:
    """The ``number``-th of ``count`` parts, counted from 1."""

    number: int
    count: int

    def of(self, clients: Iterable[str]) -> list[str]:
        """The clients of this part. A client stays in its part when others come or go."""
        return [client for client in clients if _place(client) % self.count == self.number - 1]

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def shard(text: str) -> Shard:
    """The part that text means. Raises ``ValueError`` where it means none."""
    found = _FORM.fullmatch(text)
    if found is None or int(found[1]) > int(found[2]):
        raise ValueError(f"{text!r} is no part such as 2/3, the second of three")
    return Shard(int(found[1]), int(found[2]))


def _place(client: str) -> int:
    return int.from_bytes(hashlib.sha256(client.encode("utf-8", "surrogateescape")).digest()[:8], "big")
