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
