"""The provider's logo on documents: inside them, with the provider's name for who can't see it."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from compiler import pipeline
from compiler.logo import as_svg
from tests.workspace import BASE, checked, errors, files_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30" fill="#c00"/></svg>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress((b"\0" + b"\xcc\0\0" * 3) * 2))
    + chunk(b"IEND", b"")
)


def made(name: str, content: bytes, form: str) -> bytes:
    files = files_of(BASE)
    text = files["provider/provider.yaml"].decode().replace('"#204060"}', f'"#204060", logo: {name}}}')
    found = checked({**files, "provider/provider.yaml": text.encode(), f"provider/{name}": content}, "2026-03-01")
    assert errors(found) == []
    page, wrong = pipeline.render(found.shared(), pipeline.compile_client(found, "acme"), ("sla",), (form,), "en")
    assert wrong == []
    return page["sla", form]


@pytest.mark.parametrize(("name", "content"), [("logo.svg", SVG), ("logo.png", PNG)])
def test_in_a_page(name: str, content: bytes) -> None:
    page = made(name, content, "html").decode()
    image = re.search(r'<img class="logo" src="data:image/svg\+xml;base64,([^"]+)" alt=""> Basis IT', page)
    assert image is not None
    assert base64.b64decode(image[1]).decode() == as_svg(content)
    assert "img-src data:" in page


@pytest.mark.parametrize(("name", "content"), [("logo.svg", SVG), ("logo.png", PNG)])
def test_on_paper_in_the_archive_standards(name: str, content: bytes) -> None:
    paper = made(name, content, "pdf")
    assert b"<pdfaid:part>3</pdfaid:part>" in paper
    assert b"<pdfuaid:part>1</pdfuaid:part>" in paper
    assert paper == made(name, content, "pdf")


@pytest.mark.parametrize(("name", "content"), [("logo.svg", SVG), ("logo.png", PNG)])
def test_in_a_document_for_word(name: str, content: bytes) -> None:
    paper = made(name, content, "docx")
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        (picture,) = [one for one in archive.namelist() if one.startswith("word/media/")]
        image = Image.open(io.BytesIO(archive.read(picture))).convert("RGB")
        page = archive.read("word/document.xml").decode()
    assert image.getpixel((5, 5)) == (0xCC, 0, 0)
    extent = re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"', page)
    assert extent is not None
    # As high as it is on paper, in its own proportions.
    assert int(extent[2]) == pytest.approx(540_000, rel=0.01)
    assert int(extent[1]) / int(extent[2]) == pytest.approx(3 if content == SVG else 1.5, rel=0.02)
    assert paper == made(name, content, "docx")


def test_a_png_keeps_its_shape() -> None:
    assert 'viewBox="0 0 3 2"' in as_svg(PNG)
    assert base64.b64encode(PNG).decode() in as_svg(PNG)
