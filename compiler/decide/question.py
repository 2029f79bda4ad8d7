"""What is asked: a ticket, or as much of it as is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from difflib import get_close_matches
from zoneinfo import ZoneInfo

import msgspec

from compiler.decide.answer import Because

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Those of every date in a workspace."""


class QuestionError(ValueError):
    """A question that can't be answered as it stands; the message says what is wrong, and what there is."""


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ticket, or as much of it as is known. ``at`` is ISO 8601; without an offset it is local time of the provider.

    ``system`` gives the component; ``reporter`` is the key or the e-mail address of a contact; ``work`` names kinds of work
    that the SLA's exclusions know; ``labour_hours`` are the hours of labour that it takes.
    """

    client: str | None = None
    at: str
    type: str | None = None
    component: str | None = None
    system: str | None = None
    service: str | None = None
    impact: str | int | None = None
    urgency: str | int | None = None
    channel: str | None = None
    reporter: str | None = None
    work: tuple[str, ...] = ()
    labour_hours: float | None = None


def moment_of(text: str, zone: ZoneInfo) -> tuple[dt.datetime, tuple[Because, ...]]:
    """The moment that ISO 8601 means, on a zone's clock, with a note where a time without offset is in doubt there.

    Raises ``QuestionError``.
    """
    try:
        if len(text) <= len("2026-01-31"):
            raise ValueError
        found = dt.datetime.fromisoformat(text)
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            raise QuestionError(f"at: {text} lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}")
        if found.tzinfo is not None:
            return found.astimezone(zone), ()
        local = found.replace(tzinfo=zone, fold=0)
        before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
        if before == after:
            return local, ()
        assert before is not None
        assert after is not None
        moment = local.astimezone(dt.UTC).astimezone(zone)
    except QuestionError:
        raise
    except (ValueError, OverflowError):
        shown = text if len(text) <= 40 else text[:39] + "…"
        raise QuestionError(
            f"at: {shown!r} isn't a moment in ISO 8601, such as 2026-12-24T15:50 or 2026-12-24T15:50+01:00"
        ) from None
    how = (
        f"comes twice on the clock of {zone}; the first was taken"
        if before > after
        else f"doesn't come on the clock of {zone}, which is set forward then; {moment:%H:%M} was taken"
    )
    return moment, (Because(clause=None, text=f"{text} {how}. Give it with its offset to be sure.", origin=None),)


def unknown(key: str, value: str, known: Collection[str]) -> QuestionError:
    """The error for a value that there isn't, with those that there are."""
    shown = value if len(value) <= 40 else value[:39] + "…"
    near = get_close_matches(shown, known, 1, 0.6)
    there = f"there are: {', '.join(sorted(known)) or 'none'}"
    return QuestionError(f"{key}: there is no {shown!r}; " + (f"did you mean {near[0]!r}? " if near else "") + there)
