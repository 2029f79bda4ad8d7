"""The known name that a misspelled one is most like, for what a finding says to do."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

MOST = 100_000
"""So many pairs of names are compared for one client or one file."""
_LONGEST = 60
"""Characters of a name that are compared: the time grows with the square of them."""
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
        self._left -= len(known)
        found = get_close_matches(name[:_LONGEST], known, 1, likeness)
        return found[0] if found else None


def listed(known: Collection[str]) -> str:
    """Known names one after the other; of very many the first."""
    return ", ".join(list(known)[:_LISTED]) + (", …" if len(known) > _LISTED else "")
