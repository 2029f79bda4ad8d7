"""Our mark on objects in other systems: the last words of a text of theirs, which also say whose they are.

``[akkoord bakery, brewery]`` ends the description of what two clients share. Only what carries a mark is ever changed. Somebody
who hands an object over to us puts ``[akkoord]`` there.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_MARK = re.compile(r"(?:^|\s)\[akkoord(?:[ ]([^\[\]]*))?\]\s*$")
_LONGEST = 100
"""A longer id would leave no room for the text itself."""


def mark(clients: Iterable[str]) -> str:
    """The mark of an object of these clients, in the order of their ids."""
    return f"[akkoord {', '.join(sorted(map(_word, clients)))}]"


def clients_in(text: str, known: Iterable[str]) -> frozenset[str] | None:
    """Whose the mark at the end of a text says that it is, or None where there is no mark.

    A client that isn't among the ``known`` ids is in there by the word that stands in the mark.
    """
    found = _MARK.search(text)
    if found is None:
        return None
    names = {_word(client): client for client in known}
    words = (found[1] or "").split(", ")
    return frozenset(names.get(word, word) for word in words if word)


def without_mark(text: str) -> str:
    """A text without the mark at its end."""
    return _MARK.sub("", text)


def same_name(text: str) -> str:
    """The form in which two names are the same to systems that don't look at capitals."""
    return unicodedata.normalize("NFC", text.strip()).lower()


def _word(client: str) -> str:
    if len(client.encode()) <= _LONGEST:
        return client
    return f"{client.encode()[:_LONGEST].decode(errors='ignore')}~{hashlib.sha256(client.encode()).hexdigest()[:8]}"
