"""plan and apply of Zammad, against a server of ours that takes and refuses what Zammad's source does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from compiler import pipeline, zammad_form
from compiler.export import zammad
from compiler.export.zammad import wanted as zammad_wanted
from compiler.plan import Wanted
from tests.apply.zammad_server import TOKEN, Zammad
from tests.apply.zammad_workspace import Workspace, done, exported, held
from tests.apply.zammad_workspace import server as server
from tests.apply.zammad_workspace import workspace as workspace
from tests.export import sample
from tests.workspace import EXAMPLE, MERIDIAN, files_of

# What is there afterwards


def test_a_first_apply_makes_everything_and_a_second_nothing(workspace: Workspace, server: Zammad) -> None:
    before = held(server)
    shown = done(workspace.plan(), 2)
    assert held(server) == before
    assert all(method == "GET" for method, _ in server.requests)
    done(workspace.apply())
    assert shown.count("\n+ ") + shown.startswith("+ ") == len([one for one in server.writes() if one[0] == "POST"])
    assert {method for method, _ in server.writes()} == {"POST"}
    after = held(server)
    assert "0 to create, 0 to change, 0 to delete" in done(workspace.plan())
    done(workspace.apply())
    assert held(server) == after
    for kind, objects in before.items():
        assert {number: after[kind][number] for number in objects} == objects


@pytest.mark.long
def test_what_the_api_got_is_what_the_files_say(server: Zammad, tmp_path: Path) -> None:
    """Every id in what was made is that of the object that the file names there."""
    workspace = Workspace(tmp_path / "contracts", server.url, files_of(EXAMPLE))
    done(workspace.apply())
    files = exported(workspace)

    def resolved(value: Any) -> Any:
        if isinstance(value, dict) and "id_of" in value:
            kind, name = value["id_of"]
            return f"{value.get('before', '')}{server.find(kind, name)['id']}"
        if isinstance(value, dict):
            return {key: resolved(one) for key, one in value.items()}
        return [resolved(one) for one in value] if isinstance(value, list) else value

    seen = 0
    for number, kind in enumerate(zammad_form.PATHS.values(), 1):
        for one in json.loads(files[f"{number}-{kind}.json"]):
            there = server.find(kind, one["name"])
            for key, value in resolved(one["fields"]).items():
                wanted = [int(number) for number in value] if key == "organization_ids" else value
                wanted = int(value) if key in ("organization_id", "calendar_id") else wanted
                assert there[key] == wanted, (one["name"], key)
                seen += 1
    assert seen > 200


def test_the_example_of_another_provider(server: Zammad, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "contracts", server.url, files_of(MERIDIAN))
    done(workspace.apply())
    assert "0 to create, 0 to change, 0 to delete" in done(workspace.plan())


@pytest.mark.parametrize("kind", list(zammad_form.PATHS))
def test_flat_and_back_is_the_same(kind: str) -> None:
    """What is written to the API reads back as what was wanted."""
    found: list[Wanted] = [one for one in zammad_wanted.wanted([sample.bundle("a"), sample.bundle("b")]) if one.kind == kind]
    assert found
    for one in found:
        written = zammad_form.made(one, lambda kind, called: f"{kind}/{called}")
        read = zammad_form.flat(kind, written, lambda kind, number: str(number).removeprefix(f"{kind}/"))
        assert read == {key: value for key, value in one.attributes.items() if key != "note"}


# What isn't ours


def test_what_carries_no_mark_is_left_alone_and_stands_in_the_way(workspace: Workspace, server: Zammad) -> None:
    mail = next(one["email"] for one in _users(workspace))
    theirs = server.add("users", login="jan", email=mail, firstname="Jan", lastname="Somebody", note="a customer", active=True)
    before = held(server)
    said = done(workspace.plan(), 1)
    assert f"! user {mail}" in said
    assert "wasn't made by this program; let its note end in “[akkoord]” to hand it over" in said
    done(workspace.apply(), 2)
    assert held(server) == before
    theirs["note"] = "a customer [akkoord]"
    done(workspace.apply())
    assert (theirs["note"].split(" [")[0], theirs["login"]) == ("a customer", "jan")
    now = server.objects["users"][theirs["id"]]
    assert now["note"].startswith("a customer [akkoord ")
    assert now["login"] == "jan"
    assert now["organization_id"] is not None
    assert "0 to create, 0 to change, 0 to delete" in done(workspace.plan())


def _users(workspace: Workspace) -> list[dict[str, Any]]:
    return [one["fields"] for one in json.loads(exported(workspace)["4-users.json"]) if one["fields"]["email"]]


def test_an_organization_that_was_handed_over_keeps_its_tickets_and_gets_our_name(workspace: Workspace, server: Zammad) -> None:
    (client, *_) = sorted({name.split("/")[1] for name in workspace.files if name.startswith("clients/")})
    old = server.add("organizations", name="The old name", note=f"VIP [akkoord {client}]", shared=True, domain="acme.example")
    done(workspace.apply())
    now = server.objects["organizations"][old["id"]]
    assert now["name"].endswith(f"({client})")
    assert (now["note"], now["domain"]) == (f"VIP [akkoord {client}]", "acme.example")
    assert "0 to create, 0 to change, 0 to delete" in done(workspace.plan())


def test_secondary_organizations_of_others_stay(workspace: Workspace, server: Zammad) -> None:
    done(workspace.apply())
    user = next(one for one in server.objects["users"].values() if "[akkoord" in one["note"])
    other = server.add("organizations", name="A club", note="", shared=False)
    server.objects["users"][user["id"]] = {**user, "organization_ids": [other["id"]], "phone": "changed by hand"}
    assert "0 to create, 1 to change, 0 to delete" in done(workspace.plan(), 2)
    done(workspace.apply())
    now = server.objects["users"][user["id"]]
    assert (now["organization_ids"], now["phone"]) == ([other["id"]], user["phone"])


def test_changes_by_hand_are_shown_and_undone(workspace: Workspace, server: Zammad) -> None:
    done(workspace.apply())
    before = held(server)
    sla = next(iter(server.objects["slas"].values()))
    trigger = next(iter(server.objects["triggers"].values()))
    calendar = server.objects["calendars"][sla["calendar_id"]]
    server.objects["slas"][sla["id"]] = {**sla, "solution_time": 7, "condition": {**sla["condition"], "ticket.state_id": _open()}}
    server.objects["triggers"][trigger["id"]] = {**trigger, "perform": {**trigger["perform"], "ticket.tags": {"value": "x"}}}
    holidays = {**calendar["public_holidays"], "2026-07-01": {"active": True, "summary": "party"}}
    holidays |= {"2026-07-02": {"active": False, "summary": "x"}, "2026-07-03": {"active": True, "removed": True, "summary": "x"}}
    server.objects["calendars"][calendar["id"]] = {**calendar, "public_holidays": holidays, "ical_url": "https://x.example/a.ics"}
    said = done(workspace.plan(), 2)
    for told in (
        'solution_time: "7" -> (none)',
        "if ticket.state_id: ",
        "do ticket.tags: ",
        'closed 2026-07-01: "party" -> (none)',
        'ical_url: "https://x.example/a.ics" -> (none)',
        "0 to create, 3 to change, 0 to delete",
    ):
        assert told in said
    assert "2026-07-02" not in said
    assert "2026-07-03" not in said
    done(workspace.apply())
    assert held(server) == before


def _open() -> dict[str, Any]:
    return {"operator": "is", "value": ["2"]}


# What isn't wanted any more


@pytest.mark.long
def test_a_client_that_left_loses_slas_and_mails_but_nothing_that_tickets_hold(server: Zammad, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "contracts", server.url, files_of(EXAMPLE))
    done(workspace.apply())
    gone = "zorggroep-het-anker"
    workspace.files = {name: content for name, content in workspace.files.items() if not name.startswith(f"clients/{gone}/")}
    before, calendars = held(server), len(server.objects["calendars"])
    done(workspace.apply())
    for kind in ("organizations", "users"):
        assert server.objects[kind].keys() == {int(number) for number in before[kind]}
        theirs = [one for one in server.objects[kind].values() if f"[akkoord {gone}]" in (one["note"] or "")]
        assert theirs
        assert not any(one["active"] for one in theirs)
    for kind in ("slas", "triggers"):
        assert before[kind]
        assert not any(gone in one["name"] for one in server.objects[kind].values())
    assert len(server.objects["calendars"]) == calendars - 1, "its longer day was nobody else's"
    assert not any(
        method == "DELETE" and path.split("/")[3] not in ("slas", "triggers", "calendars") for method, path in server.requests
    )
    assert not any("ticket" in path.replace("ticket_priorities", "").replace("ticket_states", "") for _, path in server.requests)
    assert "0 to create, 0 to change, 0 to delete" in done(workspace.plan())
    workspace.files = files_of(EXAMPLE)
    assert 'in use: "no" -> "yes"' in done(workspace.plan(), 2)
    done(workspace.apply())
    assert all(one["active"] for one in server.objects["organizations"].values() if gone in one["name"])
    assert server.objects["organizations"].keys() == {int(number) for number in before["organizations"]}


@pytest.mark.long
def test_with_one_client_named_the_others_are_left_alone(server: Zammad, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "contracts", server.url, files_of(EXAMPLE))
    done(workspace.apply("bakkerij-van-dijk"))
    names = [one["name"] for one in server.objects["organizations"].values() if "[akkoord" in one["note"]]
    assert names == ["Bakkerij Van Dijk B.V. (bakkerij-van-dijk)"]
    done(workspace.apply())
    before = held(server)
    done(workspace.apply("bakkerij-van-dijk"))
    assert held(server) == before
    server.objects["slas"] = {number: one | {"solution_time": 1} for number, one in server.objects["slas"].items()}
    said = done(workspace.plan("bakkerij-van-dijk"), 2)
    assert "[akkoord bakkerij-van-dijk]" in said
    assert "[akkoord zorggroep-het-anker]" not in said


# Many objects


@pytest.mark.parametrize("most", [1000, 7])
def test_everything_is_found_however_many_pages_there_are(workspace: Workspace, server: Zammad, most: int) -> None:
    """Also where less fits on a page than was asked for."""
    server.most = most
    for number in range(150):
        server.add("users", login=f"u{number}@x.example", email=f"u{number}@x.example", note="", firstname="U")
    done(workspace.apply())
    assert "0 to create, 0 to change, 0 to delete" in done(workspace.plan())


def test_a_list_that_knows_no_pages_ends(workspace: Workspace, server: Zammad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_page", lambda kind, _query: list(server.objects[kind].values()))
    done(workspace.apply())
    assert "0 to create, 0 to change, 0 to delete" in done(workspace.plan())


def test_hostile_names_arrive_as_typed(server: Zammad, tmp_path: Path) -> None:
    people = [sample.contact("jan", "report", name=sample.HOSTILE[:60]), sample.contact("Jan", email=None, name="é ü")]
    bundle = sample.bundle("123", client__name=sample.HOSTILE[:60], contacts__people=people)
    system = pipeline.connect("zammad", server.url, TOKEN, None, None)
    planned = pipeline.plan("zammad", system, [bundle], None)
    for change in planned.changes:
        pipeline.carry_out(system, change)
    assert pipeline.plan("zammad", system, [bundle], None).changes == ()
    jan = server.find("users", "jan@client.example")
    assert f"{jan['firstname']} {jan['lastname']}" == " ".join(sample.HOSTILE[:60].strip().split(" "))
    assert server.find("organizations", f"{sample.HOSTILE[:60].strip()} (123)")
    assert zammad.export([bundle]).files
