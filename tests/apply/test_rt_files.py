"""What goes into Request Tracker by files: rights and scrips loaded again and again, and what plan reads back of all of it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import requests

from compiler.apply.rt_running import OVERRULED
from compiler.export import rt
from compiler.export.rt.rights import beside
from tests.apply.conftest import DATE, PASSWORD, Tracker, Workspace
from tests.apply.test_rt_real import CONTRACT, DAP
from tests.workspace import compiled

pytestmark = pytest.mark.long

JAN, PIET = "jan@acme.example", "piet@acme.example"


def load(filled: Tracker, workspace: Workspace, printed: str) -> str:
    """What the two printed commands do, in the instance's own folders."""
    copy, insert = re.findall(r"^  (\S.*)$", printed, re.MULTILINE)
    for folder, own in (("/etc/request-tracker5/RT_SiteConfig.d/", "conf.d"), ("/usr/local/share/request-tracker5/lib/", "lib")):
        assert folder in copy
        copy = copy.replace(folder, str(filled.folder / own))
    subprocess.run(copy, shell=True, check=True)
    assert insert.split()[:4] == ["rt-setup-database", "--action", "insert", "--datafile"]
    return filled.load(workspace.root.with_name("beside") / "load-rights.pl")


def errors(said: str) -> list[str]:
    return [line for line in said.splitlines() if "]: " in line and "internal HTML converter" not in line]


def versions(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if line.startswith(("Levels", "Overlay", "Rights"))]


WRITES = "“akkoord apply” writes the files."
RESTART = "Levels: the files are there, but the running server doesn't have them; restart it."
LEVELS, OVERLAY, RIGHTS = (f"{part}: this version is loaded." for part in ("Levels", "Overlay", "Rights"))


def test_rights_and_scrips(filled: Tracker, workspace: Workspace) -> None:
    def may(user: str, right: str) -> bool:
        return bool(filled.ask("may", user, right, "acme"))

    planned = workspace.plan("--detailed-exitcode")
    assert planned.exit_code == 2
    assert versions(planned.stdout) == [f"{part}: nothing is loaded yet; {WRITES}" for part in ("Levels", "Rights")]
    assert not may(JAN, "CreateTicket")
    said = load(filled, workspace, workspace.apply().stdout)
    assert "Done inserting data." in said
    assert errors(said) == []
    assert may(JAN, "CreateTicket")
    assert may(PIET, "CreateTicket")
    assert may(JAN, "ShowTicket")
    assert not may(PIET, "ShowTicket")
    planned = workspace.plan("--detailed-exitcode")
    assert planned.exit_code == 2, planned.output
    assert versions(planned.stdout) == [RESTART, RIGHTS]
    filled.restart()
    planned = workspace.plan("--detailed-exitcode")
    assert planned.exit_code == 0, planned.output
    assert versions(planned.stdout) == [LEVELS, RIGHTS]

    # Loaded again, it does nothing; what the provider's people were given by hand stays.
    grant(filled, "Everyone", "SeeQueue")
    before = rights(filled)
    assert errors(filled.load(workspace.root.with_name("beside") / "load-rights.pl")) == []
    assert rights(filled) == before

    # Who leaves a group loses what the group may, without another load.
    workspace.edit(DAP, ("reporters: [jan, piet]", "reporters: [jan]"))
    assert workspace.apply().exit_code == 0
    assert not may(PIET, "CreateTicket")
    assert workspace.plan("--detailed-exitcode").exit_code == 0


def test_a_right_that_no_contract_gives_any_more_is_taken_back(filled: Tracker, workspace: Workspace) -> None:
    load(filled, workspace, workspace.apply().stdout)
    granted = rights(filled)
    assert ["acme", "UserDefined", "acme: see all tickets", "ShowTicket"] in granted
    assert ["acme", "RT::Queue-Role", "Requestor", "ReplyToTicket"] in granted
    grant(filled, "Everyone", "SeeQueue")
    workspace.edit(CONTRACT, ("status: signed", "status: draft"), ("portal_contact: jan\n", ""))
    planned = workspace.plan()
    assert versions(planned.stdout)[1] == f"Rights: another version is loaded; {WRITES}"
    assert errors(load(filled, workspace, workspace.apply().stdout)) == []
    assert [one for one in rights(filled) if one[0] == "acme"] == [["acme", "SystemInternal", "Everyone", "SeeQueue"]]


def test_a_server_with_the_overlay(filled: Tracker, workspace: Workspace) -> None:
    """It is asked what it counts by, wherever that comes from."""
    overlay = ("--with-overlay", "--detailed-exitcode")
    overruled = f"Levels: {OVERRULED}."
    load(filled, workspace, workspace.apply("--with-overlay").stdout)
    filled.restart()
    planned = workspace.plan(*overlay)
    assert planned.exit_code == 0, planned.output
    assert versions(planned.stdout) == [LEVELS, OVERLAY, RIGHTS]
    again = workspace.apply("--with-overlay")
    assert again.exit_code == 0, again.output
    assert "rt-setup" not in again.stdout
    # Only those who may log in are told, and only that.
    page = f"{filled.address}/REST/2.0/akkoord"
    assert requests.get(page, timeout=20).status_code == 401
    told = requests.get(page, auth=("root", PASSWORD), timeout=20)
    assert (set(told.json()), told.headers["Cache-Control"]) == ({"levels", "overlay", "counts"}, "no-store")

    planned = workspace.plan("--detailed-exitcode")
    assert planned.exit_code == 2
    assert versions(planned.stdout) == [f"Levels: another version is loaded; {WRITES}", RIGHTS]

    # Somebody sets levels in RT's own pages. Other files make no difference to the server that runs.
    made = filled.perl(
        """my $made = RT::Configuration->new(RT->SystemUser);
        [ $made->Create(Name => 'ServiceAgreements', Content => { Levels => { own => {} } }) ]"""
    )
    assert made[0], made
    levels = filled.folder / "conf.d" / "sla.json"
    ours = levels.read_bytes()
    levels.write_bytes(ours + b"\n")
    (filled.folder / "lib" / "RT" / "SLA_Local.pm").write_text("1;\n")
    assert versions(workspace.plan(*overlay).stdout) == [overruled, OVERLAY, RIGHTS]

    # Or in a file that is read before ours, and the server is restarted with another module in the place of the overlay.
    levels.write_bytes(ours)
    gone = filled.perl(
        """my $own = RT::Configuration->new(RT->SystemUser); $own->LoadByCols(Name => 'ServiceAgreements'); [ $own->Delete ]"""
    )
    assert gone[0], gone
    (filled.folder / "conf.d" / "50-own.pm").write_text("Set(%ServiceBusinessHours, office => {});\n1;\n")
    filled.restart()
    planned = workspace.plan(*overlay)
    assert planned.exit_code == 2
    assert versions(planned.stdout) == [overruled, f"Overlay: another version is loaded; {WRITES}", RIGHTS]


def test_closing_mails_come_and_go(filled: Tracker, workspace: Workspace) -> None:
    def closing() -> list[list[str]]:
        return [one["Queues"] for one in filled.ask("scrips") if one["Description"] == "On Resolve Notify Ccs [akkoord]"]

    workspace.edit(DAP, ("events: [created]", "events: [created, closed]"))
    for _ in range(2):
        done = workspace.apply()
        assert errors(load(filled, workspace, done.stdout) if RIGHTS not in done.stdout else "") == []
        assert closing() == [["acme"]]
    workspace.edit(DAP, ("events: [created, closed]", "events: [created]"))
    assert errors(load(filled, workspace, workspace.apply().stdout)) == []
    assert closing() == [[]]


def test_rights_before_the_objects_are_refused_and_nothing_is_noted(empty: Tracker, workspace: Workspace, tmp_path: Path) -> None:
    """Loading files of contracts that weren't applied yet."""
    files = beside(rt.export([compiled(workspace.files, client, DATE) for client in ("acme", "solo")])).files
    for name, content in files.items():
        (tmp_path / "beside" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "beside" / name).write_bytes(content)
    with pytest.raises(AssertionError, match="there is no queue acme; run 'akkoord apply rt' first"):
        empty.load(tmp_path / "beside" / "load-rights.pl")
    assert "akkoord loaded" not in empty.ask("groups")


def rights(tracker: Tracker) -> list[list[str]]:
    """All rights on queues: the queue, the holder's domain and name, and the right."""
    found: list[list[str]] = tracker.perl(
        """my $all = RT::ACL->new(RT->SystemUser); $all->Limit(FIELD => 'ObjectType', VALUE => 'RT::Queue');
        [ sort { "@$a" cmp "@$b" } map { my $group = $_->PrincipalObj->Object;
            [ $_->Object->Name, $group->Domain, $group->Name, $_->RightName ] } @{ $all->ItemsArrayRef } ]"""
    )
    return found


def grant(tracker: Tracker, everyone: str, right: str) -> None:
    tracker.perl(
        f"""my $group = RT::Group->new(RT->SystemUser); $group->LoadSystemInternalGroup('{everyone}');
        my $queue = RT::Queue->new(RT->SystemUser); $queue->Load('acme');
        [ $group->PrincipalObj->GrantRight(Right => '{right}', Object => $queue) ]"""
    )
