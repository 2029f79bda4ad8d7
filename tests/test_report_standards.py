"""The reports keep to what their readers demand: SARIF 2.1.0, GitLab's code quality format, and the XSD of JUnit's XML.

The demands are written down here from the standards' text, as strict as they are for the parts that are written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from jsonschema import Draft202012Validator

from compiler.diagnostic import Diagnostic, Severity
from compiler.report import report
from compiler.source import Origin
from tests.test_reports import HOSTILE, finding, plain
from tests.workspace import USUAL_DATE, checked, files_of_case

CASES = sorted((Path(__file__).parent / "cases").glob("AK*.yaml"))


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


TEXT = {"type": "string"}
NUMBER = {"type": "integer", "minimum": 1}
MESSAGE = _object({"text": TEXT})
# SARIF 2.1.0 §3.30 region: lines and columns from 1; §3.4 artifactLocation: a URI, here relative (RFC 3986).
PLACE = _object(
    {
        "artifactLocation": _object({"uri": {"type": "string", "pattern": r"^([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})*$"}}),
        "region": _object({"startLine": NUMBER, "startColumn": NUMBER, "endLine": NUMBER, "endColumn": NUMBER}),
    }
)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF = _object(
    {
        "$schema": {"const": "https://json.schemastore.org/sarif-2.1.0.json"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": _object(
                {
                    "tool": _object(
                        {
                            "driver": _object(
                                {
                                    "name": {"const": "akkoord"},
                                    "version": TEXT,
                                    # §3.19.23: unique; §3.49: what a rule says of itself, helpUri an absolute URI.
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": _object(
                                            {
                                                "id": {"type": "string", "pattern": r"^AK\d{3}$"},
                                                "name": TEXT,
                                                "shortDescription": MESSAGE,
                                                "fullDescription": MESSAGE,
                                                "help": MESSAGE,
                                                "defaultConfiguration": _object({"level": LEVEL}),
                                            },
                                            {"helpUri": {"type": "string", "pattern": "^https://"}},
                                        ),
                                    },
                                }
                            )
                        }
                    ),
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {
                        "type": "array",
                        "items": _object(
                            {
                                "ruleId": TEXT,
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": LEVEL,
                                "message": MESSAGE,
                                "locations": {
                                    "type": "array",
                                    "minItems": 1,
                                    "maxItems": 1,
                                    "items": _object({"physicalLocation": PLACE}),
                                },
                                "relatedLocations": {
                                    "type": "array",
                                    "uniqueItems": True,
                                    "items": _object(
                                        {
                                            "id": {"type": "integer", "minimum": 0},
                                            "physicalLocation": PLACE,
                                            "message": MESSAGE,
                                        }
                                    ),
                                },
                            }
                        ),
                    },
                }
            ),
        },
    }
)
# GitLab, “Code Quality report format”: a list; the path relative to the repository, and not begun by “./”.
GITLAB = {
    "type": "array",
    "items": _object(
        {
            "description": {"type": "string", "minLength": 1},
            "check_name": TEXT,
            "content": _object({"body": TEXT}),
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": _object(
                {"path": {"type": "string", "pattern": r"^(?!\./|/)"}, "lines": _object({"begin": NUMBER, "end": NUMBER})}
            ),
        }
    ),
}
# JUnit's XML as Jenkins' XSD has it: the attributes that each element must have, those it may have, and its children.
JUNIT: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"skipped", "time", "timestamp", "hostname", "id", "package", "file", "group"},
        {"testcase", "properties", "system-out", "system-err"},
    ),
    "testcase": ({"name"}, {"classname", "time", "group"}, {"failure", "error", "skipped", "system-out", "system-err"}),
    "failure": (set(), {"type", "message"}, set()),
}


def _of_case(path: Path) -> Sequence[Diagnostic]:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))["bad"][0]
    return checked(files_of_case(case), str(case.get("as_of", USUAL_DATE))).findings


SAMPLES: dict[str, Sequence[Diagnostic]] = {
    "nothing": [],
    "hostile": [
        finding(message or "-", fix=message, severity=severity, origin=Origin(f"clients/{message}/x.yaml", 3, 4, end_line=2))
        for message in HOSTILE
        for severity in Severity
    ],
    **{path.stem: _of_case(path) for path in CASES[::6]},
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_sarif(sample: str) -> None:
    log = json.loads(report(SAMPLES[sample], "sarif", {}, plain, "contracts"))
    Draft202012Validator(SARIF).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])


@pytest.mark.parametrize("sample", SAMPLES)
def test_gitlab(sample: str) -> None:
    issues = json.loads(report(SAMPLES[sample], "gitlab", {}, plain, "contracts"))
    Draft202012Validator(GITLAB).validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert all(issue["location"]["lines"]["begin"] <= issue["location"]["lines"]["end"] for issue in issues)


@pytest.mark.parametrize("sample", SAMPLES)
def test_junit(sample: str) -> None:
    root = ElementTree.fromstring(report(SAMPLES[sample], "junit", {}, plain).encode())
    assert root.tag == "testsuites"
    for element in root.iter():
        required, optional, children = JUNIT[element.tag]
        assert required <= set(element.attrib) <= required | optional
        assert {child.tag for child in element} <= children
        if element.tag in ("testsuites", "testsuite"):
            counted = {"tests": len([*element.iter("testcase")]), "failures": len([*element.iter("failure")])}
            assert {key: int(element.attrib[key]) for key in counted} == counted
            assert not "".join([element.text or "", *(child.tail or "" for child in element)]).strip()


@pytest.mark.parametrize("sample", SAMPLES)
def test_github(sample: str) -> None:
    """The grammar of workflow commands: within a property neither a colon nor a comma, and nowhere a line end."""
    for line in report(SAMPLES[sample], "github", {}, plain, "contracts").split("\n")[:-1]:
        assert re.fullmatch(r"::(error|warning|notice) file=[^:,]+,line=\d+,col=\d+,title=[^:,]+::[^\r]+", line)
        assert not re.search("%(?!25|0D|0A|3A|2C)", line)
