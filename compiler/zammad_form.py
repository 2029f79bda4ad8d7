"""Zammad's objects in two forms: as its REST API has them, and flat, as plans compare and tell them.

In the flat form another object is called by what it is known by: a client's word in the mark for an organization, a login for a
user, the name for the rest. Ids stand only in the API's form.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from compiler.plan import Value, Wanted
from compiler.weekday import DAYS

PATHS = {
    "calendar": "calendars",
    "priority": "ticket_priorities",
    "organization": "organizations",
    "user": "users",
    "sla": "slas",
    "trigger": "triggers",
}
"""The kinds of objects in the order in which they are made, and where each stands in the API."""

SWITCHED = ("priority", "organization", "user", "trigger")
"""The kinds that can be put out of use."""

STATES = "ticket_states"
"""Where the states of tickets stand, which are Zammad's own."""

Called = Callable[[str, Any], str]
"""What an object of a kind with this id is called."""
Number = Callable[[str, str], Any]
"""The id of an object of a kind that is called so, or what stands for it."""

_WORD_LIMIT = 50
_PLAIN = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")

TIMES = ("first_response_time", "response_time", "update_time", "solution_time")
_TEXTS = {
    "user": ("firstname", "lastname", "email", "phone", "department"),
    "trigger": ("activator", "execution_condition_mode"),
}
_REFERRED = {"ticket.organization_id": "organization", "ticket.priority_id": "priority", "ticket.state_id": "state"}
_PLACES = ("article_last_sender", "ticket_customer", "ticket_owner", "ticket_agents")
"""Recipients that are no users of their own."""


def word(identifier: str) -> str:
    """An id in small ASCII letters, digits, hyphens, dots and a tilde, apart from all others in whatever way they are compared.

    Zammad makes logins small, sanitizes notes, and compares names without case. A plain id is its own word; any other, and a
    long one, ends in a digest of the whole.
    """
    if _PLAIN.fullmatch(identifier) and len(identifier) <= _WORD_LIMIT:
        return identifier
    letters = re.sub(r"[^a-z0-9]+", "-", identifier.lower()).strip("-")
    return f"{letters[: _WORD_LIMIT - 9]}~{hashlib.sha256(identifier.encode()).hexdigest()[:8]}"


def flat(kind: str, data: Mapping[str, Any], called: Called) -> dict[str, Value]:
    """An object's attributes out of the API's form, without its name, its note and whether it is in use."""
    attributes: dict[str, Value] = {key: data.get(key) or "" for key in _TEXTS.get(kind, ())}
    if kind == "calendar":
        attributes["timezone"] = data.get("timezone") or ""
        hours = data.get("business_hours") or {}
        for day in DAYS:
            given = hours.get(day) or {}
            frames = given.get("timeframes") or () if given.get("active") else ()
            attributes[day] = tuple(f"{start}-{end}" for start, end in frames)
        holidays = data.get("public_holidays") or {}
        closed = {date: one for date, one in holidays.items() if one and one.get("active") and not one.get("removed")}
        attributes |= {f"closed {date}": one.get("summary") or "" for date, one in closed.items()}
        attributes["ical_url"] = data.get("ical_url") or None
    elif kind == "organization":
        attributes["shared"] = "yes" if data.get("shared") else "no"
    elif kind == "user":
        attributes["organization"] = called("organization", data["organization_id"]) if data.get("organization_id") else None
        attributes["organizations"] = tuple(sorted(called("organization", one) for one in data.get("organization_ids") or ()))
    elif kind == "sla":
        attributes["calendar"] = called("calendar", data.get("calendar_id"))
        attributes |= {key: None if data.get(key) is None else str(data[key]) for key in TIMES}
        attributes |= _condition(data.get("condition") or {}, called)
    elif kind == "trigger":
        attributes |= _condition(data.get("condition") or {}, called)
        attributes |= _performed(data.get("perform") or {}, called)
    return attributes


def made(wanted: Wanted, number: Number) -> dict[str, Any]:
    """A wanted object in the API's form, in use and with its name and note: the opposite of ``flat``."""
    kind, attributes = wanted.kind, wanted.attributes
    data: dict[str, Any] = {"login" if kind == "user" else "name": wanted.name}
    data |= {key: attributes[key] for key in ("note", *_TEXTS.get(kind, ())) if key in attributes}
    if kind in SWITCHED:
        data["active"] = True
    if kind == "calendar":
        data |= {"timezone": attributes["timezone"], "ical_url": attributes["ical_url"]}
        data["business_hours"] = {
            day: {"active": bool(attributes[day]), "timeframes": [one.split("-") for one in attributes[day] or ()]}
            for day in DAYS
        }
        closed = {key.removeprefix("closed "): value for key, value in attributes.items() if key.startswith("closed ")}
        data["public_holidays"] = {date: {"active": True, "summary": summary} for date, summary in closed.items()}
    elif kind == "organization":
        data["shared"] = attributes["shared"] == "yes"
    elif kind == "user":
        data["organization_id"] = number("organization", str(attributes["organization"]))
        data["organization_ids"] = [number("organization", one) for one in attributes["organizations"] or ()]
    elif kind == "sla":
        data["calendar_id"] = number("calendar", str(attributes["calendar"]))
        data |= {key: None if attributes[key] is None else int(str(attributes[key])) for key in TIMES}
        data["condition"] = _conditioned(attributes, number)
    elif kind == "trigger":
        data["condition"] = _conditioned(attributes, number)
        recipients = [one if one in _PLACES else _user(number("user", one)) for one in attributes["recipient"] or ()]
        mail = {"recipient": recipients, "subject": attributes["subject"], "body": attributes["body"]}
        data["perform"] = {"notification.email": mail}
    return data


def _condition(condition: Mapping[str, Any], called: Called) -> dict[str, Value]:
    """What a ticket must be, an attribute for each thing that is asked: the operator, and what it is compared with."""
    if not all(isinstance(given, Mapping) for given in condition.values()):
        return {"if": json.dumps(condition, sort_keys=True)}
    found: dict[str, Value] = {}
    for asked, given in condition.items():
        values = given.get("value")
        kind = _REFERRED.get(asked)
        named = [called(kind, one) if kind else str(one) for one in (values if isinstance(values, list) else [values])]
        before = given.get("pre_condition")
        told = [str(given.get("operator")), *([] if before in (None, "specific") else [str(before)]), *named]
        found[f"if {asked}"] = tuple(told)
    return found


def _conditioned(attributes: Mapping[str, Value], number: Number) -> dict[str, Any]:
    condition: dict[str, Any] = {}
    for key, told in attributes.items():
        if not key.startswith("if ") or not isinstance(told, tuple):
            continue
        asked = key.removeprefix("if ")
        operator, *values = told
        kind = _REFERRED.get(asked)
        condition[asked] = {"operator": operator} | ({"pre_condition": "specific"} if kind == "organization" else {})
        condition[asked]["value"] = [number(kind, one) for one in values] if kind else values[0]
    return condition


def _performed(perform: Mapping[str, Any], called: Called) -> dict[str, Value]:
    mail = dict(perform.get("notification.email") or {})
    recipients = mail.pop("recipient", None) or ()
    found: dict[str, Value] = {
        "recipient": tuple(_recipient(one, called) for one in _several(recipients)),
        "subject": mail.pop("subject", ""),
        "body": mail.pop("body", ""),
    }
    found |= {f"mail {key}": json.dumps(value, sort_keys=True) for key, value in mail.items()}
    rest = {key: value for key, value in perform.items() if key != "notification.email"}
    return found | {f"do {key}": json.dumps(value, sort_keys=True) for key, value in rest.items()}


def _several(given: Any) -> Iterable[str]:
    return given if isinstance(given, list | tuple) else (given,)


def _recipient(given: str, called: Called) -> str:
    return called("user", given.removeprefix("userid_")) if given.startswith("userid_") else given


def _user(number: Any) -> Any:
    return f"userid_{number}" if isinstance(number, str) else {**number, "before": "userid_"}
