"""Meaning: one small function per rule, listed here by what it is asked about."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache

from compiler import resources
from compiler.check import (
    agreement,
    brand,
    closings,
    deviations,
    emergency,
    form,
    maintenance,
    monitoring,
    people,
    secrets,
    standard,
)
from compiler.contract import Client, Contract, Standard
from compiler.diagnostic import Diagnostic
from compiler.source import Node

OF_SLA: tuple[Callable[[Standard], Iterator[Diagnostic]], ...] = (
    standard.never_open,
    closings.closed_too_long_in_sla,
    standard.hours_overlap_in_sla,
    standard.matrix_gap,
    standard.priority_gap,
    standard.target_out_of_order,
    standard.unknown_clause_in_sla,
    standard.history_out_of_order,
)
OF_CONTRACT: tuple[Callable[[Contract], Iterator[Diagnostic]], ...] = (
    agreement.end_before_start,
    agreement.terms_after_signing,
    agreement.incomplete_for_status,
    form.loose_beside_all_in,
    form.all_in_incomplete,
    form.not_an_option,
    form.component_not_bought,
    form.too_many_systems,
    emergency.emergency_incomplete,
    emergency.emergency_contact_unreachable,
    people.nobody_reports,
    people.nobody_authorises,
    people.no_responsible,
    people.restore_without_report,
    people.mail_without_address,
    people.too_few_reviews,
    maintenance.window_never_occurs,
    monitoring.not_monitored,
    monitoring.templates_compete,
    monitoring.wrong_template,
    monitoring.more_than_basic,
    monitoring.unknown_check,
    monitoring.thresholds_of_contract,
    deviations.deviation_unapproved,
    deviations.deviation_without_effect,
    closings.closed_too_long_in_contract,
    standard.hours_overlap_in_contract,
    standard.unknown_clause_in_contract,
)
"""Asked about each stretch of dates from the date asked for on."""
OF_STRETCHES: tuple[Callable[[Iterable[Contract]], Iterator[Diagnostic]], ...] = (
    agreement.hours_adjusted_too_soon,
    maintenance.maintenance_in_blackout,
    maintenance.windows_overlap,
    maintenance.no_rate_outside_hours,
)
"""Asked about those stretches together: what lasts is told once, with its first date."""
OF_CONTRACT_NOW: tuple[Callable[[Contract], Iterator[Diagnostic]], ...] = (
    agreement.sla_superseded,
    agreement.notice_period,
    agreement.term_over,
)
"""Asked about the stretch around the date asked for only."""


def check_shared(
    provider: Node, standards: Collection[Standard], templates: Collection[Node], files: Mapping[str, bytes]
) -> Iterator[Diagnostic]:
    """What is wrong in the meaning of what all clients share: the provider, the SLA versions, the monitoring templates."""
    for one in standards:
        for check in OF_SLA:
            yield from check(one)
        yield from standard.untranslated(one.sla, one.sla["languages"].data)
    languages = sorted({language for one in standards for language in one.sla["languages"].data})
    for template in templates:
        yield from monitoring.thresholds_of_template(template)
        yield from standard.untranslated(template, languages)
    yield from standard.untranslated(provider, languages)
    yield from brand.unusable_logo(provider, files)
    yield from standard.unknown_clause_in_provider(provider, standards)


def check_client(client: Client) -> Iterator[Diagnostic]:
    """What is wrong in the meaning of one client's agreements."""
    for stretch in client.ahead():
        for rule in OF_CONTRACT:
            yield from rule(stretch)
    for together in OF_STRETCHES:
        yield from together(client.ahead())
    for rule in OF_CONTRACT_NOW:
        yield from rule(client.current)


def check_secrecy(provider: Node, documents: Collection[Node], files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """What should be in no file. ``documents`` are those of the files that could be read, linked or not."""
    yield from emergency.emergency_number_exposed(provider, documents, files)
    for document in documents:
        yield from secrets.secret(document, _words_for_secrets())


@cache
def _words_for_secrets() -> tuple[str, ...]:
    """The words for passwords and keys in every language that documents can be made in."""
    found = [name for name in resources.names("templates") if name.endswith("/words.json")]
    return tuple(sorted({word for name in found for word in json.loads(resources.text("templates", name)).get("secrets", ())}))
