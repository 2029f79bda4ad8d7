"""Mistakes that people make in a contract or DAP, of every phase that can find one, each with the code that names it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]
Files = dict[str, Data]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: ``in_data`` makes it in the data and says whether it could; ``in_text`` makes it in the text written."""

    kind: str
    code: str
    file: str
    in_data: Callable[[Files], bool] | None = None
    in_text: Callable[[str], str] | None = None


def number_of(client: int, share: float) -> int | None:
    """How manieth mistake a client gets, from 0, or None: evenly spread, whatever the number of clients."""
    if not 0 <= share <= 1:
        raise ValueError(f"a share of clients is 0 to 1, not {share}")
    before, after = int(client * share), int((client + 1) * share)
    return before if after > before else None


def spoil(files: Files, number: int) -> Mistake:
    """Makes the mistake of that number, or the next that these files give room for; one in the text is still to be made."""
    for step in range(len(MISTAKES)):
        mistake = MISTAKES[(number + step) % len(MISTAKES)]
        if mistake.file in files and (mistake.in_data is None or mistake.in_data(files)):
            return mistake
    raise AssertionError("some mistakes can be made in any contract")


def _renamed(section: Data, old: str, new: str) -> bool:
    if old not in section:
        return False
    kept = [(new if key == old else key, value) for key, value in section.items()]
    section.clear()
    section.update(kept)
    return True


def _set(section: Data | None, key: str, value: Any) -> bool:
    """Puts another value in place of one that is there."""
    if section is None or key not in section:
        return False
    section[key] = value
    return True


def _first(section: Data | None) -> Data | None:
    return next(iter(section.values())) if section else None


def _unclosed(text: str) -> str:
    return text.replace("}\n", "\n", 1)


def _tab(text: str) -> str:
    return text.replace("\nterm: {", "\nterm:\n\t{", 1)


def _twice(text: str) -> str:
    return text + "status: signed\n"


def _not_text(text: str) -> str:
    return text.replace('version: "', "version: ", 1).replace('", language', ", language", 1)


def _ends_first(files: Files) -> bool:
    term = files["contract"]["term"]
    if "amendments" in files["contract"] or "amendments" in files.get("dap", {}):
        return False
    term["end"] = term["start"] - dt.timedelta(days=31)
    return True


def _terms_late(files: Files) -> bool:
    signed = files["contract"].get("signed")
    return signed is not None and _set(signed["general_terms"], "provided_on", signed["on"] + dt.timedelta(days=9))


def _too_many(files: Files) -> bool:
    servers = files["contract"].get("form", {}).get("server")
    listed = [one for one in files["contract"].get("systems", {}).values() if one["component"] == "server"]
    return len(listed) > 1 and _set(servers, "quantity", len(listed) - 1)


def _not_bought(files: Files) -> bool:
    contract = files["contract"]
    if "network" in contract.get("form", {"network": 1}) or "all-in-1" in contract["form"]:
        return False
    contract["systems"]["fw-nieuw"] = {"component": "network", "os": "fortios"}
    return True


def _swapped_thresholds(files: Files) -> bool:
    for agreed in files["dap"].get("monitoring", {}).values():
        for check in agreed.get("extra", {}).values():
            return _set(check, "warning", check["critical"] + 1)
    return False


def _no_phone(files: Files) -> bool:
    contract = files["contract"]
    people = contract.get("contacts") or files.get("dap", {}).get("contacts", {})
    designated = contract.get("emergency_service", {}).get("designated")
    return bool(designated) and people[designated[0]].pop("telephone", None) is not None


def _unapproved(files: Files) -> bool:
    deviation = _first(files["contract"].get("deviations"))
    return deviation is not None and deviation.pop("approved_by", None) is not None


def _no_rates(files: Files) -> bool:
    changed = files["contract"].get("amendments", {}).values()
    if (
        files["contract"]["status"] == "draft"
        or any("rates" in one["change"] for one in changed)
        or "maintenance" in files.get("dap", {})
    ):
        return False
    return files["contract"].pop("rates", None) is not None


def _outside_term(files: Files) -> bool:
    change = {"reason": "Verlenging", "change": {"mandate": []}}
    files["contract"].setdefault("amendments", {})["2099-01-01"] = change
    return True


def _in_blackout(files: Files) -> bool:
    window = _first(files["dap"].get("maintenance"))
    if window is None or files["contract"]["status"] == "ended":
        return False
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    hours = [{"days": days, "from": "04:00", "to": "23:00"}]
    others = [one for one in files["dap"]["maintenance"].values() if one is not window]
    alone = [system for system in window["systems"] if not any(system in one["systems"] for one in others)]
    if not alone:
        return False
    files["dap"].setdefault("no_maintenance", {})["altijd"] = {
        "systems": alone[:1],
        "hours": hours,
        "reason": "Altijd in bedrijf",
    }
    return True


MISTAKES = (
    Mistake("unclosed-bracket", "AK101", "contract", in_text=_unclosed),
    Mistake("typo-in-key", "AK201", "contract", lambda files: _renamed(files["contract"]["sla"], "language", "langauge")),
    Mistake("unknown-contact", "AK306", "dap", lambda files: _set(files["dap"], "authorisers", ["niemand"])),
    Mistake("end-before-start", "AK401", "contract", _ends_first),
    Mistake(
        "words-for-a-number",
        "AK204",
        "contract",
        lambda files: _set(_first(files["contract"].get("form")), "monthly_fee", "vijftig"),
    ),
    Mistake("unknown-sla", "AK301", "contract", lambda files: _set(files["contract"]["sla"], "version", "3.1")),
    Mistake("terms-after-signing", "AK402", "contract", _terms_late),
    Mistake("tab", "AK101", "contract", in_text=_tab),
    Mistake("unquoted-version", "AK203", "contract", in_text=_not_text),
    Mistake(
        "unknown-os", "AK306", "contract", lambda files: _set(_first(files["contract"].get("systems")), "os", "windows-3.11")
    ),
    Mistake("too-many-systems", "AK407", "contract", _too_many),
    Mistake("impossible-date", "AK206", "contract", lambda files: _set(files["contract"]["term"], "start", "2026-02-30")),
    Mistake("unknown-type", "AK303", "contract", lambda files: _set(_first(files["contract"].get("form")), "type", "gold")),
    Mistake("component-not-bought", "AK406", "contract", _not_bought),
    Mistake("key-twice", "AK103", "contract", in_text=_twice),
    Mistake("unknown-status", "AK205", "contract", lambda files: _set(files["contract"], "status", "getekend")),
    Mistake(
        "unknown-system", "AK306", "dap", lambda files: _set(_first(files["dap"].get("maintenance")), "systems", ["srv-weg"])
    ),
    Mistake("warning-beyond-critical", "AK419", "dap", _swapped_thresholds),
    Mistake("missing-key", "AK202", "contract", lambda files: files["contract"].pop("term") is not None),
    Mistake("amendment-outside-term", "AK313", "contract", _outside_term),
    Mistake("no-telephone", "AK409", "contract", _no_phone),
    Mistake("malformed-kvk", "AK206", "contract", lambda files: _set(files["contract"]["client"], "kvk", "123.456")),
    Mistake("unapproved-deviation", "AK425", "contract", _unapproved),
    Mistake(
        "malformed-rule", "AK206", "dap", lambda files: _set(_first(files["dap"].get("maintenance")), "rule", "elke dinsdag")
    ),
    Mistake("maintenance-in-blackout", "AK414", "dap", _in_blackout),
    Mistake("unknown-party", "AK306", "dap", lambda files: _set(_first(files["dap"].get("roles")), "responsible", "leverancier")),
    Mistake("no-rates", "AK438", "contract", _no_rates),
)
"""In an order that mixes the phases: reading, the schema, names, meaning."""
