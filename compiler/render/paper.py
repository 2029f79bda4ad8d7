"""A document before it gets a format: sections of Markdown with numbers, titles and anchors."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A chapter (level 1) or clause (level 2). ``title`` is text, ``body`` Markdown."""

    level: int
    number: str
    title: str
    anchor: str
    body: str

    @property
    def heading(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Paper:
    """A whole document. All but ``cover`` and the sections' bodies is text.

    ``document`` is its kind; ``bundle`` the JSON of the bundle that it was made from, which travels in the file where that can.
    """

    document: str
    bundle: str
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
