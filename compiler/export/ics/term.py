"""The contract's own days as events: service reviews, the last day to give notice, the last day of the term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from compiler.bundle import Bundle
from compiler.duration import Duration
from compiler.export.ics.closings import clause
from compiler.export.ics.event import Event
from compiler.export.ics.words import Words

_DAY = dt.timedelta(days=1)


def term(bundle: Bundle, words: Words) -> Iterator[Event]:
    """The days of the contract's term."""
    for year, number, date in reviews(bundle):
        title = words("review", number=number, count=bundle.reviews.per_year)
        topics = (words("topic", what=topic) for topic in bundle.reviews.additions)
        notes = (words("review-note"), *topics, *clause(bundle.reviews.clause, bundle, words))
        yield Event("review", f"{year}/{number}", date, date + _DAY, title, notes)
    status = bundle.status
    if status.notice_by is not None:
        yield Event("notice", "", status.notice_by, status.notice_by + _DAY, words("notice"), ())
    yield Event("end", "", status.end, status.end + _DAY, words("end"), ())


def reviews(bundle: Bundle) -> Iterator[tuple[int, int, dt.date]]:
    """Of each year of the contract the reviews by number, each with the last day of its part of the year.

    Only so many a year were agreed, no dates: the year is divided into equal parts.
    """
    status, count = bundle.status, bundle.reviews.per_year
    year, begins = 1, status.start
    while begins <= status.end:
        for number in range(1, count + 1):
            months, rest = divmod(12 * number, count)
            date = Duration(months, rest * 30 // count, 0).after(begins) - _DAY
            if date <= status.end:
                yield year, number, date
        begins = Duration(12 * year, 0, 0).after(status.start)
        year += 1
