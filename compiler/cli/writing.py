"""How commands write files and folders, and tell meanwhile how far they are."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compiler.cli.shared import fail

if TYPE_CHECKING:
    from compiler.output import Folder


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
