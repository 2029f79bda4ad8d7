"""A small but complete bundle, for documents: a provider, an SLA of a few clauses, a client with something of everything."""

from __future__ import annotations

import copy
from typing import Any

from compiler.bundle import FORMAT, Bundle, from_data, sealed

ORIGIN = {"file": "provider/sla/2.5/sla.yaml", "line": 3, "column": 1, "pointer": ""}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def both(nl: str, en: str | None = None) -> dict[str, str]:
    return {"nl": nl, "en": en or nl}


def rule(clause: str | None, **facts: Any) -> dict[str, Any]:
    return {"clause": clause, "origin": ORIGIN, **facts}


def named(clause: str, identifier: str, nl: str, en: str | None = None, **facts: Any) -> dict[str, Any]:
    return rule(clause, id=identifier, label=both(nl, en), **facts)


def topic(clause: str, identifier: str, nl: str, en: str | None = None, **facts: Any) -> dict[str, Any]:
    return rule(clause, id=identifier, text=both(nl, en), **{"label": None, **facts})


def clause(number: str, template: str, nl: str, en: str | None = None, *clauses: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"number": number, "template": template, "title": both(nl, en), "origin": ORIGIN}
    return {**made, "clauses": list(clauses)} if "." not in number else made


def weekly(days: tuple[str, ...], start: str, end: str) -> dict[str, Any]:
    return {day: [{"from": start, "to": end}] if day in days else [] for day in WEEK}


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


CHAPTERS = [
    clause("1", "version-history", "Versiebeheer", "Version history"),
    clause("3", "availability", "Bereikbaarheid", "Availability", clause("3.1", "opening-hours", "Tijden", "Hours")),
    clause("5", "forms", "SLA-vormen", "SLA forms", clause("5.2", "coverage", "Diensten", "Services")),
    clause("7", "support", "Ondersteuning", "Support", clause("7.9", "incidents", "Incidenten", "Incidents")),
]


def data(client: str = "Bakkerij Van Dijk B.V.") -> dict[str, Any]:
    """The bundle as JSON data, to change before it is made."""
    office = weekly(WEEK[:5], "08:00", "17:00")
    channel = {"clause": "3", "origin": ORIGIN}
    return {
        "format": FORMAT,
        "client": {"id": "bakkerij", "name": client, "kvk": "12345678", "registration": None, "address": None, "origin": ORIGIN},
        "provider": {
            "name": "Voorbeeld IT",
            "legal_name": "Voorbeeld IT B.V.",
            "kvk": None,
            "registration": None,
            "address": {"street": "Dorpsstraat 1", "postcode": "1234 AB", "city": "Utrecht", "country": "NL"},
            "website": None,
            "timezone": "Europe/Amsterdam",
            "colour": "#0b5c7a",
            "desks": [
                named(
                    "3.1",
                    "support",
                    "Supportcenter",
                    "Support centre",
                    purpose=both("Vragen en storingen", "Questions and incidents"),
                    email="support@voorbeeld.example",
                    telephone="+31 20 555 01 00",
                    emergency=False,
                )
            ],
            "origin": ORIGIN,
        },
        "sla": {
            "version": "2.5",
            "title": both("SLA Managed IT"),
            "date": "2025-09-15",
            "language": "nl",
            "languages": ["nl", "en"],
            "superseded_by": None,
            "office_calendar": "office",
            "emergency_service": rule(
                "3.2", text=both("Bij calamiteiten", "In emergencies"), weekly=office, minimum="PT1H", report_by=["phone"]
            ),
            "history": [
                {"version": "2.5", "date": "2025-09-15", "changes": [both("Linux toegevoegd", "Linux added")], "origin": ORIGIN}
            ],
            "chapters": copy.deepcopy(CHAPTERS),
            "hooks": [],
            "descriptions": [],
            "responsibilities": [],
            "security": [],
            "certifications": [],
            "mandates": [],
            "origin": ORIGIN,
        },
        "as_of": "2026-03-01",
        "valid": {"from": "2026-01-01", "until": None},
        "status": {
            "contract": "signed",
            "in_force": True,
            "reason": "in-force",
            "start": "2026-01-01",
            "end": "2028-12-31",
            "notice": "P3M",
            "notice_by": "2028-09-30",
            "renewal": "P1Y",
            "signature": {
                "on": "2025-12-10",
                "by": "J. de Vries",
                "general_terms": "2024",
                "general_terms_on": "2025-12-01",
                "origin": ORIGIN,
            },
            "has_dap": True,
            "amendments": [
                {
                    "document": "contract",
                    "date": "2026-02-01",
                    "reason": "Halfjaarlijkse bespreking",
                    "approved_by": None,
                    "applied": True,
                    "changes": [{"pointer": "/form/workplace/quantity", "before": 55, "after": 60}],
                    "origin": ORIGIN,
                }
            ],
            "origin": ORIGIN,
        },
        "form": {
            "clause": "5.1",
            "bought": [
                rule(
                    "5.1",
                    form="server",
                    label=both("Server"),
                    type="plus",
                    type_label=both("Plus"),
                    all_in=False,
                    components=["server"],
                    quantity=4,
                    quantities={"server": 4},
                    categories=[],
                    hours=None,
                    hours_adjusted_every=None,
                    monthly_fee=euros("480.00"),
                )
            ],
            "options": [],
            "systems": [
                {
                    "id": "srv-dc01",
                    "component": "server",
                    "component_label": both("Server"),
                    "os": "windows-server-2022",
                    "os_family": "windows",
                    "covered": True,
                    "description": "Domeincontroller",
                    "quantity": 1,
                    "update_management": False,
                    "origin": ORIGIN,
                }
            ],
            "emergency_service": rule(
                "3.2",
                calendar="office",
                minimum="PT1H",
                report_by=["phone"],
                text=both("Bij calamiteiten", "In emergencies"),
                monthly_fee=euros("125.00"),
                hourly=euros("150.00"),
                designated=["jan"],
                telephone=None,
            ),
            "visits": rule("8.1", frequency="FREQ=MONTHLY;BYDAY=1TU", kind="Onderhoud", location="Utrecht"),
        },
        "coverage": {
            "components": [named("5.1", "server", "Server")],
            "services": [named("5.2", "restore", "Bestanden terugzetten", "Restore of files")],
            "types": [named("5.1", "plus", "Plus", includes=[], includes_clause=None)],
            "forms": [],
            "os_families": [],
            "exclusions": [],
            "matrix": {
                "clause": "5.2",
                "columns": [
                    {
                        "form": "server",
                        "form_label": both("Server"),
                        "type": "plus",
                        "type_label": both("Plus"),
                        "bought": True,
                    }
                ],
                "rows": [named("5.2", "restore", "Bestanden terugzetten", "Restore of files", cells=["billable"])],
            },
            "rules": [],
        },
        "calendars": [
            named(
                "3.1",
                "office",
                "Kantooruren",
                "Office hours",
                timezone="Europe/Amsterdam",
                weekly=office,
                closings=[named("3.1", "christmas", "Eerste kerstdag", "Christmas Day", date="2026-12-25")],
                early_closings=[named("3.1", "eve", "Kerstavond", "Christmas Eve", date="2026-12-24", closes="16:00")],
                covers={"from": "2026-01-01", "until": "2028-12-31"},
            )
        ],
        "maintenance": {
            "windows": [
                rule(
                    "8.2",
                    id="patching",
                    systems=["srv-dc01"],
                    work="Updates en herstart",
                    rule="FREQ=MONTHLY;BYDAY=2TU",
                    start="2026-01-01",
                    **{"from": "22:00"},
                    duration="PT3H",
                    timezone="Europe/Amsterdam",
                    outside_office_hours=True,
                    occurrences=[{"starts": "2026-03-10T22:00:00+01:00", "ends": "2026-03-11T01:00:00+01:00"}],
                )
            ],
            "blackouts": [
                rule(
                    "8.2",
                    id="nights",
                    systems=["srv-dc01"],
                    weekly=weekly(("sat",), "22:00", "06:00"),
                    timezone="Europe/Amsterdam",
                    reason="Nachtproductie",
                )
            ],
            "trial_restores": [
                rule(
                    "6.1",
                    id="quarterly",
                    systems=["srv-dc01"],
                    rule="FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1",
                    start="2026-01-01",
                    dates=["2026-04-01"],
                    report_to=["jan"],
                )
            ],
            "covers": {"from": "2026-03-01", "until": "2027-02-28"},
        },
        "contacts": {
            "people": [
                {
                    "id": "jan",
                    "name": "Jan de Vries",
                    "function": "Directeur",
                    "email": "jan@bakkerij.example",
                    "telephone": None,
                    "may": ["report", "authorise", "call-emergency"],
                    "origin": ORIGIN,
                }
            ],
            "restricted": True,
            "restricted_origin": ORIGIN,
            "clause": "3",
            "authorisation_in_writing": True,
            "authorisation_clause": "10",
        },
        "monitoring": {
            "systems": [
                rule(
                    "6.1",
                    system="srv-dc01",
                    template="windows-server",
                    also=[],
                    template_label=both("Windows-server", "Windows server"),
                    standard=False,
                    reason="Zware nachtverwerking",
                    checks=[
                        {
                            "id": "cpu",
                            "label": both("Processorbelasting", "Processor load"),
                            "unit": "%",
                            "warning": "80",
                            "critical": "92.5",
                            "direction": "above",
                            "interval": "PT5M",
                            "for": "PT15M",
                            "source": "override",
                            "origin": ORIGIN,
                        }
                    ],
                )
            ]
        },
        "tickets": {
            "types": [
                topic(
                    "7.9",
                    "incident",
                    "Iets werkt niet.",
                    "Something doesn't work.",
                    label=both("Incident"),
                    prioritised=True,
                    outcome=None,
                    fair_use=[],
                    fair_use_text=None,
                )
            ],
            "minimum_information": [],
            "impacts": [topic("7.9", "1", "De hele organisatie", "The whole organisation")],
            "urgencies": [topic("7.9", "A", "Kan niet wachten", "Can't wait")],
            "priorities": [
                named("7.9", "kritisch", "Kritisch", "Critical", short=both("Kritisch", "Critical"), rank=1, report_by=["phone"])
            ],
            "matrix": {"A": {"1": "kritisch"}},
            "targets": [
                rule(
                    "7.9",
                    priority="kritisch",
                    kind="start",
                    agreement="binding",
                    within="PT30M",
                    calendars=["office"],
                    deviation=None,
                )
            ],
            "channels": [{**channel, "id": "phone", "label": both("telefoon", "telephone"), "url": None, "written": False}],
            "clause": "7.9",
        },
        "roles": {
            "activities": [rule("4.1", id="backup", activity="Back-up", responsible="provider", executes=["provider", "erp"])],
            "suppliers": [
                rule("9", id="erp", name="ERP Partner", covers="Boekhouding", email=None, telephone=None, agreement="Contract 12")
            ],
        },
        "mandate": [topic("4.2", "hotfix", "Kwetsbaarheden verhelpen", "Mending vulnerabilities")],
        "notifications": {
            "status_mails": rule("7.5", events=["created", "closed"], to=["jan"], to_events=["closed"], to_origin=None),
            "remote_viewing": rule("7.2", text="Alleen na toestemming."),
        },
        "escalation": [],
        "billing": {
            "currency": "EUR",
            "hourly": "110.00",
            "outside_office_hours": "165.00",
            "emergency": None,
            "monthly_total": "605.00",
            "rules": [],
            "origin": None,
        },
        "reviews": rule("11", per_year=2, standard_per_year=2, present=[], agenda=[], additions=["Jaarplan"]),
        "deviations": [
            rule(
                "5.2",
                id="restore-included",
                kind="coverage",
                service="restore",
                component="server",
                standard="billable",
                agreed="included",
                reason="Onderdeel van de aanbieding",
                approved_by="Directie",
            )
        ],
        "notes": [],
        "sources": [{"file": "clients/bakkerij/contract.yaml", "sha256": "0" * 64}],
        "digest": "",
    }


def bundle(made: dict[str, Any] | None = None) -> Bundle:
    """The bundle of the data, sealed."""
    return sealed(from_data(made if made is not None else data()))
