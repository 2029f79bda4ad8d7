"""Maintenance windows, and hours in which maintenance is unwanted, that touch a moment."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from zoneinfo import ZoneInfo

from compiler.bundle import Blackout, Bundle
from compiler.decide.answer import MaintenanceAnswer
from compiler.decide.hours import BeyondBundleError
from compiler.span import span
from compiler.weekday import DAYS

_MONDAY = dt.date(2024, 1, 1)
_MINUTE = dt.timedelta(minutes=1)
_DAY = 24 * 60


class MaintenanceTimes:
    """The maintenance of one bundle, ready to be asked about."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.windows = bundle.maintenance.windows
        self._unwanted = [(one, ZoneInfo(one.timezone), _by_weekday(one)) for one in bundle.maintenance.blackouts]
        self._starts = {one.id: [occurrence.starts.timestamp() for occurrence in one.occurrences] for one in self.windows}
        self._longest = {
            one.id: max((occurrence.ends - occurrence.starts for occurrence in one.occurrences), default=dt.timedelta())
            for one in self.windows
        }

    def at(self, moment: dt.datetime, system: str | None) -> tuple[MaintenanceAnswer, ...]:
        """What touches a moment, for one system or, with None, for any. Raises ``BeyondBundleError``."""
        covers = self.bundle.maintenance.covers
        if self.windows and covers.until is not None and moment.date() > covers.until:
            raise BeyondBundleError(f"the bundle holds maintenance until {covers.until}, and no further")
        return (*self._windows(moment, system), *self._blackouts(moment, system))

    def _windows(self, moment: dt.datetime, system: str | None) -> list[MaintenanceAnswer]:
        found = []
        for window in self.windows:
            if system is not None and system not in window.systems:
                continue
            index = bisect_right(self._starts[window.id], moment.timestamp()) - 1
            while index >= 0 and window.occurrences[index].starts + self._longest[window.id] > moment:
                occurrence = window.occurrences[index]
                if moment < occurrence.ends:
                    found.append(
                        MaintenanceAnswer(
                            kind="window",
                            id=window.id,
                            systems=window.systems,
                            starts=occurrence.starts,
                            ends=occurrence.ends,
                            clause=window.clause,
                            text=window.work,
                            origin=window.origin,
                        )
                    )
                index -= 1
        return found

    def _blackouts(self, moment: dt.datetime, system: str | None) -> list[MaintenanceAnswer]:
        found = []
        for blackout, zone, weekly in self._unwanted:
            if system is not None and system not in blackout.systems:
                continue
            local = moment.astimezone(zone)
            minute = local.hour * 60 + local.minute
            # From the day before on, since hours may run past midnight.
            for days in (-1, 0):
                for opens, closes in weekly[(local.weekday() + days) % 7]:
                    if opens <= minute - days * _DAY < closes:
                        midnight = dt.datetime.combine(local.date() + dt.timedelta(days=days), dt.time())
                        found.append(
                            MaintenanceAnswer(
                                kind="blackout",
                                id=blackout.id,
                                systems=blackout.systems,
                                starts=(midnight + dt.timedelta(minutes=opens)).replace(tzinfo=zone),
                                ends=(midnight + dt.timedelta(minutes=closes)).replace(tzinfo=zone),
                                clause=blackout.clause,
                                text=blackout.reason,
                                origin=blackout.origin,
                            )
                        )
        return found


def _by_weekday(blackout: Blackout) -> list[list[tuple[int, int]]]:
    """The hours of each day of the week, Monday first, in minutes since its midnight."""
    found = []
    for number, day in enumerate(DAYS):
        date = _MONDAY + dt.timedelta(days=number)
        midnight = dt.datetime.combine(date, dt.time())
        spans = [span(date, interval.from_, interval.to) for interval in blackout.weekly.get(day, ())]
        found.append([((opens - midnight) // _MINUTE, (closes - midnight) // _MINUTE) for opens, closes in spans])
    return found
