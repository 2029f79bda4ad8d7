"""The commands about change: diff, impact, timeline."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compiler.cli.options import as_of_option, date_of, effort_options
from compiler.cli.shared import (
    FINDINGS,
    checked_workspace,
    fail,
    must_know,
    now,
    open_workspace,
    plain,
    print_text,
    workspace_folder,
)
from compiler.cli.writing import write_to_file

if TYPE_CHECKING:
    from compiler.pipeline import Checked

_output = click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write there instead.")
_exit_code = click.option("--exit-code", is_flag=True, help="Exit with 1 where something changes.")


@click.command()
@click.argument("client", required=False)
@click.option("--all", "everyone", is_flag=True, help="All clients.")
@click.option("--from", "since", metavar="WHAT", help="What it was: a date, a version of the SLA such as 2.4, or a git revision.")
@click.option("--to", "until", metavar="WHAT", help="What it becomes. [default: the files as they are, today]")
@as_of_option
@click.option(
    "--format", "form", type=click.Choice(("text", "markdown", "json", "html")), default="text", show_default=True
)  # fmt: skip
@click.option(
    "--document", type=click.Choice(("sla", "dap")), default="sla", show_default=True, help="With html: which document."
)
@_output
@_exit_code
@effort_options
@click.pass_context
def diff(
    context: click.Context,
    client: str | None,
    everyone: bool,
    since: str | None,
    until: str | None,
    as_of: dt.date | None,
    form: str,
    document: str,
    output: Path | None,
    exit_code: bool,
) -> None:
    """Tell what changes for a client, and whether it is better or worse.

    Each side is a date (the files as they are, as of then), a version of the SLA (the client's contract under it), or a git
    revision (read from git; no file is touched).
    """
    from compiler import comparison

    if (client is None) != everyone:
        raise click.UsageError("name a client, or --all")
    if since is None:
        raise click.UsageError("say what it was with --from: a date, a version of the SLA, or a git revision")
    if form == "html" and everyone:
        raise click.UsageError("a redline shows one document: name a client")
    root = workspace_folder(context.obj)
    before, after = (_side(context, root, one, as_of) for one in (since, until))
    known = list(dict.fromkeys([*before.clients, *after.clients]))
    if client is not None and client not in known:
        must_know(after, [client])
    try:
        found = comparison.changes(before, after, known if client is None else [client])
    except comparison.IncomparableError as error:
        fail(str(error))
    title = f"What changes from {_told(since, before)} to {_told(until, after)}"
    if form == "html":
        assert client is not None
        try:
            made = comparison.redline(before, after, client, document, title)
        except comparison.IncomparableError as error:
            fail(str(error))
        _tell(made, output)
    else:
        _tell(comparison.told_changes(found, title, form, click.style if output is None else plain), output)
    context.exit(FINDINGS if exit_code and any(found.values()) else 0)


@click.command()
@click.option(
    "--against", metavar="REVISION", default="HEAD", show_default=True, help="The git revision to compare the files with."
)
@as_of_option
@click.option("--format", "form", type=click.Choice(("text", "markdown", "json")), default="text", show_default=True)
@_output
@_exit_code
@effort_options
@click.pass_context
def impact(context: click.Context, against: str, as_of: dt.date | None, form: str, output: Path | None, exit_code: bool) -> None:
    """Tell which clients the changed files touch, and how, grouped by the change.

    A change to an SLA version that signed contracts use is told first, and makes the exit 1.
    """
    from compiler import comparison

    root = workspace_folder(context.obj)
    after = checked_workspace(context, as_of)
    before = _revision(root, against, after.as_of)
    try:
        found = comparison.changes(before, after, list(dict.fromkeys([*before.clients, *after.clients])))
    except comparison.IncomparableError as error:
        fail(str(error))
    touched = comparison.touched_standards(before, after)
    style = click.style if output is None else plain
    _tell(comparison.told_impact(found, touched, f"What the changes since {against} mean", form, style), output)
    context.exit(FINDINGS if touched or (exit_code and any(found.values())) else 0)


@click.command()
@click.argument("client", required=False)
@click.option("--all", "everyone", is_flag=True, help="All clients, by date.")
@click.option("--from", "since", type=date_of, metavar="DATE", help="The first date. [default: the first day, with --all today]")
@click.option("--to", "until", type=date_of, metavar="DATE", help="The last date. [default: the last day]")
@as_of_option
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@effort_options
@click.pass_context
def timeline(
    context: click.Context,
    client: str | None,
    everyone: bool,
    since: dt.date | None,
    until: dt.date | None,
    as_of: dt.date | None,
    form: str,
) -> None:
    """Tell what is in force from when, from the first day to the last."""
    from compiler import comparison

    if (client is None) != everyone:
        raise click.UsageError("name a client, or --all")
    if since is not None and until is not None and since > until:
        raise click.UsageError(f"{since} comes after {until}")
    checked = checked_workspace(context, as_of)
    wanted = list(checked.clients) if client is None else [client]
    must_know(checked, wanted)
    first = since or (checked.as_of if everyone else None)
    try:
        print_text(comparison.timeline(checked, wanted, first, until, form, click.style))
    except comparison.IncomparableError as error:
        fail(str(error))


def _side(context: click.Context, root: Path, given: str | None, as_of: dt.date | None) -> Checked:
    """A workspace as a date, a version of the SLA, or a revision has it."""
    from compiler import pipeline

    if given is None:
        return checked_workspace(context, as_of)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", given):
        return checked_workspace(context, date_of(given))
    loaded, findings = open_workspace(context)
    day = as_of or pipeline.today(loaded, now())
    if given in loaded.documents["sla"]:
        return pipeline.check(loaded, findings, day, given)
    return _revision(root, given, day)


def _revision(root: Path, name: str, day: dt.date) -> Checked:
    from compiler import pipeline
    from compiler.cli.revision import RevisionError, files_at

    try:
        files = files_at(root, name, pipeline.READ)
    except RevisionError as error:
        fail(str(error))
    if not files:
        fail(f"revision {name!r} has no workspace in {root}")
    return pipeline.check(*pipeline.load(files), day)


def _told(given: str | None, side: Checked) -> str:
    return given if given is not None else f"the files as of {side.as_of}"


def _tell(text: str, output: Path | None) -> None:
    if output is None or str(output) == "-":
        print_text(text)
    else:
        write_to_file(output, text.encode())
