"""Arbitrary documents, made from the schemas: valid ones for the most part, with names that stand in a workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.free_text import KINDS, SCHEMAS, Part, below_of, items_of, parts_of

DEEPEST = 6
"""Levels of a generated value below which what isn't required is left out."""

DATES = (
    "1900-01-01", "2199-12-31", "2000-02-29", "2024-02-29", "2025-12-31", "2026-01-01", "2026-03-29", "2026-06-30", "2026-07-01",
    "2026-10-25", "2027-12-31", "2028-02-29", "2028-12-31",
)  # fmt: skip
TIMES = ("00:00", "00:01", "02:00", "02:30", "03:00", "07:00", "08:00", "12:00", "16:00", "17:00", "23:00", "23:59", "24:00")
DURATIONS = (
    "PT0S", "P0D", "PT1S", "PT15M", "PT30M", "PT1H", "PT2H", "PT24H", "PT99999H", "P1D", "P2D", "P7D", "P99999D", "P1W",
    "P9999W", "P1M", "P3M", "P999M", "P1Y", "P99Y", "P99Y999M9999W99999DT99999H999999M999999S", "P1M31D", "P1DT1S",
)  # fmt: skip
ZONES = (
    "UTC", "Europe/Amsterdam", "Europe/London", "America/New_York", "Pacific/Apia", "Pacific/Kiritimati", "Etc/GMT+12",
    "Asia/Kathmandu", "Africa/Casablanca", "Antarctica/Troll", "Australia/Lord_Howe", "America/Nuuk", "Asia/Gaza",
)  # fmt: skip
TEXTS = (
    "x", "Jan", "\u202eabc", "\u0301", "e\u0301", "🥖", "👩‍👩‍👧", "\ufeff", "\u200b", "\u2028", "\x85", "ﷺ", "İ", "ß", "ǅ",
    "\U0010fffd", " ", "  x  ", "\t", "a\nb", "a\n\n# b\n- c", "|", "a|b", "`", "```", "~~~", "<b>", "</script>", "<!--",
    "&amp;", "&#0;",
    "]]>", "{{ 1/0 }}", "{% include 'x' %}", "{#", "${x}", "%s", "{0}", "\\", "\\\\", "'", '"', "#{", "@", "*", "_",
    "[x](javascript:1)",
    "http://x", "../../etc/passwd", "/dev/zero", "nul", "null", "~", "true", "1e9", "=1+1", "--", "---", "...", "!", "?", ": ",
    " #", "- ", "> ", "1. ", "x" * 300, "𝕏" * 100, "a " * 200, "\n" * 50,
)  # fmt: skip

_COUNTS = st.sampled_from(
    [-1_000_000_000, -366, -53, -31, -5, -1, 0, 1, 2, 3, 5, 12, 13, 31, 32, 53, 54, 366, 367, 1_000_000_000]
)
_SOME = st.lists(_COUNTS | st.integers(-31, 31), min_size=1, max_size=3).map(lambda counts: ",".join(map(str, counts)))
_DAYS = st.sampled_from(
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU", "1MO", "-1SU", "5FR", "+2TU", "53MO", "-53SA", "0MO", "XX", ""]
)
_RULE_PARTS = st.fixed_dictionaries(
    {},
    optional={
        "INTERVAL": _COUNTS.map(str),
        "COUNT": _COUNTS.map(str),
        "UNTIL": st.sampled_from(["20260101", "20261231T235959Z", "19000101", "99991231", "2026", "20260230"]),
        "BYDAY": st.lists(_DAYS, min_size=1, max_size=3).map(",".join),
        "BYMONTH": _SOME,
        "BYMONTHDAY": _SOME,
        "BYYEARDAY": _SOME,
        "BYWEEKNO": _SOME,
        "BYSETPOS": _SOME,
        "BYEASTER": _SOME,
        "BYHOUR": _SOME,
        "WKST": st.sampled_from(["MO", "SU", "X"]),
        "X": st.just("1"),
    },
)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Recurrence rules, good and odd: with few parts for the most part, so that many of them are rules."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "YEARLY", "MONTHLY", "HOURLY"]))
    parts = list(draw(_RULE_PARTS).items())
    kept = parts[: draw(st.integers(0, 3))]
    return ";".join([f"FREQ={frequency}", *(f"{name}={value}" for name, value in kept)])


def dates() -> st.SearchStrategy[str]:
    days = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)) | st.dates(dt.date(2025, 1, 1), dt.date(2029, 12, 31))
    return st.sampled_from(DATES) | days.map(str)


def times() -> st.SearchStrategy[str]:
    return st.sampled_from(TIMES) | st.times().map(lambda time: time.strftime("%H:%M"))


def texts() -> st.SearchStrategy[str]:
    several = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3).map("".join)
    return st.sampled_from(TEXTS) | several | st.text(min_size=1, max_size=30)


def odd() -> st.SearchStrategy[Any]:
    """Values that hardly any place of a document takes."""
    numbers = st.sampled_from([0, -1, 10**17, -(10**17), 2**63, 2**64, 10**400])
    decimals = st.sampled_from(["0.005", "-0.0", "1e9999", "1e-9999", "9" * 60 + ".5", "1e400", "0e99"]).map(Decimal)
    scalars = st.none() | st.booleans() | numbers | decimals | texts() | dates() | times() | st.sampled_from(DURATIONS) | rules()
    return scalars | st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=8,
    )


@cache
def _matching(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(pattern, fullmatch=True).filter(lambda text: len(text) < 60)


def _texts_of(parts: Sequence[Part], names: Sequence[str]) -> st.SearchStrategy[str]:
    """Strings that a schema takes, for the most part."""
    schemas = [schema for _, schema in parts]
    common = SCHEMAS["common"]["$defs"]
    for name in ("id", "code", "version", "clause", "language"):
        if common[name] in schemas:
            fitting = [one for one in names if len(one) == 2] if name == "language" else names
            return st.sampled_from(fitting or ["x"]) | st.sampled_from(names or ["x"]) | _matching(common[name]["pattern"])
    if common["time"] in schemas:
        return times()
    if common["telephone"] in schemas:
        return st.sampled_from(["112112", "+31 (0)30 - 555 01 23", "+1" + "-5" * 14, "1.2.3.4.5.6"])
    for known, strategy in (
        ("date", dates()),
        ("iso-duration", st.sampled_from(DURATIONS)),
        ("time-zone", st.sampled_from(ZONES)),
    ):
        if any(schema.get("format") == known for schema in schemas):
            return strategy
    if any(schema.get("format") == "recurrence-rule" for schema in schemas):
        return rules() | st.sampled_from(["FREQ=WEEKLY;BYDAY=SU", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=DAILY"])
    patterns = [schema["pattern"] for schema in schemas if "pattern" in schema]
    return _matching(patterns[0]) if patterns else texts()


@st.composite
def values(draw: st.DrawFn, parts: Sequence[Part], names: Sequence[str], depth: int = 0) -> Any:
    """A value that a schema takes, for the most part."""
    if draw(st.integers(0, 99)) == 0:
        return draw(odd())
    schemas = [schema for _, schema in parts]
    for choices in ([schema["const"]] if "const" in schema else schema.get("enum") for schema in schemas):
        if choices:
            return draw(st.sampled_from(choices))
    kinds = {schema["type"] for schema in schemas if "type" in schema}
    if "object" in kinds or any("properties" in schema for schema in schemas):
        return draw(_objects(parts, names, depth))
    if "array" in kinds:
        least = max(schema.get("minItems", 0) for schema in schemas)
        most = max(least, draw(st.integers(0, 3 if depth < DEEPEST else 1)))
        return [draw(values(items_of(list(parts)), names, depth + 1)) for _ in range(most)]
    if "boolean" in kinds:
        return draw(st.booleans())
    if "integer" in kinds or "number" in kinds:
        low = max(schema.get("minimum", 0) for schema in schemas)
        high = min(schema.get("maximum", 10**9) for schema in schemas)
        whole = st.sampled_from([low, high, low + 1]) | st.integers(low, min(high, 100))
        return draw(whole if "integer" in kinds else whole | whole.map(lambda number: Decimal(number) + Decimal("0.01")))
    return draw(_texts_of(parts, names))


@st.composite
def _objects(draw: st.DrawFn, parts: Sequence[Part], names: Sequence[str], depth: int) -> dict[str, Any]:
    schemas = [schema for _, schema in parts]
    required = {key for schema in schemas for key in schema.get("required", ())}
    known = sorted({key for schema in schemas for key in schema.get("properties", {})})
    made: dict[str, Any] = {}
    for key in known:
        if key in required or (depth < DEEPEST and draw(st.booleans())):
            made[key] = draw(values(below_of(list(parts), key)[0], names, depth + 1))
    keys = [part for kind, schema in parts if "propertyNames" in schema for part in parts_of(kind, schema["propertyNames"])]
    if keys and not known:
        for _ in range(draw(st.integers(1, 3 if depth < DEEPEST else 1))):
            key = draw(_texts_of(keys, names))
            made[key] = draw(values(below_of(list(parts), key)[0], names, depth + 1))
    return made


def root(kind: str) -> list[Part]:
    """The schema of a kind of document."""
    assert kind in KINDS
    return parts_of(kind, SCHEMAS[kind])
