"""The clauses of a bundle's SLA: where they stand, and lengths of time as people read them."""

from __future__ import annotations

from collections.abc import Iterator

from compiler import duration
from compiler.bundle import Bundle, Clause, Origin


def clauses(bundle: Bundle) -> Iterator[Clause]:
    """Every chapter and clause, in order."""
    for chapter in bundle.sla.chapters:
        yield chapter
        yield from chapter.clauses


def origin_of(bundle: Bundle, number: str | None) -> Origin | None:
    """Where a clause stands in the SLA, or None where it has no such clause."""
    return next((one.origin for one in clauses(bundle) if one.number == number), None)


def long(within: str) -> str:
    """An ISO 8601 duration in days, hours and minutes."""
    length = duration.parse(within)
    counts = (
        (length.months, "month"),
        (length.days, "day"),
        (length.seconds // 3600, "hour"),
        (length.seconds % 3600 // 60, "minute"),
        (length.seconds % 60, "second"),
    )
    told = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counts if count]
    return " ".join(told) or "0 minutes"
