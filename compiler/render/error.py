"""What stops a document from being made."""

from __future__ import annotations


class RenderError(Exception):
    """A document can't be made.

    ``template`` is the template at fault by its path below ``templates`` (``nl/sla/coverage.md``), or the SLA's own file
    where its texts lack a language; empty where no file is at fault. ``line`` counts from 1, None for the whole file.
    """

    def __init__(self, message: str, template: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.template = template
        self.line = line

    def __str__(self) -> str:
        place = f"{self.template}:{self.line}" if self.line is not None else self.template
        return f"{place}: {self.message}" if place else self.message
