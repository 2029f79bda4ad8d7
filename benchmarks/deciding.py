"""Times single additions of business time beside two libraries, and whole decisions from JSON lines to JSON lines."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import time
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import businesstimedelta
import msgspec
import pandas as pd

from benchmarks.process import AS_OF, ROOT
from benchmarks.row import Row
from compiler import pipeline
from compiler.bundle import Bundle, Calendar
from compiler.decide import Decider, Hours
from compiler.decide.batch import answers

ROUNDS = 5
OPENS, CLOSES = dt.time(8), dt.time(17)
ZONE = ZoneInfo("Europe/Amsterdam")
CLIENT = "bakkerij-van-dijk"
OURS = "akkoord Hours.add"


def rows() -> Iterator[Row]:
    """Ours beside each library, and decisions, which no library makes."""
    bundle = _bundle()
    added = _additions(bundle.calendars[0])
    for key, peer in (("hours-businesstimedelta", "businesstimedelta"), ("hours-pandas", "pandas CustomBusinessHour")):
        yield Row(key, "business time added", "/s", added[OURS], peer, added[peer])
    yield Row("decide", "decide --batch, whole decisions on one core", "/s", _decisions(bundle))


def _additions(calendar: Calendar) -> dict[str, tuple[float, ...]]:
    """Additions a second by each library, all three with the same moments, times and closings, and the same results."""
    whole_days = msgspec.structs.replace(calendar, early_closings=())
    closed = [closing.date for closing in calendar.closings]
    hours = Hours([whole_days])
    week = businesstimedelta.WorkDayRule(start_time=OPENS, end_time=CLOSES, working_days=[0, 1, 2, 3, 4])
    rules = businesstimedelta.Rules([week, businesstimedelta.HolidayRule(dict.fromkeys(closed, "closed"))])

    chance = random.Random(1)
    cases = []
    for _ in range(400):
        # Never on the hour: at a closing, pandas goes on to the next opening.
        length = dt.timedelta(days=chance.randrange(600), hours=chance.randrange(8), minutes=chance.randrange(50))
        moment = dt.datetime(2027, 1, 4, 8, 7) + length
        if moment.weekday() < 5 and moment.date() not in closed:
            cases.append((moment, chance.randrange(1, 60)))
    ours = [(moment.replace(tzinfo=ZONE), dt.timedelta(hours=count)) for moment, count in cases]
    theirs = [(moment.replace(tzinfo=dt.UTC), businesstimedelta.BusinessTimeDelta(rules, hours=count)) for moment, count in cases]
    stamps = [
        (pd.Timestamp(moment), pd.offsets.CustomBusinessHour(count, start=OPENS, end=CLOSES, holidays=closed))
        for moment, count in cases
    ]
    found = [hours.add(moment, time).replace(tzinfo=None) for moment, time in ours]
    assert found == [(moment + time).replace(tzinfo=None) for moment, time in theirs], "the libraries disagree"
    assert found == [(moment + time).to_pydatetime() for moment, time in stamps], "the libraries disagree"

    def added() -> None:
        add = hours.add
        for moment, length in ours:
            add(moment, length)

    def plus(pairs: list[tuple[Any, Any]]) -> Callable[[], None]:
        def run() -> None:
            for moment, length in pairs:
                moment + length

        return run

    runs = [
        (OURS, added, 50),
        ("businesstimedelta", plus(theirs), 1),
        ("pandas CustomBusinessHour", plus(stamps), 1),
    ]
    taken: list[list[float]] = [[] for _ in runs]
    for _ in range(ROUNDS):
        for (_, run, times), seconds in zip(runs, taken, strict=True):
            before = time.perf_counter()
            for _ in range(times):
                run()
            seconds.append((time.perf_counter() - before) / times / len(cases))
    return {name: tuple(1 / one for one in seconds) for (name, _, _), seconds in zip(runs, taken, strict=True)}


def _decisions(bundle: Bundle) -> tuple[float, ...]:
    """Whole decisions a second: JSON lines of tickets that all differ, read and written on one core."""
    lines = "".join(_tickets(bundle, 20_000)).encode()
    decider = Decider(bundle)
    rates = []
    for _ in range(ROUNDS):
        out = io.BytesIO()
        before = time.perf_counter()
        count = 0
        for line in answers(io.BytesIO(lines), decider.decide):
            assert line.answered, line.text
            out.write(line.text)
            count += 1
        rates.append(count / (time.perf_counter() - before))
    return tuple(rates)


def _tickets(bundle: Bundle, count: int) -> Iterator[str]:
    chance = random.Random(2)
    people = [contact.email for contact in bundle.contacts.people]
    for _ in range(count):
        at = dt.datetime(2026, 12, 1) + dt.timedelta(minutes=chance.randrange(300 * 24 * 60))
        ticket = {
            "client": bundle.client.id,
            "at": at.isoformat(),
            "type": chance.choice([one.id for one in bundle.tickets.types]),
            "system": chance.choice([one.id for one in bundle.form.systems]),
            "service": chance.choice([one.id for one in bundle.coverage.services]),
            "impact": chance.choice([one.id for one in bundle.tickets.impacts]),
            "urgency": chance.choice([one.id for one in bundle.tickets.urgencies]),
            "channel": chance.choice([one.id for one in bundle.tickets.channels]),
            "reporter": chance.choice(people),
        }
        yield json.dumps(ticket) + "\n"


def _bundle() -> Bundle:
    loaded, findings = pipeline.open_workspace(ROOT / "contracts")
    return pipeline.compile_client(pipeline.check(loaded, findings, dt.date.fromisoformat(AS_OF[1])), CLIENT)
