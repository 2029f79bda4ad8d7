"""The commands that answer questions: decide, hours, explain."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

import click

if TYPE_CHECKING:
    from compiler.pipeline import Checked

from compiler.cli.options import as_of_option, date_of, effort_options
from compiler.cli.shared import FINDINGS, bundle_of, checked_workspace, fail, must_know, print_text, stop_on_errors


@click.command()
@click.argument("client", required=False)
@click.option("--as-of", type=date_of, metavar="DATE", help="The date that counts. [default: that of the moment]")
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
@effort_options
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
        checked = checked_workspace(context, as_of)
        must_know(checked, [client] if client is not None else [])
        context.exit(_answer_all(checked, client, as_of, questions))
    if client is None or "at" not in given:
        raise click.UsageError("name a client and --at TIME, or --batch FILE")
    from compiler import pipeline

    checked = checked_workspace(context, as_of, [client])
    stop_on_errors(context, checked, checked.findings)
    text, answered = pipeline.decide(checked, as_of, {"client": client, **given}, output_format, click.style)
    if not answered:
        fail(text)
    print_text(text)


@click.command()
@click.argument("client")
@as_of_option
@click.option("--from", "since", type=date_of, metavar="DATE", help="The first date. [default: the date that counts]")
@click.option("--to", "until", type=date_of, metavar="DATE", help="The last date. [default: a year later]")
@click.pass_context
def hours(context: click.Context, client: str, as_of: dt.date | None, since: dt.date | None, until: dt.date | None) -> None:
    """Show a client's open hours, closings and early closings."""
    from compiler import pipeline

    compiled = bundle_of(context, client, as_of or since)[1]
    since = since or compiled.as_of
    until = until or since + dt.timedelta(days=365)
    if until < since:
        raise click.UsageError(f"--to {until} comes before {since}")
    text, known = pipeline.hours(compiled, since, until, click.style)
    if not known:
        fail(text)
    print_text(text)


@click.command()
@click.argument("client")
@click.argument("pointer")
@as_of_option
@click.pass_context
def explain(context: click.Context, client: str, pointer: str, as_of: dt.date | None) -> None:
    """Tell where a value of a bundle comes from. POINTER is a JSON Pointer, such as /tickets/targets/0."""
    from compiler.explain import NoSuchValueError, explain

    checked, compiled = bundle_of(context, client, as_of)
    try:
        print_text(explain(compiled, pointer, checked.loaded.files, click.style))
    except NoSuchValueError as error:
        fail(str(error))


def _answer_all(checked: Checked, client: str | None, as_of: dt.date | None, questions: BinaryIO) -> int:
    """Writes the answer to each line as soon as it is there; the exit is 1 where one couldn't be answered."""
    from compiler import pipeline

    done = True
    for line in pipeline.decide_all(checked, client, as_of, questions):
        sys.stdout.buffer.write(line.text)
        sys.stdout.buffer.flush()
        done = done and line.answered
    return 0 if done else FINDINGS
