"""Small bundles, made by hand: a provider with office and emergency hours in one time zone."""

from __future__ import annotations

import copy
from typing import Any

from compiler.bundle import Bundle, from_data

ZONE = "Europe/Amsterdam"
WEEK = ("mon", "tue", "wed", "thu", "fri")
HOSTILE = "Quote \" ' $HOME @{[ `id` ]} });system('id');#{x} {{x}} <b>&amp;</b> | \\ 🚀 é\nnext line"


def origin(file: str = "provider/sla/2.5/sla.yaml", line: int = 1) -> dict[str, Any]:
    return {"file": file, "line": line, "column": 1, "pointer": "/x"}


def text(words: str) -> dict[str, str]:
    return {"nl": words, "en": f"{words} (en)"}


def topic(key: str, words: str, label: str | None = None) -> dict[str, Any]:
    return {"id": key, "text": text(words), "label": label and text(label), "clause": "7.9", "origin": origin()}


def calendar(
    key: str,
    *windows: tuple[str, str],
    days: tuple[str, ...] = WEEK,
    closings: tuple[str, ...] = (),
    early: tuple[tuple[str, str], ...] = (),
    zone: str = ZONE,
    covers: tuple[str | None, str | None] = ("2026-01-01", "2029-12-31"),
) -> dict[str, Any]:
    def named(date: str) -> dict[str, Any]:
        return {"id": "day", "label": text("Day"), "clause": "3.1", "origin": origin(), "date": date}

    return {
        "id": key,
        "label": text(key),
        "clause": "3.1",
        "origin": origin(line=11),
        "timezone": zone,
        "weekly": {day: [{"from": start, "to": end} for start, end in windows] for day in days},
        "closings": [named(date) for date in closings],
        "early_closings": [named(date) | {"closes": closes} for date, closes in early],
        "covers": {"from": covers[0], "until": covers[1]},
    }


def target(priority: str, within: str | None, *calendars: str, kind: str = "start", agreement: str = "binding") -> dict[str, Any]:
    return {
        "priority": priority,
        "kind": kind,
        "agreement": agreement,
        "within": within,
        "calendars": list(calendars),
        "deviation": None,
        "clause": "7.9",
        "origin": origin(line=77),
    }


def contact(key: str, *may: str, **given: str | None) -> dict[str, Any]:
    person = {
        "id": key,
        "name": key.title(),
        "function": None,
        "email": f"{key}@client.example",
        "telephone": None,
        "may": list(may),
    }
    return person | given | {"origin": origin("clients/x/dap.yaml", 5)}


def priority(key: str, rank: int, *report_by: str) -> dict[str, Any]:
    return {
        "id": key,
        "label": text(key),
        "short": text(key),
        "rank": rank,
        "report_by": list(report_by),
        "clause": "7.9",
        "origin": origin(),
    }


def status_mails(to: tuple[str, ...] = (), to_events: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "events": ["created", "closed"],
        "to": list(to),
        "to_events": list(to_events),
        "to_origin": None,
        "clause": "7.5",
        "origin": origin(),
    }


CLOSED = ("2026-04-06", "2026-04-27", "2026-12-25", "2027-01-01")
OFFICE = calendar("office", ("08:00", "17:00"), closings=CLOSED, early=(("2026-12-24", "16:00"), ("2026-12-31", "16:00")))
EMERGENCY = calendar("emergency", ("07:00", "23:00"), closings=CLOSED)

PLAIN: dict[str, Any] = {
    "format": "akkoord-bundle/1",
    "client": {
        "id": "bakery",
        "name": "Bakery B.V.",
        "kvk": None,
        "registration": None,
        "address": None,
        "origin": origin("clients/bakery/contract.yaml", 2),
    },
    "provider": {
        "name": "Provider",
        "legal_name": "Provider B.V.",
        "kvk": None,
        "registration": None,
        "address": {"street": "Street 1", "postcode": "1000 AA", "city": "Town", "country": "NL"},
        "website": None,
        "timezone": ZONE,
        "colour": "#000000",
        "desks": [],
        "origin": origin(),
    },
    "sla": {
        "version": "2.5",
        "title": text("SLA"),
        "date": "2025-09-15",
        "language": "nl",
        "languages": ["nl", "en"],
        "superseded_by": None,
        "office_calendar": "office",
        "emergency_service": None,
        "history": [],
        "chapters": [],
        "hooks": [],
        "descriptions": [],
        "responsibilities": [],
        "security": [],
        "certifications": [],
        "mandates": [],
        "origin": origin(),
    },
    "as_of": "2026-06-01",
    "valid": {"from": "2026-01-01", "until": "2028-12-31"},
    "status": {
        "contract": "signed",
        "in_force": True,
        "reason": "in-force",
        "start": "2026-01-01",
        "end": "2028-12-31",
        "notice": None,
        "notice_by": None,
        "renewal": None,
        "signature": None,
        "has_dap": True,
        "amendments": [],
        "origin": origin("clients/bakery/contract.yaml", 4),
    },
    "form": {
        "clause": "5.1",
        "bought": [
            {
                "form": "server",
                "label": text("Server"),
                "type": "plus",
                "type_label": text("Plus"),
                "all_in": False,
                "components": ["server"],
                "quantity": 1,
                "quantities": {"server": 1},
                "categories": [],
                "hours": None,
                "hours_adjusted_every": None,
                "monthly_fee": None,
                "clause": "5.1",
                "origin": origin(),
            }
        ],
        "options": [],
        "systems": [],
        "emergency_service": None,
        "visits": None,
    },
    "coverage": {
        "components": [],
        "services": [],
        "types": [],
        "forms": [],
        "os_families": [],
        "exclusions": [],
        "matrix": {"clause": "5.2", "columns": [], "rows": []},
        "rules": [
            {
                "id": "rest",
                "kind": "matrix",
                "when": {},
                "outcome": "included",
                "rate": None,
                "minimum": None,
                "conditions": [],
                "text": None,
                "clause": "5.2",
                "origin": origin(),
            }
        ],
    },
    "calendars": [OFFICE, EMERGENCY],
    "maintenance": {"windows": [], "blackouts": [], "trial_restores": [], "covers": {"from": None, "until": None}},
    "contacts": {
        "people": [
            contact("jan", "report", "view-all-tickets", telephone="+31 88 000 00 00", function="IT"),
            contact("els", "report", "receive-status-mails"),
            contact("piet", email=None),
        ],
        "restricted": True,
        "restricted_origin": None,
        "clause": "3",
        "authorisation_in_writing": True,
        "authorisation_clause": "10",
    },
    "monitoring": {"systems": []},
    "tickets": {
        "types": [
            {
                **topic("incident", "Broken", "Trouble"),
                "prioritised": True,
                "outcome": None,
                "fair_use": [],
                "fair_use_text": None,
            },
            {
                **topic("change", "Change", "Alteration"),
                "prioritised": False,
                "outcome": None,
                "fair_use": [],
                "fair_use_text": None,
            },
        ],
        "minimum_information": [
            {"id": "steps", "label": text("Steps taken"), "types": ["incident"], "clause": "9", "origin": origin()},
        ],
        "impacts": [topic("1", "All"), topic("2", "One department"), topic("3", "One person")],
        "urgencies": [topic("A", "Now"), topic("B", "Workaround"), topic("C", "Later")],
        "priorities": [
            priority("critical", 1, "phone"),
            priority("serious", 2, "phone", "email"),
            priority("standard", 3, "phone", "email"),
            priority("low", 4, "email"),
        ],
        "matrix": {"A": {"1": "critical", "2": "serious", "3": "standard"}},
        "targets": [
            target("critical", "PT30M", "office", "emergency"),
            target("serious", "PT1H", "office"),
            target("standard", "P1D", "office", agreement="aim"),
            target("low", None, agreement="none"),
        ],
        "channels": [
            {"id": key, "label": text(key), "url": None, "written": key != "phone", "clause": "3", "origin": origin()}
            for key in ("phone", "email")
        ],
        "clause": "7.9",
    },
    "roles": {"activities": [], "suppliers": []},
    "mandate": [],
    "notifications": {"status_mails": status_mails(("els",), ("created", "closed")), "remote_viewing": None},
    "escalation": [{"step": "0", "level": text("Support"), "client": [], "provider": [], "clause": "12", "origin": origin()}],
    "billing": {
        "currency": None,
        "hourly": None,
        "outside_office_hours": None,
        "emergency": None,
        "monthly_total": None,
        "rules": [],
        "origin": None,
    },
    "reviews": {
        "per_year": 2,
        "standard_per_year": 2,
        "present": [],
        "agenda": [],
        "additions": [],
        "clause": "11",
        "origin": origin(),
    },
    "deviations": [],
    "notes": [],
    "sources": [],
    "digest": "",
}


def bundle(client: str = "bakery", **changes: Any) -> Bundle:
    """The plain bundle of a client, with values set at dotted places: ``bundle(tickets__targets=[…])``, ``client__name="…"``."""
    data = copy.deepcopy(PLAIN)
    data["client"]["id"] = client
    for place, value in changes.items():
        *parents, last = place.split("__")
        node = data
        for parent in parents:
            node = node[parent]
        assert last in node, place
        node[last] = value
    return from_data(data)
