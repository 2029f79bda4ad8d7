"""Whole workspaces in a real Request Tracker: everything that was exported is there, and nothing was complained about.

What REST 2 shows is read over REST 2; rights and scrips are asked of RT's own code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from compiler.bundle import Bundle
from compiler.export import rt

from .conftest import Instance

pytestmark = pytest.mark.long


class Held:
    """What one instance holds, beside what it was given."""

    def __init__(self, tracker: Instance, bundles: list[Bundle]) -> None:
        self.tracker = tracker
        self.given: dict[str, list[dict[str, Any]]] = json.loads(rt.export(bundles).files["initialdata.json"])

    def queue(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.tracker.rest(f"queue/{quote(name)}")
        return found

    def all(self, kind: str) -> Iterator[dict[str, Any]]:
        """Every group or custom field, each as REST shows it."""
        page, pages = 1, 1
        while page <= pages:
            listed = self.tracker.rest(f"{kind}s?per_page=100&page={page}", [{"field": "id", "operator": ">", "value": 0}])
            yield from (self.tracker.rest(f"{kind}/{item['id']}") for item in listed["items"])
            page, pages = page + 1, listed["pages"]

    def values(self, field: dict[str, Any]) -> Iterator[tuple[str, str]]:
        listed = self.tracker.rest(f"customfield/{field['id']}/values?per_page=100")
        for item in listed["items"]:
            value = self.tracker.rest(f"customfield/{field['id']}/value/{item['id']}")
            yield value["Name"], value["Description"]


@pytest.fixture(scope="session", params=["example", "meridian"])
def held(request: pytest.FixtureRequest) -> Held:
    return Held(request.getfixturevalue(request.param), request.getfixturevalue(f"{request.param}_bundles"))


def test_loading_says_nothing_bad(held: Held) -> None:
    assert "Done inserting data." in held.tracker.said
    logged = [line for line in held.tracker.said.splitlines() if "]: " in line]
    assert [line for line in logged if "[warning]: Running with the internal HTML converter" not in line] == []


def test_every_queue_is_there(held: Held) -> None:
    assert held.given["Queues"]
    for queue in held.given["Queues"]:
        found = held.queue(queue["Name"])
        assert {key: type(queue[key])(found[key]) for key in queue} == queue


def test_every_field_is_on_its_queues_with_its_values(held: Held) -> None:
    found = {field["id"]: field for field in held.all("customfield") if field["LookupType"] == "RT::Queue-RT::Ticket"}
    shown = {
        (field["Name"], field["Description"], field["Type"], tuple(held.values(field)) if field["Type"] == "Select" else ()): {
            queue["Name"]
            for queue in held.given["Queues"]
            if any(str(one["id"]) == str(key) for one in held.queue(queue["Name"])["TicketCustomFields"])
        }
        for key, field in found.items()
    }
    given = {
        (
            field["Name"],
            field["Description"],
            field["Type"],
            tuple((value["Name"], value["Description"]) for value in field.get("Values", ())),
        ): set(field["ApplyTo"])
        for field in held.given["CustomFields"]
    }
    assert len(found) == len(held.given["CustomFields"])
    assert shown == given


def test_every_user_is_there(held: Held) -> None:
    assert held.given["Users"]
    for user in held.given["Users"]:
        found = held.tracker.rest(f"user/{quote(user['Name'])}")
        assert {key: found[key] for key in user if key != "MemberOf"} == {key: user[key] for key in user if key != "MemberOf"}


def test_every_group_is_there_with_its_members(held: Held) -> None:
    members: dict[str, set[str]] = {group["Name"]: set() for group in held.given["Groups"]}
    for user in held.given["Users"]:
        for name in user["MemberOf"]:
            members[name].add(user["Name"])
    found = {group["Name"]: group for group in held.all("group") if group["Domain"] == "UserDefined"}
    assert {name: {one["id"] for one in group["Members"]} for name, group in found.items()} == members
    given = {group["Name"]: group["Description"] for group in held.given["Groups"]}
    assert {name: group["Description"] for name, group in found.items()} == given


def test_every_watcher_is_there(held: Held) -> None:
    given: dict[str, list[str]] = {queue["Name"]: [] for queue in held.given["Queues"]}
    for member in held.given["Members"]:
        given[member["GroupInstance"]].append(member["Name"])
    found = {name: [held.tracker.rest(f"group/{one['id']}")["Name"] for one in held.queue(name)["Cc"]] for name in given}
    assert found == given


def test_every_right_is_there_and_no_other(held: Held) -> None:
    queues = {queue["Name"] for queue in held.given["Queues"]}
    found = {tuple(right) for right in held.tracker.ask("rights") if right[0] in queues}
    given = {
        (right["Queue"], right["GroupDomain"], right.get("GroupId") or right["GroupType"], name)
        for right in held.given["ACL"]
        for name in right["Right"]
    }
    assert found == given
    assert given


def test_every_scrip_is_on_its_queues(held: Held) -> None:
    given = [(scrip["Description"], sorted(scrip["Queue"])) for scrip in held.given["Scrips"]]
    found = [(scrip["Description"], scrip["Queues"]) for scrip in held.tracker.ask("scrips")]
    assert [one for one in found if one[0] == "On Resolve Notify Ccs"] == given


def test_what_the_example_says(example: Instance) -> None:
    """Read from the contracts by hand."""
    names = {
        "bakkerij-van-dijk": "Bakkerij Van Dijk B.V.",
        "northsea-logistics": "North Sea Logistics Ltd",
        "notariskantoor-de-linde": "Notariskantoor De Linde",
        "stichting-de-brug": "Stichting De Brug",
        "transportbedrijf-hoekstra": "Transportbedrijf Hoekstra",
        "zorggroep-het-anker": "Zorggroep Het Anker",
    }
    assert {name: example.rest(f"queue/{name}")["Description"] for name in names} == names
    assert [name for name in names if int(example.rest(f"queue/{name}")["SLADisabled"])] == ["stichting-de-brug"]
    noor = example.rest("user/noor@debrug.example")
    assert (noor["RealName"], noor["Organization"]) == ("Noor Yılmaz", "Stichting De Brug")
    assert example.ask("may", "lindeman@delinde.example", "ShowTicket", "notariskantoor-de-linde") == 0
    assert example.ask("may", "s.bakker@delinde.example", "ShowTicket", "notariskantoor-de-linde") == 1
    assert example.ask("may", "s.bakker@delinde.example", "ShowTicket", "bakkerij-van-dijk") == 0
