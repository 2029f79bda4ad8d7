"""Tickets opened in a real Request Tracker at chosen moments: the Starts and Due that their readers see.

Expected times are worked out by hand. Office hours are Monday to Friday 08:00-17:00; they end at 16:00 on Good Friday, on 5, 24
and 31 December, and on 5 May in a year in which that isn't a holiday.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from .conftest import Instance

pytestmark = pytest.mark.long

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LONDON = ZoneInfo("Europe/London")
UNSET = "1970-01-01T00:00:00Z"


def utc(local: str, zone: ZoneInfo = AMSTERDAM) -> dt.datetime:
    return dt.datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(dt.UTC)


def opened(tracker: Instance, queue: str, level: str | None, created: dt.datetime) -> dict[str, str]:
    """A new ticket, as REST shows it."""
    asked = {"Queue": queue, "Subject": "At a chosen moment", "Created": f"{created:%Y-%m-%d %H:%M:%S}"}
    if level is not None:
        asked["SLA"] = f"{queue}: {level}"
    ticket: dict[str, str] = tracker.rest(f"ticket/{tracker.rest('ticket', asked)['id']}")
    assert ticket["Created"] == f"{created:%Y-%m-%dT%H:%M:%SZ}"
    return ticket


TICKETS = [
    # On ordinary days.
    ("bakkerij-van-dijk", "ernstig", "2028-06-06T10:00", "2028-06-06T11:00", None),
    ("bakkerij-van-dijk", "ernstig", "2028-06-06T16:30", "2028-06-07T08:30", None),
    ("bakkerij-van-dijk", "ernstig", "2028-06-09T17:30", "2028-06-12T09:00", None),  # Friday evening
    ("bakkerij-van-dijk", "kritisch", "2028-06-06T22:50", "2028-06-07T07:20", None),  # the emergency service is open until 23:00
    ("zorggroep-het-anker", "ernstig", "2028-06-06T17:40", "2028-06-07T07:40", None),  # 07:30-18:00, within half an hour
    # A time that ends when the office closes.
    ("bakkerij-van-dijk", "ernstig", "2028-06-06T16:00", "2028-06-07T08:00", "2028-06-06T17:00"),
    # Thursday 24 December 2026; Christmas is on Friday, and the office opens again on Monday.
    ("transportbedrijf-hoekstra", "kritisch", "2026-12-24T15:50", "2026-12-24T16:20", "2026-12-28T08:20"),
    ("bakkerij-van-dijk", "kritisch", "2026-12-24T15:50", "2026-12-24T16:20", None),  # it has the emergency service
    ("bakkerij-van-dijk", "ernstig", "2026-12-24T15:00", "2026-12-24T16:00", None),
    ("bakkerij-van-dijk", None, "2026-12-23T16:30", "2026-12-24T16:30", "2026-12-24T16:00"),  # a day later, of a new ticket
    ("bakkerij-van-dijk", None, "2026-12-24T16:20", "2026-12-28T16:20", "2026-12-29T08:00"),  # reported while closed
    # New Year's Eve is a Thursday, New Year's Day a Friday.
    ("bakkerij-van-dijk", "ernstig", "2026-12-31T15:45", "2026-12-31T16:45", "2027-01-04T08:45"),
    # Friday 5 May 2028.
    ("northsea-logistics", "ernstig", "2028-05-05T15:30", "2028-05-05T16:30", "2028-05-08T08:30"),
    # King's day: 27 April, here a Tuesday; and 26 April when the 27th is a Sunday, here for a service that is open at weekends.
    ("bakkerij-van-dijk", "ernstig", "2027-04-26T16:30", "2027-04-28T08:30", None),
    ("notariskantoor-de-linde", "kritisch", "2031-04-25T22:50", "2031-04-27T07:20", None),
    # Good Friday 26 March 2027, before an Easter on which the clock is set forward.
    ("bakkerij-van-dijk", "ernstig", "2027-03-26T15:30", "2027-03-26T16:30", "2027-03-30T08:30"),
    # The clock is set forward on 26 March 2028 and back on 29 October 2028, both Sundays.
    ("bakkerij-van-dijk", "ernstig", "2028-03-24T16:30", "2028-03-27T08:30", None),
    ("notariskantoor-de-linde", "kritisch", "2028-03-25T22:45", "2028-03-26T07:15", None),
    ("bakkerij-van-dijk", "ernstig", "2028-10-27T16:30", "2028-10-30T08:30", None),
]


@pytest.mark.parametrize(("client", "level", "created", "plain", "promised"), TICKETS)
def test_a_ticket_starts(
    example: Instance,
    example_with_overlay: Instance,
    client: str,
    level: str | None,
    created: str,
    plain: str,
    promised: str | None,
) -> None:
    """``promised`` is what the overlay shows, where RT by itself shows something else."""
    for tracker, expected in ((example, plain), (example_with_overlay, promised or plain)):
        ticket = opened(tracker, client, level, utc(created))
        assert (ticket["Starts"], ticket["Due"]) == (f"{utc(expected):%Y-%m-%dT%H:%M:%SZ}", UNSET)


def test_a_client_without_a_form_has_no_dates(example: Instance) -> None:
    ticket = opened(example, "stichting-de-brug", None, utc("2028-06-06T10:00"))
    assert "SLA" not in ticket
    assert (ticket["Starts"], ticket["Due"]) == (UNSET, UNSET)


@pytest.mark.parametrize(
    ("client", "level", "created", "starts", "due"),
    [
        # Round the clock, a start within 10 minutes and a resolution within 4 hours: on a night on which the clock is set back at
        # two. RT counts the response of 15 minutes from when the ticket was really opened, which is later.
        ("albion-bank", "p1", "2024-10-26T23:55", "2024-10-27T00:05", "2024-10-27T02:55"),
        # Two days of London's hours, over Easter.
        ("kestrel-media", "p4", "2027-03-25T14:00", "2027-03-31T14:00", None),
    ],
)
def test_a_ticket_of_the_second_provider(
    meridian: Instance, client: str, level: str, created: str, starts: str, due: str | None
) -> None:
    ticket = opened(meridian, client, level, utc(created, LONDON))
    shown = {kind: time and f"{utc(time, LONDON):%Y-%m-%dT%H:%M:%SZ}" for kind, time in (("Starts", starts), ("Due", due))}
    assert (ticket["Starts"], ticket["Due"]) == (shown["Starts"], shown["Due"] or UNSET)
