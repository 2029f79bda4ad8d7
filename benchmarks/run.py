"""Times the command as whole processes and its core as calls, beside others that do the same work: medians and ratios."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import deciding
import rendering

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
ROUNDS = 7
WORKSPACE = ROOT / "contracts"
AS_OF = ("--as-of", "2026-11-24")
KINDS = {
    "provider": "provider/provider.yaml",
    "sla": "provider/sla/*/sla.yaml",
    "monitoring": "provider/monitoring/*.yaml",
    "contract": "clients/*/contract.yaml",
    "dap": "clients/*/dap.yaml",
}
VERSION_LIMIT, CHECK_LIMIT = 0.100, 1.0
TIMES_AS_FAST = (200, 20)
"""How many times as fast as each of the libraries, in their order, an addition of business time must be."""
DECISIONS = 20_000
PDF_LIMIT = 60
"""Milliseconds a document, on average over those that a build of the example makes."""
PDF_ROUNDS = 3


def akkoord(*arguments: str) -> Callable[[], None]:
    """A run of the command."""
    return lambda: _run([str(BIN / "akkoord"), "-w", str(WORKSPACE), *arguments])


def schemas_only() -> None:
    """check-jsonschema on the same files: a run for each kind, since it takes one schema at a time."""
    for kind, pattern in KINDS.items():
        files = sorted(map(str, WORKSPACE.glob(pattern)))
        _run([str(BIN / "check-jsonschema"), "--schemafile", str(ROOT / "schemas" / f"{kind}.schema.json"), *files])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def in_turn(*runs: Callable[[], None]) -> list[float]:
    """The median seconds of each run, taken in turn after one round that doesn't count."""
    taken: list[list[float]] = [[] for _ in runs]
    for number in range(ROUNDS + 1):
        for run, seconds in zip(runs, taken, strict=True):
            before = time.perf_counter()
            run()
            if number:
                seconds.append(time.perf_counter() - before)
    return [statistics.median(seconds) for seconds in taken]


def main() -> int:
    """Prints the figures; 1 when a limit isn't kept."""
    bare, version = in_turn(lambda: _run([sys.executable, "-c", "pass"]), akkoord("--version"))
    check, schemas = in_turn(akkoord("check", *AS_OF), schemas_only)
    rows = [
        ("akkoord --version", version, "python -c pass", bare),
        ("akkoord check", check, "check-jsonschema, same files", schemas),
    ]
    for name, seconds, other, others in rows:
        print(f"{name:<20}{seconds * 1000:7.0f} ms   {other:<30}{others * 1000:7.0f} ms   ratio {seconds / others:.2f}")
    bundle = deciding.bundle_of(WORKSPACE)
    (name, ours), *peers = deciding.additions(bundle.calendars[0])
    for other, theirs in peers:
        print(f"{name:<20}{ours:7.0f} /s   {other:<30}{theirs:7.0f} /s   ratio {ours / theirs:.0f}")
    rate = deciding.decisions(bundle)
    print(f"{'decide --batch':<20}{rate:7.0f} /s   whole decisions, JSON to JSON, on one core")
    papers = [statistics.mean(rendering.milliseconds(WORKSPACE, "typst")) for _ in range(PDF_ROUNDS)]
    paper, other = statistics.median(papers), statistics.mean(rendering.milliseconds(WORKSPACE, "weasyprint"))
    print(f"{'a PDF':<20}{paper:7.0f} ms   {'WeasyPrint, same HTML':<30}{other:7.0f} ms   ratio {paper / other:.2f}")
    limits = {
        f"--version {VERSION_LIMIT * 1000:.0f} ms": version < VERSION_LIMIT,
        f"check {CHECK_LIMIT * 1000:.0f} ms": check < CHECK_LIMIT,
        **{f"{limit} times {other}": ours >= limit * theirs for (other, theirs), limit in zip(peers, TIMES_AS_FAST, strict=True)},
        f"{DECISIONS} decisions a second": rate >= DECISIONS,
        f"a PDF {PDF_LIMIT} ms": paper < PDF_LIMIT,
    }
    for limit, kept in limits.items():
        print(f"limit: {limit}: {'kept' if kept else 'NOT kept'}")
    return 0 if all(limits.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
