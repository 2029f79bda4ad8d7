"""What docs/ci.md offers to copy is right: workflows by their schemas, commands by running them, hooks by what they match."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

from compiler.cli import cli
from compiler.load.waivers import waivers
from tests.workspace import EXAMPLE, ROOT, files_of

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
HOOKS: dict[str, Any] = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_bytes())}
NOON = "1795608000"
"""2026-11-25 12:00 UTC: a day on which nothing is found in the example workspace."""


@pytest.mark.parametrize(
    ("file", "schema"),
    [("github.yml", "github-workflows"), ("github-build.yml", "github-workflows"), ("gitlab.yml", "gitlab-ci")],
)
def test_workflows_keep_to_their_schema(file: str, schema: str) -> None:
    arguments = ["--builtin-schema", f"vendor.{schema}", str(ROOT / "docs" / "ci" / file)]
    done = CliRunner().invoke(check_jsonschema, arguments)
    assert done.exit_code == 0, done.output


def _commands(path: Path) -> list[str]:
    """The commands of a workflow, or of the blocks of code of the page."""
    text = path.read_text(encoding="utf-8")
    text = "".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)) if path.suffix == ".md" else text
    return [re.split("  +#", found)[0] for found in re.findall(r"(?m)^(?: *- (?:run: )?)?(akkoord .+)$", text)]


BUILD = ROOT / "docs" / "ci" / "github-build.yml"
FILES = [ROOT / "docs" / "ci.md", *(path for path in sorted((ROOT / "docs" / "ci").iterdir()) if path != BUILD)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_commands_do_what_is_said(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "contracts").symlink_to(EXAMPLE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)
    commands = _commands(path)
    assert len(commands) == {"ci.md": 3, "github.yml": 1, "gitlab.yml": 2}[path.name], commands
    for command in commands:
        done = CliRunner().invoke(cli, shlex.split(command)[1:])
        assert done.exit_code == 0, f"{command}\n{done.output}"
    for written in re.findall(r"(?:codequality|sarif_file): (\S+)", path.read_text(encoding="utf-8")):
        assert (tmp_path / written).is_file()


@pytest.mark.long
def test_the_parts_of_a_workflow_make_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each job as it stands there; what is uploaded as an artifact comes down in a folder of its name."""
    (tmp_path / "contracts").symlink_to(EXAMPLE)
    monkeypatch.chdir(tmp_path)
    part, whole = _commands(BUILD)
    workflow = yaml.safe_load(BUILD.read_bytes())
    for number in workflow["jobs"]["part"]["strategy"]["matrix"]["part"]:
        command = part.replace("${{ matrix.part }}", str(number)).replace("${{ needs.date.outputs.today }}", "2026-11-24")
        assert CliRunner().invoke(cli, shlex.split(command)[1:]).exit_code == 0
        (tmp_path / "parts").mkdir(exist_ok=True)
        (tmp_path / "part").rename(tmp_path / "parts" / f"part-{number}")
    parts = sorted(str(one) for one in Path("parts").iterdir())
    assert CliRunner().invoke(cli, [*shlex.split(whole.replace(" parts/*", ""))[1:], *parts]).exit_code == 0
    once = ["-w", "contracts", "build", "--as-of", "2026-11-24", "--out", "once"]
    assert CliRunner().invoke(cli, once).exit_code == 0
    assert files_of(tmp_path / "build") == files_of(tmp_path / "once")


def test_links_of_the_page_lead_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / link).is_file(), link


def test_waivers_of_the_page_are_waivers() -> None:
    (block,) = [found for found in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "ignore[" in found]
    found, wrong = waivers(block, "x.yaml")
    assert [(one.code, one.line) for one in found] == [("AK412", 1), ("AK423", 3)]
    assert wrong == []


def test_hooks_match_the_files_of_a_workspace() -> None:
    assert set(HOOKS) == {"akkoord-check", "akkoord-check-files"} == set(re.findall(r"`(akkoord-check[a-z-]*)`", PAGE))
    files = [f"{root}{file}" for root in ("", "contracts/", "a/b/") for file in files_of(EXAMPLE)]
    assert all(re.search(HOOKS["akkoord-check"]["files"], file) for file in files)
    matched = {file for file in files if re.search(HOOKS["akkoord-check-files"]["files"], file)}
    assert matched == {file for file in files if file.endswith(("/contract.yaml", "/dap.yaml"))}
    for other in ("README.md", "src/main.py", "myclients/a/dap.yaml", "clients/a/b/dap.yaml", "clients/dap.yaml"):
        assert not any(re.search(hook["files"], other) for name, hook in HOOKS.items() if name == "akkoord-check-files")


def test_hooks_run_the_command() -> None:
    assert {name: (hook["entry"], hook.get("pass_filenames", True)) for name, hook in HOOKS.items()} == {
        "akkoord-check": ("akkoord check", False),
        "akkoord-check-files": ("akkoord check", True),
    }
    files = [str(path) for path in sorted(EXAMPLE.glob("clients/*/*.yaml"))]
    done = CliRunner().invoke(cli, ["-w", str(EXAMPLE), "check", "--as-of", "2026-11-24", *files])
    assert (done.exit_code, done.stderr) == (0, "no findings: 6 clients checked as of 2026-11-24\n")
