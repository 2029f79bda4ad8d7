"""Questions as JSON lines to answers as JSON lines: one for one, in their order, a line at a time."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

import msgspec

from compiler.decide.answer import Answer
from compiler.decide.hours import BeyondBundleError
from compiler.decide.question import Question, QuestionError

_LONGEST = 1_000_000
"""A question has no reason to be longer, in bytes; a stream without line ends isn't read into memory."""


class Line(NamedTuple):
    """A line to write, with its line end, and whether its question could be answered."""

    text: bytes
    answered: bool


def answers(questions: BinaryIO, answer: Callable[[Question], Answer]) -> Iterator[Line]:
    """The answer to each line, or an object with its number and what is wrong with it."""
    decoder, encoder = msgspec.json.Decoder(Question), msgspec.json.Encoder()
    number = 0
    while line := questions.readline(_LONGEST):
        number += 1
        if number == 1:
            line = line.removeprefix(BOM_UTF8)
        try:
            if len(line) == _LONGEST and not line.endswith(b"\n"):
                while (rest := questions.readline(_LONGEST)) and not rest.endswith(b"\n"):
                    pass
                raise QuestionError(f"the line is longer than {_LONGEST} bytes")
            yield Line(encoder.encode(answer(decoder.decode(line))) + b"\n", True)
        except (QuestionError, BeyondBundleError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield Line(encoder.encode({"line": number, "error": _told(error)}) + b"\n", False)


def _told(error: Exception) -> str:
    if isinstance(error, msgspec.ValidationError):
        text = str(error)
        return text + (f"; there are: {', '.join(Question.__struct_fields__)}" if "unknown field" in text else "")
    return f"not JSON: {error}" if isinstance(error, msgspec.DecodeError | UnicodeDecodeError | RecursionError) else str(error)


def as_json(answer: Answer) -> str:
    """One answer as JSON for people: indented, with a line end."""
    return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"
