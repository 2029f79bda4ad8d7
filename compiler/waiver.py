"""Waivers: comments in a file by which its writer accepts a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compiler.diagnostic import Diagnostic
from compiler.source import Origin


@dataclass(frozen=True, slots=True)
class Waiver:
    """One code that a comment accepts. ``line`` is the line that it is about; ``origin`` is where the code stands."""

    code: str
    line: int
    origin: Origin


def waive(findings: Iterable[Diagnostic], waivers: Sequence[Waiver]) -> tuple[list[Diagnostic], list[Diagnostic], list[Waiver]]:
    """The findings that are left, those that are accepted, and the waivers for which nothing was found."""
    accepting = {(one.origin.file, one.line, one.code) for one in waivers}
    left: list[Diagnostic] = []
    accepted: list[Diagnostic] = []
    for found in findings:
        (accepted if _what(found) in accepting else left).append(found)
    used = {_what(found) for found in accepted}
    return left, accepted, [one for one in waivers if (one.origin.file, one.line, one.code) not in used]


def _what(found: Diagnostic) -> tuple[str, int, str]:
    return found.origin.file, found.origin.line, found.code
