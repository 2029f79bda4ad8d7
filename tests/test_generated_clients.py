"""The workspaces that benchmarks measure: clients without a mistake, clients with one, the same from the same seed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.clients.contract import AS_OF
from benchmarks.clients.identity import identity
from benchmarks.clients.mistakes import MISTAKES, Mistake
from benchmarks.clients.written import written
from benchmarks.generate import add_clients, client_files, generate
from compiler import pipeline
from compiler.diagnostic import Diagnostic, Severity


def _found(workspace: Path) -> list[Diagnostic]:
    loaded, findings = pipeline.open_workspace(workspace)
    return list(pipeline.check(loaded, findings, AS_OF).findings)


def _client(finding: Diagnostic) -> str:
    return finding.origin.file.split("/")[1]


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Mistake]]:
    """A workspace in which every second client has a mistake."""
    out = tmp_path_factory.mktemp("spoiled") / "w"
    return out, generate(60, out, mistakes=0.5)


def test_valid_clients_give_no_error_and_no_warning(tmp_path: Path) -> None:
    generate(60, tmp_path / "w", seed=7)
    assert [str(one) for one in _found(tmp_path / "w") if one.severity is not Severity.INFO] == []


def test_just_the_clients_with_a_mistake_are_found_wrong_each_by_the_code_of_its_mistake(
    spoiled: tuple[Path, dict[str, Mistake]],
) -> None:
    out, told = spoiled
    found = {(_client(one), one.code) for one in _found(out) if one.severity is not Severity.INFO}
    assert found == {(name, mistake.code) for name, mistake in told.items()}
    assert len(told) == 30


def test_the_list_of_mistakes_stands_beside_the_clients(spoiled: tuple[Path, dict[str, Mistake]]) -> None:
    out, told = spoiled
    listed = json.loads((out / "mistakes.json").read_text(encoding="utf-8"))
    assert {name: (one["kind"], one["code"]) for name, one in listed.items()} == {
        name: (one.kind, one.code) for name, one in told.items()
    }
    assert all((out / one["file"]).is_file() for one in listed.values())


def test_mistakes_are_of_many_kinds_and_of_every_phase() -> None:
    made = Counter(mistake for number in range(400) if (mistake := client_files(number, 3, 0.25)[2]) is not None)
    assert sum(made.values()) == 100
    assert {mistake.code[:3] for mistake in made} == {"AK1", "AK2", "AK3", "AK4"}
    assert len(made) > len(MISTAKES) * 3 / 4


def test_a_mistake_changes_one_file_of_its_client_and_nothing_of_the_others() -> None:
    for number in range(200):
        name, right, _ = client_files(number, 5)
        same, files, mistake = client_files(number, 5, 0.2)
        assert same == name
        changed = [kind for kind in files if files[kind] != right[kind]]
        # A telephone number that is missed in the contract may stand in the DAP.
        assert len(changed) == (0 if mistake is None else 1), (name, mistake)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    generate(20, tmp_path / "one", mistakes=0.2)
    generate(20, tmp_path / "two", mistakes=0.2)
    generate(20, tmp_path / "other", seed=2, mistakes=0.2)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")
    clients = [set((tmp_path / name / "clients").iterdir()) for name in ("one", "other")]
    assert not {folder.name for folder in clients[0]} & {folder.name for folder in clients[1]}


def test_a_bigger_workspace_holds_the_smaller_one(tmp_path: Path) -> None:
    small, big = tmp_path / "small", tmp_path / "big"
    generate(20, small, mistakes=0.2)
    generate(40, big, mistakes=0.2)
    clients = {file: text for file, text in _bytes(small).items() if file.startswith("clients/")}
    assert clients.items() <= _bytes(big).items()
    add_clients(range(20, 40), small, mistakes=0.2)
    assert {**_bytes(small), "mistakes.json": b""} == {**_bytes(big), "mistakes.json": b""}


def test_the_first_clients_are_the_same_on_every_machine() -> None:
    """The digest was taken once, with Python 3.11, 3.12 and 3.13; another one would be another workspace on that machine."""
    texts = "".join(text for number in range(50) for text in client_files(number, 1, 0.1)[1].values())
    assert hashlib.sha256(texts.encode()).hexdigest() == "25f305c4b7f0231e774e269e72937b090c0d355a8a5b0becdb0999c3bb6df49e"


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="isn't empty"):
        generate(1, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_names_and_kvk_numbers_are_unique() -> None:
    known = [identity(number, 1) for number in range(20_000)]
    for values in (
        [one.id for one in known],
        [one.kvk for one in known],
        [" ".join(one.name.casefold().split()) for one in known],
    ):
        assert len(set(values)) == len(known)
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", one.id) for one in known)


def test_clients_are_varied_and_of_the_sizes_of_the_example() -> None:
    made = [client_files(number, 1)[1] for number in range(400)]
    contracts = [_read(one["contract"]) for one in made]
    daps = [_read(one["dap"]) for one in made if "dap" in one]
    assert 0.97 < len(daps) / len(made) < 1
    for files, least, median, most in (
        ([one["contract"] for one in made], 400, (1300, 2100), 4000),
        ([one["dap"] for one in made if "dap" in one], 200, (800, 2000), 2600),
    ):
        sizes = sorted(len(text.encode()) for text in files)
        assert sizes[0] > least
        assert median[0] < sizes[len(sizes) // 2] < median[1]
        assert sizes[-1] > most
    assert {one["status"] for one in contracts} == {"draft", "offered", "signed", "ended"}
    assert {(one["sla"]["version"], one["sla"]["language"]) for one in contracts} == {
        (version, language) for version in ("2.4", "2.5") for language in ("nl", "en")
    }
    assert {key for one in contracts for key in one.get("form", {"none": 0})} == {
        "server", "workplace", "network", "all-in-1", "none"
    }  # fmt: skip
    schemas = Path(__file__).parents[1] / "schemas"
    for kind, files in (("contract", contracts), ("dap", daps)):
        possible = json.loads((schemas / f"{kind}.schema.json").read_text(encoding="utf-8"))["properties"]
        assert {key for one in files for key in one} == set(possible)
        assert len({tuple(one) for one in files}) > 100


def _read(text: str) -> Any:
    return yaml.load(text, yaml.CBaseLoader)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for inner in value.values() for text in _texts(inner))
    elif isinstance(value, list):
        yield from (text for inner in value for text in _texts(inner))
    else:
        yield value


@pytest.mark.parametrize(
    "text",
    [
        "No",
        "2.5",
        "1e3",
        "a: b",
        "a #b",
        "[x]",
        "{x",
        "*x",
        "&x",
        "a, b",
        "'t",
        "x ",
        "~",
        "1-2-3",
        "two\nlines",
        "é|ł",
        '"q"',
        "",
        "-",
    ],
)
def test_what_is_written_is_read_back_as_the_same_text(text: str) -> None:
    data = {"one": text, "list": [text, "b"], "deep": {"a": {"b": text}}}
    if "\n" in text:
        data = {"one": text + "\n"}
    assert _read(written(data, {"deep": "a note"})) == data
    assert {type(one) for one in _texts(yaml.safe_load(written(data, {})))} == {str}


def test_dates_are_written_as_contracts_have_them() -> None:
    assert written({"start": dt.date(2026, 1, 31)}, {}) == "start: 2026-01-31\n"
