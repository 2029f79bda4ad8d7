"""Workspaces for tests: read from a folder, changed in memory, checked and compiled."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from compiler import pipeline
from compiler.bundle import Bundle
from compiler.cache import NO_CACHE
from compiler.diagnostic import Severity
from compiler.load import load, load_client
from compiler.output import replacing
from compiler.pipeline import Checked
from compiler.processes import HERE
from compiler.source import Document

ROOT = Path(__file__).parents[1]
BASE = ROOT / "tests" / "cases" / "base"
EXAMPLE = ROOT / "contracts"
USUAL_DATE = "2026-03-01"
"""The date of a case that names none."""
MERIDIAN = ROOT / "tests" / "workspaces" / "meridian"


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a workspace's folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def documents_in(files: Mapping[str, bytes]) -> list[Document]:
    """All documents of a workspace that can be read, the clients' last."""
    loaded, _ = load(files)
    found = [document for named in loaded.documents.values() for document in named.values()]
    for client, content in loaded.clients.items():
        found += load_client(client, content)[0].documents.values()
    return found


def checked(files: Mapping[str, bytes], as_of: str) -> Checked:
    """A workspace checked as of a date."""
    loaded, findings = load(files)
    return pipeline.check(loaded, findings, dt.date.fromisoformat(as_of))


def errors(found: Checked) -> list[str]:
    """The errors that were found, as text."""
    return [
        f"{one.code} {one.origin.file}:{one.origin.line} {one.message}"
        for one in found.findings
        if one.severity is Severity.ERROR
    ]


def compiled(files: Mapping[str, bytes], client: str, as_of: str) -> Bundle:
    """A client's bundle as of a date, of a workspace without errors."""
    found = checked(files, as_of)
    assert errors(found) == []
    return pipeline.compile_client(found, client)


def built(found: Checked, clients: Sequence[str], targets: Sequence[str], formats: Sequence[str]) -> dict[str, bytes]:
    """All that a build makes, by name, where rendering finds nothing wrong."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out"
        with replacing(out) as folder:
            made = pipeline.build(found, clients, targets, formats, folder, HERE, NO_CACHE, lambda _name: None)
        assert made.findings == ()
        return {name: (out / name).read_bytes() for name in made.files}


def edited(files: Mapping[str, bytes], file: str, *edits: tuple[str, str]) -> dict[str, bytes]:
    """The files with text of one of them replaced; each text to replace stands there exactly once."""
    text = files[file].decode()
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        text = text.replace(old, new)
    return {**files, file: text.encode()}


def files_of_case(case: Mapping[str, Any]) -> dict[str, bytes]:
    """The base workspace as a case of tests/cases changes it; tests/test_cases.py says how."""
    files = files_of(BASE)
    for file in case.get("delete", ()):
        del files[file]
    for file, text in case.get("write", {}).items():
        files[file] = text.encode()
    for file, (before, text, times, after) in case.get("repeat", {}).items():
        files[file] = f"{before}{text * times}{after}".encode()
    for file, digits in case.get("hex", {}).items():
        files[file] = bytes.fromhex(digits)
    for file, edits in case.get("edit", {}).items():
        text = files[file].decode()
        for old, new in edits.items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
            text = text.replace(old, new)
        files[file] = text.encode()
    return files
