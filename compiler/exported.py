"""Exports: of bundles in memory, and of many clients whose bundles stand in a folder, so that nothing piles up in memory.

What only some commands need is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from compiler import codes, output
from compiler.bundle import Bundle, from_json
from compiler.diagnostic import Diagnostic
from compiler.loss import Loss, as_json
from compiler.output import Folder
from compiler.processes import WORTH, Pool
from compiler.source import Origin

if TYPE_CHECKING:
    from compiler.export import Export
    from compiler.export.result import File

T = TypeVar("T")


def export(target: str, bundles: Iterable[Bundle], *, overlay: bool = False) -> tuple[Export | None, list[Diagnostic]]:
    """The files of an export and its losses, or None and why it was refused. Raises ``KeyError`` for an unknown target.

    With ``overlay``, of which there must be one for the target, also the code that makes up for losses.
    """
    from compiler.export import OVERLAYS, exporters

    given = iter(bundles)
    first = next(given, None)
    try:
        exporter = OVERLAYS[target] if overlay else exporters()[target]
        return exporter(chain([first], given) if first is not None else ()), []
    except ValueError as error:
        return None, [_refused(target, first, error)]


def _refused(target: str, bundle: Bundle | None, problem: ValueError) -> Diagnostic:
    file = bundle.sla.origin.file if bundle is not None else "provider/provider.yaml"
    return codes.EXPORT_REFUSED.at(Origin(file), target=target, problem=problem)


def write_exports(
    targets: Sequence[str], clients: Sequence[str], folder: Folder, pool: Pool, progress: Callable[[str], None]
) -> tuple[int, list[Diagnostic]]:
    """Makes the exports of clients whose bundles are in a folder; how much they lose, and why one was refused.

    Each bundle is read once for all exporters that work in parts. The parts wait in files until they are put together.
    """
    from compiler.export import BUILT_IN

    parts = {target: _Parts(folder.aside(target), BUILT_IN[target].kind, []) for target in targets if target in BUILT_IN}
    refused: dict[str, Diagnostic] = {}
    with ExitStack() as opened:
        waiting = {target: opened.enter_context(one.file.open("wb")) for target, one in parts.items()}
        for made in pool.each(_parts_of, lambda: (folder, list(parts)), clients, len(clients)) if parts else ():
            for target, part in made.items():
                if isinstance(part, Diagnostic):
                    refused.setdefault(target, part)
                else:
                    parts[target].sizes.append(waiting[target].write(part))
    losses = 0
    left = [target for target in targets if target not in refused]
    worth = -(-WORTH // max(1, len(clients)))  # so many exports are as much work as so many clients
    written = pool.each(_put_together, lambda: (folder, clients, parts), left, len(left), worth=worth)
    for target, one in zip(left, written, strict=True):
        folder.digests.update(one.digests)
        losses += one.losses
        if one.refused is not None:
            refused[target] = one.refused
        progress(target)
    return losses, [refused[target] for target in targets if target in refused]


def _parts_of(order: tuple[Folder, Sequence[str]], client: str) -> dict[str, bytes | Diagnostic]:
    """What exports make of one client; why, where one was refused."""
    from compiler.export import BUILT_IN

    folder, targets = order
    bundle = _bundle(folder, client)
    made: dict[str, bytes | Diagnostic] = {}
    for target in targets:
        try:
            made[target] = msgspec.msgpack.encode(BUILT_IN[target].part(bundle))
        except ValueError as error:
            made[target] = _refused(target, bundle, error)
    return made


def _bundle(folder: Folder, client: str) -> Bundle:
    return from_json((folder.new / "bundles" / f"{client}.json").read_bytes())


@dataclass(frozen=True)
class _Parts(Generic[T]):
    """Parts of an export that wait in a file one after the other, and their sizes: read each time that they are gone through."""

    file: Path
    kind: type[T]
    sizes: list[int]

    def __iter__(self) -> Iterator[T]:
        with self.file.open("rb") as stream:
            for size in self.sizes:
                yield msgspec.msgpack.decode(stream.read(size), type=self.kind)


@dataclass(frozen=True)
class _Written:
    """The files of an export by name with their digests, and how much it loses; or why it was refused."""

    digests: Mapping[str, str]
    losses: int
    refused: Diagnostic | None = None


_Order = tuple[Folder, Sequence[str], Mapping[str, _Parts[Any]]]


def _put_together(order: _Order, target: str) -> _Written:
    from compiler.export import LOSSES, File

    folder, clients, _ = order
    digests: dict[str, str] = {}
    count = 0

    def put(name: str, content: bytes | Iterable[bytes]) -> None:
        digests[f"exports/{target}/{name}"] = output.put(folder.new, f"exports/{target}/{name}", content)

    def losses() -> Iterator[Loss]:
        """While they are written, one after the other, the files that come between them are, too."""
        nonlocal count
        for made in _made(order, target):
            if isinstance(made, File):
                put(made.name, made.content)
            else:
                count += 1
                yield made

    try:
        put(LOSSES, as_json(losses()))
    except ValueError as error:
        return _Written({}, 0, _refused(target, _bundle(folder, clients[0]) if clients else None, error))
    return _Written(digests, count)


def _made(order: _Order, target: str) -> Iterator[File | Loss]:
    from compiler.export import BUILT_IN, LOSSES, File, exporters

    folder, clients, parts = order
    if target in BUILT_IN:
        yield from BUILT_IN[target].together(parts[target])
        return
    exported = exporters()[target](_bundle(folder, client) for client in clients)
    yield from exported.losses
    for name, content in exported.files.items():
        if name != LOSSES:
            yield File(name, (content,))
