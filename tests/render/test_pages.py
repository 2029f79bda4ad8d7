"""The pages of two clients as pictures: what a reader sees stays as it was looked at, but for the last bit of a dot."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from compiler import pipeline
from tests.workspace import EXAMPLE, checked, files_of

pytestmark = pytest.mark.long

PAGES = Path(__file__).parent / "pages"
AS_OF = "2026-11-24"
CLIENTS = ("northsea-logistics", "zorggroep-het-anker")
DOCUMENTS = ("sla", "dap")
DOTS = "48"
"""To an inch."""
BLOCK, TOLERANCE = 8, 24
"""Dots along the side of a square, and how far its colour may differ on average, of 255: letters may have softer edges."""


def pictures(client: str, document: str, folder: Path) -> Iterator[Image.Image]:
    found = checked(files_of(EXAMPLE), AS_OF)
    bundle = pipeline.compile_client(found, client)
    made, wrong = pipeline.render(found.shared(), bundle, (document,), ("pdf",), bundle.sla.language)
    assert wrong == []
    subprocess.run(["pdftoppm", "-r", DOTS, "-png", "-", str(folder / "page")], input=made[document, "pdf"], check=True)
    for file in sorted(folder.glob("page-*.png")):
        yield Image.open(file).convert("RGB")


def differs(one: Image.Image, other: Image.Image) -> float:
    """By how much the colour of the most different square differs."""
    if one.size != other.size:
        return 255
    apart = ImageChops.difference(one, other)
    squares = apart.resize((max(1, one.width // BLOCK), max(1, one.height // BLOCK)), Image.Resampling.BOX)
    return float(max(high for _, high in squares.getextrema()))  # type: ignore[misc]


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("client", CLIENTS)
def test_pages(client: str, document: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    now = list(pictures(client, document, tmp_path))
    kept = PAGES / client / document
    if request.config.getoption("--golden"):
        kept.mkdir(parents=True, exist_ok=True)
        for file in kept.iterdir():
            file.unlink()
        for number, page in enumerate(now, 1):
            page.quantize(256).save(kept / f"{number:02}.png", optimize=True)
    known = [Image.open(file).convert("RGB") for file in sorted(kept.glob("*.png"))]
    assert len(now) == len(known), "another number of pages; make golden, and look at them"
    wrong = [number for number, pair in enumerate(zip(now, known, strict=True), 1) if differs(*pair) > TOLERANCE]
    assert wrong == [], f"pages that look otherwise; they are in {tmp_path}; make golden if that is as meant"


def test_what_a_reader_would_see_is_seen() -> None:
    page = Image.new("RGB", (400, 560), "white")
    for y in range(40, 500, 9):
        page.paste("black", (40, y, 340, y + 4))
    shaded = page.copy()
    shaded.paste("#f1d2d0", (40, 520, 80, 532))
    lower = ImageChops.offset(page, 0, 3)
    assert differs(page, page) == 0
    assert differs(page, shaded) > TOLERANCE
    assert differs(page, lower) > TOLERANCE
    buffer = io.BytesIO()
    page.quantize(256).save(buffer, "png")
    assert differs(page, Image.open(buffer).convert("RGB")) < TOLERANCE
