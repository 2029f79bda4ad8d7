"""Text that a terminal shows as it is: what can't be seen is written out."""

from __future__ import annotations

import re
from collections.abc import Callable

# Control characters could drive the terminal, and marks that turn the direction could show another text than there is.
# “##[” anywhere in a line starts a command to the runner of GitHub Actions that reads the log.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|(?<=#)#(?=\[)")

Style = Callable[..., str]
"""Styles text: ``style(text, fg=…, bold=…)``."""


def visible(text: str) -> str:
    """Text with what can't be seen written out, so that it can neither drive a terminal nor mislead its reader."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def on_a_line(text: str) -> str:
    """Visible text that stays on its line: at the start of one, “::” is a command to GitHub's runner."""
    return visible(text).replace("\n", "\\u000a")
