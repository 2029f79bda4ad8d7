"""The amendments to a contract that doesn't exist."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise

from benchmarks.clients import words
from benchmarks.clients.client import Client, Data, money, months

MANDATES = ["vulnerability-hotfix", "microsoft-cloud-change"]


def amendments(made: Client) -> Data:
    """Dated changes within the term, each of something else than the one before it left."""
    chance, data = made.chance, made.contract
    length = (made.end.year - made.start.year) * 12 + made.end.month - made.start.month
    dates = [months(made.start, count) for count in chance.some(range(7, length), chance.one((0, 0, 0, 1, 1, 2, 2, 3)))]
    made_on: Data = {}
    kinds = chance.shuffled([kind for kind in _CHANGES if kind(made, data)])
    for date, kind in zip(dates, kinds, strict=False):
        made_on[date.isoformat()] = {
            "reason": chance.one(words.CHANGES[made.lang]),
            "approved_by": next(iter(made.people.values()))["name"],
            "change": kind(made, data),
        }
    if made.version == "2.4" and made.status == "signed" and chance.happens(0.7):
        dates = [
            date for date in (dt.date(2025, 10, 15), dt.date(2026, 1, 15), dt.date(2027, 1, 15)) if made.start < date < made.end
        ]
        made_on[chance.one(dates).isoformat()] = {
            "reason": {"nl": "Overgang naar SLA 2.5", "en": "Move to SLA 2.5"}[made.lang],
            "approved_by": chance.one(words.APPROVERS),
            "change": {"sla": {"version": "2.5"}},
        }
    for last, renewed in pairwise(made.ends):
        made_on[last.isoformat()] = {
            "reason": {"nl": "Verlengd met een jaar", "en": "Renewed for a year"}[made.lang],
            "approved_by": chance.one(words.APPROVERS),
            "change": {"term": {"end": renewed}},
        }
    return dict(sorted(made_on.items()))


def _more_workplaces(made: Client, data: Data) -> Data:
    """So many workplaces more, and the fee with them."""
    if not made.workplaces or "workplace" not in data["form"]:
        return {}
    more, bought, name = 2 + 3 * made.size, data["form"]["workplace"], made.workplaces[0]
    fee = money(bought["monthly_fee"] * (bought["quantity"] + more) / bought["quantity"])
    return {
        "form": {"workplace": {"quantity": bought["quantity"] + more, "monthly_fee": fee}},
        "systems": {name: {"quantity": data["systems"][name]["quantity"] + more}},
    }


def _other_hours(_: Client, data: Data) -> Data:
    """Other hours in the package; the dates are more than half a year after the start, as the SLA asks."""
    bought = data.get("form", {}).get("all-in-1")
    return {"form": {"all-in-1": {"hours": bought["hours"] + 2, "monthly_fee": bought["monthly_fee"] + 150}}} if bought else {}


def _other_rates(_: Client, data: Data) -> Data:
    rates = data["rates"]
    return {"rates": {key: money(rates[key] * Decimal("1.032")) for key in ("hourly", "outside_office_hours")}}


def _another_contact(made: Client, data: Data) -> Data:
    if "contacts" not in data or "sem" in made.people:
        return {}
    return {"contacts": {"sem": {"name": "Sem de Graaf", "email": f"sem@{made.identity.domain}"}}}


def _other_mandate(_: Client, data: Data) -> Data:
    return {"mandate": MANDATES} if data.get("mandate") != MANDATES else {}


_CHANGES = (_more_workplaces, _other_hours, _other_rates, _another_contact, _other_mandate)
