"""Bundles to files for another system, and the losses.

An exporter is pure: the same bundles give the same bytes, in whatever order they come.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

from compiler.export import ics, rt, zammad
from compiler.export.plugged import plugged
from compiler.export.result import LOSSES, Export, Exporter, File, InParts
from compiler.plugin import PluginError

__all__ = ["BUILT_IN", "GROUP", "LOSSES", "OVERLAYS", "Export", "Exporter", "File", "exporters"]

GROUP = "akkoord.exporters"

BUILT_IN: dict[str, InParts[Any]] = {
    "ics": ics.export,
    "rt": rt.export,
    "zammad": zammad.export,
}

OVERLAYS: dict[str, InParts[Any]] = {
    "rt": rt.with_overlay,
}
"""Built-in exporters that also write code for the system, which makes up for losses. It is made by choice."""


def exporters() -> dict[str, Exporter]:
    """All exporters by name: the built-in ones and those of the entry-point group, in the names' order.

    Raises ``PluginError`` when two have the same name, or one a name that can't be a folder's.
    """
    known: dict[str, Exporter] = dict(BUILT_IN)
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        if point.name in known:
            raise PluginError(f"two exporters are named {point.name!r}; one comes from {point.value}")
        known[point.name] = plugged(point)
    return dict(sorted(known.items()))
