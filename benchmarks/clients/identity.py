"""Who a client is: its number gives a name and a KvK number that no other client has."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from benchmarks.clients import words
from benchmarks.clients.chance import Chance

MOST = len(words.TRADES) * len(words.SURNAMES) * len(words.LEGAL) * len(words.CITIES)
"""So many clients have names of their own."""
_STEP, _KVK_STEP = 700_001, 61_803_399
"""Without a divisor in common with the number of names and of KvK numbers, so that all come by before one comes back."""
assert math.gcd(_STEP, MOST) == math.gcd(_KVK_STEP, 10**8) == 1
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "þ": "th", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "ß": "ss", "ħ": "h", "€": "e"})


@dataclass(frozen=True, slots=True)
class Identity:
    """A client's folder name, full name, KvK number, and the city that it is called after, with its postcode and area code."""

    id: str
    name: str
    kvk: str
    domain: str
    city: tuple[str, int, str]


def identity(number: int, seed: int) -> Identity:
    """The client of that number, from 0; ``ValueError`` where the names have run out."""
    if not 0 <= number < MOST:
        raise ValueError(f"there are names for {MOST} clients")
    start = Chance(f"{seed}/names")
    at, trade = divmod((number * _STEP + start.number(0, MOST - 1)) % MOST, len(words.TRADES))
    at, surname = divmod(at, len(words.SURNAMES))
    legal, city = divmod(at, len(words.CITIES))
    called = f"{words.TRADES[trade]} {words.SURNAMES[surname]}"
    short = slug(called)
    return Identity(
        id=f"{short}-{number}",
        name=f"{called} {words.CITIES[city][0]} {words.LEGAL[legal]}".rstrip(),
        kvk=f"{(number * _KVK_STEP + start.number(0, 10**8 - 1)) % 10**8:08d}",
        domain=f"{short.replace('-', '')}.example",
        city=words.CITIES[city],
    )


def slug(text: str) -> str:
    """The small letters and digits of a name, with hyphens between its words."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))
