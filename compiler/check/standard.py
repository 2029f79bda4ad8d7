"""The SLA itself: calendars, matrices, targets, clauses, history, languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from compiler import codes, duration, recurrence
from compiler.contract import Contract, Standard
from compiler.diagnostic import Diagnostic, Related
from compiler.opening import closings
from compiler.source import Node, Path
from compiler.weekday import DAYS

_DAY = 24 * 60
_YEAR = dt.timedelta(days=366)
_ENDLESS = float("inf")


def never_open(standard: Standard) -> Iterator[Diagnostic]:
    """A calendar whose closings leave no day of a year on which it opens."""
    first = dt.date.fromisoformat(standard.sla["date"].data)
    for key, calendar in standard.sla["calendars"].items():
        opens: dict[str, str] = {}
        for window in calendar["hours"].each():
            for day in window["days"].data:
                opens[day] = min(window["from"].data, opens.get(day, "24:00"))
        closed = {date for day in closings(standard.sla, key) for date in _rule_dates(day, first)}
        closed |= {
            date
            for _, day in calendar.section("early_closings")
            for date in _rule_dates(day, first)
            if day["closes"].data <= opens.get(DAYS[date.weekday()], "")
        }
        dates = (first + dt.timedelta(days=offset) for offset in range(_YEAR.days))
        if all(DAYS[date.weekday()] not in opens or date in closed for date in dates):
            yield codes.NEVER_OPEN.at(calendar.key_origin, calendar=key, clause=calendar["clause"].data)


def _rule_dates(day: Node, first: dt.date) -> list[dt.date]:
    if "rule" not in day:
        return []
    return recurrence.dates(day["rule"].data, dt.date.fromisoformat(day["since"].data), first, first + _YEAR)


def hours_overlap_in_sla(standard: Standard) -> Iterator[Diagnostic]:
    """Windows of one day that overlap in a calendar."""
    for _, calendar in standard.sla["calendars"].items():
        yield from _hours_overlap(calendar["hours"])


def hours_overlap_in_contract(contract: Contract) -> Iterator[Diagnostic]:
    """Windows of one day that overlap in agreed hours."""
    for _, deviation in contract.contract.section("deviations"):
        if "hours" in deviation["set"]:
            yield from _hours_overlap(deviation["set"]["hours"])
    for _, blackout in contract.dap_section("no_maintenance"):
        yield from _hours_overlap(blackout["hours"])


def _hours_overlap(hours: Node) -> Iterator[Diagnostic]:
    """Windows of a week that overlap. One that ends no later than it begins runs past midnight, on Sunday into Monday."""
    week = sorted(
        (
            (number * _DAY + _minutes(window["from"].data), day, window)
            for number, day in enumerate(DAYS)
            for window in hours.each()
            if day in window["days"].data
        ),
        key=lambda one: (one[0], one[2].path),
    )
    last = max(week, key=lambda one: _ends(*one))
    ends = _ends(*last) - len(DAYS) * _DAY
    overlaps: dict[tuple[bool, Path, Path], list[str]] = {}
    for one in week:
        begins, day, window = one
        if begins < ends:
            overlaps.setdefault((day != last[1], last[2].path, window.path), []).append(day)
        if _ends(*one) > ends:
            last, ends = one, _ends(*one)
    for (day_before, earlier, later), days in overlaps.items():
        first, second = (hours[int(path[-1])] for path in (earlier, later))
        yield codes.HOURS_OVERLAP.at(
            second.origin,
            days=", ".join(days),
            first=f"{first['from'].data}–{first['to'].data}" + (" of the day before" if day_before else ""),
            second=f"{second['from'].data}–{second['to'].data}",
            related=[Related(first.origin, "the other window stands here")],
        )


def _ends(begins: int, _day: str, window: Node) -> int:
    length = _minutes(window["to"].data) - _minutes(window["from"].data)
    return begins + length + (0 if length > 0 else _DAY)


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def matrix_gap(standard: Standard) -> Iterator[Diagnostic]:
    """A service, form and type without an outcome; types whose coverage isn't known are left out."""
    sla = standard.sla
    for service, row in sla["services"].items():
        for form, offer in sla["forms"].items():
            for kind in offer["types"].data:
                unknown = sla.get("types", kind, "unknown") is not None
                if not unknown and sla.get("coverage", service, form, kind) is None:
                    at = sla.get("coverage", service, form) or sla.get("coverage", service) or row
                    yield codes.MATRIX_GAP.at(
                        at.key_origin, service=service, form=form, type=kind, clause=sla["coverage_clause"].data
                    )


def priority_gap(standard: Standard) -> Iterator[Diagnostic]:
    """An urgency and impact without a priority."""
    sla = standard.sla
    for urgency in sla["urgencies"].data:
        for impact in sla["impacts"].data:
            if sla.get("priority_matrix", urgency, impact) is None:
                at = sla.get("priority_matrix", urgency) or sla["priority_matrix"]
                yield codes.PRIORITY_GAP.at(at.key_origin, urgency=urgency, impact=impact, clause=sla["priority_clause"].data)


def target_out_of_order(standard: Standard) -> Iterator[Diagnostic]:
    """A higher priority with a slower target than a lower one."""
    priorities = list(standard.sla["priorities"].items())
    for kind in ("start", "response", "resolution"):
        promised = [(key, target) for key, node in priorities if (target := node["targets"].get(kind)) is not None]
        for (higher, slow), (lower, fast) in pairwise(promised):
            if _within(slow) > _within(fast):
                yield codes.TARGET_OUT_OF_ORDER.at(
                    slow.key_origin,
                    higher=higher,
                    lower=lower,
                    kind=kind,
                    clause=standard.sla["priority_clause"].data,
                    related=[Related(fast.key_origin, f"the target of “{lower}” stands here")],
                )


def _within(target: Node) -> float:
    return _ENDLESS if target["agreement"].data == "none" else duration.parse(target["within"].data).roughly


def unknown_clause_in_sla(standard: Standard) -> Iterator[Diagnostic]:
    """A clause cited in the SLA that no chapter has."""
    known = clauses(standard)
    for node in _cited(standard.sla):
        if node.data not in known:
            yield _unknown(node, known, f"SLA {standard.version}")


def unknown_clause_in_provider(provider: Node, standards: Collection[Standard]) -> Iterator[Diagnostic]:
    """A clause cited by the provider that no SLA version has."""
    known = {clause for standard in standards for clause in clauses(standard)}
    for node in _cited(provider) if standards else ():
        if node.data not in known:
            yield _unknown(node, known, "any SLA of this workspace")


def unknown_clause_in_contract(contract: Contract) -> Iterator[Diagnostic]:
    """A clause from which a contract deviates that its SLA doesn't have."""
    known = clauses(contract.standard)
    for _, deviation in contract.contract.section("deviations"):
        if deviation["clause"].data not in known:
            yield _unknown(deviation["clause"], known, f"SLA {contract.standard.version}")


def clauses(standard: Standard) -> set[str]:
    """The numbers of all chapters and clauses, and of the exclusions below them."""
    numbers = {number for number, _ in standard.sla["chapters"].items()}
    numbers |= {number for _, chapter in standard.sla["chapters"].items() for number, _ in chapter.section("clauses")}
    items = {node["clause"].data for _, node in standard.sla["exclusions"].items()}
    return numbers | {item for item in items if item.rpartition(".")[0] in numbers}


def _cited(root: Node) -> Iterator[Node]:
    for node in root.walk():
        cites = bool(node.path) and (str(node.path[-1]).endswith("clause") or node.path[0] == "hooks")
        if cites and isinstance(node.data, str):
            yield node


def _unknown(node: Node, known: Collection[str], where: str) -> Diagnostic:
    chapter = node.data.split(".")[0]
    near = sorted(clause for clause in known if clause.split(".")[0] == chapter)
    mend = (
        f"Correct the number; chapter {chapter} has: {', '.join(near)}."
        if near
        else "Correct the number, or add the clause under “chapters”."
    )
    return codes.UNKNOWN_CLAUSE.at(node.origin, number=node.data, where=where, mend=mend)


def history_out_of_order(standard: Standard) -> Iterator[Diagnostic]:
    """A version history that doesn't rise in version and date up to the version itself."""
    rows = list(standard.sla["history"].items())
    for (version, row), (later, following) in pairwise(rows):
        if _version(version) >= _version(later):
            yield codes.HISTORY_OUT_OF_ORDER.at(following.key_origin, problem=f"Version {later} stands after version {version}")
        elif row["date"].data > following["date"].data:
            problem = f"Version {later} is dated before version {version}"
            yield codes.HISTORY_OUT_OF_ORDER.at(
                following["date"].origin, problem=problem, related=[Related(row["date"].origin, "the earlier version")]
            )
    version, row = rows[-1]
    sla = standard.sla
    if (version, row["date"].data) != (sla["version"].data, sla["date"].data):
        this = f"version {sla['version'].data} of {sla['date'].data}"
        problem = f"The history ends with version {version} of {row['date'].data}, but this is {this}"
        yield codes.HISTORY_OUT_OF_ORDER.at(
            row.key_origin, problem=problem, related=[Related(sla["date"].origin, "the date of this version")]
        )


def _version(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def untranslated(root: Node, languages: Collection[str]) -> Iterator[Diagnostic]:
    """A text that lacks one of the languages that its documents are made in."""
    for node in root.walk():
        if _is_text(node):
            for language in languages:
                if language not in node.data:
                    yield codes.UNTRANSLATED.at(node.key_origin, language=language)


def _is_text(node: Node) -> bool:
    """Whether a node holds words by language; the matrices hold ids by other ids, which could look the same."""
    if not isinstance(node.data, dict) or not node.data or node.path[:1] in (("coverage",), ("priority_matrix",)):
        return False
    return all(re.fullmatch("[a-z]{2}", key) and isinstance(words, str) for key, words in node.data.items())
