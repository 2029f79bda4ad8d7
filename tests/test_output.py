"""Outputs appear whole or not at all: what was there before a failed or interrupted build stays as it was."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from compiler import output
from compiler.cli import cli
from compiler.output import MANIFEST, NotOursError, new_folder, write_file, write_folder
from tests.workspace import BASE

AS_OF = "2026-06-15"
FIRST = {"a.txt": b"one\n", "deep/b.txt": b"two\n"}
SECOND = {"a.txt": b"other\n", "c.txt": b"three\n"}
STEPS = ["Path.open", "Path.write_text", "Path.rename", "Path.mkdir"]


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder, hidden ones too, and its empty folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
        if path.is_file() or not any(path.iterdir())
    }


def failing(real: Callable[..., Any], nth: int, error: BaseException) -> Callable[..., Any]:
    """A call that goes wrong the nth time, and from then on never again. Opening a file to read it doesn't count."""
    left = [nth]

    def call(*arguments: Any, **more: Any) -> Any:
        reads = (*arguments[1:], more.get("mode"))[0] in ("r", "rb")
        left[0] -= not reads
        if left[0] == 0 and not reads:
            raise error
        return real(*arguments, **more)

    return call


def break_at(patch: pytest.MonkeyPatch, step: str, nth: int, error: BaseException) -> None:
    owner, _, name = step.partition(".")
    module = getattr(output, owner)
    patch.setattr(module, name, failing(getattr(module, name), nth, error))


# A folder


def test_a_folder_holds_what_was_written_and_nothing_of_before(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", FIRST)
    write_folder(tmp_path / "out", SECOND)
    assert {name: text for name, text in tree(tmp_path / "out").items() if name != MANIFEST} == SECOND
    assert os.listdir(tmp_path) == ["out"]


def test_the_manifest_holds_the_digest_of_every_file(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", {"a b/é.txt": b"hello\n"})
    # printf 'hello\n' | sha256sum
    assert (tmp_path / "out" / MANIFEST).read_text(encoding="utf-8") == (
        '{\n  "files": {\n    "a b/é.txt": "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"\n  }\n}\n'
    )


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")], ids=["stop", "full"])
@pytest.mark.parametrize("step", STEPS)
def test_a_write_that_is_broken_off_leaves_the_folder_as_it_was(
    step: str, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file system can't exchange two folders in one step, which is why there is a step more."""
    monkeypatch.setattr(output, "_exchanged", lambda *_folders: False)
    write_folder(tmp_path / "out", FIRST)
    before = tree(tmp_path)
    broken = 0
    while True:
        with monkeypatch.context() as patch:
            break_at(patch, step, broken + 1, error)
            try:
                write_folder(tmp_path / "out", SECOND)
            except type(error):
                broken += 1
                assert tree(tmp_path) == before
            else:
                break
    assert broken > 0
    assert (tmp_path / "out" / "c.txt").read_bytes() == b"three\n"


@pytest.mark.parametrize("step", [step for step in STEPS if step != "Path.rename"])
def test_a_write_that_is_broken_off_before_the_exchange(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path / "out", FIRST)
    before = tree(tmp_path)
    break_at(monkeypatch, step, 1, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "out", SECOND)
    assert tree(tmp_path) == before


def test_a_first_write_that_is_broken_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_at(monkeypatch, "Path.rename", 1, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "out", FIRST)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    "name", ["notes.txt", ".hidden", "sub/manifest.json", "manifest.json/x"], ids=["file", "hidden", "below", "folder"]
)
def test_a_folder_with_something_else_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "out" / name).parent.mkdir(parents=True)
    (tmp_path / "out" / name).write_text("mine")
    with pytest.raises(NotOursError, match="something else"):
        write_folder(tmp_path / "out", FIRST)
    assert tree(tmp_path) == {f"out/{name}": b"mine"}


def test_a_file_beside_those_of_a_build_is_not_lost(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", FIRST)
    (tmp_path / "out" / "deep" / "notes.txt").write_text("mine")
    before = tree(tmp_path)
    with pytest.raises(NotOursError, match=r"holds deep/notes\.txt, which no build made"):
        write_folder(tmp_path / "out", SECOND)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"files": []}', '{"files": {"a.js": "1.2"}}', '{"manifest_version": 3, "files": 1}']
)
def test_another_manifest_is_not_ours(text: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / MANIFEST).write_text(text)
    with pytest.raises(NotOursError, match="something else"):
        write_folder(tmp_path / "out", FIRST)


def test_an_empty_folder_is_filled_and_a_missing_one_is_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_folder(tmp_path / "empty", FIRST)
    write_folder(tmp_path / "not" / "yet", {})
    assert (tmp_path / "empty" / "deep" / "b.txt").read_bytes() == b"two\n"
    assert os.listdir(tmp_path / "not" / "yet") == [MANIFEST]


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    write_folder(tmp_path / "out", FIRST)
    assert os.readlink(tmp_path / "out") == "real"
    assert (tmp_path / "real" / "a.txt").read_bytes() == b"one\n"


def test_folders_and_files_have_the_rights_that_the_user_asks_for(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_folder(tmp_path / "out", FIRST)
        write_file(tmp_path / "one.md", b"x")
    finally:
        os.umask(before)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.rglob("*")}
    assert modes == {"out": "0o750", "deep": "0o750", "one.md": "0o640", "a.txt": "0o640", "b.txt": "0o640", MANIFEST: "0o640"}


# A file


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")], ids=["stop", "full"])
@pytest.mark.parametrize("step", ["os.fdopen", "os.chmod", "os.replace", "tempfile.mkstemp"])
def test_a_file_stays_as_it_was_when_its_write_is_broken_off(
    step: str, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.md").write_bytes(b"before")
    with monkeypatch.context() as patch:
        break_at(patch, step, 1, error)
        with pytest.raises(type(error)):
            write_file(tmp_path / "one.md", b"after")
    assert tree(tmp_path) == {"one.md": b"before"}


def test_a_file_is_replaced_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    write_file(tmp_path / "new" / "one.md", b"before")
    write_file(tmp_path / "new" / "one.md", b"after")
    assert tree(tmp_path) == {"new/one.md": b"after"}
    write_file(Path(os.devnull), b"gone")
    assert not Path(os.devnull).is_file()


# The command


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace in a folder, with an earlier build of it beside it, in Markdown."""
    shutil.copytree(BASE, tmp_path / "contracts")
    done = build(tmp_path)
    assert done.exit_code == 0, done.stderr
    return tmp_path


def build(folder: Path, *more: str) -> Result:
    arguments = ["-w", str(folder / "contracts"), "build", "--as-of", AS_OF, "--format", "md", "--out", str(folder / "out")]
    return CliRunner().invoke(cli, [*arguments, *more])


def render(folder: Path, *more: str) -> Result:
    arguments = ["-w", str(folder / "contracts"), "render", "acme", "--as-of", AS_OF, "-o", str(folder / "one.md")]
    return CliRunner().invoke(cli, [*arguments, *more])


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "contracts" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_contract_with_an_error_leaves_the_last_good_build(workspace: Path) -> None:
    edit(workspace, "clients/acme/contract.yaml", "status: signed", "status: sealed")
    before = tree(workspace)
    done = build(workspace)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "AK205" in done.stderr
    assert "1 error; nothing was written" in done.stderr
    assert tree(workspace) == before


def test_a_good_build_replaces_the_last_one(workspace: Path) -> None:
    before = tree(workspace / "out")
    edit(workspace, "clients/acme/contract.yaml", "name:", "name: New")
    assert build(workspace).exit_code == 0
    after = tree(workspace / "out")
    assert before.keys() == after.keys()
    assert before["documents/acme/sla.en.md"] != after["documents/acme/sla.en.md"]
    assert sorted(os.listdir(workspace)) == ["contracts", "out"]


FAULTS = {
    "unknown name": ("Fine.\n\n{{ bundle.client.shoe_size }}\n", 3, "shoe_size"),
    "not closed": ("Fine.\n{% if bundle %}\n", 2, "endif"),
    "unknown template": ("{% include 'en/sla/nothing.md' %}\n", 1, "there is no template"),
    "wrong value": ("a\nb\nc\n{{ bundle.client }}\n", 4, "can't be printed"),
    "division": ("{% set x = 0 %}\n{{ 1 / x }}\n", 2, "division by zero"),
    "attack": ("{{ ().__class__.__bases__ }}\n", 1, "unsafe"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_template_of_the_workspace_is_told_with_its_line(fault: str, workspace: Path) -> None:
    text, line, words = FAULTS[fault]
    template = workspace / "contracts" / "templates" / "en" / "sla" / "general-terms.md"
    assert (workspace / "out" / "documents" / "acme" / "sla.en.md").is_file()
    template.parent.mkdir(parents=True)
    template.write_text(text, encoding="utf-8")
    before = tree(workspace)
    done = build(workspace)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "error[AK501]" in done.stderr
    assert f"--> templates/en/sla/general-terms.md:{line}:1\n" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(workspace) == before


def test_a_folder_with_other_content_is_refused_by_the_command(workspace: Path) -> None:
    (workspace / "mine").mkdir()
    (workspace / "mine" / "notes.txt").write_text("mine")
    before = tree(workspace)
    done = build(workspace, "--out", str(workspace / "mine"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        f"akkoord: {workspace / 'mine'} holds something else; name an empty folder, or one that was made by an earlier build\n"
    )
    assert tree(workspace) == before


def test_a_file_where_the_folder_should_be_is_refused(workspace: Path) -> None:
    (workspace / "mine").write_text("mine")
    before = tree(workspace)
    for out in ("mine", "mine/below"):
        done = build(workspace, "--out", str(workspace / out))
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith(f"akkoord: {workspace / out} ")
        assert done.stderr.count("\n") == 1
        assert tree(workspace) == before


def test_the_workspace_itself_is_not_overwritten(workspace: Path) -> None:
    before = tree(workspace)
    for out in ("contracts", ".", "contracts/clients"):
        assert build(workspace, "--out", str(workspace / out)).exit_code == 2
        assert tree(workspace) == before


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_is_told_in_a_line(step: str, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "_exchanged", lambda *_folders: False)
    before = tree(workspace)
    with monkeypatch.context() as patch:
        break_at(patch, step, 1, OSError(errno.ENOSPC, "No space left on device"))
        done = build(workspace)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"akkoord: {workspace / 'out'} can't be written: No space left on device\n"
    assert tree(workspace) == before


def test_a_document_that_cannot_be_made_or_written_keeps_the_file(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (workspace / "one.md").write_text("before")
    before = tree(workspace)
    with monkeypatch.context() as patch:
        break_at(patch, "os.replace", 1, OSError(errno.ENOSPC, "No space left on device"))
        full = render(workspace)
    assert (full.exit_code, full.stdout) == (2, "")
    assert full.stderr == f"akkoord: {workspace / 'one.md'} can't be written: No space left on device\n"
    assert render(workspace, "--lang", "xx").exit_code == 2
    assert tree(workspace) == before
    edit(workspace, "clients/acme/contract.yaml", "status: signed", "status: sealed")
    assert render(workspace).exit_code == 1
    assert (workspace / "one.md").read_text() == "before"
    edit(workspace, "clients/acme/contract.yaml", "status: sealed", "status: signed")
    assert render(workspace).exit_code == 0
    assert (workspace / "one.md").read_bytes() == before["out/documents/acme/sla.en.md"]


# A step sends a signal to its own process, just before or just after it is done for the nth time; reading doesn't count.
STOPPED = """
import os, sys
from compiler import output
from compiler.cli import main
output._exchanged = lambda *_folders: False
real, left = getattr(output.Path, "{name}"), [{nth}]
def call(*arguments, **more):
    counts = (*arguments[1:], more.get("mode"))[0] not in ("r", "rb")
    left[0] -= counts
    if counts and left[0] == 0 and {before}:
        os.kill(os.getpid(), {number})
    done = real(*arguments, **more)
    if counts and left[0] == 0:
        os.kill(os.getpid(), {number})
    return done
setattr(output.Path, "{name}", call)
sys.argv = ["akkoord", *{arguments}]
main()
"""


@pytest.mark.long
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("step", [("open", 5), ("rename", 1), ("rename", 2)], ids=lambda step: f"{step[0]} {step[1]}")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=lambda sent: sent.name)
def test_a_build_that_is_stopped_leaves_one_whole_build(
    sent: signal.Signals, step: tuple[str, int], before: bool, workspace: Path
) -> None:
    old = tree(workspace / "out")
    edit(workspace, "clients/acme/contract.yaml", "name:", "name: New")
    assert build(workspace, "--out", str(workspace / "new")).exit_code == 0
    new = tree(workspace / "new")
    arguments = ["-w", "contracts", "build", "--as-of", AS_OF, "--format", "md", "--out", "out"]
    code = STOPPED.format(name=step[0], nth=step[1], number=int(sent), before=before, arguments=arguments)
    done = subprocess.run([sys.executable, "-c", code], cwd=workspace, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (128 + sent, b"", b"")
    # Only the last step, once done, has put the new one in place.
    assert tree(workspace / "out") == (new if step == ("rename", 2) and not before else old)
    assert sorted(os.listdir(workspace)) == ["contracts", "new", "out"]


# The exchange is one step of the system: killed just before it or just after, without a chance to tidy up.
KILLED = """
import os, sys
from compiler import output
from compiler.cli import main
real = output._exchanged
def call(*folders):
    if {before}:
        os.kill(os.getpid(), 9)
    done = real(*folders)
    assert done
    os.kill(os.getpid(), 9)
output._exchanged = call
sys.argv = ["akkoord", *{arguments}]
main()
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders in one step")
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_build_that_is_killed_leaves_one_whole_build(before: bool, workspace: Path) -> None:
    old = tree(workspace / "out")
    edit(workspace, "clients/acme/contract.yaml", "name:", "name: New")
    assert build(workspace, "--out", str(workspace / "new")).exit_code == 0
    arguments = ["-w", "contracts", "build", "--as-of", AS_OF, "--format", "md", "--out", "out"]
    code = KILLED.format(before=before, arguments=arguments)
    done = subprocess.run([sys.executable, "-c", code], cwd=workspace, capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    assert tree(workspace / "out") == (old if before else tree(workspace / "new"))


def test_a_new_folder_is_made_whole_and_never_over_another(tmp_path: Path) -> None:
    folder = tmp_path / "clients" / "smit"
    new_folder(folder, {"a": b"one"})
    assert tree(tmp_path) == {"clients/smit/a": b"one"}
    with pytest.raises(OSError, match="not empty"):
        new_folder(folder, {"a": b"two", "b": b""})
    assert tree(tmp_path) == {"clients/smit/a": b"one"}
