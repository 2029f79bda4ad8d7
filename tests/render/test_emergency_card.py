"""The card with the emergency number: for those who bought the service, with the number, and with nothing that goes astray."""

from __future__ import annotations

import subprocess

import pytest

from compiler import pipeline
from tests.workspace import EXAMPLE, built, checked, edited, files_of

AS_OF = "2026-11-24"
CLIENT = "notariskantoor-de-linde"
NUMBER = "+31 (0)73 - 648 29 15"
FILES = edited(
    files_of(EXAMPLE),
    "provider/provider.yaml",
    ('emergency_telephone: "+31 (0)88 - 000 00 00"', f'emergency_telephone: "{NUMBER}"'),
)
FOUND = checked(FILES, AS_OF)


def card(form: str, language: str = "nl") -> bytes:
    made, wrong = pipeline.render(FOUND.shared(), pipeline.compile_client(FOUND, CLIENT), ("emergency-card",), (form,), language)
    assert wrong == []
    return made["emergency-card", form]


@pytest.mark.parametrize(
    ("language", "only"), [("nl", "Alleen voor de aangewezen contactpersonen"), ("en", "For the designated contacts only")]
)
def test_what_it_says(language: str, only: str) -> None:
    text = card("md", language).decode()
    for due in (NUMBER, only, "mr. Annemarie Lindeman", "Sven Bakker", "07:00–23:00", "155", "+31 (0)88 - 444 50 50"):
        assert due in text, due


@pytest.mark.long
def test_one_page_in_the_archive_standards() -> None:
    about = subprocess.run(["pdfinfo", "-"], input=card("pdf"), capture_output=True, check=True).stdout.decode()
    assert "Pages:           1\n" in about
    assert b"<pdfaid:part>3</pdfaid:part>" in card("pdf")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in card("pdf")


def test_only_for_those_who_have_the_service() -> None:
    for client in FOUND.clients:
        bundle = pipeline.compile_client(FOUND, client)
        assert ("emergency-card" in pipeline.documents_of(bundle)) == (bundle.form.emergency_service is not None)


def test_a_build_makes_none() -> None:
    files = built(FOUND, [CLIENT], [], ["md"])
    assert sorted(name.rpartition("/")[2] for name in files) == ["dap.nl.md", f"{CLIENT}.json", "sla.nl.md"]


def test_html_without_contents() -> None:
    text = card("html").decode()
    assert "<nav" not in text
    assert NUMBER in text
