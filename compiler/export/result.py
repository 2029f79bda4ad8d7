"""What an exporter hands back: files for another system, and what that system can't express."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from compiler.bundle import Bundle
from compiler.loss import Loss


@dataclass(frozen=True)
class Export:
    """Files by relative path with their bytes, and the losses, in the clients' order."""

    files: Mapping[str, bytes]
    losses: tuple[Loss, ...]


Exporter = Callable[[Iterable[Bundle]], Export]
"""Is given the bundles one after the other, in the order of their clients: of ten thousand, only one is in memory at a time."""
