"""The exporter that docs/exporters.md shows is a package of its own, and works where it is installed."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workspace import EXAMPLE, ROOT

PACKAGE = ROOT / "tests" / "third_party" / "akkoord-csv-hours"
PAGE = (ROOT / "docs" / "exporters.md").read_text(encoding="utf-8")


def shown(language: str) -> str:
    (block,) = re.findall(f"```{language}\n(.*?)```\n", PAGE, re.DOTALL)
    return str(block)


def test_the_page_shows_the_package() -> None:
    assert {path.name for path in PACKAGE.iterdir()} - {"__pycache__"} == {"akkoord_csv_hours.py", "pyproject.toml"}
    assert shown("python") == (PACKAGE / "akkoord_csv_hours.py").read_text(encoding="utf-8")
    assert shown("toml") == (PACKAGE / "pyproject.toml").read_text(encoding="utf-8")
    assert shown("python").count("\n") < 40


def run(folder: Path, *command: object, installed: Path | None = None) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(map(str, [ROOT, *([installed] if installed else [])]))
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        cwd=folder,
        env=environment | {"PYTHONPATH": path, "XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.long
def test_installed_it_is_an_export_like_the_others(tmp_path: Path) -> None:
    source, installed = tmp_path / "source", tmp_path / "installed"
    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("__pycache__"))
    done = run(tmp_path, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", installed, source)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "csv-hours" not in run(tmp_path, "compiler.cli", "export", "--list").stdout.split()
    assert "csv-hours" in run(tmp_path, "compiler.cli", "export", "--list", installed=installed).stdout.split()
    export = ("compiler.cli", "-w", EXAMPLE, "export", "csv-hours", "--out", "out", "--as-of", "2026-11-24")
    done = run(tmp_path, *export, installed=installed)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "CSV101 calendar office: " in done.stdout
    rows = list(csv.reader(io.StringIO((tmp_path / "out" / "hours.csv").read_text())))
    assert rows[0] == ["client", "calendar", "day", "from", "to"]
    assert [row for row in rows if row[:2] == ["transportbedrijf-hoekstra", "office"]] == [
        ["transportbedrijf-hoekstra", "office", day, "08:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")
    ]
    losses = json.loads((tmp_path / "out" / "losses.json").read_text())
    assert {loss["code"] for loss in losses} == {"CSV101"}
    build = ("compiler.cli", "-w", EXAMPLE, "build", "--format", "md", "--out", "made", "--as-of", "2026-11-24")
    assert run(tmp_path, *build, installed=installed).returncode == 0
    built, exported = (tmp_path / way / "hours.csv" for way in ("made/exports/csv-hours", "out"))
    assert built.read_bytes() == exported.read_bytes()
