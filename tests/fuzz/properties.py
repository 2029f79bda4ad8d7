"""What must hold, by name: of arbitrary workspaces, of rules, of papers that were tampered with, and of the commands."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dateutil.rrule import rrulestr
from hypothesis import event, given
from hypothesis import strategies as st

from compiler import pipeline, recurrence
from compiler.bundle import to_data
from compiler.render.pdf import ATTACHMENT
from tests.fuzz import documents, held, workspaces
from tests.fuzz.confinement import confined
from tests.fuzz.workspaces import Workspace
from tests.workspace import BASE, checked, files_of

_DAYS = st.sampled_from(["2026-03-01", "2026-06-15", "2025-01-01", "2028-12-31", "1900-01-01", "2199-12-31"]).map(held.on)
_REACH = 1500
"""Days in which rules are counted."""


def _holds(workspace: Workspace, as_of: dt.date) -> None:
    with confined():
        sound = held.everything(workspace, as_of)
    event("compiled" if sound else "no client without errors")


@given(workspaces.workspaces(share_of_bytes=0), _DAYS)
def values(workspace: Workspace, as_of: dt.date) -> None:
    _holds(workspace, as_of)


@given(workspaces.workspaces(share_of_bytes=80), _DAYS)
def in_bytes(workspace: Workspace, as_of: dt.date) -> None:
    _holds(workspace, as_of)


@given(workspaces.generated(), _DAYS)
def whole_documents(workspace: Workspace, as_of: dt.date) -> None:
    _holds(workspace, as_of)


@given(documents.rules(), st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 2 * _REACH))
def rules(rule: str, start: dt.date, later: int) -> None:
    """A rule that is taken falls on the dates that dateutil gives by itself, where it comes to an end."""
    with confined():
        if not recurrence.is_rule(rule):
            return
        after, before = start + dt.timedelta(days=later), start + dt.timedelta(days=later + _REACH)
        found = recurrence.dates(rule, start, after, before)
    if found:
        first, last = (dt.datetime.combine(day, dt.time()) for day in (after, before))
        known = rrulestr(rule, dtstart=dt.datetime.combine(start, dt.time())).between(first, last, inc=True)
        assert found == [one.date() for one in known]


@given(workspaces.workspaces(share_of_bytes=30), _DAYS)
def commands(workspace: Workspace, as_of: dt.date) -> None:
    with TemporaryDirectory() as folder, confined(Path(folder), programs=("git",)):
        held.by_command(workspace.files, Path(folder), as_of)


@cache
def _paper() -> tuple[pipeline.Checked, bytes, dict[str, Any]]:
    found = checked(files_of(BASE), "2026-03-01")
    bundle = pipeline.compile_client(found, "acme")
    made, wrong = pipeline.render(found.shared(), bundle, ("sla",), ("pdf",), "en")
    assert wrong == []
    return found, made["sla", "pdf"], to_data(bundle)


@given(st.data())
def papers(data: st.DataObject) -> None:
    """A paper of which bytes or values of the bundle inside were changed is told about, or refused."""
    import pypdf

    found, content, bundle = _paper()
    if data.draw(st.booleans()):
        at, until = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
        signs = st.sampled_from([b"", b"\x00", b"/Prev 0", b" 0 R", b"<<", b">>", b"stream\n", b"9" * 30])
        put = data.draw(signs | st.binary(max_size=9))
        changed = content[:at] + put + content[data.draw(st.sampled_from([at, at + len(put), until])) :]
    else:
        inside = json.loads(json.dumps(bundle))
        holder, key = data.draw(st.sampled_from(list(_inside(inside))))
        holder[key] = data.draw(
            st.none() | st.integers() | st.text() | st.sampled_from([[], {}, "2026-02-30", "P1Y", 1e300, bundle])
        )
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
        writer._root_object.pop("/Names", None)
        writer._root_object.pop("/AF", None)
        writer.add_attachment(ATTACHMENT, json.dumps(inside).encode("utf-8", "surrogatepass"))
        writer.write(made := io.BytesIO())
        changed = made.getvalue()
    with confined():
        try:
            told = pipeline.verify(found, changed)
        except ValueError:
            return
    assert told.told


def _inside(data: Any) -> list[tuple[Any, Any]]:
    """Every place of JSON data, as what holds it and the key there."""
    keys = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    return [place for key in keys for place in [(data, key), *_inside(data[key])]]


PROPERTIES: dict[str, Callable[[], None]] = {
    "rules": rules,
    "values": values,
    "bytes": in_bytes,
    "documents": whole_documents,
    "papers": papers,
    "commands": commands,
}
