"""An ordinary week's opening hours as CSV: a line for each client, calendar, day and window."""

import csv
import io
from collections.abc import Iterable

from compiler.bundle import Bundle
from compiler.export import Export
from compiler.loss import Loss, LossCode

ORDINARY_WEEK = LossCode(
    code="CSV101",
    name="ordinary-week-only",
    what="calendar {calendar}: {count} dates on which it is closed or closes early",
    practice="The table shows the hours of an ordinary week on those dates too.",
    mend="Put the feeds of “akkoord export ics” beside it.",
)


def export(bundles: Iterable[Bundle]) -> Export:
    table, losses = io.StringIO(), list[Loss]()
    lines = csv.writer(table, lineterminator="\n")
    lines.writerow(["client", "calendar", "day", "from", "to"])
    for bundle in bundles:
        client = bundle.client.id
        for calendar in bundle.calendars:
            for day, windows in calendar.weekly.items():
                lines.writerows([client, calendar.id, day, window.from_, window.to] for window in windows)
            facts = {"calendar": calendar.id, "count": len(calendar.closings) + len(calendar.early_closings)}
            losses.append(ORDINARY_WEEK.of(client, calendar.origin, clause=calendar.clause, **facts))
    return Export({"hours.csv": table.getvalue().encode()}, tuple(losses))
