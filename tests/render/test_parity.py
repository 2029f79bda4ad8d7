"""Paper and rules are the same thing: what the bundle holds stands in every document, and no number that it doesn't hold.

Dates, amounts and numbers are written here by the library of the language itself, not by the code that is judged.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser

import pytest
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from compiler.bundle import Bundle, Money, to_data
from compiler.render import render
from tests.workspace import EXAMPLE, compiled, files_of

pytestmark = pytest.mark.long

AS_OF = "2026-11-24"
CLIENTS = sorted({name.split("/")[1] for name in files_of(EXAMPLE) if name.startswith("clients/") and "/contract" in name})
LOCALES = {"nl": "nl_NL", "en": "en_GB"}
_BODY = ("-r", "72", "-x", "0", "-y", "64", "-W", "596", "-H", "712")
"""A page without what runs along its top and bottom: a paragraph goes on from one page to the next."""
FORMS = ("md", "html", "docx", "pdf")


@cache
def bundle(client: str) -> Bundle:
    return compiled(files_of(EXAMPLE), client, AS_OF)


class _Visible(HTMLParser):
    """The text of a page, without its style sheet."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._style = False
        self.feed(page)

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._style = self._style or tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = self._style and tag != "style"

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.parts.append(data)


@cache
def text_of(client: str, document: str, form: str, lang: str) -> str:
    one = bundle(client)
    made = render(one, document, form, lang, {}).content  # type: ignore[arg-type]
    if form == "pdf":
        command = ["pdftotext", *_BODY, "-", "-"]
        return subprocess.run(command, input=made, capture_output=True, check=True).stdout.decode()
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            body = archive.read("word/document.xml").decode()
        return html.unescape(re.sub("<[^>]*>", "", re.sub(r"</w:p>|<w:br ?/>", "\n", body)))
    if form == "html":
        return " ".join(_Visible(made.decode()).parts)
    return html.unescape(re.sub(r"\\(.)", r"\1", made.decode()))


def day(date: dt.date, language: str) -> str:
    return str(format_date(date, "long", locale=LOCALES[language]))


def money(amount: Decimal | None, currency: str | None, language: str) -> Iterator[str]:
    if amount is not None and currency is not None:
        yield str(format_currency(amount, currency, locale=LOCALES[language]))


def due(one: Bundle, document: str, lang: str) -> Iterator[str]:
    """What must stand in a document."""

    yield from (one.client.name, one.provider.legal_name, one.digest, one.sla.version, day(one.as_of, lang))
    yield from (day(one.status.start, lang), day(one.status.end, lang))
    for party in (one.client.address, one.provider.address):
        if party is not None:
            yield from (party.street, party.postcode, party.city)
    for source in one.sources:
        yield from (source.file, source.sha256)
    if document == "sla":
        yield from _standard(one, lang)
        yield from _bought(one, lang)
    if document == "dap" or one.status.has_dap:
        yield from _operational(one, lang)


def _standard(one: Bundle, lang: str) -> Iterator[str]:
    if not one.form.bought:
        return
    for chapter in one.sla.chapters:
        for clause in (chapter, *chapter.clauses):
            yield f"{clause.number}{clause.title[lang]}"
    for version in one.sla.history:
        yield from (version.version, day(version.date, lang), *(change[lang] for change in version.changes))
    for desk in one.provider.desks:
        yield from (desk.label[lang], *(value for value in (desk.email, desk.telephone) if value is not None))
    for description in one.sla.descriptions:
        yield from (description.text[lang], *(point[lang] for point in description.points))
    for topics in (one.sla.responsibilities, one.sla.security, one.sla.mandates, one.tickets.impacts, one.tickets.urgencies):
        yield from (topic.text[lang] for topic in topics)
    for exclusion in one.coverage.exclusions:
        yield f"{exclusion.clause}"
        yield exclusion.text[lang]
    for row in one.coverage.matrix.rows:
        yield row.label[lang]
    for column in one.coverage.matrix.columns:
        yield f"{column.form_label[lang]}{column.type_label[lang]}"
    for kind in one.coverage.types:
        yield from (text[lang] for text in kind.includes)
    for ticket in one.tickets.types:
        yield from (ticket.label[lang], ticket.text[lang])
    for field in one.tickets.minimum_information:
        yield field.label[lang]
    for priority in one.tickets.priorities:
        yield priority.label[lang]
    for channel in one.tickets.channels:
        yield channel.label[lang]
    for step in one.escalation:
        yield from (step.level[lang], *(who[lang] for who in (*step.client, *step.provider)))
    yield from (topic[lang] for topic in (*one.reviews.agenda, *one.reviews.present))
    for calendar in one.calendars:
        yield from (calendar.label[lang], calendar.timezone)
        for windows in calendar.weekly.values():
            yield from (f"{window.from_}–{window.to}" for window in windows)
        first = max(one.status.start, dt.date(min(one.as_of, one.status.end).year, 1, 1))
        last = min(one.status.end, dt.date(first.year + 3, first.month, first.day) - dt.timedelta(days=1))
        for closing in (*calendar.closings, *calendar.early_closings):
            if first <= closing.date <= last:
                yield str(format_skeleton("MMMEd", closing.date, locale=LOCALES[lang]))
                yield closing.label[lang]
        yield from (early.closes for early in calendar.early_closings if first <= early.date <= last)


def _bought(one: Bundle, lang: str) -> Iterator[str]:
    for bought in one.form.bought:
        yield from (bought.label[lang], bought.type_label[lang])
        yield from _fee(bought.monthly_fee, lang)
        for quantity in (bought.quantity, *bought.quantities.values()):
            if quantity is not None:
                yield str(format_decimal(quantity, locale=LOCALES[lang]))
    for option in one.form.options:
        yield option.label[lang]
        yield from _fee(option.monthly_fee, lang)
    rates = one.billing
    for amount in (rates.hourly, rates.outside_office_hours, rates.emergency, rates.monthly_total):
        yield from money(amount, rates.currency, lang)
    for system in one.form.systems:
        yield from (system.id, system.component_label[lang], *(value for value in (system.os, system.description) if value))
    for rule in one.coverage.rules:
        yield from (condition.text[lang] for condition in rule.conditions if rule.kind == "matrix")
    for deviation in one.deviations:
        yield from (value for value in (deviation.reason, deviation.approved_by) if value)
    for amendment in one.status.amendments:
        yield from (day(amendment.date, lang), amendment.reason)


def _fee(fee: Money | None, language: str) -> Iterator[str]:
    if fee is not None:
        yield from money(fee.amount, fee.currency, language)


def _operational(one: Bundle, lang: str) -> Iterator[str]:
    for person in one.contacts.people:
        yield from (value for value in (person.name, person.function, person.email, person.telephone) if value)
    for role in one.roles.activities:
        yield role.activity
    for supplier in one.roles.suppliers:
        yield from (
            value for value in (supplier.name, supplier.covers, supplier.email, supplier.telephone, supplier.agreement) if value
        )
    for window in one.maintenance.windows:
        yield from (window.work, window.from_)
        months: dict[str, list[str]] = {}
        for occurrence in window.occurrences:
            of_month = months.setdefault(str(format_skeleton("yMMMM", occurrence.starts, locale=LOCALES[lang])), [])
            of_month.append(str(format_skeleton("Ed", occurrence.starts, locale=LOCALES[lang])))
        for month, days in months.items():
            yield from (month, str(format_list(days, locale=LOCALES[lang])))
    for blackout in one.maintenance.blackouts:
        yield blackout.reason
    for system in one.monitoring.systems:
        yield from (system.system, system.template_label[lang])
        for check in system.checks:
            yield check.label[lang]
            for value in (check.warning, check.critical):
                if value is not None:
                    yield str(format_decimal(value, locale=LOCALES[lang]))
    if one.notifications.remote_viewing is not None:
        yield one.notifications.remote_viewing.text
    yield from one.reviews.additions


def bare(text: str) -> str:
    """Text without spaces, and without the marks with which Markdown makes it bold or a table."""
    # A hyphen at the end of a line is taken for one that only breaks a word.
    return re.sub(r"[\s*|\u00a0\u202f\u00ad\u2010-]+", "", text)


def documents() -> list[tuple[str, str, str, str]]:
    return [
        (client, document, form, lang)
        for client in CLIENTS
        for document in (("sla", "dap") if bundle(client).status.has_dap else ("sla",))
        for form in FORMS
        for lang in bundle(client).sla.languages
    ]


@pytest.mark.parametrize(("client", "document", "form", "lang"), documents())
def test_what_the_bundle_holds_stands_there(client: str, document: str, form: str, lang: str) -> None:
    # Word numbers the headings itself.
    text = bare(text_of(client, document, form, lang))
    lacking = [one for one in due(bundle(client), document, lang) if bare(one) not in text]
    if form == "docx":
        lacking = [one for one in lacking if bare(re.sub(r"^[0-9.]+", "", one)) not in text]
    assert lacking == []


@pytest.mark.parametrize(("client", "document", "form", "lang"), documents())
def test_no_number_that_the_bundle_does_not_hold(client: str, document: str, form: str, lang: str) -> None:
    one = bundle(client)
    text = text_of(client, document, form, lang).replace("\u00a0", " ").replace("\u202f", " ")
    data = json.dumps(to_data(one), ensure_ascii=False)
    for digest in (one.digest, one.digest[:12], *(source.sha256 for source in one.sources)):
        text = re.sub(r"\s*".join(digest), " ", text)
    known: set[str] = set()
    for date in set(re.findall(r"\d{4}-\d\d-\d\d", data)):
        found = dt.date.fromisoformat(date)
        known |= {day(found, lang), *(str(format_skeleton(form, found, locale=LOCALES[lang])) for form in ("yMMMEd", "MMMEd"))}
    for amount in set(re.findall(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])", data)):
        if len(amount) < 12:
            known.add(str(format_decimal(Decimal(amount), locale=LOCALES[lang])))
            for currency in {one.billing.currency or "EUR", "EUR"}:
                known.add(str(format_currency(Decimal(amount), currency, locale=LOCALES[lang])))
    for written in sorted((value.replace("\u00a0", " ").replace("\u202f", " ") for value in known), key=len, reverse=True):
        if re.search(r"\d\D+\d|[.,]", written):
            text = re.sub(rf"(?<!\d){re.escape(written)}(?!\d)", " ", text)
    runs = set(re.findall(r"\d+", data)) | {run.lstrip("0") for run in re.findall(r"\d+", data)}
    counted = 0
    if form in ("pdf", "md", "docx"):
        # Pages, items of lists, days of the calendar's picture, annexes.
        counted = 60
    strange = sorted({run for run in re.findall(r"\d+", text) if run not in runs and not (len(run) < 3 and int(run) <= counted)})
    assert strange == []
