"""plan and apply on a real Request Tracker: what it holds afterwards, told by RT's own code."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.apply.conftest import DATE, PASSWORD, Tracker, Workspace
from tests.workspace import ROOT

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


def test_from_nothing_to_everything_and_nothing_more_to_do(empty: Tracker, workspace: Workspace) -> None:
    first = workspace.plan("--detailed-exitcode")
    assert first.exit_code == 2, first.output
    assert summary(first.stdout) == "Plan: 21 to create, 0 to change, 0 to delete, 0 unchanged."
    assert "clients/acme/dap.yaml:2" in block(first.stdout, "+ user jan@acme.example")
    applied = workspace.apply()
    assert applied.exit_code == 0, applied.output

    users = empty.ask("users")
    jan = named(users, "jan@acme.example")
    assert (jan["RealName"], jan["WorkPhone"], jan["Organization"]) == ("Jan de Vries", "+31 20 555 02 01", "Acme Ltd")
    assert jan["Comments"] == "[akkoord acme]"
    groups = empty.ask("groups")
    assert groups["acme: may report"]["Members"] == ["jan@acme.example", "piet@acme.example"]
    assert groups["acme: may authorise"]["Members"] == ["jan@acme.example"]
    assert groups["acme: status mails"]["Members"] == ["jan@acme.example"]
    queues = empty.ask("queues")
    assert named(queues, "acme")["Cc"] == ["acme: status mails"]
    assert named(queues, "acme")["Description"] == "Acme Ltd [akkoord acme]"
    assert named(queues, "solo")["Cc"] == []
    fields = {(one["Name"], *one["Queues"]): one for one in empty.ask("fields")}
    assert fields["Impact", "acme"]["Values"] == [{"Name": "1", "Description": "many"}, {"Name": "2", "Description": "one"}]
    assert fields["company", "solo"]["Type"] == "Text"

    again = workspace.apply()
    assert again.exit_code == 0, again.output
    assert summary(again.stdout) == "Plan: 0 to create, 0 to change, 0 to delete, 21 unchanged."


def test_a_change_in_a_contract_is_one_change_with_its_reason(filled: Tracker, workspace: Workspace) -> None:
    workspace.edit(DAP, ("+31 20 555 02 01", "+31 20 555 09 99"))
    planned = workspace.plan()
    assert planned.exit_code == 0
    assert planned.stdout.startswith(
        "~ user jan@acme.example\n"
        '    WorkPhone: "+31 20 555 02 01" -> "+31 20 555 09 99"\n'
        "    # clients/acme/dap.yaml:2\n"
        "\n"
        "Plan: 0 to create, 1 to change, 0 to delete, 20 unchanged.\n"
    )
    assert workspace.apply().exit_code == 0
    assert named(filled.ask("users"), "jan@acme.example")["WorkPhone"] == "+31 20 555 09 99"

    # A contact who leaves: out of the groups, and disabled.
    workspace.edit(DAP, ("  piet: {name: Piet Smit, email: piet@acme.example}\n", ""), ("[jan, piet]", "[jan]"))
    planned = workspace.plan()
    assert block(planned.stdout, "~ group acme: may report").splitlines()[1] == '    Members: - "piet@acme.example"'
    assert block(planned.stdout, "- user piet@acme.example").endswith("so it can't log in; its tickets stay")
    assert summary(planned.stdout) == "Plan: 0 to create, 2 to change, 1 to delete, 18 unchanged."
    applied = workspace.apply()
    assert applied.exit_code == 0, applied.output
    assert filled.ask("groups")["acme: may report"]["Members"] == ["jan@acme.example"]
    assert str(filled.rest("user/piet@acme.example")["Disabled"]) == "1"

    # And comes back.
    workspace.edit(DAP, ("reporters: [jan]", "  piet: {name: Piet Smit, email: piet@acme.example}\nreporters: [jan, piet]"))
    planned = workspace.plan()
    assert block(planned.stdout, "~ user piet@acme.example").splitlines()[1] == '    in use: "no" -> "yes"'
    assert workspace.apply().exit_code == 0
    assert str(filled.rest("user/piet@acme.example")["Disabled"]) == "0"
    assert summary(workspace.plan().stdout) == "Plan: 0 to create, 0 to change, 0 to delete, 21 unchanged."


def test_a_client_who_leaves_is_disabled_and_its_tickets_stay(filled: Tracker, workspace: Workspace) -> None:
    ticket = filled.rest("ticket", {"Queue": "acme", "Subject": "Printer", "Requestor": "jan@acme.example"})["id"]
    workspace.remove("acme")
    planned = workspace.plan()
    assert summary(planned.stdout) == "Plan: 0 to create, 0 to change, 13 to delete, 8 unchanged."
    told = "no contract asks for it; it is disabled, so it takes no new tickets; its tickets stay"
    assert block(planned.stdout, "- queue acme").splitlines()[-1] == f"    # {told}"
    applied = workspace.apply()
    assert applied.exit_code == 0, applied.output
    assert str(filled.rest("queue/acme")["Disabled"]) == "1"
    assert filled.rest(f"ticket/{ticket}")["Subject"] == "Printer"
    assert set(filled.ask("groups")) == {"solo: contacts", "solo: may report", "solo: status mails"}
    assert summary(workspace.plan().stdout) == "Plan: 0 to create, 0 to change, 0 to delete, 8 unchanged."


def test_what_others_made_stays_as_it_is(filled: Tracker, workspace: Workspace) -> None:
    theirs = filled.rest("user", {"Name": "Mine", "EmailAddress": "NEW@acme.example", "RealName": "Somebody"})
    filled.rest("group", {"Name": "SOLO: may authorise", "Description": "Ours"})
    general = filled.rest("queue/General")
    before = [filled.rest("user/Mine"), general]
    workspace.edit(DAP, ("reporters:", "  new: {name: New, email: new@acme.example}\nreporters:"))
    for run in (workspace.plan, workspace.apply):
        refused = run()
        assert refused.exit_code == 2
        assert block(refused.stdout, "! user new@acme.example").splitlines()[1] == (
            "    there is a user of that name or address, 'Mine', that wasn't made by this program; "
            "put “[akkoord]” at the end of its Comments to hand it over, or rename it"
        )
        assert refused.stderr == "akkoord: 1 object stands in the way, marked “!” above: solve that first; nothing was changed\n"
    assert workspace.plan("--detailed-exitcode").exit_code == 1
    assert [filled.rest("user/Mine"), filled.rest("queue/General")] == before
    assert "new@acme.example" not in filled.ask("groups")["acme: contacts"]["Members"]

    # Handed over, it becomes ours.
    filled.put(f"user/{theirs['id']}", {"Comments": "Some note\n[akkoord]"})
    assert workspace.apply().exit_code == 0
    assert named(filled.ask("users"), "new@acme.example")["Comments"] == "[akkoord acme]"


def test_with_a_named_client_nothing_of_others_is_touched(filled: Tracker, workspace: Workspace) -> None:
    workspace.remove("solo")
    shared = "clients/zeta/dap.yaml"
    workspace.files["clients/zeta/contract.yaml"] = workspace.files[CONTRACT].replace(b"Acme Ltd", b"Zeta Ltd")
    workspace.files[shared] = workspace.files[DAP]
    assert workspace.apply("zeta").exit_code == 0
    # Jan is Acme's and Zeta's now; by the mark he is still Acme's alone.
    workspace.files[DAP] = workspace.files[DAP].replace(b"jan", b"kim")
    workspace.edit(CONTRACT, ("portal_contact: jan", "portal_contact: kim"), ("designated: [jan]", "designated: [kim]"))
    planned = workspace.plan("acme")
    assert block(planned.stdout, "+ user kim@acme.example")
    assert "- user" not in planned.stdout
    assert workspace.apply("acme").exit_code == 0
    assert filled.ask("groups")["zeta: may authorise"]["Members"] == ["jan@acme.example"]
    assert filled.ask("groups")["acme: may authorise"]["Members"] == ["kim@acme.example"]
    assert str(filled.rest("queue/solo")["Disabled"]) == "0"
    # With nobody named, what is left over shows.
    planned = workspace.plan()
    assert block(planned.stdout, "- queue solo")
    assert block(planned.stdout, "~ user jan@acme.example").splitlines()[1] == ('    Organization: "Acme Ltd" -> "Zeta Ltd"')


def test_watchers_and_members_that_others_added(filled: Tracker, workspace: Workspace) -> None:
    """Who else gets the queue's mail is the provider's business; who is in a group of ours follows from the contract alone."""
    boss = filled.rest("user", {"Name": "boss", "EmailAddress": "boss@provider.example", "Privileged": 1})["id"]
    group = next(one["id"] for one in filled.rest("groups", [{"field": "Name", "value": "acme: may authorise"}])["items"])
    cc = filled.rest("queue/acme")["Cc"]
    filled.put("queue/acme", {"Cc": [*(one["id"] for one in cc), boss]})
    filled.put(f"group/{group}/members", [filled.rest("user/boss")["id"]])
    planned = workspace.plan()
    assert summary(planned.stdout) == "Plan: 0 to create, 1 to change, 0 to delete, 20 unchanged."
    assert block(planned.stdout, "~ group acme: may authorise").splitlines()[1] == '    Members: - "boss"'
    workspace.edit(DAP, ("status_mails: {to: [jan], events: [created]}\n", ""))
    applied = workspace.apply()
    assert applied.exit_code == 0, applied.output
    assert [one["id"] for one in filled.rest("queue/acme")["Cc"]] == ["boss"]
    assert filled.ask("groups")["acme: may authorise"]["Members"] == ["jan@acme.example"]


def test_the_rights_that_the_documentation_names_are_enough(empty: Tracker, workspace: Workspace) -> None:
    text = (ROOT / "docs" / "rt.md").read_text(encoding="utf-8")
    (listed,) = re.findall(r"rights? needed[^:]*: ((?:`\w+`(?:,\s+|\s+and\s+|\.))+)", text)
    rights = " ".join(re.findall(r"`(\w+)`", listed))
    empty.perl(
        f"""my $user = RT::User->new(RT->SystemUser); $user->Create(Name => 'clerk', Privileged => 1, Password => 'throw-away');
        for my $right (qw({rights})) {{
            my ($done, $said) = $user->PrincipalObj->GrantRight(Right => $right, Object => RT->System); die $said unless $done }}
        [ 1 ]"""
    )
    for _ in range(2):
        done = workspace.apply(AKKOORD_RT_USER="clerk")
        assert done.exit_code == 0, done.output
        assert summary(workspace.plan(AKKOORD_RT_USER="clerk").stdout).startswith("Plan: 0 to create, 0 to change, 0 to delete")
        workspace.remove("acme")


def test_on_a_terminal_it_asks_first(filled: Tracker, workspace: Workspace) -> None:
    workspace.edit(DAP, ("+31 20 555 02 01", "+31 20 555 09 99"))
    workspace.write()

    def answered(words: bytes) -> tuple[int, str]:
        master, slave = pty.openpty()
        command = [sys.executable, "-m", "compiler.cli", "-w", str(workspace.root), "apply", "rt", "acme", "--as-of", DATE]
        with subprocess.Popen(command, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=settings) as asking:
            os.write(master, words)
            told, _ = asking.communicate(timeout=60)
        os.close(master)
        os.close(slave)
        return asking.returncode, told.decode()

    secrets = {"AKKOORD_RT_URL": filled.address, "AKKOORD_RT_USER": "root", "AKKOORD_RT_PASSWORD": PASSWORD}
    settings = os.environ | secrets | {"PYTHONPATH": str(ROOT), "AKKOORD_NO_CACHE": "1"}
    code, told = answered(b"n\n")
    assert (code, "Carry this out? [y/N]: akkoord: nothing was done\n" in told) == (2, True), told
    assert filled.rest("user/jan@acme.example")["WorkPhone"] == "+31 20 555 02 01"
    code, told = answered(b"y\n")
    assert (code, told.splitlines()[-1].endswith("1/1 ~ user jan@acme.example")) == (0, True), told
    assert filled.rest("user/jan@acme.example")["WorkPhone"] == "+31 20 555 09 99"


def test_the_values_of_a_field_follow_the_sla(filled: Tracker, workspace: Workspace) -> None:
    """One gets other words, one goes, one comes; a field of a name that no ticket needs any more is disabled."""
    sla = "provider/sla/1.1/sla.yaml"
    workspace.edit(
        sla,
        ('"2": {clause: "1", text: {en: one}}', '"3": {clause: "1", text: {en: some}}'),
        ("text: {en: many}", "text: {en: very many}"),
        ("company: {label: {en: company}", "company: {label: {en: firm}"),
        ('"2": high}', '"3": high}'),
        ('"2": low}', '"3": low}'),
    )
    planned = workspace.plan()
    assert block(planned.stdout, "~ field acme: Impact").splitlines()[1:-1] == [
        '    value 1: + "very many", - "many"',
        '    value 3: (none) -> "2", "some"',
        '    value 2: "2", "one" -> (none)',
    ], planned.output
    assert summary(planned.stdout) == "Plan: 2 to create, 2 to change, 2 to delete, 17 unchanged."
    assert workspace.apply().exit_code == 0
    fields = {(one["Name"], *one["Queues"]): one["Values"] for one in filled.ask("fields")}
    assert fields["Impact", "acme"] == [{"Name": "1", "Description": "very many"}, {"Name": "3", "Description": "some"}]
    assert ("firm", "acme") in fields
    assert ("company", "acme") not in fields
    assert summary(workspace.plan().stdout) == "Plan: 0 to create, 0 to change, 0 to delete, 21 unchanged."
