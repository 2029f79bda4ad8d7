"""A workspace checked: what all clients share once, and then each client by itself, so that clients can be checked apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice

from compiler import codes, link, resources
from compiler.cache import NO_CACHE, Cache, Key, decoded, digest, encoded, program
from compiler.check import check_client, check_secrecy, check_shared
from compiler.check.clients import Brief, brief, client_twice
from compiler.compile.analysis import RuleAnalysis
from compiler.contract import Client, Standard, Workspace
from compiler.diagnostic import Diagnostic, has_errors, ordered
from compiler.link.amend import states
from compiler.link.under import under as under_version
from compiler.load import Loaded, load_client
from compiler.processes import HERE, Pool
from compiler.source import Document, Node, Origin
from compiler.validate import validate
from compiler.waiver import Waiver, waive

_FAULTY = 20
"""So many amended documents are told that lack the form of their kind."""
_LINKED = 256
"""So many clients are kept linked; others are linked again when they are asked for."""


@dataclass(frozen=True)
class Shared:
    """What all clients share, linked as of a date. ``provider`` is None where nothing can be linked.

    ``unsound`` are the versions of the SLA that are there and can't be relied on; ``wrong`` are the files with errors;
    ``chapters`` are the workspace's own templates of documents.
    """

    as_of: dt.date
    under: str | None
    provider: Node | None
    standards: Mapping[str, Standard]
    monitoring: Mapping[str, Node]
    unsound: frozenset[str]
    wrong: frozenset[str]
    findings: tuple[Diagnostic, ...]
    files: Mapping[str, bytes]
    chapters: Mapping[str, str]
    analysis: RuleAnalysis = field(default_factory=RuleAnalysis, compare=False, repr=False)


@dataclass(frozen=True)
class Files:
    """The files below a client's folder, and what was found of them before they were read."""

    client: str
    content: Mapping[str, bytes]
    findings: Sequence[Diagnostic] = ()


@dataclass(frozen=True)
class Alone:
    """What one client's files gave by themselves. ``brief`` is None where the client couldn't be linked."""

    findings: tuple[Diagnostic, ...]
    waivers: tuple[Waiver, ...]
    brief: Brief | None


@dataclass(frozen=True)
class Checked:
    """A workspace as far as it could be linked, and all that was found, without what its waivers accept.

    ``clients`` holds every client, linked or not; ``linked`` those that were. ``common`` is the digest of all that they share.
    """

    loaded: Loaded
    as_of: dt.date
    clients: tuple[str, ...]
    linked: frozenset[str]
    findings: tuple[Diagnostic, ...]
    waived: tuple[Diagnostic, ...]
    common: Key
    shared: Callable[[], Shared] = field(compare=False, repr=False)

    @cached_property
    def workspace(self) -> Workspace | None:
        """Everything linked; None where nothing can be. A client is linked when it is asked for."""
        shared = self.shared()
        if shared.provider is None:
            return None
        return Workspace(shared.provider, shared.standards, shared.monitoring, _Clients(shared, self.loaded, self.linked))

    @cached_property
    def sound(self) -> frozenset[str]:
        """The clients that were linked, and of which and of what they share no error was found: they can be compiled."""
        wrong = {self._owner(found.origin.file) for found in self.findings if found.severity == "error"}
        return self.linked - wrong if None not in wrong else frozenset()

    def _owner(self, file: str) -> str | None:
        """The client in whose folder a file stands, or None for what all share."""
        client = _client_of(file)
        return client if client in self.loaded.clients else None

    def concerns(self, clients: Collection[str]) -> Callable[[str], bool]:
        """Tells of a file whether it is about some clients or about what they share; any is, where no client is named."""
        wanted = {None, *(clients or self.clients)}
        return lambda file: self._owner(file) in wanted

    def concerning(self, clients: Collection[str]) -> list[Diagnostic]:
        """What was found about some clients, and about what they share; all of it where no client is named."""
        concerns = self.concerns(clients)
        return [found for found in self.findings if concerns(found.origin.file)]


class _Clients(Mapping[str, Client]):
    """Linked clients by name, each linked when it is asked for."""

    def __init__(self, shared: Shared, loaded: Loaded, linked: Collection[str]) -> None:
        self._names = sorted(linked)
        self._linked = lru_cache(_LINKED)(lambda name: link_alone(shared, Files(name, loaded.clients[name])).client)

    def __getitem__(self, name: str) -> Client:
        if name not in self._names:
            raise KeyError(name)
        client = self._linked(name)
        assert client is not None
        return client

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def share(loaded: Loaded, findings: Sequence[Diagnostic], as_of: dt.date, under: str | None = None) -> Shared:
    """What all clients share, linked, and what is wrong in it besides what was found before."""
    found = list(findings)
    valid: dict[str, dict[str, Document]] = {}
    for kind, documents in loaded.documents.items():
        valid[kind] = {}
        for name, document in documents.items():
            wrong = validate(document)
            found += wrong
            if not wrong:
                valid[kind][name] = document
    provider = valid["provider"].get("provider")
    if provider is None:
        return Shared(as_of, under, None, {}, {}, frozenset(), frozenset(), tuple(found), loaded.shared, loaded.templates)
    templates = {*loaded.templates, *resources.names("templates")}
    standards, wrong = link.link_standards(provider, valid["sla"], valid["monitoring"], templates)
    found += wrong
    broken = {one.origin.file for one in wrong if one.severity == "error"}
    sound = {version: one for version, one in standards.items() if one.sla.document.file not in broken}
    monitoring = {name: one.root() for name, one in valid["monitoring"].items()}
    found += check_shared(provider.root(), list(sound.values()), list(monitoring.values()), loaded.shared)
    found += check_secrecy(provider.root(), [one.root() for kind in valid.values() for one in kind.values()], loaded.shared)
    unsound = frozenset((set(loaded.documents["sla"]) | _versions(loaded.shared)) - set(sound))
    wrong_files = frozenset(one.origin.file for one in found if one.severity == "error")
    found_all = tuple(found)
    return Shared(
        as_of, under, provider.root(), sound, monitoring, unsound, wrong_files, found_all, loaded.shared, loaded.templates
    )


def _versions(files: Collection[str]) -> set[str]:
    return {file.split("/")[2] for file in files if file.startswith("provider/sla/") and file.endswith("/sla.yaml")}


@dataclass(frozen=True)
class _Linked:
    """A client as far as it could be linked, its valid documents, and what was found on the way."""

    client: Client | None
    documents: Mapping[str, Document]
    waivers: Sequence[Waiver]
    findings: list[Diagnostic]


def link_alone(shared: Shared, files: Files) -> _Linked:
    """A client's files linked to what all share."""
    name, found = files.client, list(files.findings)
    read, wrong = load_client(name, files.content)
    found += wrong
    valid: dict[str, Document] = {}
    for kind, document in read.documents.items():
        if kind == "contract" and shared.under is not None:
            document = under_version(document, shared.under)
        wrong = validate(document)
        found += wrong
        if not wrong:
            valid[kind] = document
    contract, dap = (f"clients/{name}/{kind}.yaml" for kind in ("contract", "dap"))
    there = {*files.content, *(one.origin.file for one in found)}
    if "dap" in read.documents and contract not in there:
        found.append(codes.DAP_WITHOUT_CONTRACT.at(Origin(dap), folder=f"clients/{name}"))
    # A DAP that can't be read stops the client: without it, names in the contract would seem to name nothing.
    client = _linked(shared, name, valid, found) if "dap" in valid or dap not in there else None
    return _Linked(client, valid, read.waivers, found)


def _linked(shared: Shared, name: str, valid: Mapping[str, Document], found: list[Diagnostic]) -> Client | None:
    contract, dap = valid.get("contract"), valid.get("dap")
    if shared.provider is None or contract is None:
        return None
    contract_states, wrong_contract = states(contract)
    dap_states, wrong_dap = states(dap) if dap is not None else ([], [])
    # What an amendment does wrong is wrong in all that follows: the last of very many wait until the first are mended.
    each = (validate(state.document) for state in (*contract_states[1:], *dap_states[1:]))
    amended = [one for wrong in islice(filter(None, each), _FAULTY) for one in wrong]
    found += [*wrong_contract, *wrong_dap, *amended]
    amendable = not has_errors([*amended, *wrong_contract, *wrong_dap])
    if not amendable:  # what was there before any amendment can be linked: it may hold the cause
        contract_states, dap_states = contract_states[:1], dap_states[:1]
    if {state.document.data["sla"]["version"] for state in contract_states} & shared.unsound:
        return None
    client, wrong = link.link_client(name, contract_states, dap_states, shared.standards, shared.as_of)
    found += wrong
    return client if amendable else None


def check_alone(shared: Shared, files: Files) -> Alone:
    """What is wrong with one client, not looking at others."""
    made = link_alone(shared, files)
    found = made.findings
    if shared.provider is not None:
        if made.client is not None:
            found += check_client(made.client)
        found += check_secrecy(shared.provider, [one.root() for one in made.documents.values()], files.content)
        wrong = shared.wrong | {one.origin.file for one in found if one.severity == "error"}
        for stretch in made.client.ahead() if made.client is not None else ():
            if not wrong & {stretch.contract.document.file, stretch.sla.document.file}:
                found += shared.analysis.of(stretch)
    return Alone(tuple(ordered(found)), tuple(made.waivers), brief(made.client) if made.client is not None else None)


def _check_encoded(shared: Shared, files: Files) -> bytes:
    return encoded(check_alone(shared, files))


def check(
    loaded: Loaded,
    findings: Iterable[Diagnostic],
    as_of: dt.date,
    under: str | None = None,
    pool: Pool = HERE,
    cache: Cache = NO_CACHE,
) -> Checked:
    """Everything that can be wrong in a workspace; ``findings`` were found before its files were read.

    With ``under``, every contract is taken to name that version of the SLA. What was thought over before comes from the
    cache, what is left is spread over the pool; neither makes any difference to what is found.
    """
    before: dict[str | None, list[Diagnostic]] = {}
    for one in findings:
        client = _client_of(one.origin.file)
        before.setdefault(client if client in loaded.clients else None, []).append(one)
    shared = lru_cache(1)(lambda: share(loaded, before.get(None, ()), as_of, under))

    def files(client: str) -> Files:
        return Files(client, loaded.clients[client], before.get(client, ()))

    common = digest(program(), repr((as_of, under)), encoded(before.get(None, ())), *loaded.sums())
    (of_all,) = cache.remembered({common: shared}, lambda lacking: (encoded(one().findings) for one in lacking))
    found = list(decoded(of_all, tuple[Diagnostic, ...]))
    keys = {digest(common, *map(encoded, before.get(client, ())), *loaded.sums(client)): client for client in loaded.clients}
    results = cache.remembered(keys, lambda lacking: pool.each(_check_encoded, shared, map(files, lacking), len(lacking)))
    waivers, linked = list(loaded.waivers), {}
    for client, written in zip(loaded.clients, results, strict=True):
        alone = decoded(written, Alone)
        found += alone.findings
        waivers += alone.waivers
        if alone.brief is not None:
            linked[client] = alone.brief
    found += client_twice(linked.values())

    left, waived, unused = waive(ordered(found), waivers)
    if not has_errors(left):  # an error can keep from view what a waiver is for
        left = ordered([*left, *map(_stale, unused)])
    return Checked(loaded, as_of, tuple(loaded.clients), frozenset(linked), tuple(left), tuple(waived), common, shared)


def _client_of(file: str) -> str | None:
    folder, _, rest = file.partition("/")
    client, inside, _ = rest.partition("/")
    return client if folder == "clients" and inside else None


def _stale(unused: Waiver) -> Diagnostic:
    mend = f"Remove {unused.code} here, or put the comment on the line of the finding or directly above it."
    return codes.STALE_WAIVER.at(unused.origin, problem=f"{unused.code} isn't found here", mend=mend)
