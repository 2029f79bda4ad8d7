"""Workspaces for tests: read from a folder, changed in memory, checked and compiled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from compiler import pipeline
from compiler.bundle import Bundle
from compiler.diagnostic import Severity
from compiler.load import load
from compiler.pipeline import Checked

ROOT = Path(__file__).parents[1]
BASE = ROOT / "tests" / "cases" / "base"
EXAMPLE = ROOT / "contracts"
MERIDIAN = ROOT / "tests" / "workspaces" / "meridian"


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a workspace's folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


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


def edited(files: Mapping[str, bytes], file: str, *edits: tuple[str, str]) -> dict[str, bytes]:
    """The files with text of one of them replaced; each text to replace stands there exactly once."""
    text = files[file].decode()
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        text = text.replace(old, new)
    return {**files, file: text.encode()}
