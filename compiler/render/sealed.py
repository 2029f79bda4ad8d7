"""A document's file back to what it was made from: the bundle that travels in a PDF, and the words on its pages.

Anyone can have made the file, and a small one can be made to take any time and memory to read. It is read in a process of its
own, which the system ends where it takes too much.
"""

from __future__ import annotations

import io
import json
import logging
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import msgspec

from compiler.bundle import Bundle, from_data, sealed, to_data
from compiler.render.pdf import ATTACHMENT, PRODUCER

_SECONDS, _MEMORY = 30, 2_000_000_000
"""Seconds of the processor and bytes of memory that reading may take: the longest document takes a tenth of it."""


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
    with ProcessPoolExecutor(1, get_context("spawn"), _bounded, (_SECONDS, _MEMORY)) as reading:
        try:
            attached, keywords, words = reading.submit(_taken, content).result()
        except BrokenProcessPool as error:
            raise UnreadableError("reading it takes more time or memory than any document of ours") from error
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


def _bounded(seconds: int, memory: int) -> None:
    """Bounds what this process may take, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _taken(content: bytes) -> tuple[list[bytes], list[str], tuple[str, ...]]:
    """What is attached as the bundle, the keywords, and the words of each page. Raises ``ValueError``, which any process can
    hand to another, whatever the library raises."""
    import pypdf

    # What the library has to say of a damaged file is told by the error.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        attached = [bytes(data) for name, found in reader.attachments.items() if name == ATTACHMENT for data in found]
        about = reader.metadata
        keywords = str(about["/Keywords"]).split(", ") if about is not None and "/Keywords" in about else []
        return attached, keywords, words_of(reader)
    except Exception as error:
        raise ValueError(str(error) or type(error).__name__) from None


def words_of(reader: Any) -> tuple[str, ...]:
    """The words of each page, without regard to how lines are broken."""
    return tuple(" ".join(page.extract_text().split()) for page in reader.pages)


def words_in(content: bytes) -> tuple[str, ...]:
    """The words of each page of a PDF that was just made."""
    import pypdf

    return words_of(pypdf.PdfReader(io.BytesIO(content)))
