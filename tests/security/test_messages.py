"""What a file or folder is called, or holds, can neither drive a terminal nor a runner that reads the log; and a message tells
no more of a person than stands on the lines that it points at."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from compiler import cli as command
from compiler.cli import cli
from tests.workspace import BASE, ROOT, checked, files_of, files_of_case

DRIVING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|^\s*::|##\[", re.MULTILINE)
"""Control characters; and where GitHub's runner sees a command (actions/runner, ActionCommand.cs)."""
OURS = re.compile(r"^::(error|warning|notice) file=", re.MULTILINE)
HARMFUL = r"\e]0;x\a\n::add-mask::x ##[set-output name=a]b"
FORMATS = ("full", "concise", "json", "github", "gitlab", "junit", "sarif")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "work"))


def driven(workspace: Path, *arguments: str) -> list[str]:
    done = CliRunner().invoke(cli, ["-w", str(workspace), *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return DRIVING.findall(OURS.sub("", done.output))


CONTRACT = [
    ("name: Acme Ltd", 'name: "Acme{}"'),
    ("status: signed", 'status: "sig{}"'),
    ("portal_contact: jan", 'portal_contact: "jan{}"'),
    ("os: windows-2022", 'os: "win{}"'),
    ("start: 2026-01-01", 'start: "2026{}"'),
    ('version: "1.1"', 'version: "1{}"'),
    ("mandate: [hotfix]", 'mandate: ["{}"]'),
    ("status: signed", '"x{}": 1\nstatus: signed'),
    ("reason: Growth", 'reason: "{}"'),
]


@pytest.mark.parametrize(("old", "new"), CONTRACT, ids=lambda text: text.split(":")[0])
def test_what_a_contract_holds(workspace: Path, old: str, new: str) -> None:
    file = workspace / "clients" / "acme" / "contract.yaml"
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new.format(HARMFUL)))
    for form in FORMATS:
        assert driven(workspace, "check", "--as-of", "2026-03-01", "--output-format", form) == [], form
    told = (
        ("build", "--format", "md", "--out", str(workspace.parent / "out")),
        ("timeline", "acme"),
        ("decide", "acme", "--at", "2026-03-02T10:00", "--type", "incident"),
        ("explain", "acme", "/client/name"),
        ("diff", "acme", "--from", "2026-02-01", "--to", "2026-08-01"),
        ("hours", "acme", "--from", "2026-03-01", "--to", "2026-03-03"),
    )
    for arguments in told:
        assert driven(workspace, *arguments) == [], arguments


def test_what_a_folder_is_called(workspace: Path) -> None:
    shutil.copytree(workspace / "clients" / "solo", workspace / "clients" / "e\x1b]0;x\x07\n::add-mask::x ##[group]")
    for arguments in (*(("check", "--output-format", form) for form in FORMATS), ("bundle", "nobody"), ("timeline", "--all")):
        assert driven(workspace, *arguments) == [], arguments


def test_a_fault_of_the_program_is_a_line_without_what_it_is_about(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command.cli, "main", lambda: cause({"jan@acme.example": "+31 88 555 01 99"}))
    monkeypatch.delenv("AKKOORD_TRACEBACK", raising=False)
    with pytest.raises(SystemExit) as stopped:
        command.main()
    told = capsys.readouterr()
    assert (stopped.value.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert re.search(r"a fault of the program, KeyError at compiler/\w+\.py:\d+; please report it", told.err)
    assert "jan" not in told.err
    assert "555" not in told.err


def cause(data: dict[str, str]) -> None:
    from compiler.duration import Duration

    Duration.roughly.fget(Personal(data))  # type: ignore[attr-defined]


class Personal:
    def __init__(self, data: dict[str, str]) -> None:
        self.data = data

    def __getattr__(self, name: str) -> int:
        raise KeyError(str(self.data))


PERSONAL = re.compile(r"[\w.+-]+@[\w-]+(?:\.\w+)+|\+[0-9][0-9 ()-]{7,}[0-9]")
"""E-mail addresses and telephone numbers."""


EXAMPLES = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "schemas").glob("*.json"))
"""What a schema itself gives as an example is nobody's."""


@pytest.mark.long
@pytest.mark.parametrize("case", sorted((ROOT / "tests" / "cases").glob("AK*.yaml")), ids=lambda path: path.stem[:5])
def test_a_message_tells_of_a_person_only_what_stands_where_it_points(case: Path) -> None:
    import yaml

    for bad in yaml.safe_load(case.read_text(encoding="utf-8")).get("bad", ()):
        files = files_of_case(bad)
        for found in checked(files, str(bad.get("as_of", "2026-03-01"))).findings:
            places = (found.origin, *(one.origin for one in found.related))
            lines = "\n".join(line for place in places for line in shown(files, place.file, place.line, place.end_line))
            told = " ".join([found.message, found.fix or "", *(one.message for one in found.related)])
            assert [piece for piece in PERSONAL.findall(told) if piece not in lines + EXAMPLES] == []


def shown(files: dict[str, bytes], file: str, line: int, end: int) -> list[str]:
    return files.get(file, b"").decode("utf-8-sig", "replace").split("\n")[line - 1 : max(line, end)]


def test_the_emergency_number_and_a_secret_are_not_repeated_for_machines() -> None:
    files = files_of(BASE)
    number = re.search(r'emergency_telephone: "([^"]+)"', files["provider/provider.yaml"].decode())
    assert number is not None
    files["clients/acme/contract.yaml"] += f"# call {number[1]}\n".encode()
    found = checked(files, "2026-03-01").findings
    assert [one.name for one in found] == ["emergency-number-exposed"]
    assert number[1] not in json.dumps([found[0].message, found[0].fix, *(one.message for one in found[0].related)])


def test_the_program_ends_with_2_in_a_process_of_its_own(workspace: Path) -> None:
    code = "import sys; from compiler import cli; cli.cli.main = lambda: {}['jan@acme.example']; cli.main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=workspace, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("akkoord: a fault of the program, KeyError at ")
    assert "jan" not in done.stderr
