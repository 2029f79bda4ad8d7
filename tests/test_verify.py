"""Whether a paper is what the workspace says: the same, the same in other words, or another in which clauses."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from compiler import pipeline
from compiler.bundle import Bundle, from_data, to_data
from compiler.difference import differences
from compiler.render import render
from tests.workspace import EXAMPLE, checked, compiled, edited, errors, files_of

AS_OF = "2026-11-24"
CLIENT = "bakkerij-van-dijk"
FILES = files_of(EXAMPLE)
CONTRACT, DAP, SLA = f"clients/{CLIENT}/contract.yaml", f"clients/{CLIENT}/dap.yaml", "provider/sla/2.5/sla.yaml"


@cache
def bundle() -> Bundle:
    return compiled(FILES, CLIENT, AS_OF)


@cache
def paper(document: str = "sla") -> bytes:
    made, wrong = pipeline.render(checked(FILES, AS_OF).shared(), bundle(), (document,), ("pdf",), "nl")
    assert wrong == []
    return made[document, "pdf"]


def verdict(content: bytes, files: Mapping[str, bytes] = FILES) -> pipeline.Verdict:
    found = checked(files, "2027-02-01")
    assert errors(found) == []
    return pipeline.verify(found, content)


@pytest.mark.parametrize("document", ["sla", "dap"])
def test_the_same(document: str) -> None:
    found = verdict(paper(document))
    assert found.same
    assert found.told == (
        f"{document} of {CLIENT} as of {AS_OF}, {bundle().digest[:12]}",
        "It is what the workspace says.",
    )


def test_signed_by_adding_to_the_file() -> None:
    assert verdict(paper() + b"\n% a signature, as an update behind what was signed\n").same


def test_a_comment_in_the_files_changes_nothing() -> None:
    found = verdict(paper(), edited(FILES, CONTRACT, ("status: signed", "# Op papier, ook.\nstatus: signed")))
    assert (found.same, found.told[1]) == (
        True,
        "It is what the workspace says. The files have changed since, but not what they say.",
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            SLA,
            "agreement: binding, within: PT1H",
            "agreement: binding, within: PT2H",
            '7.9: "PT1H" → "PT2H", at /tickets/targets/ernstig-start/within',
        ),
        (
            SLA,
            "since: 2020-12-24\n        closes: 16:00",
            "since: 2020-12-24\n        closes: 15:00",
            '3.1: "16:00" → "15:00", at /calendars/office/early_closings/christmas-eve-2026-12-24/closes and 1 more',
        ),
        (DAP, "reporters: [jan, fatima, willem]", "reporters: [jan, willem]", ", at /contacts/people/fatima/may"),
    ],
)
def test_which_clauses_differ(file: str, old: str, new: str, told: str) -> None:
    text = FILES[file].decode()
    assert text.count(old) == 1, text.count(old)
    found = verdict(paper(), edited(FILES, file, (old, new)))
    assert not found.same
    assert found.told[1] == "The workspace says otherwise, with the document first:"
    assert any(told in line for line in found.told[2:]), found.told


def test_what_is_known_by_name_is_compared_by_name() -> None:
    """A closing that goes leaves the others as they are."""
    less = replace(bundle(), calendars=tuple(replace(one, closings=one.closings[1:]) for one in bundle().calendars))
    found = differences(bundle(), less)
    assert [one.clause for one in found] == ["3.1"] * len(found)
    assert all(one.after.value is None for one in found if one.pointer.count("/") == 4)
    assert differences(bundle(), from_data(to_data(bundle()))) == []


def test_a_bundle_that_was_changed_inside() -> None:
    data = to_data(bundle())
    data["billing"]["hourly"] = "1.00"
    forged = render(from_data(data), "sla", "pdf", "nl", {}).content
    found = verdict(forged)
    assert (found.same, found.told[1]) == (
        False,
        "The bundle inside was changed after the document was made: its digest isn't right.",
    )


def test_words_that_the_bundle_does_not_make() -> None:
    """A page with other words, around the true bundle."""
    forged = render(bundle(), "sla", "pdf", "nl", {"nl/sla/support.md": "Alles is gratis.\n"}).content
    found = verdict(forged)
    assert not found.same
    assert "pages" in found.told[1]


def test_a_client_that_is_gone() -> None:
    without = {name: content for name, content in FILES.items() if CLIENT not in name}
    assert verdict(paper(), without).told[1] == f"The workspace has no contract of {CLIENT} that can be compiled."


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "can't be read as a PDF"),
        (b"# not a PDF", "can't be read as a PDF"),
        (b"%PDF-1.7\n" + b"\0" * 500, "can't be read as a PDF"),
        (paper()[: len(paper()) // 2], "can't be read as a PDF"),
    ],
    ids=["empty", "text", "zeros", "half"],  # a whole paper as the name of a test leaves no room for another process
)
def test_what_is_no_such_document(content: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        verdict(content)


def test_a_pdf_of_another() -> None:
    import typst

    with pytest.raises(ValueError, match="only a PDF that akkoord made"):
        verdict(typst.compile(b"= Other", format="pdf"))


@pytest.mark.long
def test_the_bundle_can_be_taken_out_by_anyone(tmp_path: Path) -> None:
    """A common tool finds the bundle as an attachment, and the archive standards hold."""
    file = tmp_path / "sla.pdf"
    file.write_bytes(paper())
    subprocess.run(["pdfdetach", "-save", "1", "-o", str(tmp_path / "taken.json"), str(file)], check=True)
    assert json.loads((tmp_path / "taken.json").read_bytes()) == to_data(bundle())
    listed = subprocess.run(["pdfdetach", "-list", str(file)], capture_output=True, check=True)
    assert listed.stdout.splitlines()[1:] == [b"1: akkoord-bundle.json"]
    about = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True).stdout.decode()
    assert "akkoord, sla, nl" in about


def test_a_workspace_with_an_error_cannot_be_compared() -> None:
    """The matrix lacks a cell, so that nothing can be compiled."""
    found = checked(
        edited(
            FILES,
            SLA,
            (
                "  monitoring:\n    server: {standard: included, plus: included}",
                "  monitoring:\n    server: {standard: included}",
            ),
        ),
        AS_OF,
    )
    assert errors(found) != []
    assert pipeline.verify(found, paper()).told[1] == f"The workspace has no contract of {CLIENT} that can be compiled."


def test_the_error_of_another_client_does_not_matter() -> None:
    other = "clients/northsea-logistics/contract.yaml"
    found = checked(edited(FILES, other, ("status: signed", "status: sealed")), AS_OF)
    assert errors(found) != []
    assert pipeline.verify(found, paper()).same
