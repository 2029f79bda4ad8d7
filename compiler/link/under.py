"""A contract under another version of the SLA than its own, to see what that would change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from compiler.source import Document


def under(contract: Document, version: str) -> Document:
    """The contract with a version of the SLA from its first day on, whatever version it and its amendments name."""
    return replace(contract, data=_under(contract.data, version))


def _under(data: Any, version: str) -> Any:
    if not isinstance(data, dict) or not isinstance(data.get("sla"), dict):
        return data
    written = data.get("amendments") or {}
    if not isinstance(written, dict):
        return data
    amendments = {
        date: {**one, "change": {key: value for key, value in one["change"].items() if key != "sla"}}
        if isinstance(one, dict) and isinstance(one.get("change"), dict)
        else one
        for date, one in written.items()
    }
    kept = {date: one for date, one in amendments.items() if not isinstance(one, dict) or one.get("change") != {}}
    rest = {key: value for key, value in data.items() if key != "amendments"}
    return {**rest, "sla": {**data["sla"], "version": version}, **({"amendments": kept} if kept else {})}
