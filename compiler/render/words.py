"""The words of a language that templates and formats use: ``<lang>/words.json``, shipped, with the workspace's own on top."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_symbol

from compiler import resources
from compiler.render.error import RenderError


@dataclass(frozen=True)
class Words:
    """Words by key; a key with points goes down into nested words."""

    file: str
    locale: Locale
    table: Mapping[str, Any]

    def __call__(self, key: str) -> str:
        """The word of a key. Raises ``LookupError`` where there is none."""
        found = self.find(key)
        if not isinstance(found, str):
            raise LookupError(f"{self.file} has no word '{key}'")
        return found

    def find(self, key: str) -> Any:
        """What stands under a key, None where nothing does."""
        found: Any = self.table
        for step in key.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found


def words(lang: str, overrides: Mapping[str, str], currency: str | None = None) -> Words:
    """The words of a language. What is charged has the sign of the contract's currency in tables.

    Raises ``RenderError`` where there are none, or they can't be read.
    """
    return _words(lang, overrides.get(f"{lang}/words.json"), currency)


@lru_cache(64)
def _words(lang: str, own: str | None, currency: str | None) -> Words:
    file = f"{lang}/words.json"
    table: dict[str, Any] = {}
    sources = [source for source in (_shipped(file), own) if source is not None]
    if not sources:
        raise RenderError(f"there are no templates for the language '{lang}'; they start with {file}", file)
    for source in sources:
        try:
            read = json.loads(source)
        except json.JSONDecodeError as error:
            raise RenderError(f"this isn't JSON: {error.msg}", file, error.lineno) from error
        except (ValueError, RecursionError) as error:  # a number without end, or nested without end
            raise RenderError(f"this can't be read: {error}", file, 1) from error
        if not isinstance(read, dict):
            raise RenderError("the words must be an object", file, 1)
        table = _merged(table, read)
    try:
        locale = Locale.parse(str(table.get("locale", lang)))
    except (UnknownLocaleError, ValueError) as error:
        raise RenderError(f"'{table.get('locale', lang)}' isn't a known locale", file) from error
    if currency is not None:
        sign = get_currency_symbol(currency, locale)
        table = {**table, "billable": sign, "excluded": sign}
    return Words(file, locale, table)


def _shipped(file: str) -> str | None:
    try:
        return resources.text("templates", file)
    except FileNotFoundError:
        return None


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    nested = {key: _merged(below[key], above[key]) for key in above if _both_nested(below.get(key), above[key])}
    return {**below, **above, **nested}


def _both_nested(one: object, other: object) -> bool:
    return isinstance(one, dict) and isinstance(other, dict)
