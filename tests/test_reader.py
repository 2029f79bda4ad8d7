"""What plain values mean, from the YAML 1.2.2 specification, chapter 10.3 (core schema); repeats and places."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from compiler.load.reader import read


def data(text: str) -> Any:
    document, findings = read(text.encode(), "contract", "acme", "clients/acme/contract.yaml")
    assert findings == []
    assert document is not None
    return document.data


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((text, None) for text in ("", "~", "null", "Null", "NULL")),
        *((text, True) for text in ("true", "True", "TRUE")),
        *((text, False) for text in ("false", "False", "FALSE")),
        ("0", 0),
        ("-19", -19),
        ("+12", 12),
        ("007", 7),
        ("0o7", 7),
        ("0o17", 15),
        ("0x3A", 58),
        ("0.", Decimal("0")),
        ("-0.0", Decimal("0")),
        (".5", Decimal("0.5")),
        ("+12e03", Decimal("12000")),
        ("-2E+05", Decimal("-200000")),
        # Longer whole numbers stay exact.
        ("123456789012345678", 123456789012345678),
        ("1234567890123456789", Decimal("1234567890123456789")),
        # Text in the core schema, whatever YAML 1.1 made of it; infinity and not-a-number, which no agreement holds, too.
        *(
            (text, text)
            for text in ("yes", "no", "on", "Off", "y", "nULL", "tRUE", "17:00", "2025-01-01", "0b101", "1_000", "0o8", "0xG")
        ),
        *((text, text) for text in (".inf", "-.INF", ".nan", "1e99999", "0o1234567012345670123456", "+", ".", "e5")),
        ('"2.5"', "2.5"),
        ("'null'", "null"),
    ],
)
def test_plain_values(written: str, meant: Any) -> None:
    found = data(f"a: {written}\n")["a"]
    assert found == meant
    assert type(found) is type(meant)


def test_repeats_are_copies() -> None:
    found = data("a: &x {n: [1, {m: 2}]}\nb: *x\n")
    assert found == {"a": {"n": [1, {"m": 2}]}, "b": {"n": [1, {"m": 2}]}}
    found["a"]["n"][1]["m"] = 3
    found["a"]["n"].append(4)
    assert found["b"] == {"n": [1, {"m": 2}]}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("between", ["x", "x\x85y", "x\u2028y"])
def test_places_by_the_lines_of_an_editor(ends: str, between: str) -> None:
    """A next-line character or a line separator inside a text doesn't begin a line for an editor."""
    text = ends.join(['a: "' + between + '"', "b:", "  c: 1", ""])
    document, _ = read(text.encode(), "contract", "acme", "x.yaml")
    assert document is not None
    origin = document.values[("b", "c")]
    assert (origin.line, origin.column) == (3, 6)
