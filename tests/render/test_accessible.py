"""HTML in a real browser: no violation that axe-core finds, in light and dark, wide and narrow; nothing to scroll sideways."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from compiler.render import Beside, render
from compiler.render.colour import readable
from tests.workspace import EXAMPLE, compiled, edited, files_of

pytestmark = pytest.mark.long

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
SCHEMES = {"dark": 0, "light": 1}
"""What the browser is told that its user prefers."""
# The policy of the page forbids every script, so that axe-core runs in a copy without it.
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
ASKED = """
axe.run({{resultTypes: ["violations"]}}).then(function (found) {{
  const told = found.violations.map(one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 120)).join(" | "));
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const lost = [...document.querySelectorAll("a[href^='#']")].filter(a => !document.getElementById(a.hash.slice(1)));
  const result = {{told, wide, dark, lost: lost.length, passes: found.passes.length}};
  document.documentElement.innerHTML = "<body><pre id=result>" + btoa(unescape(encodeURIComponent(JSON.stringify(result))))
    + "</pre></body>";
}});
"""


@pytest.fixture(autouse=True)
def _browser() -> None:
    if BROWSER is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing; make services installs it", pytrace=False)
        pytest.skip("Chromium is missing; make services installs it")


@cache
def _page(client: str, document: str, language: str, draft: bool) -> str:
    workspace = files_of(EXAMPLE)
    if draft:
        workspace = edited(workspace, f"clients/{client}/contract.yaml", ("status: signed", "status: draft"))
    made = render(compiled(workspace, client, "2026-11-24"), document, "html", language, {}, Beside("+31 88 000 00 00")).content  # type: ignore[arg-type]
    return made.decode()


def audit(page: str, scheme: str, width: int, folder: Path) -> dict[str, Any]:
    """What axe-core finds in a page, and whether it is wider than its window."""
    import base64

    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    script = f"<script>{axe}</script><script>{ASKED.format()}</script>"
    assert POLICY.search(page)
    file = folder / "page.html"
    file.write_text(POLICY.sub("", page).replace("</body>", f"{script}</body>"), encoding="utf-8")
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={folder}/user",
        f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}", f"--window-size={width},1200",
        "--virtual-time-budget=60000", "--dump-dom", file.as_uri(),
    ]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode()
    result = re.search(r'<pre id="result">([^<]+)</pre>', shown)
    assert result is not None, shown[:2000]
    found: dict[str, Any] = json.loads(base64.b64decode(result[1]))
    return found


@pytest.mark.parametrize(
    ("client", "document", "language", "draft", "scheme", "width"),
    [
        ("zorggroep-het-anker", "sla", "nl", False, "light", 1100),
        ("zorggroep-het-anker", "dap", "nl", True, "dark", 1100),
        ("northsea-logistics", "sla", "en", False, "dark", 500),
        ("notariskantoor-de-linde", "emergency-card", "nl", False, "light", 500),
        ("stichting-de-brug", "sla", "nl", False, "dark", 1100),
    ],
)
def test_no_violation(client: str, document: str, language: str, draft: bool, scheme: str, width: int, tmp_path: Path) -> None:
    found = audit(_page(client, document, language, draft), scheme, width, tmp_path)
    assert found["told"] == []
    assert found["passes"] > 10
    assert found["wide"] == 0
    assert found["lost"] == 0
    assert found["dark"] == (scheme == "dark")


def test_the_audit_finds_what_is_wrong(tmp_path: Path) -> None:
    page = _page("stichting-de-brug", "sla", "nl", False)
    worse = page.replace('lang="nl"', "").replace("--ink: #1d2733", "--ink: #e0e0e0")
    told = audit(worse, "light", 1100, tmp_path)["told"]
    assert any(one.startswith("html-has-lang") for one in told)
    assert any(one.startswith("color-contrast") for one in told)


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#ffee00", "#0b5c7a", "#7f7f7f", "nonsense"])
def test_any_brand_can_be_read(colour: str, tmp_path: Path) -> None:
    page = _page("stichting-de-brug", "sla", "nl", False)
    light, dark = readable(colour, "#f3f5f7"), readable(colour, "#1c242c")
    branded = re.sub(r":root\{--brand:[^}]*\}", f":root{{--brand:{light};--brand-dark:{dark}}}", page)
    assert branded != page or colour == "#0b5c7a"
    for scheme in SCHEMES:
        assert audit(branded, scheme, 1100, tmp_path)["told"] == []
