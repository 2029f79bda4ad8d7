"""The imitation itself refuses what Zammad does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.apply.zammad_server import RefusedError, Zammad
from tests.apply.zammad_workspace import server as server


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (
            "calendars",
            {"name": "x", "business_hours": {"mon": {"active": False, "timeframes": [["08:00", "17:00"]]}}},
            "No configured",
        ),
        (
            "calendars",
            {"name": "x", "business_hours": {"mon": {"active": True, "timeframes": [["20:00", "93:00"]]}}},
            "timestamp",
        ),
        (
            "calendars",
            {"name": "x", "business_hours": {"mon": {"active": True, "timeframes": [["22:00", "06:00"]]}}},
            "nonsensical",
        ),
        ("organizations", {"name": "zammad FOUNDATION"}, "already been taken"),
        ("organizations", {"name": "x" * 101}, "too long"),
        ("users", {"email": "ADMIN@provider.example"}, "already used"),
        ("users", {"email": "x@y.example", "organization_id": "99"}, "ForeignKey"),
        ("slas", {"name": "x", "calendar_id": 99}, "Calendar must exist"),
        ("slas", {"name": "x", "response_time": 5, "update_time": 5}, "Cannot have both"),
        ("slas", {"name": "x", "condition": {"ticket.organization_id": {"operator": "is", "value": ["99"]}}}, "Invalid object"),
        (
            "triggers",
            {"name": "x", "perform": {"notification.email": {"subject": "s", "recipient": ["ticket_customer"]}}},
            "body",
        ),
    ],
)
def test_the_server_refuses_what_zammad_does(server: Zammad, kind: str, data: dict[str, Any], words: str) -> None:
    calendar = next(iter(server.objects["calendars"]))
    given = {"calendar_id": calendar, **data} if kind == "slas" else data
    with pytest.raises(RefusedError, match=words) as refused:
        server.answer("POST", f"/api/v1/{kind}", {}, given)
    assert refused.value.code == 422


def test_a_calendar_in_use_is_not_deleted(server: Zammad) -> None:
    number = next(iter(server.objects["calendars"]))
    server.add("slas", name="x", calendar_id=number)
    with pytest.raises(RefusedError, match="references"):
        server.answer("DELETE", f"/api/v1/calendars/{number}", {}, {})
