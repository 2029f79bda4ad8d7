"""``check --fix`` mends what is safe, at its exact place, and leaves everything else byte for byte."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler import pipeline, written_date
from compiler.cli import cli
from compiler.diagnostic import Diagnostic, Edit, Severity
from compiler.mend import Mended, difference, edited, mend
from compiler.source import Origin
from tests.workspace import BASE, checked, files_of

FILES = files_of(BASE)
CONTRACT, DAP = "clients/acme/contract.yaml", "clients/acme/dap.yaml"


# What was done, the file, what stood there, what stands there now, and what it is mended to.
SAFE = (
    ("a version", CONTRACT, '{version: "1.1"', "{version: 1.1", '{version: "1.1"'),
    ("a version with a zero", CONTRACT, '{version: "2024"', "{version: 2024.10", '{version: "2024.10"'),
    ("a clause in a block", CONTRACT, 'clause: "2.1"', "clause: 2.1   # matrix", 'clause: "2.1"   # matrix'),
    ("a word", CONTRACT, "reason: Growth", "reason: true", 'reason: "true"'),
    ("a telephone number", DAP, '"+31 20 555 02 01"', "+31205550201", '"+31205550201"'),
    ("letters swapped", CONTRACT, "status: signed", "statsu : signed", "status : signed"),
    ("a capital", CONTRACT, "status: signed", "Status: signed", "status: signed"),
    ("a hyphen", CONTRACT, "emergency_service:", "emergency-service:", "emergency_service:"),
    ("a key between double quotes", CONTRACT, "quantity: 3,", '"quantitty": 3,', '"quantity": 3,'),
    ("a key between single quotes", CONTRACT, "quantity: 3,", "'quantitty':3,", "'quantity':3,"),
    ("a key inside an amendment", CONTRACT, "    reason: Growth", "    raeson: Growth", "    reason: Growth"),
    ("the day first", CONTRACT, "end: 2028-12-31", "end: 31-12-2028", "end: 2028-12-31"),
    ("slashes", CONTRACT, "end: 2028-12-31", "end: 31/12/2028 # last", "end: 2028-12-31 # last"),
    ("points", CONTRACT, "end: 2028-12-31", "end: '31.12.2028'", "end: '2028-12-31'"),
    ("short parts", CONTRACT, "start: 2026-01-01", "start: 2026-1-1", "start: 2026-01-01"),
    ("the same either way", CONTRACT, "start: 2026-01-01", "start: 1/1/2026", "start: 2026-01-01"),
    ("a date between braces", CONTRACT, "provided_on: 2025-12-10", "provided_on: 2025/12/10", "provided_on: 2025-12-10"),
    ("the date of an amendment", CONTRACT, "  2026-07-01:", "  15-7-2026:", "  2026-07-15:"),
    ("in another language", CONTRACT, "  notice: P3M", "  notitie: P3M", "  notice: P3M"),
)  # fmt: skip


@pytest.mark.parametrize(("file", "old", "wrong", "right"), [one[1:] for one in SAFE], ids=[one[0] for one in SAFE])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "BOM"])
def test_what_is_safe(file: str, old: str, wrong: str, right: str, ends: str, mark: str) -> None:
    def written(value: str) -> bytes:
        text = FILES[file].decode()
        assert text.count(old) == 1
        return (mark + "# Ångström 🥐 first\n" + text.replace(old, value)).replace("\n", ends).encode()

    found = pipeline.mend(checked({**FILES, file: written(wrong)}, "2026-03-01"), [])
    assert found == Mended({file: written(right)}, {file: 1})


UNSAFE = (
    ("a date that could be two", CONTRACT, "end: 2028-12-31", "end: 03/04/2028"),
    ("the month first", CONTRACT, "end: 2028-12-31", "end: 12/31/2028"),
    ("a date that doesn't exist", CONTRACT, "end: 2028-12-31", "end: 30-02-2028"),
    ("the key is there already", CONTRACT, "status: signed", "status: signed\nstatsu: draft"),
    ("two for the same key", CONTRACT, "  notice: P3M", "  notise: P3M\n  notce: P3M"),
    ("two keys are near", CONTRACT, "  monthly_fee: 125.00\n  hourly: 150.00", "  hourly_fee: 150.00"),
    ("no key is near", CONTRACT, "status: signed", "status: signed\ncolour: red"),
    ("a number that quotes don't mend", CONTRACT, "registration: Companies House 123", "kvk: 1234567"),
    ("an anchor", CONTRACT, '{version: "2024"', "{version: &v 2024"),
    ("a key with an escape", CONTRACT, "status: signed", '"st\\u0061tsu": signed'),
    ("an amendment's date that is there already", CONTRACT, "  2026-07-01:", "  2026-7-1: {reason: x}\n  2026-07-01:"),
    ("two amendments for one date", CONTRACT, "  2026-07-01:", "  2026-7-13: {reason: x, change: {}}\n  13-7-2026:"),
)  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new"), [one[1:] for one in UNSAFE], ids=[one[0] for one in UNSAFE])
def test_what_isn_t_safe_stays_and_hinders_nothing_else(file: str, old: str, new: str) -> None:
    text = FILES[file].decode()
    assert text.count(old) == 1
    left = text.replace(old, new)
    wrong = left.replace('{version: "1.1"', "{version: 1.1")
    found = pipeline.mend(checked({**FILES, file: wrong.encode()}, "2026-03-01"), [])
    assert found == Mended({file: left.encode()}, {file: 1})


def test_several_on_one_line_and_what_they_hid() -> None:
    text = FILES[CONTRACT].decode()
    wrong = text.replace('sla: {version: "1.1", language: en}', "sla: {versio: 1.1, langage: en}").replace(
        '{version: "2024", provided_on: 2025-12-10}', "{version: 2024, provided_on: 10-12-2025}"
    )
    found = pipeline.mend(checked({**FILES, CONTRACT: wrong.encode()}, "2026-03-01"), [])
    # The date can be read in two ways, so it stays; the unquoted version shows only when its key is known.
    right = text.replace('{version: "2024", provided_on: 2025-12-10}', '{version: "2024", provided_on: 10-12-2025}')
    assert found == Mended({CONTRACT: right.encode()}, {CONTRACT: 4})


def test_only_the_named_clients_and_what_they_share() -> None:
    solo = "clients/solo/contract.yaml"
    files = {file: FILES[file].replace(b"status:", b"statsu:") for file in (CONTRACT, solo)}
    provider = {"provider/provider.yaml": FILES["provider/provider.yaml"].replace(b"legal_name", b"legal-name")}
    found = pipeline.mend(checked({**FILES, **files, **provider}, "2026-03-01"), ["solo"])
    assert found.files == {solo: FILES[solo], "provider/provider.yaml": FILES["provider/provider.yaml"]}


def _finding(line: int, column: int, end: int, old: str, new: str, pointer: str = "/a", code: str = "AK900") -> Diagnostic:
    return Diagnostic(code, "x", Severity.ERROR, "x", Origin("f", line, column, pointer, None, line, end), edit=Edit(old, new))


def test_a_mend_that_doesn_t_help_isn_t_kept() -> None:
    useless, useful = _finding(1, 1, 2, "a", "b"), _finding(2, 1, 2, "c", "d", "/c")

    def find(files: Mapping[str, bytes]) -> list[Diagnostic]:
        return [useless, *([useful] if b"c" in files["f"] else [])]

    assert mend({"f": b"a\nc\n"}, find) == Mended({"f": b"a\nd\n"}, {"f": 1})


def test_a_mend_that_makes_a_file_unreadable_isn_t_kept() -> None:
    wanted = _finding(1, 1, 2, "a", "{")

    def find(files: Mapping[str, bytes]) -> list[Diagnostic]:
        return [wanted] if files["f"] == b"a" else [_finding(1, 1, 1, "", "", "", "AK101")]

    assert mend({"f": b"a"}, find) == Mended({}, {})


def test_it_ends() -> None:
    def find(files: Mapping[str, bytes]) -> list[Diagnostic]:
        size = len(files["f"])
        return [_finding(1, 1, size + 1, "a" * size, "a" * (size + 1), f"/{size}")]

    assert len(mend({"f": b"a"}, find).files["f"]) < 100


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(derandomize=True, max_examples=300)
@given(
    before=TEXT.map(lambda text: text.lstrip("\ufeff")),
    after=TEXT,
    old=st.text("abc: é🥐", min_size=1, max_size=5),
    new=st.text("xyz🥐", max_size=5),
    quote=st.sampled_from(["", "'", '"']),
    mark=st.booleans(),
)
def test_bytes_outside_the_edit_stay(before: str, after: str, old: str, new: str, quote: str, mark: bool) -> None:
    first = b"\xef\xbb\xbf" if mark else b""
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    found = _finding(line, column, column + len(old) + 2 * len(quote), old, new)
    content = first + f"{before}{quote}{old}{quote}{after}".encode()
    assert edited(content, found) == first + f"{before}{quote}{new}{quote}{after}".encode()


@settings(derandomize=True, max_examples=40, deadline=None)
@given(
    wrong=st.lists(st.sampled_from([one[1:] for one in SAFE]), min_size=1, max_size=6, unique_by=lambda one: (one[0], one[1])),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_any_of_them_together(wrong: list[tuple[str, str, str, str]], ends: str) -> None:
    bad, good = ({file: content.decode() for file, content in FILES.items()} for _ in range(2))
    used: set[tuple[str, int]] = set()
    for file, old, mistake, right in wrong:
        at = FILES[file].decode().index(old)
        if any(where == file and abs(at - place) < 40 for where, place in used):
            continue
        used.add((file, at))
        bad[file], good[file] = bad[file].replace(old, mistake), good[file].replace(old, right)
    files, wanted = ({file: text.replace("\n", ends).encode() for file, text in one.items()} for one in (bad, good))
    found = pipeline.mend(checked(files, "2026-03-01"), [])
    assert {**files, **found.files} == wanted


def test_what_isn_t_there_isn_t_replaced() -> None:
    with pytest.raises(ValueError, match="f doesn't hold what is to be mended"):
        edited(b"abc", _finding(1, 1, 3, "xy", "z"))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-1-5", dt.date(2026, 1, 5)),
        ("2026/12/31", dt.date(2026, 12, 31)),
        ("31-12-2026", dt.date(2026, 12, 31)),
        ("13.1.2026", dt.date(2026, 1, 13)),
        ("5-5-2026", dt.date(2026, 5, 5)),
        ("05/06/2026", None),
        ("12/31/2026", None),
        ("31-12/2026", None),
        ("31-12-26", None),
        ("31-02-2026", None),
        ("0-0-2026", None),
        ("٣١-١٢-٢٠٢٦", None),
        ("", None),
    ],
)
def test_dates_as_people_write_them(text: str, date: dt.date | None) -> None:
    assert written_date.read(text) == date


def test_a_difference_shows_lines() -> None:
    assert (
        difference("f", b"\xef\xbb\xbfa\r\nb\r\n", b"\xef\xbb\xbfa\r\nc\r\n")
        == "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+c\n \n"
    )
    assert difference("f", b"a", b"a") == ""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with two mistakes that can be mended and one that can't."""
    root = Path(shutil.copytree(BASE, tmp_path / "contracts"))
    path = root / CONTRACT
    text = path.read_text(encoding="utf-8")
    text = text.replace("statu", "satu").replace('{version: "1.1"', "{version: 1.1").replace("type: gold", "type: goud")
    path.write_text(text, encoding="utf-8")
    path.chmod(0o640)
    return root


def _check(workspace: Path, *options: str) -> Result:
    done = CliRunner().invoke(
        cli, ["-w", str(workspace), "check", "--as-of", "2026-03-01", "--output-format", "concise", *options]
    )
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_fix_writes_and_checks_again(workspace: Path) -> None:
    done = _check(workspace, "--fix")
    assert done.exit_code == 1
    assert f"mended: 2 places in {CONTRACT}\n1 error: 2 clients checked" in done.stderr
    assert done.stdout.startswith(f"{CONTRACT}:13:18: error AK303 ")
    path = workspace / CONTRACT
    assert path.read_bytes() == FILES[CONTRACT].replace(b"type: gold", b"type: goud")
    assert path.stat().st_mode & 0o777 == 0o640
    assert {file: content for file, content in files_of(workspace).items() if file != CONTRACT} == {
        file: content for file, content in FILES.items() if file != CONTRACT
    }
    again = _check(workspace, "--fix")
    assert (again.stdout, "nothing could be mended" in again.stderr) == (done.stdout, True)


def test_diff_writes_nothing(workspace: Path) -> None:
    before = files_of(workspace)
    done = _check(workspace, "--fix", "--diff")
    assert done.exit_code == 1
    assert done.stdout.startswith(f"--- a/{CONTRACT}\n+++ b/{CONTRACT}\n")
    assert [line for line in done.stdout.splitlines() if line[0] in "+-"][2:] == [
        "-satus: signed",
        "-sla: {version: 1.1, language: en}",
        "+status: signed",
        '+sla: {version: "1.1", language: en}',
    ]
    assert done.stderr == "2 places in 1 file would be mended; nothing was written\n"
    assert files_of(workspace) == before
    assert _check(workspace, "solo", "--fix", "--diff").exit_code == 0
    assert _check(workspace, "--diff").exit_code == 2
