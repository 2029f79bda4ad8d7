"""The README's Python, run as it stands there."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path

import pytest

from compiler.bundle import to_json
from tests.workspace import EXAMPLE, ROOT, compiled, files_of


def test_python_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "contracts")
    bundle = compiled(files_of(EXAMPLE), "bakkerij-van-dijk", "2026-11-24")
    (tmp_path / "build" / "bundles").mkdir(parents=True)
    (tmp_path / "build" / "bundles" / "bakkerij-van-dijk.json").write_bytes(to_json(bundle))
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec("\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL)), {})
    first, second, third = printed.getvalue().splitlines()
    assert first.startswith("True [datetime.date(2026, 4, 3), datetime.date(2026, 5, 5)")
    assert second.startswith("included 2026-12-28 08:50:00+01:00 Thu 24 Dec 15:50 reported")
    assert third == "2026-12-24 15:50:00+01:00 1:00:00"
