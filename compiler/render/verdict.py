"""Whether a paper is what a workspace says, and in which clauses it isn't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compiler.bundle import Bundle, plain_json
from compiler.difference import Difference, differences
from compiler.render.sealed import Sealed, words_in

_SHOWN = 160


@dataclass(frozen=True)
class Verdict:
    """Whether paper and workspace say the same, and why, in lines."""

    same: bool
    told: tuple[str, ...]


def on_bundle(paper: Sealed, now: Bundle) -> Verdict:
    """What to say of the bundle in a paper, beside that of the workspace as of the same date."""
    found = differences(paper.bundle, now)
    if found:
        return Verdict(False, ("The workspace says otherwise, with the document first:", *_by_change(found)))
    files = "" if now.digest == paper.bundle.digest else " The files have changed since, but not what they say."
    return Verdict(True, (f"It is what the workspace says.{files}",))


def on_pages(paper: Sealed, content: bytes, made: bytes) -> str | None:
    """What is wrong with the pages of a paper beside those that its bundle makes; None where nothing is.

    What was added behind the same bytes, such as a signature, doesn't matter; nor do other bytes for the same words.
    """
    if content.startswith(made):
        return None
    pages = words_in(made)
    if len(pages) != len(paper.words):
        return f"The document has {len(paper.words)} pages; its bundle makes {len(pages)}."
    other = [str(number) for number, (one, two) in enumerate(zip(paper.words, pages, strict=True), 1) if one != two]
    return f"The words of these pages aren't those that its bundle makes: {', '.join(other)}." if other else None


def _by_change(found: Iterable[Difference]) -> Iterator[str]:
    """Each change once, with the clauses that it touches and the first place."""
    changes: dict[tuple[str, str, str], list[Difference]] = {}
    for one in found:
        changes.setdefault((one.pointer.rpartition("/")[2], _shown(one.before.value), _shown(one.after.value)), []).append(one)
    for (_, before, after), places in changes.items():
        clauses = ", ".join(dict.fromkeys(one.clause for one in places if one.clause is not None)) or "no clause"
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        yield f"{clauses}: {before} → {after}, at {places[0].pointer}{more}"


def _shown(value: object) -> str:
    text = "nothing" if value is None else plain_json(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
