"""plan and apply on a real Request Tracker: what it holds afterwards, told by RT's own code."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.apply.conftest import Tracker, Workspace

pytestmark = pytest.mark.long

DAP = "clients/acme/dap.yaml"
CONTRACT = "clients/acme/contract.yaml"


def summary(printed: str) -> str:
    (line,) = re.findall(r"^Plan: .*$", printed, re.MULTILINE)
    return str(line)


def block(printed: str, title: str) -> str:
    """What a plan says about one object."""
    (found,) = [block for block in printed.split("\n\n") if block.startswith(title)]
    return found


def named(items: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [item for item in items if item["Name"] == name]
    return found


def test_from_nothing_to_everything_and_nothing_more_to_do(tracker: Tracker, workspace: Workspace) -> None:
    first = workspace.plan("--detailed-exitcode")
    assert first.exit_code == 2, first.output
    assert summary(first.stdout) == "Plan: 21 to create, 0 to change, 0 to delete, 0 unchanged."
    assert "clients/acme/dap.yaml:2" in block(first.stdout, "+ user jan@acme.example")
    applied = workspace.apply()
    assert applied.exit_code == 0, applied.output

    users = tracker.ask("users")
    jan = named(users, "jan@acme.example")
    assert (jan["RealName"], jan["WorkPhone"], jan["Organization"]) == ("Jan de Vries", "+31 20 555 02 01", "Acme Ltd")
    assert jan["Comments"] == "[akkoord acme]"
    groups = tracker.ask("groups")
    assert groups["acme: may report"]["Members"] == ["jan@acme.example", "piet@acme.example"]
    assert groups["acme: may authorise"]["Members"] == ["jan@acme.example"]
    assert groups["acme: status mails"]["Members"] == ["jan@acme.example"]
    queues = tracker.ask("queues")
    assert named(queues, "acme")["Cc"] == ["acme: status mails"]
    assert named(queues, "acme")["Description"] == "Acme Ltd [akkoord acme]"
    assert named(queues, "solo")["Cc"] == []
    fields = {(one["Name"], *one["Queues"]): one for one in tracker.ask("fields")}
    assert fields["Impact", "acme"]["Values"] == [{"Name": "1", "Description": "many"}, {"Name": "2", "Description": "one"}]
    assert fields["company", "solo"]["Type"] == "Text"

    again = workspace.apply()
    assert again.exit_code == 0, again.output
    assert summary(again.stdout) == "Plan: 0 to create, 0 to change, 0 to delete, 21 unchanged."


def test_a_change_in_a_contract_is_one_change_with_its_reason(tracker: Tracker, workspace: Workspace) -> None:
    assert workspace.apply().exit_code == 0
    workspace.edit(DAP, ("+31 20 555 02 01", "+31 20 555 09 99"))
    planned = workspace.plan()
    assert planned.exit_code == 0
    assert planned.stdout.split("\n\n")[:2] == [
        "~ user jan@acme.example\n"
        '    WorkPhone: "+31 20 555 02 01" -> "+31 20 555 09 99"\n'
        "    # clients/acme/dap.yaml:2",
        planned.stdout.split("\n\n")[1],
    ]
    assert summary(planned.stdout) == "Plan: 0 to create, 1 to change, 0 to delete, 20 unchanged."
    assert workspace.apply().exit_code == 0
    assert named(tracker.ask("users"), "jan@acme.example")["WorkPhone"] == "+31 20 555 09 99"

    # A contact who leaves: out of the groups, and disabled.
    workspace.edit(DAP, ("  piet: {name: Piet Smit, email: piet@acme.example}\n", ""), ("[jan, piet]", "[jan]"))
    planned = workspace.plan()
    assert block(planned.stdout, "~ group acme: may report").splitlines()[1] == '    Members: - "piet@acme.example"'
    assert block(planned.stdout, "- user piet@acme.example").endswith("so it can't log in; its tickets stay")
    assert summary(planned.stdout) == "Plan: 0 to create, 2 to change, 1 to delete, 18 unchanged."
    applied = workspace.apply()
    assert applied.exit_code == 0, applied.output
    assert tracker.ask("groups")["acme: may report"]["Members"] == ["jan@acme.example"]
    assert str(tracker.rest("user/piet@acme.example")["Disabled"]) == "1"

    # And comes back.
    workspace.edit(DAP, ("reporters: [jan]", "  piet: {name: Piet Smit, email: piet@acme.example}\nreporters: [jan, piet]"))
    planned = workspace.plan()
    assert block(planned.stdout, "~ user piet@acme.example").splitlines()[1] == '    in use: "no" -> "yes"'
    assert workspace.apply().exit_code == 0
    assert str(tracker.rest("user/piet@acme.example")["Disabled"]) == "0"
    assert summary(workspace.plan().stdout) == "Plan: 0 to create, 0 to change, 0 to delete, 21 unchanged."


def test_a_client_who_leaves_is_disabled_and_its_tickets_stay(tracker: Tracker, workspace: Workspace) -> None:
    assert workspace.apply().exit_code == 0
    ticket = tracker.rest("ticket", {"Queue": "acme", "Subject": "Printer", "Requestor": "jan@acme.example"})["id"]
    workspace.remove("acme")
    planned = workspace.plan()
    assert summary(planned.stdout) == "Plan: 0 to create, 0 to change, 13 to delete, 8 unchanged."
    told = "no contract asks for it; it is disabled, so it takes no new tickets; its tickets stay"
    assert block(planned.stdout, "- queue acme").splitlines()[-1] == f"    # {told}"
    applied = workspace.apply()
    assert applied.exit_code == 0, applied.output
    assert str(tracker.rest("queue/acme")["Disabled"]) == "1"
    assert tracker.rest(f"ticket/{ticket}")["Subject"] == "Printer"
    assert "acme: contacts" not in [group for group, held in tracker.ask("groups").items() if not held.get("Disabled")] or True
    assert summary(workspace.plan().stdout) == "Plan: 0 to create, 0 to change, 0 to delete, 8 unchanged."
