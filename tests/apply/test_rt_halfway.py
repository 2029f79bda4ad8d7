"""An apply that fails halfway, at one request after the other, on a real Request Tracker: run again, it goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from itertools import cycle

import pytest

from tests.apply.conftest import DATE, PASSWORD, Tracker, Workspace
from tests.apply.faults import Proxy, Request, proxy
from tests.apply.test_rt_real import DAP, summary
from tests.workspace import ROOT

pytestmark = pytest.mark.long

FAULTS = ("cut-before", "cut-after", "500", "half", "garbage-after")


class Failing:
    """Lets some requests through that change something, and fails at the next."""

    def __init__(self, through: int) -> None:
        self.through = through
        self.kinds = cycle(FAULTS)
        self.start = 0
        self.hit: list[tuple[str, str, str]] = []

    def __call__(self, request: Request) -> str | None:
        if not request.is_write or request.writes - self.start != self.through:
            return None
        kind = next(self.kinds)
        self.hit.append((request.method, request.path, kind))
        return kind

    def run_to_the_end(self, workspace: Workspace, server: Proxy, *clients: str) -> None:
        """Runs the command until it does all that is left."""
        for _ in range(60):
            self.start, hits = server.writes, len(self.hit)
            done = workspace.apply(*clients)
            if len(self.hit) == hits:
                assert done.exit_code == 0, done.output
                return
            assert done.exit_code == 2, done.output
            assert done.stderr.startswith("akkoord: ")
            assert "done. Not done, or only in part:\n" in done.stderr
            assert done.stderr.endswith("Run the same command again to go on from here.\n")
        pytest.fail("it never ended")


def test_cut_off_anywhere_it_goes_on_and_makes_nothing_twice(empty: Tracker, workspace: Workspace) -> None:
    failing = Failing(1)
    with proxy(empty.address, failing) as server:
        workspace.url = server.url
        failing.run_to_the_end(workspace, server, "solo")
        failing.run_to_the_end(workspace, server)
        assert {kind for _, _, kind in failing.hit} == set(FAULTS)
        kinds = {
            (method, "/".join(part for part in path.split("/")[3:] if not part.isdecimal())) for method, path, _ in failing.hit
        }
        assert kinds >= {("POST", "user"), ("POST", "group"), ("POST", "customfield"), ("POST", "customfield/value")}
        assert summary(workspace.plan().stdout) == "Plan: 0 to create, 0 to change, 0 to delete, 21 unchanged."
        # Out of it again, the same way.
        failing.through = 2
        workspace.remove("acme")
        failing.run_to_the_end(workspace, server)
        assert summary(workspace.plan().stdout) == "Plan: 0 to create, 0 to change, 0 to delete, 8 unchanged."
    fields = [(field["Name"], *field["Queues"]) for field in empty.ask("fields") if field["Queues"]]
    assert len(fields) == len(set(fields)) == 4
    assert sorted(queue["Name"] for queue in empty.ask("queues")) == ["General", "solo"]
    values = [value["Name"] for field in empty.ask("fields") if field["Name"] == "Impact" for value in field["Values"]]
    assert values == ["1", "2"]


def test_what_somebody_changes_meanwhile_is_left_alone(filled: Tracker, workspace: Workspace) -> None:
    """Between the plan and its being carried out."""
    workspace.edit(DAP, ("+31 20 555 02 01", "+31 20 555 09 99"), ("name: Piet Smit", "name: Piet Smits"))
    piet = filled.rest("user/piet@acme.example")["id"]

    def meddle(request: Request) -> None:
        if request.is_write and request.writes == 0:
            filled.put(f"user/{piet}", {"Comments": "mine now"})

    with proxy(filled.address, meddle) as server:
        done = workspace.run("apply", "rt", "--yes", url=server.url)
    assert done.exit_code == 2
    assert done.stderr == (
        "akkoord: user piet@acme.example was changed by somebody else since the plan was made, so it was left alone\n"
        "1 of 2 changes done. Not done, or only in part:\n"
        "  ~ user piet@acme.example\n"
        "Run the same command again to go on from here.\n"
    )
    assert filled.rest("user/piet@acme.example")["RealName"] == "Piet Smit"


def test_what_rt_says_yes_to_and_does_not_do_is_told(filled: Tracker, workspace: Workspace) -> None:
    workspace.edit(DAP, ("+31 20 555 02 01", "+31 20 555 09 99"))
    with proxy(filled.address, lambda request: "denied" if request.is_write else None) as server:
        done = workspace.run("apply", "rt", "--yes", url=server.url)
    assert done.exit_code == 2
    assert done.stderr.splitlines()[:2] == [
        "akkoord: user jan@acme.example didn't become what was asked: WorkPhone; it said: Permission Denied",
        "0 of 1 change done. Not done, or only in part:",
    ]


def test_a_user_who_may_not_do_it_all(filled: Tracker, workspace: Workspace) -> None:
    filled.perl(
        """my $user = RT::User->new(RT->SystemUser); $user->Create(Name => 'clerk', Privileged => 1, Password => 'throw-away');
        for my $right (qw(SeeQueue SeeGroup AdminUsers SeeCustomField AdminGroupMembership)) {
            $user->PrincipalObj->GrantRight(Right => $right, Object => RT->System) }
        [ 1 ]"""
    )
    workspace.edit("clients/acme/contract.yaml", ("name: Acme Ltd", "name: Acme Limited"))
    done = workspace.apply(AKKOORD_RT_USER="clerk")
    assert done.exit_code == 2
    assert "this user may not PUT /REST/2.0/group/" in done.stderr.splitlines()[0]
    assert done.stderr.splitlines()[1] == "2 of 9 changes done. Not done, or only in part:"
    assert done.stdout.splitlines()[-2:] == ["1/9 ~ user jan@acme.example", "2/9 ~ user piet@acme.example"]


def test_a_token_instead_of_a_password(filled: Tracker, workspace: Workspace) -> None:
    (token,) = filled.perl(
        """my $token = RT::AuthToken->new(RT->SystemUser); my $root = RT::User->new(RT->SystemUser); $root->Load('root');
        my (undef, undef, $words) = $token->Create(Owner => $root->Id, Description => 'akkoord'); [ $words ]"""
    )
    done = workspace.plan(AKKOORD_RT_TOKEN=token, AKKOORD_RT_USER=None, AKKOORD_RT_PASSWORD=None)
    assert done.exit_code == 0, done.output
    assert summary(done.stdout) == "Plan: 0 to create, 0 to change, 0 to delete, 21 unchanged."
    wrong = workspace.plan(AKKOORD_RT_TOKEN=f"{token[:-1]}x")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "or this token (401)" in wrong.stderr


def test_stopped_by_somebody_it_tells_what_was_done(filled: Tracker, workspace: Workspace) -> None:
    workspace.edit(DAP, ("+31 20 555 02 01", "+31 20 555 09 99"), ("name: Piet Smit", "name: Piet Smits"))
    workspace.write()
    under_way = threading.Event()

    def hang(request: Request) -> str | None:
        if request.is_write and request.writes == 1:
            under_way.set()
            return "hang"
        return None

    command = [sys.executable, "-m", "compiler.cli", "-w", str(workspace.root), "apply", "rt", "--yes", "--as-of", DATE]
    with proxy(filled.address, hang) as server:
        secrets = {"AKKOORD_RT_URL": server.url, "AKKOORD_RT_USER": "root", "AKKOORD_RT_PASSWORD": PASSWORD}
        settings = os.environ | secrets | {"PYTHONPATH": str(ROOT), "AKKOORD_NO_CACHE": "1"}
        with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=settings, text=True) as running:
            assert under_way.wait(60)
            running.send_signal(signal.SIGINT)
            _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert told == (
        "1 of 2 changes done. Not done, or only in part:\n"
        "  ~ user piet@acme.example\n"
        "Run the same command again to go on from here.\n"
    )
