"""The words around what a contract says, in the language of the client."""

from __future__ import annotations

import json
from functools import cache

from compiler import resources

_OTHERWISE = "en"


class Words:
    """Words by key of the part ``feed`` of a language's ``words.json``. ``language`` is that of the words, English where a
    provider has a language of its own."""

    def __init__(self, language: str) -> None:
        there = f"{language}/words.json" in _shipped()
        self.language = language if there else _OTHERWISE
        self._words: dict[str, str] = json.loads(resources.text("templates", f"{self.language}/words.json"))["feed"]

    def __call__(self, key: str, **facts: object) -> str:
        """The words of a key, filled by facts."""
        return self._words[key].format(**facts)


@cache
def words(language: str) -> Words:
    """The words of a language."""
    return Words(language)


@cache
def _shipped() -> frozenset[str]:
    return frozenset(resources.names("templates"))
