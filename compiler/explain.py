"""Where a compiled value comes from: its rule, clause, file and line, and the amendment that set it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from compiler.bundle import Bundle, to_data


class NoSuchValueError(Exception):
    """A pointer that leads to nothing, with what there is instead."""


def explain(bundle: Bundle, pointer: str, files: Mapping[str, bytes], style: Callable[..., str]) -> str:
    """The value at a JSON Pointer (RFC 6901) into a bundle, and where it was written, as text for people.

    Raises ``NoSuchValueError`` where the pointer leads to nothing.
    """
    value: Any = to_data(bundle)
    origin, clause, amendment_at = None, None, ""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.strip("/").split("/")] if pointer.strip("/") else []
    way = ""
    for step in steps:
        origin, clause, amendment_at = _rule(value, way, (origin, clause, amendment_at))
        value = _below(value, step, way)
        way += f"/{step}"
    origin, clause, amendment_at = _rule(value, way, (origin, clause, amendment_at))
    lines = [style(pointer, bold=True), "", json.dumps(value, ensure_ascii=False, indent=2), ""]
    if origin is None:
        lines.append("This value is put together from several places; point at one of its parts.")
        return "\n".join(lines) + "\n"
    lines.append(f"from    {origin['file']}:{origin['line']}:{origin['column']}  {origin['pointer']}")
    if amendment_at != way:
        lines[-1] += f"  (the rule {amendment_at})"
    text = files.get(origin["file"], b"").decode("utf-8", "replace").split("\n")
    if origin["line"] <= len(text):
        lines.append(f"line    {text[origin['line'] - 1].strip()}")
    if origin.get("amendment"):
        lines.append(f"set by  the amendment of {origin['amendment']}")
    if clause:
        lines.append(f"clause  {clause}{_title(bundle, clause)}")
    return "\n".join(lines) + "\n"


def _rule(value: Any, way: str, before: tuple[Any, Any, str]) -> tuple[Any, Any, str]:
    """The origin and clause of a rule, or those of the rule around it."""
    if isinstance(value, dict) and "origin" in value and value["origin"] is not None:
        return value["origin"], value.get("clause"), way
    return before


def _below(value: Any, step: str, way: str) -> Any:
    if isinstance(value, dict):
        if step in value:
            return value[step]
        keys = list(value)
        near = get_close_matches(step, keys, 1, 0.5)
        raise NoSuchValueError(
            f"{way or '/'} has no {step!r}; "
            + (f"did you mean {near[0]!r}?" if near else f"it has: {', '.join(keys) or 'nothing'}")
        )
    if isinstance(value, list):
        if step.isascii() and step.isdigit() and int(step) < len(value):
            return value[int(step)]
        named = next(
            (item for item in value if isinstance(item, dict) and step in (item.get("id"), item.get("system"), item.get("form"))),
            None,
        )
        if named is not None:
            return named
        raise NoSuchValueError(f"{way} has {len(value)} items, counted from 0; {step!r} isn't one of them")
    raise NoSuchValueError(f"{way} is a single value; nothing lies below it")


def _title(bundle: Bundle, clause: str) -> str:
    for chapter in bundle.sla.chapters:
        for one in (chapter, *chapter.clauses):
            if one.number == clause and bundle.sla.language in one.title:
                return f" {one.title[bundle.sla.language]}"
    return ""
