"""The commands that bring a running system in line with the contracts: plan, apply."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from compiler.pipeline import Beside, Plan, System

from compiler.cli.options import as_of_option, effort_options, pool_of
from compiler.cli.shared import checked_workspace, counted, fail, print_text, stop_on_errors, unknown
from compiler.cli.writing import write_to_folder

FAILED, CHANGES = 1, 2
"""What ``plan --detailed-exitcode`` exits with, beside 0."""


class _Changes(click.exceptions.Exit):
    """There is something to do."""

    def __init__(self) -> None:
        super().__init__(CHANGES)


class _Detailed(click.Command):
    """With ``--detailed-exitcode`` exit 2 says something else, so every failure exits 1."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:
        with _failing(detailed="--detailed-exitcode" in args):
            return super().make_context(info_name, args, *rest, **extra)

    def invoke(self, context: click.Context) -> Any:
        with _failing(detailed=context.params["detailed"]):
            return super().invoke(context)


@contextmanager
def _failing(*, detailed: bool) -> Iterator[None]:
    try:
        yield
    except click.exceptions.Exit as ended:
        if detailed and ended.exit_code and not isinstance(ended, _Changes):
            raise click.exceptions.Exit(FAILED) from None
        raise
    except Exception as error:
        if detailed:
            error.exit_code = FAILED  # type: ignore[attr-defined]
        raise


_overlay_option = click.option("--with-overlay", "overlay", is_flag=True, help="The system has the overlay of “export”.")


@click.command(cls=_Detailed)
@click.argument("target")
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@as_of_option
@click.option("--detailed-exitcode", "detailed", is_flag=True, help="Exit 0: nothing to do; 1: a failure; 2: something to do.")
@_overlay_option
@effort_options
@click.pass_context
def plan(
    context: click.Context, target: str, clients: tuple[str, ...], as_of: dt.date | None, detailed: bool, overlay: bool
) -> None:
    """Show what would change in a running system, such as rt, and why. Nothing is changed.

    For rt it is the one at AKKOORD_RT_URL, asked with AKKOORD_RT_TOKEN, or AKKOORD_RT_USER and AKKOORD_RT_PASSWORD. With
    clients, only what is theirs is looked at.
    """
    looked = _look(context, target, clients, as_of, overlay)
    looked.show()
    looked.stop_on_conflicts()
    if detailed and (looked.plan.changes or looked.outdated):
        raise _Changes


@click.command()
@click.argument("target")
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@as_of_option
@click.option("--yes", is_flag=True, help="Carry it out without asking.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", default=Path("beside"), show_default=True, help="Where the files go."
)
@_overlay_option
@effort_options
@click.pass_context
def apply(
    context: click.Context, target: str, clients: tuple[str, ...], as_of: dt.date | None, yes: bool, out: Path, overlay: bool
) -> None:
    """Bring a running system, such as rt, in line with the contracts: show the plan, ask, carry it out.

    Only what carries our mark is changed; people, and what tickets hang on, are put out of use and not deleted. After a failure,
    run the same command again: it goes on from there. What the system takes only from files is written to DIR, with the commands
    that load it. For the settings see “plan --help”.
    """
    if not yes and not sys.stdin.isatty():
        fail("there is no terminal to ask on; look at what “akkoord plan” shows, and then give --yes")
    looked = _look(context, target, clients, as_of, overlay)
    looked.show()
    looked.stop_on_conflicts()
    if looked.plan.changes:
        if not yes and not click.confirm("Carry this out?", err=True):
            fail("nothing was done")
        _carry_out(looked)
    if looked.outdated and looked.beside is not None:
        write_to_folder(out, looked.beside.files)
        what = " and ".join(looked.outdated)
        click.echo(f"\nThe files for {what} are now in {out}. Run on {target}'s machine, and restart {target} after the first:")
        click.echo("".join(f"  {command}\n" for command in looked.beside.commands(str(out))), nl=False)


@dataclass(frozen=True)
class _Looked:
    """A running system, what is to be done in it, and what is to be loaded beside."""

    system: System
    plan: Plan
    beside: Beside | None
    outdated: Mapping[str, str]
    """The parts of what is loaded beside that aren't in use in this version, and why."""

    def show(self) -> None:
        from compiler.plan_text import text

        print_text(text(self.plan, click.style))
        for part in self.beside.versions if self.beside is not None else ():
            click.echo(f"{part.capitalize()}: {self.outdated.get(part, 'this version is loaded')}.")

    def stop_on_conflicts(self) -> None:
        if found := len(self.plan.conflicts):
            standing = counted(found, "object stands", "objects stand")
            fail(f"{standing} in the way, marked “!” above: solve that first; nothing was changed")


def _look(context: click.Context, target: str, clients: Sequence[str], as_of: dt.date | None, overlay: bool) -> _Looked:
    from compiler import pipeline

    if target not in pipeline.SYSTEMS:
        unknown("system", target, list(pipeline.SYSTEMS))
    if overlay and target not in pipeline.overlays():
        raise click.UsageError(f"there is no overlay for {target}")
    _need_requests()
    settings = _settings(target)
    checked = checked_workspace(context, as_of, clients or None)
    stop_on_errors(context, checked, checked.findings)

    def bundles() -> Iterator[Any]:
        return pipeline.bundles(checked, checked.clients, pool_of(context))

    try:
        system = pipeline.connect(target, *settings)
        planned = pipeline.plan(target, system, bundles(), clients or None)
        # What goes in by files is of all clients together.
        beside = None if clients else pipeline.beside(target, bundles(), overlay=overlay)
        outdated = system.outdated(beside.versions) if beside is not None else {}
    except (pipeline.ApplyError, ValueError) as error:
        fail(str(error))
    return _Looked(system, planned, beside, outdated)


def _carry_out(looked: _Looked) -> None:
    """Carries out what was shown, in that order. When it fails or is stopped halfway, it tells what was done and what wasn't."""
    from compiler import pipeline
    from compiler.plan_text import title

    changes = looked.plan.changes
    done = 0
    try:
        for change in changes:
            pipeline.carry_out(looked.system, change)
            done += 1
            click.echo(f"{done}/{len(changes)} {title(change)}")
    except pipeline.ApplyError as error:
        fail(str(error))
    finally:
        if done < len(changes):
            left = "".join(f"\n  {title(change)}" for change in changes[done:])
            click.echo(f"{done} of {counted(len(changes), 'change')} done. Not done, or only in part:{left}", err=True)
            click.echo("Run the same command again to go on from here.", err=True)


def _need_requests() -> None:
    from importlib.util import find_spec

    if find_spec("requests") is None:
        fail("this needs requests, which isn't installed: pip install 'akkoord[apply]'")


def _settings(target: str) -> tuple[str, str | None, str | None, str | None]:
    """The address, token, user and password from the environment: what stands in a command, others on the machine can read."""

    def setting(name: str) -> str | None:
        return os.environ.get(f"AKKOORD_{target.upper()}_{name}") or None

    url, token, user, password = setting("URL"), setting("TOKEN"), setting("USER"), setting("PASSWORD")
    prefix = f"AKKOORD_{target.upper()}"
    if url is None:
        fail(f"{prefix}_URL isn't set: the address of the system, such as https://{target}.example.org")
    if token is None and (user is None or password is None):
        fail(f"{prefix}_TOKEN isn't set, nor are {prefix}_USER and {prefix}_PASSWORD")
    return url, token, user, password
