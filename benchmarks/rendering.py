"""Times PDFs one by one in a process of their own: ours of a document's text, and WeasyPrint's of the same text as HTML.

Run as a program it prints the milliseconds of each. The first client in each language isn't counted: fonts, templates and
words are read then.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
from pathlib import Path

from compiler import pipeline
from compiler.render import assemble, write


def milliseconds(workspace: Path, which: str) -> list[float]:
    """The time of each document by ``typst`` or ``weasyprint``, measured in a new process."""
    command = [sys.executable, __file__, str(workspace), which]
    made = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(made.stdout)  # type: ignore[no-any-return]


def _measured(workspace: Path, which: str) -> list[float]:
    checked = pipeline.check(*pipeline.open_workspace(workspace), dt.date(2026, 11, 24))
    known: set[str] = set()
    taken = []
    for client in checked.clients:
        bundle = pipeline.compile_client(checked, client)
        lang = bundle.sla.language
        for document in ("sla", "dap") if bundle.status.has_dap else ("sla",):
            paper = assemble(bundle, document, lang, {})
            if which == "weasyprint":
                import weasyprint

                page = weasyprint.HTML(string=write(paper, "html").content.decode())
                before = time.perf_counter()
                page.write_pdf()
            else:
                before = time.perf_counter()
                write(paper, "pdf")
            if lang in known:
                taken.append((time.perf_counter() - before) * 1000)
        known.add(lang)
    return taken


if __name__ == "__main__":
    json.dump(_measured(Path(sys.argv[1]), sys.argv[2]), sys.stdout)
