"""What was promised and what Zammad counts differ only by losses that the exporter told.

No Zammad runs here: ``biz.py`` counts as it does. The promise is what ``decide`` answers.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from collections.abc import Callable

import pytest

from compiler.bundle import Bundle
from compiler.decide import BeyondBundleError
from compiler.export import Export, zammad
from compiler.loss import Loss

from . import biz
from .comparison import Difference, Party, Times, as_the_clock_changes, at_closing, left_out, moments, on_unlike_days, other_hours
from .test_rt_agrees import EXAMPLE, OTHERS, strange

pytestmark = pytest.mark.long

HOUR = 3600


def clock_changes(one: Difference, _loss: Loss) -> bool:
    changing = any(one.times.is_changing(date) for date in one.dates)
    return bool(changing and one.shown and abs((one.shown - one.promised).total_seconds()) <= HOUR)


# The dates on which a night differs (ZM105) are dates with other hours (ZM101).
EXPLAINED: dict[str, Callable[[Difference, Loss], bool]] = {
    "ZM101": other_hours,
    "ZM102": at_closing,
    "ZM106": on_unlike_days,
    "ZM107": left_out,
    "ZM108": clock_changes,
    "ZM109": left_out,
    "ZM110": left_out,
    "ZM111": left_out,
    "ZM114": left_out,
    "ZM119": as_the_clock_changes,
}
FIELDS = {"start": "first_response_time", "response": "first_response_time", "resolution": "solution_time"}


def code(one: Difference) -> str | None:
    """The loss that explains a difference."""
    for loss in one.party.losses:
        if one.target.priority in loss.levels and loss.code in EXPLAINED and EXPLAINED[loss.code](one, loss):
            return loss.code
    return None


def compared(bundles: list[Bundle], since: dt.date, until: dt.date, number: int) -> tuple[int, Counter[tuple[str, str, str]]]:
    """How many moments were compared, and how often a loss came about, by code, client and priority."""
    export = zammad.export(bundles)
    slas, calendars, organizations = (_read(export, file) for file in ("5-slas", "1-calendars", "3-organizations"))
    cases, differences = 0, []
    for bundle in bundles:
        party = Party(bundle, export.losses)
        (organization,) = [name for name in organizations if name.endswith(f"({bundle.client.id})")]
        for priority, targets in party.targets.items():
            sla = biz.for_ticket(slas, organization, priority)
            chance = random.Random(f"{bundle.client.id} {priority}")
            times = {kind: Times(party, target) for kind, target in targets.items()}
            for moment in moments(list(times.values()), chance, since, until, number):
                try:
                    promised = party.promised(priority, moment)
                except BeyondBundleError:
                    continue
                for kind, by in promised.items():
                    minutes = sla[FIELDS[kind]] if sla and kind in targets else None
                    beside = any(loss.code == "ZM114" and priority in loss.levels for loss in party.losses)
                    if by is None or not party.decider.agreed:
                        assert minutes is None, (bundle.client.id, priority, kind)
                        continue
                    shown = None
                    if sla and minutes is not None and not (kind == "start" and beside):
                        shown = biz.after(calendars[sla["calendar_id"]["id_of"][1]], moment, minutes)
                    if shown != by:
                        local = by.tzinfo
                        told = shown and shown.astimezone(local)
                        differences.append(Difference(party, targets[kind], times[kind], moment.astimezone(local), by, told))
                cases += party.decider.agreed
    codes = [(one, code(one)) for one in differences]
    unexplained = [one for one, found in codes if found is None]
    assert unexplained == [], f"{len(unexplained)} differences that no loss explains, such as these: {unexplained[:12]}"
    return cases, Counter((found, one.party.bundle.client.id, one.target.priority) for one, found in codes if found)


def _read(export: Export, file: str) -> dict[str, biz.Fields]:
    return {one["name"]: one["fields"] for one in json.loads(export.files[f"{file}.json"])}


def test_every_difference_in_the_example_is_a_loss_that_was_told(example_bundles: list[Bundle]) -> None:
    cases, codes = compared(example_bundles, *EXAMPLE, 300)
    assert cases >= 4000
    # And every loss that was told comes about.
    counted = {"ZM101", "ZM102", "ZM106"}
    told = {
        (one.code, one.client, level)
        for one in zammad.export(example_bundles).losses
        for level in one.levels
        if one.code in counted
    }
    assert told == {one for one in codes if one[0] in counted}


def test_every_difference_elsewhere_is_a_loss_that_was_told(meridian_bundles: list[Bundle]) -> None:
    _, codes = compared([*meridian_bundles, *strange()], *OTHERS, 100)
    assert {code for code, _, _ in codes} >= {"ZM101", "ZM102", "ZM106", "ZM108", "ZM119"}


def test_the_first_that_fits_by_name_is_the_right_one(example_bundles: list[Bundle]) -> None:
    """Beside SLAs of somebody else's: one for all, and one whose name comes after ours."""
    export = zammad.export(example_bundles)
    slas, organizations = _read(export, "5-slas"), _read(export, "3-organizations")
    theirs = {"condition": {}, "name": "00 For all"}
    anker = next(name for name in organizations if "anker" in name)
    late = {"condition": {"ticket.organization_id": {"value": [{"id_of": ["organizations", anker]}]}}, "name": "Gold"}
    found = [biz.for_ticket({**slas, "00 For all": theirs, "Gold": late}, anker, one) for one in ("ernstig", "laag", "2 normal")]
    assert [sla and sla["name"].split(",")[0] for sla in found] == ["02 ernstig", "Gold", "Gold"]
    other = next(name for name in organizations if "brug" in name)
    assert biz.for_ticket({**slas, "00 For all": theirs}, other, "laag") == theirs
