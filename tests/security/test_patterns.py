"""No pattern of the program or its schemas takes long over any text, and no file takes long over what it may hold."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import time
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

import compiler
from compiler.check import secrets
from compiler.check.emergency import _written
from compiler.check.secrets import _naming
from compiler.load import load, reader, waivers
from compiler.recurrence import is_rule
from compiler.render import recurrence, templates
from tests.workspace import BASE, ROOT, files_of

LONG, LIMIT = 20_000, 1.0
"""Characters, and seconds: what grows with the square of the length takes some ten times as long."""
SIGNS = [*"a0 A#-_.:=,;*/\\([{<>@~\t\n\"'", "é", "\u2014", "\u200b"]

AT_A_START = {secrets._MIXED, reader._OTHER_SPACE, recurrence._BY_DAY, templates._NAME, waivers._LIKE_ONE}
"""What is asked about the start of a text or all of it, never about every place in it."""


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(compiler.__path__, "compiler."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def of_schemas(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("pattern"), str):
            yield data["pattern"]
        for value in data.values():
            yield from of_schemas(value)
    elif isinstance(data, list):
        for value in data:
            yield from of_schemas(value)


def patterns() -> dict[str, re.Pattern[Any]]:
    """All that a module holds, alone or in a table, those that are made anew, and those of the schemas."""
    found = [_naming(("password", "login data")), _written("+31 20 555 01 99")]
    for module in modules():
        for value in vars(module).values():
            found += [one for one in (value, *flat(value)) if isinstance(one, re.Pattern) and isinstance(one.pattern, str)]
    texts = [text for path in (ROOT / "schemas").glob("*.json") for text in of_schemas(json.loads(path.read_text()))]
    return {one.pattern: one for one in (*found, *map(re.compile, texts))}


def flat(value: object) -> Iterator[object]:
    if isinstance(value, list | tuple):
        for one in value:
            yield one
            yield from flat(one)


def starts(pattern: str) -> set[str]:
    """Pieces of text that the pattern itself names, so that what is repeated gets as far as it can."""
    words = re.findall(r"[A-Za-z:/#\[@.-]{2,}", re.sub(r"\\.|\(\?[A-Za-z<!=:>]+", " ", pattern))
    known = ("password", "password is", "-eyJ", "-eyJaaaaaaaaaaa.", "# akkoord: ignore[AK401", "a://b:", "FREQ=DAILY;")
    return {"", *words[:2], *(word for word in known if word[1:4] in pattern)}


def test_all_are_found() -> None:
    assert len(patterns()) > 70


@pytest.mark.long
@pytest.mark.parametrize("pattern", patterns().values(), ids=lambda one: ascii(one.pattern[:40]))
def test_no_text_takes_long(pattern: re.Pattern[str]) -> None:
    for start, (one, two) in product(starts(pattern.pattern), product(SIGNS, ["", " "])):
        piece = one + two
        for text in (start + piece * (LONG // len(piece)) + "\x00", (start + piece) * (LONG // len(start + piece)) + "\x00"):
            before = time.process_time()
            if pattern not in AT_A_START:
                pattern.search(text)
            pattern.fullmatch(text)
            assert time.process_time() - before < LIMIT, (pattern.pattern, text[:60])


@pytest.mark.parametrize("comment", ["#" * 300_000, "# " * 150_000, "# akkoord " * 30_000], ids=["signs", "apart", "words"])
def test_comments_of_signs(comment: str) -> None:
    files = files_of(BASE)
    file = "clients/acme/contract.yaml"
    before = time.process_time()
    assert load({**files, file: files[file] + f"\n{comment}\n".encode()})[1] == []
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=WEEKLY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=MONTHLY;BYEASTER=0",
        "FREQ=DAILY;BYSETPOS=2",
    ],
)
def test_rules_that_would_be_looked_for_up_to_the_year_9999_are_none(rule: str) -> None:
    assert not is_rule(rule)
    assert is_rule("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO")
    assert is_rule("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2")
