"""Files made to be slow: what they take grows with their size, not with its square. Work is counted, not timed."""

from __future__ import annotations

import cProfile
import datetime as dt
import tracemalloc
from collections.abc import Callable, Sequence

import pytest

from compiler import near
from compiler.diagnostic import Diagnostic
from compiler.link.amend import states
from compiler.load import load_client
from tests.workspace import BASE, checked, files_of

FEW, MANY = 30, 120
MOST = 6.0
"""So much more is done for four times as many: by a square it would be sixteen times."""

CONTRACT = """\
client: {name: Big Ltd, registration: Companies House 1}
status: signed
sla: {version: "1.1", language: en}
term: {start: 2026-01-01, end: 2026-12-31}
signed: {on: 2025-12-10, general_terms: {version: "2024", provided_on: 2025-12-10}}
form:
  server: {type: gold, quantity: 100000, monthly_fee: 300.00}
rates: {currency: EUR, hourly: 110.00}
"""
CONTACT = "contacts: {jan: {name: Jan de Vries, email: jan@big.example}}\n"
SYSTEM = "systems: {srv-1: {component: server, os: windows-2022}}\n"
ONE = CONTACT + SYSTEM
DAP = "authorisers: [jan]\n"
DAILY = "rule: FREQ=DAILY, start: 2026-01-01, from: 19:00, duration: PT1H, work: W"


def word(number: int) -> str:
    """A name that is like few others."""
    letters = ""
    number = number * 2654435761 % 2**32
    for _ in range(7):
        number, letter = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[letter] + "aeiou"[letter % 5]
    return letters


def repeated(count: int, form: str) -> list[str]:
    """A text for each number, with a name and a date in it; another count has other names, so that nothing is remembered."""
    first, found = dt.date(2026, 1, 2), []
    for i in range(count):
        filled = form.replace("NAME", word(1000 * count + i)).replace("NUMBER", str(i + 1))
        found.append(filled.replace("DATE", str(first + dt.timedelta(days=i))))
    return found


def block(key: str, count: int, form: str) -> str:
    return f"{key}:\n" + "".join(f"  {one}\n" for one in repeated(count, form))


def listed(count: int, form: str = "NAME") -> str:
    return f"[{', '.join(repeated(count, form))}]"


def systems(count: int) -> str:
    return block("systems", count, "NAME: {component: server, os: windows-2022}")


def amendments(count: int, change: str) -> str:
    return block("amendments", count, f"DATE: {{reason: r, change: {{{change}}}}}")


def windows(count: int, system: str) -> str:
    return block("maintenance", count, f"NAME: {{systems: [{system}], {DAILY}}}")


def hours(count: int, system: str, since: str) -> str:
    week = f"hours: [{{days: [mon], from: {since}, to: 21:00}}], reason: r"
    return block("no_maintenance", count, f"NAME: {{systems: [{system}], {week}}}")


def deviations(count: int, more: str) -> str:
    """Deviations of which each agrees something else than those on either side of it."""
    agreed = f"set: {{service: cloud, component: server, {more}coverage: included}}"
    found = block("deviations", count, f'NAME: {{clause: "2.1", {agreed}, reason: r, approved_by: B}}').splitlines(keepends=True)
    return "".join(one.replace("included", "billable") if i % 2 else one for i, one in enumerate(found))


Made = tuple[str, str]
"""What stands in a contract besides what every one holds, and a DAP."""
CASES: dict[tuple[str, str], Callable[[int], Made]] = {
    ("unknown keys", "AK201"): lambda n: (ONE, DAP + "".join(repeated(n, "NAME: 1\n"))),
    ("blocks where names are due", "AK204"): lambda n: (ONE, f"authorisers: {listed(n, '{NAME: 1}')}\n"),
    ("dates as people write them", "AK210"): lambda n: (ONE + amendments(n, "status: signed").replace("-", "/"), DAP),
    ("unknown names", "AK306"): lambda n: (
        CONTACT + systems(n),
        DAP + f"maintenance:\n  w: {{systems: {listed(n, 'xNAME')}, {DAILY}}}\n",
    ),
    ("amendments", ""): lambda n: (ONE + amendments(n, "form: {server: {quantity: NUMBER}}"), DAP),
    ("amendments of a DAP", ""): lambda n: (ONE, DAP + amendments(n, "remote_viewing: {text: NAME}")),
    ("amendments with unknown keys", "AK201"): lambda n: (ONE + amendments(n, "NAME: 1"), DAP),
    ("amendments with unknown names", "AK306"): lambda n: (ONE + amendments(n, "mandate: [NAME]"), DAP),
    ("windows of one system", "AK415 AK417"): lambda n: (ONE, DAP + windows(n, "srv-1")),
    ("windows of a system each", "AK417"): lambda n: (CONTACT + systems(n), DAP + windows(n, "NAME")),
    ("hours beside windows", "AK415 AK417"): lambda n: (ONE, DAP + windows(n, "srv-1") + hours(n, "srv-1", "20:30")),
    ("hours over windows", "AK414 AK415 AK417"): lambda n: (ONE, DAP + windows(n, "srv-1") + hours(n, "srv-1", "19:30")),
    ("hours over windows of a system each", "AK414 AK417"): lambda n: (
        CONTACT + systems(n),
        DAP + windows(n, "NAME") + hours(n, "NAME", "19:30"),
    ),
    ("contacts", ""): lambda n: (
        SYSTEM + block("contacts", n, "NAME: {name: A, email: NAME@big.example}"),
        f"authorisers: {listed(n)}\nstatus_mails: {{to: {listed(n)}, events: [created]}}\n",
    ),
    ("deviations that clash", "AK426 AK502"): lambda n: (ONE + deviations(n, ""), DAP),
    ("deviations of a system each", "AK426"): lambda n: (
        CONTACT + systems(n) + deviations(n, "system: NAME, "),
        DAP,
    ),
}


def files(made: Made) -> dict[str, bytes]:
    contract, dap = made
    shared = {file: content for file, content in files_of(BASE).items() if file.startswith("provider/")}
    return {**shared, "clients/big/contract.yaml": (CONTRACT + contract).encode(), "clients/big/dap.yaml": dap.encode()}


def work(made: Made) -> tuple[int, Sequence[Diagnostic]]:
    """How many functions are called to check a client, and what is found."""
    content, profile = files(made), cProfile.Profile()
    profile.enable()
    try:
        found = checked(content, "2026-01-01").findings
    finally:
        profile.disable()
    return sum(entry.callcount for entry in profile.getstats()), found


@pytest.mark.parametrize(("what", "codes"), CASES)
def test_work_grows_with_the_size(what: str, codes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "MOST", 10_000)  # so that few names already are more than are compared
    make = CASES[what, codes]
    work(make(1))  # what is read once is read here
    (least, _), (few, _), (many, found) = (work(make(count)) for count in (1, FEW, MANY))
    assert {one.code for one in found} == set(codes.split())
    assert many - least < MOST * (few - least)


def memory(count: int) -> int:
    """What is held at most while many amendments are applied to a contract with many systems."""
    contract = (CONTRACT + systems(count) + amendments(count, "form: {server: {quantity: NUMBER}}")).encode()
    read, _ = load_client("big", {"clients/big/contract.yaml": contract})
    tracemalloc.start()
    try:
        found, _ = states(read.documents["contract"])
        assert len(found) == count + 1
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_amendments_copy_nothing_that_they_leave_alone() -> None:
    assert memory(4 * MANY) < MOST * memory(MANY)
