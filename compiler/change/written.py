"""What changes, as text for people, Markdown for a merge request, and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from compiler.bundle import Origin, plain_json
from compiler.change.changes import Change
from compiler.change.direction import Direction
from compiler.visible import Style, visible

_COLOURS: Mapping[Direction, str] = {"better": "green", "worse": "red", "neutral": "bright_black", "unclear": "yellow"}
_MARKS: Mapping[Direction, str] = {"better": "▲", "worse": "▼", "neutral": "=", "unclear": "?"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$])")


def written(found: Mapping[str, Sequence[Change]], title: str, form: str, style: Style) -> str:
    """The changes by client in a format (``text``, ``markdown``, ``json``), ending in a line end."""
    return FORMATS[form](found, title, style)


def _text(found: Mapping[str, Sequence[Change]], title: str, style: Style) -> str:
    lines = [style(title, bold=True)]
    for client, changes in found.items():
        lines += ["", style(visible(client), bold=True)]
        for one in changes:
            lines += [f"  {line(one, style)}", f"      {style(visible(_places(one)), fg='bright_black')}"]
        lines += [] if changes else ["  nothing changes"]
        lines += [f"  {_counted(changes)}"] if changes else []
    return "\n".join(lines) + "\n"


def line(one: Change, style: Style) -> str:
    """A change on one line: its sentence, its direction, its clause."""
    clause = f" · {one.clause}" if one.clause else ""
    return style(f"{_MARKS[one.direction]} {one_line(one.sentence)} ({one.direction}){clause}", fg=_COLOURS[one.direction])


def one_line(text: str) -> str:
    """Text that can't be taken for another line than its own."""
    return visible(text).replace("\n", "\\n")


def mark(one: Change) -> str:
    """The direction of a change with its mark."""
    return f"{_MARKS[one.direction]} {one.direction}"


def _places(one: Change) -> str:
    before, after = (place(origin) for origin in one.origins)
    return after if before in (after, "") else f"{before} → {after}" if after else f"{before} → gone"


def place(origin: Origin | None) -> str:
    """File and line, and the amendment that wrote it."""
    if origin is None:
        return ""
    amended = f", amended {origin.amendment}" if origin.amendment else ""
    return f"{origin.file}:{origin.line}{amended}"


def _counted(changes: Iterable[Change]) -> str:
    directions = [one.direction for one in changes]
    return ", ".join(f"{directions.count(name)} {name}" for name in _MARKS if name in directions)


def _markdown(found: Mapping[str, Sequence[Change]], title: str, _style: Style) -> str:
    lines = [f"## {escaped(title)}"]
    for client, changes in found.items():
        lines += ["", f"### {escaped(client)}", ""]
        if not changes:
            lines.append("Nothing changes.")
            continue
        lines += [f"{_counted(changes)}", "", "| Clause | What | Before | After | For the client |", "|---|---|---|---|---|"]
        for one in changes:
            before, after = ("–" if text is None else escaped(text) or "yes" for text in (one.before, one.after))
            cells = (one.clause or "–", escaped(one.subject), before, after, mark(one))
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Text for a cell of a Markdown table."""
    # A word joiner keeps names from being mentioned and addresses from becoming links.
    plain = re.sub(r"@|://", lambda found: f"{found[0][0]}\u2060{found[0][1:]}", visible(text).replace("\n", " "))
    return _SPECIAL.sub(r"\\\1", plain)


def _json(found: Mapping[str, Sequence[Change]], title: str, _style: Style) -> str:
    whole = {
        "title": title,
        "clients": [{"client": client, "changes": [data(one) for one in changes]} for client, changes in found.items()],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def data(one: Change) -> dict[str, Any]:
    """A change as JSON data."""
    before, after = (None if value is None else json.loads(plain_json(value)) for value in one.values)
    return {
        "clause": one.clause,
        "sentence": one.sentence,
        "direction": one.direction,
        "field": one.field,
        "pointer": one.pointer,
        "before": before,
        "after": after,
        "origins": {name: origin_data(origin) for name, origin in zip(("before", "after"), one.origins, strict=True)},
    }


def origin_data(origin: Origin | None) -> dict[str, Any] | None:
    """An origin as JSON data."""
    if origin is None:
        return None
    where = {"file": origin.file, "line": origin.line, "column": origin.column}
    return {**where, "amendment": origin.amendment} if origin.amendment else where


FORMATS: Mapping[str, Callable[[Mapping[str, Sequence[Change]], str, Style], str]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}
