"""Which sections a document has, and in which order: the SLA with its annexes, the DAP."""

from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, Literal

from dateutil.relativedelta import relativedelta

from compiler.bundle import Bundle, plain_json
from compiler.render.calendar import weekdays, years
from compiler.render.context import localised
from compiler.render.docx import to_docx
from compiler.render.error import RenderError
from compiler.render.formats import Formats
from compiler.render.html import to_html
from compiler.render.markdown import to_markdown
from compiler.render.paper import Beside, Made, Paper, Section
from compiler.render.pdf import to_pdf
from compiler.render.templates import Templates
from compiler.render.words import Words, words

DocumentName = Literal["sla", "dap", "emergency-card"]
FormatName = Literal["md", "html", "pdf", "docx"]

_ANNEXES = ("bought", "changes", "calendar", "dap", "sources")
_ANNEXES_WITHOUT_SLA = ("bought", "changes", "dap", "sources")
_DAP = (
    "contacts",
    "reporters",
    "authorisers",
    "roles",
    "suppliers",
    "monitoring",
    "maintenance",
    "no-maintenance",
    "trial-restores",
    "status-mails",
    "remote-viewing",
    "reviews",
)
_SECTIONS = {"reviews": "review"}
"""Where a section of the DAP has another name in its file."""
_CALENDAR_MONTHS = 36
_SHORT_DIGEST = 12
_WRITERS: dict[str, Callable[[Paper], bytes]] = {"md": to_markdown, "html": to_html, "docx": to_docx}


class Desk:
    """Where the documents of one bundle in a language are put together; what several of them hold is written once.

    ``overrides`` holds the workspace's own templates, by path.
    """

    def __init__(self, bundle: Bundle, lang: str, overrides: Mapping[str, str], beside: Beside = Beside()) -> None:  # noqa: B008
        self._bundle, self._lang, self._overrides, self._beside = bundle, lang, overrides, beside

    @cached_property
    def _vocabulary(self) -> Words:
        return words(self._lang, self._overrides, self._bundle.billing.currency)

    @cached_property
    def _data(self) -> dict[str, Any]:
        return localised(self._bundle, self._lang)

    @cached_property
    def _shown(self) -> dict[str, Any]:
        """The data as templates have it. They hold it in circles, so it is emptied with the desk: else many would pile up."""
        shown = dict(self._data)
        weakref.finalize(self, shown.clear)
        return shown

    @cached_property
    def _json(self) -> str:
        # On one line: as an attachment it is packed, and a shorter one is sooner.
        return plain_json(self._bundle)

    @cached_property
    def _agreed(self) -> Callable[[str], str]:
        templates, lang = self._templates("dap"), self._lang
        return cache(lambda section: templates.render(f"{lang}/dap/{section}.md"))

    def paper(self, document: DocumentName) -> Paper:
        """One of the documents, before it gets a format.

        Raises ``RenderError`` where a text or template lacks the language, or a template is wrong.
        """
        # The vocabulary first: what it lacks is told before what the bundle lacks.
        vocabulary, templates = self._vocabulary, self._templates(document)
        assembly = _Assembly(self._data, document, self._lang, vocabulary, templates, self._agreed)
        # The card goes from hand to hand, so it holds no more than it shows.
        return replace(assembly.paper(str if document == "emergency-card" else lambda: self._json), logo=self._beside.logo)

    def _templates(self, document: DocumentName) -> Templates:
        numbers = {clause["template"]: clause["number"] for clause in _clauses(self._data)}
        names = {
            "bundle": self._shown,
            "lang": self._lang,
            "document": document,
            "clause": lambda topic: numbers.get(topic, ""),
            "has": lambda topic: topic in numbers,
            "period": _period(self._data),
        }
        if document == "emergency-card":
            names["emergency_telephone"] = self._beside.emergency_telephone
        return Templates(self._overrides, Formats(self._vocabulary), names)


def write(paper: Paper, format: FormatName) -> Made:  # noqa: A002
    """The document in a format. Raises ``RenderError`` where the format isn't installed."""
    return to_pdf(paper) if format == "pdf" else Made(_WRITERS[format](paper))


def render(
    bundle: Bundle,
    document: DocumentName,
    format: FormatName,  # noqa: A002
    lang: str,
    overrides: Mapping[str, str],
    beside: Beside = Beside(),  # noqa: B008 (frozen)
) -> Made:
    """The document in one format and language. Raises ``RenderError`` as ``Desk.paper`` and ``write`` do."""
    return write(Desk(bundle, lang, overrides, beside).paper(document), format)


DOCUMENTS: tuple[DocumentName, ...] = ("sla", "dap", "emergency-card")
FORMATS = (*_WRITERS, "pdf")


@dataclass(frozen=True)
class _Assembly:
    data: dict[str, Any]
    document: DocumentName
    lang: str
    words: Words
    templates: Templates
    agreed: Callable[[str], str]
    """The text of a section of the DAP: the same in the DAP and in the annex of the SLA."""

    def paper(self, bundle: Callable[[], str]) -> Paper:
        data = self.data
        formats = Formats(self.words)
        sla = f"{data['sla']['title']} {data['sla']['version']}"
        title = data["sla"]["title"] if self.document == "sla" else self.words(f"document-{self.document}")
        draft = data["status"]["contract"] in ("draft", "offered")
        return Paper(
            document=self.document,
            bundle=bundle,
            lang=self.lang,
            title=title,
            subtitle=data["client"]["name"],
            provider=data["provider"]["name"],
            client=data["client"]["name"],
            colour=data["provider"]["colour"],
            header=sla if self.document == "sla" else f"{title} · {sla}",
            footer=f"{self.words('digest')} {data['digest'][:_SHORT_DIGEST]} · "
            f"{self.words('as-of')} {formats.date(data['as_of'])}",
            stamp=self.words(data["status"]["contract"]) if draft else "",
            as_of=data["as_of"],
            labels={key: self.words(key) for key in ("contents", "page", "of")},
            cover=self._part("emergency-card" if self.document == "emergency-card" else "cover"),
            sections=tuple(self._sections()),
            scale={one["short"]: one["rank"] for one in data["tickets"]["priorities"]},
            years=lambda: years(data["calendars"], _period(data), self.words) if self.document == "sla" else (),
            weekdays=weekdays(self.words),
            legend=tuple((kind, self.words(f"day.{kind}")) for kind in ("holiday", "early", "closed")),
        )

    def _sections(self) -> Iterator[Section]:
        if self.document == "sla":
            return self.sla()
        return self.dap() if self.document == "dap" else iter(())

    def sla(self) -> Iterator[Section]:
        """The chapters of the SLA, unless none applies, and the annexes."""
        applies = bool(self.data["form"]["bought"])
        if applies:
            self._require(f"sla/{clause['template']}" for clause in _clauses(self.data))
            for chapter in self.data["sla"]["chapters"]:
                yield self._clause(1, chapter)
                for clause in chapter["clauses"]:
                    yield self._clause(2, clause)
        annexes = [
            one for one in (_ANNEXES if applies else _ANNEXES_WITHOUT_SLA) if one != "dap" or self.data["status"]["has_dap"]
        ]
        for letter, annex in zip("ABCDEFGH", annexes, strict=False):
            number, anchor = f"{self.words('annex')} {letter}.", f"annex-{letter.lower()}"
            if annex != "dap":
                yield Section(1, number, self.words(f"annexes.{annex}"), anchor, self._part(annex), annex, own_page=applies)
                continue
            yield Section(1, number, self.words("document-dap"), anchor, "", own_page=True)
            for count, name in enumerate(_DAP, 1):
                yield Section(2, f"{letter}.{count}", self.words(f"sections.{name}"), f"{anchor}-{count}", self._agreed(name))

    def dap(self) -> Iterator[Section]:
        """The sections of the DAP, and where it comes from."""
        for number, name in enumerate((*_DAP, "sources"), 1):
            body = self._part(name) if name == "sources" else self._agreed(name)
            yield Section(1, str(number), self.words(f"sections.{name}"), f"d-{number}", body)

    def _agreed(self, name: str) -> str:
        """A section of the DAP, with the amendments of it."""
        section = _SECTIONS.get(name, name.replace("-", "_"))
        body = self.agreed(name)
        marked = self._amendments(lambda document, change: document == "dap" and change["pointer"].split("/")[1] == section)
        return "\n\n".join([body, *marked])

    def _clause(self, level: int, clause: dict[str, Any]) -> Section:
        body = self.templates.render(f"{self.lang}/sla/{clause['template']}.md")
        deviations = [item for item in self.data["deviations"] if self._stands_at(item["clause"]) == clause["number"]]
        marked = [self._part("deviation", deviation=deviation) for deviation in deviations]
        marked += self._amendments(lambda document, change: self._amends(document, change) == clause["number"])
        text = "\n\n".join([body, *marked])
        kind = clause["template"]
        return Section(level, clause["number"], clause["title"], f"c-{clause['number']}", text, kind, own_page=kind == "signing")

    def _amendments(self, belongs: Callable[[str, dict[str, Any]], bool]) -> list[str]:
        """What amendments changed of what belongs somewhere, each marked with its date."""
        found = []
        for amendment in self.data["status"]["amendments"]:
            changes = [one for one in amendment["changes"] if belongs(amendment["document"], one)]
            if changes:
                found.append(self._part("amendment", amendment=amendment, changes=changes))
        return found

    def _amends(self, document: str, change: dict[str, Any]) -> str | None:
        """The clause that a change of an amendment belongs to: that which gives room for what it changes."""
        section, _, rest = change["pointer"].removeprefix("/").partition("/")
        if section == "deviations":
            name = rest.partition("/")[0]
            given = [item["clause"] for item in self.data["deviations"] if item["id"] == name]
            return self._stands_at(given[0]) if given else None
        topics = {"term": "duration", "sla": "version-history"}
        if section in topics:
            return next((clause["number"] for clause in _clauses(self.data) if clause["template"] == topics[section]), None)
        hooks = self.data["sla"]["hooks"]
        return next(
            (self._stands_at(hook["clause"]) for hook in hooks if (hook["document"], hook["section"]) == (document, section)),
            None,
        )

    def _stands_at(self, number: str | None) -> str | None:
        """The deepest clause of the SLA that a clause number equals or lies below."""
        while number and number not in self._numbers:
            number = number.rpartition(".")[0]
        return number

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset(clause["number"] for clause in _clauses(self.data))

    def _part(self, name: str, **more: Any) -> str:
        return self.templates.render(f"{self.lang}/parts/{name}.md", **more)

    def _require(self, names: Iterator[str]) -> None:
        lacking = [name for name in (f"{self.lang}/{name}.md" for name in names) if name not in self.templates]
        if lacking:
            raise RenderError(f"templates that the SLA names aren't there: {', '.join(lacking)}", lacking[0])


def _clauses(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for chapter in data["sla"]["chapters"]:
        yield chapter
        yield from chapter["clauses"]


def _period(data: dict[str, Any]) -> dict[str, str]:
    """The stretch of the term that the calendar shows: from the year of the bundle's date, at most three years."""
    start, end, as_of = (dt.date.fromisoformat(day) for day in (data["status"]["start"], data["status"]["end"], data["as_of"]))
    first = max(start, min(as_of, end).replace(month=1, day=1))
    last = min(end, first + relativedelta(months=_CALENDAR_MONTHS, days=-1))
    return {"from": first.isoformat(), "until": last.isoformat()}
