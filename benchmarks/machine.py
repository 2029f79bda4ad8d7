"""The machine that figures were measured on."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path


def machine() -> dict[str, object]:
    """Cores, processor, memory, system, Python, akkoord, and the load that others put on it as the run began."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "cpu": _found("/proc/cpuinfo", r"model name\s*:\s*(.+)") or platform.processor(),
        "memory_gb": round(int(_found("/proc/meminfo", r"MemTotal:\s*(\d+)") or 0) * 1024 / 1e9, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "akkoord": version("akkoord"),
        "load": round(os.getloadavg()[0], 2),
    }


def told(made: dict[str, object]) -> str:
    """The same in a line."""
    what = "{cores} cores of {cpu}, {memory_gb} GB, {system}, Python {python}, akkoord {akkoord}; load before the run: {load}"
    return what.format(**made)


def _found(file: str, pattern: str) -> str:
    found = re.search(pattern, Path(file).read_text(encoding="utf-8"))
    return found[1].strip() if found else ""
