"""Arbitrary workspaces, questions and papers: whatever they hold, they end in findings or answers, within their bounds.

The examples here are the same each time. ``make fuzz`` goes on with others.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from tests.fuzz.confinement import NotHeldError, confined
from tests.fuzz.properties import PROPERTIES

QUICK = {"rules": 150, "values": 8, "bytes": 10, "documents": 4, "papers": 3, "commands": 1}
LONG = {"rules": 600, "values": 25, "bytes": 25, "documents": 12, "papers": 10, "commands": 3}


def fixed(prove: Callable[[], None], examples: int) -> None:
    bounds = settings(
        max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    vars(prove).pop("_hypothesis_internal_settings_applied", None)  # one property is proved with few examples and with more
    bounds(prove)()


@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_some(name: str) -> None:
    fixed(PROPERTIES[name], QUICK[name])


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_more(name: str) -> None:
    fixed(PROPERTIES[name], LONG[name])


def test_what_is_not_held_is_told(tmp_path: Path) -> None:
    """The watch sees what it is there for: reading and writing elsewhere, other programs, time and memory."""
    with TemporaryDirectory() as elsewhere:
        (file := Path(elsewhere) / "file").write_text("x")
        with confined(Path(elsewhere)):
            file.read_text()
        for forbidden in (file.read_text, lambda: file.write_text("y"), file.unlink, lambda: list(Path(elsewhere).iterdir())):
            with pytest.raises(NotHeldError), confined(tmp_path):
                forbidden()
        assert file.read_text() == "x"
    with pytest.raises(NotHeldError, match="elsewhere"), confined(tmp_path), suppress(BaseException):
        (tmp_path.parent / "elsewhere").write_text("x")  # what is swallowed is told all the same
    with pytest.raises(MemoryError), confined(tmp_path):
        bytearray(4_000_000_000)


def test_what_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.confinement.SECONDS", 0.05)
    with pytest.raises(NotHeldError, match="processor time"), confined():
        sum(number for number in count())
