"""The commands that make something: build, merge, bundle, render."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from compiler.pipeline import Built
    from compiler.shard import Shard

from compiler.cli.options import as_of_option, cache_of, effort_options, jobs_option, pool_of, shard_option
from compiler.cli.shared import (
    bundle_of,
    checked_workspace,
    clients_in,
    counted,
    fail,
    print_text,
    stop_on_errors,
    warn,
    workspace_folder,
)
from compiler.cli.writing import exporting, need_formats, new_output, progress, write_to_file

_out_option = click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", default=Path("build"), show_default=True, help="Where it goes."
)


@click.command()
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@as_of_option
@_out_option
@click.option(
    "--format",
    "formats",
    type=click.Choice(("md", "html", "pdf", "docx")),
    multiple=True,
    default=("md", "html", "pdf"),
    show_default=True,
    help="The documents' formats; may be given more than once.",
)
@shard_option
@effort_options
@click.pass_context
@exporting()
def build(
    context: click.Context,
    clients: tuple[str, ...],
    as_of: dt.date | None,
    out: Path,
    formats: tuple[str, ...],
    part: Shard | None,
) -> None:
    """Make bundles, documents and exports, in one go. DIR then holds those of the named clients (default: all), and no others.

    What didn't change since the last time is taken over. With --shard the exports are left to “merge”.
    """
    from compiler import pipeline

    checked = checked_workspace(context, as_of, clients_in(context, clients, part))
    need_formats(formats)
    stop_on_errors(context, checked, checked.findings)
    targets = pipeline.targets() if part is None else []
    with new_output(out) as folder, progress(len(checked.clients) + len(targets)) as advance:
        built = pipeline.build(checked, checked.clients, targets, formats, folder, pool_of(context), cache_of(context), advance)
        stop_on_errors(context, checked, built.findings)
        if part is not None:
            pipeline.put_mark(folder, part, checked, formats, pipeline.client_names(workspace_folder(context.obj)))
    warn(context, checked, built.findings)
    _tell(out, built, targets)


@click.command()
@click.argument(
    "parts", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="PART..."
)
@_out_option
@jobs_option
@click.pass_context
@exporting()
def merge(context: click.Context, parts: tuple[Path, ...], out: Path) -> None:
    """Put together what “build --shard” made of all parts: exactly what one build of all clients would have made."""
    from compiler import pipeline

    targets = pipeline.targets()
    try:
        with new_output(out) as folder, progress(len(parts) + len(targets)) as advance:
            built = pipeline.merge(parts, targets, folder, pool_of(context), advance)
            if built.findings:
                fail(built.findings[0].message)
    except pipeline.UnmergeableError as error:
        fail(str(error))
    _tell(out, built, targets)


def _tell(out: Path, built: Built, targets: Sequence[str]) -> None:
    documents, bundles = (sorted(name for name in built.files if name.startswith(kind)) for kind in ("documents/", "bundles/"))
    rows = [(counted(len(bundles), "bundle"), out / "bundles"), (counted(len(documents), "document"), out / "documents")]
    rows += [(f"export {target}", out / "exports" / target) for target in targets]
    width = max(len(what) for what, _ in rows)
    for what, where in rows:
        click.echo(f"{what:<{width}}  {where}")
    if built.losses:
        click.echo(f"{counted(built.losses, 'loss', 'losses')} in the exports, told in losses.json")
    slas = [name for name in documents if "/sla." in name]
    shown = next((name for name in slas if name.endswith(".pdf")), next(iter(slas), None))
    if shown is not None:
        click.echo(f"Open one of them: {out / shown}")


@click.command()
@click.argument("client")
@as_of_option
@click.pass_context
def bundle(context: click.Context, client: str, as_of: dt.date | None) -> None:
    """Print a client's rule bundle as JSON."""
    from compiler.bundle import to_json

    print_text(to_json(bundle_of(context, client, as_of)[1]).decode())


@click.command()
@click.argument("client")
@as_of_option
@click.option(
    "--document", type=click.Choice(("sla", "dap", "emergency-card")), default="sla", show_default=True, help="Which document."
)
@click.option(
    "--format", "form", type=click.Choice(("md", "html", "pdf", "docx")), default="md", show_default=True, help="Its format."
)
@click.option("--lang", metavar="LANGUAGE", help="Its language. [default: the contract's]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    required=True,
    metavar="FILE",
    help="Where it goes; - is the output.",
)
@click.pass_context
def render(
    context: click.Context, client: str, as_of: dt.date | None, document: str, form: str, lang: str | None, output: Path
) -> None:
    """Make one document."""
    from compiler import pipeline

    need_formats((form,))
    checked, compiled = bundle_of(context, client, as_of)
    if document not in pipeline.documents_of(compiled):
        lacking = "DAP" if document == "dap" else "emergency service with a number"
        fail(f"{client} has no {lacking}, so there is no such document")
    language = lang or compiled.sla.language
    if language not in compiled.sla.languages:
        fail(f"SLA {compiled.sla.version} has no text in {language!r}; it has {', '.join(compiled.sla.languages)}")
    made, findings = pipeline.render(checked.shared(), compiled, (document,), (form,), language)
    stop_on_errors(context, checked, findings)
    warn(context, checked, findings)
    if str(output) == "-":
        click.echo(made[document, form], nl=False)
    else:
        write_to_file(output, made[document, form])
        click.echo(f"{output}: {document} of {client} as of {compiled.as_of}", err=True)
