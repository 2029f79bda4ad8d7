"""What the commands share: the workspace, what is told and written, and how it ends."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from compiler.bundle import Bundle
    from compiler.cache import Cache
    from compiler.diagnostic import Diagnostic
    from compiler.output import Folder
    from compiler.pipeline import Checked, Loaded
    from compiler.processes import Pool
    from compiler.shard import Shard

FINDINGS, WRONG_USE = 1, 2
PROVIDER = Path("provider") / "provider.yaml"


def date_of(text: str) -> dt.date:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} isn't a date such as 2026-01-31") from None
    if not 1900 <= date.year <= 2199:
        raise click.BadParameter(f"{text!r} lies outside the years 1900 to 2199")
    return date


def as_of_option(command: Callable[..., None]) -> Callable[..., None]:
    told = "The date that counts. [default: today, on the provider's clock]"
    return click.option("--as-of", type=date_of, metavar="DATE", help=told)(command)


def jobs_option(command: Callable[..., None]) -> Callable[..., None]:
    """How much of the machine a command takes."""
    return click.option(
        "--jobs",
        type=click.IntRange(1),
        metavar="N",
        envvar="AKKOORD_JOBS",
        expose_value=False,
        callback=_kept,
        help="At most so many processes. [default: as many as there are cores]",
    )(command)


def effort_options(command: Callable[..., None]) -> Callable[..., None]:
    """How much of the machine a command takes, and whether it may remember: for commands about many clients."""
    cache = click.option(
        "--no-cache",
        is_flag=True,
        envvar="AKKOORD_NO_CACHE",
        expose_value=False,
        callback=_kept,
        help="Think everything over again, and remember nothing.",
    )
    return jobs_option(cache(command))


class _Shard(click.ParamType):  # type: ignore[type-arg]
    """``2/3``: the second of three parts."""

    name = "shard"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> Shard:
        from compiler.shard import shard

        try:
            return value if not isinstance(value, str) else shard(value)
        except ValueError as error:
            self.fail(str(error), param, context)


def shard_option(command: Callable[..., None]) -> Callable[..., None]:
    told = "Only this part of the clients, such as 2/3: the second of three."
    return click.option("--shard", "part", type=_Shard(), metavar="I/N", help=told)(command)


def clients_in(context: click.Context, named: Sequence[str], part: Shard | None) -> Collection[str] | None:
    """The clients that are meant: those named, or those of a part; None is all."""
    from compiler import pipeline

    if part is None:
        return named or None
    if named:
        raise click.UsageError("--shard goes without clients")
    return part.of(pipeline.client_names(workspace_folder(context.obj)))


def _kept(context: click.Context, option: click.Parameter, value: Any) -> None:
    context.meta[str(option.name)] = value


def pool_of(context: click.Context) -> Pool:
    from compiler.processes import Pool

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return Pool(context.meta.get("jobs") or cores or 1)


def cache_of(context: click.Context) -> Cache:
    """What was remembered in the user's cache folder."""
    from platformdirs import user_cache_path

    from compiler.cache import Cache

    # Commands about one client have no such option, but heed the variable too.
    without = context.meta.get("no_cache") or os.environ.get("AKKOORD_NO_CACHE", "0") not in ("", "0")
    return Cache(None if without else user_cache_path("akkoord", appauthor=False))


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


def need_formats(formats: Sequence[str]) -> None:
    from importlib.util import find_spec

    for form, module, names in (("pdf", "typst", "typst"), ("docx", "pypandoc", "pandoc")):
        if form in formats and find_spec(module) is None:
            how = f"pip install 'akkoord[{form}]', or choose other formats with --format"
            fail(f"{form.upper()} documents need {names}, which isn't installed: {how}")


@contextmanager
def new_output(folder: Path) -> Iterator[Folder]:
    """A folder that is made anew, and takes the place of the one before when all went well."""
    from concurrent.futures.process import BrokenProcessPool

    from compiler.output import BusyError, NotOursError, replacing

    try:
        with replacing(folder) as made:
            yield made
    except (NotOursError, BusyError) as error:
        fail(str(error))
    except BrokenProcessPool:
        fail(f"a process was ended from outside, perhaps for lack of memory: {folder} stays as it was; try fewer with --jobs")
    except OSError as error:
        fail(f"{folder} can't be written: {error.strerror or error}")


@contextmanager
def exporting() -> Iterator[None]:
    """Tells what is wrong with an exporter of another package, and ends."""
    from compiler.pipeline import PluginError

    try:
        yield
    except PluginError as error:
        fail(f"{error}; nothing was written")


def write_to_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    from compiler.output import put

    with new_output(folder) as made:
        for name, content in sorted(files.items()):
            made.digests[name] = put(made.new, name, content)


def write_to_file(path: Path, content: bytes) -> None:
    from compiler.output import write_file

    try:
        write_file(path, content)
    except OSError as error:
        fail(f"{path} can't be written: {error.strerror or error}")


def append_to_file(path: Path, content: str) -> None:
    try:
        with path.open("a", encoding="utf-8", errors="replace", newline="\n") as stream:
            stream.write(content)
    except OSError as error:
        fail(f"{path} can't be written: {error.strerror or error}")


class progress:  # noqa: N801 (used as a function)
    """On a terminal a bar with how many are done, how many a second, and the time left; nothing elsewhere."""

    def __init__(self, length: int) -> None:
        self.bar: Any = None
        if sys.stderr.isatty():
            self.started = time.monotonic()
            self.bar = click.progressbar(
                length=length, label="Making", file=sys.stderr, show_pos=True, item_show_func=lambda _name: self._rate()
            )

    def __enter__(self) -> Callable[[str], None]:
        if self.bar is None:
            return lambda _name: None
        bar = self.bar.__enter__()
        return lambda name: bar.update(1, name)

    def __exit__(self, *error: Any) -> None:
        if self.bar is not None:
            self.bar.__exit__(*error)

    def _rate(self) -> str:
        taken = time.monotonic() - self.started
        return f"{self.bar.pos / taken:.1f} a second" if self.bar is not None and taken > 0 else ""


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
