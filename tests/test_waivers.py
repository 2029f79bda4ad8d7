"""Comments that accept a finding: where they are found, what they accept, and what they can't."""

from __future__ import annotations

import pytest
import yaml

from compiler import codes, pipeline
from compiler.load import comments as comments_module
from compiler.load.comments import Comment, comments
from tests.workspace import BASE, checked, edited, files_of

FILES = files_of(BASE)
DAP, CONTRACT = "clients/acme/dap.yaml", "clients/acme/contract.yaml"
WITHOUT = ("authorisers: [jan]", "authorisers: []")

TEXT = """\
%YAML 1.2
--- # begin
# é own
a: 1 # one
b: "x # no" # two
c: | # three
  # no
  text # no

# own too
d: >-
  # no
# less deep
e: {a: b, # in braces
  c#d: x#y } # seven
f: plain
  more # eight
  # indented
"k # no" : &x 'it''s # no' # nine
g: *x#no
h: "several
  # no
  lines" # ten
i: |2-   # eleven
    # no
j: |
  last
# 🥖 twelve"""


class _Python(yaml.reader.Reader, yaml.scanner.Scanner):
    """PyYAML's own scanner, for where it was built without libyaml."""

    def __init__(self, stream: str) -> None:
        yaml.reader.Reader.__init__(self, stream)
        yaml.scanner.Scanner.__init__(self)


@pytest.fixture(params=["libyaml", "python"])
def scanner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.setattr(comments_module, "Parser", _Python)


@pytest.mark.usefixtures("scanner")
def test_comments_are_found_where_they_stand_and_nowhere_else() -> None:
    assert comments(TEXT.replace("*x#no", "*x")) == [
        Comment("# begin", 2, 5, False),
        Comment("# é own", 3, 1, True),
        Comment("# one", 4, 6, False),
        Comment("# two", 5, 13, False),
        Comment("# three", 6, 6, False),
        Comment("# own too", 10, 1, True),
        Comment("# less deep", 13, 1, True),
        Comment("# in braces", 14, 11, False),
        Comment("# seven", 15, 14, False),
        Comment("# eight", 17, 8, False),
        Comment("# indented", 18, 3, True),
        Comment("# nine", 19, 28, False),
        Comment("# ten", 23, 10, False),
        Comment("# eleven", 24, 10, False),
        Comment("# 🥖 twelve", 28, 1, True),
    ]


@pytest.mark.usefixtures("scanner")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: b\r\n# one\r\nc: d # two\r\n", [("# one", 2, 1), ("# two", 3, 6)]),
        ("a: b # one\rc: d # two\n", [("# one", 1, 6), ("# two", 1, 17)]),
        ("a: b # one\u2028c: d # two", [("# one", 1, 6), ("# two", 1, 17)]),
        ("a: | # one\r\n  # no\r\n", [("# one", 1, 6)]),
        ("# only", [("# only", 1, 1)]),
        ("a: |", []),
        ("a: |\n", []),
        ("", []),
    ],
)
def test_lines_end_as_an_editor_shows_them(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(one.text, one.line, one.column) for one in comments(text)] == found


def told(*edits: tuple[str, str], file: str = DAP, as_of: str = "2026-03-01") -> tuple[list[str], list[str]]:
    """What is found after edits of a file, and what is waived, as ``code:line``."""
    found = checked(edited(FILES, file, *edits), as_of)
    return tuple([f"{one.code}:{one.origin.line}" for one in some] for some in (found.findings, found.waived))  # type: ignore[return-value]


def test_without_a_waiver_it_is_found() -> None:
    assert told(WITHOUT) == (["AK412:5"], [])


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("authorisers: []  # akkoord: ignore[AK412] Jan leaves in May", 5),
        ("authorisers: []  #akkoord:ignore[AK412]: Jan leaves in May", 5),
        ("# akkoord: ignore[AK412] Jan leaves in May\nauthorisers: []", 6),
        ("# akkoord: ignore[AK412] Jan leaves in May\n# a remark\nauthorisers: []", 7),
        ("authorisers:  # akkoord: ignore[AK412] Jan leaves in May\n  []", 5),
    ],
)
def test_a_waiver_accepts_what_is_found_on_its_line(written: str, line: int) -> None:
    assert told((WITHOUT[0], written)) == ([], [f"AK412:{line}"])


def test_a_waiver_of_several_codes_accepts_each() -> None:
    first = "review: {per_year: 1}  # akkoord: ignore[AK423] they meet every week"
    assert told(("review: {per_year: 2}", "review: {per_year: 1}"))[0] == ["AK423:35"]
    assert told(("review: {per_year: 2}", first)) == ([], ["AK423:35"])
    both = "# akkoord: ignore[AK412, AK423] it is a small client"
    assert told(WITHOUT, ("review: {per_year: 2}", f"{both}\nreview: {{per_year: 1}}")) == (["AK412:5", "AK703:35"], ["AK423:36"])


def test_two_waivers_may_stand_above_a_line() -> None:
    written = "# akkoord: ignore[AK412] Jan leaves in May\n# akkoord: ignore[AK423] they meet every week\nauthorisers: []"
    assert told((WITHOUT[0], written)) == (["AK703:6"], ["AK412:7"])


def test_what_a_waiver_with_a_fault_is_about_is_still_told() -> None:
    assert told((WITHOUT[0], "authorisers: []  # akkoord: ignore[AK412]"))[0] == ["AK412:5", "AK701:5"]
    assert told((WITHOUT[0], "authorisers: []  # akkoord: ignore AK412 so"))[0] == ["AK412:5", "AK704:5"]


def test_an_error_stays_an_error() -> None:
    wrong = "end: 2025-12-31  # akkoord: ignore[AK401] it is so"
    found, waived = told(("end: 2028-12-31", wrong), file=CONTRACT)
    assert "AK401:6" in found
    assert "AK702:6" in found
    assert waived == []


@pytest.mark.parametrize("code", [code for code in codes.TABLE if code < "AK4" and code not in ("AK312", "AK314")])
def test_what_reading_and_schemas_find_can_never_be_waived(code: str) -> None:
    written = f"authorisers: [jan]  # akkoord: ignore[{code}] it is so"
    assert told((WITHOUT[0], written)) == (["AK702:5"], [])


def test_a_waiver_reaches_no_other_file() -> None:
    moved = edited(FILES, DAP, WITHOUT)
    moved[CONTRACT] = b"#\n#\n#\n# akkoord: ignore[AK412] it is so\n" + moved[CONTRACT]
    found = checked(moved, "2026-03-01")
    assert [(one.code, one.origin.file) for one in found.findings] == [("AK703", CONTRACT), ("AK412", DAP)]


def test_a_waived_client_compiles() -> None:
    found = checked(edited(FILES, DAP, (WITHOUT[0], "authorisers: []  # akkoord: ignore[AK412] Jan leaves")), "2026-03-01")
    assert pipeline.compile_client(found, "acme").client.id == "acme"
