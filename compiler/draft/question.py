"""A question, and how the answers of each kind are read."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from compiler import duration, resources, written_date

_LENGTH = re.compile(r"([0-9]{1,3})\s*(day|week|month|year)s?", re.ASCII | re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
NONE = "none"
"""The answer by which nothing is agreed."""


@dataclass(frozen=True)
class Question:
    """Something to ask. ``read`` turns an answer into what it means, and raises ``ValueError`` with what to write instead.

    ``key`` names it, ``option`` is how the command spells it. ``default`` is the answer where none is given; None asks for one.
    ``choices`` map an answer to its label; with ``several``, an answer may name more than one, by commas.
    """

    key: str
    option: str
    asked: str
    read: Callable[[str], Any]
    default: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    several: bool = False


def text(answer: str) -> str:
    """Text for one line."""
    answer = answer.strip()
    if not answer:
        raise ValueError("fill in some text")
    if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in answer):
        raise ValueError("it holds a character that can't be printed; write it anew")
    if len(answer) > _longest():
        raise ValueError(f"make it shorter than {_longest()} characters")
    return answer


def one_of(choices: Mapping[str, str]) -> Callable[[str], str]:
    """Reads one of the choices."""

    def read(answer: str) -> str:
        if answer.strip() not in choices:
            raise ValueError(f"“{answer.strip()}” isn't one of the choices: {', '.join(choices)}")
        return answer.strip()

    return read


def some_of(choices: Mapping[str, str]) -> Callable[[str], tuple[str, ...]]:
    """Reads choices by commas, and gives them in the order in which they are offered; ``none`` is no choice."""
    one = one_of(choices)

    def read(answer: str) -> tuple[str, ...]:
        if answer.strip() in (NONE, ""):
            return ()
        chosen = {one(part) for part in answer.split(",")}
        return tuple(choice for choice in choices if choice in chosen)

    return read


def yes_or_no(answer: str) -> bool:
    known = {"yes": True, "y": True, "no": False, "n": False}
    if answer.strip().lower() not in known:
        raise ValueError("answer yes or no")
    return known[answer.strip().lower()]


def date(answer: str) -> dt.date:
    found = written_date.read(answer)
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError(f"“{answer.strip()}” isn't clear as a date; write it as year-month-day, such as 2026-01-31")
    return found


def length(answer: str) -> str:
    """A length of time, as 3 months or P3M, as the files write it."""
    answer = answer.strip()
    if found := _LENGTH.fullmatch(answer):
        answer = f"P{int(found[1])}{found[2][0].upper()}"
    try:
        if duration.parse(answer).roughly == 0:
            raise ValueError
    except ValueError:
        raise ValueError(f"“{answer}” isn't a length of time, such as 3 months or 1 year") from None
    return answer


def count(least: int) -> Callable[[str], int]:
    """Reads a whole number, within what the files allow."""
    most = _common("quantity")["maximum"]

    def read(answer: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", answer.strip(), re.ASCII) or not least <= int(answer) <= most:
            raise ValueError(f"write a whole number from {least} to {most}")
        return int(answer)

    return read


def hours(answer: str) -> Decimal:
    """A number of hours; a decimal comma is read as a point."""
    if not re.fullmatch(r"[0-9]{1,4}([.,][0-9]{1,2})?", answer.strip(), re.ASCII) or not float(answer.replace(",", ".")):
        raise ValueError("write a number of hours above 0, such as 16")
    return Decimal(answer.strip().replace(",", "."))


def time(answer: str) -> str:
    return _matching(answer.strip(), "time")


def person(answer: str) -> tuple[str, str | None] | None:
    """A name with an e-mail address behind it; ``none`` is nobody."""
    if answer.strip() in (NONE, ""):
        return None
    *before, last = answer.split()
    if "@" not in last:
        return text(answer), None
    name = " ".join(before).rstrip(",;")
    if not name:
        raise ValueError("write the name before the e-mail address, such as: Jan de Vries jan@example.com")
    return text(name), _matching(text(last.strip("<>")), "email")


def _matching(answer: str, form: str) -> str:
    schema = _common(form)
    if not re.search(schema["pattern"], answer):
        raise ValueError(f"“{answer}” isn't right; write {schema['x-expected']}")
    return answer


def _longest() -> int:
    return int(schema_of("contract")["properties"]["client"]["properties"]["name"]["maxLength"])


def _common(name: str) -> Any:
    return schema_of("common")["$defs"][name]


@cache
def schema_of(kind: str) -> Any:
    """The schema of a kind of file."""
    return json.loads(resources.text("schemas", f"{kind}.schema.json"))
