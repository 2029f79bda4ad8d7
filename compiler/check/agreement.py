"""The contract itself: dates, signature, status, amendments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from compiler import codes, duration
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related


def end_before_start(contract: Contract) -> Iterator[Diagnostic]:
    """A contract that ends before it starts."""
    if contract.end < contract.start:
        term = contract.contract["term"]
        related = [Related(term["start"].origin, "it starts here")]
        yield codes.END_BEFORE_START.at(term["end"].origin, end=contract.end, start=contract.start, related=related)


def terms_after_signing(contract: Contract) -> Iterator[Diagnostic]:
    """General terms that the client received after signing."""
    signed = contract.contract.get("signed")
    if signed is None:
        return
    provided = signed["general_terms"]["provided_on"]
    if provided.data > signed["on"].data:
        yield codes.TERMS_AFTER_SIGNING.at(
            provided.origin,
            provided=provided.data,
            signed=signed["on"].data,
            clause=contract.standard.clause_of("general-terms"),
            related=[Related(signed["on"].origin, "it was signed here")],
        )


def incomplete_for_status(contract: Contract) -> Iterator[Diagnostic]:
    """What an offer or a signed contract may not lack, and a draft may."""
    if contract.status == "draft":
        return
    node = contract.contract
    missing: list[tuple[str, str]] = []
    if "rates" not in node:
        missing.append(("rates", "rates for work that is charged"))
    if contract.binding and "signed" not in node:
        missing.append(("signed", "the signature with its date"))
    if contract.binding and not contract.contacts:
        missing.append(("contacts", "at least one contact"))
    for key, what in missing:
        yield codes.INCOMPLETE_FOR_STATUS.at(node["status"].origin, status=contract.status, missing=what, key=key)
    sold = [*((name, bought) for name, bought, _ in contract.forms()), *node.section("options")]
    for name, bought in sold:
        if "monthly_fee" not in bought:
            what = f"the monthly fee of “{name}”"
            yield codes.INCOMPLETE_FOR_STATUS.at(bought.key_origin, status=contract.status, missing=what, key="monthly_fee")


def hours_adjusted_too_soon(stretches: Iterable[Contract]) -> Iterator[Diagnostic]:
    """Hours in an all-in form that the amendment of a stretch adjusts sooner than the SLA allows."""
    last: dict[str, dt.date] = {}
    beginning = {one.valid_from: one for one in stretches}
    for amended in next(iter(beginning.values())).amendments:
        contract = beginning.get(amended.date)
        for form, bought in amended.after.section("form"):
            hours, before = bought.get("hours"), amended.before.get("form", form, "hours")
            if hours is None or hours == before:
                continue
            every = contract.sla.get("forms", form, "hours", "adjust_every") if contract is not None else None
            if contract is not None and before is not None and every is not None:
                earliest = duration.parse(every.data).after(last.get(form, contract.start))
                if amended.date < earliest:
                    yield codes.HOURS_ADJUSTED_TOO_SOON.at(
                        hours.origin,
                        date=amended.date,
                        earliest=earliest,
                        clause=contract.sla["forms"][form]["hours"]["clause"].data,
                        related=[Related(every.origin, "the SLA says so here")],
                    )
            last[form] = amended.date


def sla_superseded(contract: Contract) -> Iterator[Diagnostic]:
    """An SLA version that a newer one followed."""
    newer = contract.newer
    if newer is not None and contract.status != "ended":
        version = contract.contract["sla"]["version"]
        related = [Related(newer["version"].origin, "the newer version stands here")]
        yield codes.SLA_SUPERSEDED.at(version.origin, version=version.data, newer=newer["version"].data, related=related)


def notice_period(contract: Contract) -> Iterator[Diagnostic]:
    """A contract whose notice period runs on the date asked for, while nothing is recorded about what comes after it."""
    notice = contract.contract["term"].get("notice")
    if notice is None or contract.status != "signed" or _decided(contract):
        return
    notice_by = duration.parse(notice.data).last_before(contract.end)
    if notice_by <= contract.as_of <= contract.end:
        clause = contract.standard.clause_of("duration")
        yield codes.NOTICE_PERIOD.at(
            contract.contract["term"]["end"].origin, end=contract.end, notice_by=notice_by, clause=clause
        )


def _decided(contract: Contract) -> bool:
    """Whether an amendment that is still to come, by the day after the end, moves the end or sets the status."""
    until = contract.end + dt.timedelta(days=1)
    ahead = [one for one in contract.amendments if one.document == "contract" and contract.as_of < one.date <= until]
    return any(
        one.after["term"]["end"].data != one.before["term"]["end"].data or one.after["status"].data != one.before["status"].data
        for one in ahead
    )


def term_over(contract: Contract) -> Iterator[Diagnostic]:
    """A contract that is over on the date asked for, while its status doesn't say so."""
    if contract.status == "ended" or contract.as_of <= contract.end or contract.end < contract.start:
        return
    renewal = contract.contract["term"].get("renewal")
    if renewal is not None:
        until = duration.parse(renewal.data).last_after(contract.end)
        renewed = f"If it was renewed, record that as an amendment of {contract.end} that sets the end to {until}"
        mend = f"{renewed}; else set the status to ended."
    else:
        mend = "Set the status to ended, or record a new end as an amendment."
    clause = contract.standard.clause_of("duration")
    yield codes.TERM_OVER.at(contract.contract["term"]["end"].origin, end=contract.end, mend=mend, clause=clause)
