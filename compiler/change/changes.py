"""What changes for a client between two bundles: a sentence for each, by clause, better or worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import to_builtins

from compiler.bundle import Amendment, Bundle, Calendar, CoverageRule, Origin, Outcome, Text
from compiler.change.direction import TOLD_ELSEWHERE, Direction, cover, judge_of
from compiler.change.words import apart, shown, subject
from compiler.difference import Difference, differences


@dataclass(frozen=True)
class Change:
    """A change for a client. ``before`` and ``after`` are words, None where nothing was there; ``field`` is the bundle's own.

    ``values`` holds what stood in the bundles, and ``origins`` where it was written, before and after.
    """

    client: str
    clause: str | None
    field: str
    pointer: str
    subject: str
    before: str | None
    after: str | None
    direction: Direction
    values: tuple[Any, Any]
    origins: tuple[Origin | None, Origin | None]

    @property
    def sentence(self) -> str:
        """What changes, in words."""
        if self.before is None:
            return f"{self.subject}: {self.after}, new" if self.after else f"{self.subject}: new"
        if self.after is None:
            return f"{self.subject}: {self.before}, no longer" if self.before else f"{self.subject}: no longer"
        return f"{self.subject} from {self.before} to {self.after}"


def changes(before: Bundle, after: Bundle) -> list[Change]:
    """All that changes for the client from one bundle to another, in the order of the clauses and then of the bundle."""
    found = [_change(one, before, after) for one in differences(before, after) if _tells(one, before, after)]
    return sorted(found, key=lambda one: [int(part) if part.isdigit() else 0 for part in (one.clause or "0").split(".")])


def arrival(bundle: Bundle, *, gone: bool = False) -> Change:
    """That a client has come, or gone, as a whole."""
    origins = (bundle.status.origin, None) if gone else (None, bundle.status.origin)
    old, new = ("", None) if gone else (None, "")
    return Change(bundle.client.id, None, "client", "", "Contract", old, new, "neutral", (None, None), origins)


def reworded(bundle: Bundle, before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """The templates of the workspace, by path, that a client's documents are made with and that say something else."""
    clauses = {one.template: one.number for chapter in bundle.sla.chapters for one in (chapter, *chapter.clauses)}
    found = []
    for path in sorted({*before, *after}):
        language, _, name = path.partition("/")
        if language == bundle.sla.language and before.get(path) != after.get(path):
            clause = clauses.get(name.removeprefix("sla/").removesuffix(".md"))
            old, new = (None if path not in side else "one text" for side in (before, after))
            new = "another" if old is not None and new is not None else new
            subject = f"Words of templates/{path}"
            found.append(
                Change(bundle.client.id, clause, "templates", "", subject, old, new, "unclear", (None, None), (None, None))
            )
    return found


def _tells(one: Difference, before: Bundle, after: Bundle) -> bool:
    """Whether a difference says something by itself."""
    name = ".".join(one.field)
    if any(name == told or name.startswith(f"{told}.") for told in TOLD_ELSEWHERE):
        return False
    if one.field[0] == "calendars" and one.field[-1] in ("closings", "early_closings"):
        # A date that lies outside what either calendar covers is not a change.
        date = (one.after.value or one.before.value).date
        return all(_covers(side.around, date) for side in (one.before, one.after))
    if one.field[:3] == ("status", "amendments", "changes"):
        # Once an amendment is applied, what it changed is told by itself.
        return not all(part.applied for side in (one.before, one.after) for part in side.around if isinstance(part, Amendment))
    if one.field == ("coverage", "rules", "rate"):
        return one.before.value is not None and one.after.value is not None
    if one.field == ("coverage", "rules"):
        # A rule may only say what another said already.
        old, new = one.before.value, one.after.value
        return _outcome(old, new, before) != _outcome(new, old, after)
    return True


def _covers(around: tuple[Any, ...], date: Any) -> bool:
    calendars = [part for part in around if isinstance(part, Calendar)]
    return all(
        (one.covers.from_ is None or one.covers.from_ <= date) and (one.covers.until is None or date <= one.covers.until)
        for one in calendars
    )


def _change(one: Difference, before: Bundle, after: Bundle) -> Change:
    lang = _language(one, after)
    old, new = one.before.value, one.after.value
    direction = judge_of(one.field)(old, new) if not _whole(one) else judge_of(one.field)(_items(old), _items(new))
    if one.field == ("coverage", "rules"):
        rule, counterpart = old, new
        old, new = _outcome(rule, counterpart, before), _outcome(counterpart, rule, after)
        direction = cover(old, new) if old is not None and new is not None else direction
    if one.field[0] == "billing" and before.billing.currency != after.billing.currency:
        direction = "unclear"
    if one.field == ("tickets", "matrix", "*", "*"):
        direction = _priority(old, new, before, after)
    said = apart(shown(old, one, lang, before), shown(new, one, lang, after))
    return Change(
        client=after.client.id,
        clause=one.clause,
        field=".".join(one.field),
        pointer=one.pointer,
        subject=subject(one, lang, before if one.after.value is None else after),
        before=said[0],
        after=said[1],
        direction=direction,
        values=(one.before.value, one.after.value),
        origins=(one.before.origin, one.after.origin),
    )


def _language(one: Difference, after: Bundle) -> str:
    """English where there is any, unless the words differ in another language alone."""
    lang = "en" if "en" in after.sla.languages else after.sla.language
    old, new = one.before.value, one.after.value
    if isinstance(old, Text) and isinstance(new, Text):
        differing = [name for name in (lang, *after.sla.languages) if old.words.get(name) != new.words.get(name)]
        return next(iter(differing), lang)
    return lang


def _whole(one: Difference) -> bool:
    """Whether a part of a list came or went."""
    return isinstance(one.before.value or one.after.value, msgspec.Struct) and None in (one.before.value, one.after.value)


def _items(value: Any) -> tuple[Any, ...]:
    return () if value is None else (0,)


def _outcome(rule: CoverageRule | None, other: CoverageRule | None, bundle: Bundle) -> Outcome | None:
    """The outcome of a rule in its bundle; where it isn't there, of the first rule that fits all cases of its counterpart."""
    if rule is not None:
        return rule.outcome
    assert other is not None
    case = to_builtins(other.when)
    # What is known of a system counts, too: its operating system may be outside the SLA.
    for system in bundle.form.systems:
        if system.id == other.when.system:
            case |= {"component": system.component, **({"os_family": system.os_family} if system.os_family else {})}
    return next((one.outcome for one in bundle.coverage.rules if to_builtins(one.when).items() <= case.items()), None)


def _priority(old: str | None, new: str | None, before: Bundle, after: Bundle) -> Direction:
    ranks = [{one.id: one.rank for one in bundle.tickets.priorities} for bundle in (before, after)]
    if old not in ranks[0] or new not in ranks[1]:
        return "unclear"
    one, other = ranks[0][old], ranks[1][new]
    return "neutral" if one == other else "better" if other < one else "worse"
