"""Data files that travel with the program: schemas and templates.

They lie inside the package in an installed wheel, and beside it in a checkout.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(kind: str) -> Path:
    """The folder of a kind of data: ``schemas`` or ``templates``."""
    inside = _PACKAGE / kind
    return inside if inside.is_dir() else _PACKAGE.parent / kind


def text(kind: str, path: str) -> str:
    """The text of a data file. Raises ``FileNotFoundError`` where there is none."""
    return (folder(kind) / path).read_text(encoding="utf-8")


def names(kind: str, below: str = "") -> list[str]:
    """The paths of the data files below a folder, relative to it, sorted, with forward slashes."""
    root = folder(kind) / below
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
