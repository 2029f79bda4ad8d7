"""Many clients: what is remembered, spread over processes or split into parts is the same as what is made in one go."""

from __future__ import annotations

import datetime as dt
import gc
import os
import random
import select
import shutil
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from subprocess import PIPE

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.generate import generate
from compiler import cache as caching
from compiler import pipeline
from compiler.built import Made, _Order, _Task
from compiler.cache import NO_CACHE, Cache, digest, encoded
from compiler.check.clients import Brief
from compiler.checked import Alone, Files, Shared
from compiler.cli import cli
from compiler.load import contents, load
from compiler.output import replacing
from compiler.pipeline import Checked
from compiler.processes import HERE, Pool
from compiler.shard import shard
from compiler.source import Origin
from tests.workspace import BASE, EXAMPLE, ROOT, files_of

AS_OF = "2026-11-24"
DATE = dt.date.fromisoformat(AS_OF)
FILES = files_of(EXAMPLE)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of enough clients for processes to be started, a tenth of them with a mistake."""
    folder = tmp_path_factory.mktemp("many") / "workspace"
    generate(80, folder, mistakes=0.1)
    return folder


def check(files: Mapping[str, bytes], cache: Cache = NO_CACHE, pool: Pool = HERE) -> Checked:
    loaded, findings = load(files)
    return pipeline.check(loaded, findings, DATE, pool=pool, cache=cache)


def told(found: Checked) -> tuple[object, ...]:
    return found.clients, found.findings, found.waived, found.linked, found.sound


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(cli, [str(one) for one in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Remembered


PUT = [b"", b"x", b"\n", b": ", b"2.4", b"2031-01-01", b"\xff", b"# akkoord: ignore[AK427] known\n"]


@st.composite
def edits(draw: st.DrawFn) -> dict[str, bytes]:
    """The example with a few places of a few files changed, added or taken out."""
    files = dict(FILES)
    for name in draw(st.lists(st.sampled_from(sorted(name for name in FILES if name.endswith(".yaml"))), max_size=3)):
        content = files[name]
        at = draw(st.integers(0, len(content)))
        gone = draw(st.integers(0, 20))
        put = draw(
            st.sampled_from([b"", b"x", b"\n", b": ", b"2.4", b"2031-01-01", b"\xff", b"# akkoord: ignore[AK427] known\n"])
        )
        files[name] = content[:at] + put + content[at + gone :]
    return files


@pytest.mark.long
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(edits(), min_size=2, max_size=3))
def test_what_is_remembered_is_what_is_found(states: list[dict[str, bytes]], tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")  # one for all examples: it holds what was found in many states
    for files in (FILES, *states, FILES):
        assert told(check(files, cache)) == told(check(files))


def test_another_date_is_another_result(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    loaded, findings = load(FILES)
    check(FILES, cache)
    later = dt.date(2031, 1, 1)
    assert told(pipeline.check(loaded, findings, later, cache=cache)) == told(pipeline.check(loaded, findings, later))
    assert told(pipeline.check(loaded, findings, later)) != told(check(FILES))


def test_another_program_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(FILES, Cache(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr("compiler.checked.program", lambda: "another")
        loaded, findings = load(FILES)
        patch.setattr("compiler.checked.check_alone", lambda *_: pytest.fail("as it should"))
        with pytest.raises(pytest.fail.Exception, match="as it should"):
            pipeline.check(loaded, findings, DATE, cache=Cache(tmp_path))


def test_the_same_is_not_thought_over_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = check(FILES, Cache(tmp_path))
    monkeypatch.setattr("compiler.checked.check_alone", lambda *_: pytest.fail("thought over again"))
    monkeypatch.setattr("compiler.checked.share", lambda *_: pytest.fail("thought over again"))
    assert told(check(FILES, Cache(tmp_path))) == told(first)


@pytest.mark.parametrize("damage", ["cut", "garbage", "flip", "empty", "folder", "value"])
def test_a_damaged_cache_changes_nothing(damage: str, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    right = told(check(FILES, cache))
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    if damage == "folder":
        file.unlink()
        file.mkdir()
    elif damage == "value":  # what SQLite itself doesn't see
        assert b"Bakkerij" in content
        file.write_bytes(content.replace(b"Bakkerij", b"Slagerij"))
    else:
        places = random.Random(1).sample(range(len(content)), 400)
        flipped = bytearray(content)
        for place in places:
            flipped[place] ^= 0x55
        file.write_bytes({"cut": content[: len(content) // 2], "garbage": b"x" * 9999, "flip": flipped, "empty": b""}[damage])
    for _ in range(2):
        assert told(check(FILES, cache)) == right


def test_only_its_owner_can_read_what_is_remembered(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        check(FILES, Cache(tmp_path / "cache"))
    finally:
        os.umask(before)
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "cache").iterdir()} == {0o600}


def test_what_is_remembered_stays_within_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "LIMIT", 300_000)
    cache = Cache(tmp_path)
    for number in range(40):
        cache.put({f"{number:064}": bytes([number]) * 20_000})
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 400_000
    known = cache.get([f"{number:064}" for number in range(40)])
    assert f"{39:064}" in known
    assert f"{0:064}" not in known
    assert 5 < len(known) < 20


def test_a_cache_that_cannot_be_written_or_is_locked_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("mine")
    assert told(check(FILES, Cache(tmp_path / "file" / "below"))) == told(check(FILES))
    monkeypatch.setattr(caching, "_WAIT", 0.0)
    cache = Cache(tmp_path / "cache")
    cache.put({"a": b"b"})
    other = caching._connected(tmp_path / "cache")
    other.execute("BEGIN EXCLUSIVE")
    assert told(check(FILES, cache)) == told(check(FILES))
    other.close()


# Spread over processes


def test_processes_find_the_same_in_the_same_order(many: Path) -> None:
    files = files_of(many)
    files = {name: content for name, content in files.items() if name.split("/")[0] in ("provider", "clients")}
    one, other = check(files), check(files, pool=Pool(2))
    assert len(one.clients) == 80
    assert len(one.findings) > 8
    assert told(one) == told(other)


@pytest.mark.long
def test_a_build_is_the_same_by_one_process_or_two_anew_or_again(tmp_path: Path) -> None:
    generate(66, tmp_path / "workspace")
    outs = {}
    for name, more in (("one", ["--jobs", "1", "--no-cache"]), ("two", ["--jobs", "2"]), ("again", ["--jobs", "2"])):
        out = tmp_path / ("two" if name == "again" else name)
        done = run("-w", tmp_path / "workspace", "build", "--as-of", AS_OF, "--format", "md", "--out", out, *more)
        assert done.exit_code == 0, done.output
        outs[name] = tree(out)
    assert len(outs["one"]) > 150
    assert outs["one"] == outs["two"] == outs["again"]


def test_what_did_not_change_is_taken_over_and_what_was_tampered_with_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(BASE, tmp_path / "workspace")
    build = ("-w", tmp_path / "workspace", "build", "--as-of", "2026-06-15", "--format", "md", "--out", tmp_path / "out")
    assert run(*build).exit_code == 0
    before = tree(tmp_path / "out")
    (tmp_path / "out" / "documents" / "acme" / "sla.en.md").write_text("another")
    with (tmp_path / "workspace" / "clients" / "solo" / "contract.yaml").open("a") as stream:
        stream.write("# a remark\n")
    made = []
    real = pipeline.render
    monkeypatch.setattr(
        "compiler.built.render", lambda shared, bundle, *more: made.append(bundle.client.id) or real(shared, bundle, *more)
    )
    assert run(*build).exit_code == 0
    after = tree(tmp_path / "out")
    assert after["documents/acme/sla.en.md"] == before["documents/acme/sla.en.md"]
    assert set(made) == {"acme", "solo"}  # one was tampered with, the other's sources changed
    made.clear()
    assert run(*build).exit_code == 0
    assert made == []
    assert tree(tmp_path / "out") == after


# Split into parts


def test_every_client_is_in_one_part_and_stays_there() -> None:
    clients = [f"client-{number}" for number in range(1000)]
    parts = [shard(f"{number}/7").of(clients) for number in range(1, 8)]
    assert sorted(client for part in parts for client in part) == sorted(clients)
    assert all(100 < len(part) < 190 for part in parts)
    assert shard("3/7").of(clients[:500]) == [client for client in parts[2] if client in clients[:500]]


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "1/0", "a/b", "1/3/5", "-1/3", "1/999999"])
def test_what_is_no_part_is_told(text: str, many: Path) -> None:
    done = run("-w", many, "build", "--shard", text)
    assert done.exit_code == 2
    assert "no part such as 2/3" in done.stderr


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example built whole and in three parts."""
    folder = tmp_path_factory.mktemp("parts")
    build = ("-w", EXAMPLE, "build", "--as-of", AS_OF, "--format", "md", "--format", "html")
    for number in (1, 2, 3):
        assert run(*build, "--shard", f"{number}/3", "--out", folder / str(number)).exit_code == 0
    assert run(*build, "--out", folder / "whole").exit_code == 0
    return folder


def test_parts_put_together_are_the_whole(parts: Path, tmp_path: Path) -> None:
    done = run("merge", parts / "3", parts / "1", parts / "2", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert tree(tmp_path / "out") == tree(parts / "whole")
    assert not any((parts / str(number) / "exports").exists() for number in (1, 2, 3))


def test_what_is_not_all_of_one_build_is_not_put_together(parts: Path, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "out")
    for names, words in (
        (("1", "3"), "2/3 lack"),
        (("1", "2", "2", "3"), "there twice"),
        (("1", "2", "whole"), "holds no part of a build"),
    ):
        done = run("merge", *(parts / one for one in names), *out)
        assert done.exit_code == 2
        assert words in done.stderr
    other = tmp_path / "other"
    assert run("-w", EXAMPLE, "build", "--as-of", "2026-11-25", "--format", "md", "--shard", "2/3", "--out", other).exit_code == 0
    assert "aren't parts of one build" in run("merge", parts / "1", other, parts / "3", *out).stderr
    changed = shutil.copytree(parts / "2", tmp_path / "changed")
    next((changed / "bundles").iterdir()).write_text("{}")
    assert "isn't what its manifest.json says" in run("merge", parts / "1", changed, parts / "3", *out).stderr
    (changed / "manifest.json").write_text('{"files": {"../../outside": "x"}}')
    assert "outside itself" in run("merge", parts / "1", changed, parts / "3", *out).stderr
    assert not (tmp_path / "out").exists()


def test_a_part_is_checked_by_itself(many: Path) -> None:
    every = run("-w", many, "check", "--as-of", AS_OF, "--output-format", "concise").stdout.splitlines()
    by_part = [
        line
        for number in (1, 2)
        for line in run(
            "-w", many, "check", "--as-of", AS_OF, "--output-format", "concise", "--shard", f"{number}/2"
        ).stdout.splitlines()
    ]
    assert sorted(by_part) == sorted(every)
    assert len(every) >= 8


# Flat in memory

KEPT = 1_500
"""So many bytes of each client at most are held at the same time by the process that hands out the work."""


def held(workspace: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The most bytes that a check and a build hold of all clients, seen when the last is to be worked on and at the end.

    The work itself is left out.
    """
    last, most = max(os.listdir(workspace / "clients")), 0

    def look(client: str) -> None:
        nonlocal most
        if client == last:
            gc.collect()
            most = max(most, tracemalloc.get_traced_memory()[0])

    def check_encoded(_shared: Shared, files: Files) -> bytes:
        look(files.client)
        file = f"clients/{files.client}/contract.yaml"
        brief = Brief(files.client, Origin(file, 5, 9, "/client/name", None, 5, 30), DATE, DATE, False)
        return encoded(Alone((), (), brief))

    def made(_order: _Order, task: _Task) -> tuple[Made, str]:
        of = task.files.client
        look(of)
        names = (f"bundles/{of}.json", f"documents/{of}/sla.nl.html", f"documents/{of}/dap.nl.html")
        return Made({name: digest(name) for name in names}, ()), task.key

    monkeypatch.setattr("compiler.checked._check_encoded", check_encoded)
    monkeypatch.setattr("compiler.built._made", made)
    tracemalloc.start()
    try:
        loaded, findings = pipeline.open_workspace(workspace)
        checked = pipeline.check(loaded, findings, DATE)
        with replacing(out) as folder:
            pipeline.build(checked, checked.clients, [], ["html"], folder, HERE, NO_CACHE, lambda _: None)
            look(last)
    finally:
        tracemalloc.stop()
    return most


def test_little_is_held_of_each_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "_AT_A_TIME", 20)
    monkeypatch.setattr(contents, "_IN_MEMORY", 10_000)
    few, many = 100, 1_000
    sizes = {}
    for count in (few, many):
        generate(count, tmp_path / f"{count}", provider=BASE / "provider")
    for count in (few, few, many):  # the first time, what is kept for all is made
        sizes[count] = held(tmp_path / f"{count}", tmp_path / "out", monkeypatch)
    assert (sizes[many] - sizes[few]) / (many - few) < KEPT


# One at a time


def test_a_second_build_of_the_same_folder_says_so(tmp_path: Path) -> None:
    build = ("-w", EXAMPLE, "build", "--as-of", AS_OF, "--format", "md", "--out", tmp_path / "out")
    with replacing(tmp_path / "out"):
        done = run(*build)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == "akkoord: another run is writing out; wait until it has ended\n"
    assert os.listdir(tmp_path) == ["out"]
    assert run(*build).exit_code == 0
    assert os.listdir(tmp_path) == ["out"]


def test_what_a_killed_build_left_behind_is_cleared_away(tmp_path: Path) -> None:
    build = ("-w", EXAMPLE, "build", "--as-of", AS_OF, "--format", "md", "--out", tmp_path / "out")
    assert run(*build).exit_code == 0
    before = tree(tmp_path / "out")
    left = tmp_path / ".out.making"
    (left / "new" / "deep").mkdir(parents=True)
    (left / "new" / "deep" / "file").write_text("half")
    # Killed between two renames, where folders can't be exchanged in one step: the last good one comes back.
    (tmp_path / "out").rename(left / "old")
    assert run(*build).exit_code == 0
    assert os.listdir(tmp_path) == ["out"]
    assert tree(tmp_path / "out") == before


BUILD = [
    sys.executable,
    "-m",
    "compiler.cli",
    "-w",
    "workspace",
    "build",
    "--as-of",
    AS_OF,
    "--format",
    "md",
    "--out",
    "out",
    "--no-cache",
]


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders in one step")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_one_and_no_process(jobs: str, tmp_path: Path) -> None:
    generate(66, tmp_path / "workspace")
    command = [*BUILD, "--jobs", jobs]

    def build(seconds: float | None) -> bool:
        """Whether it came to its end; killed after so many seconds, it and what it started must be gone."""
        ours, theirs = os.pipe()
        process = subprocess.Popen(
            command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, pass_fds=[theirs], stdout=PIPE, stderr=PIPE
        )
        os.close(theirs)
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        # The pipe ends when the last process that holds it has ended.
        assert select.select([ours], [], [], 30)[0]
        os.close(ours)
        return process.returncode == 0

    began = time.monotonic()
    assert build(None)
    whole = time.monotonic() - began
    old = tree(tmp_path / "out")
    contract = sorted((tmp_path / "workspace" / "clients").iterdir())[0] / "contract.yaml"
    texts = [contract.read_text(), contract.read_text() + "# another\n"]
    contract.write_text(texts[1])
    assert build(None)
    states = [old, tree(tmp_path / "out")]
    assert states[0] != states[1]
    now, chance = 1, random.Random(1)
    for _ in range(6):
        contract.write_text(texts[1 - now])
        ended = build(chance.uniform(0.2, 1.1) * whole)
        now = states.index(tree(tmp_path / "out")) if not ended else 1 - now
        assert tree(tmp_path / "out") == states[now]
    assert build(None)
    assert sorted(os.listdir(tmp_path)) == ["out", "workspace"]
