"""The contract of a client that doesn't exist, without a mistake under the provider of the example."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from benchmarks.clients import words
from benchmarks.clients.amended import MANDATES, amendments
from benchmarks.clients.client import Client, Data, money
from benchmarks.clients.sold import sell

_WORKING_DAYS = ["mon", "tue", "wed", "thu", "fri"]


def contract(made: Client) -> None:
    """Writes the client's contract into it."""
    chance, data = made.chance, made.contract
    data["client"] = _who(made)
    data["status"] = made.status
    data["sla"] = {"version": made.version, "language": made.lang}
    data["term"] = {"start": made.start, "end": made.ends[0]}
    if chance.happens(0.85):
        data["term"]["notice"] = chance.one(("P1M", "P2M", "P3M", "P3M", "P6M"))
        data["term"]["renewal"] = chance.one(("P1Y", "P1Y", "P2Y"))
    if made.status in ("signed", "ended"):
        data["signed"] = _signed(made)
    if chance.happens(0.97):
        sell(made)
    if not made.contacts_in_dap:
        data["contacts"] = made.people
    if chance.happens(0.5):
        data["portal_contact"] = next(iter(made.people))
    if chance.happens(0.35):
        data["emergency_service"] = _emergency(made)
    hourly = Decimal(chance.number(360, 580)) / 4
    data["rates"] = {"currency": "EUR", "hourly": money(hourly), "outside_office_hours": money(hourly * 3 / 2)}
    if chance.happens(0.7):
        data["mandate"] = chance.some(MANDATES, chance.number(1, 2))
    if chance.happens(0.2):
        place = {"nl": "Op kantoor", "en": "At the office"}[made.lang]
        rule = chance.one(("FREQ=MONTHLY;BYDAY=1TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10"))
        data["visits"] = {"frequency": rule, "kind": chance.one(words.WORK[made.lang]), "location": place}
    deviations = _deviations(made) if chance.happens(0.25) else {}
    if deviations:
        data["deviations"] = deviations
    changed = amendments(made)
    if changed:
        data["amendments"] = changed


def _who(made: Client) -> Data:
    chance, known = made.chance, made.identity
    who: Data = {"name": known.name}
    street = f"{chance.one(words.STREETS)} {chance.number(1, 240)}{chance.one(('', '', '', 'a', '-III', ' bis'))}"
    if chance.happens(0.05):
        city, postcode, country, register = chance.one(words.ABROAD)
        who["registration"] = f"{register} {known.kvk}"
    else:
        city, country = known.city[0], "NL"
        postcode = f"{known.city[1] + chance.number(0, 60)} {chance.one('ABCDEFGH')}{chance.one('ABCDEFGH')}"
        who["kvk"] = known.kvk
    if chance.happens(0.95):
        who["address"] = {"street": street, "postcode": postcode, "city": city, "country": country}
    return who


def _signed(made: Client) -> Data:
    chance = made.chance
    on = made.start - dt.timedelta(days=chance.number(1, 60))
    signed: Data = {"on": on}
    if chance.happens(0.9):
        signed["by"] = next(iter(made.people.values()))["name"]
    provided = on - dt.timedelta(days=chance.one((0, 0, 1, 7, 9, 30)))
    return {**signed, "general_terms": {"version": chance.one(("2024", "2023", "2024.1")), "provided_on": provided}}


def _emergency(made: Client) -> Data:
    chance = made.chance
    service: Data = {}
    if chance.happens(0.3):
        service["days"] = [*_WORKING_DAYS, *chance.one((("sat",), ("sat", "sun")))]
    service["from"], service["to"] = chance.one((("07:00", "23:00"), ("07:00", "23:00"), ("06:30", "22:00"), ("00:00", "24:00")))
    service["monthly_fee"] = money(Decimal(chance.number(15, 60) * 5))
    service["hourly"] = money(Decimal(chance.number(120, 190)))
    reachable = [key for key, person in made.people.items() if "telephone" in person]
    service["designated"] = chance.some(reachable, chance.number(1, 2))
    return service


def _deviations(made: Client) -> Data:
    """One to three exceptions to the standard that each change something."""
    chance, form = made.chance, made.contract.get("form")
    if form is None:
        return {}
    types = {component: bought["type"] for component, bought in form.items() if component != "all-in-1"}
    agreed: dict[str, tuple[str, Data]] = {
        "sneller-begin": (
            "7.9",
            {"priority": "ernstig", "target": "start", "within": "PT30M", "agreement": "binding", "calendars": ["office"]},
        ),
        "zelfde-dag": (
            "7.9",
            {"priority": "standaard", "target": "start", "within": "PT4H", "agreement": "aim", "calendars": ["office"]},
        ),
        "langere-openingstijden": (
            "3.1",
            {"calendar": "office", "hours": [{"days": _WORKING_DAYS, "from": "07:30", "to": chance.one(("17:30", "18:00"))}]},
        ),
    }
    if types.get("workplace") == "standard":
        agreed["herstel-inbegrepen"] = ("5.2", {"service": "file-restore", "component": "workplace", "coverage": "included"})
    if types.get("server") == "standard":
        agreed["apk-inbegrepen"] = ("5.2", {"service": "server-checkup", "component": "server", "coverage": "included"})
    if "workplace" in types:
        agreed["cloudbeheer-inbegrepen"] = (
            "5.2",
            {"service": "microsoft-cloud", "component": "workplace", "coverage": "included"},
        )
    if made.linux and made.version == "2.5":
        system = made.linux[0]
        agreed["linux-ondersteund"] = (
            "5.2",
            {"service": "support", "component": "server", "system": system, "coverage": "billable"},
        )
    return {
        key: {
            "clause": agreed[key][0],
            "set": agreed[key][1],
            "reason": chance.one(words.REASONS[made.lang]),
            "approved_by": chance.one(words.APPROVERS),
        }
        for key in chance.some(list(agreed), chance.number(1, 3))
    }
