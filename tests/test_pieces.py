"""JSON in pieces: the same bytes as the whole at once, wherever it is cut."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.pieces import around, inside, members

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | _TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner),
)
_CUTS = st.lists(st.integers(1, 3))


def whole(data: object) -> bytes:
    """Python's own library, as another writes it."""
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def cut(items: list[Any], sizes: list[int]) -> list[list[Any]]:
    found = []
    for size in sizes:
        found.append(items[:size])
        items = items[size:]
    return [*found, items]


@settings(derandomize=True, database=None, deadline=None)
@given(st.lists(_JSON), _CUTS)
def test_a_list(items: list[Any], sizes: list[int]) -> None:
    assert b"".join(around(inside(some) for some in cut(items, sizes))) == whole(items)


@settings(derandomize=True, database=None, deadline=None)
@given(st.lists(_JSON), st.dictionaries(_TEXT, _JSON), _CUTS, _TEXT)
def test_lists_and_objects_within_objects(items: list[Any], fields: dict[str, Any], sizes: list[int], name: str) -> None:
    inner = {
        "list": around((inside(some, 3) for some in cut(items, sizes)), depth=3),
        "object": around((inside(dict(some), 3) for some in cut(list(fields.items()), sizes)), b"{}", 3),
    }
    made = members({name: members(inner, 2), name + "1": [b"1"]})
    assert b"".join(made) == whole({name: {"list": items, "object": fields}, name + "1": 1})
