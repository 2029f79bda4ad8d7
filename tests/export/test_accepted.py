"""Losses that the provider accepts, and what --strict makes of the others."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compiler.cli import cli
from tests.workspace import BASE


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two clients with one contract, and one whose contract isn't in force."""
    clients = shutil.copytree(BASE, tmp_path / "workspace") / "clients"
    shutil.copytree(clients / "acme", clients / "beta")
    return tmp_path / "workspace"


def accept(workspace: Path, text: str) -> int:
    """Adds to provider.yaml what is accepted; the line of its first key."""
    file = workspace / "provider" / "provider.yaml"
    before = file.read_text(encoding="utf-8").rstrip() + "\n"
    file.write_text(f"{before}accepted_losses:\n{text}", encoding="utf-8")
    return before.count("\n") + 2


def export(workspace: Path, *arguments: str) -> Result:
    command = ["-w", str(workspace), "export", "rt", "--as-of", "2026-03-01", "--out", str(workspace.parent / "out"), *arguments]
    return CliRunner().invoke(cli, command)


def codes_of(result: Result) -> set[str]:
    """The codes of the losses that were printed."""
    return set(re.findall(r"^(RT\d{3}) ", result.stdout, re.MULTILINE))


def test_strict_writes_nothing_where_something_is_lost(workspace: Path) -> None:
    result = export(workspace, "--strict")
    assert result.exit_code == 1
    assert "AK602" in result.stderr
    assert "The export to rt loses RT113 for acme, beta" in result.stderr
    assert "nothing was written" in result.stderr
    assert not (workspace.parent / "out").exists()


def test_strict_passes_where_every_loss_is_accepted(workspace: Path) -> None:
    every = sorted(codes_of(export(workspace)))
    assert {"RT102", "RT113", "RT201"} <= set(every)
    accept(workspace, "  rt:\n" + "".join(f"    {code}: {{reason: The service desk knows.}}\n" for code in every))
    result = export(workspace, "--strict")
    assert (result.exit_code, codes_of(result)) == (0, set())
    assert re.search(r"; (\d+) losses, \1 of them accepted", result.stderr)
    assert (workspace.parent / "out" / "sla.json").exists()


def test_one_that_is_not_accepted_is_enough(workspace: Path) -> None:
    every = codes_of(export(workspace)) - {"RT201"}
    accept(workspace, "  rt:\n" + "".join(f"    {code}: {{reason: The service desk knows.}}\n" for code in sorted(every)))
    result = export(workspace, "--strict")
    assert result.exit_code == 1
    assert re.findall(r"loses (RT\d+)", result.stderr) == ["RT201"]


def test_accepted_for_one_client_is_not_accepted_for_another(workspace: Path) -> None:
    accept(workspace, "  rt:\n    RT208:\n      reason: We export every night.\n      clients: [acme]\n")
    result = export(workspace)
    assert result.exit_code == 0
    about = [line for line in result.stdout.splitlines() if line.startswith("RT208")]
    assert about
    assert all(line.endswith(": beta") for line in about)


@pytest.mark.parametrize(
    ("accepted", "clients", "says"),
    [
        ("  rt:\n    RT104: {reason: Never at midnight.}\n", (), "RT104 no longer applies: the export to rt has no such loss"),
        (
            "  rt:\n    RT208: {reason: Nightly., clients: [acme, gone]}\n",
            (),
            "RT208 no longer applies: the export to rt has no such loss for gone",
        ),
        ("  tr:\n    RT104: {reason: Never.}\n", ("acme",), "RT104 no longer applies: there is no export “tr”"),
    ],
)
def test_what_no_longer_applies_is_told_at_its_line(workspace: Path, accepted: str, clients: tuple[str, ...], says: str) -> None:
    line = accept(workspace, accepted) + 1
    result = export(workspace, *clients)
    assert result.exit_code == 0
    assert says in result.stderr
    assert f"provider/provider.yaml:{line}:5" in result.stderr


def test_of_clients_that_are_not_exported_nothing_is_said(workspace: Path) -> None:
    accept(workspace, "  rt:\n    RT104: {reason: Never.}\n    RT208: {reason: Nightly., clients: [gone, beta]}\n")
    assert "no longer applies" not in export(workspace, "acme").stderr


def test_a_loss_without_a_reason_is_refused(workspace: Path) -> None:
    line = accept(workspace, "  rt:\n    RT104: {}\n    rt105: {reason: x}\n") + 1
    result = export(workspace)
    assert result.exit_code == 1
    assert f"provider/provider.yaml:{line}" in result.stderr
    assert "such as RT101" in result.stderr


def test_what_several_clients_lose_alike_is_told_once(workspace: Path) -> None:
    lines = [line for line in export(workspace).stdout.splitlines() if line.startswith("RT201")]
    assert len(lines) == 1
    assert lines[0].endswith(": acme, beta")
