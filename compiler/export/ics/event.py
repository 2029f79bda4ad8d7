"""One event of a calendar, before it is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """What is agreed for a day or a time. ``kind`` and ``key`` name it among those of its client, for as long as it is agreed.

    ``starts`` and ``ends``, which is just after it, are dates where it takes whole days, and else moments with a zone. ``rule``
    repeats it (RFC 5545), but ``without`` some starts. ``notes`` are lines below its ``title``.
    """

    kind: str
    key: str
    starts: dt.date
    ends: dt.date
    title: str
    notes: tuple[str, ...]
    rule: str | None = None
    without: tuple[dt.datetime, ...] = ()
