"""The wheel holds all that the program needs: installed into an empty environment, it builds what the checkout builds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.workspace import EXAMPLE, ROOT

pytestmark = pytest.mark.long

BUILT_FROM = ("compiler", "schemas", "templates", "pyproject.toml", "README.md", "LICENSE")


def run(folder: Path, *command: str | Path) -> str:
    """What a command prints, run without anything of the checkout in reach."""
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_builds_what_the_checkout_builds(tmp_path: Path) -> None:
    source, away = tmp_path / "source", tmp_path / "away"
    source.mkdir()
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    run(source, sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path, ".")
    (wheel,) = tmp_path.glob("akkoord-*.whl")

    # An environment of its own. The dependencies come from this one, by a path on which its editable install has no say.
    home = tmp_path / "venv"
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    packages = Path(run(tmp_path, python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(tmp_path, sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--force-reinstall", wheel)
    away.mkdir()
    shutil.copytree(EXAMPLE, away / "contracts")
    shutil.rmtree(source)
    where = run(away, python, "-c", "import compiler; print(compiler.__file__)").strip()
    assert where == str(packages / "compiler" / "__init__.py")

    run(away, home / "bin" / "akkoord", "build", "--as-of", "2026-06-15", "--out", "made")
    run(ROOT, sys.executable, "-m", "compiler.cli", "-w", EXAMPLE, "build", "--as-of", "2026-06-15", "--out", tmp_path / "made")
    made, wanted = files(away / "made"), files(tmp_path / "made")
    assert made.keys() == wanted.keys()
    assert [name for name in wanted if made[name] != wanted[name]] == []
    assert run(away, home / "bin" / "akkoord", "check", "--as-of", "2026-06-15", "--fail-on", "error") is not None
