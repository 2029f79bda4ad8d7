"""Findings as a table in Markdown, for the summary of a run of GitHub Actions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from compiler.codes import TABLE
from compiler.diagnostic import Diagnostic
from compiler.report.text import by_severity, summary
from compiler.visible import visible

MOST_ROWS = 500
"""A summary larger than 1 MiB is refused, so more findings are only counted."""


def as_markdown(findings: Sequence[Diagnostic], told: str) -> str:
    """The findings, most severe first, below a heading and a line that tells what was checked."""
    lines = [f"### Akkoord: {summary(findings)}", "", _cell(told), ""]
    if findings:
        lines += ["| Severity | Code | Where | What, and what to do |", "|---|---|---|---|"]
    for found in by_severity(findings)[:MOST_ROWS]:
        url = TABLE[found.code].url
        code = f"[{found.code}]({url})" if url else found.code
        where = _cell(f"{found.origin.file}:{found.origin.line}:{found.origin.column}")
        what = _cell(f"{found.message}\n{found.fix}" if found.fix else found.message)
        lines.append(f"| {found.severity.value} | {code} | {where} | {what} |")
    if len(findings) > MOST_ROWS:
        lines += ["", f"… and {len(findings) - MOST_ROWS} more."]
    return "\n".join(lines) + "\n\n"


def _cell(text: str) -> str:
    """Text on one line, in which nothing is read as Markdown or HTML."""
    plain = re.sub(r"[\\`*_\[\]()|~#$@]", r"\\\g<0>", visible(text).replace("\t", " "))
    return escape(plain, quote=False).replace("\n", "<br>")
