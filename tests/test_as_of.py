"""The same workspace as of different dates: the term, amendments, and where an amended value comes from."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workspace import BASE, compiled, edited, files_of

FILES = files_of(BASE)
DAY = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("as_of", "in_force", "reason", "valid_from", "valid_until"),
    [
        ("2025-12-31", False, "before-start", None, "2025-12-31"),
        ("2026-01-01", True, "in-force", "2026-01-01", "2026-06-30"),
        ("2026-06-30", True, "in-force", "2026-01-01", "2026-06-30"),
        ("2026-07-01", True, "in-force", "2026-07-01", "2028-12-31"),
        ("2028-12-31", True, "in-force", "2026-07-01", "2028-12-31"),
        ("2029-01-01", False, "after-end", "2029-01-01", None),
        ("1999-05-05", False, "before-start", None, "2025-12-31"),
    ],
)
def test_in_force(as_of: str, in_force: bool, reason: str, valid_from: str | None, valid_until: str | None) -> None:
    bundle = compiled(FILES, "acme", as_of)
    assert (bundle.status.in_force, bundle.status.reason) == (in_force, reason)
    assert bundle.valid.from_ == (DAY(valid_from) if valid_from else None)
    assert bundle.valid.until == (DAY(valid_until) if valid_until else None)
    assert (bundle.coverage.rules[0].outcome == "not-in-force") == (not in_force)


def test_a_draft_is_never_in_force() -> None:
    bundle = compiled(FILES, "solo", "2026-05-01")
    assert (bundle.status.in_force, bundle.status.reason) == (False, "not-signed")


@pytest.mark.parametrize(("as_of", "quantity"), [("2026-06-30", 3), ("2026-07-01", 4)])
def test_an_amendment_counts_from_its_date(as_of: str, quantity: int) -> None:
    bought = {one.form: one for one in compiled(FILES, "acme", as_of).form.bought}
    assert bought["server"].quantity == quantity
    assert bought["server"].type == "gold"
    assert bought["laptop"].quantity == 10


def test_an_amended_value_comes_from_its_amendment() -> None:
    files = edited(
        FILES,
        "clients/acme/contract.yaml",
        ("form: {server: {quantity: 4}}", "form: {server: {quantity: 4}}\n      mandate: null"),
    )
    before, after = (compiled(files, "acme", date) for date in ("2026-06-30", "2026-07-01"))
    assert [one.id for one in before.mandate] == ["hotfix"]
    assert after.mandate == ()
    change = {one.pointer: (one.before, one.after) for one in after.status.amendments[0].changes}
    assert change == {"/form/server/quantity": (3, 4), "/mandate": (["hotfix"], None)}
    assert (before.status.amendments[0].applied, after.status.amendments[0].applied) == (False, True)


def test_the_origin_names_the_amendment_and_the_line_of_the_patch() -> None:
    text = FILES["clients/acme/contract.yaml"].decode()
    added = "      systems: {srv-9: {component: server, os: windows-2022}}"
    files = {**FILES, "clients/acme/contract.yaml": f"{text}{added}\n".encode()}
    system = next(one for one in compiled(files, "acme", "2026-07-01").form.systems if one.id == "srv-9")
    assert system.origin.amendment == "2026-07-01"
    assert system.origin.line == len(text.splitlines()) + 1
    assert system.origin.column == added.index("srv-9") + 1
    assert system.origin.pointer == "/amendments/2026-07-01/change/systems/srv-9"
    untouched = next(one for one in compiled(files, "acme", "2026-07-01").form.systems if one.id == "srv-1")
    assert untouched.origin.amendment is None


def test_an_amendment_of_the_dap() -> None:
    dap = FILES["clients/acme/dap.yaml"].decode() + "amendments:\n  2026-10-01: {reason: Changed, change: {reporters: [piet]}}\n"
    files = {**FILES, "clients/acme/dap.yaml": dap.encode()}
    reporters = [
        {one.id for one in compiled(files, "acme", date).contacts.people if "report" in one.may}
        for date in ("2026-09-30", "2026-10-01")
    ]
    assert reporters == [{"jan", "piet"}, {"piet"}]
    assert compiled(files, "acme", "2026-08-01").valid.until == DAY("2026-09-30")


def test_an_end_that_is_moved_counts_from_the_amendment_on() -> None:
    files = edited(FILES, "clients/acme/contract.yaml", ("form: {server: {quantity: 4}}", "term: {end: 2030-12-31}"))
    assert compiled(files, "acme", "2029-06-01").status.in_force
    assert compiled(files, "acme", "2029-06-01").status.end == DAY("2030-12-31")
    assert compiled(files, "acme", "2027-01-01").valid.until == DAY("2030-12-31")
    assert not compiled(files, "acme", "2031-01-01").status.in_force
