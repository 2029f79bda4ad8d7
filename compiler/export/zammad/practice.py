"""An example for a loss: a ticket that waits, the time that was promised for it, and the time that Zammad shows.

Moments are on the calendars' clock, without a zone: no example runs over a change of summer time.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from compiler.export import business_hours
from compiler.export.business_hours import SEEN, Hours

_WAITS = 30
"""So many minutes the ticket of the example is pending."""


@lru_cache(256)
def pending(hours: Hours, minutes: int) -> str:
    """A ticket of an ordinary day, pending as soon as it is there; empty where no day is long enough."""
    first = hours.from_ or business_hours.NEUTRAL
    for date in (first + dt.timedelta(n) for n in range(SEEN)):
        usually = hours.weekly[date.weekday()]
        if usually and hours.on(date) == usually and usually[0][1] - usually[0][0] > minutes + _WAITS:
            reported = dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=usually[0][0])
            promised, shown = (reported + dt.timedelta(minutes=minutes + more) for more in (0, _WAITS))
            return (
                f"A ticket reported at {reported:%Y-%m-%d %H:%M} that is pending for its first {_WAITS} minutes shows "
                f"{shown:%H:%M} instead of {promised:%H:%M}."
            )
    return ""
