"""The phases in order: the map of the program.

    files -> load -> validate -> amend, link -> check -> compile -> render, export, decide
    answers -> draft -> files

Each phase returns its value and all that it found; an error in a file stops what needs that file, and nothing else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from zoneinfo import ZoneInfo

from compiler import codes, resources
from compiler.bundle import Bundle, to_json
from compiler.contract import Client, Workspace
from compiler.diagnostic import Diagnostic, has_errors, ordered
from compiler.load import Loaded as Loaded
from compiler.load import load as load
from compiler.load import misnamed as misnamed
from compiler.load.folder import READ as READ
from compiler.load.folder import files as read_files
from compiler.source import Document, Origin
from compiler.waiver import Waiver, waive

if TYPE_CHECKING:
    from compiler import draft as drafting
    from compiler.decide import Answer, Question
    from compiler.decide.batch import Line
    from compiler.draft import Answers as Answers
    from compiler.export import Export
    from compiler.export import Loss as Loss
    from compiler.mend import Mended
    from compiler.render.verdict import Verdict
    from compiler.visible import Style

    Asked = drafting.Question


MOST_OF_A_PAPER = 50_000_000
"""Bytes of a PDF that is verified; a larger one is refused."""
CLIENT_FILE = re.compile(r"clients/([^/]+)/(?:contract|dap)\.yaml")
"""The files that make a folder a client, whether they can be read or not."""

_DECIDERS = 256
"""So many bundles are kept ready for questions; others are compiled when they are asked for."""


@dataclass(frozen=True)
class Checked:
    """A workspace as far as it could be linked, and all that was found, without what its waivers accept. ``clients`` holds
    every client, linked or not."""

    loaded: Loaded
    workspace: Workspace | None
    clients: tuple[str, ...]
    as_of: dt.date
    findings: tuple[Diagnostic, ...]
    waived: tuple[Diagnostic, ...] = ()

    @property
    def sound(self) -> frozenset[str]:
        """The clients that were linked, and of which and of what they share no error was found: they can be compiled."""
        wrong = {self._owner(found.origin.file) for found in self.findings if found.severity == "error"}
        linked = self.workspace.clients if self.workspace is not None and None not in wrong else ()
        return frozenset(linked) - wrong

    def _owner(self, file: str) -> str | None:
        """The client in whose folder a file stands, or None for what all share."""
        folder, _, rest = file.partition("/")
        client = rest.partition("/")[0]
        return client if folder == "clients" and client in self.clients else None

    def concerns(self, clients: Collection[str]) -> Callable[[str], bool]:
        """Tells of a file whether it is about some clients or about what they share; any is, where no client is named."""
        others = tuple(f"clients/{client}/" for client in self.clients if client not in clients) if clients else ()
        return lambda file: not file.startswith(others)

    def concerning(self, clients: Collection[str]) -> list[Diagnostic]:
        """What was found about some clients, and about what they share; all of it where no client is named."""
        concerns = self.concerns(clients)
        return [found for found in self.findings if concerns(found.origin.file)]


def open_workspace(root: Path) -> tuple[Loaded, list[Diagnostic]]:
    """The documents of a workspace's folder. Raises ``OSError`` where it can't be listed."""
    files, findings = read_files(root)
    loaded, found = load(files)
    return loaded, [*findings, *found]


def today(loaded: Loaded, now: dt.datetime) -> dt.date:
    """The date of a moment on the provider's clock; in UTC where the provider names no clock that exists."""
    provider = loaded.documents["provider"].get("provider")
    name = provider.data.get("timezone") if provider is not None and isinstance(provider.data, dict) else None
    try:
        return now.astimezone(ZoneInfo(name) if isinstance(name, str) else dt.UTC).date()
    except (ValueError, OSError, KeyError):
        return now.astimezone(dt.UTC).date()


def check(loaded: Loaded, findings: Iterable[Diagnostic], as_of: dt.date) -> Checked:
    """Everything that can be wrong in a workspace."""
    from compiler import link
    from compiler.check import check_workspace
    from compiler.compile.analysis import RuleAnalysis
    from compiler.link.amend import states
    from compiler.validate import validate

    found = list(findings)
    valid: dict[str, dict[str, Document]] = {}
    for kind, documents in loaded.documents.items():
        valid[kind] = {}
        for name, document in documents.items():
            wrong = validate(document)
            found += wrong
            if not wrong:
                valid[kind][name] = document
    clients = tuple(sorted({file.split("/")[1] for file in loaded.files if CLIENT_FILE.fullmatch(file)}))
    for name in sorted(set(loaded.documents["dap"]) - set(loaded.documents["contract"])):
        file = loaded.documents["dap"][name].file
        contract_file = file.replace("dap.yaml", "contract.yaml")
        if contract_file not in loaded.files and all(one.origin.file != contract_file for one in found):
            found.append(codes.DAP_WITHOUT_CONTRACT.at(Origin(file), folder=file.rpartition("/")[0]))
    provider = valid["provider"].get("provider")
    if provider is None:
        return Checked(loaded, None, clients, as_of, tuple(ordered(found)))

    templates = {*loaded.templates, *resources.names("templates")}
    standards, wrong = link.link_standards(provider, valid["sla"], valid["monitoring"], templates)
    found += wrong
    broken = {one.origin.file for one in wrong if one.severity == "error"}
    sound = {version: one for version, one in standards.items() if one.sla.document.file not in broken}
    unreadable = set(loaded.documents["sla"]) | _versions(loaded.files)
    linked: dict[str, Client] = {}
    for name, contract in valid["contract"].items():
        dap = valid["dap"].get(name)
        if dap is None and f"clients/{name}/dap.yaml" in {*loaded.files, *(one.origin.file for one in found)}:
            continue  # there is one, and it can't be read: without it, names in the contract would seem to name nothing
        contract_states, wrong_contract = states(contract)
        dap_states, wrong_dap = states(dap) if dap is not None else ([], [])
        found += [*wrong_contract, *wrong_dap]
        amended = [one for state in (*contract_states[1:], *dap_states[1:]) for one in validate(state.document)]
        found += amended
        amendable = not has_errors([*amended, *wrong_contract, *wrong_dap])
        if not amendable:  # what was there before any amendment can be linked: it may hold the cause
            contract_states, dap_states = contract_states[:1], dap_states[:1]
        if {state.document.data["sla"]["version"] for state in contract_states} & (unreadable - set(sound)):
            continue
        client, wrong = link.link_client(name, contract_states, dap_states, sound, as_of)
        found += wrong
        if client is not None and amendable:
            linked[name] = client
    workspace = Workspace(provider.root(), sound, {name: one.root() for name, one in valid["monitoring"].items()}, linked)
    readable = [one.root() for kind in valid.values() for one in kind.values()]
    found += check_workspace(workspace, readable, loaded.files)
    analysis = RuleAnalysis()
    wrong_in = {one.origin.file for one in found if one.severity == "error"}
    for stretch in (stretch for known in linked.values() for stretch in known.ahead()):
        if not wrong_in & {stretch.contract.document.file, stretch.sla.document.file}:
            found += analysis.of(stretch)
    left, waived, unused = waive(ordered(found), loaded.waivers)
    if not has_errors(left):  # an error can keep from view what a waiver is for
        left += map(_stale, unused)
    return Checked(loaded, workspace, clients, as_of, tuple(ordered(left)), tuple(waived))


def _stale(unused: Waiver) -> Diagnostic:
    mend = f"Remove {unused.code} here, or put the comment on the line of the finding or directly above it."
    return codes.STALE_WAIVER.at(unused.origin, problem=f"{unused.code} isn't found here", mend=mend)


def mend(checked: Checked, clients: Collection[str]) -> Mended:
    """What of some clients and of what they share can be mended without asking; of all where no client is named."""
    from compiler import mend

    def find(files: Mapping[str, bytes]) -> list[Diagnostic]:
        loaded, findings = load(files)
        return check(loaded, findings, checked.as_of).concerning(clients)

    return mend.mend(checked.loaded.files, find)


def given_forms(forms: Iterable[str]) -> dict[str, str]:
    """The answers to questions that stand in options for forms. Raises ``ValueError`` with what to write instead."""
    from compiler import draft

    return draft.given_forms(forms)


def questions(checked: Checked) -> Generator[Asked, Any, Answers]:
    """What to ask about a new client of a workspace in which an SLA is sound."""
    from compiler import draft

    assert checked.workspace is not None
    return draft.questions(checked.workspace.standards, checked.as_of)


def draft(checked: Checked, client: str, answers: Answers) -> tuple[dict[str, bytes], Checked]:
    """The files of a new client's folder, by name, and the workspace checked with them."""
    from compiler import draft

    made = draft.files(answers)
    loaded, findings = load({**checked.loaded.files, **{f"clients/{client}/{name}": made[name] for name in made}})
    return made, check(loaded, findings, checked.as_of)


def _versions(files: Iterable[str]) -> set[str]:
    return {file.split("/")[2] for file in files if file.startswith("provider/sla/") and file.endswith("/sla.yaml")}


def compile_client(checked: Checked, client: str, as_of: dt.date | None = None) -> Bundle:
    """The bundle of a client that was linked, as of the date that was checked or another. Raises ``KeyError`` for a client
    that wasn't."""
    from compiler.compile import compile_contract

    assert checked.workspace is not None
    linked = checked.workspace.clients[client]
    return compile_contract(linked.current if as_of is None else linked.at(as_of), checked.loaded.files)


def decide(checked: Checked, as_of: dt.date | None, asked: Mapping[str, object], form: str, style: Style) -> tuple[str, bool]:
    """The answer to a question as ``text`` or ``json``, and True; or why there is none, and False."""
    from compiler.decide import BeyondBundleError, Question, QuestionError
    from compiler.decide.batch import as_json
    from compiler.decide.text import told

    try:
        answer = _answerer(checked, as_of)(Question(**asked))  # type: ignore[arg-type]
    except (QuestionError, BeyondBundleError) as error:
        return str(error), False
    return as_json(answer) if form == "json" else told(answer, style), True


def decide_all(checked: Checked, client: str | None, as_of: dt.date | None, questions: BinaryIO) -> Iterator[Line]:
    """The answers to JSON lines, one for one; ``client`` is that of lines that name none."""
    from compiler.decide.batch import answers

    return answers(questions, _answerer(checked, as_of, client))


def hours(bundle: Bundle, since: dt.date, until: dt.date, style: Style) -> tuple[str, bool]:
    """The open hours of a bundle's calendars as a table, and True; or why there is none, and False."""
    from compiler.decide import BeyondBundleError
    from compiler.decide.table import table

    try:
        return table(bundle, since, until, style), True
    except BeyondBundleError as error:
        return str(error), False


def _answerer(checked: Checked, as_of: dt.date | None, client: str | None = None) -> Callable[[Question], Answer]:
    """Answers questions about any client: from the bundle as of a date or, with None, of each question's moment."""
    from compiler.decide import Decider, QuestionError
    from compiler.decide.question import moment_of, unknown

    linked, sound = checked.workspace.clients if checked.workspace is not None else {}, checked.sound
    zone = ZoneInfo(checked.workspace.provider["timezone"].data if checked.workspace is not None else "UTC")
    decider = lru_cache(maxsize=_DECIDERS)(lambda client, date: Decider(compile_client(checked, client, date)))

    def answer(question: Question) -> Answer:
        name = question.client if question.client is not None else client
        if name is None:
            raise QuestionError("client: name the client")
        if name not in checked.clients:
            raise unknown("client", name, checked.clients)
        if name not in sound:
            raise QuestionError(f"client: {name} has errors; “akkoord check {name}” tells them")
        date = as_of or _half_year(linked[name], moment_of(question.at, zone)[0].date())
        found: Answer = decider(name, date).decide(question)
        return found

    return answer


def _half_year(client: Client, date: dt.date) -> dt.date:
    """The date of the bundle that questions about a date are put to: one for all of a half year in which nothing changes.

    It lies a month before, so that the bundle holds maintenance that runs over from the day before.
    """
    begins = dt.date(date.year, 6, 1) if date.month > 6 else dt.date(date.year - 1, 12, 1)
    return max(begins, client.at(date).valid_from or begins)


def documents_of(bundle: Bundle) -> tuple[str, ...]:
    """The documents that can be made of a bundle. The card with the emergency number is made only when it is asked for."""
    card = ("emergency-card",) if bundle.form.emergency_service is not None and bundle.form.emergency_service.telephone else ()
    return ("sla", "dap", *card) if bundle.status.has_dap else ("sla", *card)


def render(
    checked: Checked, bundle: Bundle, document: str, forms: Sequence[str], language: str
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """A document by format, and what was found wrong; a format that couldn't be made is left out."""
    from compiler.logo import as_svg
    from compiler.render import Beside, RenderError, assemble, write

    number, logo = None, ""
    if checked.workspace is not None:
        provider = checked.workspace.provider
        if document == "emergency-card":
            number = provider["emergency_telephone"].data
        if (named := provider.get("brand", "logo")) is not None:
            logo = as_svg(checked.loaded.files[f"provider/{named.data}"])
    client = Origin(bundle.client.origin.file, bundle.client.origin.line, bundle.client.origin.column)
    written: dict[str, bytes] = {}
    found = []
    try:
        paper = assemble(bundle, document, language, checked.loaded.templates, Beside(number, logo))  # type: ignore[arg-type]
        for form in forms:
            made = write(paper, form)  # type: ignore[arg-type]
            written[form] = made.content
            if made.lacking:
                found.append(codes.UNSHOWN_TEXT.at(client, text=" ".join(made.lacking)))
    except RenderError as error:
        file = f"templates/{error.template}" if error.template in checked.loaded.templates else bundle.sla.origin.file
        found.append(codes.TEMPLATE_FAULT.at(Origin(file, error.line or 1), problem=str(error)))
    return written, found


def verify(checked: Checked, content: bytes) -> Verdict:
    """Whether a PDF is what the workspace says about its client as of its date. Raises ``ValueError`` where it can't be told."""
    from compiler.render.sealed import UnreadableError, unsealed
    from compiler.render.verdict import Verdict, on_bundle, on_pages

    if len(content) > MOST_OF_A_PAPER:
        raise ValueError(f"it is larger than {MOST_OF_A_PAPER:,} bytes")
    try:
        paper = unsealed(content)
    except UnreadableError as error:
        raise ValueError(str(error)) from error
    inside, client = paper.bundle, paper.bundle.client.id
    what = f"{paper.document} of {client} as of {inside.as_of}, {inside.digest[:12]}"
    if not paper.whole:
        return Verdict(False, (what, "The bundle inside was changed after the document was made: its digest isn't right."))
    if client not in checked.sound:
        return Verdict(False, (what, f"The workspace has no contract of {client} that can be compiled."))
    said = on_bundle(paper, compile_client(checked, client, inside.as_of))
    if said.same:
        made, wrong = render(checked, inside, paper.document, ("pdf",), paper.language)
        problem = on_pages(paper, content, made["pdf"]) if made else f"The pages can't be made again: {wrong[0].message}"
        if problem is not None:
            return Verdict(False, (what, problem))
    return Verdict(said.same, (what, *said.told))


def targets() -> list[str]:
    """The names of all exports."""
    from compiler.export import exporters

    return list(exporters())


def export(target: str, bundles: Sequence[Bundle]) -> tuple[Export | None, list[Diagnostic]]:
    """The files of an export and its losses, or None and why it was refused. Raises ``KeyError`` for an unknown target."""
    from compiler.export import exporters

    try:
        return exporters()[target](bundles), []
    except ValueError as error:
        file = bundles[0].sla.origin.file if bundles else "provider/provider.yaml"
        return None, [codes.EXPORT_REFUSED.at(Origin(file), target=target, problem=error)]


Progress = Callable[[str], None]
"""Is told what is being made."""


@dataclass(frozen=True)
class Built:
    """Every output by path, what rendering found wrong, and the losses of the exports."""

    files: Mapping[str, bytes]
    findings: tuple[Diagnostic, ...]
    losses: tuple[Loss, ...]


def build(checked: Checked, clients: Sequence[str], targets: Iterable[str], formats: Sequence[str], progress: Progress) -> Built:
    """Bundles, documents and exports of clients that were linked."""
    files: dict[str, bytes] = {}
    findings: list[Diagnostic] = []
    bundles = []
    for client in clients:
        progress(client)
        bundle = compile_client(checked, client)
        bundles.append(bundle)
        files[f"bundles/{client}.json"] = to_json(bundle)
        language = bundle.sla.language
        for document in (one for one in documents_of(bundle) if one != "emergency-card"):
            made, wrong = render(checked, bundle, document, formats, language)
            findings += wrong
            files |= {f"documents/{client}/{document}.{language}.{form}": content for form, content in made.items()}
    losses: list[Loss] = []
    for target in targets:
        progress(target)
        exported, refused = export(target, bundles)
        findings += refused
        if exported is None:
            continue
        losses += exported.losses
        files |= {f"exports/{target}/{name}": content for name, content in exported.files.items()}
    return Built(files, tuple(ordered(findings)), tuple(losses))
