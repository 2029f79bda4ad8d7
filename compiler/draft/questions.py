"""The questions about a new client, in their order: each depends on the answers before it and on what the SLA offers."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from itertools import count as numbers
from typing import Any

from compiler import duration
from compiler.contract import Standard
from compiler.draft import question as read
from compiler.draft.answers import Answers, Bought, Person
from compiler.draft.question import NONE, Question
from compiler.opening import weekly
from compiler.source import Node

Asking = Generator[Question, Any, Any]
"""Yields questions, is sent what each answer means, and returns what came of them."""

EVERYONE = "everyone"


def questions(standards: Mapping[str, Standard], today: dt.date) -> Generator[Question, Any, Answers]:
    """Asks everything that a draft needs. ``standards`` are in the order of their versions, at least one."""
    name = yield Question("name", "--name", "The client's full name, as it must stand in the contract", read.text)
    standard = yield from _standard(standards, today)
    language = yield from _language(standard)
    bought = yield from _bought(standard, language)
    emergency = yield from _emergency(standard)
    start, end, notice = yield from _term(today)
    contacts = yield from _contacts()
    reporters = yield from _reporters(standard, contacts)
    return Answers(name, standard, language, bought, emergency, start, end, notice, contacts, reporters)


def given_forms(forms: Iterable[str]) -> dict[str, str]:
    """The answers in options such as ``server=plus:4`` and ``all-in=whole:server=2,laptop=9``, by the keys of their questions.

    Raises ``ValueError`` where one is written otherwise.
    """
    given: dict[str, str] = {}
    chosen = []
    for form in forms:
        what, _, quantity = form.partition(":")
        name, _, kind = what.partition("=")
        if not name or not kind or form.endswith(":"):
            raise ValueError(f"“{form}” isn't right; write FORM=TYPE:NUMBER, such as server=plus:4")
        chosen.append(what)
        for part in quantity.split(",") if quantity else ():
            component, _, number = part.rpartition("=")
            key = f"quantity {name} {component}".strip()
            if key in given:
                raise ValueError(f"“{form}” gives a number of “{component or name}” for the second time")
            given[key] = number
    return {**given, "forms": ",".join(chosen)} if chosen else given


def _standard(standards: Mapping[str, Standard], today: dt.date) -> Asking:
    dated = [version for version, one in standards.items() if one.sla["date"].data <= today.isoformat()]
    versions = {version: f"{version}, of {one.sla['date'].data}" for version, one in standards.items()}
    newest = (dated or list(standards))[-1]
    asked = f"The version of the SLA: {', '.join(versions)}"
    return standards[(yield Question("sla", "--sla", asked, read.one_of(versions), newest))]


def _language(standard: Standard) -> Asking:
    languages = {language: language for language in standard.sla["languages"].data}
    asked = f"The language of the documents: {', '.join(languages)}"
    return (yield Question("language", "--language", asked, read.one_of(languages), next(iter(languages))))


def _bought(standard: Standard, language: str) -> Asking:
    if standard.hook("contract", "form") is None:
        return ()
    forms = standard.sla["forms"]
    choices = {
        f"{name}={kind}": f"{_label(form, language)}, {_label(standard.sla['types'][kind], language)}"
        for name, form in forms.items()
        for kind in form["types"].data
        if "unknown" not in standard.sla["types"][kind]
    }
    asked = "What the client buys; none means that no SLA applies"
    reads = _together(forms, read.some_of(choices))
    chosen = yield Question("forms", "--form", asked, reads, choices=choices, several=True)
    bought = []
    for name, _, kind in (one.partition("=") for one in chosen):
        form = forms[name]
        label = _label(form, language)
        if not _is_all_in(form):
            asked = f"How many of {label}"
            quantity = yield Question(f"quantity {name}", f"--form {name}={kind}:NUMBER", asked, read.count(1))
            bought.append(Bought(name, kind, quantity))
            continue
        quantities = {}
        for component in form["components"].data:
            asked = f"How many of {_label(standard.sla['components'][component], language)} in {label}"
            option = f"--form {name}={kind}:{component}=NUMBER"
            quantities[component] = yield Question(f"quantity {name} {component}", option, asked, read.count(0), "0")
        categories: tuple[str, ...] = ()
        if "categories" in form:
            known = {key: _label(category, language) for key, category in form["categories"].items()}
            asked = f"The services that were agreed in {label}"
            reads = _at_least_one(read.some_of(known))
            categories = yield Question("categories", "--category", asked, reads, choices=known, several=True)
        hours = None
        if "hours" in form:
            hours = yield Question("hours", "--hours", f"The hours a month in {label}", read.hours)
        counted = {component: number for component, number in quantities.items() if number}
        bought.append(Bought(name, kind, None, counted or None, categories, hours))
    return tuple(bought)


def _emergency(standard: Standard) -> Asking:
    service = standard.sla.get("emergency_service")
    if service is None or standard.hook("contract", "emergency_service") is None:
        return None
    if not (yield Question("emergency", "--emergency", "Does the client buy the emergency service", read.yes_or_no, "no")):
        return None
    windows = [window for day in weekly(standard.sla["calendars"][service["calendar"].data]["hours"]).values() for window in day]
    since, until = windows[0] if len(set(windows)) == 1 else (None, None)
    begins = yield Question("emergency from", "--emergency-from", "From what time of the day", read.time, since)
    ends = yield Question("emergency to", "--emergency-to", "Until what time of the day", read.time, until)
    return begins, ends


def _term(today: dt.date) -> Asking:
    first = (today.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    start = yield Question("start", "--start", "The first day of the contract", read.date, first.isoformat())

    def ending(answer: str) -> dt.date:
        try:
            end = duration.parse(read.length(answer)).after(start) - dt.timedelta(days=1)
        except ValueError:
            end = read.date(answer)
        if end < start:
            raise ValueError(f"{end} comes before the first day, {start}")
        return end

    end = yield Question("end", "--end", "The last day, or how long it runs, such as 3 years", ending)
    asked = f"How long before the end notice must be given, such as 3 months, or {NONE}"
    notice = yield Question(
        "notice", "--notice", asked, lambda answer: None if answer.strip() == NONE else read.length(answer), NONE
    )
    return start, end, notice


def _contacts() -> Asking:
    contacts: list[Person] = []
    for index in numbers():
        asked = f"{'Another' if contacts else 'A'} contact, as: Jan de Vries jan@example.com, or {NONE}"
        found = yield Question(f"contact {index}", "--contact", asked, _unlike(contacts), NONE)
        if found is None:
            return tuple(contacts)
        name, email = found
        contacts.append(Person(_key(name, {known.key for known in contacts}), name, email))
    return None  # never reached


def _reporters(standard: Standard, contacts: Collection[Person]) -> Asking:
    if not contacts or standard.hook("dap", "reporters") is None:
        return None
    known = {one.key: f"{one.name}{f', {one.email}' if one.email else ''}" for one in contacts}
    some, by_email = _at_least_one(read.some_of(known)), {one.email: one.key for one in contacts if one.email}

    def reporting(answer: str) -> tuple[str, ...] | None:
        named = [by_email.get(part.strip(), part) for part in answer.split(",")]
        return None if answer.strip() == EVERYONE else some(",".join(named))

    asked = f"The only contacts who may report, or {EVERYONE} at the client"
    return (yield Question("reporters", "--reporter", asked, reporting, EVERYONE, known, several=True))


def _together(forms: Node, some: Callable[[str], tuple[str, ...]]) -> Callable[[str], tuple[str, ...]]:
    """Reads choices of forms that can be bought together."""

    def chosen(answer: str) -> tuple[str, ...]:
        if not answer.strip():
            raise ValueError(f"choose at least one, or write {NONE}")
        found = some(answer)
        names = [one.partition("=")[0] for one in found]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"choose one type of “{name}”")
            if _is_all_in(forms[name]) and len(names) > 1:
                raise ValueError(f"“{name}” holds everything, so nothing is bought beside it")
        return found

    return chosen


def _at_least_one(some: Callable[[str], tuple[str, ...]]) -> Callable[[str], tuple[str, ...]]:
    def chosen(answer: str) -> tuple[str, ...]:
        found = some(answer)
        if not found:
            raise ValueError("choose at least one")
        return found

    return chosen


def _unlike(contacts: Collection[Person]) -> Callable[[str], tuple[str, str | None] | None]:
    """Reads a contact with an e-mail address that no other has."""

    def other(answer: str) -> tuple[str, str | None] | None:
        found = read.person(answer)
        if found is not None and found[1] is not None:
            for known in contacts:
                if known.email is not None and known.email.lower() == found[1].lower():
                    raise ValueError(f"{known.name} has that e-mail address; give each contact a personal one")
        return found

    return other


def _key(name: str, taken: Collection[str]) -> str:
    """A short name for a person: the first name, or more where another has that; ``contact`` where no letter can be written."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain) or ["contact"]
    longer = ["-".join(words[:length]) for length in range(1, len(words) + 1)]
    more = (f"{longer[-1]}-{number}" for number in numbers(2))
    return next((key for key in longer if key not in taken), None) or next(key for key in more if key not in taken)


def _is_all_in(form: Node) -> bool:
    return "all_in" in form and bool(form["all_in"].data)


def _label(node: Node, language: str) -> str:
    """A label in a language, or in the first that it has, on one line."""
    labels = node["label"].data
    return " ".join(str(labels.get(language) or next(iter(labels.values()))).split())
