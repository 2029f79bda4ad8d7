"""The number of the emergency service stands in no output: it is given to designated contacts only (SLA 3.2)."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Mapping
from functools import cache

import pytest
from pypdf import PdfReader

from compiler import pipeline
from compiler.bundle import to_json
from tests.workspace import EXAMPLE, built, checked, compiled, edited, errors, files_of

AS_OF = "2026-06-15"
WITH_SERVICE = "notariskantoor-de-linde"
FIELD = 'emergency_telephone: "+31 (0)88 - 000 00 00"'
# A number whose digits stand nowhere else, the ways to write it, and a plain office number that must come out.
NUMBER = "+31 (0)73 - 648 29 15"
DIGITS, NATIONAL = "736482915", re.compile(r"7\D{0,6}3\D{0,6}6\D{0,6}4\D{0,6}8\D{0,6}2\D{0,6}9\D{0,6}1\D{0,6}5")
OFFICE = "+31 (0)88 - 444 50 50"
NOTATIONS = [NUMBER, "+31736482915", "073-6482915", "0031 73 648 29 15", "(073) 648 2915", "+31.73.648.29.15"]


def workspace(number: str = NUMBER) -> dict[str, bytes]:
    return edited(files_of(EXAMPLE), "provider/provider.yaml", (FIELD, f'emergency_telephone: "{number}"'))


@cache
def outputs() -> Mapping[str, bytes]:
    found = checked(workspace(), AS_OF)
    assert errors(found) == []
    return built(found, found.clients, pipeline.targets(), ("md", "html", "pdf", "docx"))


def read(name: str) -> str:
    """The text of an output; of a PDF what stands on its pages, in its description and in what is attached to it."""
    content = outputs()[name]
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.namelist() if not part.startswith("word/media/")]
            return "".join(re.sub("<[^>]*>", "", archive.read(part).decode()) for part in parts)
    if not name.endswith(".pdf"):
        return content.decode().replace("\r\n ", "")  # the lines of a calendar are folded
    attached = "".join(data.decode() for _, found in PdfReader(io.BytesIO(content)).attachments.items() for data in found)
    assert attached
    text = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
    about = subprocess.run(["pdfinfo", "-"], input=content, capture_output=True, check=True).stdout
    return text.decode() + about.decode() + attached


@pytest.mark.parametrize("notation", NOTATIONS)
def test_the_search_finds_every_notation(notation: str) -> None:
    assert NATIONAL.search(f"Bel {notation}.")


@pytest.mark.long
def test_the_number_stands_in_no_output() -> None:
    assert {name.rpartition(".")[2] for name in outputs()} == {"ics", "json", "md", "html", "pdf", "docx", "pm"}
    assert [name for name in outputs() if NATIONAL.search(read(name)) or DIGITS in re.sub(r"\D", "", read(name))] == []


@pytest.mark.long
def test_other_numbers_do_stand_there() -> None:
    for form in ("md", "html", "pdf", "docx"):
        assert OFFICE in " ".join(read(f"documents/{WITH_SERVICE}/sla.nl.{form}").split())


@pytest.mark.parametrize(
    ("client", "where"), [(WITH_SERVICE, "provider/provider.yaml#/emergency_telephone"), ("stichting-de-brug", None)]
)
def test_a_bundle_holds_only_where_the_number_stands(client: str, where: str | None) -> None:
    one, other = (compiled(workspace(number), client, AS_OF) for number in (NUMBER, "+31 (0)73 - 648 29 16"))
    assert [desk.telephone for desk in one.provider.desks if desk.emergency] == [None]
    bought = one.form.emergency_service
    assert (bought.telephone if bought else None) == where
    # Nothing of the bundle follows from the number, but the digest of its file and so its own.
    changed = [key for key, value in json.loads(to_json(one)).items() if value != json.loads(to_json(other))[key]]
    assert changed == ["sources", "digest"]


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (f"clients/{WITH_SERVICE}/contract.yaml", "client:\n", "# {}\nclient:\n"),
        ("provider/provider.yaml", 'telephone: "+31 (0)88 - 444 50 50"', 'telephone: "+31 (0)88 - 444 50 50" # {}'),
        ("clients/zorggroep-het-anker/dap.yaml", "Dossiersoft meldt nieuwe", "Bel {}; Dossiersoft meldt nieuwe"),
    ],
    ids=["contract", "provider", "dap"],
)
def test_the_number_written_elsewhere_is_refused(notation: str, file: str, old: str, new: str) -> None:
    found = checked(edited(workspace(), file, (old, new.format(notation))), AS_OF)
    assert [one.origin.file for one in found.findings if one.name == "emergency-number-exposed"] == [file]
    assert errors(found) != []
