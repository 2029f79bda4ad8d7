"""A document's file back to what it was made from: the bundle that travels in a PDF, and the words on its pages."""

from __future__ import annotations

import io
import json
import logging
from dataclasses import dataclass
from typing import Any

import msgspec

from compiler.bundle import Bundle, from_data, sealed, to_data
from compiler.render.pdf import ATTACHMENT, PRODUCER


class UnreadableError(Exception):
    """A file that isn't such a document; the message says why."""


@dataclass(frozen=True)
class Sealed:
    """What a PDF says of itself. ``whole``: the bundle has the digest that it states."""

    document: str
    language: str
    bundle: Bundle
    whole: bool
    words: tuple[str, ...]


def unsealed(content: bytes) -> Sealed:
    """The bundle in a PDF, and the words of each page. Raises ``UnreadableError``."""
    import pypdf

    # What the library has to say of a damaged file is told by the error.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        attached = [data for name, found in reader.attachments.items() if name == ATTACHMENT for data in found]
        about = reader.metadata
        keywords = str(about["/Keywords"]).split(", ") if about is not None and "/Keywords" in about else []
        words = words_of(reader)
    except Exception as error:  # whatever a damaged or hostile file makes the library raise
        raise UnreadableError(f"it can't be read as a PDF: {error}") from error
    if not attached or len(keywords) != 3 or keywords[0] != PRODUCER:
        raise UnreadableError("it holds no bundle: only a PDF that akkoord made can be verified")
    try:
        data: Any = json.loads(attached[0])
        bundle = from_data(data)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise UnreadableError(f"its bundle can't be read: {error}") from error
    return Sealed(keywords[1], keywords[2], bundle, sealed(bundle).digest == bundle.digest and to_data(bundle) == data, words)


def words_of(reader: Any) -> tuple[str, ...]:
    """The words of each page, without regard to how lines are broken."""
    return tuple(" ".join(page.extract_text().split()) for page in reader.pages)


def words_in(content: bytes) -> tuple[str, ...]:
    """The words of each page of a PDF that was just made."""
    import pypdf

    return words_of(pypdf.PdfReader(io.BytesIO(content)))
