"""Waivers, read from the comments of a file: ``# akkoord: ignore[AK412] reason``, several codes by commas.

One at the end of a line is about that line; one on a line of its own about the first line below it that isn't a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compiler import codes
from compiler.diagnostic import Diagnostic, Severity
from compiler.load.comments import Comment, comments
from compiler.source import Origin
from compiler.waiver import Waiver

# “# akkoord: …” alone is no waiver: to a Dutch writer it says that something was agreed.
_LIKE_ONE = re.compile(r"#[#\s]*+akkoord\s*+:?\s*+ignore\b", re.IGNORECASE)
_HINT = re.compile(r"[#\s]akkoord\s*+:?\s*+ignore\b", re.IGNORECASE)
"""In text without this there is none. Looking for the whole of it would begin anew at each sign of a long line of them."""
_WAIVER = re.compile(r"#\s*akkoord:\s*ignore\[(?P<codes>\s*\w+\s*(?:,\s*\w+\s*)*)\](?P<reason>.*)")


def waivers(text: str, file: str) -> tuple[list[Waiver], list[Diagnostic]]:
    """The waivers of a file that can be read as YAML, and what is wrong with their form."""
    if not _HINT.search(text):
        return [], []
    known = comments(text)
    below: dict[int, int] = {}
    for comment in reversed(known):
        if comment.alone:
            below[comment.line] = below.get(comment.line + 1, comment.line + 1)
    found: list[Waiver] = []
    findings: list[Diagnostic] = []
    for comment in known:
        if not _LIKE_ONE.match(comment.text):
            continue
        parts = _WAIVER.fullmatch(comment.text)
        if parts is None:
            findings.append(codes.MALFORMED_WAIVER.at(_origin(file, comment, 0, len(comment.text))))
            continue
        if not re.search(r"\w", parts["reason"]):
            named = ", ".join(code.strip() for code in parts["codes"].split(","))
            findings.append(codes.WAIVER_WITHOUT_REASON.at(_origin(file, comment, 0, len(comment.text)), codes=named))
            continue
        for code, origin in _codes(file, comment, parts):
            wrong = _refused(code, origin)
            if wrong is None:
                found.append(Waiver(code, below.get(comment.line, comment.line), origin))
            else:
                findings.append(wrong)
    return found, findings


def _codes(file: str, comment: Comment, parts: re.Match[str]) -> Iterator[tuple[str, Origin]]:
    for name in re.finditer(r"\w+", parts["codes"]):
        start = parts.start("codes") + name.start()
        yield name[0], _origin(file, comment, start, start + len(name[0]))


def _refused(name: str, origin: Origin) -> Diagnostic | None:
    """Why a code can't be waived, or None: only what check finds, and what stops no bundle, can."""
    code = codes.TABLE.get(name)
    if code is None:
        mend = "Correct it, or remove it; “akkoord rule” lists all codes."
        return codes.STALE_WAIVER.at(origin, problem=f"there is no code “{name}”", mend=mend)
    if code.severity is Severity.ERROR:
        mend = f"Errors are mended, not waived: mend what {name} tells, and remove it here."
        return codes.NOT_WAIVABLE.at(origin, code=name, problem="it is an error", mend=mend)
    if code in (codes.UNSHOWN_TEXT, codes.STALE_ACCEPTED_LOSS):
        mend = "Remove it here; what the finding says to do helps."
        problem = "it is found when documents and exports are made, not by check"
        return codes.NOT_WAIVABLE.at(origin, code=name, problem=problem, mend=mend)
    if code is codes.STALE_WAIVER:
        mend = "Remove it, and the waiver that it is about."
        return codes.NOT_WAIVABLE.at(origin, code=name, problem="it is about a waiver", mend=mend)
    return None


def _origin(file: str, comment: Comment, start: int, end: int) -> Origin:
    """A stretch of a comment, by its characters."""
    column = comment.column
    return Origin(file, comment.line, column + start, end_line=comment.line, end_column=column + end)
