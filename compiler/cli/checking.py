"""The commands that tell whether something is right: check, rule, verify."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from compiler.baseline import Known
    from compiler.diagnostic import Diagnostic
    from compiler.pipeline import Checked
    from compiler.shard import Shard

from compiler.cli.options import as_of_option, effort_options, shard_option
from compiler.cli.shared import (
    FINDINGS,
    checked_workspace,
    clients_in,
    clients_named,
    counted,
    fail,
    from_repository,
    must_know,
    plain,
    print_text,
    unknown,
    workspace_folder,
)
from compiler.cli.writing import append_to_file, need_formats, write_to_file


@click.command()
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@as_of_option
@click.option(
    "--output-format",
    type=click.Choice(("full", "concise", "json", "github", "gitlab", "junit", "sarif")),
    envvar="AKKOORD_OUTPUT_FORMAT",
    help="How findings are written. [default: full; github under GitHub Actions]",
)
@click.option("--output-file", type=click.Path(path_type=Path), metavar="F", help="Write findings there instead.")
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "never")),
    default="error",
    show_default=True,
    help="From which severity on the exit is 1.",
)
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Accept the findings that FILE holds.")
@click.option("--write-baseline", is_flag=True, help="Write today's findings to that file, instead of telling them.")
@click.option("--fix", is_flag=True, help="Mend what is safe first: quotes, misspelled keys, dates written otherwise.")
@click.option("--diff", is_flag=True, help="With --fix: show what would be mended, and write nothing.")
@shard_option
@effort_options
@click.pass_context
def check(
    context: click.Context,
    clients: tuple[str, ...],
    as_of: dt.date | None,
    output_format: str | None,
    output_file: Path | None,
    fail_on: str,
    baseline: Path | None,
    write_baseline: bool,
    fix: bool,
    diff: bool,
    part: Shard | None,
) -> None:
    """Tell everything that is wrong; write nothing, unless it is asked to --fix.

    CLIENT is a name, or the path of a contract.yaml or dap.yaml.
    """
    from compiler.diagnostic import Severity
    from compiler.report import report, step_summary, summary

    if write_baseline and (baseline is None or clients or output_file is not None):
        raise click.UsageError("--write-baseline goes with --baseline FILE, for all clients, and without --output-file")
    root = workspace_folder(context.obj)
    clients = clients_named(root, clients)
    if part is not None and (clients or write_baseline or baseline is not None or fix):
        raise click.UsageError("--shard goes without clients, --baseline and --fix")
    checked = checked_workspace(context, as_of, clients_in(context, (), part))
    must_know(checked, clients)
    if diff and not fix:
        raise click.UsageError("--diff goes with --fix")
    if write_baseline and fix:
        raise click.UsageError("--write-baseline doesn't go with --fix: mend first")
    if write_baseline and baseline is not None:
        _write_baseline(checked, baseline)
        return
    if diff and (output_file is not None or baseline is not None):
        raise click.UsageError("--diff shows what would be mended, and no findings: it goes without options for those")
    if diff:
        mended = _shown(checked, clients)
        context.exit(FINDINGS if mended or any(one.severity is Severity.ERROR for one in checked.concerning(clients)) else 0)
    if fix and _fixed(context, checked, clients):
        checked = checked_workspace(context, as_of)
    concerns = checked.concerns(clients)
    findings = checked.concerning(clients)
    waived = [found for found in checked.waived if concerns(found.origin.file)]
    findings, accepted = _without_baseline(findings, baseline, concerns)
    form = output_format or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full")
    style = click.style if output_file is None else plain
    folder = from_repository(root)
    written = report(findings, form, checked.loaded.files, style, folder)
    if output_file is not None:
        write_to_file(output_file, written.encode("utf-8", "replace"))
    else:
        print_text(written)
    count = len(clients or checked.clients)
    checks = f"{counted(count, 'client')} checked as of {checked.as_of}"
    beside = f", {len(waived)} waived" if waived else ""
    beside += f", {len(accepted)} accepted by the baseline" if accepted else ""
    click.echo(f"{summary(findings)}{beside}: {checks}", err=True)
    if form == "github" and (file := os.environ.get("GITHUB_STEP_SUMMARY")):
        append_to_file(Path(file), step_summary(findings, f"{checks}{beside}", folder))
    failing = {"error": {Severity.ERROR}, "warning": {Severity.ERROR, Severity.WARNING}, "never": set[Severity]()}[fail_on]
    context.exit(FINDINGS if any(found.severity in failing for found in findings) else 0)


def _write_baseline(checked: Checked, file: Path) -> None:
    from compiler.baseline import as_json
    from compiler.diagnostic import Severity

    if file.is_file():
        _read_baseline(file)  # anything else isn't written over
    write_to_file(file, as_json(checked.findings))
    errors = sum(found.severity is Severity.ERROR for found in checked.findings)
    among = f", {counted(errors, 'error')} among them; build still stops on errors" if errors else ""
    click.echo(f"{counted(len(checked.findings), 'finding')} written to {file}{among}", err=True)


def _read_baseline(file: Path) -> Counter[Known]:
    from compiler.baseline import from_json

    try:
        return from_json(file.read_bytes())
    except OSError as error:
        fail(f"the baseline {file} can't be read: {error.strerror or error}; --write-baseline makes one")
    except ValueError as error:
        fail(f"{file} is no baseline: {error}; name the file that --write-baseline wrote, or a new one")


def _without_baseline(
    findings: Sequence[Diagnostic], file: Path | None, concerns: Callable[[str], bool]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The findings that a baseline doesn't accept, and those that it does; tells what it accepts in vain."""
    from compiler.baseline import accept

    if file is None:
        return list(findings), []
    baseline = Counter({known: count for known, count in _read_baseline(file).items() if concerns(known.file)})
    left, accepted, gone = accept(findings, baseline)
    if gone:
        occur = "finding of the baseline no longer occurs" if gone == 1 else "findings of the baseline no longer occur"
        click.echo(f"{gone} {occur}; write it anew: akkoord check --baseline {file} --write-baseline", err=True)
    return left, accepted


def _fixed(context: click.Context, checked: Checked, clients: tuple[str, ...]) -> bool:
    """Mends the files, and tells how much in which; whether anything was."""
    from compiler import pipeline
    from compiler.visible import visible

    mended = pipeline.mend(checked, clients)
    root = workspace_folder(context.obj)
    for file, content in mended.files.items():
        try:
            changed = (root / file).read_bytes() != checked.loaded.files[file]
        except OSError:
            changed = True
        if changed:
            fail(f"{file} was changed meanwhile; run it again")
        write_to_file(root / file, content)
        click.echo(visible(f"mended: {counted(mended.counts[file], 'place')} in {file}"), err=True)
    if not mended.files:
        click.echo("nothing could be mended", err=True)
    return bool(mended.files)


def _shown(checked: Checked, clients: tuple[str, ...]) -> bool:
    """Shows what would be mended; whether anything would be."""
    from compiler import pipeline
    from compiler.mend import difference
    from compiler.visible import visible

    mended = pipeline.mend(checked, clients)
    for file, content in mended.files.items():
        print_text(visible(difference(file, checked.loaded.files[file], content)))
    files = f" in {counted(len(mended.files), 'file')}" if mended.files else ""
    click.echo(f"{counted(sum(mended.counts.values()), 'place')}{files} would be mended; nothing was written", err=True)
    return bool(mended.files)


@click.command()
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """Tell what a diagnostic means; without a code, list all."""
    from compiler.codes import TABLE

    if code is None:
        for one in TABLE.values():
            click.echo(f"{one.code}  {one.severity:<7}  {one.name}")
        return
    found = TABLE.get(code.upper()) or next((one for one in TABLE.values() if one.name == code.lower()), None)
    if found is None:
        unknown("code", code, [*TABLE, *(one.name for one in TABLE.values())])
    click.echo(f"{click.style(f'{found.code} {found.name}', bold=True)} ({found.severity})\n")
    for title, text in found.sections:
        click.echo(f"{title}:\n  {text}\n")
    click.echo(f"With an example: {found.page}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def verify(context: click.Context, file: Path) -> None:
    """Tell whether a PDF is what the workspace says, or which clauses differ."""
    from compiler import pipeline
    from compiler.visible import visible

    need_formats(("pdf",))
    checked = checked_workspace(context, None)
    try:
        with file.open("rb") as stream:
            verdict = pipeline.verify(checked, stream.read(pipeline.MOST_OF_A_PAPER + 1))
    except OSError as error:
        fail(f"{file} can't be read: {error.strerror or error}")
    except ValueError as error:
        fail(f"{file}: {error}")
    print_text(visible("\n".join(verdict.told)) + "\n")
    context.exit(0 if verdict.same else FINDINGS)
