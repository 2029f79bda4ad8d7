"""A document as one Markdown text."""

from __future__ import annotations

from compiler.render.escape import clean, escaped
from compiler.render.paper import Paper, Section


def to_markdown(paper: Paper) -> bytes:
    """The document as Markdown, in UTF-8."""
    contents = [f"{'  ' * (section.level - 1)}- {_line(section.heading)}" for section in paper.sections]
    blocks = [
        f"# {_line(paper.title)}",
        f"**{_line(paper.subtitle)}**",
        paper.cover,
        f"## {_line(paper.labels['contents'])}" if contents else "",
        "\n".join(contents),
        *(_section(section) for section in paper.sections),
        "---",
        _line(f"{paper.provider} · {paper.header} · {paper.footer}"),
    ]
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def _section(section: Section) -> str:
    heading = f"{'#' * (section.level + 1)} {_line(section.heading)}"
    return f"{heading}\n\n{section.body}" if section.body else heading


def _line(text: str) -> str:
    return escaped(clean(text).replace("\n", " "))
