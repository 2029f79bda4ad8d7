"""Findings in every form in which they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from compiler.diagnostic import Diagnostic
from compiler.report import ci, data, text
from compiler.report.markdown import as_markdown
from compiler.report.text import summary
from compiler.source import Origin
from compiler.visible import Style

FORMATS = ("full", "concise", "json", "github", "gitlab", "junit", "sarif")
_FROM_REPOSITORY = ("github", "gitlab", "sarif")
"""Formats whose readers look for files from the root of the repository, not from the workspace."""

__all__ = ["FORMATS", "report", "step_summary", "summary"]


def report(findings: Sequence[Diagnostic], form: str, files: Mapping[str, bytes], style: Style, folder: str = "") -> str:
    """The findings in one of the formats. ``files`` holds what excerpts are taken from; ``style`` colours text; ``folder``
    leads from the root of the repository to the workspace."""
    if form in _FROM_REPOSITORY:
        findings = [_below(found, folder) for found in findings]
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


def step_summary(findings: Sequence[Diagnostic], told: str, folder: str) -> str:
    """The findings as Markdown for the summary of a run; ``told`` says what was checked, ``folder`` is that of ``report``."""
    return as_markdown([_below(found, folder) for found in findings], told)


def _below(found: Diagnostic, folder: str) -> Diagnostic:
    if not folder:
        return found

    def moved(origin: Origin) -> Origin:
        return replace(origin, file=f"{folder}/{origin.file}")

    related = tuple(replace(one, origin=moved(one.origin)) for one in found.related)
    return replace(found, origin=moved(found.origin), related=related)
