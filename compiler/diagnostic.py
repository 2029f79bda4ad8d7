"""What is found wrong: one finding, with its place, its mend and its clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from compiler.source import Origin


class Severity(StrEnum):
    """How much a finding weighs. Errors stop what follows; warnings and information don't."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding is about, with what it has to do with it."""

    origin: Origin
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What mends a finding: ``new`` in place of ``old``, which stands at the finding's origin, between quotes or not."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    ``message`` says what is wrong, ``fix`` what to do about it, both in plain words. ``clause`` is the number of the SLA
    clause that the finding rests on. ``edit`` mends it, where that is safe without asking.
    """

    code: str
    name: str
    severity: Severity
    message: str
    origin: Origin
    fix: str | None = None
    clause: str | None = None
    related: tuple[Related, ...] = ()
    edit: Edit | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The key by which findings are sorted: file, line, column, code, message."""
        return (self.origin.file, self.origin.line, self.origin.column, self.code, self.message)


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings by file, line, column and code, each once."""
    return sorted(dict.fromkeys(diagnostics), key=lambda found: found.order)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of the findings is an error."""
    return any(found.severity is Severity.ERROR for found in diagnostics)
