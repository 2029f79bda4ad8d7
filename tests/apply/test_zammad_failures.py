"""plan and apply of Zammad when the network, Zammad or somebody else gets in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import compiler.apply.rest
from tests.apply.faults import Request, proxy
from tests.apply.zammad_server import TOKEN, RefusedError, Zammad, running
from tests.apply.zammad_workspace import Workspace, done, held
from tests.apply.zammad_workspace import server as server
from tests.apply.zammad_workspace import workspace as workspace

WRITES = ("POST", "PUT", "DELETE")


def fails(fault: str, when: Callable[[Request, int], bool]) -> Callable[[Request], str | None]:
    """A fault for requests that ``when`` picks, by what they are and how many have changed something before."""
    writes = 0

    def answer(request: Request) -> str | None:
        nonlocal writes
        picked = when(request, writes)
        writes += request.method in WRITES
        return fault if picked else None

    return answer


FAULTS = {
    "401": "doesn't know this user",
    "500": "it answers 500",
    "302": "redirects to another address",
    "garbage": "isn't JSON",
    "cut-before": "the connection failed",
    "hang": "no answer came in time",
    "half": "the connection failed",
}


@pytest.mark.parametrize(("fault", "words"), FAULTS.items())
def test_a_plan_that_fails_says_why_and_changes_nothing(
    workspace: Workspace, server: Zammad, fault: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiler.apply.rest, "ANSWER", 0.2)
    before = held(server)
    with proxy(server.url, fails(fault, lambda request, _: request.path.endswith("/slas"))) as before_it:
        said = done(workspace.plan(url=before_it.url), 1)
    assert words in said
    assert TOKEN not in said
    assert held(server) == before


@pytest.mark.long
@pytest.mark.parametrize("fault", ["401", "500", "cut-before", "cut-after", "hang", "half", "garbage"])
@pytest.mark.parametrize("after", [0, 4, 9])
def test_an_apply_that_fails_halfway_goes_on_when_it_is_run_again(
    workspace: Workspace, server: Zammad, fault: str, after: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whatever was done, done unseen, or not done: the next apply ends where an undisturbed one does."""
    monkeypatch.setattr(compiler.apply.rest, "ANSWER", 0.2)
    with proxy(server.url, fails(fault, lambda request, writes: request.method in WRITES and writes >= after)) as before_it:
        said = done(workspace.apply(url=before_it.url), 2)
    assert f"{after} of " in said
    assert "Run the same command again to go on from here." in said
    assert TOKEN not in said
    done(workspace.apply())
    with running() as undisturbed:
        done(Workspace(tmp_path / "other", undisturbed.url, workspace.files).apply())
        assert named(server) == named(undisturbed)


def named(server: Zammad) -> dict[str, list[str]]:
    """What a server holds, without ids."""
    return {
        kind: sorted(str(one.get("name", one.get("login"))) + str(one.get("solution_time", "")) for one in objects.values())
        for kind, objects in server.objects.items()
    }


def test_a_refusal_is_told_in_zammads_words(workspace: Workspace, server: Zammad, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(data: dict[str, Any], number: int | None) -> None:
        raise RefusedError(422, "Agent limit exceeded, please check your account settings.")

    monkeypatch.setattr(server, "_user", refuse)
    said = done(workspace.apply(), 2)
    assert "it answers 422 to POST /api/v1/users: Agent limit exceeded" in said


def test_a_wrong_token_is_told_and_never_shown(workspace: Workspace) -> None:
    said = done(workspace.plan(AKKOORD_ZAMMAD_TOKEN="another-secret"), 1)
    assert "401" in said
    assert "another-secret" not in said


def test_something_else_than_zammad_is_told(workspace: Workspace, server: Zammad) -> None:
    with proxy(server.url, lambda _request: "other") as before_it:
        assert "what answers there isn't Zammad's API" in done(workspace.plan(url=before_it.url), 1)


def test_an_object_changed_by_somebody_else_meanwhile_is_left_alone(workspace: Workspace, server: Zammad) -> None:
    """Between the plan and its turn, somebody changes an SLA that is to be changed."""
    done(workspace.apply())
    number, sla = next(iter(server.objects["slas"].items()))
    server.objects["slas"][number] = {**sla, "solution_time": 7}
    seen = 0

    def meddle(request: Request) -> None:
        nonlocal seen
        seen += request.path == f"/api/v1/slas/{number}"
        if seen == 1 and request.path == f"/api/v1/slas/{number}":
            server.objects["slas"][number] = {**sla, "solution_time": 8}

    with proxy(server.url, meddle) as before_it:
        assert "was changed by somebody else" in done(workspace.apply(url=before_it.url), 2)
    assert server.objects["slas"][number]["solution_time"] == 8
