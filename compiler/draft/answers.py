"""What was answered about a new client."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from compiler.contract import Standard


@dataclass(frozen=True)
class Bought:
    """A form that the client buys. Only one that serves all together has quantities for each component, categories and hours."""

    form: str
    type: str
    quantity: int | None = None
    quantities: Mapping[str, int] | None = None
    categories: tuple[str, ...] = ()
    hours: Decimal | None = None


@dataclass(frozen=True)
class Person:
    """A contact, by a short name of its own."""

    key: str
    name: str
    email: str | None


@dataclass(frozen=True)
class Answers:
    """Everything that a draft holds. ``emergency`` is from and to; ``reporters`` are keys, and None is everyone."""

    name: str
    standard: Standard
    language: str
    bought: tuple[Bought, ...]
    emergency: tuple[str, str] | None
    start: dt.date
    end: dt.date
    notice: str | None
    contacts: tuple[Person, ...]
    reporters: tuple[str, ...] | None
