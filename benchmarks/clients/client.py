"""A client that doesn't exist, in the making: what its contract and its DAP have in common."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from benchmarks.clients import words
from benchmarks.clients.chance import Chance
from benchmarks.clients.identity import Identity, identity, slug

AS_OF = dt.date(2026, 11, 24)
"""The date for which the clients are made: their status fits it."""
Data = dict[str, Any]


@dataclass(slots=True)
class Client:
    """A client in the making, with what its contract and its DAP have in common."""

    identity: Identity
    chance: Chance
    lang: str
    status: str
    has_dap: bool
    size: int
    """1 to 3: small, middling, big."""
    version: str
    start: dt.date
    ends: list[dt.date]
    """The last day that was agreed, and each that a renewal put in its place."""
    people: dict[str, Data] = field(default_factory=dict)
    windows: list[str] = field(default_factory=list)
    linux: list[str] = field(default_factory=list)
    workplaces: list[str] = field(default_factory=list)
    network: list[str] = field(default_factory=list)
    contract: Data = field(default_factory=dict)

    @property
    def end(self) -> dt.date:
        """The last day, after all renewals."""
        return self.ends[-1]

    @property
    def contacts_in_dap(self) -> bool:
        """Whether operations keeps the contacts, not sales: every second client that has a DAP."""
        return self.has_dap and int(self.identity.kvk) % 2 == 0


def client(number: int, seed: int) -> Client:
    """The client of that number, still without a contract."""
    chance = Chance(f"{seed}/client/{number}")
    status = chance.one(["signed"] * 17 + ["offered", "draft", "ended"])
    older = status == "ended" or (status == "signed" and chance.happens(0.3))
    start = dt.date(2024, 5, 1) if older else dt.date(2025, 10, 1)
    start = months(start, chance.number(0, 14))
    ends = _ends(start, chance.number(1, 2 if status == "ended" else 5), status)
    made = Client(
        identity=identity(number, seed),
        chance=chance,
        lang=chance.one(("nl", "nl", "nl", "nl", "en")),
        status=status,
        has_dap=chance.happens(0.985),
        size=chance.one((1, 1, 1, 1, 1, 2, 2, 2, 2, 3)),
        version="2.4" if older else "2.5",
        start=start,
        ends=ends if chance.happens(0.7) else ends[-1:],
    )
    _people(made)
    return made


def months(date: dt.date, count: int) -> dt.date:
    """The first day of the month that many months later."""
    years, month = divmod(date.month - 1 + count, 12)
    return dt.date(date.year + years, month + 1, 1)


def _ends(start: dt.date, years: int, status: str) -> list[dt.date]:
    """The last days: before the date that the clients are made for where it has ended, renewed until after it otherwise."""
    day = dt.timedelta(days=1)
    ends = [months(start, 12 * years) - day]
    if status == "ended":
        return ends if ends[0] < AS_OF else [months(start, 12) - day]
    while ends[-1] <= AS_OF:
        ends.append(months(ends[-1] + day, 12) - day)
    return ends


def _people(made: Client) -> None:
    chance, area = made.chance, made.identity.city[2]
    for _ in range(chance.number(1, 2 * made.size)):
        first, last = chance.one(words.FIRST_NAMES), chance.one(words.LAST_NAMES)
        if slug(first) in made.people:
            continue
        person: Data = {"name": f"{first} {last}"}
        if chance.happens(0.9):
            person["function"] = chance.one(words.FUNCTIONS[made.lang])
        # The first of them is known well: who else gets mail, reports or may be called?
        if not made.people or chance.happens(0.9):
            person["email"] = f"{slug(first)}.{slug(last)}@{made.identity.domain}"
        if not made.people or chance.happens(0.8):
            person["telephone"] = _telephone(chance, area)
        made.people[slug(first)] = person


def _telephone(chance: Chance, area: str) -> str:
    return f"+31 (0){area[1:]} - 555 {chance.number(0, 99):02d} {chance.number(0, 99):02d}"


def money(amount: Decimal) -> Decimal:
    """An amount in whole cents."""
    return amount.quantize(Decimal("0.01"))
