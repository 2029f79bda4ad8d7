"""A logo's file to an SVG that needs nothing beside it."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from base64 import b64decode, b64encode

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_MOST = 1_000_000
_DOTS = 16_000_000
"""Dots that a picture may have: a small file can stand for one that fills the memory when it is unpacked."""
_PARTS = 10_000
"""Parts that a drawing may have, with each part that is used again counted each time."""
_INSIDE = "data:image/png;base64,"
_USED = re.compile(r"url\(\s*[\"']?#([^\"')]+)")
_REFUSED = ("script", "foreignObject", "style", "filter")
"""What runs, what brings in another language, and what can take any time to draw."""


class LogoError(ValueError):
    """A file that can't be used as a logo; the message says why."""


def as_svg(content: bytes) -> str:
    """The logo as SVG text; a PNG is wrapped in one. Raises ``LogoError``."""
    if len(content) > _MOST:
        raise LogoError(f"it is larger than {_MOST:,} bytes")
    if content.startswith(_PNG):
        width, height = _size(content)
        image = f'<image width="{width}" height="{height}" href="data:image/png;base64,{b64encode(content).decode()}"/>'
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{image}</svg>'
    try:
        text = content.decode("utf-8-sig")
        # No document of this kind needs entities of its own, and they can be made to grow without end.
        if re.search("<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
            raise LogoError("it declares a document type or entities; save it as plain SVG")
        root = ET.fromstring(text)
    except (UnicodeDecodeError, ET.ParseError):
        raise LogoError("it is neither an SVG nor a PNG image") from None
    if root.tag != f"{_SVG}svg":
        raise LogoError("it is neither an SVG nor a PNG image")
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name in _REFUSED:
            raise LogoError(f"it holds <{name}>; save it as plain SVG")
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == "href" and not value.startswith("#"):
                _embedded(value)
    _counted(root)
    return text


def _size(png: bytes) -> tuple[int, int]:
    """The width and height of a PNG image, in dots."""
    if png[12:16] != b"IHDR" or len(png) < 33 or not png.endswith(b"IEND\xaeB`\x82"):
        raise LogoError("it isn't a whole PNG image")
    width, height = struct.unpack(">II", png[16:24])
    if width * height > _DOTS:
        raise LogoError(f"it has more than {_DOTS:,} dots; save it smaller")
    return width, height


def _embedded(link: str) -> None:
    """Refuses a link to anything but a PNG image that stands in the link itself."""
    if not link.startswith(_INSIDE):
        raise LogoError("it refers to something outside itself, or to another kind of image than PNG; embed that as PNG")
    try:
        picture = b64decode(link.removeprefix(_INSIDE))
    except ValueError:
        picture = b""
    if not picture.startswith(_PNG):
        raise LogoError("it holds an image that isn't PNG; embed that as PNG")
    _size(picture)


def _counted(root: ET.Element) -> None:
    """Refuses a drawing that is small as a file, and that grows without end by parts that use each other."""
    parts = {element.get("id", ""): element for element in root.iter()}
    sizes: dict[ET.Element, int | None] = {}
    todo = [root]
    while todo:
        element = todo[-1]
        needed = [*element, *(parts[name] for name in _uses(element) if name in parts)]
        if element not in sizes:
            sizes[element] = None
            todo += (one for one in needed if one not in sizes)
            continue
        todo.pop()
        inner = [sizes[one] for one in needed]
        size = 1 + sum(one for one in inner if one is not None)
        if None in inner and sizes[element] is None:
            raise LogoError("a part of it uses itself")
        if size > _PARTS:
            raise LogoError(f"it has more than {_PARTS:,} parts, with those that are used again; save it simpler")
        sizes[element] = size


def _uses(element: ET.Element) -> list[str]:
    """The ids of the parts that an element refers to."""
    links = [value[1:] for key, value in element.attrib.items() if key.rpartition("}")[2] == "href" and value.startswith("#")]
    return links + [name for value in element.attrib.values() for name in _USED.findall(value)]
