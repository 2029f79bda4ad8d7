"""Arbitrary calendars, moments and lengths of time, each calendar both as a bundle holds it and for the naive reference."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from compiler.bundle import Calendar, Closing, EarlyClosing, Interval, Origin, Period, Text
from tests.decide.naive import Week

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HERE = Origin(file="provider/sla/1/sla.yaml", line=1, column=1, pointer="")
# In each, the clock changes within the dates: forward, back, by half an hour, or never.
AROUND = {
    "Europe/Amsterdam": (dt.date(2026, 3, 29), dt.date(2026, 10, 25)),
    "America/New_York": (dt.date(2026, 3, 8), dt.date(2026, 11, 1)),
    "Australia/Lord_Howe": (dt.date(2026, 4, 5), dt.date(2026, 10, 4)),
    "Asia/Kolkata": (dt.date(2026, 3, 29),),
}
WHOLE_WEEK = {day: [(0, 24 * 60)] for day in range(7)}
BEFORE, AFTER = 5, 9
"""Days of a calendar before and after the change of the clock."""


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def calendar(week: Week, since: dt.date, until: dt.date, name: str = "office") -> Calendar:
    """A calendar as a bundle holds it."""
    label = Text({"en": name})
    return Calendar(
        id=name,
        label=label,
        clause="1",
        origin=HERE,
        timezone=week.zone,
        weekly={
            DAYS[day]: tuple(Interval(from_=clock(opens), to=clock(closes)) for opens, closes in windows)
            for day, windows in sorted(week.windows.items())
        },
        closings=tuple(Closing(id="closed", label=label, date=date, clause="1", origin=HERE) for date in sorted(week.closed)),
        early_closings=tuple(
            EarlyClosing(id="early", label=label, date=date, closes=clock(minute), clause="1", origin=HERE)
            for date, minute in sorted(week.early.items())
        ),
        covers=Period(from_=since, until=until),
    )


@st.composite
def _windows(draw: st.DrawFn) -> list[tuple[int, int]]:
    """A day's windows: none, one, two with a break, all day, or past midnight. Boundaries lie where the clock changes, too."""
    edges = st.one_of(st.integers(0, 24 * 4 - 1).map(lambda quarter: quarter * 15), st.sampled_from([60, 90, 120, 150, 180]))
    kind = draw(st.sampled_from(["none", "one", "split", "all", "night"]))
    if kind == "none":
        return []
    if kind == "all":
        return [(0, 24 * 60)]
    cuts = sorted(draw(st.lists(edges, min_size=4, max_size=4, unique=True)))
    if kind == "one":
        return [(cuts[0], cuts[3])]
    if kind == "split":
        return [(cuts[0], cuts[1]), (cuts[2], cuts[3])]
    return [(cuts[3], cuts[0])]


@st.composite
def weeks(draw: st.DrawFn, zone: str | None = None) -> tuple[Week, dt.date]:
    """A week's hours, with the date of a change of the clock that its closings lie around."""
    zone = draw(st.sampled_from(sorted(AROUND))) if zone is None else zone
    changes = draw(st.sampled_from(AROUND[zone]))
    windows = {day: found for day in range(7) if (found := draw(_windows()))}
    dates = [changes + dt.timedelta(days=number) for number in range(-BEFORE, AFTER)]
    closed = draw(st.frozensets(st.sampled_from(dates), max_size=3))
    early = draw(st.dictionaries(st.sampled_from(dates), st.integers(1, 24 * 4).map(lambda quarter: quarter * 15), max_size=3))
    return Week(zone, windows, closed, early), changes


@st.composite
def moments(draw: st.DrawFn, week: Week, changes: dt.date) -> dt.datetime:
    """A moment on a whole minute from a day before the change to a day after it, often at an opening, a closing or the change."""
    zone = ZoneInfo(week.zone)
    date = changes + dt.timedelta(days=draw(st.integers(-1, 1)))
    edges = [minute for window in week.windows_on(date) for minute in window]
    minute = draw(st.one_of(st.integers(0, 24 * 60 - 1), st.sampled_from([*edges, 60, 90, 120, 150, 179, 180])))
    local = dt.datetime.combine(date, dt.time(), zone).replace(fold=draw(st.integers(0, 1))) + dt.timedelta(minutes=minute)
    return local.astimezone(dt.UTC)
