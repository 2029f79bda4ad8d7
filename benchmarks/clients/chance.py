"""Choices that come out the same on any machine and with any release of Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Value = TypeVar("Value")


class Chance:
    """Choices from a seed of text.

    Only ``Random.random`` is used: of its methods, that is the one of which Python's documentation says that it gives the same
    numbers for the same seed in every release.
    """

    def __init__(self, seed: str) -> None:
        self._next = random.Random(seed).random

    def happens(self, share: float) -> bool:
        """True in that share of the cases, 0 to 1."""
        return self._next() < share

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self._next() * (most - least + 1))

    def one(self, values: Sequence[Value]) -> Value:
        """One of them."""
        return values[int(self._next() * len(values))]

    def some(self, values: Sequence[Value], count: int) -> list[Value]:
        """So many different ones of them, or all where there are fewer, in their own order."""
        left = list(range(len(values)))
        taken = [left.pop(int(self._next() * len(left))) for _ in range(min(count, len(left)))]
        return [values[at] for at in sorted(taken)]

    def shuffled(self, values: Sequence[Value]) -> list[Value]:
        """All of them in another order."""
        left = list(values)
        return [left.pop(int(self._next() * len(left))) for _ in values]
