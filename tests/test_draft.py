"""A new client's files: what is asked, what comes of the answers, and that what was there stays."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.cli import cli, drafting
from compiler.draft import Answers, files, given_forms, questions
from compiler.draft.files import quoted
from compiler.load.reader import read
from tests.workspace import BASE, EXAMPLE, MERIDIAN, checked, errors, files_of

AS_OF = "2026-11-24"
WHOLE = ("--name", "Bakkerij Smit", "--form", "server=plus:4", "--form", "workplace=standard:55", "--end", "3 years")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the example workspace."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "contracts"))


def _new(workspace: Path, *options: str, typed: str | None = None, client: str = "smit") -> Result:
    done = CliRunner().invoke(cli, ["-w", str(workspace), "new", client, "--as-of", AS_OF, *options], input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def _drafted(workspace: Path, file: str = "contract.yaml", client: str = "smit") -> Any:
    path = workspace / "clients" / client / file
    document, found = read(path.read_bytes(), "contract", client, file)
    assert found == []
    assert document is not None
    return document.data


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "_on_terminal", lambda: True)


def test_options_answer_everything(workspace: Path) -> None:
    more = ("--emergency", "--notice", "3 months", "--contact", "Jan de Vries <jan@smit.example>", "--contact", "Jan Smit")
    done = _new(workspace, *WHOLE, *more, "--reporter", "jan@smit.example", "--sla", "2.5", "--start", "15-1-2027")
    assert done.exit_code == 0, done.output
    assert _drafted(workspace) == {
        "client": {"name": "Bakkerij Smit"},
        "status": "draft",
        "sla": {"version": "2.5", "language": "nl"},
        "term": {"start": "2027-01-15", "end": "2030-01-14", "notice": "P3M"},
        "form": {"server": {"type": "plus", "quantity": 4}, "workplace": {"type": "standard", "quantity": 55}},
        "emergency_service": {"from": "07:00", "to": "23:00"},
        "contacts": {"jan": {"name": "Jan de Vries", "email": "jan@smit.example"}, "jan-smit": {"name": "Jan Smit"}},
    }
    assert _drafted(workspace, "dap.yaml") == {"reporters": ["jan"], "authorisers": []}
    assert [found for found in checked(files_of(workspace), AS_OF).concerning(["smit"]) if "smit" in found.origin.file] == []
    assert sorted(path.name for path in (workspace / "clients" / "smit").iterdir()) == ["contract.yaml", "dap.yaml"]
    assert not [path for path in (workspace / "clients").iterdir() if path.name.startswith(".")]


def test_defaults_are_told(workspace: Path) -> None:
    done = _new(workspace, *WHOLE)
    assert done.exit_code == 0, done.output
    assert (
        "By default: --sla 2.5, --language nl, --emergency no, --start 2026-12-01, --notice none, --contact none" in done.stderr
    )
    assert _drafted(workspace)["term"] == {"start": "2026-12-01", "end": "2029-11-30"}
    assert _drafted(workspace, "dap.yaml") == {"authorisers": []}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "--name is missing"),
        (("--name", "A"), "--form is missing"),
        (("--name", "A", "--form", "server=plus", "--end", "P1Y"), "--form server=plus:NUMBER is missing"),
        (("--name", "A", "--no-form"), "--end is missing"),
        ((*WHOLE, "--end", "2026-11-30"), "--end: 2026-11-30 comes before the first day, 2026-12-01"),
        ((*WHOLE, "--start", "03/04/2027"), "--start: “03/04/2027” isn't clear as a date"),
        ((*WHOLE, "--start", "2027-02-30"), "isn't clear as a date"),
        ((*WHOLE, "--sla", "9.9"), "“9.9” isn't one of the choices: 2.4, 2.5"),
        ((*WHOLE, "--form", "network=basic:2"), "“network=basic” isn't one of the choices"),
        ((*WHOLE, "--form", "server=standard:2"), "a number of “server” for the second time"),
        ((*WHOLE, "--form", "network=plus:0"), "--form network=plus:NUMBER: write a whole number from 1 to 1000000"),
        ((*WHOLE, "--form", "network=plus:x"), "write a whole number"),
        ((*WHOLE, "--form", "network"), "write FORM=TYPE:NUMBER"),
        ((*WHOLE, "--form", "all-in-1=premium:server=2"), "“all-in-1” holds everything"),
        ((*WHOLE, "--no-form"), "exclude each other"),
        ((*WHOLE, "--hours", "3"), "--hours: this has no meaning"),
        ((*WHOLE, "--emergency-from", "08:00"), "--emergency-from: this has no meaning"),
        ((*WHOLE, "--emergency", "--emergency-from", "8 uur"), "write a time as hours:minutes"),
        ((*WHOLE, "--contact", "jan@x.nl"), "write the name before the e-mail address"),
        ((*WHOLE, "--contact", "Jan jan@x"), "write an e-mail address"),
        ((*WHOLE, "--contact", "Jan a@x.nl", "--contact", "Piet A@x.nl"), "Jan has that e-mail address"),
        ((*WHOLE, "--contact", "Jan a@x.nl", "--reporter", "piet"), "“piet” isn't one of the choices: jan"),
        ((*WHOLE, "--reporter", "jan"), "--reporter: this has no meaning"),
        ((*WHOLE, "--notice", "0 months"), "isn't a length of time"),
        (("--name", " ", *WHOLE[2:]), "--name: fill in some text"),
        (("--name", "a\nb", *WHOLE[2:]), "can't be printed"),
    ],
)
def test_a_wrong_or_missing_answer_names_its_option(workspace: Path, options: tuple[str, ...], says: str) -> None:
    done = _new(workspace, *options)
    assert (done.exit_code, says in done.output) == (2, True), done.output
    assert not (workspace / "clients" / "smit").exists()


@pytest.mark.parametrize("client", ["Smit", "a b", "smit/x", "..", "-x", "a--b", "", "é"])
def test_a_client_is_named_as_the_reader_wants(workspace: Path, client: str) -> None:
    before = files_of(workspace)
    done = CliRunner().invoke(cli, ["-w", str(workspace), "new", *WHOLE, "--", client])
    assert done.exit_code == 2
    assert "can't be used as the short name of a client" in done.output
    assert files_of(workspace) == before


def test_nothing_is_overwritten(workspace: Path) -> None:
    known = workspace / "clients" / "bakkerij-van-dijk"
    before = files_of(known)
    assert _new(workspace, *WHOLE, client="bakkerij-van-dijk").exit_code == 2
    assert files_of(known) == before
    stray = workspace / "clients" / "smit" / "notes.txt"
    stray.parent.mkdir()
    stray.write_text("mine")
    assert "exists already" in _new(workspace, *WHOLE).output
    assert [path.name for path in stray.parent.iterdir()] == ["notes.txt"]
    stray.unlink()
    assert _new(workspace, *WHOLE).exit_code == 0


def test_nothing_is_written_with_an_error_in_it(workspace: Path) -> None:
    sla = workspace / "provider" / "sla" / "2.5" / "sla.yaml"
    # A password in a name is found by the check of the result, not by a question.
    done = _new(workspace, *WHOLE, "--name", "password: hunter2hunter2")
    assert (done.exit_code, "AK430" in done.output, "nothing was written" in done.output) == (1, True, True), done.output
    assert not (workspace / "clients" / "smit").exists()
    sla.write_text(sla.read_text(encoding="utf-8").replace("languages: [nl, en]", "languages: nl"), encoding="utf-8")
    done = _new(workspace, *WHOLE)
    assert (done.exit_code, "AK204" in done.output) == (1, True), done.output
    assert not (workspace / "clients" / "smit").exists()


def test_what_is_found_and_no_error_is_shown(workspace: Path) -> None:
    done = _new(workspace, *WHOLE, "--sla", "2.4")
    assert done.exit_code == 0
    assert "info[AK427]" in done.stderr
    assert _drafted(workspace)["sla"]["version"] == "2.4"


@pytest.mark.usefixtures("terminal")
def test_a_terminal_is_asked_again_until_the_answer_can_be_read(workspace: Path) -> None:
    typed = [
        "Bakkerij Smit",
        "2.6",
        "2.5",
        "",
        "9",
        "1, 2",
        "2,3",
        "veel",
        "4",
        "55",
        "misschien",
        "yes",
        "",
        "22:00",
        "",
        "2 years",
        "3 months",
        "Jan de Vries jan@smit",
        "Jan de Vries jan@smit.example",
        "Piet piet@smit.example",
        "",
        "1",
    ]
    done = _new(workspace, typed="\n".join(typed) + "\n")
    assert done.exit_code == 0, done.output
    for told in (
        "“2.6” isn't one of the choices: 2.4, 2.5",
        "there is no 9; choose from 1 to 7",
        "choose one type of “server”",
        "write a whole number from 1",
        "answer yes or no",
        "write an e-mail address, such as",
        "  2  Server, Plus\n",
        "The first day of the contract [2026-12-01]:",
    ):
        assert told in done.stderr, done.stderr
    assert _drafted(workspace) == {
        "client": {"name": "Bakkerij Smit"},
        "status": "draft",
        "sla": {"version": "2.5", "language": "nl"},
        "term": {"start": "2026-12-01", "end": "2028-11-30", "notice": "P3M"},
        "form": {"server": {"type": "plus", "quantity": 4}, "workplace": {"type": "standard", "quantity": 55}},
        "emergency_service": {"from": "07:00", "to": "22:00"},
        "contacts": {
            "jan": {"name": "Jan de Vries", "email": "jan@smit.example"},
            "piet": {"name": "Piet", "email": "piet@smit.example"},
        },
    }
    assert _drafted(workspace, "dap.yaml")["reporters"] == ["jan"]


@pytest.mark.usefixtures("terminal")
def test_nothing_is_asked_that_options_answer(workspace: Path) -> None:
    more = (
        "--sla",
        "2.5",
        "--language",
        "en",
        "--no-emergency",
        "--start",
        "2027-01-01",
        "--notice",
        "none",
        "--contact",
        "none",
    )
    done = _new(workspace, *WHOLE, *more, typed="")
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.long
def test_a_real_terminal(workspace: Path) -> None:
    ours, theirs = os.openpty()
    os.write(ours, b"Smit & Zn\nnone\n2 years\n")
    options = [
        "--sla",
        "2.5",
        "--language",
        "nl",
        "--no-emergency",
        "--start",
        "2027-01-01",
        "--notice",
        "none",
        "--contact",
        "none",
    ]
    command = [sys.executable, "-m", "compiler.cli", "-w", str(workspace), "new", "smit", *options]
    done = subprocess.run(command, stdin=theirs, capture_output=True, timeout=60, check=False)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr.decode()
    assert _drafted(workspace)["client"] == {"name": "Smit & Zn"}
    assert "form" not in _drafted(workspace)


def test_a_form_that_holds_everything(workspace: Path) -> None:
    options = ("--form", "all-in-1=premium:server=2,workplace=24", "--category", "user-support", "--category", "microsoft-cloud")
    done = _new(workspace, "--name", "Notaris", *options, "--hours", "14,5", "--end", "2029-12-31")
    assert done.exit_code == 0, done.output
    bought = _drafted(workspace)["form"]["all-in-1"]
    assert bought["categories"] == ["microsoft-cloud", "user-support"]
    assert (bought["type"], str(bought["hours"]), bought["quantities"]) == ("premium", "14.5", {"server": 2, "workplace": 24})


def test_another_provider(tmp_path: Path) -> None:
    workspace = Path(shutil.copytree(MERIDIAN, tmp_path / "contracts"))
    done = _new(workspace, "--name", "Fjell", "--form", "platform=gold:2", "--end", "P1Y", "--contact", "Li Wei li@fjell.example")
    assert done.exit_code == 0, done.output
    assert _drafted(workspace) == {
        "client": {"name": "Fjell"},
        "status": "draft",
        "sla": {"version": "8.0", "language": "en"},
        "term": {"start": "2026-12-01", "end": "2027-11-30"},
        "form": {"platform": {"type": "gold", "quantity": 2}},
        "contacts": {"li": {"name": "Li Wei", "email": "li@fjell.example"}},
    }
    # This SLA has no emergency service, and gives a DAP no room for reporters.
    assert _drafted(workspace, "dap.yaml") == {"authorisers": []}
    for option in (["--emergency"], ["--contact", "Li li@fjell.example", "--reporter", "li"]):
        done = _new(workspace, "--name", "A", "--no-form", "--end", "P1Y", *option, client="other")
        assert (done.exit_code, "has no meaning" in done.output) == (2, True)


BASES = checked(files_of(BASE), AS_OF)
STANDARDS = BASES.workspace.standards if BASES.workspace is not None else {}
LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"]), min_size=1, max_size=30).filter(str.strip)


def _answers(given: dict[str, str]) -> Answers:
    asking = questions(STANDARDS, dt.date(2026, 12, 31))
    answer: Any = None
    while True:
        try:
            question = asking.send(answer)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
        text = given.get(question.key, question.default)
        assert text is not None, question.key
        answer = question.read(text)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    name=LINE | st.sampled_from(["on", "123", "a: b", '"', "'", "🥐👩‍🍳", "# x", "null", "- a", "\\", "{", "1e3"]), contact=LINE
)
def test_whatever_it_is_called_it_reads_back_and_passes(name: str, contact: str) -> None:
    made = files(
        _answers({"name": name, "forms": "server=gold", "quantity server": "2", "end": "P1Y", "contact 0": f"x {contact} x"})
    )
    document, found = read(made["contract.yaml"], "contract", "new", "contract.yaml")
    assert found == []
    assert document is not None
    assert document.data["client"]["name"] == name.strip()
    found_all = checked({**BASES.loaded.files, **{f"clients/new/{file}": made[file] for file in made}}, AS_OF)
    assert [one for one in errors(found_all) if "AK430" not in one] == []


def test_the_start_is_the_first_of_next_month() -> None:
    # The last of a December and of a short month.
    answers = _answers({"name": "A", "forms": "none", "end": "1 month"})
    assert (answers.start, answers.end) == (dt.date(2027, 1, 1), dt.date(2027, 1, 31))


def test_short_names_stay_apart() -> None:
    people = ["Jan A", "Jan A", "Jan A", "李伟", "Éva", "🥐", "No"]
    answers = _answers({"name": "A", "forms": "none", "end": "P1Y", **{f"contact {i}": one for i, one in enumerate(people)}})
    assert [one.key for one in answers.contacts] == ["jan", "jan-a", "jan-a-2", "contact", "eva", "contact-2", "no"]
    # “no” is a word that older readers of YAML take for something else.
    assert b'\n  "no": {' in files(answers)["contract.yaml"]


def test_forms_in_options() -> None:
    assert given_forms(["server=plus:4", "all=whole:server=2,lap=9", "x=y"]) == {
        "forms": "server=plus,all=whole,x=y",
        "quantity server": "4",
        "quantity all server": "2",
        "quantity all lap": "9",
    }
    assert given_forms([]) == {}


def test_line_ends_of_yaml_are_escaped() -> None:
    assert quoted('a\x85b\u2028c\ufeff"\\é🥐') == '"a\\u0085b\\u2028c\\ufeff\\"\\\\é🥐"'


def test_a_version_of_the_future_is_no_default() -> None:
    # SLA 1.1 is of 2025-01-01.
    for today, version in (("2024-12-31", "1.0"), ("2025-01-01", "1.1")):
        asking = questions(STANDARDS, dt.date.fromisoformat(today))
        next(asking)
        assert asking.send("A").default == version


def test_a_default_that_does_not_do_is_asked_for(workspace: Path) -> None:
    done = _new(workspace, "--as-of", "2199-12-05", "--name", "A", "--no-form", "--end", "1 year")
    assert done.exit_code == 2
    assert "--start is missing, and its default doesn't do" in done.stderr
