"""A baseline accepts the findings that a repository had, and no others."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from compiler.baseline import Known, accept, as_json, from_json
from compiler.diagnostic import Diagnostic, Severity
from compiler.source import Origin
from tests.workspace import BASE, checked, edited, files_of

CONTRACT = "clients/acme/contract.yaml"


def finding(message: str = "It is wrong.", file: str = CONTRACT, line: int = 1, code: str = "AK401") -> Diagnostic:
    return Diagnostic(code, "some-name", Severity.ERROR, message, Origin(file, line))


def test_the_file_is_sorted_and_counts() -> None:
    found = [finding("Ö.", line=9), finding(line=3), finding(code="AK118"), finding(file="a.yaml"), finding(line=2)]
    # The first digits of: printf 'It is wrong.' | sha256sum
    assert json.loads(as_json(found)) == {
        "format": "akkoord-baseline/1",
        "findings": [
            {"file": "a.yaml", "code": "AK401", "fingerprint": "fe0104b908753c31", "count": 1},
            {"file": CONTRACT, "code": "AK118", "fingerprint": "fe0104b908753c31", "count": 1},
            {"file": CONTRACT, "code": "AK401", "fingerprint": "36b0f7908883a635", "count": 1},
            {"file": CONTRACT, "code": "AK401", "fingerprint": "fe0104b908753c31", "count": 2},
        ],
    }
    assert as_json(reversed(found)) == as_json(found)
    assert as_json([]) == b'{\n  "format": "akkoord-baseline/1",\n  "findings": []\n}\n'


def test_what_is_written_is_read() -> None:
    found = [finding(), finding(line=2), finding("Another.")]
    assert accept(found, from_json(as_json(found))) == ([], found, 0)


def test_it_accepts_as_many_as_there_were() -> None:
    baseline = from_json(as_json([finding(), finding()]))
    more = [finding(line=line) for line in (5, 6, 7)]
    assert accept(more, baseline) == (more[2:], more[:2], 0)
    assert accept(more[:1], baseline) == ([], more[:1], 1)
    assert accept([], baseline) == ([], [], 2)
    assert baseline.total() == 2


@pytest.mark.parametrize(
    "other",
    [finding("Another."), finding(file="clients/solo/contract.yaml"), finding(code="AK402")],
    ids=["text", "file", "code"],
)
def test_it_accepts_nothing_else(other: Diagnostic) -> None:
    assert accept([other], from_json(as_json([finding()]))) == ([other], [], 1)


def test_lines_may_move() -> None:
    wrong = ("end: 2028-12-31", "end: 2025-12-31")
    before = checked(edited(files_of(BASE), CONTRACT, wrong), "2026-03-01").findings
    moved = edited(files_of(BASE), CONTRACT, wrong, ("client: {name: Acme Ltd", "# A line\n\nclient: {name: Acme Ltd"))
    after = checked(moved, "2026-03-01").findings
    assert [one.origin.line + 2 for one in before] == [one.origin.line for one in after] != []
    assert as_json(before) == as_json(after)


def test_entries_that_stand_twice_are_added_up() -> None:
    entry = {"file": "a", "code": "AK401", "fingerprint": "x", "count": 2}
    content = json.dumps({"format": "akkoord-baseline/1", "findings": [entry, entry]}).encode()
    assert from_json(content) == Counter({Known("a", "AK401", "x"): 4})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "truncated"),
        (b"\xff", "malformed"),
        (b"[]", "Expected `object`"),
        (b"{}", "`format`"),
        (b'{"format": "akkoord-baseline/2", "findings": []}', "akkoord-baseline/2"),
        (b'{"format": "akkoord-baseline/1", "findings": [{"file": "a"}]}', "`code`"),
        (b'{"format": "akkoord-baseline/1", "findings": [{"file": "a", "code": "b", "fingerprint": "c", "count": 0}]}', ">= 1"),
        (b'{"format": "akkoord-baseline/1", "findings": [], "more": 1}', "`more`"),
        (b'{"format": "akkoord-baseline/1", "findings": ' + b"[" * 100_000, "Expected `object`"),
    ],
)
def test_other_content_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        from_json(content)
