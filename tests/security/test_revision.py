"""A repository that was made to harm: its configuration names programs, and none of them is ever run."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from compiler.cli.revision import RevisionError, files_at
from compiler.pipeline import READ
from tests.workspace import BASE, files_of

IDENTITY = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *IDENTITY, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(BASE, tmp_path / "work"))
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def configured(**programs: str) -> Callable[[Path, str], None]:
    def prepare(folder: Path, program: str) -> None:
        for name, value in programs.items():
            git(folder, "config", name.replace("__", "."), value.format(program=program))

    return prepare


def hooks(folder: Path, program: str) -> None:
    for name in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman", "pre-auto-gc"):
        hook = folder / ".git" / "hooks" / name
        hook.write_text(f"#!/bin/sh\n{program}\n")
        hook.chmod(0o755)


def attributes(folder: Path, program: str) -> None:
    configured(diff__x__textconv="{program}", filter__x__smudge="{program}", filter__x__clean="{program}")(folder, program)
    (folder / ".git" / "info" / "attributes").write_text("* diff=x filter=x\n")


QUIET = {
    "monitor of files": configured(core__fsmonitor="{program}"),
    "commands": configured(
        diff__external="{program}", core__pager="{program}", core__editor="{program}",
        alias__ls="!{program}", core__askPass="{program}", core__alternateRefsCommand="{program}",
    ),
    "hooks": hooks,
    "attributes": attributes,
}  # fmt: skip


@pytest.mark.parametrize("prepare", QUIET.values(), ids=QUIET)
def test_what_the_configuration_names_is_not_run(repository: Path, tmp_path: Path, prepare: Callable[[Path, str], None]) -> None:
    prepare(repository, f"touch {tmp_path / 'run'}")
    assert files_at(repository, "HEAD", READ) == files_of(BASE)
    assert not (tmp_path / "run").exists()


WAYS = {
    "by a command": ("ext::sh -c touch% {run}", ""),
    "by the other side": ("file://{repository}/.git", "touch {run}; git-upload-pack"),
    "by another shell": ("ssh://localhost/x", ""),
}


def lacking(folder: Path, way: tuple[str, str], run: Path, repository: Path) -> None:
    """Makes a git folder lack a file, which it would fetch by a way that runs a program."""
    url, other_side = (text.format(run=run, repository=repository) for text in way)
    settings = {
        "core.repositoryFormatVersion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true",
        "remote.origin.url": url, "remote.origin.uploadpack": other_side or "git-upload-pack",
        "protocol.allow": "always", "protocol.ext.allow": "always", "core.sshCommand": f"touch {run}; false",
    }  # fmt: skip
    for name, value in settings.items():
        subprocess.run(["git", "config", "-f", str(folder / "config"), name, value], check=True)
    name = git(repository, "rev-parse", "HEAD:clients/acme/contract.yaml")
    (folder / "objects" / name[:2] / name[2:]).unlink()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nothing_is_fetched(repository: Path, tmp_path: Path, way: tuple[str, str]) -> None:
    lacking(repository / ".git", way, tmp_path / "run", repository)
    with pytest.raises(RevisionError, match="not every file"):
        files_at(repository, "HEAD", READ)
    assert not (tmp_path / "run").exists()


def test_files_of_a_workspace_are_no_repository(repository: Path, tmp_path: Path) -> None:
    """A workspace of another can hold what a bare repository is made of, with a configuration."""
    posing = Path(shutil.copytree(repository / ".git", tmp_path / "posing"))
    git(posing, "config", "core.bare", "true")
    lacking(posing, WAYS["by a command"], tmp_path / "run", repository)
    with pytest.raises(RevisionError, match="isn't in a git repository"):
        files_at(posing, "HEAD", READ)
    assert not (tmp_path / "run").exists()
