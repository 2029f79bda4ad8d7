"""The contract of a client that doesn't exist, without a mistake under the provider of the example."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from benchmarks.clients import words
from benchmarks.clients.chance import Chance
from benchmarks.clients.identity import Identity, identity, slug

AS_OF = dt.date(2026, 11, 24)
"""The date for which the clients are made: their status fits it."""
MANDATES = ["vulnerability-hotfix", "microsoft-cloud-change"]
_CATEGORIES = ["microsoft-cloud", "servers-and-equipment", "workplace-management", "user-support"]
_WORKING_DAYS = ["mon", "tue", "wed", "thu", "fri"]
Data = dict[str, Any]


@dataclass(slots=True)
class Client:
    """A client in the making, with what its contract and its DAP have in common."""

    identity: Identity
    chance: Chance
    lang: str
    status: str
    has_dap: bool
    size: int
    """1 to 3: small, middling, big."""
    version: str
    start: dt.date
    ends: list[dt.date]
    """The last day that was agreed, and each that a renewal put in its place."""
    people: dict[str, Data] = field(default_factory=dict)
    windows: list[str] = field(default_factory=list)
    linux: list[str] = field(default_factory=list)
    workplaces: list[str] = field(default_factory=list)
    network: list[str] = field(default_factory=list)
    contract: Data = field(default_factory=dict)

    @property
    def end(self) -> dt.date:
        """The last day, after all renewals."""
        return self.ends[-1]

    @property
    def contacts_in_dap(self) -> bool:
        """Whether operations keeps the contacts, not sales: every second client that has a DAP."""
        return self.has_dap and int(self.identity.kvk) % 2 == 0


def client(number: int, seed: int) -> Client:
    """The client of that number, with its contract."""
    chance = Chance(f"{seed}/client/{number}")
    status = chance.one(["signed"] * 17 + ["offered", "draft", "ended"])
    older = status == "ended" or (status == "signed" and chance.happens(0.3))
    start = dt.date(2024, 5, 1) if older else dt.date(2025, 10, 1)
    start = _months(start, chance.number(0, 14))
    ends = _ends(start, chance.number(1, 2 if status == "ended" else 5), status)
    made = Client(
        identity=identity(number, seed),
        chance=chance,
        lang=chance.one(("nl", "nl", "nl", "nl", "en")),
        status=status,
        has_dap=chance.happens(0.985),
        size=chance.one((1, 1, 1, 1, 1, 2, 2, 2, 2, 3)),
        version="2.4" if older else "2.5",
        start=start,
        ends=ends if chance.happens(0.7) else ends[-1:],
    )
    _people(made)
    _contract(made)
    return made


def _months(date: dt.date, count: int) -> dt.date:
    years, month = divmod(date.month - 1 + count, 12)
    return dt.date(date.year + years, month + 1, 1)


def _ends(start: dt.date, years: int, status: str) -> list[dt.date]:
    """The last days: before the date that the clients are made for where it has ended, renewed until after it otherwise."""
    day = dt.timedelta(days=1)
    ends = [_months(start, 12 * years) - day]
    if status == "ended":
        return ends if ends[0] < AS_OF else [_months(start, 12) - day]
    while ends[-1] <= AS_OF:
        ends.append(_months(ends[-1] + day, 12) - day)
    return ends


def _people(made: Client) -> None:
    chance, area = made.chance, made.identity.city[2]
    for _ in range(chance.number(1, 2 * made.size)):
        first, last = chance.one(words.FIRST_NAMES), chance.one(words.LAST_NAMES)
        if slug(first) in made.people:
            continue
        person: Data = {"name": f"{first} {last}"}
        if chance.happens(0.9):
            person["function"] = chance.one(words.FUNCTIONS[made.lang])
        # The first of them is known well: who else gets mail, reports or may be called?
        if not made.people or chance.happens(0.9):
            person["email"] = f"{slug(first)}.{slug(last)}@{made.identity.domain}"
        if not made.people or chance.happens(0.8):
            person["telephone"] = _telephone(chance, area)
        made.people[slug(first)] = person


def _telephone(chance: Chance, area: str) -> str:
    return f"+31 (0){area[1:]} - 555 {chance.number(0, 99):02d} {chance.number(0, 99):02d}"


def _contract(made: Client) -> None:
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
        _sold(made)
    if not made.contacts_in_dap:
        data["contacts"] = made.people
    if chance.happens(0.5):
        data["portal_contact"] = next(iter(made.people))
    if chance.happens(0.35):
        data["emergency_service"] = _emergency(made)
    hourly = Decimal(chance.number(360, 580)) / 4
    data["rates"] = {"currency": "EUR", "hourly": _money(hourly), "outside_office_hours": _money(hourly * 3 / 2)}
    if chance.happens(0.7):
        data["mandate"] = chance.some(MANDATES, chance.number(1, 2))
    if chance.happens(0.2):
        place = {"nl": "Op kantoor", "en": "At the office"}[made.lang]
        rule = chance.one(("FREQ=MONTHLY;BYDAY=1TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10"))
        data["visits"] = {"frequency": rule, "kind": chance.one(words.WORK[made.lang]), "location": place}
    deviations = _deviations(made) if chance.happens(0.25) else {}
    if deviations:
        data["deviations"] = deviations
    amendments = _amendments(made)
    if amendments:
        data["amendments"] = amendments


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


def _sold(made: Client) -> None:
    """The forms and the systems: all in one for every fifth client, loose components for the others."""
    chance, data = made.chance, made.contract
    bought = chance.one(
        (("server", "workplace"), ("server", "workplace"), ("workplace",), ("network",), ("server", "workplace", "network"))
    )
    all_in = chance.happens(0.2)
    if all_in:
        bought = ("server", "workplace", "network")
    systems: Data = {}
    listed = {component: _SYSTEMS[component](made, systems) for component in bought}
    spare = chance.one((0, 0, 0, 1, 3))
    quantities = {component: count + spare for component, count in listed.items()}
    if all_in:
        data["form"] = {
            "all-in-1": {
                "type": "premium",
                "monthly_fee": _money(Decimal(chance.number(60, 900) * 10)),
                "categories": chance.some(_CATEGORIES, chance.number(1, 4)),
                "hours": chance.one((4, 6, Decimal("7.5"), 10, 14, 24, 40)),
                "quantities": quantities,
            }
        }
        if chance.happens(0.4):
            data["options"] = {"microsoft-cloud": {"monthly_fee": _money(Decimal(chance.number(8, 60) * 10))}}
    else:
        price = {"server": 120, "workplace": 25, "network": 30}
        data["form"] = {
            component: {
                "type": chance.one(("standard", "plus")),
                "quantity": count,
                "monthly_fee": _money(Decimal(count * price[component] * chance.number(80, 120)) / 100),
            }
            for component, count in quantities.items()
        }
    data["systems"] = systems
    if made.network and chance.happens(0.6):
        data["update_management"] = chance.some(made.network, chance.number(1, 2))


def _servers(made: Client, systems: Data) -> int:
    chance = made.chance
    count = chance.number(*((1, 3), (3, 8), (8, 24))[made.size - 1])
    kinds = chance.shuffled(words.SERVERS[made.lang])
    for number in range(count):
        short, description = kinds[number % len(kinds)]
        name = f"srv-{short}{number // len(kinds) + 1:02d}"
        linux = chance.happens(0.5 if short in ("web", "log") else 0.04)
        (made.linux if linux else made.windows).append(name)
        systems[name] = {"component": "server", "os": chance.one(words.LINUX_SERVERS if linux else words.WINDOWS_SERVERS)}
        if chance.happens(0.75):
            systems[name]["description"] = description
    return count


def _workplaces(made: Client, systems: Data) -> int:
    chance, total = made.chance, 0
    for name, description in words.WORKPLACES[made.lang][: chance.number(1, 1 + made.size)]:
        count = chance.number(*((2, 20), (10, 80), (60, 400))[made.size - 1])
        os = chance.one(("macos-15", "macos-14")) if name == "macs" else chance.one(("windows-11", "windows-11", "windows-10"))
        systems[name] = {"component": "workplace", "os": os, "description": description, "quantity": count}
        made.workplaces.append(name)
        total += count
    return total


def _devices(made: Client, systems: Data) -> int:
    chance, total = made.chance, 0
    for name, os, description in chance.some(words.NETWORK[made.lang], chance.number(1, 1 + made.size)):
        systems[name] = {"component": "network", "os": os, "description": description}
        count = chance.number(1, 4 * made.size)
        if count > 1:
            systems[name]["quantity"] = count
        made.network.append(name)
        total += count
    return total


_SYSTEMS = {"server": _servers, "workplace": _workplaces, "network": _devices}


def _emergency(made: Client) -> Data:
    chance = made.chance
    service: Data = {}
    if chance.happens(0.3):
        service["days"] = [*_WORKING_DAYS, *chance.one((("sat",), ("sat", "sun")))]
    service["from"], service["to"] = chance.one((("07:00", "23:00"), ("07:00", "23:00"), ("06:30", "22:00"), ("00:00", "24:00")))
    service["monthly_fee"] = _money(Decimal(chance.number(15, 60) * 5))
    service["hourly"] = _money(Decimal(chance.number(120, 190)))
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


def _amendments(made: Client) -> Data:
    """Dated changes within the term, each of something else than the one before it left."""
    chance, data = made.chance, made.contract
    months = (made.end.year - made.start.year) * 12 + made.end.month - made.start.month
    dates = [_months(made.start, count) for count in chance.some(range(7, months), chance.one((0, 0, 0, 1, 1, 2, 2, 3)))]
    amendments: Data = {}
    kinds = chance.shuffled([kind for kind in _CHANGES if kind(made, data)])
    for date, kind in zip(dates, kinds, strict=False):
        amendments[date.isoformat()] = {
            "reason": chance.one(words.CHANGES[made.lang]),
            "approved_by": next(iter(made.people.values()))["name"],
            "change": kind(made, data),
        }
    if made.version == "2.4" and made.status == "signed" and chance.happens(0.7):
        dates = [
            date for date in (dt.date(2025, 10, 15), dt.date(2026, 1, 15), dt.date(2027, 1, 15)) if made.start < date < made.end
        ]
        amendments[chance.one(dates).isoformat()] = {
            "reason": {"nl": "Overgang naar SLA 2.5", "en": "Move to SLA 2.5"}[made.lang],
            "approved_by": chance.one(words.APPROVERS),
            "change": {"sla": {"version": "2.5"}},
        }
    for last, renewed in pairwise(made.ends):
        amendments[last.isoformat()] = {
            "reason": {"nl": "Verlengd met een jaar", "en": "Renewed for a year"}[made.lang],
            "approved_by": chance.one(words.APPROVERS),
            "change": {"term": {"end": renewed}},
        }
    return dict(sorted(amendments.items()))


def _more_workplaces(made: Client, data: Data) -> Data:
    """So many workplaces more, and the fee with them."""
    if not made.workplaces or "workplace" not in data["form"]:
        return {}
    more, bought, name = 2 + 3 * made.size, data["form"]["workplace"], made.workplaces[0]
    fee = _money(bought["monthly_fee"] * (bought["quantity"] + more) / bought["quantity"])
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
    return {"rates": {key: _money(rates[key] * Decimal("1.032")) for key in ("hourly", "outside_office_hours")}}


def _another_contact(made: Client, data: Data) -> Data:
    if "contacts" not in data or "sem" in made.people:
        return {}
    return {"contacts": {"sem": {"name": "Sem de Graaf", "email": f"sem@{made.identity.domain}"}}}


def _other_mandate(_: Client, data: Data) -> Data:
    return {"mandate": MANDATES} if data.get("mandate") != MANDATES else {}


_CHANGES = (_more_workplaces, _other_hours, _other_rates, _another_contact, _other_mandate)


def _money(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
