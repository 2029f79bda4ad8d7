"""Exporters of other packages: what goes wrong in them, or with what they return, is told, and nothing is written."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

import compiler.export
from compiler.bundle import Bundle
from compiler.cli import cli
from compiler.export import BUILT_IN, Export, exporters
from compiler.loss import Loss, LossCode
from compiler.plugin import PluginError
from tests.workspace import EXAMPLE, ROOT

from . import sample

CLIENT = "transportbedrijf-hoekstra"
OWN = LossCode("CSV101", "own", "all", "nothing", "nothing")


def good(bundles: Iterable[Bundle]) -> Export:
    found = list(bundles)
    losses = tuple(OWN.of(bundle.client.id, bundle.client.origin) for bundle in found)
    return Export({"a.txt": b"a", "below/b é.txt": " ".join(one.client.id for one in found).encode()}, losses)


def lost(code: str, client: str | None = None) -> Callable[[Iterable[Bundle]], Export]:
    def export(bundles: Iterable[Bundle]) -> Export:
        kind = LossCode(code, "own", "all", "nothing", "nothing")
        return Export({}, tuple(kind.of(client or bundle.client.id, bundle.client.origin) for bundle in bundles))

    return export


def filed(*names: Any, content: Any = b"x") -> Callable[[Iterable[Bundle]], Any]:
    return lambda bundles: Export(dict.fromkeys(names, content), tuple(bundle for bundle in bundles if not bundle.client.id))  # type: ignore[misc]


def private(bundles: Iterable[Bundle]) -> Export:
    raise KeyError("jan@client.example")


def refusing(bundles: Iterable[Bundle]) -> Export:
    raise ValueError(f"{next(iter(bundles)).client.id} is open at night")


def plug(monkeypatch: pytest.MonkeyPatch, exporter: object, name: str = "other") -> None:
    """Makes an exporter known as those of other packages are."""
    monkeypatch.setitem(sys.modules, "a_plugin", SimpleNamespace(export=exporter))
    point = EntryPoint(name, "a_plugin:export", compiler.export.GROUP)
    monkeypatch.setattr(compiler.export, "entry_points", lambda group: [point])


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["-w", str(EXAMPLE), *map(str, arguments), "--as-of", "2026-11-24"])
    return done.exit_code, done.output


def test_another_package_exports(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plug(monkeypatch, good)
    assert list(exporters()) == sorted([*BUILT_IN, "other"])
    made = exporters()["other"](iter([sample.bundle("a"), sample.bundle("b")]))
    assert made.files["below/b é.txt"] == b"a b"
    assert b'"CSV101"' in made.files["losses.json"]
    code, output = run("export", "other", CLIENT, "--out", tmp_path / "out")
    assert code == 0, output
    assert (tmp_path / "out" / "below" / "b é.txt").read_bytes() == CLIENT.encode()
    assert "3 files for 1 client; 1 loss" in output


WRONG: dict[str, tuple[object, str]] = {
    "raises": (private, "failed: KeyError at test_plugged.py:"),
    "refuses": (refusing, f"failed: {CLIENT} is open at night"),
    "ends": (lambda _bundles: sys.exit(0), "failed: SystemExit at test_plugged.py:"),
    "is no function": ("text", "failed: TypeError at "),
    "returns nothing": (lambda _bundles: None, "returned NoneType where an Export is due"),
    "above": (filed("../x"), "returned a file named '../x'"),
    "above, deeper": (filed("a/../../x"), "returned a file named 'a/../../x'"),
    "absolute": (filed("/tmp/x"), "returned a file named '/tmp/x'"),
    "backslash": (filed("..\\x"), "returned a file named '..\\\\x'"),
    "drive": (filed("C:x"), "returned a file named 'C:x'"),
    "nothing": (filed(""), "returned a file named ''"),
    "here": (filed("./x"), "returned a file named './x'"),
    "line end": (filed("a\nb"), "returned a file named 'a\\nb'"),
    "no text": (filed(b"a"), "returned a file named b'a'"),
    "manifest": (filed("manifest.json"), "which is written by the program"),
    "manifest, on some file systems": (filed("below/Manifest.JSON"), "which is written by the program"),
    "losses": (filed("losses.json"), "which is written by the program"),
    "text": (filed("x", content="text"), "returned str as the content of 'x' where bytes are due"),
    "case": (filed("a.txt", "A.txt"), "files that some file systems take for one: 'a.txt' and 'A.txt'"),
    "accents": (filed("é.txt", "e\u0301.txt"), "files that some file systems take for one"),
    "file and folder": (filed("a", "a/b"), "files that some file systems take for one: 'a' and 'a/b'"),
    "a list": (lambda _bundles: Export(["a"], ()), "whose files are no mapping"),  # type: ignore[arg-type]
    "no losses": (lambda _bundles: Export({}, None), "whose losses are no tuple"),  # type: ignore[arg-type]
    "a number": (lambda _bundles: Export({}, (Loss("CSV101", 7, (), "", "", "", None, ""),)), "a loss that isn't one: "),  # type: ignore[arg-type]
    "our code": (lost("RT101"), "returned a loss with the code RT101, which is one of the program's own"),
    "no code": (lost("first"), "returned a loss with the code 'first'"),
    "another client": (lost("CSV101", "somebody"), "returned a loss of 'somebody'"),
    "no loss": (lambda bundles: Export({}, tuple(one.client.id for one in bundles)), "returned str among the losses"),  # type: ignore[misc]
}


@pytest.mark.parametrize(("exporter", "told"), WRONG.values(), ids=WRONG)
def test_what_goes_wrong_is_told_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, exporter: object, told: str
) -> None:
    plug(monkeypatch, exporter)
    code, output = run("export", "other", CLIENT, "--out", tmp_path / "out")
    assert code == 2
    assert output.startswith("akkoord: the exporter other, of a_plugin:export, ")
    assert told in output
    assert output.count("\n") == 1
    assert "jan@" not in output
    assert list(tmp_path.iterdir()) == []


def test_a_build_leaves_the_last_good_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    build = ("build", CLIENT, "--format", "md", "--out", tmp_path / "out")
    plug(monkeypatch, good)
    assert run(*build)[0] == 0
    before = (tmp_path / "out" / "manifest.json").read_bytes()
    assert b"exports/other/a.txt" in before
    plug(monkeypatch, filed("../x"))
    code, output = run(*build)
    assert (code, output.count("\n")) == (2, 1)
    assert "returned a file named '../x'" in output
    assert (tmp_path / "out" / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_one_that_cannot_be_loaded_harms_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    point = EntryPoint("other", "no_such_package_at_all:export", compiler.export.GROUP)
    monkeypatch.setattr(compiler.export, "entry_points", lambda group: [point])
    assert "other" in run_list()
    assert run("export", "rt", CLIENT, "--out", tmp_path / "rt")[0] == 0
    code, output = run("export", "other", CLIENT, "--out", tmp_path / "other")
    assert code == 2
    assert "failed: ModuleNotFoundError" in output


def run_list() -> list[str]:
    return CliRunner().invoke(cli, ["export", "--list"]).output.splitlines()


@pytest.mark.parametrize("name", ["../x", "a/b", "A b", ""])
def test_a_name_is_that_of_a_folder(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    plug(monkeypatch, good, name)
    with pytest.raises(PluginError, match="small letters"):
        exporters()


def test_a_name_twice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    plug(monkeypatch, good, "rt")
    done = CliRunner().invoke(cli, ["export", "--list"])
    assert (done.exit_code, done.output) == (
        2,
        "akkoord: two exporters are named 'rt'; one comes from a_plugin:export; nothing was written\n",
    )


def test_a_fault_that_is_not_the_exporters_is_not_laid_at_its_door(monkeypatch: pytest.MonkeyPatch) -> None:
    def bundles() -> Iterable[Bundle]:
        yield sample.bundle()
        raise OSError("disk")

    def swallowing(given: Iterable[Bundle]) -> Export:
        with contextlib.suppress(OSError):
            list(given)
        return Export({}, ())

    for exporter in (good, swallowing):
        plug(monkeypatch, exporter)
        with pytest.raises(OSError, match="disk"):
            exporters()["other"](bundles())


def test_a_signal_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_bundles: Iterable[Bundle]) -> Export:
        raise SystemExit(128 + 15)

    plug(monkeypatch, stopped)
    with pytest.raises(SystemExit) as caught:
        exporters()["other"]([])
    assert caught.value.code == 143


def test_codes_of_our_own_losses_are_kept_for_them() -> None:
    from compiler.export.plugged import _OURS

    tables = [path.read_text() for path in (ROOT / "compiler" / "export").glob("*/losses.py")]
    found = [code for table in tables for code in re.findall(r'LossCode\(\s*"([A-Z]+[0-9]+)"', table)]
    assert {"IC101", "RT101"} <= set(found)
    assert len(found) == len(set(found))
    assert all(_OURS.match(code) for code in found)
