"""The DAP of a client that doesn't exist, without a mistake beside its contract."""

from __future__ import annotations

import datetime as dt

from benchmarks.clients import words
from benchmarks.clients.contract import Client, Data

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORKING_DAYS = ["mon", "tue", "wed", "thu", "fri"]
_OVERRIDES: dict[str, Data] = {
    "windows": {
        "cpu": {"warning": 90, "critical": 98, "for": "PT30M"},
        "disk": {"warning": 25, "critical": 15},
        "time-offset": {"off": True},
        "updates": {"warning": 40, "interval": "PT12H"},
    },
    "linux": {"memory": {"warning": 80}, "disk": {"warning": 20, "critical": 10}, "cpu": {"for": "PT1H"}},
    "workplace": {"last-seen": {"warning": 21}, "disk": {"warning": 8, "critical": 4}, "updates": {"critical": 75}},
    "network": {"latency": {"warning": 150, "critical": 400}, "uplink-load": {"warning": 70}, "temperature": {"off": True}},
}


def dap(made: Client) -> Data:
    """The DAP of that client."""
    chance, data = made.chance, Data()
    people = list(made.people)
    if made.contacts_in_dap:
        data["contacts"] = made.people
    if chance.happens(0.3):
        data["reporters"] = people
    data["authorisers"] = chance.some(people, chance.number(1, 2))
    _roles(made, data)
    if made.contract.get("systems"):
        _of_systems(made, data)
    if chance.happens(0.15):
        data["remote_viewing"] = {"text": words.WATCHING[made.lang]}
    if chance.happens(0.5):
        data["status_mails"] = {"to": [people[0]], "events": chance.one((["created", "closed"], ["closed"]))}
    if chance.happens(0.4):
        data["review"] = {"per_year": chance.number(2, 6)}
        if chance.happens(0.6):
            data["review"]["additions"] = chance.some(words.AGENDA[made.lang], chance.number(1, 2))
    if data["authorisers"] != people and made.end - made.start > dt.timedelta(days=400) and chance.happens(0.3):
        date = made.start + dt.timedelta(days=chance.number(30, 300))
        change = {"reason": chance.one(words.CHANGES[made.lang]), "change": {"authorisers": people}}
        data["amendments"] = {date.isoformat(): change}
    return data


def _roles(made: Client, data: Data) -> None:
    chance = made.chance
    suppliers = chance.some(words.SUPPLIERS, chance.one((0, 0, 1, 1, 2)))
    parties = ["client", "provider", *(key for key, _ in suppliers)]
    data["roles"] = {
        key: {
            "activity": activity,
            "responsible": chance.one(parties),
            "executes": chance.some(parties, chance.number(1, 2)),
        }
        for key, activity in chance.some(words.ACTIVITIES[made.lang], chance.number(1, 2 * made.size))
    }
    for key, name in suppliers:
        supplier: Data = {"name": name, "covers": chance.one(words.COVERS[made.lang])}
        if chance.happens(0.8):
            supplier["email"] = f"support@{key}.example"
        if chance.happens(0.5):
            supplier["telephone"] = f"+31 (0)20 - 555 02 {chance.number(0, 99):02d}"
        if chance.happens(0.5):
            supplier["agreement"] = chance.one(words.AGREEMENTS[made.lang])
        data.setdefault("suppliers", {})[key] = supplier


def _of_systems(made: Client, data: Data) -> None:
    """Monitoring, trial restores, maintenance and blackouts."""
    chance = made.chance
    if made.linux and made.version == "2.5" and chance.happens(0.5):
        reason = chance.one(words.REASONS[made.lang])
        data["os_deviations"] = {
            made.linux[0]: {"template": "linux-basic", "reason": reason, "approved_by": chance.one(words.APPROVERS)}
        }
    if chance.happens(0.6):
        data["monitoring"] = _monitoring(made, list(data.get("os_deviations", ())))
    if made.windows and chance.happens(0.4):
        rule = chance.one(("FREQ=MONTHLY;INTERVAL=3;BYDAY=1WE", "FREQ=YEARLY;BYMONTH=3,9;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=-1TU"))
        systems = chance.some(made.windows, chance.number(1, 3))
        data["trial_restores"] = {
            "herstel": {"systems": systems, "rule": rule, "start": made.start, "report_to": [next(iter(made.people))]}
        }
    kept = made.windows + made.network + made.linux
    if kept and chance.happens(0.75):
        data["maintenance"] = _maintenance(made, kept)
    if kept and chance.happens(0.25):
        data["no_maintenance"] = _blackouts(made, kept, data.get("maintenance", {}))


def _monitoring(made: Client, richer: list[str]) -> Data:
    """What differs for some systems. A Linux server gets checks of its own only where the DAP agrees on more than basic."""
    chance = made.chance
    kinds = {"windows": made.windows, "linux": made.linux, "workplace": made.workplaces, "network": made.network}
    watched = [(kind, name) for kind, names in kinds.items() for name in names]
    agreed: Data = {}
    for kind, name in chance.some(watched, chance.number(1, 2 * made.size)):
        one: Data = {}
        if kind == "windows" and chance.happens(0.3):
            one["also"] = ["backup-log"]
        if name in richer or (kind == "windows" and chance.happens(0.3)):
            one["extra"] = {
                "orders": {
                    "label": {"nl": "Wachtrij van bestellingen", "en": "Order queue"},
                    "unit": chance.one(("berichten", "/min", "%")),
                    "warning": 50 * chance.number(1, 4),
                    "critical": 500,
                    "direction": "above",
                    "interval": "PT5M",
                }
            }
        if not one or chance.happens(0.6):
            checks = _OVERRIDES[kind]
            one["overrides"] = {key: checks[key] for key in chance.some(list(checks), chance.number(1, 2))}
        agreed[name] = {**one, "reason": chance.one(words.REASONS[made.lang])}
    return agreed


def _maintenance(made: Client, kept: list[str]) -> Data:
    """Windows on days of the week of their own, so that no two meet, in the evening or early in the morning."""
    chance = made.chance
    windows: Data = {}
    for number, day in enumerate(chance.shuffled(_DAYS)[: chance.number(1, 1 + made.size)]):
        code = day[:2].upper()
        rules = (
            f"FREQ=WEEKLY;BYDAY={code}",
            f"FREQ=MONTHLY;BYDAY=2{code}",
            f"FREQ=MONTHLY;BYDAY=-1{code}",
            f"FREQ=WEEKLY;INTERVAL=2;BYDAY={code}",
        )
        starts, duration = chance.one(
            (("19:00", "PT3H"), ("18:00", "PT1H30M"), ("22:00", "PT4H"), ("05:00", "PT2H"), ("20:30", "PT2H"))
        )
        windows[f"{chance.one(('updates', 'onderhoud', 'patching'))}-{number + 1}"] = {
            "systems": chance.some(kept, chance.number(1, 4)),
            "rule": chance.one(rules),
            "start": made.start,
            "from": starts,
            "duration": duration,
            "work": chance.one(words.WORK[made.lang]),
        }
    return windows


def _blackouts(made: Client, kept: list[str], maintenance: Data) -> Data:
    """Office hours for any system, and the nights of those that nobody maintains."""
    chance = made.chance
    maintained = {system for window in maintenance.values() for system in window["systems"]}
    free = [system for system in kept if system not in maintained]
    reason = chance.one(words.BUSY[made.lang])
    if free and chance.happens(0.5):
        hours = [{"days": list(_DAYS[:6]), "from": "22:00", "to": "06:00"}]
        return {"nachtproductie": {"systems": free[:3], "hours": hours, "reason": reason}}
    hours = [{"days": _WORKING_DAYS, "from": "08:30", "to": "12:00"}, {"days": _WORKING_DAYS, "from": "13:00", "to": "17:00"}]
    return {"drukke-uren": {"systems": chance.some(kept, 3), "hours": hours, "reason": reason}}
