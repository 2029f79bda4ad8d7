"""Maintenance windows, hours without maintenance and trial restores, as events: since they are as they are, until they change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from compiler import duration, recurrence
from compiler.bundle import Blackout, Bundle, MaintenanceWindow
from compiler.export.ics.closings import clause
from compiler.export.ics.event import Event
from compiler.export.ics.series import Series, ended, series
from compiler.export.ics.words import Words
from compiler.occurrence import Stretch, lasting, read
from compiler.span import span
from compiler.weekday import DAYS

_DAY = dt.timedelta(days=1)


def maintenance(bundle: Bundle, words: Words) -> Iterator[Event]:
    """Each window, each weekly stretch of hours and each restore as one event that recurs; around changes of the clock, apart."""
    for window in bundle.maintenance.windows:
        yield from _window(bundle, window, words)
    for blackout in bundle.maintenance.blackouts:
        yield from _blackout(bundle, blackout, words)
    for restore in bundle.maintenance.trial_restores:
        dates = recurrence.dates(restore.rule, restore.start, *agreed(bundle, "trial_restores", restore.id))
        if dates:
            title, rule = words("trial-restore", what=", ".join(restore.systems)), ended(restore.rule, f"{dates[-1]:%Y%m%d}")
            notes = clause(restore.clause, bundle, words)
            yield Event("trial-restore", restore.id, dates[0], dates[0] + _DAY, title, notes, rule)


def agreed(bundle: Bundle, section: str, key: str) -> tuple[dt.date, dt.date]:
    """The first and the last date on which a part of the DAP is as the bundle says: in the term, until an amendment of it."""
    status, since, here = bundle.status, bundle.valid.from_, f"/{section}/{key}/"
    changed = (
        one.date - _DAY
        for one in status.amendments
        if one.document == "dap"
        and not one.applied
        and any(f"{change.pointer}/".startswith(here) or here.startswith(f"{change.pointer}/") for change in one.changes)
    )
    return max(status.start, since or status.start), min([status.end, *changed])


def _window(bundle: Bundle, window: MaintenanceWindow, words: Words) -> Iterator[Event]:
    zone, length = ZoneInfo(window.timezone), duration.parse(window.duration)
    recurring, apart = series(
        window.rule,
        recurrence.dates(window.rule, window.start, *agreed(bundle, "maintenance", window.id)),
        window.from_,
        None if length.months else dt.timedelta(days=length.days, seconds=length.seconds),
        zone,
        lambda date: [lasting(date, window.from_, length, zone)],
    )
    title = words("maintenance", what=window.work)
    yield from _events("maintenance", window.id, recurring, apart, title, _notes(window, bundle, words))


def _blackout(bundle: Bundle, blackout: Blackout, words: Words) -> Iterator[Event]:
    title, notes = words("no-maintenance", what=blackout.reason), _notes(blackout, bundle, words)
    hours: dict[tuple[str, str], list[int]] = {}
    for number, day in enumerate(DAYS):
        for interval in blackout.weekly.get(day, ()):
            hours.setdefault((interval.from_, interval.to), []).append(number)
    for (begins, closes), days in hours.items():
        recurring, apart = _weekly(
            begins, closes, days, agreed(bundle, "no_maintenance", blackout.id), ZoneInfo(blackout.timezone)
        )
        yield from _events("no-maintenance", f"{blackout.id}/{begins}-{closes}", recurring, apart, title, notes)


def _weekly(
    begins: str, closes: str, days: Collection[int], term: tuple[dt.date, dt.date], zone: ZoneInfo
) -> tuple[Series | None, Mapping[dt.date, Sequence[Stretch]]]:
    """Hours of some days of the week, numbered from Monday on, from a first date to a last one."""
    since, until = term
    starts, ends = span(since, begins, closes)
    return series(
        f"FREQ=WEEKLY;BYDAY={','.join(DAYS[number][:2].upper() for number in days)}",
        [date for n in range((until - since).days + 1) if (date := since + n * _DAY).weekday() in days],
        begins,
        ends - starts,
        zone,
        lambda date: read(span(date, begins, closes), zone),
    )


def _events(
    kind: str,
    key: str,
    recurring: Series | None,
    apart: Mapping[dt.date, Sequence[Stretch]],
    title: str,
    notes: tuple[str, ...],
) -> Iterator[Event]:
    if recurring is not None:
        yield Event(kind, key, recurring.starts, recurring.ends, title, notes, recurring.rule, recurring.without)
    for date, stretches in apart.items():
        for number, (starts, ends) in enumerate(stretches, 1):
            yield Event(kind, f"{key}/{date}/{number}", starts, ends, title, notes)


def _notes(rule: MaintenanceWindow | Blackout, bundle: Bundle, words: Words) -> tuple[str, ...]:
    return (words("systems", what=", ".join(rule.systems)), *clause(rule.clause, bundle, words))
