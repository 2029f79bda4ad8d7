"""The command that begins a contract: new. It asks on a terminal; options answer beforehand."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from compiler.pipeline import Answers, Asked

from compiler.cli.options import as_of_option
from compiler.cli.shared import checked_workspace, counted, fail, stop_on_errors, warn, workspace_folder

_TOLD = "What isn't told is asked on a terminal; elsewhere its default is taken."


@click.command(epilog=_TOLD)
@click.argument("client")
@as_of_option
@click.option("--name", metavar="TEXT", help="The client's full name.")
@click.option("--sla", metavar="VERSION", help="The version of the SLA. [default: the newest]")
@click.option("--language", metavar="LANGUAGE", help="The language of the documents. [default: the SLA's first]")
@click.option(
    "--form",
    "forms",
    multiple=True,
    metavar="FORM=TYPE:NUMBER",
    help="What is bought, such as server=plus:4; for a form that holds everything FORM=TYPE:server=2,workplace=24.",
)
@click.option("--no-form", is_flag=True, help="Nothing is bought: no SLA applies.")
@click.option("--category", "categories", multiple=True, metavar="NAME", help="What was agreed in a form that holds everything.")
@click.option("--hours", metavar="N", help="The hours a month in a form that holds everything.")
@click.option("--emergency/--no-emergency", default=None, help="Whether the emergency service is bought. [default: no]")
@click.option("--emergency-from", metavar="TIME", help="From when it is there. [default: the SLA's]")
@click.option("--emergency-to", metavar="TIME", help="Until when. [default: the SLA's]")
@click.option("--start", metavar="DATE", help="The first day. [default: the first of next month]")
@click.option("--end", metavar="DATE", help="The last day, or how long it runs, such as '3 years'.")
@click.option("--notice", metavar="LENGTH", help="How long before the end notice must be given. [default: none]")
@click.option("--contact", "contacts", multiple=True, metavar="PERSON", help="Such as 'Jan de Vries <jan@example.com>', or none.")
@click.option("--reporter", "reporters", multiple=True, metavar="WHO", help="Contacts who alone may report. [default: everyone]")
@click.pass_context
def new(context: click.Context, /, client: str, as_of: dt.date | None, **told: Any) -> None:
    """Draft the files of a new client, from your answers; they pass check."""
    from compiler import pipeline

    if (wrong := pipeline.misnamed(client)) is not None:
        fail(f"{wrong.message} {wrong.fix}")
    checked = checked_workspace(context, as_of)
    folder = workspace_folder(context.obj) / "clients" / client
    if client in checked.clients or _holds_something(folder):
        fail(f"{folder} exists already; choose another name, or change the files there")
    stop_on_errors(context, checked, checked.concerning([client]))
    assert checked.workspace is not None
    if not checked.workspace.standards:
        fail("the workspace has no SLA yet; add provider/sla/<version>/sla.yaml first")
    answers = _answered(pipeline.questions(checked), _given(**told))
    files, checked = pipeline.draft(checked, client, answers)
    findings = checked.concerning([client])
    stop_on_errors(context, checked, findings)
    _write(folder, files)
    warn(context, checked, findings)
    click.echo(f"{folder}: {counted(len(files), 'file')} drafted: {', '.join(files)}")
    click.echo(f"Next: fill in what the comments name, then “akkoord check {client}”.")


def _given(*, forms: tuple[str, ...], no_form: bool, contacts: tuple[str, ...], **told: Any) -> dict[str, str]:
    """The answers in the options, by the keys of their questions."""
    from compiler import pipeline

    if no_form and forms:
        raise click.UsageError("--form and --no-form exclude each other")
    try:
        given = pipeline.given_forms(forms)
    except ValueError as error:
        raise click.UsageError(f"--form: {error}") from None
    if no_form:
        given["forms"] = "none"
    if contacts:
        given |= {f"contact {index}": one for index, one in enumerate((*(one for one in contacts if one != "none"), "none"))}
    for name, value in told.items():
        if isinstance(value, bool):
            given[name] = "yes" if value else "no"
        elif value:
            given[name.replace("_", " ")] = value if isinstance(value, str) else ",".join(value)
    return given


def _answered(questions: Generator[Asked, Any, Answers], given: dict[str, str]) -> Answers:
    """Puts each question to the options, then to the terminal, then to its default."""
    assumed = []
    asking = _on_terminal()
    answer: Any = None
    while True:
        try:
            question = questions.send(answer)
        except StopIteration as done:
            answers: Answers = done.value
            break
        if question.key in given:
            try:
                answer = question.read(given.pop(question.key))
            except ValueError as error:
                raise click.UsageError(f"{question.option}: {error}") from None
        elif asking:
            answer = _asked(question)
        elif question.default is not None:
            try:
                answer = question.read(question.default)
            except ValueError as error:
                raise click.UsageError(f"{question.option} is missing, and its default doesn't do: {error}") from None
            assumed.append(f"{question.option} {question.default}")
        else:
            raise click.UsageError(f"{question.option} is missing: {question.asked[0].lower()}{question.asked[1:]}")
    left = [key for key, value in given.items() if (key, value) != ("emergency", "no")]
    if left:
        options = ", ".join(dict.fromkeys(_OPTIONS.get(key.split()[0], f"--{key.replace(' ', '-')}") for key in left))
        raise click.UsageError(f"{options}: this has no meaning with the SLA and the forms that were chosen ({', '.join(left)})")
    if assumed:
        click.echo(f"By default: {', '.join(assumed)}", err=True)
    return answers


_OPTIONS = {"quantity": "--form", "forms": "--form", "categories": "--category", "reporters": "--reporter"}
"""The options whose questions have other names."""


def _asked(question: Asked) -> Any:
    """The answer on the terminal; asked again until it can be read."""
    from compiler.visible import visible

    numbered = dict(enumerate(question.choices, 1))
    for number, choice in numbered.items():
        click.echo(visible(f"  {number}  {question.choices[choice]}"), err=True)
    how = " (a number)" if numbered and not question.several else " (numbers, by commas)" if numbered else ""
    default = question.default

    def read(answer: str) -> Any:
        parts = [part.strip() for part in answer.split(",")] if numbered else []
        if any(part.isdecimal() for part in parts):
            beyond = next((part for part in parts if part.isdecimal() and int(part) not in numbered), None)
            if beyond is not None:
                raise click.UsageError(f"there is no {beyond}; choose from 1 to {len(numbered)}")
            answer = ",".join(numbered[int(part)] if part.isdecimal() else part for part in parts)
        try:
            return question.read(answer)
        except ValueError as error:
            raise click.UsageError(visible(str(error))) from None

    return click.prompt(visible(f"{question.asked}{how}"), default=default, value_proc=read, err=True)


def _on_terminal() -> bool:
    return sys.stdin.isatty()


def _holds_something(folder: Path) -> bool:
    return folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir())))


def _write(folder: Path, files: dict[str, bytes]) -> None:
    from compiler.output import new_folder

    try:
        new_folder(folder, files)
    except OSError as error:
        fail(f"{folder} can't be written: {error.strerror or error}")
