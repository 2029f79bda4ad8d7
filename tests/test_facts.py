"""The SLA's own facts, written down by hand, against what is compiled from ``contracts/``.

Nothing here may be taken from ``sla.yaml`` or computed by the compiler: dates, sums and offsets were worked out on paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

import pytest

from compiler import pipeline
from compiler.bundle import Bundle, Calendar, CoverageRule, MaintenanceWindow, MonitoredSystem, to_json
from compiler.duration import parse
from compiler.pipeline import Checked
from tests.workspace import EXAMPLE, checked, compiled, edited, errors, files_of

FILES = files_of(EXAMPLE)
TODAY = "2026-11-24"
CLIENTS = (
    "bakkerij-van-dijk",
    "northsea-logistics",
    "notariskantoor-de-linde",
    "stichting-de-brug",
    "transportbedrijf-hoekstra",
    "zorggroep-het-anker",
)
BAKKERIJ, NORTHSEA, NOTARIS, STICHTING, HOEKSTRA, ZORGGROEP = CLIENTS
DAY = dt.date.fromisoformat


@cache
def _checked(as_of: str) -> Checked:
    found = checked(FILES, as_of)
    assert errors(found) == []
    return found


@cache
def bundle(client: str, as_of: str = TODAY) -> Bundle:
    """A client's bundle; each is compiled once."""
    return pipeline.compile_client(_checked(as_of), client)


def changed(client: str, file: str, *edits: tuple[str, str], as_of: str = TODAY) -> Bundle:
    """A client's bundle with one of its files edited."""
    return compiled(edited(FILES, f"clients/{client}/{file}", *edits), client, as_of)


# 1 Version history


HISTORY = [
    ("2.0", "2023-11-23", ["rewritten SLA"]),
    ("2.1", "2024-01-05", ["SLA hours"]),
    ("2.2", "2024-02-05", ["rates", "(3.2)"]),
    ("2.3", "2024-04-09", ["start of work", "chapter 9", "Chapter 7", "Chapter 6", "(5.2)", "(5.4)"]),
    ("2.4", "2024-05-01", ["Chapter 5", "check-up", "Plus and All-in-1", "(6)"]),
    ("2.5", "2025-09-15", ["ISO 27001:2022", "Basic", "(5.2)", "Linux", "(6.1)", "Service Manager", "(12)"]),
]


def test_version_history() -> None:
    history = bundle(BAKKERIJ).sla.history
    assert [(one.version, one.date.isoformat()) for one in history] == [(version, date) for version, date, _ in HISTORY]
    for row, (_, _, words) in zip(history, HISTORY, strict=True):
        told = " ".join(change["en"] for change in row.changes)
        assert [word for word in words if word not in told] == []
    assert [one.version for one in bundle(ZORGGROEP, "2025-06-01").sla.history] == ["2.0", "2.1", "2.2", "2.3", "2.4"]


@pytest.mark.parametrize(
    ("client", "as_of", "version", "date", "certification", "superseded_by"),
    [
        (BAKKERIJ, TODAY, "2.5", "2025-09-15", "ISO 27001:2022", None),
        (ZORGGROEP, "2026-01-01", "2.5", "2025-09-15", "ISO 27001:2022", None),
        (ZORGGROEP, "2025-12-31", "2.4", "2024-05-01", "ISO 27001:2017", "2.5"),
    ],
)
def test_version_in_force(
    client: str, as_of: str, version: str, date: str, certification: str, superseded_by: str | None
) -> None:
    sla = bundle(client, as_of).sla
    assert (sla.version, sla.date, sla.superseded_by) == (version, DAY(date), superseded_by)
    assert [(one.label["nl"], one.clause) for one in sla.certifications] == [(certification, "10")]


# The document: chapters and clauses


CLAUSES = (
    "1 2 2.1 2.2 2.3 3 3.1 3.2 4 4.1 4.2 5 5.1 5.2 5.3 6 6.1 6.2 6.3 6.4 "
    "7 7.1 7.2 7.3 7.4 7.5 7.6 7.7 7.8 7.9 7.10 8 8.1 8.2 8.3 9 10 11 12 13"
)
TITLES = {
    "1": "Versiebeheer",
    "2.1": "Algemene Voorwaarden",
    "3": "Bereikbaarheid",
    "3.2": "Calamiteitendienst",
    "4.1": "Rolverdeling",
    "4.2": "Mandaat",
    "7.3": "Serviceportaal",
    "7.7": "Aanpassing",
    "7.8": "Servicevraag",
    "7.9": "Incident",
}


@pytest.mark.parametrize(("client", "as_of"), [(BAKKERIJ, TODAY), (ZORGGROEP, "2025-06-01")])
def test_every_clause_is_there(client: str, as_of: str) -> None:
    chapters = bundle(client, as_of).sla.chapters
    found = {one.number: one.title["nl"] for chapter in chapters for one in (chapter, *chapter.clauses)}
    assert " ".join(found) == CLAUSES
    assert {number: found[number] for number in TITLES} == TITLES


def test_hooks() -> None:
    hooks: dict[tuple[str, str], str] = {(one.document, one.section): one.clause for one in bundle(BAKKERIJ).sla.hooks}
    expected = {
        ("dap", "reporters"): "3",
        ("dap", "roles"): "4.1",
        ("dap", "os_deviations"): "6.1",
        ("dap", "monitoring"): "6.1",
        ("dap", "trial_restores"): "6.1",
        ("dap", "remote_viewing"): "7.2",
        ("dap", "status_mails"): "7.5",
        ("dap", "maintenance"): "8.2",
        ("dap", "no_maintenance"): "8.2",
        ("dap", "suppliers"): "9",
        ("dap", "review"): "11",
        ("contract", "portal_contact"): "7.3",
        ("contract", "form"): "5.1",
        ("contract", "emergency_service"): "3.2",
        ("contract", "mandate"): "4.2",
        ("contract", "visits"): "8.1",
        ("contract", "update_management"): "6.1",
    }
    assert {hook: hooks.get(hook) for hook in expected} == expected
    # Who may ask for rights (10), whom to call (3) and which options were bought (5.2) must stand somewhere as well.
    assert set(hooks) - set(expected) == {("dap", "authorisers"), ("dap", "contacts"), ("contract", "options")}


# 3 Availability


@pytest.mark.parametrize("client", CLIENTS)
def test_desks(client: str) -> None:
    compiled = bundle(client)
    assert [(one.id, one.email, one.telephone, one.emergency, one.clause) for one in compiled.provider.desks] == [
        ("supportcenter", "supportcenter@1do.nl", "+31 (0)88 - 444 50 50", False, "3.1"),
        ("projectbureau", "projectbureau@1do.nl", "+31 (0)88 - 444 50 70", False, "3.1"),
        ("sales", "sales@1do.nl", "+31 (0)88 - 444 50 40", False, "3.1"),
        ("emergency", "supportcenter@1do.nl", None, True, "3.1"),
    ]
    written = to_json(compiled).decode()
    number = "+31 (0)88 - 000 00 00"
    assert number in FILES["provider/provider.yaml"].decode()
    assert number not in written


def test_channels() -> None:
    channels = bundle(BAKKERIJ).tickets.channels
    assert [(one.id, one.label["nl"], one.written, one.clause) for one in channels] == [
        ("email", "e-mail", True, "3"),
        ("portal", "Serviceportaal", True, "3"),
        ("phone", "telefoon", False, "3"),
    ]
    assert [one.url for one in channels] == [None, "https://serviceportaal.1do.nl", None]


WORKING_DAYS = ["mon", "tue", "wed", "thu", "fri"]
OFFICE, LONGER, STARTING_POINT = [("08:00", "17:00")], [("07:30", "18:00")], [("07:00", "23:00")]


def _hours(calendar: Calendar) -> dict[str, list[tuple[str, str]]]:
    return {day: [(one.from_, one.to) for one in hours] for day, hours in calendar.weekly.items()}


@pytest.mark.parametrize(
    ("client", "calendars"),
    [
        (BAKKERIJ, {"office": (OFFICE, WORKING_DAYS), "emergency": (STARTING_POINT, WORKING_DAYS)}),
        (NOTARIS, {"office": (OFFICE, WORKING_DAYS), "emergency": (STARTING_POINT, [*WORKING_DAYS, "sat", "sun"])}),
        (NORTHSEA, {"office": (OFFICE, WORKING_DAYS)}),
        (HOEKSTRA, {"office": (OFFICE, WORKING_DAYS)}),
        (STICHTING, {"office": (OFFICE, WORKING_DAYS)}),
        (ZORGGROEP, {"office": (LONGER, WORKING_DAYS)}),
    ],
)
def test_weekly_hours(client: str, calendars: dict[str, tuple[list[tuple[str, str]], list[str]]]) -> None:
    found = bundle(client).calendars
    assert {one.id: _hours(one) for one in found} == {
        name: dict.fromkeys(days, hours) for name, (hours, days) in calendars.items()
    }
    assert {one.timezone for one in found} == {"Europe/Amsterdam"}
    assert [one.clause for one in found] == ["3.1", "3.2"][: len(found)]


CLOSINGS = {
    # 26 April is a Saturday; 5 May counts, once in five years.
    2025: "01-01 04-21 05-05 05-29 06-09 12-25 12-26",
    # 26 December is a Saturday.
    2026: "01-01 04-06 04-27 05-14 05-25 12-25",
    # Christmas falls in the weekend.
    2027: "01-01 03-29 04-27 05-06 05-17",
    # 1 January is a Saturday.
    2028: "04-17 04-27 05-25 06-05 12-25 12-26",
    2029: "01-01 04-02 04-27 05-10 05-21 12-25 12-26",
    # 27 April is a Saturday, 5 May a Sunday.
    2030: "01-01 04-22 05-30 06-10 12-25 12-26",
}
EARLY = {
    2025: "04-18 12-05 12-24 12-31",  # closed on 5 May
    2026: "04-03 05-05 12-24 12-31",
    2027: "03-26 05-05 12-24 12-31",
    2028: "04-14 05-05 12-05",  # 24 and 31 December are Sundays
    2029: "03-30 12-05 12-24 12-31",  # 5 May is a Saturday
    2030: "04-19 12-05 12-24 12-31",  # 5 May is a Sunday
}


def _office_over_six_years() -> list[Calendar]:
    """Before the term the calendar begins on the bundle's date; it reaches three years ahead of it."""
    found = [bundle(NORTHSEA, date).calendars[0] for date in ("2025-01-01", "2027-12-31")]
    assert [(str(one.covers.from_), str(one.covers.until)) for one in found] == [
        ("2025-01-01", "2029-01-31"),
        ("2026-02-01", "2030-12-31"),
    ]
    return found


def _in(year: int, dates: Iterable[dt.date]) -> list[str]:
    return [date.isoformat()[5:] for date in dates if date.year == year]


@pytest.mark.parametrize("year", CLOSINGS)
def test_closings(year: int) -> None:
    calendar = _office_over_six_years()[year > 2027]
    assert _in(year, (one.date for one in calendar.closings)) == CLOSINGS[year].split()
    assert {one.clause for one in calendar.closings} == {"3.1"}


@pytest.mark.parametrize("year", EARLY)
def test_early_closings(year: int) -> None:
    calendar = _office_over_six_years()[year > 2027]
    assert _in(year, (one.date for one in calendar.early_closings)) == EARLY[year].split()
    assert {one.closes for one in calendar.early_closings} == {"16:00"}
    assert {one.clause for one in calendar.early_closings} == {"3.1"}


def test_names_of_closings() -> None:
    office = bundle(NORTHSEA).calendars[0]
    named = {one.date.isoformat(): one.label["nl"] for one in (*office.closings, *office.early_closings)}
    assert named["2026-04-27"] == "Koningsdag"
    assert named["2027-05-17"] == "Tweede Pinksterdag"
    assert named["2028-12-26"] == "Tweede Kerstdag"
    assert named["2027-03-26"] == "Goede Vrijdag"


def test_emergency_hours_close_on_holidays_at_weekends_too() -> None:
    early, late = (bundle(NOTARIS, date).calendars[1] for date in ("2025-01-01", "2027-12-31"))
    # Easter is on 20 April, and King's Day a day early, as 27 April is a Sunday.
    assert _in(2025, (one.date for one in early.closings)) == [
        *("01-01", "04-20", "04-21", "04-26", "05-05", "05-29", "06-08", "06-09", "12-25", "12-26")
    ]
    assert _in(2030, (one.date for one in late.closings)) == [
        *("01-01", "04-21", "04-22", "04-27", "05-05", "05-30", "06-09", "06-10", "12-25", "12-26")
    ]
    assert early.early_closings == late.early_closings == ()


@pytest.mark.parametrize(
    ("client", "as_of", "from_", "until"),
    [
        (BAKKERIJ, TODAY, "2026-01-01", "2029-11-24"),  # 36 months ahead
        (NOTARIS, TODAY, "2026-01-01", "2029-12-31"),  # the end of the term
        (ZORGGROEP, "2025-04-01", "2025-04-01", "2029-03-31"),
        (HOEKSTRA, "2025-06-01", "2025-06-01", "2029-02-28"),  # before the term
        (HOEKSTRA, "2028-02-29", "2026-03-01", "2031-02-28"),
    ],
)
def test_dates_that_calendars_cover(client: str, as_of: str, from_: str, until: str) -> None:
    for calendar in bundle(client, as_of).calendars:
        assert (calendar.covers.from_, calendar.covers.until) == (DAY(from_), DAY(until))


@pytest.mark.parametrize("client", CLIENTS)
def test_emergency_service_as_offered(client: str) -> None:
    offer = bundle(client).sla.emergency_service
    assert offer is not None
    assert (offer.clause, offer.minimum, offer.report_by) == ("3.2", "PT1H", ("phone",))
    hours = {day: [(one.from_, one.to) for one in intervals] for day, intervals in offer.weekly.items()}
    assert hours == dict.fromkeys(WORKING_DAYS, STARTING_POINT)


@pytest.mark.parametrize(
    ("client", "fee", "hourly", "designated"),
    [(BAKKERIJ, "125.00", "150.00", ("jan",)), (NOTARIS, "210.00", "155.00", ("annemarie", "sven"))],
)
def test_emergency_service_as_bought(client: str, fee: str, hourly: str, designated: tuple[str, ...]) -> None:
    bought = bundle(client).form.emergency_service
    assert bought is not None
    assert bought.monthly_fee is not None
    assert bought.hourly is not None
    assert (bought.monthly_fee.amount, bought.hourly.amount) == (Decimal(fee), Decimal(hourly))
    assert (bought.minimum, bought.report_by, bought.designated) == ("PT1H", ("phone",), designated)
    assert (bought.calendar, bought.clause) == ("emergency", "3.2")


@pytest.mark.parametrize("client", [NORTHSEA, STICHTING, HOEKSTRA, ZORGGROEP])
def test_no_emergency_service_where_none_was_bought(client: str) -> None:
    assert bundle(client).form.emergency_service is None


# 4.2 Mandate


@pytest.mark.parametrize(
    ("client", "mandate"),
    [
        (BAKKERIJ, ["vulnerability-hotfix", "microsoft-cloud-change"]),
        (NORTHSEA, ["vulnerability-hotfix"]),
        (NOTARIS, ["vulnerability-hotfix"]),
        (STICHTING, []),
        (HOEKSTRA, []),
        (ZORGGROEP, ["vulnerability-hotfix", "microsoft-cloud-change"]),
    ],
)
def test_mandate(client: str, mandate: list[str]) -> None:
    assert [one.id for one in bundle(client).mandate] == mandate
    assert [(one.id, one.clause) for one in bundle(client).sla.mandates] == [
        ("vulnerability-hotfix", "4.2"),
        ("microsoft-cloud-change", "4.2"),
    ]


# 5 SLA forms, and the matrix of 5.2


YES, EUR, OPT, NOT = "included", "billable", "optional", "not-offered"
STANDARD, PLUS, NETWORK_STANDARD, NETWORK_PLUS, PREMIUM = range(5)
MATRIX = {
    # service: server/workplace standard, server/workplace plus, network standard, network plus, all-in-1 premium
    "monitoring": (YES, YES, YES, YES, YES),
    "backup-monitoring": (YES, YES, YES, YES, YES),
    "update-management": (YES, YES, EUR, EUR, YES),
    "support": (EUR, YES, EUR, YES, YES),
    "file-restore": (EUR, YES, NOT, NOT, YES),
    "server-checkup": (EUR, YES, NOT, NOT, YES),
    "mobile-support": (EUR, EUR, NOT, NOT, YES),
    "microsoft-cloud": (EUR, EUR, NOT, NOT, OPT),
}
SERVICES_NL = {
    "monitoring": "Automatische monitoring",
    "backup-monitoring": "Monitoring van back-ups",
    "update-management": "Updatebeheer",
    "microsoft-cloud": "Microsoft Cloudbeheer",
}
COLUMNS = {
    ("server", "standard"): STANDARD,
    ("server", "plus"): PLUS,
    ("workplace", "standard"): STANDARD,
    ("workplace", "plus"): PLUS,
    ("network", "standard"): NETWORK_STANDARD,
    ("network", "plus"): NETWORK_PLUS,
    ("all-in-1", "premium"): PREMIUM,
}


@pytest.mark.parametrize(("client", "as_of"), [*((client, TODAY) for client in CLIENTS), (ZORGGROEP, "2025-06-01")])
def test_standard_matrix(client: str, as_of: str) -> None:
    matrix = bundle(client, as_of).coverage.matrix
    assert matrix.clause == "5.2"
    assert [(one.form, one.type) for one in matrix.columns] == list(COLUMNS)
    assert {row.id: row.cells for row in matrix.rows} == {
        service: tuple(cells[column] for column in COLUMNS.values()) for service, cells in MATRIX.items()
    }
    labels = {row.id: row.label["nl"] for row in matrix.rows}
    assert {service: labels[service] for service in SERVICES_NL} == SERVICES_NL


BOUGHT = {
    BAKKERIJ: {"server": PLUS, "workplace": STANDARD},
    NORTHSEA: {"server": STANDARD, "workplace": PLUS},
    NOTARIS: {"server": PREMIUM, "workplace": PREMIUM, "network": PREMIUM},
    HOEKSTRA: {"network": NETWORK_PLUS},
    ZORGGROEP: {"server": PLUS, "workplace": PLUS, "network": NETWORK_STANDARD},
}
AGREED = {
    # What a deviation or a bought option makes of a cell.
    (BAKKERIJ, "workplace", "file-restore"): ("included", "billable"),
    (NOTARIS, "server", "microsoft-cloud"): ("included", "optional"),
    (NOTARIS, "workplace", "microsoft-cloud"): ("included", "optional"),
    (NOTARIS, "network", "microsoft-cloud"): ("included", "optional"),
    (ZORGGROEP, "workplace", "microsoft-cloud"): ("included", "billable"),
}
HOURLY = {
    BAKKERIJ: "110.00",
    NORTHSEA: "112.00",
    NOTARIS: "112.50",
    STICHTING: "118.00",
    HOEKSTRA: "115.00",
    ZORGGROEP: "108.00",
}


def decided(compiled: Bundle, labour: str | None = None, **case: str) -> CoverageRule:
    """The first rule that fits a case."""
    for rule in compiled.coverage.rules:
        when = rule.when
        asked = {
            "work": when.work,
            "os_family": when.os_family,
            "type": when.type,
            "component": when.component,
            "service": when.service,
            "system": when.system,
        }
        if any(value is not None and case.get(name) != value for name, value in asked.items()):
            continue
        if when.over is not None and (labour is None or parse(labour).seconds <= parse(when.over).seconds):
            continue
        return rule
    raise AssertionError(f"no rule fits {case}")


def charged(rule: CoverageRule) -> Decimal | None:
    return None if rule.rate is None else rule.rate.amount


@pytest.mark.parametrize("service", MATRIX)
@pytest.mark.parametrize("client", BOUGHT)
def test_outcomes(client: str, service: str) -> None:
    for component in ("server", "workplace", "network"):
        rule = decided(bundle(client), component=component, service=service)
        if component not in BOUGHT[client]:
            assert (rule.outcome, rule.clause, charged(rule)) == ("no-sla", "5.1", Decimal(HOURLY[client]))
            continue
        cell = MATRIX[service][BOUGHT[client][component]]
        outcome, standard = AGREED.get((client, component, service), (cell, None))
        assert (rule.outcome, rule.standard, rule.clause) == (outcome, standard, "5.2")
        assert charged(rule) == (Decimal(HOURLY[client]) if outcome == "billable" else None)


def test_an_option_that_was_not_bought_stays_an_option() -> None:
    without = changed(NOTARIS, "contract.yaml", ("options:\n  microsoft-cloud: {monthly_fee: 180.00}\n", ""))
    for component in ("server", "workplace", "network"):
        assert decided(without, component=component, service="microsoft-cloud").outcome == "optional"


def test_without_a_form_no_sla_applies() -> None:
    rules = bundle(STICHTING).coverage.rules
    assert [(one.kind, one.outcome, one.clause, charged(one)) for one in rules] == [
        ("no-form", "no-sla", "5.1", Decimal("118.00"))
    ]
    assert bundle(STICHTING).form.bought == ()


@pytest.mark.parametrize(
    ("client", "as_of", "reason"),
    [(ZORGGROEP, "2025-03-31", "before-start"), (ZORGGROEP, "2029-04-01", "after-end"), (STICHTING, "2029-01-01", "after-end")],
)
def test_out_of_force(client: str, as_of: str, reason: str) -> None:
    compiled = bundle(client, as_of)
    assert (compiled.status.in_force, compiled.status.reason) == (False, reason)
    assert decided(compiled, component="server", service="monitoring").outcome == "not-in-force"


def test_all_in_1() -> None:
    offer = {one.id: one for one in bundle(BAKKERIJ).coverage.forms}["all-in-1"]
    assert [(one.label["nl"], one.clause) for one in offer.categories] == [
        ("Microsoft Cloudbeheer", "5.3"),
        ("Servers en apparatuur", "5.3"),
        ("Werkplekbeheer", "5.3"),
        ("Gebruikersondersteuning", "5.3"),
    ]
    assert (offer.hours_clause, offer.hours_adjusted_every) == ("6.2", "P6M")
    assert (offer.all_in, offer.types, offer.components) == (True, ("premium",), ("server", "workplace", "network"))


@pytest.mark.parametrize(
    ("as_of", "hours", "fee", "workplaces"),
    [
        ("2026-06-30", "14", "1890.00", 24),
        ("2026-07-01", "16", "2040.00", 24),
        ("2026-12-31", "16", "2040.00", 24),
        ("2027-01-01", "15", "1950.00", 22),
    ],
)
def test_hours_adjusted_each_half_year(as_of: str, hours: str, fee: str, workplaces: int) -> None:
    (bought,) = bundle(NOTARIS, as_of).form.bought
    assert bought.monthly_fee is not None
    assert (bought.hours, bought.monthly_fee.amount) == (Decimal(hours), Decimal(fee))
    assert bought.quantities == {"server": 2, "workplace": workplaces, "network": 3}
    assert (bought.hours_adjusted_every, len(bought.categories)) == ("P6M", 4)


def test_basic_is_retired() -> None:
    edit = ("server: {type: plus, quantity: 4,", "server: {type: basic, quantity: 4,")
    found = checked(edited(FILES, f"clients/{BAKKERIJ}/contract.yaml", edit), TODAY)
    (retired,) = [one for one in found.findings if one.severity == "error"]
    assert (retired.name, retired.origin.line) == ("retired-form", 17)
    assert all(word in retired.message for word in ("basic", "2.5", "2025-09-15"))


def test_what_basic_covered_is_not_known() -> None:
    # Version 2.4 still sold it, and doesn't say what it covers.
    edits = [
        ("server: {type: plus, quantity: 5,", "server: {type: basic, quantity: 5,"),
        ('change: {sla: {version: "2.5"}}', "change: {mandate: [vulnerability-hotfix]}"),
    ]
    found = checked(edited(FILES, f"clients/{ZORGGROEP}/contract.yaml", *edits), "2025-06-01")
    (unknown,) = [one for one in found.findings if one.severity == "error"]
    assert (unknown.name, unknown.origin.line) == ("unknown-coverage", 16)
    assert "2.4" in unknown.message


# 6 What the services are


EXCLUSIONS = [
    "business-application",
    "upgrade",
    "cybercrime",
    "disaster-recovery",
    "on-site-only",
    "private-equipment",
    "manual-firmware",
    "ad-hoc-vulnerability",
    "ignored-advice",
]


@pytest.mark.parametrize("client", CLIENTS)
def test_exclusions_in_order(client: str) -> None:
    assert [(one.id, one.clause, one.over) for one in bundle(client).coverage.exclusions] == [
        (work, f"6.4.{number}", "PT2H" if number == 8 else None) for number, work in enumerate(EXCLUSIONS, start=1)
    ]


@pytest.mark.parametrize("client", BOUGHT)
@pytest.mark.parametrize("work", EXCLUSIONS)
def test_excluded_work(client: str, work: str) -> None:
    for labour in (None, "PT2H", "PT2H1M"):
        component = next(iter(BOUGHT[client]))
        rule = decided(bundle(client), labour, work=work, component=component, service="monitoring")
        if work == "ad-hoc-vulnerability" and labour != "PT2H1M":
            assert (rule.kind, rule.outcome) == ("matrix", "included")
        else:
            assert (rule.outcome, charged(rule)) == ("excluded", Decimal(HOURLY[client]))
            assert rule.clause == f"6.4.{EXCLUSIONS.index(work) + 1}"


@pytest.mark.parametrize("service", MATRIX)
def test_linux_servers_get_basic_monitoring_only(service: str) -> None:
    for client in (ZORGGROEP, BAKKERIJ, NORTHSEA, NOTARIS):
        rule = decided(bundle(client), os_family="linux", component="server", service=service)
        assert (rule.outcome, rule.clause) == ("included" if service == "monitoring" else "excluded", "6.1")
        assert charged(rule) == (None if service == "monitoring" else Decimal(HOURLY[client]))
    assert decided(bundle(ZORGGROEP), os_family="windows", component="server", service="support").outcome == "included"
    # Version 2.4 has no paragraph on Linux.
    cell = MATRIX[service][PLUS]
    assert decided(bundle(ZORGGROEP, "2025-06-01"), os_family="linux", component="server", service=service).outcome == cell


def test_a_deviation_for_a_linux_server() -> None:
    case = {"os_family": "linux", "component": "server", "service": "support"}
    agreed, other = (decided(bundle(ZORGGROEP), system=system, **case) for system in ("srv-web01", "srv-log01"))
    assert (agreed.kind, agreed.outcome, agreed.standard, agreed.clause) == ("deviation", "billable", "excluded", "5.2")
    assert (other.kind, other.outcome) == ("operating-system", "excluded")
    covered = {one.id: one.covered for one in bundle(ZORGGROEP).form.systems}
    assert [system for system, inside in covered.items() if not inside] == ["srv-web01", "srv-log01"]


@pytest.mark.parametrize(("client", "named"), [(HOEKSTRA, ["fw-harlingen"]), (NOTARIS, ["firewall", "switches"])])
def test_network_equipment_under_update_management(client: str, named: list[str]) -> None:
    assert [one.id for one in bundle(client).form.systems if one.update_management] == named


def test_contents_of_plus() -> None:
    plus = next(one for one in bundle(BAKKERIJ).coverage.types if one.id == "plus")
    assert plus.includes_clause == "6.3"
    told = [one["en"] for one in plus.includes]
    words = ("incidents", "service requests", "restore", "alerts", "accounts", "fair use")
    assert [word for word, text in zip(words, told, strict=True) if word not in text] == []


def test_descriptions() -> None:
    found = {one.id: one for one in bundle(BAKKERIJ).sla.descriptions}
    assert {one.clause for one in found.values()} == {"6.1"}
    products = " ".join(one["en"] for one in found["update-management"].points)
    for word in ("Windows", "Office", "Exchange Server", "SQL Server", "Chrome", "Firefox", "PDF"):
        assert word in products
    assert len(found["servers-and-equipment"].points) == 7


# 7 Tickets


def test_ticket_types() -> None:
    assert [
        (one.id, one.label and one.label["nl"], one.clause, one.prioritised, one.outcome)
        for one in bundle(BAKKERIJ).tickets.types
    ] == [
        ("incident", "Incident", "7.9", True, None),
        ("service-request", "Servicevraag", "7.8", False, None),
        ("change", "Aanpassing", "7.7", False, "billable"),
    ]


@pytest.mark.parametrize(
    ("client", "component", "fair_use"),
    [
        (BAKKERIJ, "server", True),
        (BAKKERIJ, "workplace", False),
        (NOTARIS, "workplace", True),
        (NORTHSEA, "server", False),
        (NORTHSEA, "workplace", True),
        (HOEKSTRA, "network", True),
    ],
)
def test_a_change_is_charged_unless_small(client: str, component: str, fair_use: bool) -> None:
    rule = decided(bundle(client), type="change", component=component, service="support")
    assert (rule.outcome, rule.clause, charged(rule)) == ("billable", "7.7", Decimal(HOURLY[client]))
    assert [one.id for one in rule.conditions] == (["fair-use"] if fair_use else [])


def test_impacts_and_urgencies() -> None:
    tickets = bundle(BAKKERIJ).tickets
    told = {one.id: one.text["nl"] for one in (*tickets.impacts, *tickets.urgencies)}
    assert [(one.id, one.clause) for one in tickets.impacts] == [("1", "7.9"), ("2", "7.9"), ("3", "7.9")]
    assert [(one.id, one.clause) for one in tickets.urgencies] == [("A", "7.9"), ("B", "7.9"), ("C", "7.9")]
    words = {
        "1": ("organisatie", "meerdere afdelingen"),
        "2": ("Eén afdeling", "gehinderd"),
        "3": ("Eén medewerker",),
        "A": ("geen workaround", "niet worden uitgesteld"),
        "B": ("een workaround", "niet worden uitgesteld"),
        "C": ("een workaround", "kan worden uitgesteld"),
    }
    assert [(key, word) for key, expected in words.items() for word in expected if word not in told[key]] == []


@pytest.mark.parametrize("client", CLIENTS)
def test_priority_matrix(client: str) -> None:
    expected = [
        {"1": "kritisch", "2": "ernstig", "3": "standaard"},
        {"1": "ernstig", "2": "standaard", "3": "laag"},
        {"1": "standaard", "2": "laag", "3": "laag"},
    ]
    tickets = bundle(client).tickets
    assert [tickets.matrix[urgency] for urgency in ("A", "B", "C")] == expected
    assert len(tickets.matrix) == 3
    assert tickets.clause == "7.9"


@pytest.mark.parametrize("client", CLIENTS)
def test_priorities(client: str) -> None:
    assert [(one.id, one.rank, one.label["nl"], one.report_by) for one in bundle(client).tickets.priorities] == [
        ("kritisch", 1, "Kritisch", ("phone",)),
        ("ernstig", 2, "Prio1 – Ernstig", ("phone", "portal", "email")),
        ("standaard", 3, "Prio2 – Standaard", ("portal", "email", "phone")),
        ("laag", 4, "Prio3 – Laag", ("portal", "email")),
    ]


@pytest.mark.parametrize("client", CLIENTS)
def test_targets(client: str) -> None:
    always = ("office", "emergency") if client in (BAKKERIJ, NOTARIS) else ("office",)
    within, deviation = ("PT30M", "sneller-begin") if client == ZORGGROEP else ("PT1H", None)
    targets = bundle(client).tickets.targets
    assert [(one.priority, one.agreement, one.within, one.calendars, one.deviation) for one in targets] == [
        ("kritisch", "binding", "PT30M", always, None),
        ("ernstig", "binding", within, ("office",), deviation),
        ("standaard", "aim", "P1D", ("office",), None),
        ("laag", "none", None, (), None),
    ]
    assert {(one.kind, one.clause) for one in targets} == {("start", "7.9")}


def test_minimum_information() -> None:
    everything = ("incident", "service-request", "change")
    assert [(one.id, one.types, one.clause) for one in bundle(BAKKERIJ).tickets.minimum_information] == [
        ("company-name", everything, "9"),
        ("contact-name", everything, "9"),
        ("contact-details", everything, "9"),
        ("description", everything, "9"),
        ("steps-taken", everything, "9"),
        ("impact", ("incident",), "9"),
    ]


@pytest.mark.parametrize(
    ("client", "to", "events"),
    [
        (BAKKERIJ, ("jan",), ("created", "closed")),
        (NOTARIS, ("sven",), ("closed",)),
        (ZORGGROEP, ("daan",), ("created", "closed")),
        (NORTHSEA, (), ()),
        (HOEKSTRA, (), ()),
    ],
)
def test_status_mails(client: str, to: tuple[str, ...], events: tuple[str, ...]) -> None:
    mails = bundle(client).notifications.status_mails
    assert mails is not None
    assert (mails.events, mails.clause) == (("created", "closed"), "7.5")
    assert (mails.to, mails.to_events) == (to, events)


# 8.2 Maintenance


def _window(compiled: Bundle, key: str) -> MaintenanceWindow:
    return next(one for one in compiled.maintenance.windows if one.id == key)


def _times(window: MaintenanceWindow) -> list[tuple[str, str]]:
    return [(one.starts.isoformat(), one.ends.isoformat()) for one in window.occurrences]


WINTER, SUMMER = "+01:00", "+02:00"
SECOND_TUESDAYS = "12-08 | 01-12 02-09 03-09 04-13 05-11 06-08 07-13 08-10 09-14 10-12 11-09"
THIRD_SATURDAYS = "12-19 | 01-16 02-20 03-20 04-17 05-15 06-19 07-17 08-21 09-18 10-16 11-20"
LAST_FRIDAYS = "11-27 12-25 | 01-29 02-26 03-26 04-30 05-28 06-25 07-30 08-27 09-24 10-29"
SECOND_SUNDAYS = "12-13 | 01-10 02-14 03-14 04-11 05-09 06-13 07-11 08-08 09-12 10-10 11-14"
FIRST_WEDNESDAYS = "12-02 | 01-06 02-03 03-03 04-07 05-05 06-02 07-07 08-04 09-01 10-06 11-03"


@pytest.mark.parametrize(
    ("client", "key", "dates", "starts", "ends", "outside"),
    [
        (BAKKERIJ, "updates", SECOND_TUESDAYS, "19:00", "22:00", True),
        (BAKKERIJ, "erp-updates", THIRD_SATURDAYS, "13:00", "15:00", True),
        (NORTHSEA, "patching", LAST_FRIDAYS, "17:30", "19:30", True),
        (ZORGGROEP, "dossier", SECOND_SUNDAYS, "04:00", "06:00", True),
        (ZORGGROEP, "reserve", FIRST_WEDNESDAYS, "13:00", "14:30", False),
    ],
)
def test_maintenance_of_twelve_months(client: str, key: str, dates: str, starts: str, ends: str, outside: bool) -> None:
    window = _window(bundle(client), key)
    expected = []
    this_year, next_year = dates.split(" | ")
    for date in [*(f"2026-{day}" for day in this_year.split()), *(f"2027-{day}" for day in next_year.split())]:
        offset = SUMMER if "2027-03-28" <= date < "2027-10-31" else WINTER
        expected.append((f"{date}T{starts}:00{offset}", f"{date}T{ends}:00{offset}"))
    assert _times(window) == expected
    assert (window.outside_office_hours, window.clause) == (outside, "8.2")


def test_weekly_maintenance_past_midnight() -> None:
    times = _times(_window(bundle(NOTARIS), "updates"))
    assert len(times) == 52
    assert times[0] == ("2026-11-29T22:00:00+01:00", "2026-11-30T02:00:00+01:00")
    assert times[-1] == ("2027-11-21T22:00:00+01:00", "2027-11-22T02:00:00+01:00")
    # Summer time starts in the night before 28 March, and ends in the night before 31 October.
    assert times[16:18] == [
        ("2027-03-21T22:00:00+01:00", "2027-03-22T02:00:00+01:00"),
        ("2027-03-28T22:00:00+02:00", "2027-03-29T02:00:00+02:00"),
    ]
    assert times[47:49] == [
        ("2027-10-24T22:00:00+02:00", "2027-10-25T02:00:00+02:00"),
        ("2027-10-31T22:00:00+01:00", "2027-11-01T02:00:00+01:00"),
    ]


@pytest.mark.parametrize(
    ("day", "from_", "date", "starts", "ends"),
    [
        # Four hours elapse: the clock goes from 02:00 to 03:00, and later from 03:00 back to 02:00.
        ("SA", "22:00", "2027-03-27", "2027-03-27T22:00:00+01:00", "2027-03-28T03:00:00+02:00"),
        ("SA", "23:30", "2027-10-30", "2027-10-30T23:30:00+02:00", "2027-10-31T02:30:00+01:00"),
        # A time that is skipped becomes the one after it; of a time that comes twice it is the first.
        ("SU", "02:30", "2027-03-28", "2027-03-28T03:30:00+02:00", "2027-03-28T07:30:00+02:00"),
        ("SU", "02:30", "2027-10-31", "2027-10-31T02:30:00+02:00", "2027-10-31T05:30:00+01:00"),
    ],
)
def test_maintenance_across_a_change_of_the_clock(day: str, from_: str, date: str, starts: str, ends: str) -> None:
    compiled = changed(
        NOTARIS, "dap.yaml", ("rule: FREQ=WEEKLY;BYDAY=SU", f"rule: FREQ=WEEKLY;BYDAY={day}"), ("from: 22:00", f"from: {from_}")
    )
    assert [time for time in _times(_window(compiled, "updates")) if time[0].startswith(date)] == [(starts, ends)]


def test_maintenance_ends_with_the_term() -> None:
    compiled = bundle(NORTHSEA, "2028-11-01")
    assert (compiled.maintenance.covers.from_, compiled.maintenance.covers.until) == (DAY("2028-11-01"), DAY("2029-01-31"))
    assert [starts[:10] for starts, _ in _times(_window(compiled, "patching"))] == ["2028-11-24", "2028-12-29", "2029-01-26"]


def test_hours_without_maintenance() -> None:
    (night,) = bundle(BAKKERIJ).maintenance.blackouts
    hours = {day: [(one.from_, one.to) for one in intervals] for day, intervals in night.weekly.items()}
    assert hours == {day: [("22:00", "06:00")] for day in [*WORKING_DAYS, "sat"]}
    assert (night.systems, night.clause) == (("srv-erp01",), "8.2")


def test_trial_restores() -> None:
    (quarterly,), (half_yearly,) = bundle(BAKKERIJ).maintenance.trial_restores, bundle(ZORGGROEP).maintenance.trial_restores
    assert [str(date) for date in quarterly.dates] == ["2027-01-06", "2027-04-07", "2027-07-07", "2027-10-06"]
    assert [str(date) for date in half_yearly.dates] == ["2027-03-01", "2027-09-06"]
    assert (quarterly.clause, half_yearly.clause) == ("6.1", "6.1")


# People


@pytest.mark.parametrize(
    ("client", "as_of", "restricted", "may"),
    [
        (
            BAKKERIJ,
            TODAY,
            True,
            {
                "jan": "report authorise view-all-tickets call-emergency receive-status-mails",
                "fatima": "report",
                "willem": "report authorise",
            },
        ),
        (NORTHSEA, TODAY, False, {"kate": "report authorise"}),
        (
            NOTARIS,
            TODAY,
            False,
            {
                "annemarie": "report authorise call-emergency",
                "sven": "report authorise view-all-tickets call-emergency receive-status-mails",
            },
        ),
        (STICHTING, TODAY, False, {"noor": "report"}),
        (HOEKSTRA, TODAY, False, {"tjitske": "report"}),
        (
            ZORGGROEP,
            "2026-08-31",
            True,
            {"marloes": "report authorise view-all-tickets", "daan": "report receive-status-mails", "esra": "report"},
        ),
        (
            ZORGGROEP,
            "2026-09-01",
            True,
            {"marloes": "report authorise view-all-tickets", "daan": "report receive-status-mails", "esra": "report authorise"},
        ),
    ],
)
def test_permissions(client: str, as_of: str, restricted: bool, may: dict[str, str]) -> None:
    contacts = bundle(client, as_of).contacts
    assert {one.id: " ".join(one.may) for one in contacts.people} == may
    assert (contacts.restricted, contacts.clause) == (restricted, "3")
    assert (contacts.authorisation_in_writing, contacts.authorisation_clause) == (True, "10")


def test_only_named_reporters_may_report() -> None:
    compiled = changed(BAKKERIJ, "dap.yaml", ("reporters: [jan, fatima, willem]", "reporters: [fatima]"))
    assert [one.id for one in compiled.contacts.people if "report" in one.may] == ["fatima"]


# Monitoring


def _monitored(client: str, system: str) -> MonitoredSystem:
    return next(one for one in bundle(client).monitoring.systems if one.system == system)


def _limits(one: MonitoredSystem) -> dict[str, tuple[str | None, str | None, str | None, str]]:
    def text(value: Decimal | None) -> str | None:
        return None if value is None else str(value)

    return {check.id: (text(check.warning), text(check.critical), check.for_, check.source) for check in one.checks}


WINDOWS_SERVER = {
    "availability": (None, None, "PT5M", "template"),
    "cpu": ("85", "95", "PT15M", "template"),
    "memory": ("90", "95", "PT15M", "template"),
    "disk": ("15", "5", None, "template"),
    "services": (None, "1", "PT10M", "template"),
    "event-log": ("1", "5", None, "template"),
    "time-offset": ("5", "60", None, "template"),
    "antivirus": ("2", "5", None, "template"),
    "updates": ("35", "45", None, "template"),
}
BACKUP_LOG = {
    "last-backup": ("26", "50", None, "template"),
    "failed-jobs": (None, "1", None, "template"),
    "job-warnings": ("1", None, None, "template"),
    "repository-space": ("20", "10", None, "template"),
}
LINUX = {
    # Up or down, and capacity: memory, processor, disk.
    "availability": (None, None, "PT10M", "template"),
    "memory": ("90", "95", "PT15M", "template"),
    "cpu": ("85", "95", "PT15M", "template"),
    "disk": ("15", "5", None, "template"),
}


@pytest.mark.parametrize(
    ("client", "system", "template", "standard", "also", "checks"),
    [
        (BAKKERIJ, "srv-dc01", "windows-server", True, (), WINDOWS_SERVER),
        (
            BAKKERIJ,
            "srv-erp01",
            "windows-server",
            False,
            (),
            {
                **{key: values for key, values in WINDOWS_SERVER.items() if key != "time-offset"},
                "cpu": ("90", "98", "PT30M", "override"),
                "orders": ("100", "500", None, "tailor-made"),
            },
        ),
        (BAKKERIJ, "srv-file01", "windows-server", False, ("backup-log",), {**WINDOWS_SERVER, **BACKUP_LOG}),
        (ZORGGROEP, "srv-log01", "linux-basic", True, (), LINUX),
        (ZORGGROEP, "srv-web01", "linux-basic", False, (), {**LINUX, "portal": ("1500", "4000", "PT5M", "tailor-made")}),
        (ZORGGROEP, "srv-ecd01", "windows-server", False, (), {**WINDOWS_SERVER, "disk": ("25", "15", None, "override")}),
    ],
)
def test_monitoring(
    client: str,
    system: str,
    template: str,
    standard: bool,
    also: tuple[str, ...],
    checks: dict[str, tuple[str | None, str | None, str | None, str]],
) -> None:
    found = _monitored(client, system)
    assert (found.template, found.standard, found.also, found.clause) == (template, standard, also, "6.1")
    assert _limits(found) == checks


@pytest.mark.parametrize("client", CLIENTS)
def test_every_system_is_watched(client: str) -> None:
    compiled = bundle(client)
    assert [one.system for one in compiled.monitoring.systems] == [one.id for one in compiled.form.systems]


# Money and dates


@pytest.mark.parametrize(
    ("client", "as_of", "total"),
    [
        (BAKKERIJ, "2026-06-30", "1842.50"),  # 480.00 + 1237.50 + 125.00
        (BAKKERIJ, TODAY, "1955.00"),  # 480.00 + 1350.00 + 125.00
        (NORTHSEA, TODAY, "1200.00"),  # 150.00 + 1050.00
        (NORTHSEA, "2027-02-01", "1550.00"),  # 150.00 + 1400.00
        (NOTARIS, "2026-06-30", "2280.00"),  # 1890.00 + 180.00 + 210.00
        (NOTARIS, TODAY, "2430.00"),  # 2040.00 + 180.00 + 210.00
        (NOTARIS, "2027-01-01", "2340.00"),  # 1950.00 + 180.00 + 210.00
        (HOEKSTRA, TODAY, "210.00"),
        (ZORGGROEP, TODAY, "5150.00"),  # 650.00 + 4200.00 + 300.00
        (STICHTING, TODAY, None),
    ],
)
def test_monthly_total(client: str, as_of: str, total: str | None) -> None:
    found = bundle(client, as_of).billing.monthly_total
    assert (None if found is None else str(found)) == total


@pytest.mark.parametrize(
    ("client", "hourly", "outside", "emergency"),
    [
        (BAKKERIJ, "110.00", "165.00", "150.00"),
        (NORTHSEA, "112.00", "168.00", None),
        (NOTARIS, "112.50", "168.75", "155.00"),
        (STICHTING, "118.00", None, None),
        (HOEKSTRA, "115.00", None, None),
        (ZORGGROEP, "108.00", "162.00", None),
    ],
)
def test_rates(client: str, hourly: str, outside: str | None, emergency: str | None) -> None:
    billing = bundle(client).billing
    found = (billing.hourly, billing.outside_office_hours, billing.emergency)
    assert tuple(None if amount is None else str(amount) for amount in found) == (hourly, outside, emergency)
    assert billing.currency == "EUR"
    rates = {"hourly": hourly, "outside_office_hours": outside, "emergency": emergency}
    for rule in billing.rules:
        assert (None if rule.rate.amount is None else str(rule.rate.amount)) == rates[rule.rate.kind]


@pytest.mark.parametrize(
    ("client", "end", "notice", "notice_by"),
    [
        (BAKKERIJ, "2028-12-31", "P3M", "2028-09-30"),
        (NORTHSEA, "2029-01-31", "P3M", "2028-10-31"),
        (NOTARIS, "2029-12-31", "P6M", "2029-06-30"),
        (STICHTING, "2028-12-31", None, None),
        (HOEKSTRA, "2029-02-28", "P2M", "2028-12-31"),  # January and February are the two months
        (ZORGGROEP, "2029-03-31", "P6M", "2028-09-30"),
    ],
)
def test_notice(client: str, end: str, notice: str | None, notice_by: str | None) -> None:
    status = bundle(client).status
    assert (str(status.end), status.notice) == (end, notice)
    assert (None if status.notice_by is None else str(status.notice_by)) == notice_by


@pytest.mark.parametrize(
    ("end", "notice", "notice_by"),
    [
        ("2028-06-30", "P3M", "2028-03-31"),
        ("2028-05-30", "P3M", "2028-02-29"),  # three months after 29 February is 29 May, after 1 March it is 1 June
        ("2028-02-29", "P1Y", "2027-02-28"),
        ("2028-03-15", "P1M", "2028-02-15"),
        ("2028-03-15", "P14D", "2028-03-01"),
    ],
)
def test_notice_to_the_day(end: str, notice: str, notice_by: str) -> None:
    edit = ("end: 2028-12-31, notice: P3M", f"end: {end}, notice: {notice}")
    assert str(changed(BAKKERIJ, "contract.yaml", edit).status.notice_by) == notice_by


# 9 to 12


def test_responsibilities() -> None:
    found = bundle(BAKKERIJ).sla.responsibilities
    told = " ".join(one.text["en"] for one in found)
    assert {one.clause for one in found} == {"9"}
    for word in ("SLA known", "ticket", "instruction", "phishing", "Cisco Smartnet", "cost extra", "organisation", "suppliers"):
        assert word in told


def test_security() -> None:
    found = bundle(BAKKERIJ).sla.security
    told = " ".join(one.text["nl"] for one in found)
    assert {one.clause for one in found} == {"10"}
    for word in ("vertrouwelijk", "integriteit", "toestemming", "VOG", "documentatie", "persoonsgegevens", "Inloggegevens"):
        assert word in told
    for word in ("gescheiden", "versleuteld", "schriftelijk"):
        assert word in told


@pytest.mark.parametrize(
    ("client", "per_year", "additions"),
    [(BAKKERIJ, 4, 2), (NORTHSEA, 2, 0), (NOTARIS, 2, 0), (HOEKSTRA, 2, 0), (ZORGGROEP, 3, 1)],
)
def test_reviews(client: str, per_year: int, additions: int) -> None:
    reviews = bundle(client).reviews
    assert (reviews.per_year, reviews.standard_per_year, reviews.clause) == (per_year, 2, "11")
    assert (len(reviews.present), len(reviews.agenda), len(reviews.additions)) == (2, 7, additions)


@pytest.mark.parametrize(
    ("client", "as_of", "managers"),
    [(BAKKERIJ, TODAY, ["Service Manager", "Operations Manager"]), (ZORGGROEP, "2025-06-01", ["Operations Manager"])],
)
def test_escalation(client: str, as_of: str, managers: list[str]) -> None:
    found = [
        (one.step, one.level["nl"], [who["nl"] for who in one.client], [who["nl"] for who in one.provider], one.clause)
        for one in bundle(client, as_of).escalation
    ]
    assert found == [
        ("0", "Support", ["eindgebruikers"], ["Supportcenter"], "12"),
        ("1", "Manager IT", ["contactpersoon", "management", "directie"], managers, "12"),
        ("2", "Directie", ["directie", "management", "IT-contactpersoon"], ["Directie"], "12"),
    ]


# What holds for every rule


CLAUSE_OF_KIND = {"no-form": "5.1", "operating-system": "6.1", "ticket-type": "7.7", "not-bought": "5.1", "matrix": "5.2"}


@pytest.mark.parametrize("client", CLIENTS)
def test_every_rule_names_its_clause_and_its_place(client: str) -> None:
    for rule in bundle(client).coverage.rules:
        if rule.kind == "exclusion":
            assert rule.when.work is not None
            assert rule.clause == f"6.4.{EXCLUSIONS.index(rule.when.work) + 1}"
        elif rule.kind == "deviation":
            assert rule.clause == "5.2"
        else:
            assert rule.clause == CLAUSE_OF_KIND[rule.kind]
        assert rule.origin.file in FILES
        text = FILES[rule.origin.file].decode().splitlines()[rule.origin.line - 1]
        assert text[rule.origin.column - 1 :].strip() != ""


EVERY_WORKING_DAY = "mon {0}, tue {0}, wed {0}, thu {0}, fri {0}"


@pytest.mark.parametrize(
    ("client", "deviations"),
    [
        (BAKKERIJ, [("restore-included", "coverage", "5.2", "billable", "included")]),
        (
            ZORGGROEP,
            [
                ("cloudbeheer-inbegrepen", "coverage", "5.2", "billable", "included"),
                ("portaal-ondersteund", "coverage", "5.2", "excluded", "billable"),
                ("sneller-begin", "target", "7.9", "PT1H", "PT30M"),
                (
                    "langere-openingstijden",
                    "hours",
                    "3.1",
                    EVERY_WORKING_DAY.format("08:00-17:00"),
                    EVERY_WORKING_DAY.format("07:30-18:00"),
                ),
                ("os-srv-web01", "monitoring", "6.1", "linux-basic", "linux-basic"),
            ],
        ),
        (NORTHSEA, []),
    ],
)
def test_deviations(client: str, deviations: list[tuple[str, str, str, str | None, str | None]]) -> None:
    found = bundle(client).deviations
    assert [(one.id, one.kind, one.clause, one.standard, one.agreed) for one in found] == deviations
    assert all(one.reason and one.approved_by for one in found)
