"""A logo's file to an SVG that needs nothing beside it."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from base64 import b64encode

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_MOST = 1_000_000


class LogoError(ValueError):
    """A file that can't be used as a logo; the message says why."""


def as_svg(content: bytes) -> str:
    """The logo as SVG text; a PNG is wrapped in one. Raises ``LogoError``."""
    if len(content) > _MOST:
        raise LogoError(f"it is larger than {_MOST:,} bytes")
    if content.startswith(_PNG):
        if content[12:16] != b"IHDR" or len(content) < 33 or not content.endswith(b"IEND\xaeB`\x82"):
            raise LogoError("it isn't a whole PNG image")
        width, height = struct.unpack(">II", content[16:24])
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
        if name in ("script", "foreignObject", "style"):
            raise LogoError(f"it holds <{name}>; save it as plain SVG")
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == "href" and not value.startswith(("#", "data:image/")):
                raise LogoError("it refers to something outside itself; embed that")
    return text
