"""Throw-away Request Trackers that hold nothing yet, and the command that is to fill them."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from compiler.cli import cli
from compiler.export import rt
from tests.export import conftest as export
from tests.export.conftest import tracker_installed as tracker_installed
from tests.workspace import BASE, edited, files_of

DATE = "2026-03-02"
"""The date on which everything here is looked at."""


@dataclass
class Tracker:
    """A running Request Tracker: its address, its folder, and the environment of its programs."""

    address: str
    folder: Path
    environment: dict[str, str]

    def rest(self, path: str, data: object = None) -> Any:
        return export.rest(self.address, path, data)

    def ask(self, question: str, *arguments: object) -> Any:
        """One question to RT's own code, in a process of its own that has nothing in memory from before."""
        program = Path(export.__file__).with_name("rt_instance.pl")
        done = subprocess.run(
            ["perl", str(program)],
            env=self.environment,
            input=json.dumps([question, *arguments]) + "\n",
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return json.loads(done.stdout)

    def load(self, datafile: Path) -> str:
        return export.set_up(self.environment, "--action", "insert", "--datafile", str(datafile))


@dataclass
class Workspace:
    """A folder with contracts that a test changes, and the command on it."""

    root: Path
    url: str
    files: dict[str, bytes] = field(default_factory=lambda: files_of(BASE))
    password: str = export.PASSWORD

    def edit(self, file: str, *edits: tuple[str, str]) -> None:
        self.files = edited(self.files, file, *edits)

    def remove(self, client: str) -> None:
        self.files = {name: content for name, content in self.files.items() if not name.startswith(f"clients/{client}/")}

    def run(self, *arguments: str, url: str | None = None, **environment: str | None) -> Result:
        """``akkoord`` with these arguments, in a process that knows nothing of the user's own settings."""
        shutil.rmtree(self.root, ignore_errors=True)
        for name, content in self.files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(content)
        settings: Mapping[str, str | None] = {
            "AKKOORD_RT_URL": url or self.url,
            "AKKOORD_RT_USER": "root",
            "AKKOORD_RT_PASSWORD": self.password,
            "AKKOORD_RT_TOKEN": None,
            "AKKOORD_NO_CACHE": "1",
            "AKKOORD_JOBS": "1",
        }
        return CliRunner().invoke(cli, ["-w", str(self.root), *arguments, "--as-of", DATE], env={**settings, **environment})

    def plan(self, *arguments: str, **environment: str | None) -> Result:
        return self.run("plan", "rt", *arguments, **environment)

    def apply(self, *arguments: str, **environment: str | None) -> Result:
        return self.run("apply", "rt", "--yes", "--out", str(self.root.with_name("beside")), *arguments, **environment)


@pytest.fixture(scope="session")
def prepared(tracker_installed: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of an instance that holds nothing yet."""
    folder = tmp_path_factory.mktemp("prepared")
    environment = export.configure(folder, rt.export([]), 1)
    (folder / "password").write_text(export.PASSWORD)
    export.set_up(environment, "--action", "init", "--root-password-file", str(folder / "password"))
    return folder / "rt.sqlite"


@pytest.fixture
def tracker(prepared: Path, tmp_path: Path) -> Iterator[Tracker]:
    """A running instance that holds nothing yet."""
    folder = tmp_path / "rt"
    folder.mkdir()
    with socket.socket() as free:
        free.bind((export.HOST, 0))
        port = free.getsockname()[1]
    environment = export.configure(folder, rt.export([]), port)
    shutil.copy(prepared, folder / "rt.sqlite")
    address = f"http://{export.HOST}:{port}"
    command = ["perl", str(export.RT / "libexec" / "rt-server"), "--host", export.HOST, "--port", str(port), "--max-workers", "1"]
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log) as serving,
    ):
        try:
            export._ready(address, serving, folder / "server.log")
            yield Tracker(address, folder, environment)
        finally:
            serving.terminate()


@pytest.fixture
def workspace(tracker: Tracker, tmp_path: Path) -> Workspace:
    """The base workspace, with the instance as its system."""
    return Workspace(tmp_path / "contracts", tracker.address)
