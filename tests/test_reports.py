"""Findings in the formats that other programs read."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from compiler import __version__, codes
from compiler.cli.checking import check as check_command
from compiler.diagnostic import Diagnostic, Related, Severity, ordered
from compiler.report import FORMATS, report, step_summary
from compiler.source import Origin
from compiler.visible import visible
from tests.workspace import BASE, checked, edited, files_of

CONTRACT, DAP = "clients/acme/contract.yaml", "clients/acme/dap.yaml"


def plain(text: str, **_look: Any) -> str:
    return text


def finding(
    message: str = "It is wrong.",
    *,
    severity: Severity = Severity.ERROR,
    origin: Origin | None = None,
    fix: str | None = "Mend it.",
    code: str = "AK401",
    related: tuple[Related, ...] = (),
) -> Diagnostic:
    known = codes.TABLE[code]
    return Diagnostic(code, known.name, severity, message, origin or Origin(CONTRACT, 6, 8), fix=fix, related=related)


def written(form: str, *findings: Diagnostic) -> str:
    return report(findings, form, {}, plain)


def parsed(form: str, *findings: Diagnostic) -> Any:
    return json.loads(written(form, *findings))


def found_in(*edits: tuple[str, str], file: str = CONTRACT, as_of: str = "2026-03-01") -> list[Diagnostic]:
    """What is found in a small workspace after edits of a file."""
    return list(checked(edited(files_of(BASE), file, *edits), as_of).findings)


HOSTILE = [
    "<script>alert('1')</script>",
    "]]> --> <![CDATA[ &amp; &lt; &#0; \"'",
    "a line\nanother\r\na return\rand a\ttab",
    "\x00\x01\x08\x0b\x0c\x1b[31m\x7f\ufffe\uffff",
    "\ud800 half a pair",
    "\u202eturned\u202c 🚀 é",
    "100 %, a:b; ::error file=x::y %0A %25",
    "",
]


# JSON


KEYS = "code name severity message file line column end_line end_column pointer related fix url"


def test_json_has_every_key_in_order() -> None:
    related = (Related(Origin(DAP, 3, 1), "see here"),)
    (one,) = parsed("json", finding(origin=Origin(CONTRACT, 6, 8, "/term/end", end_line=6, end_column=18), related=related))
    assert " ".join(one) == KEYS
    assert one == {
        "code": "AK401",
        "name": "end-before-start",
        "severity": "error",
        "message": "It is wrong.",
        "file": "clients/acme/contract.yaml",
        "line": 6,
        "column": 8,
        "end_line": 6,
        "end_column": 18,
        "pointer": "/term/end",
        "related": [{"file": "clients/acme/dap.yaml", "line": 3, "message": "see here"}],
        "fix": "Mend it.",
        "url": "docs/rules/AK401.md",
    }
    assert list(one["related"][0]) == ["file", "line", "message"]


def test_json_of_nothing_is_an_empty_list() -> None:
    assert written("json") == "[]\n"


def test_json_where_no_end_is_known() -> None:
    (one,) = parsed("json", finding(origin=Origin(CONTRACT, 6, 8), fix=None))
    assert (one["end_line"], one["end_column"], one["fix"]) == (6, 9, None)
    assert one["pointer"] == ""


def test_findings_are_ordered_by_file_line_column_code() -> None:
    places = [("b", 1, 1, "AK401"), ("a", 10, 1, "AK401"), ("a", 9, 20, "AK401"), ("a", 9, 3, "AK402"), ("a", 9, 3, "AK401")]
    found = ordered(finding(code=code, origin=Origin(file, line, column)) for file, line, column, code in places)
    told = [(one["file"], one["line"], one["column"], one["code"]) for one in parsed("json", *found)]
    assert told == list(reversed(places))


def test_findings_of_a_workspace_are_ordered_and_told_once() -> None:
    found = found_in(("end: 2028-12-31", "end: 2025-12-31"), ("provided_on: 2025-12-10", "provided_on: 2025-12-11"))
    told = [(one["file"], one["line"], one["column"], one["code"]) for one in parsed("json", *found)]
    assert len(told) > 1
    assert told == sorted(set(told))


# SARIF


def test_sarif() -> None:
    related = (Related(Origin(DAP, 3, 1, end_line=3, end_column=5), "see here"),)
    log = parsed(
        "sarif",
        finding(origin=Origin(CONTRACT, 6, 8, end_line=6, end_column=18), related=related),
        finding("Mind this.", severity=Severity.WARNING, code="AK429", origin=Origin("a b%#é?.yaml", 2, 1), fix=None),
        finding("By the way.", severity=Severity.INFO, code="AK428"),
    )
    assert list(log) == ["$schema", "version", "runs"]
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("akkoord", __version__)
    assert run["columnKind"] == "unicodeCodePoints"
    assert [(rule["id"], rule["name"], rule["defaultConfiguration"]["level"]) for rule in driver["rules"]] == [
        ("AK401", "end-before-start", "error"),
        ("AK428", "notice-period", "note"),
        ("AK429", "term-over", "warning"),
    ]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"] == codes.TABLE[rule["id"]].why
    first, second, third = run["results"]
    assert first == {
        "ruleId": "AK401",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "It is wrong. Mend it."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "clients/acme/contract.yaml"},
                    "region": {"startLine": 6, "startColumn": 8, "endLine": 6, "endColumn": 18},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 0,
                "physicalLocation": {
                    "artifactLocation": {"uri": "clients/acme/dap.yaml"},
                    "region": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 5},
                },
                "message": {"text": "see here"},
            }
        ],
    }
    assert (second["ruleIndex"], second["level"], second["message"]["text"]) == (2, "warning", "Mind this.")
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b%25%23%C3%A9%3F.yaml"
    assert (third["ruleIndex"], third["level"]) == (1, "note")


def test_sarif_of_nothing() -> None:
    (run,) = parsed("sarif")["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


# JUnit


@pytest.mark.parametrize("message", HOSTILE)
def test_junit_is_well_formed(message: str) -> None:
    hostile = finding(message, fix=message, origin=Origin(f"clients/{message}/x.yaml", 1, 1))
    suites = ElementTree.fromstring(written("junit", hostile).encode())
    (case,) = suites.iter("testcase")
    failure = case.find("failure")
    assert failure is not None
    # What XML can't hold becomes a mark; line ends are read as one kind.
    told = "".join("\ufffd" if char in "\x00\x01\x08\x0b\x0c\x1b\ufffe\uffff\ud800" else char for char in message)
    body = told.replace("\r\n", "\n").replace("\r", "\n")
    assert failure.text is not None
    assert failure.text == f"{body}\n{body}\nSee docs/rules/AK401.md"
    assert len(list(suites.iter())) == 4


def test_junit_keeps_lines_in_attributes() -> None:
    suites = ElementTree.fromstring(written("junit", finding('two\nlines\r\tand "quotes"')))
    failure = next(suites.iter("failure"))
    assert failure.get("message") == 'two\nlines\r\tand "quotes"'


def test_junit_counts() -> None:
    text = written(
        "junit",
        finding(),
        finding("Mind this.", severity=Severity.WARNING, code="AK429"),
        finding("By the way.", severity=Severity.INFO, code="AK428"),
    )
    suites = ElementTree.fromstring(text.encode())
    (suite,) = suites
    for one in (suites, suite):
        assert (one.get("tests"), one.get("failures")) == ("3", "2")
    assert (suite.get("errors"), suite.get("skipped")) == ("0", "0")
    assert [case.get("name") for case in suite] == [f"AK{number} {CONTRACT}:6:8" for number in (401, 429, 428)]
    assert [[failure.get("type") for failure in case] for case in suite] == [["end-before-start"], ["term-over"], []]


def test_junit_of_nothing_is_a_test_that_passed() -> None:
    suites = ElementTree.fromstring(written("junit").encode())
    assert (suites.get("tests"), suites.get("failures")) == ("1", "0")
    assert [len(case) for case in suites.iter("testcase")] == [0]


# GitHub


def test_github_escapes() -> None:
    origin = Origin("a:b,c%d\r\ne.yaml", 2, 3)
    assert written("github", finding("50%, a: b\r\nnext\n::error::not a command", fix=None, origin=origin)) == (
        "::error file=a%3Ab%2Cc%25d%0D%0Ae.yaml,line=2,col=3,title=AK401 end-before-start"
        "::50%25, a: b%0D%0Anext%0A::error::not a command%0ASee docs/rules/AK401.md\n"
    )


def test_github_puts_the_most_severe_first() -> None:
    text = written(
        "github",
        finding("By the way.", severity=Severity.INFO),
        finding("Mind this.", severity=Severity.WARNING),
        finding("First."),
        finding("Second."),
    )
    told = [(line.split(" ", 1)[0], line.rpartition("::")[2].partition("%0A")[0]) for line in text.splitlines()]
    assert told == [("::error", "First."), ("::error", "Second."), ("::warning", "Mind this."), ("::notice", "By the way.")]


@pytest.mark.parametrize("message", HOSTILE)
def test_github_writes_a_line_for_a_finding(message: str) -> None:
    text = written("github", finding(message, fix=message, origin=Origin(message, 1, 1)))
    assert text.count("\n") == 1
    assert "\r" not in text


# GitLab


def fingerprints(found: list[Diagnostic]) -> list[str]:
    return [one["fingerprint"] for one in parsed("gitlab", *found)]


def test_gitlab() -> None:
    (one,) = parsed("gitlab", finding(origin=Origin(CONTRACT, 6, 8, end_line=7, end_column=1)))
    assert {key: one[key] for key in one if key != "fingerprint"} == {
        "description": "It is wrong. Mend it.",
        "check_name": "AK401",
        "content": {"body": "See docs/rules/AK401.md"},
        "severity": "major",
        "location": {"path": CONTRACT, "lines": {"begin": 6, "end": 7}},
    }
    assert len(one["fingerprint"]) == 64
    severities = [parsed("gitlab", finding(severity=severity))[0]["severity"] for severity in Severity]
    assert severities == ["major", "minor", "info"]


def test_gitlab_fingerprints_are_unique() -> None:
    found = [
        finding(),
        finding(),
        finding(code="AK402"),
        finding("Another."),
        finding(origin=Origin(DAP, 6, 8)),
        finding(origin=Origin(CONTRACT, 6, 8, "/term/end")),
    ]
    assert len(set(fingerprints(found))) == len(found)


def test_gitlab_fingerprints_stay_when_lines_move() -> None:
    wrong = [("end: 2028-12-31", "end: 2025-12-31"), ("provided_on: 2025-12-10", "provided_on: 2025-12-11")]
    before = found_in(*wrong)
    moved = found_in(*wrong, ("client: {name: Acme Ltd", "# A line\n\n# and another\nclient: {name: Acme Ltd"))
    assert [one.origin.line + 3 for one in before] == [one.origin.line for one in moved]
    assert fingerprints(before) == fingerprints(moved)
    assert len(set(fingerprints(before))) == len(before) > 1


# The way from the repository, and links


PLACED = {
    "github": ["file=a b/clients/acme/contract.yaml,"],
    "gitlab": ['"path": "a b/clients/acme/contract.yaml"'],
    "sarif": ['"uri": "a%20b/clients/acme/contract.yaml"', '"uri": "a%20b/clients/acme/dap.yaml"'],
    "json": ['"file": "clients/acme/contract.yaml"', '"file": "clients/acme/dap.yaml"'],
    "junit": ['classname="clients/acme/contract.yaml"'],
    "concise": ["clients/acme/contract.yaml:6:8: "],
    "full": ["--> clients/acme/contract.yaml:6:8", "see clients/acme/dap.yaml:3:1"],
}


@pytest.mark.parametrize("form", FORMATS)
def test_files_are_named_from_where_their_reader_looks(form: str) -> None:
    text = report([finding(related=(Related(Origin(DAP, 3, 1), "see here"),))], form, {}, plain, "a b")
    for words in PLACED[form]:
        assert words in text
    assert ("a b/" in text or "a%20b/" in text) == (form in ("github", "gitlab", "sarif"))


def test_links_lead_to_where_the_pages_are_published(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "helpUri" not in written("sarif", finding()), "the standard wants a whole URI"
    monkeypatch.setattr(codes, "PAGES", "https://akkoord.example/rules/")
    page = "https://akkoord.example/rules/AK401.md"
    assert parsed("json", finding())[0]["url"] == page
    assert parsed("sarif", finding())["runs"][0]["tool"]["driver"]["rules"][0]["helpUri"] == page
    assert parsed("gitlab", finding())[0]["content"] == {"body": f"See {page}"}
    assert written("github", finding()).endswith(f"%0ASee {page}\n")
    assert f"See {page}</failure>" in written("junit", finding())
    assert f"| [AK401]({page}) |" in step_summary([finding()], "", "")


# The summary of a run


def test_step_summary() -> None:
    found = [
        finding("By the way.", severity=Severity.INFO, code="AK428", fix=None),
        finding("A | B.", code="AK402", origin=Origin("clients/a_b_c/dap.yaml", 3, 4)),
    ]
    assert step_summary(found, "2 clients checked", "contracts") == (
        "### Akkoord: 1 error and 1 remark\n\n2 clients checked\n\n"
        "| Severity | Code | Where | What, and what to do |\n|---|---|---|---|\n"
        "| error | AK402 | contracts/clients/a\\_b\\_c/dap.yaml:3:4 | A \\| B.<br>Mend it. |\n"
        "| info | AK428 | contracts/clients/acme/contract.yaml:6:8 | By the way. |\n\n"
    )
    assert step_summary([], "2 clients checked", "") == "### Akkoord: no findings\n\n2 clients checked\n\n\n"


@pytest.mark.parametrize("message", [*HOSTILE, "[a](b) ![c](d) `e` *f* _g_ ~~h~~ #1 @j $k$ \\| https://x.example"])
def test_nothing_in_a_step_summary_is_read_as_markdown(message: str) -> None:
    text = step_summary([finding(message, fix=None, origin=Origin(message, 1, 1))], "told", "")
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    root = ElementTree.fromstring(re.sub("[\ufffe\uffff]", "\ufffd", f"<all>{html.replace('<br>', '<br/>')}</all>"))
    assert {one.tag for one in root.iter()} <= {"all", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "br"}
    (_, row) = root.iter("tr")
    told = re.sub("[\ufffe\uffff]", "\ufffd", visible(message).replace("\t", " ").replace("\n", "").strip())
    assert "".join(list(row)[3].itertext()).strip() == told


def test_a_step_summary_stays_below_what_is_refused() -> None:
    text = step_summary([finding(f"Number {number}.") for number in range(503)], "told", "")
    assert text.count("| error |") == 500
    assert text.endswith("\n… and 3 more.\n\n")


# Text


def test_concise_has_a_line_for_a_finding() -> None:
    for message in HOSTILE:
        text = written("concise", finding(message, origin=Origin("a\nb.yaml", 1, 1)))
        assert text.count("\n") == 1, message


@pytest.mark.parametrize("form", ["full", "concise"])
@pytest.mark.parametrize("message", HOSTILE)
def test_text_drives_no_terminal(form: str, message: str) -> None:
    text = written(
        form, finding(message, fix=message, origin=Origin(f"a{message}.yaml", 1, 1), related=(Related(Origin(message), message),))
    )
    assert not set(text) & set("\x00\x08\x0b\x0c\r\x1b\x7f\u202e\u202c\ud800")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_written_as_utf_8(form: str) -> None:
    text = written(form, *(finding(message, origin=Origin(message, 1, 1)) for message in HOSTILE))
    assert text.encode("utf-8", "replace").decode()
    assert text.endswith("\n")


def test_the_command_offers_every_format() -> None:
    (option,) = [one for one in check_command.params if one.name == "output_format"]
    assert tuple(option.type.choices) == FORMATS  # type: ignore[attr-defined]
