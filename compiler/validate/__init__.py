"""The form of each document: a document against the JSON Schema of its kind, findings in plain words."""

from __future__ import annotations

from compiler import codes
from compiler.diagnostic import Diagnostic
from compiler.source import Document
from compiler.validate.quick import surely_valid
from compiler.validate.schemas import KINDS as KINDS


def validate(document: Document) -> list[Diagnostic]:
    """What is wrong with the form of a document."""
    found = [] if surely_valid(document) else _findings(document)
    if document.kind == "sla" and not found and document.data["version"] != document.name:
        origin = document.values[("version",)]
        found.append(codes.WRONG_FOLDER_VERSION.at(origin, version=document.data["version"], folder=document.name))
    return found


def _findings(document: Document) -> list[Diagnostic]:
    # Read only where something is wrong: most runs never need them.
    from compiler.validate.exact import faults
    from compiler.validate.words import findings

    return [finding for fault in faults(document) for finding in findings(fault, document)]
