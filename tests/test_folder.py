"""Reading a workspace from the disk: links, folders and files that can't be opened."""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from compiler.cli import cli
from compiler.load import contents
from compiler.load.folder import files
from tests.workspace import BASE

CONTRACT = "clients/solo/contract.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the base workspace that may be changed."""
    return Path(shutil.copytree(BASE, tmp_path / "workspace"))


def _found(workspace: Path) -> list[tuple[str, str]]:
    return [(one.code, one.origin.file) for one in files(workspace)[1]]


def _check(workspace: Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["-w", str(workspace), "check", "--as-of", "2026-03-01", "--output-format", "concise"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.exit_code, done.output


def test_reads_every_file_in_sorted_order(workspace: Path) -> None:
    found, findings = files(workspace)
    assert findings == []
    assert list(found) == sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*") if path.is_file())
    assert found[CONTRACT] == (BASE / CONTRACT).read_bytes()


@pytest.mark.parametrize("in_memory", [2, 1_000])
def test_contents_are_laid_aside_and_taken_out_in_any_order(in_memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_IN_MEMORY", in_memory)
    laid = contents.Contents()
    laid.put("b", b"second")
    laid.put("a", b"")
    assert laid["b"] == b"second"
    laid.put("c", b"third")
    laid.put("d", b"fourth")
    assert [laid[name] for name in ("d", "a", "c", "b")] == [b"fourth", b"", b"third", b"second"]
    laid.sort()
    assert dict(laid) == {"a": b"", "b": b"second", "c": b"third", "d": b"fourth"}
    assert {name: laid.sum(name) for name in laid} == {name: sha256(content).digest() for name, content in laid.items()}
    assert contents.sum_of(dict(laid), "d") == contents.sum_of(laid, "d")


@pytest.mark.parametrize("in_memory", [1, 2_000, 1_000_000])
def test_what_was_read_stays_whatever_becomes_of_the_file(
    in_memory: int, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "_IN_MEMORY", in_memory)
    (workspace / "clients" / "solo" / "empty.yaml").write_bytes(b"")
    before = {path.relative_to(workspace).as_posix(): path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    found, _ = files(workspace)
    shutil.rmtree(workspace)
    assert dict(found) == before
    assert {name: found[name] for name in sorted(before, reverse=True)} == before
    assert "clients/solo/other.yaml" not in found
    with pytest.raises(KeyError):
        found["clients/solo/other.yaml"]


def test_no_room_for_what_is_read_is_told(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: object, _file: str, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(contents.Contents, "put", full)
    assert _check(workspace) == (2, f"akkoord: the workspace {workspace} can't be read: No space left on device\n")


def test_leaves_out_hidden_files_and_what_stands_beside_the_folders(workspace: Path) -> None:
    before = files(workspace)
    (workspace / "clients" / ".cache").mkdir()
    for name in ("clients/.cache/a.yaml", "clients/solo/.contract.yaml.swp", "notes.txt"):
        (workspace / name).write_text("x")
    os.symlink("/etc", workspace / "beside")
    assert files(workspace) == before
    assert _check(workspace)[0] == 0


def test_a_workspace_behind_a_link_is_read(workspace: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(workspace)
    assert files(link) == files(workspace)
    assert _check(link)[0] == 0


def test_a_link_to_a_file_of_the_workspace_is_read(workspace: Path) -> None:
    (workspace / "clients" / "duo").mkdir()
    (workspace / "clients" / "duo" / "contract.yaml").symlink_to("../solo/contract.yaml")
    found, findings = files(workspace)
    assert findings == []
    assert found["clients/duo/contract.yaml"] == found[CONTRACT]


@pytest.mark.parametrize(
    "target",
    ["{outside}/contract.yaml", "../../../outside/contract.yaml", "nothing.yaml", "contract.yaml", "../acme"],
    ids=["absolute", "relative", "broken", "in a circle", "to a folder"],
)
def test_a_link_out_of_the_workspace_is_refused(workspace: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "contract.yaml").write_bytes((BASE / CONTRACT).read_bytes())
    target = target.format(outside=tmp_path / "outside")
    (workspace / CONTRACT).unlink()
    (workspace / CONTRACT).symlink_to(target)
    assert _found(workspace) == [("AK112", CONTRACT)]
    assert CONTRACT not in files(workspace)[0]
    exit_code, output = _check(workspace)
    assert exit_code == 1
    assert f"{CONTRACT}:1:1: error AK112 This link points to {target}" in output


def test_a_folder_whose_name_starts_like_the_workspace_is_outside(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "workspace-old").mkdir()
    (tmp_path / "workspace-old" / "dap.yaml").write_text("reporters: []\n")
    (workspace / "clients" / "solo" / "dap.yaml").symlink_to("../../../workspace-old/dap.yaml")
    assert _found(workspace) == [("AK112", "clients/solo/dap.yaml")]


@pytest.mark.parametrize("folder", ["clients", "clients/solo", "provider/monitoring", "provider"])
def test_a_link_to_a_folder_is_refused(workspace: Path, tmp_path: Path, folder: str) -> None:
    shutil.move(workspace / folder, tmp_path / "elsewhere")
    (workspace / folder).symlink_to(tmp_path / "elsewhere")
    assert _found(workspace) == [("AK112", folder)]
    assert not any(name.startswith(f"{folder}/") for name in files(workspace)[0])
    exit_code, output = _check(workspace)
    assert exit_code == 1
    assert f"{folder}:1:1: error AK112" in output


def test_a_dap_beside_a_refused_contract_has_a_contract(workspace: Path) -> None:
    (workspace / "clients/acme/contract.yaml").unlink()
    (workspace / "clients/acme/contract.yaml").symlink_to("nothing.yaml")
    output = _check(workspace)[1]
    assert "AK112" in output
    assert "AK317" not in output


def test_a_folder_with_the_name_of_a_file_is_told(workspace: Path) -> None:
    (workspace / CONTRACT).unlink()
    (workspace / CONTRACT).mkdir()
    (workspace / CONTRACT / "notes.txt").write_text("x")
    exit_code, output = _check(workspace)
    assert exit_code == 1
    assert f"{CONTRACT}/notes.txt:1:1: error AK111" in output


def test_a_file_with_the_name_of_a_folder_is_told(workspace: Path) -> None:
    shutil.rmtree(workspace / "clients")
    (workspace / "clients").write_text("x")
    assert _found(workspace) == [("AK113", "clients")]
    exit_code, output = _check(workspace)
    assert exit_code == 1
    assert "clients:1:1: error AK113 This file can't be opened: Not a directory." in output


def test_a_pipe_is_told_and_not_waited_for(workspace: Path) -> None:
    os.mkfifo(workspace / "clients" / "solo" / "dap.yaml")
    assert _found(workspace) == [("AK113", "clients/solo/dap.yaml")]


def test_what_cannot_be_opened_is_told(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, listed = os.open, os.scandir

    def refusing_file(path: str, flags: int) -> int:
        if Path(path) == workspace / CONTRACT:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, flags)

    def refusing_folder(path: str) -> object:
        if Path(path) == workspace / "provider" / "monitoring":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "open", refusing_file)
    monkeypatch.setattr(os, "scandir", refusing_folder)
    found, findings = files(workspace)
    assert sorted((one.code, one.origin.file) for one in findings) == [("AK113", CONTRACT), ("AK113", "provider/monitoring")]
    assert all("Permission denied" in one.message for one in findings)
    assert "clients/acme/contract.yaml" in found
    assert CONTRACT not in found


def test_no_more_is_read_of_a_file_than_is_allowed(workspace: Path) -> None:
    with (workspace / CONTRACT).open("wb") as stream:
        stream.truncate(3_000_000)
    assert len(files(workspace)[0][CONTRACT]) == 1_000_001
    exit_code, output = _check(workspace)
    assert exit_code == 1
    assert "AK108 This file holds more than 1000000 bytes." in output


@pytest.mark.parametrize("name", [b"caf\xe9", b"new\nline", b"tab\there", b"<b>", b"{x}"])
def test_any_name_of_a_file_can_be_told(workspace: Path, name: bytes) -> None:
    folder = os.path.join(os.fsencode(workspace), b"clients", name)
    os.mkdir(folder)
    with open(os.path.join(folder, b"contract.yaml"), "wb") as stream:
        stream.write(b"status: draft\n")
    for form in ("full", "concise", "json", "github", "sarif", "junit", "gitlab"):
        done = CliRunner().invoke(cli, ["-w", str(workspace), "check", "--as-of", "2026-03-01", "--output-format", form])
        assert done.exit_code == 1, done.output
        assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("kind", ["missing", "file", "circle", "empty"])
def test_what_is_no_workspace_is_wrong_use(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    if kind == "file":
        place.write_text("x")
    elif kind == "circle":
        place.symlink_to(place)
    elif kind == "empty":
        place.mkdir()
    exit_code, output = _check(place)
    assert exit_code == 2
    assert "place" in output
    if kind != "empty":
        with pytest.raises(OSError, match="place"):
            files(place)
