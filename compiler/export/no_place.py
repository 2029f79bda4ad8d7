"""What ticket systems have no place for, whatever the values: once per client, with the clause that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compiler.bundle import Bundle, Rule
from compiler.loss import Loss, LossCode


@dataclass(frozen=True)
class NoPlace:
    """The codes of one system."""

    matrix: LossCode
    channels: LossCode
    information: LossCode
    coverage: LossCode
    validity: LossCode
    maintenance: LossCode
    blackout: LossCode
    escalation: LossCode


def lost(
    bundle: Bundle,
    code: LossCode,
    rule: Rule | None = None,
    clause: str | None = None,
    levels: Iterable[str] = (),
    **facts: object,
) -> Loss:
    """The loss of a rule, or of what a clause says about all of the client."""
    origin = (rule or bundle.client).origin
    return code.of(bundle.client.id, origin, levels=levels, clause=rule.clause if rule else clause, **facts)


def of(bundle: Bundle, codes: NoPlace) -> Iterator[Loss]:
    """The losses of a client's tickets and agreements."""
    tickets, coverage, valid = bundle.tickets, bundle.coverage, bundle.valid
    if tickets.matrix:
        yield lost(bundle, codes.matrix, clause=tickets.clause)
    ways = {channel.id for channel in tickets.channels}
    limited = [priority for priority in tickets.priorities if set(priority.report_by) != ways]
    if limited:
        told = "; ".join(f"{priority.id} by {', '.join(priority.report_by)}" for priority in limited)
        yield lost(bundle, codes.channels, limited[0], ways=told)
    if tickets.minimum_information:
        yield lost(bundle, codes.information, tickets.minimum_information[0])
    if coverage.rules:
        yield lost(bundle, codes.coverage, clause=coverage.matrix.clause, rules=_counted(len(coverage.rules), "rule"))
    yield lost(bundle, codes.validity, from_=valid.from_ or "the start", until=valid.until or "further notice")
    for window in bundle.maintenance.windows:
        yield lost(bundle, codes.maintenance, window, window=window.id, times=window.rule)
    for blackout in bundle.maintenance.blackouts:
        yield lost(bundle, codes.blackout, blackout, blackout=blackout.id)
    if bundle.escalation:
        yield lost(bundle, codes.escalation, bundle.escalation[0], steps=_counted(len(bundle.escalation), "step"))


def mailed(events: Sequence[str]) -> str:
    """At which events status mails are sent, such as ``when a ticket is created or closed``."""
    return f"when a ticket is {' or '.join(events)}" if events else "never"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
