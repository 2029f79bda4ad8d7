"""Exports in parts: a part says the same in another process, few bytes are kept of each client, and a refusal is told once."""

from __future__ import annotations

import dataclasses
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from compiler.bundle import Bundle
from compiler.cli import cli
from compiler.export import BUILT_IN, OVERLAYS, File
from compiler.export.result import InParts
from tests.workspace import EXAMPLE

from . import sample

EXPORTERS = BUILT_IN | {f"{name} with its overlay": one for name, one in OVERLAYS.items()}
KEPT = 5_000
"""So many bytes of a client at most are in memory while an export is put together."""


@pytest.fixture(params=EXPORTERS.values(), ids=EXPORTERS)
def exporter(request: pytest.FixtureRequest) -> InParts[Any]:
    made: InParts[Any] = request.param
    return made


class Many:
    """The parts of many clients with people of their own and some in common, made anew each time that they are gone through."""

    def __init__(self, exporter: InParts[Any], count: int) -> None:
        self.exporter, self.count = exporter, count

    def __iter__(self) -> Iterator[Any]:
        for number in range(self.count):
            own = [sample.contact(f"person-{one}", "report", email=f"{one}@{number}.example") for one in range(3)]
            everywhere = sample.contact("everywhere", "report", email="everywhere@provider.example")
            yield self.exporter.part(sample.bundle(f"client-{number:05}", contacts__people=[*own, everywhere]))


def put_together(exporter: InParts[Any], count: int) -> int:
    """Writes everything nowhere, one piece after the other; the most bytes that were in memory meanwhile."""
    tracemalloc.start()
    try:
        for made in exporter.together(Many(exporter, count)):
            if isinstance(made, File):
                for _ in made.content:
                    pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_part_is_the_same_in_another_process(exporter: InParts[Any], example_bundles: list[Bundle]) -> None:
    for bundle in [*example_bundles, sample.bundle("hostile", client__name=sample.HOSTILE)]:
        part = exporter.part(bundle)
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(part), type=exporter.kind) == part


def test_little_is_kept_of_each_client(exporter: InParts[Any]) -> None:
    put_together(exporter, 1)  # what is kept for all
    few, many = (put_together(exporter, count) for count in (20, 120))
    assert (many - few) / 100 < KEPT


def test_a_build_tells_a_refusal_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(bundle: Bundle) -> Any:
        raise ValueError(f"{bundle.client.id} is open at night")

    monkeypatch.setitem(BUILT_IN, "rt", dataclasses.replace(BUILT_IN["rt"], part=refusing))
    arguments = ["-w", str(EXAMPLE), "build", "--as-of", "2026-11-24", "--format", "md", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(cli, [*arguments, "--jobs", "1", "--no-cache"])
    assert done.exit_code == 1
    assert done.output.count("The export to rt is refused") == 1
    assert "bakkerij-van-dijk is open at night" in done.output
    assert not (tmp_path / "out").exists()
