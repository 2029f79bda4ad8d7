"""Throw-away Request Trackers that hold nothing yet, and the command that is to fill them."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result

from compiler.cli import cli
from compiler.export import rt
from tests.export import conftest as export
from tests.export.conftest import PASSWORD as PASSWORD
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
    server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the server, which reads the configuration now and never again."""
        host, port = self.address.removeprefix("http://").split(":")
        command = ["perl", str(export.RT / "libexec" / "rt-server"), "--host", host, "--port", port, "--max-workers", "3"]
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        export._ready(self.address, self.server, self.folder / "server.log")

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait()

    def restart(self) -> None:
        self.stop()
        self.start()

    def rest(self, path: str, data: object = None) -> Any:
        return export.rest(self.address, path, data)

    def put(self, path: str, data: object) -> None:
        """A change that somebody else makes."""
        answer = requests.put(f"{self.address}/REST/2.0/{path}", json=data, auth=("root", export.PASSWORD), timeout=20)
        assert answer.ok, answer.text

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

    def perl(self, expression: str) -> Any:
        """The value of an expression in RT's own code."""
        start = "use RT; RT::LoadConfig(); RT::Init(); use JSON; print JSON->new->utf8->allow_nonref->encode(do {"
        done = subprocess.run(
            ["perl", f"-I{export.RT}/lib", "-e", f"{start} {expression} }});"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def load(self, datafile: Path) -> str:
        return export.set_up(self.environment, "--action", "insert", "--datafile", str(datafile))


@dataclass
class Workspace:
    """A folder with contracts that a test changes, and the command on it."""

    root: Path
    url: str = "http://127.0.0.1:9"
    files: dict[str, bytes] = field(default_factory=lambda: files_of(BASE))
    password: str = export.PASSWORD

    def edit(self, file: str, *edits: tuple[str, str]) -> None:
        self.files = edited(self.files, file, *edits)

    def remove(self, client: str) -> None:
        self.files = {name: content for name, content in self.files.items() if not name.startswith(f"clients/{client}/")}

    def write(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        for name, content in self.files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(content)

    def run(self, *arguments: str, url: str | None = None, **environment: str | None) -> Result:
        """``akkoord`` with these arguments, in a process that knows nothing of the user's own settings."""
        self.write()
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


def configured(folder: Path, port: int) -> dict[str, str]:
    """The environment of an instance without levels. Its passwords are quick to check, which RT does with every request."""
    environment = export.configure(folder, rt.export([]), port)
    settings = folder / "RT_SiteConfig.pm"
    settings.write_text("Set($BcryptCost, 4);\n" + settings.read_text())
    return environment


@pytest.fixture(scope="session")
def prepared(tracker_installed: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of an instance that holds nothing yet."""
    folder = tmp_path_factory.mktemp("prepared")
    environment = configured(folder, 1)
    (folder / "password").write_text(export.PASSWORD)
    export.set_up(environment, "--action", "init", "--root-password-file", str(folder / "password"))
    return folder / "rt.sqlite"


@contextmanager
def running(database: Path, folder: Path) -> Iterator[Tracker]:
    """An instance with a copy of a database, in a folder that is made for it."""
    folder.mkdir()
    with socket.socket() as free:
        free.bind((export.HOST, 0))
        port = free.getsockname()[1]
    environment = configured(folder, port)
    shutil.copy(database, folder / "rt.sqlite")
    tracker = Tracker(f"http://{export.HOST}:{port}", folder, environment)
    try:
        tracker.start()
        yield tracker
    finally:
        tracker.stop()


@pytest.fixture(scope="session")
def applied(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of an instance to which the base workspace was applied."""
    folder = tmp_path_factory.mktemp("applied")
    with running(prepared, folder / "rt") as tracker:
        done = Workspace(folder / "contracts", tracker.address).apply()
        assert done.exit_code == 0, done.output
    return folder / "rt" / "rt.sqlite"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The base workspace."""
    return Workspace(tmp_path / "contracts")


@pytest.fixture
def empty(prepared: Path, tmp_path: Path, workspace: Workspace) -> Iterator[Tracker]:
    """An instance that holds nothing yet, at which the workspace is aimed."""
    with running(prepared, tmp_path / "rt") as tracker:
        workspace.url = tracker.address
        yield tracker


@pytest.fixture
def filled(applied: Path, tmp_path: Path, workspace: Workspace) -> Iterator[Tracker]:
    """An instance to which the base workspace was applied, at which the workspace is aimed."""
    with running(applied, tmp_path / "rt") as tracker:
        workspace.url = tracker.address
        yield tracker
