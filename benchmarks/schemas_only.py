"""The peer of ``akkoord check``: check-jsonschema, which validates files against a schema, without links and meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.process import BIN, ROOT, Run, run

_PLACES = {
    "provider": "provider/provider.yaml",
    "sla": "provider/sla/*/sla.yaml",
    "monitoring": "provider/monitoring/*.yaml",
    "contract": "clients/*/contract.yaml",
    "dap": "clients/*/dap.yaml",
}


def files_of(workspace: Path) -> dict[str, list[Path]]:
    """The files of a workspace by kind."""
    return {kind: sorted(workspace.glob(place)) for kind, place in _PLACES.items()}


def validate(files: Mapping[str, Sequence[Path]], *, watch: bool = False) -> list[Run]:
    """Validates all of them: a run for each kind, since it takes one schema at a time."""
    tool = str(BIN / "check-jsonschema")
    return [
        run([tool, "--schemafile", str(ROOT / "schemas" / f"{kind}.schema.json"), *map(str, files[kind])], watch=watch)
        for kind in files
        if files[kind]
    ]
