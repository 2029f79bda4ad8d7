"""What goes wrong on the way to a system: told in a line, with the right exit, and without the password."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from compiler.apply import rest
from tests.apply.conftest import Workspace
from tests.apply.faults import HOST, proxy, untrusted

PASSWORD = "throw-away"


def unused() -> str:
    """An address where nothing listens."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        return f"http://{HOST}:{free.getsockname()[1]}"


def failed(workspace: Workspace, url: str, says: str, **environment: str | None) -> None:
    """Every command ends the same way: with one line, which holds nothing secret."""
    for arguments, code in (
        (("plan", "rt"), 2),
        (("plan", "rt", "--detailed-exitcode"), 1),
        (("apply", "rt", "--yes"), 2),
    ):
        done = workspace.run(*arguments, url=url, **environment)
        assert done.exit_code == code, done.output
        assert done.stdout == ""
        assert says in done.stderr
        assert done.stderr.startswith("akkoord: ")
        assert done.stderr.count("\n") == 1
        assert PASSWORD not in done.output
        assert "Basic " not in done.output
        assert "cm9vd" not in done.output  # the beginning of the user in base 64


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("401", "it doesn't know this user with this password, or this token (401)"),
        ("403", "this user may not GET /REST/2.0/rt (403)"),
        ("404", "it answers 404 to GET /REST/2.0/rt: It went wrong for "),
        ("500", "it answers 500 to GET /REST/2.0/rt: It went wrong for "),
        ("302", "it redirects to another address (302), which is not followed; give the right one in full"),
        ("garbage", "the answer to GET rt isn't JSON; is the address right?"),
        ("other", "what answers at that address isn't Request Tracker's REST 2"),
        ("deep", "the answer to GET rt isn't JSON; is the address right?"),
        ("cut-before", "the connection failed or was cut off"),
    ],
)
def test_answers_that_are_none(workspace: Workspace, fault: str, says: str) -> None:
    with proxy("http://127.0.0.1:9", lambda _request: fault) as server:
        failed(workspace, server.url, says)
        assert len(server.seen) == 3, "nothing is asked again after a failure"


def test_no_answer_in_time(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "ANSWER", 0.2)
    with proxy("http://127.0.0.1:9", lambda _request: "hang") as server:
        failed(workspace, server.url, "no answer came in time")


@pytest.mark.parametrize(("limit", "most"), [("WHOLE", 0.3), ("MOST", 10)])
def test_an_answer_that_never_ends(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, limit: str, most: float) -> None:
    monkeypatch.setattr(rest, limit, most)
    with proxy("http://127.0.0.1:9", lambda _request: "drip") as server:
        failed(workspace, server.url, "the answer doesn't come to an end")


def test_nothing_listens(workspace: Workspace) -> None:
    failed(workspace, unused(), "the connection was refused; nothing listens there")


def test_a_host_that_is_not_known(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_asked: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    failed(workspace, "https://nowhere.invalid", "nowhere.invalid: there is no host of that name")


def test_a_certificate_that_nobody_vouches_for(workspace: Workspace, tmp_path: Path) -> None:
    with untrusted(tmp_path) as url:
        failed(workspace, url, "its certificate isn't trusted: self-signed certificate")
        # Trusted in the way of the library, it is the answer that is looked at.
        trusted = str(tmp_path / "certificate.pem")
        failed(workspace, url, "isn't Request Tracker's REST 2", REQUESTS_CA_BUNDLE=trusted)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://rt.example.org", "http://rt.example.org would send the password in plain text; only https is used, except to"),
        ("http://127.0.0.1.example.org", "would send the password in plain text"),
        ("http://2130706433", "would send the password in plain text"),
        ("https://root:throw-away@rt.example.org", "the address holds a user or password; they have settings of their own"),
        ("https://rt.example.org/?token=throw-away", "the address isn't one such as https://rt.example.org"),
        ("ftp://rt.example.org", "the address isn't one such as https://rt.example.org"),
        ("rt.example.org", "the address isn't one such as https://rt.example.org"),
        ("https://", "the address isn't one such as https://rt.example.org"),
        ("https://[::1", "the address isn't one such as https://rt.example.org"),
        ("https://rt.example.org:port", "the address isn't one such as https://rt.example.org"),
        ("https://rt.example.org\n", "the address isn't one such as https://rt.example.org"),
    ],
)
def test_addresses_that_are_not_safe_are_not_called(workspace: Workspace, url: str, says: str) -> None:
    failed(workspace, url, says)


@pytest.mark.parametrize("token", ["throw-away\n", "throw away-x", "throw-aweé", "throw-away\tx"])
def test_a_token_that_cannot_be_one_is_not_shown(workspace: Workspace, token: str) -> None:
    failed(workspace, unused(), "the token holds characters that no token has", AKKOORD_RT_TOKEN=token)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"AKKOORD_RT_URL": None}, "AKKOORD_RT_URL isn't set"),
        ({"AKKOORD_RT_URL": ""}, "AKKOORD_RT_URL isn't set"),
        ({"AKKOORD_RT_PASSWORD": None}, "AKKOORD_RT_TOKEN isn't set, nor are AKKOORD_RT_USER and AKKOORD_RT_PASSWORD"),
        ({"AKKOORD_RT_USER": None}, "AKKOORD_RT_TOKEN isn't set, nor are AKKOORD_RT_USER and AKKOORD_RT_PASSWORD"),
        ({"AKKOORD_RT_USER": "a:b"}, "a user's name can't be empty or hold a colon"),
    ],
)
def test_settings_that_are_lacking(workspace: Workspace, settings: dict[str, str | None], says: str) -> None:
    failed(workspace, unused(), says, **settings)


def test_the_password_of_another_program_is_not_taken(workspace: Workspace, tmp_path: Path) -> None:
    """requests looks into ~/.netrc where it is given no password of its own, and passes by way of a proxy where one is set."""
    (tmp_path / ".netrc").write_text(f"machine {HOST} login other password other\n")
    said: list[str | None] = []
    with proxy("http://127.0.0.1:9", lambda request: said.append(request.authorization) or "401") as server:
        elsewhere = {"HOME": str(tmp_path), "http_proxy": unused(), "HTTP_PROXY": unused(), "NO_PROXY": "", "no_proxy": ""}
        workspace.run("plan", "rt", url=server.url, **elsewhere)
        workspace.run("plan", "rt", url=server.url, AKKOORD_RT_TOKEN="1-14-abc", **elsewhere)
    assert said == ["Basic cm9vdDp0aHJvdy1hd2F5", "token 1-14-abc"]


def test_without_a_terminal_nobody_can_say_yes(workspace: Workspace) -> None:
    done = workspace.run("apply", "rt", url=unused())
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "akkoord: there is no terminal to ask on; look at what “akkoord plan” shows, and then give --yes\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("jira",), "there is no system 'jira'"),
        (("rt", "nobody"), "there is no client 'nobody'"),
        (("rt", "--nope"), "No such option"),
    ],
)
def test_wrong_use(workspace: Workspace, arguments: tuple[str, ...], says: str) -> None:
    for more, code in (((), 2), (("--detailed-exitcode",), 1)):
        done = workspace.run("plan", *arguments, *more, url=unused())
        assert done.exit_code == code
        assert says in done.stderr


def test_errors_in_the_contracts_come_first(workspace: Workspace) -> None:
    workspace.edit("clients/acme/contract.yaml", ("notice: P3M", "notice: three"))
    for more, code in (((), 1), (("--detailed-exitcode",), 1)):
        done = workspace.run("plan", "rt", *more, url=unused())
        assert done.exit_code == code
        assert "clients/acme/contract.yaml" in done.stderr
