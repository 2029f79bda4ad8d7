"""What the commands share: the workspace, what is told, and how it ends."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from compiler.cli.options import cache_of, pool_of

if TYPE_CHECKING:
    from compiler.bundle import Bundle
    from compiler.diagnostic import Diagnostic
    from compiler.pipeline import Checked, Loaded
    from compiler.shard import Shard

FINDINGS, WRONG_USE = 1, 2
PROVIDER = Path("provider") / "provider.yaml"


def clients_in(context: click.Context, named: Sequence[str], part: Shard | None) -> Collection[str] | None:
    """The clients that are meant: those named, or those of a part; None is all."""
    from compiler import pipeline

    if part is None:
        return named or None
    if named:
        raise click.UsageError("--shard goes without clients")
    return part.of(pipeline.client_names(workspace_folder(context.obj)))


def checked_workspace(context: click.Context, as_of: dt.date | None, clients: Collection[str] | None = None) -> Checked:
    """The workspace checked; where clients are named, only they and what they share are read."""
    from compiler import pipeline

    loaded, findings = open_workspace(context, clients)
    day = as_of or pipeline.today(loaded, now())
    checked = pipeline.check(loaded, findings, day, pool=pool_of(context), cache=cache_of(context))
    for client in clients or ():
        if client not in checked.clients:
            unknown("client", client, pipeline.client_names(workspace_folder(context.obj)))
    return checked


def open_workspace(context: click.Context, clients: Collection[str] | None = None) -> tuple[Loaded, list[Diagnostic]]:
    from compiler import pipeline

    root = workspace_folder(context.obj)
    try:
        loaded, findings = pipeline.open_workspace(root, clients)
    except OSError as error:
        fail(f"the workspace {root} can't be read: {error.strerror or error}")
    if (not loaded.files and not findings) or not (root / "provider").is_dir():
        fail(f"{root} is no workspace: it has no provider/provider.yaml; name the right folder with -w")
    return loaded, findings


def workspace_folder(given: Path | None) -> Path:
    if given is not None:
        return given
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / PROVIDER).is_file()), here / "contracts")


def from_repository(folder: Path) -> str:
    """The way to a folder from the root of the checked-out repository; empty where that is the folder itself, or elsewhere."""
    root = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or "."
    try:
        way = folder.resolve().relative_to(Path(root).resolve())
    except ValueError:
        return ""
    return way.as_posix() if way.parts else ""


def now() -> dt.datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return dt.datetime.now(dt.UTC)
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    except (ValueError, OverflowError, OSError):
        fail(f"SOURCE_DATE_EPOCH must be seconds since 1970, not {epoch!r}")


def must_know(checked: Checked, clients: Sequence[str]) -> None:
    for client in clients:
        if client not in checked.clients:
            unknown("client", client, checked.clients)


def clients_named(root: Path, given: Sequence[str]) -> tuple[str, ...]:
    """The clients that arguments mean: each is a client's name, or the path of its contract.yaml or dap.yaml."""
    from compiler.pipeline import CLIENT_FILE

    named = []
    for one in given:
        path = Path(one)
        if len(path.parts) == 1 and path.suffix != ".yaml":
            named.append(one)
            continue
        file = path.parent.resolve() / path.name
        inside = file.relative_to(root.resolve()).as_posix() if file.is_relative_to(root.resolve()) else ""
        if (client := CLIENT_FILE.fullmatch(inside)) is None:
            raise click.UsageError(f"{one} is no contract.yaml or dap.yaml of a client in {root}")
        named.append(client[1])
    return tuple(dict.fromkeys(named))


def bundle_of(context: click.Context, client: str, as_of: dt.date | None) -> tuple[Checked, Bundle]:
    from compiler import pipeline

    checked = checked_workspace(context, as_of, [client])
    stop_on_errors(context, checked, checked.findings)
    return checked, pipeline.compile_client(checked, client)


def stop_on_errors(context: click.Context, checked: Checked, findings: Sequence[Diagnostic]) -> None:
    from compiler.diagnostic import Severity
    from compiler.report import report, summary

    errors = [found for found in findings if found.severity is Severity.ERROR]
    if errors:
        click.echo(report(errors, "full", checked.loaded.files, click.style), err=True, nl=False, color=context.color)
        click.echo(f"\n{summary(errors)}; nothing was written", err=True)
        context.exit(FINDINGS)


def warn(context: click.Context, checked: Checked, findings: Sequence[Diagnostic]) -> None:
    from compiler.report import report

    if findings:
        click.echo(report(findings, "full", checked.loaded.files, click.style), err=True, color=context.color)


def counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def print_text(text: str) -> None:
    """Prints text as UTF-8, whatever the locale."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    click.echo(text, nl=False)


def plain(text: str, **_look: Any) -> str:
    return text


def unknown(what: str, name: str, known: Sequence[str]) -> NoReturn:
    from difflib import get_close_matches

    from compiler.visible import on_a_line

    near = get_close_matches(name, known, 1, 0.5)
    listed = ", ".join(sorted(known)[:20]) or "none"
    raise click.UsageError(
        f"there is no {what} {name!r}" + (f"; did you mean {near[0]!r}?" if near else f"; there are: {on_a_line(listed)}")
    )


def fail(message: str) -> NoReturn:
    from compiler.visible import on_a_line

    click.echo(f"akkoord: {on_a_line(message)}", err=True)
    raise click.exceptions.Exit(WRONG_USE)
