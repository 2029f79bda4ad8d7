"""Characters that no font on paper has: told, and not kept silent with a box."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from compiler import pipeline
from compiler.cli import cli
from compiler.render.paper import Section
from compiler.render.pdf import to_pdf
from tests.render.test_docx import paper
from tests.workspace import BASE, checked, edited, files_of


@pytest.mark.parametrize(
    ("name", "lacking"),
    [("Acme 中文 Ltd", ["中", "文"]), ("Acme Ltd – Ωμέγα", []), ("Łódź & Σία 🦊", []), ("한국", ["한", "국"])],
)
def test_what_no_font_has(name: str, lacking: list[str]) -> None:
    files = edited(files_of(BASE), "clients/acme/contract.yaml", ("client: {name: Acme Ltd,", f"client: {{name: {name},"))
    found = checked(files, "2026-03-01")
    made, wrong = pipeline.render(found.shared(), pipeline.compile_client(found, "acme"), ("sla",), ("pdf",), "en")
    if lacking == []:
        assert wrong == []
        assert b"<pdfaid:part>3</pdfaid:part>" in made["sla", "pdf"]
        return
    assert [(one.code, one.severity, one.origin.file) for one in wrong] == [("AK505", "warning", "clients/acme/contract.yaml")]
    assert b"<pdfaid:part>" not in made["sla", "pdf"]
    for character in lacking:
        assert character in wrong[0].message


def test_the_command_tells_it(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "contracts")
    contract = tmp_path / "contracts" / "clients" / "acme" / "contract.yaml"
    contract.write_text(contract.read_text(encoding="utf-8").replace("Acme Ltd", "Acme 中 Ltd"), encoding="utf-8")

    def told(form: str) -> str:
        common = ["-w", str(tmp_path / "contracts"), "render", "acme", "--as-of", "2026-03-01", "--format", form]
        done = CliRunner().invoke(cli, [*common, "-o", str(tmp_path / f"a.{form}")])
        assert done.exit_code == 0
        return done.stderr

    assert "warning[AK505] On paper, no font has what this client's document holds: 中." in told("pdf")
    assert "AK505" not in told("html")


def test_a_long_word_in_code_holds_nothing_of_ours() -> None:
    body = f"`{'x' * 100}`\n\n```\n{'y' * 200}\n```\n"
    assert to_pdf(paper(Section(1, "1", "Title", "a", body))).lacking == ()
