"""The command ``akkoord``: the only package that prints, exits and reads the clock.

Heavy modules are imported inside the commands that need them, so that ``--version`` and ``--help`` come at once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from traceback import extract_tb
from typing import NoReturn

import click

from compiler import __version__
from compiler.cli.shared import FINDINGS, WRONG_USE

_PACKAGE = Path(__file__).resolve().parents[1]

COMMANDS = {
    "apply": "applying",
    "build": "making",
    "bundle": "making",
    "check": "checking",
    "decide": "asking",
    "diff": "changing",
    "explain": "asking",
    "export": "exporting",
    "hours": "asking",
    "impact": "changing",
    "merge": "making",
    "new": "drafting",
    "plan": "applying",
    "render": "making",
    "rule": "checking",
    "timeline": "changing",
    "verify": "checking",
}
"""Each command with the module that holds it: only that of the command that is asked for is imported."""


class _Commands(Mapping[str, click.Command]):
    """The commands by name, each imported when it is looked up."""

    def __getitem__(self, name: str) -> click.Command:
        command: click.Command = getattr(import_module(f"compiler.cli.{COMMANDS[name]}"), name)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


@click.group(commands=_Commands(), context_settings={"help_option_names": ["-h", "--help"]})
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


def _stop(number: int, _frame: object) -> NoReturn:
    """Ends the program by way of whatever puts things back."""
    raise SystemExit(128 + number)


def main() -> None:
    """Runs the command; a fault of the program is told in a line, with exit 2. Stopped by a signal, it exits as one that was.

    The line tells no more than where: what an error says can hold the name, address or number of somebody.
    """
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
            f"akkoord: a fault of the program, {type(error).__name__} at {_place(error)}; please report it with this line and "
            f"what akkoord --version prints (AKKOORD_TRACEBACK=1 tells more, which can hold personal data)",
            err=True,
        )
        sys.exit(getattr(error, "exit_code", WRONG_USE))


def _place(error: Exception) -> str:
    """The innermost line of the program that an error passed."""
    passed = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_PACKAGE)]
    return f"{Path(passed[-1].filename).relative_to(_PACKAGE.parent).as_posix()}:{passed[-1].lineno}" if passed else "no line"
