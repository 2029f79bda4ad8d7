"""Reading a workspace: files to documents with positions; those of a client apart from those that all share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compiler import codes
from compiler.diagnostic import Diagnostic
from compiler.load.contents import sum_of
from compiler.load.reader import not_utf8, read
from compiler.load.waivers import waivers as waivers_of
from compiler.source import Document, Origin
from compiler.waiver import Waiver

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_IN_WORDS = "small letters, digits and single hyphens"


@dataclass(frozen=True)
class _Place:
    """Where a kind of file stands. ``naming`` is what its name must look like; ``what`` and ``expected`` say so."""

    pattern: re.Pattern[str]
    naming: re.Pattern[str] | None = None
    what: str = ""
    expected: str = ""

    def misnamed(self, name: str, file: str) -> Diagnostic | None:
        """The finding for a name that this kind of file can't have."""
        if self.naming is None or self.naming.fullmatch(name):
            return None
        return codes.BAD_FOLDER_NAME.at(Origin(file), name=name, what=self.what, expected=self.expected)


OF_CLIENT = ("contract", "dap")
"""The kinds of file in a client's folder."""
CLIENT_FILE = re.compile(rf"clients/([^/]+)/(?:{'|'.join(OF_CLIENT)})\.yaml")
"""The files that make a folder a client, whether they can be read or not."""
_PLACES = {  # those of clients first: most files are
    **{
        kind: _Place(re.compile(rf"clients/([^/]+)/{kind}\.yaml"), _ID, "the short name of a client", _IN_WORDS)
        for kind in OF_CLIENT
    },
    "provider": _Place(re.compile(r"provider/(provider)\.yaml")),
    "sla": _Place(re.compile(r"provider/sla/([^/]+)/sla\.yaml"), _VERSION, "the version of an SLA", "a version, such as 2.5"),
    "monitoring": _Place(re.compile(r"provider/monitoring/([^/]+)\.yaml"), _ID, "the name of a monitoring template", _IN_WORDS),
}
_LOGO = re.compile(r"provider/[a-z0-9]+(?:-[a-z0-9]+)*\.(?:svg|png)")
_TEMPLATE = re.compile(r"templates/([a-z]{2}/(?:[a-z0-9-]+/)*[a-z0-9-]+\.(?:md|json))")


@dataclass(frozen=True)
class Loaded:
    """A workspace's files, and what all clients share: its documents, by kind and name, its templates and its waivers.

    ``clients`` gives the files below each client's folder when they are asked for; ``shared`` holds all others.
    """

    files: Mapping[str, bytes]
    shared: Mapping[str, bytes]
    clients: Clients
    documents: Mapping[str, Mapping[str, Document]]
    templates: Mapping[str, str]
    waivers: Sequence[Waiver]

    def sums(self, client: str | None = None) -> Iterator[str | bytes]:
        """The names of a client's files, or of those that all share, each followed by the SHA-256 of what it holds."""
        for file in self.shared if client is None else self.clients.names(client):
            yield file
            yield sum_of(self.files, file)


class Clients(Mapping[str, Mapping[str, bytes]]):
    """The files below each client's folder, taken from all files when they are asked for."""

    def __init__(self, files: Mapping[str, bytes], names: Mapping[str, Sequence[str]]) -> None:
        self._files, self._names = files, names

    def __getitem__(self, client: str) -> Mapping[str, bytes]:
        return {file: self._files[file] for file in self._names[client]}

    def names(self, client: str) -> Sequence[str]:
        """The names of the files below a client's folder."""
        return self._names[client]

    def __contains__(self, client: object) -> bool:
        return client in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Read:
    """The documents of one client, by their kind, and the waivers in them."""

    documents: Mapping[str, Document]
    waivers: Sequence[Waiver]


def load(files: Mapping[str, bytes]) -> tuple[Loaded, list[Diagnostic]]:
    """A workspace's files sorted by what they are, and those read that all clients share. Place and file name decide."""
    names = {place[1] for file in files if (place := CLIENT_FILE.fullmatch(file))}
    clients: dict[str, tuple[str, ...]] = dict.fromkeys(sorted(names), ())
    shared: dict[str, bytes] = {}
    documents: dict[str, dict[str, Document]] = {kind: {} for kind in _PLACES if kind not in OF_CLIENT}
    templates: dict[str, str] = {}
    waivers: list[Waiver] = []
    findings: list[Diagnostic] = []
    for file in sorted(files):
        parts = file.split("/", 2)
        if parts[0] == "clients" and len(parts) == 3 and parts[1] in clients:
            clients[parts[1]] += (file,)
        else:
            shared[file] = files[file]
        if place := _TEMPLATE.fullmatch(file):
            try:
                templates[place[1]] = shared[file].decode("utf-8-sig")
            except UnicodeDecodeError as error:
                findings.append(not_utf8(file, error))
            continue
        kind, name = _kind(file)
        if kind is None:
            if not file.endswith("/README.md") and not _LOGO.fullmatch(file):
                findings.append(codes.MISPLACED_FILE.at(Origin(file), mend=_mend(file)))
        elif (wrong := _PLACES[kind].misnamed(name, file)) is not None:
            findings.append(wrong)
        elif kind not in OF_CLIENT:
            document, written, found = _read(kind, name, file, shared[file])
            findings += found
            waivers += written
            if document is not None:
                documents[kind][name] = document
    if "provider/provider.yaml" not in files:
        findings.append(codes.NO_PROVIDER.at(Origin("provider/provider.yaml")))
    return Loaded(files, shared, Clients(files, clients), documents, templates, tuple(waivers)), findings


def load_client(client: str, files: Mapping[str, bytes]) -> tuple[Read, list[Diagnostic]]:
    """The contract and DAP of a client, of the files below its folder."""
    documents: dict[str, Document] = {}
    waivers: list[Waiver] = []
    findings: list[Diagnostic] = []
    for kind in OF_CLIENT if misnamed(client) is None else ():
        file = f"clients/{client}/{kind}.yaml"
        if file in files:
            document, written, found = _read(kind, client, file, files[file])
            findings += found
            waivers += written
            if document is not None:
                documents[kind] = document
    return Read(documents, tuple(waivers)), findings


def _read(kind: str, name: str, file: str, content: bytes) -> tuple[Document | None, list[Waiver], list[Diagnostic]]:
    document, findings = read(content, kind, name, file)
    if document is None:
        return None, [], findings
    waivers, found = waivers_of(content.decode("utf-8-sig"), file)
    return document, waivers, [*findings, *found]


def _kind(file: str) -> tuple[str | None, str]:
    """What a file is by its place, and its name; no kind where it is nothing that is read."""
    for kind, place in _PLACES.items():
        if found := place.pattern.fullmatch(file):
            return kind, found[1]
    return None, ""


def misnamed(client: str) -> Diagnostic | None:
    """The finding for a name that a client's folder can't have."""
    return _PLACES["contract"].misnamed(client, f"clients/{client}")


def _mend(file: str) -> str:
    folder, _, name = file.rpartition("/")
    if name.endswith(".yml"):
        return f"Rename it to {name[:-4]}.yaml."
    if re.fullmatch(r"clients/[^/]+", folder):
        return "A client's folder holds contract.yaml and dap.yaml; rename it, or move it out."
    if folder == "clients":
        return "Give the client a folder of its own, with contract.yaml in it."
    if folder.startswith("provider/sla"):
        return "An SLA stands in provider/sla/<version>/sla.yaml; rename it, or move it out."
    if folder.startswith("templates"):
        return "A template stands in templates/<language>/… and ends in .md; rename it, or move it out."
    holds = "provider/provider.yaml, provider/sla/<version>/sla.yaml, provider/monitoring/<name>.yaml, and client folders"
    return f"The workspace holds {holds}; rename it, or move it out."
