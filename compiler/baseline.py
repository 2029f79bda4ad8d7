"""A baseline: the findings that a repository had when it began to be checked, so that only new ones count.

A finding is known by its file, its code and a fingerprint of its message, and by how often it occurs; never by its line.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal, NamedTuple

import msgspec

from compiler.diagnostic import Diagnostic

FORMAT = "akkoord-baseline/1"


class Known(NamedTuple):
    """What findings have in common that count as the same."""

    file: str
    code: str
    fingerprint: str


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    file: str
    code: str
    fingerprint: str
    count: Annotated[int, msgspec.Meta(ge=1)]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: Literal["akkoord-baseline/1"]
    findings: list[_Entry]


def as_json(findings: Iterable[Diagnostic]) -> bytes:
    """The baseline that accepts these findings: the same bytes as long as only lines have moved."""
    counted = sorted(Counter(map(_known, findings)).items())
    data = {"format": FORMAT, "findings": [{**known._asdict(), "count": count} for known, count in counted]}
    return (json.dumps(data, indent=2) + "\n").encode()


def from_json(content: bytes) -> Counter[Known]:
    """How often each finding is accepted. Raises ``ValueError`` where the content is no baseline."""
    try:
        entries = msgspec.json.decode(content, type=_File).findings
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error
    accepted: Counter[Known] = Counter()
    for entry in entries:
        accepted[Known(entry.file, entry.code, entry.fingerprint)] += entry.count
    return accepted


def accept(findings: Iterable[Diagnostic], baseline: Counter[Known]) -> tuple[list[Diagnostic], list[Diagnostic], int]:
    """The findings that are left, those that are accepted, and how many that the baseline accepts no longer occur.

    Of more findings than are accepted, the first ones are.
    """
    remaining = baseline.copy()
    left: list[Diagnostic] = []
    accepted: list[Diagnostic] = []
    for found in findings:
        known = _known(found)
        if remaining[known] > 0:
            remaining[known] -= 1
            accepted.append(found)
        else:
            left.append(found)
    return left, accepted, remaining.total()


def _known(found: Diagnostic) -> Known:
    return Known(found.origin.file, found.code, hashlib.sha256(found.message.encode("utf-8", "replace")).hexdigest()[:16])
