"""How benchmarks judge and measure: limits, ratios, the table, exit codes, and the memory of a tree of processes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.limits import LIMITS, Limit
from benchmarks.process import run
from benchmarks.row import Row, line

LINUX = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from Linux's /proc")
HOLDS = "held = b'x' * {megabytes}_000_000; import time; time.sleep({seconds})"
STARTS = "held = b'x' * 40_000_000; import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"


@pytest.mark.parametrize(
    ("limit", "ours", "theirs", "kept"),
    [
        (Limit(most=10), (1, 10, 99), (), True),
        (Limit(most=10), (1, 10.1, 99), (), False),
        (Limit(least=10), (1, 9.9, 99), (), False),
        (Limit(most=0.1, of_ratio=True), (5,), (50, 50, 1), True),
        (Limit(most=0.1, of_ratio=True), (5,), (49, 49, 1), False),
        (Limit(most=0.1, of_ratio=True), (5,), (), False),
        (None, (5,), (1,), None),
    ],
)
def test_the_median_is_judged_by_the_limit_and_a_ratio_needs_a_peer(
    monkeypatch: pytest.MonkeyPatch, limit: Limit | None, ours: tuple[float, ...], theirs: tuple[float, ...], kept: bool | None
) -> None:
    monkeypatch.setattr("benchmarks.row.LIMITS", {} if limit is None else {"key": limit})
    assert Row("key", "what", "s", ours, "peer" if theirs else "", theirs).kept is kept


def test_a_line_tells_both_figures_their_ratio_and_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.row.LIMITS", {"key": Limit(most=0.1, of_ratio=True)})
    row = Row("key", "check", "ms/file", (3.0, 2.0, 900.0), "another", (12.0,))
    assert line(row).split() == [
        "check",
        "3.00",
        "ms/file",
        "another",
        "12.0",
        "ms/file",
        "0.250",
        "ratio",
        "≤",
        "0.1:",
        "NOT",
        "KEPT",
    ]
    assert row.data()["our_samples"] == [3.0, 2.0, 900.0]


def test_a_run_prints_and_writes_every_row_and_fails_beyond_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_py = pytest.importorskip("benchmarks.run", reason="the peers aren't installed", exc_type=ImportError)
    monkeypatch.setattr("benchmarks.row.LIMITS", {"slow": Limit(most=1)})

    def fast(folder: Path) -> Iterator[Row]:
        assert not list(folder.iterdir())
        yield Row("fast", "the fast one", "s", (0.5,))

    def slow(_: Path) -> Iterator[Row]:
        yield Row("slow", "the slow one", "s", (2.0,))

    assert run_py.measure({"fast": fast}, tmp_path / "new" / "fast.json") == 0
    assert run_py.measure({"fast": fast, "slow": slow}, tmp_path / "both.json") == 1
    written = json.loads((tmp_path / "both.json").read_text(encoding="utf-8"))
    assert [(row["key"], row["ours"], row["kept"]) for row in written["rows"]] == [("fast", 0.5, None), ("slow", 2.0, False)]
    assert written["machine"]["python"] == sys.version.split()[0]
    assert "the slow one" in capsys.readouterr().out


def test_each_limit_is_of_a_row_that_is_measured() -> None:
    folder = Path(__file__).parents[1] / "benchmarks"
    measured = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py") if file.name != "limits.py")
    assert [key for key in LIMITS if f'"{key}"' not in measured] == []


@LINUX
def test_memory_is_that_of_a_process_and_all_below_it_together() -> None:
    below = HOLDS.format(megabytes=80, seconds=0.6)
    alone = run([sys.executable, "-c", HOLDS.format(megabytes=40, seconds=0.3)], watch=True)
    tree = run([sys.executable, "-c", STARTS, below], watch=True)
    assert 40 < alone.megabytes < 70
    assert 120 < tree.megabytes < 170


def test_a_run_that_fails_is_told_with_what_it_wrote() -> None:
    with pytest.raises(RuntimeError, match=r"exited with 3:\n(?s:.*)broken"):
        run([sys.executable, "-c", "import sys; print('broken', file=sys.stderr); sys.exit(3)"])


def test_work_is_that_of_all_processes_and_not_the_time_that_they_wait() -> None:
    below = "import time\nwhile time.process_time() < 0.3: pass"
    tree = run([sys.executable, "-c", STARTS, below])
    waits = run([sys.executable, "-c", "import time; time.sleep(0.5)"])
    assert 0.3 <= tree.worked < tree.seconds + 0.1
    assert waits.worked < 0.3 < waits.seconds
