"""The command that writes the configuration of another system: export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from compiler.bundle import Bundle
    from compiler.pipeline import Loss

from compiler.cli.options import as_of_option, effort_options, pool_of
from compiler.cli.shared import checked_workspace, counted, print_text, stop_on_errors, unknown, warn
from compiler.cli.writing import exporting, progress, write_to_folder


@click.command()
@click.argument("target", required=False)
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@as_of_option
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where it goes.")
@click.option("--strict", is_flag=True, help="Write nothing where something is lost that provider.yaml doesn't accept.")
@click.option(
    "--with-overlay", "overlay", is_flag=True, help="Add code that the system can load to make up for losses; rt has some."
)
@click.option("--list", "listing", is_flag=True, help="Name the targets.")
@effort_options
@click.pass_context
@exporting()
def export(
    context: click.Context,
    target: str | None,
    clients: tuple[str, ...],
    as_of: dt.date | None,
    out: Path | None,
    strict: bool,
    overlay: bool,
    listing: bool,
) -> None:
    """Write the configuration of a ticket system, and tell what it can't express."""
    from compiler import pipeline

    targets = pipeline.targets()
    if listing:
        click.echo("\n".join(targets))
        return
    if target is None or out is None:
        raise click.UsageError("name a target and --out DIR; 'akkoord export --list' names the targets")
    if target not in targets:
        unknown("target", target, targets)
    if overlay and target not in pipeline.overlays():
        raise click.UsageError(f"there is no overlay for {target}; there is one for {', '.join(pipeline.overlays())}")
    checked = checked_workspace(context, as_of, clients or None)
    stop_on_errors(context, checked, checked.findings)
    wanted = checked.clients
    with progress(len(wanted)) as advance:
        bundles = _told(pipeline.bundles(checked, wanted, pool_of(context)), advance)
        exported, refused = pipeline.export(target, bundles, overlay=overlay)
    stop_on_errors(context, checked, refused)
    assert exported is not None
    judged = pipeline.judge(checked, target, exported.losses, whole=not clients)
    if not overlay:
        # With it, what is accepted for the export without looks as if it were accepted in vain.
        warn(context, checked, judged.stale)
    if strict:
        stop_on_errors(context, checked, judged.unaccepted)
    write_to_folder(out, exported.files)
    print_text("\n".join(_losses(judged.left)))
    accepted = f", {len(judged.accepted)} of them accepted" if judged.accepted else ""
    click.echo(
        f"{out}: {counted(len(exported.files), 'file')} for {counted(len(wanted), 'client')}; "
        f"{counted(len(exported.losses), 'loss', 'losses')}{accepted}, also in losses.json",
        err=True,
    )


def _told(bundles: Iterable[Bundle], advance: Callable[[str], None]) -> Iterator[Bundle]:
    for bundle in bundles:
        advance(bundle.client.id)
        yield bundle


def _losses(losses: Sequence[Loss]) -> Iterator[str]:
    """The losses by code; what several clients lose alike is told once."""
    from compiler.loss import some
    from compiler.visible import visible

    by_code: dict[str, dict[tuple[str, str, str | None, str], list[Loss]]] = {}
    for loss in losses:
        alike = (loss.what, loss.practice, loss.clause, loss.mend)
        by_code.setdefault(loss.code, {}).setdefault(alike, []).append(loss)
    for code, groups in sorted(by_code.items()):
        for (what, practice, clause, mend), group in groups.items():
            where = f" (clause {clause})" if clause else ""
            yield visible(f"{code} {what}{where}: {some(list(dict.fromkeys(loss.client for loss in group)))}")
            yield visible(f"      {practice}")
            yield visible(f"      → {mend}")
    if by_code:
        yield ""
