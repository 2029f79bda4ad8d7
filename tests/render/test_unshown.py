"""Characters that no font on paper has: told, and not kept silent with a box."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from compiler import pipeline
from compiler.cli import cli
from tests.workspace import BASE, checked, edited, files_of


@pytest.mark.parametrize(
    ("name", "lacking"),
    [("Acme 中文 Ltd", ["中", "文"]), ("Acme Ltd – Ωμέγα", []), ("Łódź & Σία 🦊", []), ("한국", ["한", "국"])],
)
def test_what_no_font_has(name: str, lacking: list[str]) -> None:
    files = edited(files_of(BASE), "clients/acme/contract.yaml", ("client: {name: Acme Ltd,", f"client: {{name: {name},"))
    found = checked(files, "2026-03-01")
    made, wrong = pipeline.render(found, pipeline.compile_client(found, "acme"), "sla", "pdf", "en")
    assert made is not None
    if lacking == []:
        assert wrong == []
        assert b"<pdfaid:part>3</pdfaid:part>" in made
        return
    assert [(one.code, one.severity, one.origin.file) for one in wrong] == [("AK505", "warning", "clients/acme/contract.yaml")]
    assert b"<pdfaid:part>" not in made
    for character in lacking:
        assert character in wrong[0].message


def test_the_command_tells_it(tmp_path: object) -> None:
    runner = CliRunner()
    with runner.isolated_filesystem():
        import shutil
        from pathlib import Path

        shutil.copytree(BASE, "contracts")
        contract = Path("contracts/clients/acme/contract.yaml")
        contract.write_text(contract.read_text(encoding="utf-8").replace("Acme Ltd", "Acme 中 Ltd"), encoding="utf-8")
        done = runner.invoke(cli, ["render", "acme", "--as-of", "2026-03-01", "--format", "pdf", "-o", "a.pdf"])
        assert done.exit_code == 0
        assert "warning[AK505] On paper, no font has what this client's document holds: 中." in done.stderr
        plain = runner.invoke(cli, ["render", "acme", "--as-of", "2026-03-01", "--format", "html", "-o", "a.html"])
        assert "AK505" not in plain.stderr
