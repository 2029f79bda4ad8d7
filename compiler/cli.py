"""The command ``akkoord``: the only module that prints, exits and reads the clock.

Heavy modules are imported inside the commands that need them, so that ``--version`` and ``--help`` come at once.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import click

from compiler import __version__

if TYPE_CHECKING:
    from compiler.bundle import Bundle
    from compiler.diagnostic import Diagnostic
    from compiler.pipeline import Checked, Loss

FINDINGS, WRONG_USE = 1, 2
PROVIDER = Path("provider") / "provider.yaml"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="akkoord", message="%(prog)s %(version)s")
@click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path),
    metavar="DIR",
    envvar="AKKOORD_WORKSPACE",
    help="The folder with the contracts. [default: the nearest above that has provider/provider.yaml, else ./contracts]",
)
@click.pass_context
def cli(context: click.Context, workspace: Path | None) -> None:
    """Contracts of a managed service provider as code: checked, compiled, rendered, exported."""
    context.obj = workspace
    if os.environ.get("NO_COLOR"):
        context.color = False
    elif os.environ.get("FORCE_COLOR"):
        context.color = True


def _date(text: str) -> dt.date:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} isn't a date such as 2026-01-31") from None
    if not 1900 <= date.year <= 2199:
        raise click.BadParameter(f"{text!r} lies outside the years 1900 to 2199")
    return date


def _as_of(command: Callable[..., None]) -> Callable[..., None]:
    told = "The date that counts. [default: today, on the provider's clock]"
    return click.option("--as-of", type=_date, metavar="DATE", help=told)(command)


@cli.command()
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@_as_of
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
@click.pass_context
def check(
    context: click.Context,
    clients: tuple[str, ...],
    as_of: dt.date | None,
    output_format: str | None,
    output_file: Path | None,
    fail_on: str,
) -> None:
    """Tell everything that is wrong; write nothing."""
    from compiler.diagnostic import Severity
    from compiler.report import report, summary

    checked = _checked(context, as_of)
    _known(checked, clients)
    findings = checked.concerning(clients)
    form = output_format or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full")
    style = click.style if output_file is None else _plain
    written = report(findings, form, checked.loaded.files, style)
    if output_file is not None:
        _write_file(output_file, written.encode("utf-8", "replace"))
    else:
        _print(written)
    count = len(clients or checked.clients)
    checks = f"{_counted(count, 'client')} checked as of {checked.as_of}"
    click.echo(f"{summary(findings)}: {checks}", err=True)
    failing = {"error": {Severity.ERROR}, "warning": {Severity.ERROR, Severity.WARNING}, "never": set[Severity]()}[fail_on]
    context.exit(FINDINGS if any(found.severity in failing for found in findings) else 0)


@cli.command()
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@_as_of
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", default=Path("build"), show_default=True, help="Where it goes."
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(("md", "html", "pdf", "docx")),
    multiple=True,
    default=("md", "html", "pdf"),
    show_default=True,
    help="The documents' formats; may be given more than once.",
)
@click.pass_context
def build(context: click.Context, clients: tuple[str, ...], as_of: dt.date | None, out: Path, formats: tuple[str, ...]) -> None:
    """Make bundles, documents and exports, in one go. DIR then holds those of the named clients (default: all), and no others."""
    from compiler import pipeline

    checked = _checked(context, as_of)
    _known(checked, clients)
    _need(formats)
    _stop_on_errors(context, checked, checked.concerning(clients))
    wanted = sorted(clients or checked.clients)
    targets = pipeline.targets()
    with _progress(len(wanted) + len(targets)) as advance:
        built = pipeline.build(checked, wanted, targets, formats, advance)
    _stop_on_errors(context, checked, built.findings)
    _warn(context, checked, built.findings)
    _write_folder(out, built.files)
    documents = [name for name in built.files if name.startswith("documents/")]
    bundles = [name for name in built.files if name.startswith("bundles/")]
    rows = [(_counted(len(bundles), "bundle"), out / "bundles"), (_counted(len(documents), "document"), out / "documents")]
    rows += [(f"export {target}", out / "exports" / target) for target in targets]
    width = max(len(what) for what, _ in rows)
    for what, where in rows:
        click.echo(f"{what:<{width}}  {where}")
    if built.losses:
        click.echo(f"{_counted(len(built.losses), 'loss', 'losses')} in the exports, told in losses.json")
    shown = next((name for name in documents if name.endswith(".pdf")), next(iter(documents), None))
    if shown is not None:
        click.echo(f"Open one of them: {out / shown}")


@cli.command()
@click.argument("client")
@_as_of
@click.pass_context
def bundle(context: click.Context, client: str, as_of: dt.date | None) -> None:
    """Print a client's rule bundle as JSON."""
    from compiler.bundle import to_json

    _print(to_json(_bundle(context, client, as_of)[1]).decode())


@cli.command()
@click.argument("client")
@_as_of
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

    _need((form,))
    checked, compiled = _bundle(context, client, as_of)
    if document not in pipeline.documents_of(compiled):
        lacking = "DAP" if document == "dap" else "emergency service with a number"
        _fail(f"{client} has no {lacking}, so there is no such document")
    language = lang or compiled.sla.language
    if language not in compiled.sla.languages:
        _fail(f"SLA {compiled.sla.version} has no text in {language!r}; it has {', '.join(compiled.sla.languages)}")
    made, findings = pipeline.render(checked, compiled, document, (form,), language)
    _stop_on_errors(context, checked, findings)
    _warn(context, checked, findings)
    if str(output) == "-":
        click.echo(made[form], nl=False)
    else:
        _write_file(output, made[form])
        click.echo(f"{output}: {document} of {client} as of {compiled.as_of}", err=True)


@cli.command()
@click.argument("target", required=False)
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@_as_of
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where it goes.")
@click.option("--list", "listing", is_flag=True, help="Name the targets.")
@click.pass_context
def export(
    context: click.Context, target: str | None, clients: tuple[str, ...], as_of: dt.date | None, out: Path | None, listing: bool
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
        _unknown("target", target, targets)
    checked = _checked(context, as_of)
    _known(checked, clients)
    _stop_on_errors(context, checked, checked.concerning(clients))
    wanted = sorted(clients or checked.clients)
    with _progress(len(wanted)) as advance:
        bundles = []
        for client in wanted:
            advance(client)
            bundles.append(pipeline.compile_client(checked, client))
    exported, refused = pipeline.export(target, bundles)
    _stop_on_errors(context, checked, refused)
    assert exported is not None
    _write_folder(out, exported.files)
    _print("".join(_loss(loss) for loss in exported.losses))
    click.echo(
        f"{out}: {_counted(len(exported.files), 'file')} for {_counted(len(bundles), 'client')}; "
        f"{_counted(len(exported.losses), 'loss', 'losses')}, also in losses.json",
        err=True,
    )


@cli.command()
@click.argument("client", required=False)
@click.option("--as-of", type=_date, metavar="DATE", help="The date that counts. [default: that of the moment]")
@click.option("--at", metavar="TIME", help="The moment, ISO 8601; without an offset it is local time of the provider.")
@click.option("--type", "type_", metavar="TYPE", help="The type of ticket, such as incident.")
@click.option("--component", metavar="NAME", help="What it is about, such as server.")
@click.option("--system", metavar="NAME", help="The system that it is about, from the contract; gives the component.")
@click.option("--service", metavar="NAME", help="What is asked for, such as file-restore.")
@click.option("--impact", metavar="CODE", help="How many are hindered, by the SLA's own code.")
@click.option("--urgency", metavar="CODE", help="How much it presses, by the SLA's own code.")
@click.option("--channel", metavar="NAME", help="How it is reported, such as phone.")
@click.option("--reporter", metavar="WHO", help="Who reports it: the key or e-mail address of a contact.")
@click.option("--work", metavar="TAG", multiple=True, help="A kind of work that the SLA excludes; several by commas.")
@click.option("--labour-hours", type=float, metavar="N", help="The hours of labour that it takes.")
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option(
    "--batch",
    type=click.File("rb"),
    metavar="FILE",
    help="Answer JSON lines with the same keys instead, each by a JSON line; - is the input. CLIENT is for lines without.",
)
@click.pass_context
def decide(context: click.Context, /, client: str | None, as_of: dt.date | None, output_format: str, **asked: Any) -> None:
    """Tell what applies to a ticket, until when, and why."""
    questions: BinaryIO | None = asked.pop("batch")
    asked["type"] = asked.pop("type_")
    asked["work"] = tuple(tag.strip() for tags in asked["work"] for tag in tags.split(","))
    given = {key: value for key, value in asked.items() if value not in (None, ())}
    if questions is not None:
        if given:
            raise click.UsageError("with --batch, each line holds its own keys")
        checked = _checked(context, as_of)
        _known(checked, [client] if client is not None else [])
        context.exit(_answer_all(checked, client, as_of, questions))
    if client is None or "at" not in given:
        raise click.UsageError("name a client and --at TIME, or --batch FILE")
    from compiler import pipeline

    checked = _checked(context, as_of)
    _known(checked, [client])
    _stop_on_errors(context, checked, checked.concerning([client]))
    text, answered = pipeline.decide(checked, as_of, {"client": client, **given}, output_format, click.style)
    if not answered:
        _fail(text)
    _print(text)


@cli.command()
@click.argument("client")
@_as_of
@click.option("--from", "since", type=_date, metavar="DATE", help="The first date. [default: the date that counts]")
@click.option("--to", "until", type=_date, metavar="DATE", help="The last date. [default: a year later]")
@click.pass_context
def hours(context: click.Context, client: str, as_of: dt.date | None, since: dt.date | None, until: dt.date | None) -> None:
    """Show a client's open hours, closings and early closings."""
    from compiler import pipeline

    compiled = _bundle(context, client, as_of or since)[1]
    since = since or compiled.as_of
    until = until or since + dt.timedelta(days=365)
    if until < since:
        raise click.UsageError(f"--to {until} comes before {since}")
    text, known = pipeline.hours(compiled, since, until, click.style)
    if not known:
        _fail(text)
    _print(text)


@cli.command()
@click.argument("client")
@click.argument("pointer")
@_as_of
@click.pass_context
def explain(context: click.Context, client: str, pointer: str, as_of: dt.date | None) -> None:
    """Tell where a value of a bundle comes from. POINTER is a JSON Pointer, such as /tickets/targets/0."""
    from compiler.explain import NoSuchValueError, explain

    checked, compiled = _bundle(context, client, as_of)
    try:
        _print(explain(compiled, pointer, checked.loaded.files, click.style))
    except NoSuchValueError as error:
        _fail(str(error))


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def verify(context: click.Context, file: Path) -> None:
    """Tell whether a PDF is what the workspace says, or which clauses differ."""
    from compiler import pipeline
    from compiler.visible import visible

    _need(("pdf",))
    checked = _checked(context, None)
    try:
        verdict = pipeline.verify(checked, file.read_bytes())
    except OSError as error:
        _fail(f"{file} can't be read: {error.strerror or error}")
    except ValueError as error:
        _fail(f"{file}: {error}")
    _print(visible("\n".join(verdict.told)) + "\n")
    context.exit(0 if verdict.same else FINDINGS)


@cli.command()
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
        _unknown("code", code, [*TABLE, *(one.name for one in TABLE.values())])
    click.echo(f"{click.style(f'{found.code} {found.name}', bold=True)} ({found.severity})\n")
    for title, text in (("Message", found.message), ("Why it matters", found.why), ("To do", found.mend)):
        click.echo(f"{title}:\n  {text}\n")


# What the commands share


def _checked(context: click.Context, as_of: dt.date | None) -> Checked:
    from compiler import pipeline

    root = _workspace(context.obj)
    try:
        loaded, findings = pipeline.open_workspace(root)
    except OSError as error:
        _fail(f"the workspace {root} can't be read: {error.strerror or error}")
    if (not loaded.files and not findings) or not (root / "provider").is_dir():
        _fail(f"{root} is no workspace: it has no provider/provider.yaml; name the right folder with -w")
    return pipeline.check(loaded, findings, as_of or pipeline.today(loaded, _now()))


def _workspace(given: Path | None) -> Path:
    if given is not None:
        return given
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / PROVIDER).is_file()), here / "contracts")


def _now() -> dt.datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return dt.datetime.now(dt.UTC)
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    except (ValueError, OverflowError, OSError):
        _fail(f"SOURCE_DATE_EPOCH must be seconds since 1970, not {epoch!r}")


def _known(checked: Checked, clients: Sequence[str]) -> None:
    for client in clients:
        if client not in checked.clients:
            _unknown("client", client, checked.clients)


def _answer_all(checked: Checked, client: str | None, as_of: dt.date | None, questions: BinaryIO) -> int:
    """Writes the answer to each line as soon as it is there; the exit is 1 where one couldn't be answered."""
    from compiler import pipeline

    done = True
    for line in pipeline.decide_all(checked, client, as_of, questions):
        sys.stdout.buffer.write(line.text)
        sys.stdout.buffer.flush()
        done = done and line.answered
    return 0 if done else FINDINGS


def _bundle(context: click.Context, client: str, as_of: dt.date | None) -> tuple[Checked, Bundle]:
    from compiler import pipeline

    checked = _checked(context, as_of)
    _known(checked, [client])
    _stop_on_errors(context, checked, checked.concerning([client]))
    return checked, pipeline.compile_client(checked, client)


def _stop_on_errors(context: click.Context, checked: Checked, findings: Sequence[Diagnostic]) -> None:
    from compiler.diagnostic import Severity
    from compiler.report import report, summary

    errors = [found for found in findings if found.severity is Severity.ERROR]
    if errors:
        click.echo(report(errors, "full", checked.loaded.files, click.style), err=True, nl=False, color=context.color)
        click.echo(f"\n{summary(errors)}; nothing was written", err=True)
        context.exit(FINDINGS)


def _warn(context: click.Context, checked: Checked, findings: Sequence[Diagnostic]) -> None:
    from compiler.report import report

    if findings:
        click.echo(report(findings, "full", checked.loaded.files, click.style), err=True, color=context.color)


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def _loss(loss: Loss) -> str:
    from compiler.visible import visible

    clause = f" (clause {loss.clause})" if loss.clause else ""
    return visible(f"{loss.client}: {loss.what}{clause}: {loss.why}") + "\n"


def _need(formats: Sequence[str]) -> None:
    from importlib.util import find_spec

    for form, module, names in (("pdf", "typst", "typst"), ("docx", "pypandoc", "pandoc")):
        if form in formats and find_spec(module) is None:
            how = f"pip install 'akkoord[{form}]', or choose other formats with --format"
            _fail(f"{form.upper()} documents need {names}, which isn't installed: {how}")


def _write_folder(folder: Path, files: Any) -> None:
    from compiler.output import NotOursError, write_folder

    try:
        write_folder(folder, files)
    except NotOursError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{folder} can't be written: {error.strerror or error}")


def _write_file(path: Path, content: bytes) -> None:
    from compiler.output import write_file

    try:
        write_file(path, content)
    except OSError as error:
        _fail(f"{path} can't be written: {error.strerror or error}")


class _progress:  # noqa: N801 (used as a function)
    """A bar on a terminal, nothing elsewhere."""

    def __init__(self, length: int) -> None:
        self.bar = click.progressbar(length=length, label="Making", file=sys.stderr) if sys.stderr.isatty() else None

    def __enter__(self) -> Callable[[str], None]:
        if self.bar is None:
            return lambda _name: None
        bar = self.bar.__enter__()
        return lambda _name: bar.update(1)

    def __exit__(self, *error: Any) -> None:
        if self.bar is not None:
            self.bar.__exit__(*error)


def _print(text: str) -> None:
    """Prints text as UTF-8, whatever the locale."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    click.echo(text, nl=False)


def _plain(text: str, **_look: Any) -> str:
    return text


def _unknown(what: str, name: str, known: Sequence[str]) -> NoReturn:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1, 0.5)
    listed = ", ".join(sorted(known)[:20]) or "none"
    raise click.UsageError(
        f"there is no {what} {name!r}" + (f"; did you mean {near[0]!r}?" if near else f"; there are: {listed}")
    )


def _fail(message: str) -> NoReturn:
    click.echo(f"akkoord: {message}", err=True)
    raise click.exceptions.Exit(WRONG_USE)


def _stop(number: int, _frame: object) -> NoReturn:
    """Ends the program by way of whatever puts things back."""
    raise SystemExit(128 + number)


def main() -> None:
    """Runs the command; a fault of the program is told in a line, with exit 2. Stopped by a signal, it exits as one that was."""
    for stop in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(stop) is not signal.SIG_IGN:
            signal.signal(stop, _stop)
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")
    try:
        cli.main()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FINDINGS)
    except Exception as error:
        if os.environ.get("AKKOORD_TRACEBACK"):
            raise
        click.echo(
            f"akkoord: a fault of the program: {type(error).__name__}: {error}\n"
            "Please report it, with what AKKOORD_TRACEBACK=1 prints.",
            err=True,
        )
        sys.exit(WRONG_USE)


if __name__ == "__main__":
    main()
