"""Findings as data for programs: JSON, SARIF 2.1.0, and GitLab's code quality report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from compiler import __version__
from compiler.codes import TABLE
from compiler.diagnostic import Diagnostic, Severity
from compiler.source import Origin

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def as_json(findings: Sequence[Diagnostic]) -> str:
    """A list of objects, one for each finding."""
    return _dumped([_plain(found) for found in findings])


def as_sarif(findings: Sequence[Diagnostic]) -> str:
    """A SARIF 2.1.0 log (OASIS) with the rules that were broken."""
    used = sorted({found.code for found in findings})
    rules = [
        {
            "id": code,
            "name": TABLE[code].name,
            "shortDescription": {"text": TABLE[code].name.replace("-", " ")},
            "fullDescription": {"text": TABLE[code].why},
            "help": {"text": f"See {TABLE[code].page}"},
            **({"helpUri": TABLE[code].url} if TABLE[code].url else {}),  # the standard wants a whole URI
            "defaultConfiguration": {"level": _LEVELS[TABLE[code].severity]},
        }
        for code in used
    ]
    results = [
        {
            "ruleId": found.code,
            "ruleIndex": used.index(found.code),
            "level": _LEVELS[found.severity],
            "message": {"text": f"{found.message} {found.fix}" if found.fix else found.message},
            "locations": [{"physicalLocation": _location(found.origin)}],
            "relatedLocations": [
                {"id": number, "physicalLocation": _location(related.origin), "message": {"text": related.message}}
                for number, related in enumerate(found.related)
            ],
        }
        for found in findings
    ]
    return _dumped(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": {"name": "akkoord", "version": __version__, "rules": rules}},
                    "columnKind": "unicodeCodePoints",
                    "results": results,
                }
            ],
        }
    )


def as_gitlab(findings: Sequence[Diagnostic]) -> str:
    """GitLab's code quality report: the fingerprint stays the same when only the line changes."""
    seen: dict[str, int] = {}
    issues = []
    for found in findings:
        identity = f"{found.code}|{found.origin.file}|{found.origin.pointer}|{found.message}"
        seen[identity] = seen.get(identity, 0) + 1
        issues.append(
            {
                "description": f"{found.message} {found.fix}" if found.fix else found.message,
                "check_name": found.code,
                "content": {"body": f"See {TABLE[found.code].page}"},
                "fingerprint": hashlib.sha256(f"{identity}|{seen[identity]}".encode("utf-8", "replace")).hexdigest(),
                "severity": _GITLAB[found.severity],
                "location": {
                    "path": found.origin.file,
                    "lines": {"begin": found.origin.line, "end": max(found.origin.line, found.origin.end_line)},
                },
            }
        )
    return _dumped(issues)


def _plain(found: Diagnostic) -> dict[str, Any]:
    origin = found.origin
    end_line, end_column = _end(origin)
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.value,
        "message": found.message,
        "file": origin.file,
        "line": origin.line,
        "column": origin.column,
        "end_line": end_line,
        "end_column": end_column,
        "pointer": origin.pointer,
        "related": [{"file": one.origin.file, "line": one.origin.line, "message": one.message} for one in found.related],
        "fix": found.fix,
        "url": TABLE[found.code].page,
    }


def _location(origin: Origin) -> dict[str, Any]:
    end_line, end_column = _end(origin)
    return {
        "artifactLocation": {"uri": quote(origin.file, errors="replace")},
        "region": {"startLine": origin.line, "startColumn": origin.column, "endLine": end_line, "endColumn": end_column},
    }


def _end(origin: Origin) -> tuple[int, int]:
    """The end of a place; one character where none is known."""
    if (origin.end_line, origin.end_column) <= (origin.line, origin.column):
        return origin.line, origin.column + 1
    return origin.end_line, origin.end_column


def _dumped(data: object) -> str:
    # “##[” in a log is a command to GitHub's runner; only a text can hold it.
    return json.dumps(data, ensure_ascii=True, indent=2).replace("##[", "#\\u0023[") + "\n"
