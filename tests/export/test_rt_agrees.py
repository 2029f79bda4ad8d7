"""What was promised and what Request Tracker counts differ only by losses that the exporter told; with the overlay not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from compiler.bundle import Bundle
from compiler.export import Export, rt
from compiler.export.rt import overlay as rt_overlay

from . import sample
from .comparison import LEFT_OUT, compared
from .conftest import NIGHT, SPLIT, Instance, loaded

pytestmark = pytest.mark.long

EXAMPLE = (dt.date(2028, 5, 15), dt.date(2031, 5, 15))
OTHERS = (dt.date(2026, 10, 1), dt.date(2029, 10, 1))
WEEK = (*sample.WEEK, "sat", "sun")
COUNTED = {"RT101", "RT102", "RT106"}


def strange() -> list[Bundle]:
    """Clients with hours that are hard to count: at night, round the clock, closed on the day that the clock changes,
    together though apart, in zones whose clock changes by half an hour or at midnight; and times of weeks, and of seconds."""
    closed = ("2027-03-28", "2027-05-04", "2027-10-31", "2028-05-01", "2029-05-08")
    early = (("2026-12-24", "16:00"), ("2027-06-18", "12:30"), ("2028-06-20", "23:00"), ("2029-03-23", "10:00"))
    always = sample.calendar("always", ("00:00", "24:00"), days=WEEK, closings=closed, early=early)
    night = NIGHT | sample.calendar("night", ("22:00", "06:00"), days=("mon", "tue", "fri", "sat"), closings=closed, early=early)
    mornings = tuple(f"2028-{month:02}-16" for month in range(1, 13))
    office = sample.calendar("office", ("08:00", "12:00"), closings=(*closed, *mornings), early=early)
    later = sample.calendar("later", ("11:00", "20:00"), closings=closed[:2], early=early[:3])
    howe = sample.calendar("howe", ("01:45", "14:00"), days=WEEK, closings=closed, zone="Australia/Lord_Howe")
    cairo = sample.calendar("cairo", ("00:00", "09:00"), ("21:00", "24:00"), days=WEEK, early=early, zone="Africa/Cairo")
    split = SPLIT | sample.calendar("split", ("08:00", "12:00"), ("13:00", "17:30"), closings=closed, early=early)

    def client(
        name: str,
        calendar: dict[str, object],
        *within: tuple[str, str],
        also: tuple[dict[str, object], ...] = (),
        resolved: tuple[tuple[str, str], ...] = (),
    ) -> Bundle:
        names = [str(one["id"]) for one in (calendar, *also)]
        targets = [sample.target(priority, time, *names) for priority, time in within]
        targets += [sample.target(priority, time, *names, kind="resolution") for priority, time in resolved]
        return sample.bundle(name, calendars=[calendar, *also], coverage__rules=[], tickets__targets=targets)

    return [
        client("always", always, ("critical", "PT45M"), ("serious", "PT30H"), ("standard", "P2D")),
        client("night", night, ("critical", "PT45M"), ("serious", "PT10H")),
        client("together", office, ("critical", "PT30M"), ("serious", "PT8H"), ("standard", "P1D"), also=(later,)),
        client("howe", howe, ("critical", "PT45M"), ("serious", "PT90S"), ("standard", "P1D"), resolved=(("serious", "PT9H"),)),
        client("cairo", cairo, ("critical", "PT1H"), ("serious", "PT9H"), ("standard", "P1DT4H")),
        client("split", split, ("serious", "PT4H"), ("standard", "P3D"), ("critical", "PT200H")),
    ]


@pytest.fixture(scope="session")
def others(meridian_bundles: list[Bundle]) -> list[Bundle]:
    """The second provider's clients and the strange ones."""
    return [*meridian_bundles, *strange()]


@pytest.fixture(scope="session")
def others_plain(database: Path, others: list[Bundle], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """RT with their export."""
    with loaded(tmp_path_factory.mktemp("others"), database, rt.export(others), served=False) as instance:
        yield instance


@pytest.fixture(scope="session")
def others_with_overlay(database: Path, others: list[Bundle], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """RT with their export and the overlay."""
    with loaded(tmp_path_factory.mktemp("others"), database, rt.with_overlay(others), served=False) as instance:
        yield instance


def test_every_difference_in_the_example_is_a_loss_that_was_told(example: Instance, example_bundles: list[Bundle]) -> None:
    losses = rt.export(example_bundles).losses
    found = compared(example, example_bundles, losses, EXAMPLE, 270)
    assert found.cases >= 4000
    # And every loss that was told comes about.
    told = {(one.code, one.client, level) for one in losses for level in one.levels if one.code in COUNTED}
    assert told == {one for one in found.codes() if one[0] in COUNTED}


def test_the_example_is_counted_as_promised_with_the_overlay(
    example_with_overlay: Instance, example_bundles: list[Bundle]
) -> None:
    assert example_with_overlay.ask("overlay")
    found = compared(example_with_overlay, example_bundles, (), EXAMPLE, 270)
    assert found.cases >= 4000
    assert found.differences == []


def test_every_difference_elsewhere_is_a_loss_that_was_told(others_plain: Instance, others: list[Bundle]) -> None:
    found = compared(others_plain, others, rt.export(others).losses, OTHERS, 60)
    codes = found.codes()
    assert {code for code, _, _ in codes} >= {*COUNTED, "RT104", "RT108", "RT117"}
    # A time that RT can't hold is shown for no ticket; the level's other time is.
    assert (codes["RT109", "howe", "serious"], codes["RT109", "cairo", "standard"]) == (60, 60)
    assert all(one.shown for one in found.differences if one.target.kind == "resolution" and one.party.bundle.client.id == "howe")


def test_elsewhere_too_all_is_counted_as_promised_with_the_overlay(others_with_overlay: Instance, others: list[Bundle]) -> None:
    assert others_with_overlay.ask("overlay")
    found = compared(others_with_overlay, others, rt.with_overlay(others).losses, OTHERS, 60)
    assert {"RT109"} <= {code for code, _, _ in found.codes()} <= LEFT_OUT


def test_without_the_module_what_it_needs_disturbs_nothing(
    database: Path, example: Instance, example_bundles: list[Bundle], tmp_path: Path
) -> None:
    export = rt.with_overlay(example_bundles)
    files = {name: content for name, content in export.files.items() if name != rt_overlay.FILE}
    with loaded(tmp_path, database, Export(files, export.losses), served=False) as instance:
        assert instance.ask("overlay") is None
        found = compared(instance, example_bundles, (), EXAMPLE, 30)
    before = compared(example, example_bundles, (), EXAMPLE, 30)
    assert [repr(one) for one in found.differences] == [repr(one) for one in before.differences] != []
