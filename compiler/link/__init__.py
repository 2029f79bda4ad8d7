"""Names resolved: documents to one linked contract per client and stretch of dates."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate, pairwise

from compiler import codes, holiday
from compiler.contract import Amended, Client, Contract, Standard
from compiler.diagnostic import Diagnostic, Related, has_errors
from compiler.link.amend import State
from compiler.link.references import Told, unknown_in_contract, unknown_in_sla, unknown_in_templates
from compiler.near import Near, listed
from compiler.source import Document, Node, Origin

HOOKLESS = {"contract": ("client", "status", "sla", "term", "signed", "systems", "contacts", "rates", "deviations"), "dap": ()}
"""Sections that every contract or DAP may have, whatever the SLA."""

_YEARS_AHEAD = 6


def version_key(version: str) -> tuple[int, ...]:
    """A key by which versions sort: 2.10 comes after 2.9."""
    return tuple(int(part) for part in version.split("."))


def link_standards(
    provider: Document, slas: Mapping[str, Document], monitoring: Mapping[str, Document], chapter_templates: Collection[str]
) -> tuple[dict[str, Standard], list[Diagnostic]]:
    """The SLA versions, and names in them that name nothing.

    ``chapter_templates`` holds what templates there are, as ``<language>/sla/<name>.md``.
    """
    templates = {name: document.root() for name, document in sorted(monitoring.items())}
    ordered = sorted(slas, key=version_key)
    standards: dict[str, Standard] = {}
    findings: list[Diagnostic] = []
    for index, version in enumerate(ordered):
        later = tuple(slas[one].root() for one in ordered[index + 1 :])
        standard = Standard(slas[version].root(), provider.root(), templates, later)
        standards[version] = standard
        findings += unknown_in_sla(standard)
        findings += _unknown_holidays(standard)
        findings += _unknown_chapter_templates(standard, chapter_templates)
    findings += unknown_in_templates(templates, standards.values())
    return standards, findings


def link_client(
    client: str, contract: list[State], dap: list[State], standards: Mapping[str, Standard], as_of: dt.date
) -> tuple[Client | None, list[Diagnostic]]:
    """A client's stretches of dates, or None where a name in one of them names nothing."""
    unresolved: list[Diagnostic] = []
    near, told = Near(), Told()
    findings = list(_amendments_outside_term(contract, dap))
    amendments = tuple(sorted((*_amended("contract", contract), *_amended("dap", dap)), key=lambda one: (one.date, one.document)))
    stretches: list[Contract] = []
    for since, until in _stretches(contract, dap):
        on = since or dt.date.min
        current = contract[_at(contract, on)].document.root()
        standard = standards.get(current["sla"]["version"].data)
        if standard is None:
            unresolved.append(_unknown_sla(current["sla"]["version"], standards, near))
            continue
        agreed = dap[_at(dap, on)].document.root() if dap else None
        linked = Contract(client, on, since, until, current, agreed, standard, amendments)
        stretches.append(linked)
        unresolved += [*unknown_in_contract(linked, near, told), *_forms(linked, near), *_language(linked)]
        findings += [*_contacts(linked), *_hooks(linked)]
    findings += unresolved
    if has_errors(unresolved) or not stretches:
        return None, findings
    return Client(client, *_around(stretches, as_of)), findings


def _around(stretches: list[Contract], as_of: dt.date) -> tuple[tuple[Contract, ...], Contract]:
    """The stretches, with the one around a date dated at it."""
    index = max(i for i, one in enumerate(stretches) if one.valid_from is None or one.valid_from <= as_of)
    current = replace(stretches[index], as_of=as_of)
    return (*stretches[:index], current, *stretches[index + 1 :]), current


def _stretches(contract: list[State], dap: list[State]) -> Iterator[tuple[dt.date | None, dt.date | None]]:
    """The stretches of dates in which nothing changes: between start, amendments and end."""
    bounds: set[dt.date] = {state.since for state in (*contract, *dap) if state.since is not None}
    for state, following in zip(contract, [*contract[1:], None], strict=True):
        since, until = state.since or dt.date.min, (following and following.since) or dt.date.max
        term = state.document.data["term"]
        edges_of_term = (dt.date.fromisoformat(term["start"]), dt.date.fromisoformat(term["end"]) + dt.timedelta(days=1))
        # A start or end that an amendment moves before it is reached changes nothing.
        bounds |= {edge for edge in edges_of_term if since <= edge < until}
    edges: list[dt.date | None] = [None, *sorted(bounds), None]
    for begin, after in pairwise(edges):
        yield begin, after - dt.timedelta(days=1) if after else None


def _at(states: list[State], on: dt.date) -> int:
    """Which of the states holds on a date; the first holds from the beginning."""
    return bisect_right(states, on, lo=1, key=lambda state: state.since or dt.date.min) - 1


def _amended(document: str, states: list[State]) -> Iterator[Amended]:
    for before, after in pairwise(states):
        if after.since is not None and after.written is not None:
            yield Amended(document, after.since, after.written, before.document.root(), after.document.root())


def _amendments_outside_term(contract: list[State], dap: list[State]) -> Iterator[Diagnostic]:
    # An amendment may move the end, so it is held against the longest of all terms up to it.
    terms = [state.document.data["term"] for state in contract]
    starts = list(accumulate((term["start"] for term in terms), min))
    ends = list(accumulate((term["end"] for term in terms), max))
    for states in (contract, dap):
        for state in states:
            if state.since is None or state.written is None:
                continue
            last = _at(contract, state.since)
            start, end = starts[last], ends[last]
            if start <= end and not start <= state.since.isoformat() <= end:
                yield codes.AMENDMENT_OUTSIDE_TERM.at(state.written.key_origin, date=state.since, start=start, end=end)


def _unknown_sla(version: Node, standards: Mapping[str, Standard], near: Near) -> Diagnostic:
    meant = near.to(version.data, standards, 0.5)
    mend = (f'Did you mean "{meant}"? ' if meant is not None else "") + f"There are: {listed(standards) or 'none yet'}."
    return codes.UNKNOWN_SLA.at(version.origin, version=version.data, mend=mend)


def _language(contract: Contract) -> Iterator[Diagnostic]:
    language = contract.contract["sla"]["language"]
    languages = contract.sla["languages"].data
    if language.data not in languages:
        yield codes.UNKNOWN_LANGUAGE.at(
            language.origin, version=contract.standard.version, language=language.data, languages=", ".join(languages)
        )


def _forms(contract: Contract, near: Near) -> Iterator[Diagnostic]:
    sla, version = contract.sla, contract.standard.version
    for name, bought in contract.contract.section("form"):
        offer = sla.get("forms", name)
        if offer is None:
            yield _not_offered(contract, name, bought.key_origin, list(sla["forms"].data)) or codes.UNKNOWN_FORM.at(
                bought.key_origin, version=version, form=name, mend=_choose(name, sla["forms"].data, near)
            )
            continue
        kind = bought["type"]
        if kind.data not in offer["types"].data:
            yield _not_offered(contract, kind.data, kind.origin, offer["types"].data) or codes.UNKNOWN_TYPE.at(
                kind.origin,
                version=version,
                form=name,
                type=kind.data,
                mend=_choose(kind.data, offer["types"].data, near),
                clause=offer["clause"].data,
            )
        elif (unknown := sla.get("types", kind.data, "unknown")) is not None:
            related = [Related(unknown.key_origin, "the SLA says so here")]
            yield codes.UNKNOWN_COVERAGE.at(kind.origin, version=version, type=kind.data, related=related)


def _not_offered(contract: Contract, name: str, origin: Origin, choices: list[str]) -> Diagnostic | None:
    """The finding for a form or type that an earlier version had."""
    retired = contract.sla.get("retired", name)
    if retired is None:
        return None
    return codes.RETIRED_FORM.at(
        origin,
        name=name,
        ended_by=retired["version"].data,
        date=retired["date"].data,
        choices=", ".join(choices),
        clause=retired["clause"].data,
        related=[Related(retired.key_origin, "the SLA ended it here")],
    )


def _choose(name: str, choices: Collection[str], near: Near) -> str:
    meant = near.to(name, choices)
    return (f"Did you mean “{meant}”? " if meant is not None else "") + f"Choose one of: {listed(choices)}."


def _contacts(contract: Contract) -> Iterator[Diagnostic]:
    for key, contact in contract.dap_section("contacts"):
        first = contract.contract.get("contacts", key)
        if first is not None:
            yield codes.CONTACT_TWICE.at(contact.key_origin, key=key, related=[Related(first.key_origin, "it stands here first")])
    seen: dict[str, tuple[str, Node]] = {}
    for key, contact in contract.contacts.items():
        email = contact.get("email")
        if email is None:
            continue
        first_key, first = seen.setdefault(email.data.lower(), (key, email))
        if first_key != key:
            related = [Related(first.origin, f"“{first_key}” has it here")]
            yield codes.EMAIL_TWICE.at(email.origin, first=first_key, second=key, email=email.data, related=related)


def _hooks(contract: Contract) -> Iterator[Diagnostic]:
    for document, part in (("contract", contract.contract), ("dap", contract.dap)):
        for section, node in part.items() if part is not None else ():
            if section not in HOOKLESS[document] and contract.standard.hook(document, section) is None:
                named = "DAP" if document == "dap" else document
                yield codes.NO_HOOK.at(node.key_origin, version=contract.standard.version, section=section, document=named)


def _unknown_holidays(standard: Standard) -> Iterator[Diagnostic]:
    first = int(standard.sla["date"].data[:4])
    years = range(first, first + _YEARS_AHEAD)
    near = Near()
    for _, calendar in standard.sla["calendars"].items():
        days = [day for part in ("closings", "early_closings") for _, day in calendar.section(part) if "holiday" in day]
        named = calendar.get("holidays")
        if named is None:
            for day in days:
                problem = f"“{day['holiday'].data}” is named, but the calendar doesn't say of which country under “holidays”"
                yield codes.UNKNOWN_COUNTRY.at(day["holiday"].origin, problem=problem)
            continue
        region = named.get("subdivision")
        country, language = named["country"].data, named["language"].data
        try:
            known = holiday.known(country, region.data if region else None, language, years)
        except LookupError as error:
            yield codes.UNKNOWN_COUNTRY.at(named.origin, problem=error.args[0])
            continue
        folded = {name.casefold() for name in known}
        for day in days:
            name = day["holiday"].data
            if name.casefold() not in folded:
                meant = near.to(name, known)
                mend = (f"Did you mean “{meant}”? " if meant is not None else "") + f"There are: {', '.join(known)}."
                yield codes.UNKNOWN_HOLIDAY.at(day["holiday"].origin, holiday=name, country=country, language=language, mend=mend)


def _unknown_chapter_templates(standard: Standard, known: Collection[str]) -> Iterator[Diagnostic]:
    chapters = [chapter for _, chapter in standard.sla["chapters"].items()]
    clauses = [clause for chapter in chapters for _, clause in chapter.section("clauses")]
    for part in (*chapters, *clauses):
        for language in standard.sla["languages"].data:
            if f"{language}/sla/{part['template'].data}.md" not in known:
                yield codes.UNKNOWN_CHAPTER_TEMPLATE.at(
                    part["template"].origin, template=part["template"].data, language=language
                )
