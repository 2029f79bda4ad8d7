"""The command as a whole process on the example: how soon it answers, and how long it checks."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from benchmarks import schemas_only
from benchmarks.process import AS_OF, ROOT, akkoord, in_turn, run
from benchmarks.row import Row

ROUNDS = 7


def rows() -> Iterator[Row]:
    """Both beside a process that does nothing, and one that looks at the schemas only."""
    workspace = ROOT / "contracts"
    bare, version = in_turn(ROUNDS, lambda: run([sys.executable, "-c", "pass"]), lambda: run(akkoord(workspace, "--version")))
    yield Row("version", "akkoord --version", "ms", _ms(version), "python -c pass", _ms(bare))
    check, schemas = in_turn(
        ROUNDS,
        lambda: run(akkoord(workspace, "check", *AS_OF)),
        lambda: schemas_only.validate(schemas_only.files_of(workspace)),
    )
    yield Row("check", "akkoord check, the example", "ms", _ms(check), "check-jsonschema, same files", _ms(schemas))


def _ms(seconds: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(one * 1000 for one in seconds)
