"""The phases in order: the map of the program.

    files -> load -> validate -> amend, link -> check -> compile -> render, export, decide
    bundles -> export -> plan -> apply
    answers -> draft -> files

Each phase returns its value and all that it found; an error in a file stops what needs that file, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from zoneinfo import ZoneInfo

from compiler.applied import SYSTEMS as SYSTEMS
from compiler.applied import ApplyError as ApplyError
from compiler.applied import Plan as Plan
from compiler.applied import System as System
from compiler.applied import beside as beside
from compiler.applied import carry_out as carry_out
from compiler.applied import connect as connect
from compiler.applied import plan as plan
from compiler.built import Built as Built
from compiler.built import build as build
from compiler.built import bundles as bundles
from compiler.built import compiled
from compiler.built import documents_of as documents_of
from compiler.built import render as render
from compiler.bundle import Bundle
from compiler.checked import Checked as Checked
from compiler.checked import check as check
from compiler.contract import Client
from compiler.diagnostic import Diagnostic
from compiler.exported import export as export
from compiler.load import CLIENT_FILE as CLIENT_FILE
from compiler.load import Loaded as Loaded
from compiler.load import load as load
from compiler.load import misnamed as misnamed
from compiler.load.folder import READ as READ
from compiler.load.folder import client_names as client_names
from compiler.load.folder import files as read_files
from compiler.merged import UnmergeableError as UnmergeableError
from compiler.merged import merge as merge
from compiler.merged import put_mark as put_mark
from compiler.plugin import PluginError as PluginError

if TYPE_CHECKING:
    from compiler import draft as drafting
    from compiler.accepted import Judged
    from compiler.applied import Beside as Beside
    from compiler.decide import Answer, Question
    from compiler.decide.batch import Line
    from compiler.draft import Answers as Answers
    from compiler.loss import Loss as Loss
    from compiler.mend import Mended
    from compiler.render.verdict import Verdict
    from compiler.visible import Style

    Asked = drafting.Question


MOST_OF_A_PAPER = 50_000_000
"""Bytes of a PDF that is verified; a larger one is refused."""
_DECIDERS = 256
"""So many bundles are kept ready for questions; others are compiled when they are asked for."""


def open_workspace(root: Path, clients: Collection[str] | None = None) -> tuple[Loaded, list[Diagnostic]]:
    """A workspace's folder, with all clients or only those named. Raises ``OSError`` where it can't be listed."""
    files, findings = read_files(root, clients)
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


def compile_client(checked: Checked, client: str, as_of: dt.date | None = None) -> Bundle:
    """The bundle of a client that was linked, as of the date that was checked or another. Raises ``KeyError`` for a client
    that wasn't."""
    assert checked.workspace is not None
    linked = checked.workspace.clients[client]
    contract = linked.current if as_of is None else linked.at(as_of)
    return compiled(contract, checked.shared(), checked.loaded.clients[client])


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
        made, wrong = render(checked.shared(), inside, (paper.document,), ("pdf",), paper.language)
        problem = (
            on_pages(paper, content, made[paper.document, "pdf"])
            if made
            else f"The pages can't be made again: {wrong[0].message}"
        )
        if problem is not None:
            return Verdict(False, (what, problem))
    return Verdict(said.same, (what, *said.told))


def targets() -> list[str]:
    """The names of all exports."""
    from compiler.export import exporters

    return list(exporters())


def overlays() -> list[str]:
    """The names of the exports that have an overlay: code that makes the system count as promised."""
    from compiler.export import OVERLAYS

    return list(OVERLAYS)


def judge(checked: Checked, target: str, losses: Sequence[Loss], whole: bool) -> Judged:
    """Which losses of an export the provider accepts. ``whole`` says that it was of all clients."""
    from compiler import accepted

    provider = checked.shared().provider
    known = accepted.accepted(provider) if provider is not None else []
    return accepted.judge(target, losses, known, targets(), checked.clients, whole)
