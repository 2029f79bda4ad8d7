"""What changes between two bundles: sentences and directions by hand, and laws over generated contracts."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.bundle import Bundle, Money, Origin
from compiler.change import changes
from compiler.change.direction import DIRECTIONS, OPPOSITE, TOLD_ELSEWHERE, judge_of, unclear
from tests.workspace import BASE, compiled, edited, files_of

AS_OF = "2026-03-01"
FILES = files_of(BASE)
UNCLEAR = Path(__file__).parent / "unclear-fields.txt"
"""What people must judge: words, quantities, terms. The cells of the matrix are judged by the ranks of their priorities."""
CONTRACT, DAP, SLA = "clients/acme/contract.yaml", "clients/acme/dap.yaml", "provider/sla/1.1/sla.yaml"


@cache
def base() -> Bundle:
    return compiled(FILES, "acme", AS_OF)


def after(file: str, *edits: tuple[str, str]) -> Bundle:
    return compiled(edited(FILES, file, *edits), "acme", AS_OF)


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence", "direction", "clause"),
    [
        (SLA, "within: PT1H", "within: PT30M", "High: start of work from 1 hour to 30 minutes", "better", "1"),
        (SLA, "within: P1D", "within: P2D", "Low: start of work from 1 day to 2 days", "worse", "1"),
        (SLA, "agreement: aim", "agreement: binding", "Low: start of work: agreement from aim to binding", "better", "1"),
        (SLA, "[office, emergency]", "[office]",
         "High: start of work: calendars from Office hours, Emergency hours to Office hours", "worse", "1"),
        (SLA, "report_by: [phone, email]", "report_by: [phone]", "Low: report by from phone, email to phone", "worse", "1"),
        (SLA, "gold: included}", "gold: billable}", "Patching for Server from included to charged separately", "worse", "2.1"),
        (SLA, "closes: 16:00", "closes: 15:00", None, "worse", "1"),
        (DAP, "per_year: 2", "per_year: 4", "Reviews: reviews a year from 2 to 4", "better", "1"),
        (SLA, "minimum: PT1H", "minimum: PT2H", "Emergency service: minimum from 1 hour to 2 hours", "worse", "1"),
        (SLA, 'B: {"1": high, "2": low}', 'B: {"1": low, "2": low}', "Priority at B/1 from High to Low", "worse", "1"),
        (CONTRACT, "hourly: 110.00", "hourly: 105.00", "Billing: hourly rate from 110.00 to 105.00", "better", None),
        (CONTRACT, "monthly_fee: 300.00", "monthly_fee: 310.00",
         "Server Gold: monthly fee from 300.00 EUR to 310.00 EUR", "worse", "2"),
        (CONTRACT, "quantity: 3", "quantity: 5", "Server Gold: quantity from 3 to 5", "unclear", "2"),
        (CONTRACT, "coverage: included", "coverage: not-offered",
         "Cloud for Server from included to not offered", "worse", "2.1"),
        (CONTRACT, "name: Acme Ltd", "name: Acme plc", "Acme plc: name from Acme Ltd to Acme plc", "neutral", None),
        (CONTRACT, "from: 07:00\n  to: 23:00", "from: 06:00\n  to: 23:00", None, "better", "1"),
        (CONTRACT, "from: 07:00\n  to: 23:00", "from: 08:00\n  to: 24:00", None, "unclear", "1"),
        (DAP, "from: 06:00, to: 19:00", "from: 05:00, to: 19:00",
         "payroll: hours from tue 06:00–19:00 to tue 05:00–19:00", "better", "1"),
        (DAP, "reporters: [jan, piet]", "reporters: [jan]", "Piet Smit: permissions from report to none", "unclear", "1"),
        (DAP, "events: [created]", "events: [created, closed]",
         "Status mails: to events from created to created, closed", "better", "1"),
    ],
)  # fmt: skip
def test_a_change(file: str, old: str, new: str, sentence: str | None, direction: str, clause: str | None) -> None:
    found = changes(base(), after(file, (old, new)))
    told = [one for one in found if sentence is None or one.sentence == sentence]
    assert told, [one.sentence for one in found]
    judged = {(one.direction, one.clause) for one in told if sentence is not None or one.direction != "neutral"}
    assert (direction, clause) in judged
    assert all(one.origins[1] is None or one.origins[1].file in FILES for one in found)


def test_what_comes_and_goes() -> None:
    gone = 'deviations:\n  cloud-in:\n    clause: "2.1"\n    set: {service: cloud, component: server, coverage: included}\n'
    gone += "    reason: Part of the offer\n    approved_by: Board\n"
    found = {one.sentence: one.direction for one in changes(base(), after(CONTRACT, (gone, "")))}
    assert found == {
        "Cloud for Server from included to charged separately": "worse",
        "Deviation cloud-in: no longer": "neutral",
    }


CLOUD = "    set: {service: cloud, component: server, coverage: included}"


def test_a_deviation_for_a_system_whose_operating_system_is_outside() -> None:
    """Without it the system is outside the agreement, not what the matrix says of its component."""
    outside = "    set: {service: cloud, component: server, system: srv-2, coverage: included}"
    whole = f'deviations:\n  cloud-in:\n    clause: "2.1"\n{CLOUD}\n    reason: Part of the offer\n    approved_by: Board\n'
    one, other = after(CONTRACT, (CLOUD, outside)), after(CONTRACT, (whole, ""))
    told = [(found.sentence, found.direction) for found in changes(one, other) if "srv-2" in found.sentence]
    assert told == [("Cloud for srv-2 from included to outside the agreement", "worse")]


def test_an_amendment_that_is_still_to_come() -> None:
    found = changes(base(), after(CONTRACT, ("quantity: 4", "quantity: 9")))
    assert [(one.field, one.before, one.after, one.direction) for one in found] == [
        ("status.amendments.changes.after", "4", "9", "unclear")
    ]


def test_amounts_in_two_currencies_are_not_compared() -> None:
    found = changes(base(), after(CONTRACT, ("currency: EUR", "currency: USD")))
    assert {one.direction for one in found if "fee" in one.field or one.field.startswith("billing")} == {"unclear"}


def test_days_and_hours_of_a_calendar_are_not_compared() -> None:
    (found,) = changes(base(), after(SLA, ("within: P1D", "within: PT10H")))
    assert (found.sentence, found.direction) == ("Low: start of work from 1 day to 10 hours", "unclear")


def test_closings_are_told_with_their_dates() -> None:
    found = changes(base(), after(SLA, ("BYMONTH=12;BYMONTHDAY=31", "BYMONTH=12;BYMONTHDAY=30")))
    assert "Office hours: New Year's Eve 2026-12-30: new" in {one.sentence for one in found}


def test_dates_that_only_one_calendar_covers_do_not_change() -> None:
    """A year later the calendar covers another year: no closing came or went."""
    later = compiled(FILES, "acme", "2027-03-01")
    told = {one.sentence for one in changes(base(), later) if one.field.startswith("calendars")}
    assert told == set()


NUMBERS = st.integers(1, 40)
FEES = st.decimals(1, 999, places=2)


@st.composite
def contracts(draw: st.DrawFn) -> dict[str, bytes]:
    """The client with other quantities, fees, times, coverage, contacts and hours."""
    files = edited(
        FILES,
        CONTRACT,
        ("quantity: 10, monthly_fee: 100.00", f"quantity: 10, monthly_fee: {draw(FEES)}"),
        ("hourly: 110.00", f"hourly: {draw(FEES)}"),
        ("coverage: included", f"coverage: {draw(st.sampled_from(['included', 'billable', 'not-offered']))}"),
        ("to: 23:00", f"to: {draw(st.sampled_from(['20:00', '22:30', '23:00']))}"),
        ("reason: Part of the offer", f"reason: {draw(st.sampled_from(['Part of the offer', 'Agreed']))}"),
    )
    files = edited(
        files,
        DAP,
        ("reporters: [jan, piet]", f"reporters: {draw(st.sampled_from(['[jan]', '[piet]', '[jan, piet]']))}"),
        ("work: Updates", f"work: {draw(st.sampled_from(['Updates', 'Patches']))}"),
        ("per_year: 2", f"per_year: {draw(NUMBERS)}"),
        ("warning: 90", f"warning: {draw(st.integers(50, 94))}"),
    )
    within = draw(st.sampled_from(["PT30M", "PT1H", "PT4H"]))
    agreement = draw(st.sampled_from(["aim", "binding"]))
    return edited(files, SLA, ("within: PT1H", f"within: {within}"), ("agreement: aim", f"agreement: {agreement}"))


@settings(max_examples=40, deadline=None)
@given(contracts(), contracts())
def test_there_and_back_mirror_each_other(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> None:
    a, b = (compiled(files, "acme", AS_OF) for files in (one, other))
    there = sorted((x.pointer, x.before or "", x.after or "", x.direction) for x in changes(a, b))
    back = sorted((x.pointer, x.after or "", x.before or "", OPPOSITE[x.direction]) for x in changes(b, a))
    assert there == back


@settings(max_examples=20, deadline=None)
@given(contracts())
def test_nothing_changes_from_a_thing_to_itself(files: Mapping[str, bytes]) -> None:
    assert changes(compiled(files, "acme", AS_OF), compiled(files, "acme", AS_OF)) == []


def fields(kind: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The ways to all values of the format that can differ."""
    if typing.get_origin(kind) in (tuple, dict):
        inner = [one for one in typing.get_args(kind) if one is not Ellipsis]
        mapped = typing.get_origin(kind) is dict and path[-1] != "weekly"
        yield from fields(inner[-1], (*path, "*") if mapped else path) if path[-1] != "weekly" else iter([path])
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind not in (Money, Origin):
        for field in msgspec.structs.fields(kind):
            yield from fields(field.type, (*path, field.encode_name))
    elif typing.get_args(kind) and type(None) in typing.get_args(kind):
        for one in typing.get_args(kind):
            if one is not type(None):
                yield from fields(one, path)
    else:
        yield path


NOT_SAID = {"origin", "restricted_origin", "to_origin", "sources", "digest", "as_of", "covers", "occurrences", "amended"}


def test_every_field_has_a_direction_or_is_listed_as_unclear() -> None:
    found = set()
    for path in fields(Bundle):
        name = ".".join(path)
        told = any(name == one or name.startswith(f"{one}.") for one in TOLD_ELSEWHERE)
        if not NOT_SAID & set(path) and not told and path[-1] not in ("id", "number") and judge_of(path) is unclear:
            found.add(name)
    assert found == set(UNCLEAR.read_text(encoding="utf-8").split())


def test_every_name_of_the_table_is_a_field() -> None:
    known = {".".join(path[:end]) for path in fields(Bundle) for end in range(1, len(path) + 1)}
    assert set(DIRECTIONS) - known == set()
    assert set(TOLD_ELSEWHERE) - known == set()
