"""Bundles and documents of many clients: each made apart and written at once, so that nothing piles up in memory.

What only some commands need is imported where it is used: a check needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from compiler import codes, output
from compiler.bundle import Bundle, from_json, to_json
from compiler.cache import Cache, Key, decoded, digest, encoded
from compiler.checked import Checked, Files, Shared, link_alone
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, ordered
from compiler.exported import write_exports
from compiler.output import Folder
from compiler.processes import Pool
from compiler.source import Origin

Progress = Callable[[str], None]
"""Is told what was made."""

_TOGETHER = 64
"""So many clients are looked up and noted in the cache at a time: what is done is done, also when the rest is broken off."""


@dataclass(frozen=True)
class Built:
    """Every file by name with its digest, what rendering found wrong, and how much the exports lose."""

    files: Mapping[str, str]
    findings: tuple[Diagnostic, ...]
    losses: int


@dataclass(frozen=True)
class Made:
    """The files of one client by name with their digests, and what rendering found wrong."""

    files: dict[str, str]
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class _Order:
    """What is to be made of each client, and where."""

    shared: Shared
    formats: Sequence[str]
    folder: Folder


@dataclass(frozen=True)
class _Task:
    """A client's files, the key of what is made of them, and what was made of them before."""

    files: Files
    key: Key
    known: Made | None


def compiled(contract: Contract, shared: Shared, files: Mapping[str, bytes]) -> Bundle:
    """The bundle of a contract. ``files`` are those below the client's folder."""
    from compiler.compile import compile_contract

    return compile_contract(contract, {**shared.files, **files})


def documents_of(bundle: Bundle) -> tuple[str, ...]:
    """The documents that can be made of a bundle. The card with the emergency number is made only when it is asked for."""
    card = ("emergency-card",) if bundle.form.emergency_service is not None and bundle.form.emergency_service.telephone else ()
    return ("sla", "dap", *card) if bundle.status.has_dap else ("sla", *card)


def render(
    shared: Shared, bundle: Bundle, documents: Sequence[str], forms: Sequence[str], language: str
) -> tuple[dict[tuple[str, str], bytes], list[Diagnostic]]:
    """Documents by name and format, and what was found wrong; one that couldn't be made is left out."""
    from compiler.logo import as_svg
    from compiler.render import Beside, Desk, RenderError, write

    assert shared.provider is not None
    number = shared.provider["emergency_telephone"].data if "emergency-card" in documents else None
    named = shared.provider.get("brand", "logo")
    logo = as_svg(shared.files[f"provider/{named.data}"]) if named is not None else ""
    client = Origin(bundle.client.origin.file, bundle.client.origin.line, bundle.client.origin.column)
    desk = Desk(bundle, language, shared.chapters, Beside(number, logo))
    written: dict[tuple[str, str], bytes] = {}
    found = []
    for document in documents:
        try:
            paper = desk.paper(document)  # type: ignore[arg-type]
            for form in forms:
                made = write(paper, form)  # type: ignore[arg-type]
                written[document, form] = made.content
                if made.lacking:
                    found.append(codes.UNSHOWN_TEXT.at(client, text=" ".join(made.lacking)))
        except RenderError as error:
            file = f"templates/{error.template}" if error.template in shared.chapters else bundle.sla.origin.file
            found.append(codes.TEMPLATE_FAULT.at(Origin(file, error.line or 1), problem=str(error)))
    return written, found


def _bundle_of(shared: Shared, files: Files) -> bytes:
    client = link_alone(shared, files).client
    assert client is not None
    return to_json(compiled(client.current, shared, files.content))


def _tasks(checked: Checked, clients: Sequence[str], formats: Sequence[str], cache: Cache) -> Iterator[_Task]:
    for start in range(0, len(clients), _TOGETHER):
        some = {}
        for client in clients[start : start + _TOGETHER]:
            key = digest(checked.common, "build", *formats, *checked.loaded.sums(client))
            some[key] = Files(client, checked.loaded.clients[client])
        known = cache.get(some)
        for key, files in some.items():
            yield _Task(files, key, decoded(known[key], Made) if key in known else None)


def _made(order: _Order, task: _Task) -> tuple[Made, Key | None]:
    """Takes over what was made of a client before, or makes it anew: then it goes with the key to remember it by."""
    if task.known is not None and output.keep(order.folder.old, order.folder.new, task.known.files):
        return task.known, None
    client = task.files.client
    text = _bundle_of(order.shared, task.files)
    bundle = from_json(text)
    files = {f"bundles/{client}.json": output.put(order.folder.new, f"bundles/{client}.json", text)}
    documents = [one for one in documents_of(bundle) if one != "emergency-card"]
    made, findings = render(order.shared, bundle, documents, order.formats, bundle.sla.language)
    for (document, form), content in made.items():
        name = f"documents/{client}/{document}.{bundle.sla.language}.{form}"
        files[name] = output.put(order.folder.new, name, content)
    return Made(files, tuple(findings)), task.key


def build(
    checked: Checked,
    clients: Sequence[str],
    targets: Sequence[str],
    formats: Sequence[str],
    folder: Folder,
    pool: Pool,
    cache: Cache,
    progress: Progress,
) -> Built:
    """Makes everything of clients that were linked, in a folder; what didn't change since is taken over from the one before.

    Raises ``OSError`` where it can't be written.
    """
    findings: list[Diagnostic] = []
    fresh: dict[Key, bytes] = {}
    order, tasks = _Order(checked.shared(), formats, folder), _tasks(checked, clients, formats, cache)
    for client, (made, key) in zip(clients, pool.each(_made, lambda: order, tasks, len(clients)), strict=True):
        folder.digests.update(made.files)
        findings += made.findings
        if key is not None:
            fresh[key] = encoded(made)
        if len(fresh) >= _TOGETHER:
            cache.put(fresh)
            fresh = {}
        progress(client)
    cache.put(fresh)
    losses, refused = write_exports(targets, clients, folder, pool, progress)
    return Built(folder.digests, tuple(ordered([*findings, *refused])), losses)


def bundles(checked: Checked, clients: Collection[str], pool: Pool) -> Iterator[Bundle]:
    """The bundles of clients that were linked, one after the other."""
    files = (Files(one, checked.loaded.clients[one]) for one in clients)
    yield from map(from_json, pool.each(_bundle_of, checked.shared, files, len(clients)))
