"""Measures what is promised beside others that do the same work, and tells which limits are kept.

``python benchmarks/run.py`` measures all subjects but the curves, which take an hour; or those that are named. The table goes
to the output and, with every sample, to ``benchmarks/results/``. Exit 1 where a limit isn't kept.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import build_scale, check_scale, deciding, rendering, starting
from benchmarks.machine import machine, told
from benchmarks.row import HEAD, Row, line

RESULTS = Path(__file__).parent / "results"
SUBJECTS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "starting": lambda _: starting.rows(),
    "deciding": lambda _: deciding.rows(),
    "rendering": lambda _: rendering.rows(),
    "generating": check_scale.generating,
    "check": check_scale.rows,
    "build": build_scale.rows,
}
CURVES: dict[str, Callable[[Path], Iterator[Row]]] = {"check-curve": check_scale.curve, "build-curve": build_scale.curve}


def main() -> int:
    """The command."""
    known = {**SUBJECTS, **CURVES}
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"{', '.join(known)} (default: all but the curves)")
    named = parser.parse_args().subjects
    unknown = [name for name in named if name not in known]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    return measure({name: known[name] for name in named or SUBJECTS}, RESULTS / f"{'-'.join(named) or 'all'}.json")


def measure(subjects: dict[str, Callable[[Path], Iterator[Row]]], results: Path) -> int:
    """Prints the rows of the subjects as they come and writes them to a file; 1 where a limit isn't kept, else 0."""
    on = machine()
    print(f"{told(on)}\n\n{HEAD}", flush=True)
    rows: list[Row] = []
    for name, subject in subjects.items():
        with tempfile.TemporaryDirectory(prefix=f"akkoord-{name}-") as folder:
            for row in subject(Path(folder)):
                print(line(row), flush=True)
                rows.append(row)
    results.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": on, "rows": [row.data() for row in rows]}, indent=1, ensure_ascii=False)
    results.write_text(text + "\n", encoding="utf-8")
    broken = [row for row in rows if row.kept is False]
    print(f"\n{len(rows)} rows, {len(broken)} of them beyond their limit; every sample stands in {results}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
