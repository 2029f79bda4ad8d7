"""A logo that was made to harm is refused before anything draws it; what is left can always be drawn."""

from __future__ import annotations

import base64
import struct
import zlib

import pytest

from compiler.logo import LogoError, as_svg
from tests.render.test_logo import made

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 90 30">{}</svg>'


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def inside(content: bytes, kind: str) -> str:
    return f'<image href="data:image/{kind};base64,{base64.b64encode(content).decode()}"/>'


def chain(link: str, times: int = 2) -> str:
    """Thirty parts, of which each holds the one before twice: a thousand million when they are drawn."""
    parts = "".join(f'<g id="p{n}">{link.format(n - 1) * times}</g>' for n in range(1, 31))
    return f'<g id="p0"><rect width="1" height="1"/></g>{parts}'


REFUSED = {
    "entities": ("<!DOCTYPE svg [<!ENTITY a 'x'>]>" + SVG.format("&a;"), "document type"),
    "a script": (SVG.format("<script>alert(1)</script>"), "<script>"),
    "another language": (SVG.format("<foreignObject/>"), "<foreignObject>"),
    "a style sheet": (SVG.format("<style>@import url(https://x.example)</style>"), "<style>"),
    "a filter": (SVG.format('<filter id="f" width="1e9"><feGaussianBlur stdDeviation="1e9"/></filter>'), "<filter>"),
    "a file": (SVG.format('<image href="/etc/hostname"/>'), "outside itself"),
    "a page": (SVG.format('<a xlink:href="javascript:alert(1)"><rect/></a>'), "outside itself"),
    "a drawing in it": (SVG.format(inside(SVG.format('<image href="/etc/hostname"/>').encode(), "svg+xml")), "than PNG"),
    "a picture in it that is none": (SVG.format(inside(b"GIF89a", "png")), "isn't PNG"),
    "a picture in it without end": (SVG.format(inside(png(60_000, 60_000), "png")), "dots"),
    "parts used again": (SVG.format(chain('<use href="#p{}"/>')), "parts"),
    "patterns in patterns": (SVG.format(chain('<rect fill="url(#p{})"/>')), "parts"),
    "styles that use parts": (SVG.format(chain("<rect style=\"mask:url('#p{}')\"/>")), "parts"),
    "a part in itself": (SVG.format('<g id="a"><use href="#a"/></g>'), "uses itself"),
    "two parts in each other": (SVG.format('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "uses itself"),
    "parts within parts": (SVG.format("<g>" * 20_000 + "</g>" * 20_000), "parts"),
}


@pytest.mark.parametrize(("drawing", "told"), REFUSED.values(), ids=REFUSED)
def test_refused(drawing: str, told: str) -> None:
    with pytest.raises(LogoError, match=told):
        as_svg(drawing.encode())


def test_a_picture_without_end_is_refused() -> None:
    with pytest.raises(LogoError, match="dots"):
        as_svg(png(60_000, 60_000))


def test_what_is_used_again_within_reason_is_not() -> None:
    drawing = SVG.format('<linearGradient id="a"/><linearGradient id="b" href="#a"/><rect fill="url(#b)"/><use href="#b"/>')
    assert as_svg(drawing.encode()) == drawing


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
@pytest.mark.parametrize("shape", ["0 0 10000000 1", "0 0 1 10000000", "0 0 1e30 1e30"])
def test_any_shape_can_be_shown(shape: str, form: str) -> None:
    drawing = SVG.replace("0 0 90 30", shape).format('<rect width="9" height="1"/>')
    assert made("logo.svg", drawing.encode(), form)
