"""Atheris over the reader: ``python -m tests.fuzz.reader SECONDS``. Whatever the bytes of a file, reading them ends in a
document or in findings whose places are there; so do its waivers."""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["compiler.load", "compiler.source"]):
    from compiler.load import load

from tests.fuzz import workspaces

FILE = "provider/provider.yaml"


def one(content: bytes) -> None:
    loaded, findings = load({FILE: content})
    assert findings or FILE.split("/")[1][:-5] in loaded.documents["provider"]
    lines = content.decode("utf-8-sig", "replace").split("\n")
    for found in findings:
        for origin in (found.origin, *(related.origin for related in found.related)):
            assert 1 <= origin.line <= len(lines), found
            assert 1 <= origin.column <= len(lines[origin.line - 1]) + 1, found


def main(seconds: int) -> None:
    for name in workspaces.BASES:  # what good files are made of, first
        for content in workspaces.base(name).values():
            one(content)
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=1000", "-max_len=4096"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]))
