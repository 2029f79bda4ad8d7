"""A workspace that is broken in any way ends in findings, never in an exception."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Mapping

import pytest

from compiler import codes, pipeline
from compiler.diagnostic import Severity
from compiler.load import load
from tests.workspace import BASE, files_of

FILES = files_of(BASE)
TODAY = dt.date(2026, 3, 1)
ROUNDS, PER_ROUND = 8, 12
VALUES = (
    "", "null", "0", "-1", "1.5", "1e9999", "9" * 40, "true", "[]", "{}", "[1]", "{a: 1}", "[[]]", '""', '" "', '"\\0"',
    '"\\ud800"', "2026-02-30", "2199-12-31", "1900-01-01", "24:00", "00:00", "PT0S", "P9999Y", "P9999YT999999S",
    "FREQ=DAILY;COUNT=0", "FREQ=WEEKLY;BYDAY=", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "FREQ=YEARLY;BYEASTER=99",
    "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;UNTIL=20260101T000000Z", "FREQ=MONTHLY;BYSETPOS=400",
    '"1.0"', '"9"', "server", "jan", "srv-1", "office", "emergency", "gold", "whole", "cloud", "signed", "draft", "none",
    "*a", "&a x", "!!str x", "{<<: x}", "{{ x }}", "%s", "{0}", "? x", "- x", "|", "@", "[server, laptop]", "[jan]", "{nl: x}",
    "NL", "en_US", "ubuntu-24.04", "\u202eabc", "🥖", "x" * 300, "[{days: [mon], from: 08:00, to: 07:00}]",
)  # fmt: skip


def _value(chance: random.Random, text: str) -> str:
    """The text with one value replaced: by one of the above, or by another of the same file."""
    places = [found.span() for found in re.finditer(r"(?<=: )[^,\[\]{}\n]+", text)]
    if not places:
        return text + chance.choice(VALUES)
    start, end = chance.choice(places)
    new = chance.choice(VALUES) if chance.random() < 0.6 else text[slice(*chance.choice(places))]
    return text[:start] + new + text[end:]


def _lines(chance: random.Random, text: str) -> str:
    """The text with a line left out, repeated elsewhere, moved to the side, or with another value."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, chance.choice(lines))
        case 2:
            lines[at] = (" " * chance.randrange(4) + lines[at])[chance.randrange(3) :]
        case _:
            lines[at] = lines[at].partition(":")[0] + ": " + chance.choice(VALUES)
    return "\n".join(lines)


def _broken(chance: random.Random) -> dict[str, bytes]:
    """The base workspace with up to five things broken."""
    files = dict(FILES)
    for _ in range(chance.randint(1, 5)):
        file = chance.choice(sorted(files))
        content = files[file]
        text = content.decode("utf-8", "replace")
        at = chance.randrange(len(content) + 1)
        match chance.randrange(8):
            case 0 if len(files) > 1:
                del files[file]
            case 1:
                files[chance.choice(sorted(files))] = content
            case 2:
                files[file] = content[:at]
            case 3:
                files[file] = content[:at] + bytes([chance.randrange(256)]) + content[chance.randrange(len(content) + 1) :]
            case 4 | 5:
                files[file] = _lines(chance, text).encode()
            case _:
                files[file] = _value(chance, text).encode()
    return files


def _assert_told(files: Mapping[str, bytes], as_of: dt.date) -> None:
    loaded, findings = load(files)
    checked = pipeline.check(loaded, findings, as_of)
    for found in checked.findings:
        assert found.code in codes.TABLE
        assert found.message
        assert found.fix
        for origin in (found.origin, *(related.origin for related in found.related)):
            lines = files.get(origin.file, b"").decode("utf-8-sig", "replace").split("\n")
            assert 1 <= origin.line <= len(lines), found
            assert 1 <= origin.column <= len(lines[origin.line - 1]) + 1, found
    if checked.workspace is not None and all(found.severity is not Severity.ERROR for found in checked.findings):
        for client in checked.workspace.clients:
            pipeline.compile_client(checked, client)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_broken_workspaces_end_in_findings(round_: int) -> None:
    for number in range(PER_ROUND):
        chance = random.Random(round_ * PER_ROUND + number)
        as_of = TODAY + dt.timedelta(days=chance.randint(-900, 1500))
        try:
            _assert_told(_broken(chance), as_of)
        except Exception as error:
            raise AssertionError(f"seed {round_ * PER_ROUND + number} as of {as_of}") from error


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_file_cut_off_anywhere_ends_in_findings(file: str) -> None:
    content = FILES[file]
    for length in range(0, len(content), max(1, len(content) // 6)):
        _assert_told({**FILES, file: content[:length]}, TODAY)


@pytest.mark.parametrize("kept", sorted(FILES))
def test_any_file_alone_ends_in_findings(kept: str) -> None:
    _assert_told({kept: FILES[kept]}, TODAY)
    _assert_told({file: content for file, content in FILES.items() if file != kept}, TODAY)


def test_no_file_at_all_ends_in_a_finding() -> None:
    assert [found.code for found in load({})[1]] == ["AK115"]
