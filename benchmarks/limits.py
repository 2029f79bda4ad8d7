"""What must hold of the figures, stated in this one place: a row that breaks its limit makes the run fail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on our figure, or with ``of_ratio`` on ours divided by the peer's."""

    most: float | None = None
    least: float | None = None
    of_ratio: bool = False

    def allows(self, figure: float) -> bool:
        """Whether the bound is kept."""
        return (self.most is None or figure <= self.most) and (self.least is None or figure >= self.least)

    def __str__(self) -> str:
        what = "ratio " if self.of_ratio else ""
        bounds = [f"{sign} {bound:g}" for sign, bound in (("≤", self.most), ("≥", self.least)) if bound is not None]
        return what + " and ".join(bounds)


LIMITS = {
    # Whole processes on the example, in milliseconds.
    "version": Limit(most=100),
    "check": Limit(most=1000),
    # Business time, times as fast as a library; whole decisions a second.
    "hours-businesstimedelta": Limit(least=200, of_ratio=True),
    "hours-pandas": Limit(least=20, of_ratio=True),
    "decide": Limit(least=20_000),
    # Milliseconds a document, on average over those of the example.
    "pdf": Limit(most=60),
    # 10,000 clients. A tenth of the peer's time for each file; seconds; megabytes; a new SLA costs no more than starting cold,
    # but for what two runs of the same thing differ by.
    "check-cold": Limit(most=0.1, of_ratio=True),
    "check-one-changed": Limit(most=1.5),
    "check-sla-changed": Limit(most=1.1, of_ratio=True),
    "check-memory": Limit(most=600),
    # Bundles, HTML and exports of 10,000 clients in eight minutes, in clients a second; PDFs a second on one core; the memory
    # of four times as many clients.
    "build": Limit(least=10_000 / (8 * 60)),
    "build-pdf": Limit(least=30),
    "build-memory": Limit(most=1.1, of_ratio=True),
    # The curve: milliseconds a client of the biggest workspace beside those of the smallest.
    "curve-check": Limit(most=1.2, of_ratio=True),
    "curve-build": Limit(most=1.2, of_ratio=True),
}
"""By the key of the row."""
