"""Whether maintenance lies inside office hours: the check and the bundle say the same."""

from __future__ import annotations

import pytest

from tests.workspace import BASE, checked, compiled, edited, errors, files_of

FILES = files_of(BASE)
SLA, CONTRACT, DAP = "provider/sla/1.1/sla.yaml", "clients/acme/contract.yaml", "clients/acme/dap.yaml"
MORNING = "      - {days: [mon, tue, wed, thu, fri], from: 08:00, to: 12:00}\n"
AFTERNOON = "      - {days: [mon, tue, wed, thu, fri], from: 12:30, to: 17:00}\n"
ALWAYS = "      - {days: [mon, tue, wed, thu, fri, sat, sun], from: 00:00, to: 24:00}\n"
NIGHT = "      - {days: [mon, tue, wed, thu, fri], from: 20:00, to: 04:00}\n"


def _workspace(hours: str, day: str, starts: str, length: str) -> dict[str, bytes]:
    files = edited(FILES, SLA, (MORNING + AFTERNOON, hours))
    rule = "    rule: FREQ=WEEKLY;BYDAY=TU\n    start: 2026-01-01\n    from: 19:00\n    duration: PT2H\n"
    mine = f"    rule: FREQ=WEEKLY;BYDAY={day}\n    start: 2026-01-01\n    from: {starts}\n    duration: {length}\n"
    text = files[DAP].decode()
    dap = text[: text.index("  reboot:")] + "review: {per_year: 2}\n"
    assert dap.count(rule) == 1
    return {**files, DAP: dap.replace(rule, mine).encode()}


@pytest.mark.parametrize(
    ("hours", "day", "starts", "length", "outside"),
    [
        (MORNING + AFTERNOON, "TU", "08:00", "PT4H", False),
        (MORNING + AFTERNOON, "TU", "11:59", "PT2H", True),  # over lunch
        (MORNING + AFTERNOON, "TU", "16:00", "PT1H1M", True),
        (MORNING + AFTERNOON.replace("12:30", "12:00"), "TU", "11:00", "PT2H", False),  # no gap
        (ALWAYS, "TU", "23:00", "PT2H", False),  # from one day into the next
        (NIGHT, "TU", "23:00", "PT5H", False),
        (NIGHT, "WE", "02:00", "PT2H", False),  # in the window of the evening before
        (NIGHT, "MO", "02:00", "PT2H", True),  # there is none on Sunday evening
        (NIGHT, "TU", "23:00", "PT5H1M", True),
    ],
)
def test_check_and_bundle_agree(hours: str, day: str, starts: str, length: str, outside: bool) -> None:
    files = _workspace(hours, day, starts, length)
    window = compiled(files, "acme", "2026-03-01").maintenance.windows[0]
    assert window.outside_office_hours is outside
    unpriced = checked(edited(files, CONTRACT, (", outside_office_hours: 165.00", "")), "2026-03-01")
    assert any(error.startswith("AK417") for error in errors(unpriced)) is outside


def test_an_early_closing_puts_maintenance_outside() -> None:
    # 31 December 2026 is a Thursday and closes at 16:00; every other Thursday closes at 17:00.
    files = _workspace(MORNING + AFTERNOON, "TH", "15:30", "PT1H")
    assert compiled(files, "acme", "2026-03-01").maintenance.windows[0].outside_office_hours


def test_a_closing_puts_maintenance_outside() -> None:
    # 1 January 2027 is a Friday.
    files = _workspace(MORNING + AFTERNOON, "FR", "09:00", "PT1H")
    assert compiled(files, "acme", "2026-03-01").maintenance.windows[0].outside_office_hours
