"""The known name that a misspelled one is most like, for what a finding says to do."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

MOST = 20_000_000
"""So much is compared for one client or one file: pairs of names, times the square of the characters, as the time grows."""
_LONGEST = 60
"""Characters of a name that are looked at."""
_LISTED = 60


class Near:
    """Finds which known name was meant.

    Each unknown name is compared with each known one. Where thousands of names are wrong, the last of them are told without
    what they are like, as nobody mends them one by one.
    """

    def __init__(self) -> None:
        self._left = MOST

    def to(self, name: str, known: Collection[str], likeness: float = 0.6) -> str | None:
        """The known name that is most like another, or None where none is, or where enough was compared."""
        if self._left <= 0:
            return None
        name = name[:_LONGEST]
        self._left -= len(known) * len(name) ** 2
        found = get_close_matches(name, known, 1, likeness)
        return found[0] if found else None


def listed(known: Collection[str]) -> str:
    """Known names one after the other; of very many the first."""
    return ", ".join(list(known)[:_LISTED]) + (", …" if len(known) > _LISTED else "")
