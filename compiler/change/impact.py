"""Which of all clients a change touches, grouped by the change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from compiler.change.changes import Change
from compiler.change.written import data, escaped, line, mark, one_line
from compiler.diagnostic import Diagnostic
from compiler.visible import Style, visible

_SHOWN = 8
Groups = Sequence[tuple[Change, Sequence[str]]]


def impact(found: Mapping[str, Sequence[Change]], wrong: Sequence[Diagnostic], title: str, form: str, style: Style) -> str:
    """The changes with the clients of each, the most widespread first, as ``text``, ``markdown`` or ``json``.

    ``wrong`` is told before them.
    """
    groups: dict[tuple[str, str | None], tuple[Change, list[str]]] = {}
    for client, changes in found.items():
        for one in changes:
            clients = groups.setdefault((one.sentence, one.clause), (one, []))[1]
            if client not in clients:
                clients.append(client)
    ordered = sorted(groups.values(), key=lambda group: -len(group[1]))
    return _FORMATS[form](ordered, wrong, title, style)


def _text(groups: Groups, wrong: Sequence[Diagnostic], title: str, style: Style) -> str:
    lines = [style(title, bold=True)]
    for found in wrong:
        lines += ["", style(f"{found.code} {one_line(found.message)}", fg="red"), f"  {found.origin.file}", f"  {found.fix}"]
    for one, clients in groups:
        lines += ["", style(f"{_count(clients)}: {_some(clients)}", bold=True), line(one, style)]
    return "\n".join(lines if groups or wrong else [*lines, "", "nothing changes for any client"]) + "\n"


def _markdown(groups: Groups, wrong: Sequence[Diagnostic], title: str, _style: Style) -> str:
    lines = [f"## {escaped(title)}", ""]
    lines += [f"> **{found.code}** {escaped(found.message)} {escaped(found.fix or '')}\n" for found in wrong]
    if groups:
        lines += ["| Clients | Clause | What changes | For the client |", "|---|---|---|---|"]
        lines += [
            f"| {_count(clients)}: {escaped(_some(clients))} | {one.clause or '–'} | {escaped(one.sentence)} | {mark(one)} |"
            for one, clients in groups
        ]
    elif not wrong:
        lines.append("Nothing changes for any client.")
    return "\n".join(lines) + "\n"


def _json(groups: Groups, wrong: Sequence[Diagnostic], title: str, _style: Style) -> str:
    findings = [{"code": one.code, "message": one.message, "file": one.origin.file} for one in wrong]
    changes = [{"clients": list(clients), **data(one)} for one, clients in groups]
    return json.dumps({"title": title, "findings": findings, "changes": changes}, ensure_ascii=False, indent=2) + "\n"


def _count(clients: Sequence[str]) -> str:
    return "1 client" if len(clients) == 1 else f"{len(clients)} clients"


def _some(clients: Sequence[str]) -> str:
    more = f" and {len(clients) - _SHOWN} more" if len(clients) > _SHOWN else ""
    return visible(", ".join(clients[:_SHOWN])) + more


_FORMATS = {"text": _text, "markdown": _markdown, "json": _json}
