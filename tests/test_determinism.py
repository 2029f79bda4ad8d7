"""The same workspace gives the same bytes: on any machine, in any place, at any time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workspace import EXAMPLE, ROOT, files_of

pytestmark = pytest.mark.long

HERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
ELSEWHERE = [
    {"TZ": "America/New_York", "LC_ALL": "nl_NL.UTF-8", "LANG": "nl_NL.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"},
    {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "PYTHONHASHSEED": "random", "SOURCE_DATE_EPOCH": "1"},
]


def build(folder: Path, environment: dict[str, str], umask: int, backwards: bool) -> dict[str, bytes]:
    """All that ``akkoord build`` writes of the example workspace, copied to a folder file by file."""
    folder.mkdir(parents=True)
    files = sorted(files_of(EXAMPLE).items(), reverse=backwards)
    for name, content in files:
        path = folder / "contracts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (10**9, 10**9) if backwards else (10**8, 10**8))
    subprocess.run(
        [sys.executable, "-m", "compiler.cli", "build", "--as-of", "2026-06-15", "--out", "made"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "AKKOORD_NO_CACHE": "1", **environment},
        umask=umask,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=True,
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / "made").rglob("*") if path.is_file()}


def test_outputs_are_the_same_wherever_they_are_made(tmp_path: Path) -> None:
    first = build(tmp_path / "a", HERE, 0o022, False)
    assert {"made/manifest.json", "made/bundles/zorggroep-het-anker.json"} <= first.keys()
    assert {Path(name).suffix for name in first} == {".ics", ".json", ".md", ".html", ".pdf", ".pm"}
    for number, environment in enumerate(ELSEWHERE):
        other = build(tmp_path / "another place, more deeply – é" / str(number), environment, 0o077, True)
        assert first.keys() == other.keys()
        assert [name for name in first if first[name] != other[name]] == []
