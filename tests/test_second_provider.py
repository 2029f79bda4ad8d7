"""A provider that differs in everything from the example: other hours, components, matrix, chapters and words."""

from __future__ import annotations

import datetime as dt

import pytest

from compiler import pipeline
from tests.workspace import MERIDIAN, checked, compiled, files_of

FILES = files_of(MERIDIAN)
AS_OF = "2026-11-24"
CHECKED = checked(FILES, AS_OF)
CLIENTS = ("albion-bank", "fjord-shipping", "kestrel-media")


def test_it_is_clean() -> None:
    assert [found.message for found in CHECKED.findings] == []
    assert CHECKED.clients == CLIENTS


def test_hours_round_the_clock_split_and_past_midnight() -> None:
    calendars = {one.id: one for one in compiled(FILES, "albion-bank", AS_OF).calendars}
    assert {day: [(one.from_, one.to) for one in hours] for day, hours in calendars["always"].weekly.items()} == {
        day: [("00:00", "24:00")] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    }
    assert [(one.from_, one.to) for one in calendars["follow-the-sun"].weekly["sun"]] == [("22:00", "03:30")]
    assert [(one.from_, one.to) for one in calendars["london"].weekly["fri"]] == [("09:00", "12:30"), ("13:30", "18:00")]
    assert calendars["kolkata"].timezone == "Asia/Kolkata"


def test_bank_holidays_of_england() -> None:
    # https://www.gov.uk/bank-holidays, 2026: 26 December is a Saturday and its substitute isn't named in the SLA.
    london = next(one for one in compiled(FILES, "albion-bank", AS_OF).calendars if one.id == "london")
    in_2026 = [one.date.isoformat() for one in london.closings if one.date.year == 2026]
    assert in_2026 == ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25"]
    assert [one.date for one in london.early_closings if one.date.year == 2026] == [dt.date(2026, 6, 19)]


def test_sixteen_priorities_and_three_kinds_of_target() -> None:
    tickets = compiled(FILES, "albion-bank", AS_OF).tickets
    assert sum(len(row) for row in tickets.matrix.values()) == 16
    assert tickets.matrix["U2"] == {"I1": "p1", "I2": "p2", "I3": "p3", "I4": "p4"}
    found = {(one.priority, one.kind): (one.agreement, one.within, one.calendars) for one in tickets.targets}
    assert found["p1", "resolution"] == ("aim", "PT4H", ("always",))
    assert found["p2", "response"] == ("binding", "PT20M", ("always",))
    assert found["p3", "start"] == ("binding", "PT4H", ("follow-the-sun", "kolkata"))
    assert found["p5", "start"] == ("none", None, ())


@pytest.mark.parametrize("client", CLIENTS)
def test_documents_and_export(client: str) -> None:
    bundle = pipeline.compile_client(CHECKED, client)
    for document in pipeline.documents_of(bundle):
        for form in ("md", "html", "pdf"):
            made, findings = pipeline.render(CHECKED.shared(), bundle, (document,), (form,), "en")
            assert findings == []
            assert made[document, form]
    exported, findings = pipeline.export("rt", [bundle])
    assert findings == []
    assert exported is not None


def test_its_own_chapters_and_words() -> None:
    made, _ = pipeline.render(CHECKED.shared(), pipeline.compile_client(CHECKED, "albion-bank"), ("sla",), ("md",), "en")
    text = made["sla", "md"].decode()
    assert "### B.2 Handover between regions" in text
    assert "Nothing waits for a region to wake up." in text
    assert "| U3 | P2 | P3 | P4 | P4 |" in text
    assert "emergency" not in text.lower()
