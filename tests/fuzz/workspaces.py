"""Arbitrary workspaces: good ones of the tests, with some of their bytes, lines or values changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.free_text import Part, below_of, items_of
from tests.fuzz import documents
from tests.workspace import BASE, EXAMPLE, MERIDIAN, documents_in, files_of

BASES = {"base": BASE, "meridian": MERIDIAN, "contracts": EXAMPLE}
_KEPT = {"meridian": ("albion-bank",), "contracts": ("bakkerij-van-dijk",)}
"""The clients of the larger workspaces that stay, so that one run is quick."""

_AFTER = b"\x00\t\r\n :,-#&*!|>'\"%@`{}[]?<~=.0e\x1b\x7f\x80\x85\xa0\xc0\xe2\xf0\xff"
_TOKENS = (
    b"- ", b": ", b"? ", b"&a ", b"*a", b"<<: *a", b"!!str ", b"!x ", b"| ", b">-\n", b"---\n", b"...\n", b"%YAML 1.1\n",
    b"{", b"}", b"[", b"]", b"'", b'"', b"#", b"\t", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xc2\xa0",
    b'"\\ud800"',
    b'"\\x00"', b"# akkoord: ignore[AK412] x", b"# akkoord: ignore[AK412]", b"#akkoord:ignore[", b"{{{{{{{{",
    b"[" * 40, b"- " * 40,
    b"9" * 50, b"1e9999", b"0x" + b"f" * 16, b"0o7", b".5", b"+1", b"~", b"null", b"yes", b"\xf0\x9f\xa5\x96", b"x" * 2000,
)  # fmt: skip


@dataclass(frozen=True)
class Workspace:
    """The files of a workspace, the name of the one that it was made from, and what was done to it."""

    base: str
    files: Mapping[str, bytes]
    done: tuple[str, ...]


@dataclass(frozen=True)
class _Place:
    """A value in a document: what holds it, its key there, and its schema. ``about`` is the way to it."""

    holder: Any
    key: Any
    parts: list[Part]
    about: str


@cache
def base(name: str) -> Mapping[str, bytes]:
    """The files of a good workspace, with few clients."""
    files = files_of(BASES[name])
    kept = _KEPT.get(name)
    return {file: files[file] for file in files if kept is None or not file.startswith("clients/") or file.split("/")[1] in kept}


@cache
def names(name: str) -> tuple[str, ...]:
    """The keys and short texts of a workspace, which are what its names are taken from."""
    found: set[str] = set()

    def walk(data: Any) -> None:
        if isinstance(data, dict):
            found.update(data)
        for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
            walk(inner)
        if isinstance(data, str) and len(data) < 20 and " " not in data:
            found.add(data)

    for document in documents_in(base(name)):
        walk(document.data)
    return tuple(sorted(found))


def written(data: Any) -> bytes:
    """Data as YAML's flow style, which is JSON with numbers of any length."""

    def text(value: Any, indent: str) -> str:
        inner = indent + " "
        if isinstance(value, dict):
            held = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {text(one, inner)}" for key, one in value.items()]
            return "{\n" + ",\n".join(held) + f"\n{indent}}}" if held else "{}"
        if isinstance(value, list):
            return "[" + ", ".join(text(one, inner) for one in value) + "]"
        return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)

    return text(data, "").encode("utf-8", "surrogatepass")


def _places(data: Any, parts: list[Part], root: list[Part], about: str) -> Iterator[_Place]:
    """Every value of a document with its schema; what amendments change has that of the document."""
    if isinstance(data, dict):
        inner = [(key, root if key == "change" and "/amendments/" in about else below_of(parts, key)[0]) for key in data]
    else:
        inner = [(key, items_of(parts)) for key in range(len(data))] if isinstance(data, list) else []
    for key, below in inner:
        yield _Place(data, key, below, f"{about}/{key}")
        yield from _places(data[key], below, root, f"{about}/{key}")


def _keys(place: _Place) -> list[str]:
    """Optional keys that a value of a document could have, too."""
    held = place.holder[place.key]
    known = {key for _, schema in place.parts for key in schema.get("properties", {})}
    return sorted(known - set(held)) if isinstance(held, dict) else []


@st.composite
def _value_changed(draw: st.DrawFn, name: str, files: dict[str, bytes]) -> str:
    """Changes one value of one document, if there is one that can be read; tells what was done."""
    known = [one for one in documents_in(files) if isinstance(one.data, dict) and one.data]
    if not known:
        return "nothing"
    document = draw(st.sampled_from(known))
    data, root = copy.deepcopy(document.data), documents.root(document.kind)
    places = list(_places(data, root, root, ""))
    # First the part of the document, so that long lists of alike items don't draw all the changes.
    section = draw(st.sampled_from(sorted({one.about.split("/")[1] for one in places})))
    place = draw(st.sampled_from([one for one in places if one.about.split("/")[1] == section]))
    change = draw(st.sampled_from(["fitting", "fitting", "fitting", "odd", "delete", "copy", "swap", "add", "add", "rename"]))
    if change == "odd":
        place.holder[place.key] = draw(documents.odd())
    elif change == "delete":
        del place.holder[place.key]
    elif change == "copy":
        place.holder[place.key] = copy.deepcopy(_other(draw, places, place))
    elif change == "swap":
        other = draw(st.sampled_from([one for one in places if one.holder is place.holder]))
        place.holder[place.key], other.holder[other.key] = other.holder[other.key], place.holder[place.key]
    elif change == "rename" and isinstance(place.holder, dict):
        place.holder[draw(st.sampled_from(names(name)) | documents.texts())] = place.holder.pop(place.key)
    elif change == "add" and (keys := _keys(place)):
        key = draw(st.sampled_from(keys))
        place.holder[place.key][key] = draw(documents.values(below_of(place.parts, key)[0], names(name), 3))
    elif change == "add" and isinstance(place.holder[place.key], list):
        place.holder[place.key].append(draw(documents.values(items_of(place.parts), names(name), 3)))
    else:
        change = "fitting"
        place.holder[place.key] = draw(documents.values(place.parts, names(name), 3))
    files[document.file] = written(data)
    return f"{change} {document.file}{place.about}"


def _other(draw: st.DrawFn, places: list[_Place], place: _Place) -> Any:
    other = draw(st.sampled_from(places))
    return other.holder[other.key]


@st.composite
def _bytes_changed(draw: st.DrawFn, files: dict[str, bytes]) -> str:
    """Changes bytes of one file, or the files themselves; tells what was done."""
    file = draw(st.sampled_from(sorted(files)))
    content = files[file]
    at, until = sorted(draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    change = draw(st.sampled_from(["token", "token", "byte", "cut", "left out", "twice", "line", "gone", "elsewhere", "renamed"]))
    if change == "token":
        files[file] = content[:at] + draw(st.sampled_from(_TOKENS)) + content[at:]
    elif change == "byte":
        files[file] = content[:at] + bytes([draw(st.sampled_from(_AFTER))]) + content[at + 1 :]
    elif change == "cut":
        files[file] = content[:at]
    elif change == "left out":
        files[file] = content[:at] + content[until:]
    elif change == "twice":
        files[file] = content[:until] + content[at:]
    elif change == "line":
        lines = content.split(b"\n")
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(lines)))
        files[file] = b"\n".join(lines)
    elif change == "gone" and len(files) > 1:
        del files[file]
    elif change == "elsewhere":
        files[draw(st.sampled_from(sorted(files)))] = content
    else:
        name = draw(st.sampled_from(["x", "A", "a b", "ä", "-", "1.0", "9.9", "con", "a\nb", "\udcff", "x" * 200, "nl", "{{x}}"]))
        parts = file.split("/")
        parts[draw(st.integers(1, len(parts) - 1)) if len(parts) > 2 else 1] = name
        files["/".join(parts)] = files.pop(file)
    return f"{change} {file} {at}"


@st.composite
def workspaces(draw: st.DrawFn, share_of_bytes: int) -> Workspace:
    """A good workspace of which up to four things were changed; so many percent of them bytes, and values otherwise."""
    name = draw(st.sampled_from([*["base"] * 6, "meridian", "contracts"]))
    files, done = dict(base(name)), []
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.integers(0, 99)) < share_of_bytes:
            done.append(draw(_bytes_changed(files)))
        else:
            done.append(draw(_value_changed(name, files)))
    return Workspace(name, files, tuple(done))


@st.composite
def generated(draw: st.DrawFn) -> Workspace:
    """A good workspace in which one document or two are made anew, from the schema of their kind."""
    name = draw(st.sampled_from(["base", "base", "meridian"]))
    files, done = dict(base(name)), []
    known = documents_in(files)
    for document in draw(st.lists(st.sampled_from(known), min_size=1, max_size=2, unique_by=lambda one: one.file)):
        files[document.file] = written(draw(documents.values(documents.root(document.kind), names(name))))
        done.append(f"made {document.file}")
    return Workspace(name, files, tuple(done))
