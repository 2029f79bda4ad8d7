"""Findings for CI systems: GitHub's annotations and JUnit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from compiler.codes import TABLE
from compiler.diagnostic import Diagnostic, Severity
from compiler.report.text import by_severity
from compiler.visible import visible

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_github(findings: Sequence[Diagnostic]) -> str:
    """GitHub's workflow commands, most severe first, since it shows only the first ten of each kind."""
    lines = []
    for found in by_severity(findings):
        origin = found.origin
        title = _property(f"{found.code} {found.name}")
        place = f"file={_property(origin.file)},line={origin.line},col={origin.column},title={title}"
        lines.append(f"::{_GITHUB[found.severity]} {place}::{_data(_whole(found))}\n")
    return "".join(lines)


def as_junit(findings: Sequence[Diagnostic]) -> str:
    """JUnit's XML: a test case for each finding, failed for errors and warnings."""
    cases, failures = [], 0
    for found in findings:
        name = f"{found.code} {found.origin.file}:{found.origin.line}:{found.origin.column}"
        body = escape(_xml(_whole(found)))
        inside = ""
        if found.severity is not Severity.INFO:
            failures += 1
            inside = f"<failure message={_attribute(_xml(found.message))} type={_attribute(found.name)}>{body}</failure>"
        cases.append(
            f"    <testcase name={_attribute(_xml(name))} classname={_attribute(_xml(found.origin.file))}>{inside}</testcase>\n"
        )
    if not findings:
        cases.append('    <testcase name="check" classname="akkoord"></testcase>\n')
    count = f'tests="{len(cases)}" failures="{failures}"'
    inside = "".join(cases).replace("##[", "#&#35;[")  # in a log, a command to GitHub's runner
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites {count}>\n'
        f'  <testsuite name="akkoord" {count} errors="0" skipped="0">\n{inside}  </testsuite>\n</testsuites>\n'
    )


def _whole(found: Diagnostic) -> str:
    """All that there is to say: the message, the mend, and where more stands."""
    return "\n".join([found.message, *([found.fix] if found.fix is not None else []), f"See {TABLE[found.code].page}"])


def _data(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _attribute(text: str) -> str:
    """A quoted value, in which tabs and line ends stay what they are."""
    return '"' + escape(text).replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;") + '"'


def _xml(text: str) -> str:
    return _NOT_XML.sub("�", text)
