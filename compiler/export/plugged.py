"""Exporters of other packages, by entry point: loaded when they are asked, and held to what an exporter may return.

They are trusted as code. What they return is looked at all the same: a mistake must not write beside its folder, nor pass as
a loss of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import EntryPoint
from pathlib import Path, PurePosixPath
from traceback import extract_tb

import msgspec

from compiler.bundle import Bundle
from compiler.export.result import LOSSES, Export, Exporter
from compiler.loss import Loss, as_json
from compiler.output import MANIFEST
from compiler.plugin import PluginError

_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_STEP = re.compile(r"""(?!\.{1,2}$)[^\x00-\x1f\x7f-\x9f\\/:*?"<>|]{1,100}""")
"""A step of the way to a file, on any file system."""
_CODE = re.compile("[A-Z]{2,4}[0-9]{3}")
_OURS = re.compile("(AK|IC|RT|ZM)[0-9]")
"""Codes of the program and its own exporters begin so."""
_STOPPED = 128
"""The program is ended by a signal with an exit above this."""


def plugged(point: EntryPoint) -> Exporter:
    """The exporter of an entry point. It raises ``PluginError`` for whatever goes wrong in it and with what it returns.

    Raises ``PluginError`` where its name can't be that of a folder.
    """
    where = f"the exporter {point.name}, of {point.dist.name if point.dist is not None else point.value},"
    if not _NAME.fullmatch(point.name):
        raise PluginError(f"{where} has a name that isn't made of small letters, digits and hyphens")

    def export(bundles: Iterable[Bundle]) -> Export:
        given = _Given(bundles)
        try:
            made = point.load()(iter(given))
            problem = _wrong(made, given.clients)
        except (Exception, SystemExit) as error:
            stopped = isinstance(error, SystemExit) and isinstance(error.code, int) and error.code > _STOPPED
            if stopped or error is given.fault:
                raise
            raise PluginError(f"{where} failed: {_told(error)}") from error
        if given.fault is not None:
            raise given.fault
        if problem is not None:
            raise PluginError(f"{where} returned {problem}")
        return Export(ChainMap({LOSSES: b"".join(as_json(made.losses))}, made.files), tuple(made.losses))

    return export


class _Given:
    """Bundles on their way to an exporter: whose they were, and the fault with which they ended, which isn't the exporter's."""

    def __init__(self, bundles: Iterable[Bundle]) -> None:
        self._bundles = bundles
        self.clients: set[str] = set()
        self.fault: Exception | None = None

    def __iter__(self) -> Iterator[Bundle]:
        try:
            for bundle in self._bundles:
                self.clients.add(bundle.client.id)
                yield bundle
        except Exception as error:
            self.fault = error
            raise


def _told(error: BaseException) -> str:
    """What a ``ValueError`` says: so an exporter refuses. Of others the place only, since they may hold what is private."""
    if type(error) is ValueError and str(error):
        return str(error)
    passed = extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(passed[-1].filename).name}:{passed[-1].lineno}"


def _wrong(made: object, clients: set[str]) -> str | None:
    """What of a result can't be used."""
    if not isinstance(made, Export):
        return f"{type(made).__name__} where an Export is due"
    if not isinstance(made.files, Mapping) or not isinstance(made.losses, Sequence):
        return "an Export whose files are no mapping, or whose losses are no tuple"
    for name, content in made.files.items():
        if not isinstance(name, str) or not all(_STEP.fullmatch(step) for step in name.split("/")):
            return f"a file named {name!r}: a name is a path below the folder, with forward slashes"
        if PurePosixPath(name).name.casefold() in (MANIFEST, LOSSES):
            return f"a file named {name!r}, which is written by the program"
        if not isinstance(content, bytes):
            return f"{type(content).__name__} as the content of {name!r} where bytes are due"
    if (twice := _same_place(made.files)) is not None:
        return f"files that some file systems take for one: {' and '.join(map(repr, twice))}"
    return next((problem for loss in made.losses if (problem := _wrong_loss(loss, clients)) is not None), None)


def _same_place(names: Iterable[str]) -> tuple[str, str] | None:
    """Two names that can't stand side by side: alike but for case or accents' spelling, or one the folder of the other."""
    seen: dict[str, str] = {}
    for name in sorted(names, key=lambda name: name.count("/")):
        plain = unicodedata.normalize("NFC", name.casefold())
        for way in (plain, *(str(parent) for parent in PurePosixPath(plain).parents)):
            if way in seen:
                return seen[way], name
        seen[plain] = name
    return None


def _wrong_loss(loss: object, clients: set[str]) -> str | None:
    if not isinstance(loss, Loss):
        return f"{type(loss).__name__} among the losses where a Loss is due"
    try:
        msgspec.convert(asdict(loss), Loss)
    except msgspec.ValidationError as error:
        return f"a loss that isn't one: {error}"
    if not _CODE.fullmatch(loss.code):
        return f"a loss with the code {loss.code!r}: a code is capital letters and three digits, such as CSV101"
    if _OURS.match(loss.code):
        return f"a loss with the code {loss.code}, which is one of the program's own: choose other letters"
    if loss.client not in clients:
        return f"a loss of {loss.client!r}, who isn't among the clients"
    return None
