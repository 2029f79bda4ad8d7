"""The command on a workspace, and a Zammad of ours for it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from compiler import pipeline
from compiler.cli import cli
from compiler.export import zammad
from tests.apply.zammad_server import TOKEN, Zammad, running
from tests.workspace import BASE, checked, files_of

DATE = "2026-03-02"


@dataclass
class Workspace:
    """A folder with contracts, and the command on it."""

    root: Path
    url: str
    files: dict[str, bytes] = field(default_factory=lambda: files_of(BASE))

    def run(self, *arguments: str, url: str | None = None, **environment: str | None) -> Result:
        shutil.rmtree(self.root, ignore_errors=True)
        for name, content in self.files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(content)
        settings: dict[str, str | None] = {
            "AKKOORD_ZAMMAD_URL": url or self.url,
            "AKKOORD_ZAMMAD_TOKEN": TOKEN,
            "AKKOORD_NO_CACHE": "1",
            "AKKOORD_JOBS": "1",
        }
        return CliRunner().invoke(cli, ["-w", str(self.root), *arguments, "--as-of", DATE], env={**settings, **environment})

    def plan(self, *arguments: str, **more: Any) -> Result:
        return self.run("plan", "zammad", "--detailed-exitcode", *arguments, **more)

    def apply(self, *arguments: str, **more: Any) -> Result:
        return self.run("apply", "zammad", "--yes", *arguments, **more)


@pytest.fixture
def server() -> Iterator[Zammad]:
    with running() as found:
        yield found


@pytest.fixture
def workspace(server: Zammad, tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "contracts", server.url)


def done(result: Result, code: int = 0) -> str:
    """What a command printed, which ended so and without a traceback."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert result.exit_code == code, result.output
    return result.output


def exported(workspace: Workspace) -> Mapping[str, bytes]:
    """The files of the export."""
    found = checked(workspace.files, DATE)
    return zammad.export(pipeline.compile_client(found, client) for client in found.clients).files


def held(server: Zammad) -> dict[str, Any]:
    """All that a server holds."""
    return json.loads(json.dumps(server.objects))  # type: ignore[no-any-return]
