"""Commands with what they print and how they exit, as a user sees them; ``make golden`` writes the expected output anew.

A file of ``tests/transcripts`` begins with where its commands run, which is a folder that holds ``contracts``:

    # workspace: base                                  a copy of tests/cases/base, or of the example workspace
    # edit: clients/acme/contract.yaml: find => replace   found exactly once
    # write: clients/acme/dap.yaml: text
    # delete: clients/acme/dap.yaml

After that come the commands, run one after the other by the shell. Below each stands what it printed, first on the
output, then, marked by ``!``, among the errors, and last its exit. An escape character is written ``␛``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest

import compiler.cli
from compiler.cli import COMMANDS
from tests.workspace import BASE, EXAMPLE

pytestmark = pytest.mark.long

TRANSCRIPTS = Path(__file__).parent / "transcripts"
WORKSPACES = {"base": BASE, "contracts": EXAMPLE}
COMMAND, EXIT = re.compile(r"^\$ (.+)$", re.MULTILINE), re.compile(r"^\[exit (\d+)\]$", re.MULTILINE)


def _prepare(header: list[str], folder: Path) -> None:
    root = folder / "contracts"
    for line in header:
        what, _, value = line.removeprefix("# ").partition(": ")
        if what == "workspace":
            shutil.copytree(WORKSPACES[value], root)
            continue
        file, _, change = value.partition(": ")
        if what == "edit":
            old, _, new = change.partition(" => ")
            text = (root / file).read_text(encoding="utf-8")
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
            (root / file).write_text(text.replace(old, new), encoding="utf-8")
        elif what == "write":
            (root / file).write_text(f"{change}\n", encoding="utf-8")
        elif what == "delete":
            (root / file).unlink()
        else:
            raise AssertionError(f"no such line in a header: {line}")


def _environment() -> dict[str, str]:
    """Nothing of the user's own: no colours, a fixed width, and the command that belongs to this Python."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {"PATH": path, "NO_COLOR": "1", "COLUMNS": "100", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _run(command: str, folder: Path) -> str:
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )

    def shown(printed: bytes, mark: str) -> str:
        text = printed.decode().replace(str(folder), "/home/me").replace("\x1b", "␛")
        text = text.replace(f"akkoord {compiler.__version__}\n", "akkoord VERSION\n")
        if text and not text.endswith("\n"):
            text += " (no line end)\n"
        return "".join(f"{mark}{line}".rstrip() + "\n" for line in text.split("\n")[:-1])

    return f"$ {command}\n{shown(done.stdout, '')}{shown(done.stderr, '! ')}[exit {done.returncode}]\n"


@pytest.mark.parametrize("path", sorted(TRANSCRIPTS.glob("*.txt")), ids=lambda path: path.stem)
def test_transcript(path: Path, tmp_path: Path, expected: Callable[[Path, str], None]) -> None:
    text = path.read_text(encoding="utf-8")
    header, commands = text[: text.index("$ ")].splitlines(), COMMAND.findall(text)
    _prepare([line for line in header if line], tmp_path)
    found = [_run(command, tmp_path) for command in commands]
    expected(path, "\n".join(["\n".join(line for line in header if line) + "\n", *found]))


def test_every_command_is_shown() -> None:
    shown = {
        word
        for path in TRANSCRIPTS.glob("*.txt")
        for line in COMMAND.findall(path.read_text(encoding="utf-8"))
        for word in line.split()
    }
    modules = {path.stem for path in Path(compiler.cli.__file__).parent.glob("[a-z]*.py")}
    made = {
        command.name: module
        for module in modules
        for command in vars(import_module(f"compiler.cli.{module}")).values()
        if isinstance(command, click.Command)
    }
    assert made == COMMANDS
    assert set(COMMANDS) <= shown
