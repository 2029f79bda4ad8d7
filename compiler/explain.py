"""Where a compiled value comes from: its rule, clause, file and line, and the amendment that set it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from compiler.bundle import Bundle, to_data
from compiler.visible import Style, visible


class NoSuchValueError(Exception):
    """A pointer that leads to nothing, with what there is instead."""


def explain(bundle: Bundle, pointer: str, files: Mapping[str, bytes], style: Style) -> str:
    """The value at a JSON Pointer (RFC 6901) into a bundle, and where it was written, as text for people.

    Raises ``NoSuchValueError`` where the pointer leads to nothing.
    """
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.strip("/").split("/") if pointer.strip("/")]
    value: Any = to_data(bundle)
    rule, below = _is_rule(value), steps
    for index, step in enumerate(steps):
        value = _below(value, step, "/" + "/".join(steps[:index]))
        if found := _is_rule(value):
            rule, below = found, steps[index + 1 :]
    lines = [style(pointer, bold=True), "", visible(json.dumps(value, ensure_ascii=False, indent=2)), ""]
    if steps == ["billing", "monthly_total"] and value is not None:
        sold = [*bundle.form.bought, *bundle.form.options, bundle.form.emergency_service]
        lines.append("The sum of the monthly fees:")
        for one in sold:
            if one is not None and one.monthly_fee is not None:
                lines.append(f"{one.monthly_fee.amount:>10}  {one.origin.file}:{one.origin.line}:{one.origin.column}")
        return "\n".join(lines) + "\n"
    if rule is None:
        lines.append("This value is put together from several places; point at one of its parts.")
        return "\n".join(lines) + "\n"
    amended = rule["origin"].get("amended", {})
    part = next((at for length in range(len(below), 0, -1) if (at := "/".join(below[:length])) in amended), None)
    lines += _place(amended[part] if part is not None else rule["origin"], files)
    if not below:
        for name, origin in amended.items():
            lines += ["", f"its {name}:", *_place(origin, files)]
    if rule.get("clause"):
        lines.append(f"clause  {rule['clause']}{_title(bundle, rule['clause'])}")
    return "\n".join(lines) + "\n"


def _is_rule(value: Any) -> dict[str, Any] | None:
    """A value that was written somewhere, or None where it has no place of its own."""
    return value if isinstance(value, dict) and value.get("origin") else None


def _place(origin: dict[str, Any], files: Mapping[str, bytes]) -> list[str]:
    lines = [f"from    {origin['file']}:{origin['line']}:{origin['column']}  {origin['pointer']}"]
    text = files.get(origin["file"], b"").decode("utf-8", "replace").split("\n")
    if origin["line"] <= len(text):
        lines.append(f"line    {visible(text[origin['line'] - 1].strip())}")
    if origin.get("amendment"):
        lines.append(f"set by  the amendment of {origin['amendment']}")
    return lines


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
