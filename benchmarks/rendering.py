"""Times PDFs one by one in a process of their own: ours of a document's text, and WeasyPrint's of the same text as HTML.

Run as a program it prints the milliseconds of each. The first client in each language isn't counted: fonts, templates and
words are read then.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import statistics
import sys
import time
from collections.abc import Iterator

from benchmarks.process import AS_OF, ROOT, run
from benchmarks.row import Row
from compiler import pipeline
from compiler.render import Desk, write

ROUNDS = 3


def rows() -> Iterator[Row]:
    """The average document of the example; WeasyPrint is slow, and measured once."""
    ours = tuple(_average("typst") for _ in range(ROUNDS))
    yield Row("pdf", "a PDF", "ms", ours, "WeasyPrint, same HTML", (_average("weasyprint"),))


def _average(which: str) -> float:
    """Milliseconds a document by ``typst`` or ``weasyprint``, measured in a new process."""
    taken: list[float] = json.loads(run([sys.executable, __file__, which]).out)
    return statistics.mean(taken)


def _measured(which: str) -> list[float]:
    checked = pipeline.check(*pipeline.open_workspace(ROOT / "contracts"), dt.date.fromisoformat(AS_OF[1]))
    known: set[str] = set()
    taken = []
    gc.freeze()  # as the processes of a build do
    for client in checked.clients:
        bundle = pipeline.compile_client(checked, client)
        lang = bundle.sla.language
        for document in ("sla", "dap") if bundle.status.has_dap else ("sla",):
            paper = Desk(bundle, lang, {}).paper(document)
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
    json.dump(_measured(sys.argv[1]), sys.stdout)
