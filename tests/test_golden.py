"""The bundles and documents of the example clients, to the letter; ``make golden`` writes the expected ones anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from compiler import pipeline
from compiler.bundle import to_json
from compiler.pipeline import Checked
from tests.workspace import EXAMPLE, checked, files_of

GOLDEN = Path(__file__).parent / "golden"
AS_OF = "2026-11-24"
CLIENTS = sorted(path.name for path in (EXAMPLE / "clients").iterdir())


@cache
def _example() -> Checked:
    return checked(files_of(EXAMPLE), AS_OF)


@cache
def _outputs(client: str) -> dict[str, str]:
    """What is compared, by file name: the bundle as JSON, each of the client's documents as Markdown."""
    bundle = pipeline.compile_client(_example(), client)
    found = {f"{client}/bundle.json": to_json(bundle).decode()}
    for document in (one for one in pipeline.documents_of(bundle) if one != "emergency-card"):
        made, wrong = pipeline.render(_example().shared(), bundle, (document,), ("md",), bundle.sla.language)
        assert wrong == []
        found[f"{client}/{document}.md"] = made[document, "md"].decode()
    return found


@pytest.mark.parametrize("client", CLIENTS)
def test_bundle_and_documents(client: str, expected: Callable[[Path, str], None]) -> None:
    for name, text in _outputs(client).items():
        expected(GOLDEN / name, text)


def test_nothing_else_is_kept(request: pytest.FixtureRequest) -> None:
    names = {name for client in CLIENTS for name in _outputs(client)}
    kept = {path.relative_to(GOLDEN).as_posix(): path for path in GOLDEN.rglob("*") if path.is_file()}
    if request.config.getoption("--golden"):
        for name in kept.keys() - names:
            kept[name].unlink()
    else:
        assert set(kept) == names
