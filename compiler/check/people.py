"""People: who may report and authorise, who is responsible, who gets mail, how often parties meet."""

from __future__ import annotations

from collections.abc import Iterator

from compiler import codes
from compiler.contract import Contract
from compiler.diagnostic import Diagnostic, Related


def nobody_reports(contract: Contract) -> Iterator[Diagnostic]:
    """A list of the only reporters with nobody on it."""
    reporters = contract.dap_get("reporters")
    if reporters is not None and not reporters.data:
        yield codes.NOBODY_REPORTS.at(reporters.key_origin, clause=contract.standard.hook("dap", "reporters"))


def nobody_authorises(contract: Contract) -> Iterator[Diagnostic]:
    """A DAP under an SLA with rules for authorisation, in which nobody may authorise. A draft may lack contacts."""
    clause = contract.standard.hook("dap", "authorisers")
    if contract.dap is None or clause is None or contract.status == "draft":
        return
    authorisers = contract.dap.get("authorisers")
    if authorisers is None or not authorisers.data:
        yield codes.NOBODY_AUTHORISES.at((authorisers or contract.dap).key_origin, clause=clause)


def no_responsible(contract: Contract) -> Iterator[Diagnostic]:
    """An activity for which nobody is responsible."""
    for _, role in contract.dap_section("roles"):
        if "responsible" not in role:
            yield codes.NO_RESPONSIBLE.at(
                role.key_origin, activity=role["activity"].data, clause=contract.standard.hook("dap", "roles")
            )


def restore_without_report(contract: Contract) -> Iterator[Diagnostic]:
    """A trial restore of which nobody hears. A draft may lack contacts."""
    if contract.status == "draft":
        return
    for key, restore in contract.dap_section("trial_restores"):
        if "report_to" not in restore or not restore["report_to"].data:
            yield codes.RESTORE_WITHOUT_REPORT.at(
                restore.key_origin, restore=key, clause=contract.standard.hook("dap", "trial_restores")
            )


def mail_without_address(contract: Contract) -> Iterator[Diagnostic]:
    """A contact who should get mail and has no address."""
    mails = contract.dap_get("status_mails")
    for to in mails.listed("to") if mails is not None else ():
        contact = contract.contacts[to.data]
        if "email" not in contact:
            yield codes.MAIL_WITHOUT_ADDRESS.at(
                to.origin,
                name=contact["name"].data,
                contact=to.data,
                clause=contract.standard.hook("dap", "status_mails"),
                related=[Related(contact.key_origin, "the contact stands here")],
            )


def too_few_reviews(contract: Contract) -> Iterator[Diagnostic]:
    """Fewer service reviews than the SLA aims at."""
    agreed, standard = contract.dap_get("review", "per_year"), contract.sla["reviews"]["per_year"].data
    if agreed is not None and agreed.data < standard:
        clause = contract.sla["reviews"]["clause"].data
        yield codes.TOO_FEW_REVIEWS.at(agreed.origin, agreed=agreed.data, standard=standard, clause=clause)
