"""What changed, and from what to what, in English words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from itertools import takewhile
from typing import Any

import msgspec

from compiler import duration
from compiler.bundle import (
    Amendment,
    Bought,
    Bundle,
    Closing,
    CoverageRule,
    Deviation,
    EmergencyOffer,
    EmergencyService,
    Interval,
    Money,
    MonitoredSystem,
    RemoteViewing,
    Rule,
    Signature,
    Sla,
    StatusMails,
    Target,
    Text,
    Topic,
    Version,
    Visits,
)
from compiler.difference import Difference
from compiler.weekday import DAYS

_KINDS = {"start": "start of work", "response": "response", "resolution": "resolution"}
_WORDS = {
    "included": "included",
    "billable": "charged separately",
    "optional": "an option",
    "not-offered": "not offered",
    "excluded": "outside the agreement",
    "no-sla": "no SLA",
    "not-in-force": "not in force",
    "none": "no agreement",
}
# By the whole way to a field, or by its last step alone.
_FIELDS = {
    "form": "what was bought",
    "weekly": "hours",
    "within": "",
    "outcome": "",
    "os": "operating system",
    "report_by": "report by",
    "from": "start time",
    "hourly": "hourly rate",
    "billing.outside_office_hours": "rate outside office hours",
    "billing.emergency": "rate of the emergency service",
    "monthly_total": "total per month",
    "may": "permissions",
    "per_year": "reviews a year",
}
_DURATIONS = {"within", "over", "minimum", "interval", "for", "notice", "renewal", "duration", "hours_adjusted_every"}
_PARTS: Mapping[type, str] = {
    Sla: "",
    EmergencyOffer: "Emergency service as offered",
    EmergencyService: "Emergency service",
    Visits: "Visits",
    StatusMails: "Status mails",
    RemoteViewing: "Remote viewing",
    Signature: "Signature",
    MonitoredSystem: "Monitoring of {0.system}",
    Amendment: "Amendment of {0.date}",
    Version: "Version {0.version}",
    Deviation: "Deviation {0.id}",
}
"""What parts without a label of their own are called; nothing for what goes without saying."""
_SECTIONS = {"sla": "SLA"}
_SHOWN, _AROUND = 160, 30


def subject(one: Difference, lang: str, bundle: Bundle) -> str:
    """What a difference is about: the things around it by their names, and the field."""
    side = one.before if one.after.value is None else one.after
    names = [name for part in side.around[1:] if (name := _named(part, lang, bundle))]
    field = one.field[-1] if one.field[-1] != "*" else "".join(one.field[-2:-1])
    whole = isinstance(side.value, msgspec.Struct) and not isinstance(side.value, Money)
    if one.field[:2] == ("tickets", "matrix"):
        impact, urgency = one.pointer.rsplit("/", 2)[1:]
        return f"Priority at {impact}/{urgency}"
    words = (
        ""
        if whole and _named(side.value, lang, bundle)
        else _FIELDS.get(".".join(one.field), _FIELDS.get(field, field.replace("_", " ")))
    )
    if not names:
        section = _SECTIONS.get(one.field[0], one.field[0].capitalize())
        words = f"{section}: {words}" if len(one.field) > 1 and words else words or section
    return ": ".join([*dict.fromkeys(names), *([words] if words else [])])


def _named(part: Any, lang: str, bundle: Bundle) -> str:
    if isinstance(part, Target):
        return f"{_label(bundle.tickets.priorities, part.priority, lang)}: {_KINDS[part.kind]}"
    if isinstance(part, CoverageRule):
        return _covered(part, lang, bundle)
    if isinstance(part, Bought):
        return f"{_text(part.label, lang)} {_text(part.type_label, lang)}"
    if isinstance(part, Closing):
        return f"{_text(part.label, lang)} {part.date}"
    if type(part) in _PARTS:
        return _PARTS[type(part)].format(part)
    for name in ("label", "name", "title", "activity", "work", "level"):
        found = getattr(part, name, None)
        if found:
            return _text(found, lang)
    if isinstance(part, Topic):
        return _cut(_text(part.text, lang))
    for name in ("id", "number", "version", "step"):
        if getattr(part, name, None):
            return str(getattr(part, name))
    return ""


def _covered(rule: CoverageRule, lang: str, bundle: Bundle) -> str:
    when = rule.when
    parts = [
        _label(bundle.coverage.services, when.service, lang),
        _label(bundle.tickets.types, when.type, lang),
        _label(bundle.coverage.exclusions, when.work, lang),
        _label(bundle.coverage.os_families, when.os_family, lang),
    ]
    what = ", ".join(part for part in parts if part) or "all services"
    where = when.system or _label(bundle.coverage.components, when.component, lang)
    return f"{what} for {where}" if where else what


def _label(items: tuple[Any, ...], identifier: str | None, lang: str) -> str:
    if identifier is None:
        return ""
    for item in items:
        if item.id == identifier:
            found = getattr(item, "label", None) or getattr(item, "text", None)
            return _cut(_text(found, lang)) if found is not None else identifier
    return identifier


def shown(value: Any, one: Difference, lang: str, bundle: Bundle) -> str | None:
    """A value in words; nothing for a part of which the subject says all, None where there is no value."""
    if value is None:
        # A value that isn't set, where the thing itself is there on both sides.
        both = len(one.before.around) == len(one.after.around)
        return "nothing" if both and not isinstance(one.before.value or one.after.value, msgspec.Struct) else None
    field = one.field[-1] if one.field[-1] != "*" else one.field[-2]
    if isinstance(value, Target):
        return f"{_WORDS.get(value.agreement, value.agreement)} {duration.in_words(value.within)}" if value.within else ""
    if isinstance(value, Rule | msgspec.Struct) and not isinstance(value, Money | Interval):
        return ""
    if field in _DURATIONS and isinstance(value, str):
        return duration.in_words(value)
    if one.field[:2] == ("tickets", "matrix"):
        return _label(bundle.tickets.priorities, value, lang)
    if field == "calendars":
        return ", ".join(_label(bundle.calendars, name, lang) for name in value) or "none"
    return _plain(value, lang)


def apart(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Two texts that are long, cut down to where they differ."""
    if before is None or after is None or max(len(before), len(after)) <= _SHOWN:
        return (None if before is None else _cut(before)), (None if after is None else _cut(after))
    start = _alike(before, after)
    end = min(_alike(before[::-1], after[::-1]), len(before) - start, len(after) - start)
    first = max(0, before.rfind(" ", 0, max(0, start - _AROUND)) + 1)
    lead = "…" if first else ""
    cut = []
    for text in (before, after):
        last = text.find(" ", len(text) - end + _AROUND) if end > _AROUND else -1
        cut.append(lead + (text[first:] if last < 0 else f"{text[first:last]}…"))
    return cut[0], cut[1]


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _plain(value: Any, lang: str) -> str:
    match value:
        case Text():
            return f"“{_text(value, lang)}”"
        case bool():
            return "yes" if value else "no"
        case Money():
            return f"{value.amount} {value.currency}"
        case Interval():
            return f"{value.from_}–{value.to}"
        case dt.date() | Decimal() | int():
            return str(value)
        case str():
            return _WORDS.get(value, value)
        case Mapping():
            return "; ".join(f"{_days(keys)} {_plain(item, lang)}" for keys, item in _grouped(value)) or "none"
        case tuple():
            return ", ".join(_plain(item, lang) for item in value) or "none"
    return str(value)


def _grouped(value: Mapping[str, Any]) -> list[tuple[list[str], Any]]:
    """Days that follow each other with the same hours, together."""
    found: list[tuple[list[str], Any]] = []
    for key in sorted(value, key=lambda name: DAYS.index(name) if name in DAYS else 0):
        if found and found[-1][1] == value[key]:
            found[-1][0].append(key)
        else:
            found.append(([key], value[key]))
    return found


def _days(keys: list[str]) -> str:
    return keys[0] if len(keys) == 1 else f"{keys[0]} to {keys[-1]}" if len(keys) > 2 else " and ".join(keys)


def _text(text: Text | str, lang: str) -> str:
    return text if isinstance(text, str) else text[lang] if lang in text else next(iter(text.words.values()), "")


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
