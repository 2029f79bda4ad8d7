"""Findings in every form in which they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compiler.diagnostic import Diagnostic
from compiler.report import ci, data, text
from compiler.report.text import summary
from compiler.visible import Style

FORMATS = ("full", "concise", "json", "github", "gitlab", "junit", "sarif")

__all__ = ["FORMATS", "report", "summary"]


def report(findings: Sequence[Diagnostic], form: str, files: Mapping[str, bytes], style: Style) -> str:
    """The findings in one of the formats. ``files`` holds what excerpts are taken from; ``style`` colours text."""
    if form in ("full", "concise"):
        return (text.full if form == "full" else text.concise)(findings, files, style)
    written = {
        "json": data.as_json,
        "sarif": data.as_sarif,
        "gitlab": data.as_gitlab,
        "github": ci.as_github,
        "junit": ci.as_junit,
    }
    return written[form](findings)
