"""The clauses of a bundle's SLA, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.bundle import Bundle, Clause, Origin


def clauses(bundle: Bundle) -> Iterator[Clause]:
    """Every chapter and clause, in order."""
    for chapter in bundle.sla.chapters:
        yield chapter
        yield from chapter.clauses


def origin_of(bundle: Bundle, number: str | None) -> Origin | None:
    """Where a clause stands in the SLA, or None where it has no such clause."""
    return next((one.origin for one in clauses(bundle) if one.number == number), None)
