"""A document before it gets a format: sections of Markdown with numbers, titles and anchors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Made:
    """A document's file. ``lacking`` holds what no font has, so that the paper shows boxes and isn't in the archive standards."""

    content: bytes
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Beside:
    """What a document shows besides the bundle. ``emergency_telephone`` is for the emergency card alone; ``logo`` is SVG."""

    emergency_telephone: str | None = None
    logo: str = ""


Days = tuple[str, str]
"""What days are to the client (``open``; by the week ``closed``; ``holiday`` or ``early``), and their numbers, a week apart.

A number takes two characters, as does a place without a day. A holiday and an early closing stand alone.
"""


@dataclass(frozen=True)
class MonthsBeside:
    """Months side by side, at most six: their names, and of each day of the week, from Monday on, its days in all of them.

    A month takes seven places in each line, one more than it can have weeks.
    """

    names: tuple[str, ...]
    lines: tuple[tuple[Days, ...], ...]


@dataclass(frozen=True)
class CalendarYear:
    """A year of a calendar, half by half."""

    title: str
    halves: tuple[MonthsBeside, ...]


@dataclass(frozen=True)
class Section:
    """A chapter (level 1) or clause (level 2). ``title`` is text, ``body`` Markdown, ``kind`` the name of its template.

    ``own_page`` is for what begins on a page of its own.
    """

    level: int
    number: str
    title: str
    anchor: str
    body: str
    kind: str = ""
    own_page: bool = False

    @property
    def heading(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Paper:
    """A whole document. All but ``cover`` and the sections' bodies is text.

    ``document`` is its kind; ``bundle`` gives the JSON of the bundle that it was made from, which travels in the file where that
    can. ``scale`` holds the priorities by their short name, the highest 1; ``years`` gives the calendars as pictures, and
    ``weekdays`` and ``legend`` are what stands beside them; ``logo`` is SVG, or empty. What only some formats show is made when
    it is asked for.
    """

    document: str
    bundle: Callable[[], str]
    lang: str
    title: str
    subtitle: str
    provider: str
    client: str
    colour: str
    header: str
    footer: str
    stamp: str
    as_of: str
    labels: dict[str, str]
    cover: str
    sections: tuple[Section, ...]
    scale: Mapping[str, int] = field(default_factory=dict)
    years: Callable[[], Iterable[CalendarYear]] = tuple
    weekdays: tuple[str, ...] = ()
    logo: str = ""
    legend: tuple[tuple[str, str], ...] = ()
