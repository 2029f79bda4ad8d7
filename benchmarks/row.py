"""A row of the table: our figure beside the peer's, each the median of several, and whether the limit is kept."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from benchmarks.limits import LIMITS


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured: ``key`` names its limit, ``ours`` and ``theirs`` are the samples, in the same unit."""

    key: str
    what: str
    unit: str
    ours: tuple[float, ...]
    peer: str = ""
    theirs: tuple[float, ...] = ()

    @property
    def figure(self) -> float:
        """Our figure."""
        return statistics.median(self.ours)

    @property
    def other(self) -> float | None:
        """The peer's figure, or None where nobody else does this work."""
        return statistics.median(self.theirs) if self.theirs else None

    @property
    def ratio(self) -> float | None:
        """Ours divided by the peer's."""
        return self.figure / self.other if self.other else None

    @property
    def kept(self) -> bool | None:
        """Whether the limit of this row is kept, or None where it has none."""
        limit = LIMITS.get(self.key)
        if limit is None:
            return None
        judged = self.ratio if limit.of_ratio else self.figure
        return judged is not None and limit.allows(judged)

    def data(self) -> dict[str, object]:
        """All of it, for JSON."""
        limit = LIMITS.get(self.key)
        return {
            "key": self.key,
            "what": self.what,
            "unit": self.unit,
            "ours": self.figure,
            "our_samples": list(self.ours),
            "peer": self.peer or None,
            "theirs": self.other,
            "their_samples": list(self.theirs),
            "ratio": self.ratio,
            "limit": str(limit) if limit is not None else None,
            "kept": self.kept,
        }


def line(row: Row) -> str:
    """A row as a line of the table."""
    limit = LIMITS.get(row.key)
    judged = "" if limit is None else f"{limit}: {'kept' if row.kept else 'NOT KEPT'}"
    cells = (row.what, _written(row.figure, row.unit), row.peer, _written(row.other, row.unit), _number(row.ratio), judged)
    return _LINE.format(*cells).rstrip()


_LINE = "{:<43}{:>16}  {:<31}{:>15}  {:>7}  {}"
HEAD = _LINE.format("", "ours", "beside it", "its figure", "ratio", "limit")
"""The line above the rows; a ratio is our figure divided by the other."""


def _written(figure: float | None, unit: str) -> str:
    return "" if figure is None else f"{_number(figure)} {unit}"


def _number(figure: float | None) -> str:
    """Three digits that count, and no fewer than those before the decimal point."""
    if figure is None:
        return ""
    places = 0 if abs(figure) >= 100 else 1 if abs(figure) >= 10 else 2 if abs(figure) >= 1 else 3
    return f"{figure:,.{places}f}"
