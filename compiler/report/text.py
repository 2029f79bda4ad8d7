"""Findings as text for people: with an excerpt and a caret, or a line each."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from compiler.diagnostic import Diagnostic, Severity
from compiler.visible import Style, on_a_line, visible

_WIDEST = 140
_STYLED = 64
"""So many styled texts are kept: most are the same few marks beside each finding."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def full(findings: Sequence[Diagnostic], files: Mapping[str, bytes], style: Style) -> str:
    """Each finding with its place, an excerpt, related places, the mend and the clause."""
    # They come ordered by file.
    lines = lru_cache(maxsize=1)(lambda file: files.get(file, b"").decode("utf-8-sig", "replace").split("\n"))
    style = lru_cache(_STYLED)(style)
    return "\n".join(_block(found, lines(found.origin.file), style) for found in findings)


def concise(findings: Sequence[Diagnostic], files: Mapping[str, bytes], style: Style) -> str:
    """A line for each finding."""
    return "".join(
        f"{on_a_line(f'{one.origin.file}:{one.origin.line}:{one.origin.column}: {one.severity} {one.code} {one.message}')}\n"
        for one in findings
    )


def by_severity(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings, most severe first, in the order they had."""
    return sorted(findings, key=lambda found: list(Severity).index(found.severity))


def summary(findings: Sequence[Diagnostic]) -> str:
    """How many findings of each severity, such as ``2 errors and 1 warning``."""
    counted = Counter(found.severity for found in findings)
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    parts = [
        f"{counted[severity]} {name}{'s' * (counted[severity] != 1)}" for severity, name in names.items() if counted[severity]
    ]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "no findings"


def _block(found: Diagnostic, source: Sequence[str], style: Style) -> str:
    origin = found.origin
    colour = _COLOURS[found.severity]
    width = len(str(origin.line))
    rail = " " * width + style(" |", fg="blue")
    amended = f" (amendment of {origin.amendment})" if origin.amendment else ""
    lines = [
        f"{style(f'{found.severity}[{found.code}]', fg=colour, bold=True)} {style(on_a_line(found.message), bold=True)}",
        f"{' ' * width}{style('-->', fg='blue')} {on_a_line(origin.file)}:{origin.line}:{origin.column}{amended}",
    ]
    if 0 < origin.line <= len(source) and source[origin.line - 1].strip():
        shown, caret = _excerpt(
            source[origin.line - 1], origin.column, origin.end_column if origin.end_line == origin.line else None
        )
        lines += [rail, f"{style(f'{origin.line} |', fg='blue')} {shown}", f"{rail} {style(caret, fg=colour, bold=True)}"]
    for related in found.related:
        place = related.origin
        lines.append(
            f"{' ' * width} {style('=', fg='blue')} see {on_a_line(place.file)}:{place.line}:{place.column}: "
            f"{on_a_line(related.message)}"
        )
    if found.fix:
        lines.append(f"{' ' * width} {style('=', fg='blue')} {style('to do:', fg='green')} {on_a_line(found.fix)}")
    if found.clause:
        lines.append(f"{' ' * width} {style('=', fg='blue')} clause {found.clause} of the SLA")
    return "\n".join(lines) + "\n"


def _excerpt(line: str, column: int, end: int | None) -> tuple[str, str]:
    """A line, cut to what fits around the place, and the caret below it."""
    start = max(0, column - 1 - _WIDEST // 2) if len(line) > _WIDEST else 0
    cut = line[start : start + _WIDEST].rstrip("\r")
    before = visible(cut[: column - 1 - start]).replace("\t", " ")
    marked = visible(cut[column - 1 - start : (end - 1 - start) if end else column - start]).rstrip()
    lead = "…" if start else ""
    shown = lead + visible(cut).replace("\t", " ") + ("…" if start + _WIDEST < len(line) else "")
    return shown, " " * _width(lead + before) + "^" * max(1, _width(marked))


def _width(text: str) -> int:
    """Columns that text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
