"""All that can be done with a workspace, and what must hold of it, whatever the workspace holds."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from click.testing import CliRunner

from compiler import codes, comparison, pipeline
from compiler.bundle import Bundle, from_data, to_data, to_json
from compiler.cli import cli
from compiler.decide import BeyondBundleError, Decider, Question, QuestionError
from compiler.draft import Answers
from compiler.explain import explain
from compiler.load import load
from compiler.pipeline import Checked
from compiler.report import report, summary
from tests.fuzz import workspaces
from tests.fuzz.workspaces import Workspace
from tests.workspace import ROOT, USUAL_DATE

REPORTS = ("full", "concise", "json", "github", "gitlab", "junit", "sarif")
WHEN = (
    "2026-03-29T02:30", "2026-10-25T02:30:00+02:00", "2026-12-24T15:50", "2026-12-31T23:59:59", "2028-02-29", "0001-01-01T00:00",
    "1900-01-01T00:00", "2199-12-31T23:59:59+14:00", "9999-12-31T23:59:59-12:00", "2026-06-01T10:00:00Z", "x", "",
    "2026-W01-1T10",
)  # fmt: skip
NEVER_FOUND = {codes.TEMPLATE_FAULT.code}
"""What no workspace without templates of its own can bring about."""


def plain(text: str, **_look: Any) -> str:
    return text


@cache
def _good(name: str, as_of: dt.date) -> Checked:
    return pipeline.check(*load(workspaces.base(name)), as_of)


@cache
def _schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((ROOT / "schemas" / "bundle.schema.json").read_text()))


def everything(workspace: Workspace, as_of: dt.date) -> int:
    """Does with a workspace in memory all that the program can do, and returns how many clients had no error."""
    checked = pipeline.check(*load(workspace.files), as_of)
    findings_are_told(checked)
    if any(found.edit is not None for found in checked.findings):
        pipeline.mend(checked, [])
    pipeline.today(checked.loaded, dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    sound = sorted(checked.sound)
    for client in sound:
        of_client(checked, client)
    compared(_good(workspace.base, as_of), checked)
    drafted(checked)
    return len(sound)


def findings_are_told(checked: Checked) -> None:
    """Each finding says what, where and what to do; its place is there, and every report of it can be written."""
    for found in checked.findings:
        assert found.code in codes.TABLE
        assert found.message
        assert found.fix
        for origin in (found.origin, *(related.origin for related in found.related)):
            lines = checked.loaded.files.get(origin.file, b"").decode("utf-8-sig", "replace").split("\n")
            assert 1 <= origin.line <= len(lines), found
            assert 1 <= origin.column <= len(lines[origin.line - 1]) + 1, found
    for form in REPORTS:
        report(checked.findings, form, checked.loaded.files, plain)
    summary(checked.findings)


def of_client(checked: Checked, client: str) -> None:
    """What is made of a client that has no error, at its date and at those at which something changes."""
    assert checked.workspace is not None
    bundle = pipeline.compile_client(checked, client)
    data = json.loads(to_json(bundle))
    assert to_data(from_data(data)) == data
    assert next(_schema().iter_errors(data), None) is None
    for stretch in checked.workspace.clients[client].stretches:
        for day in (stretch.valid_from, stretch.valid_until):
            if day is not None and day != checked.as_of:
                pipeline.compile_client(checked, client, day)
    for language in bundle.sla.languages:
        documents = pipeline.documents_of(bundle)
        made, wrong = pipeline.render(checked.shared(), bundle, documents, ("md", "html"), language)
        if not checked.loaded.templates:
            assert not [one for one in wrong if one.code in NEVER_FOUND], wrong
            assert set(made) == {(document, form) for document in documents for form in ("md", "html")}
    pipeline.export("rt", [bundle])
    pipeline.export("ics", [bundle])
    pipeline.hours(bundle, bundle.as_of, min(bundle.as_of + dt.timedelta(days=40), dt.date(2199, 12, 31)), plain)
    answered(bundle)
    explain(bundle, "/coverage", checked.loaded.files, plain)
    comparison.timeline(checked, [client], None, None, "text", plain)


def answered(bundle: Bundle) -> None:
    """Questions about a bundle are answered or refused: at odd moments, and about all that it names."""
    decider, tickets = Decider(bundle), bundle.tickets
    questions = [Question(at=at) for at in WHEN]
    at = f"{bundle.as_of}T10:00"
    kinds = [one.id for one in tickets.types] or [None]
    pairs = [(impact.id, urgency.id) for impact in tickets.impacts for urgency in tickets.urgencies][:6] or [(None, None)]
    cases = [(one.id, other.id) for one in bundle.coverage.components for other in bundle.coverage.services][:12] or [
        (None, None)
    ]
    for index in range(max(len(kinds), len(pairs), len(cases))):
        kind, (impact, urgency) = kinds[index % len(kinds)], pairs[index % len(pairs)]
        component, service = cases[index % len(cases)]
        questions.append(
            Question(at=at, type=kind, impact=impact, urgency=urgency, component=component, service=service, labour_hours=2.5)
        )
    questions += [Question(at=at, reporter=one.id) for one in bundle.contacts.people[:3]]
    questions += [Question(at=at, channel="\ud800x"), Question(at=at, labour_hours=float("nan")), Question(at=at, work=("x",))]
    for question in questions:
        with suppress(QuestionError, BeyondBundleError):
            decider.decide(question)


def compared(before: Checked, after: Checked) -> None:
    """What changed between two workspaces is told in every form, or that it can't be."""
    for one, other in ((before, after), (after, before)):
        for client in dict.fromkeys([*one.clients, *other.clients]):
            try:
                found = comparison.changes(one, other, [client])
            except comparison.IncomparableError:
                continue
            for form in ("text", "markdown", "json"):
                comparison.told_changes(found, "x", form, plain)
                comparison.told_impact(found, comparison.touched_standards(one, other), "x", form, plain)
            if any(found.values()) and one is before:
                with suppress(comparison.IncomparableError):
                    comparison.redline(one, other, client, "sla", "x")


def drafted(checked: Checked) -> None:
    """Questions about a new client can be put of any workspace that has a sound SLA, and what comes of the answers passes."""
    if checked.workspace is None or not checked.workspace.standards:
        return
    questions, answer, answers = pipeline.questions(checked), None, None
    while answers is None:
        try:
            question = questions.send(answer)
        except StopIteration as done:
            answers = done.value
            break
        try:
            answer = question.read(question.default if question.default is not None else "x")
        except ValueError:
            return
    assert isinstance(answers, Answers)
    if "new-one" in checked.clients:
        return
    _, then = pipeline.draft(checked, "new-one", answers)
    findings_are_told(then)


COMMANDS = (
    *(("check", "--output-format", form) for form in REPORTS),
    ("build", "--format", "md", "--format", "html", "--out", "{out}/build"),
    ("export", "rt", "--out", "{out}/rt"),
    ("export", "ics", "--out", "{out}/ics"),
    ("bundle", "{client}"),
    ("render", "{client}", "--document", "sla", "--format", "html", "-o", "{out}/x.html"),
    ("render", "{client}", "--document", "emergency-card", "--format", "md", "-o", "-"),
    ("decide", "{client}", "--at", "2026-12-24T15:50", "--output-format", "json"),
    ("decide", "--batch", "-"),
    ("explain", "{client}", "/form"),
    ("hours", "{client}"),
    ("diff", "{client}", "--from", "2026-01-01", "--to", "2028-01-01", "--format", "html"),
    ("diff", "--all", "--from", "1.0", "--format", "json"),
    ("timeline", "--all"),
    ("impact",),
    ("new", "new-one", "--no-form", "--end", "3 years", "--name", "x"),
    ("check", "--fix", "--diff"),
    ("check", "--fix"),
    ("check", "--baseline", "{out}/baseline.json", "--write-baseline"),
    ("verify", "{workspace}/provider/provider.yaml"),
)  # fmt: skip


def by_command(files: Mapping[str, bytes], folder: Path, as_of: dt.date) -> None:
    """Every command ends with an exit code of its own, in words, and never with a fault of the program."""
    workspace, out = folder / "workspace", folder / "out"
    out.mkdir()
    for file, content in files.items():
        path = workspace / file
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except (OSError, UnicodeError):  # a name that this file system doesn't take
            continue
    client = next((file.split("/")[1] for file in sorted(files) if file.startswith("clients/")), "none")
    batch = f'{{"client": {json.dumps(client)}, "at": "2026-06-01T10:00"}}\n{{"at": 1}}\nx\n\xff\n'.encode("latin-1", "replace")
    for command in COMMANDS:
        filled = [part.format(out=out, client=client, workspace=workspace) for part in command]
        dated = [] if command[0] == "verify" else ["--as-of", str(as_of)]
        # Without what is remembered, in which only digests and findings are kept, and outside the output.
        runner = CliRunner(env={"AKKOORD_NO_CACHE": "1"})
        done = runner.invoke(cli, ["-w", str(workspace), filled[0], *dated, *filled[1:]], input=io.BytesIO(batch))
        told = f"{' '.join(filled)}: {done.exit_code} {done.output[-2000:]!r}"
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise AssertionError(told) from done.exception
        assert done.exit_code in (0, 1, 2), told
        assert done.exit_code == 0 or done.output, told


def on(as_of: str = USUAL_DATE) -> dt.date:
    return dt.date.fromisoformat(as_of)
