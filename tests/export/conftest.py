"""A throw-away Request Tracker, with the export of a few clients loaded, for the tests that ask the real thing."""

from __future__ import annotations

import base64
import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from compiler import pipeline
from compiler.bundle import Bundle
from compiler.export import Export, rt
from compiler.export.rt import overlay as rt_overlay
from tests.workspace import EXAMPLE, MERIDIAN, checked, files_of

from . import sample

RT = Path("/usr/share/request-tracker5")
PASSWORD = "throw-away"
HOST = "127.0.0.1"
HOSTILE_PRIORITY = "urgent \" ' $x @{[ 1 ]} `id` });system('id'); 🚀"
SPLIT = sample.calendar("office", ("08:00", "12:00"), ("13:00", "17:30"), closings=sample.CLOSED)
NIGHT = sample.calendar("night", ("22:00", "06:00"), days=("mon", "tue", "fri", "sat"))
TOKYO = sample.calendar("office", ("09:00", "18:00"), zone="Asia/Tokyo")

# RT hashes the password anew for every request: as cheaply as it can, since that is half a second else.
SITE_CONFIG = """\
Set($rtname, 'test.example');
Set($Organization, 'test.example');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($WebBaseURL, 'http://127.0.0.1:{port}');
Set($WebPath, '');
Set($Timezone, 'America/New_York');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{folder}/rt.sqlite');
Set($MailCommand, 'testfile');
Set($BcryptCost, 4);
Set($LogToSTDERR, 'info');
Set($LogToSyslog, undef);
Set($LogToFile, undef);
Set($InitialdataFormatHandlers, ['perl', 'RT::Initialdata::JSON']);
$RT::MasonDataDir = '{folder}/mason';
$RT::MasonSessionDir = '{folder}/sessions';
1;
"""


def clients() -> Export:
    """The export of clients that are plain, hostile, without contract, and open at other times."""
    people = [sample.contact("jan", "report", name=sample.HOSTILE[:90]), sample.contact("eve", email="eve'o@client.example")]
    priorities = [sample.priority(HOSTILE_PRIORITY, 1, "phone")]
    return rt.export(
        [
            sample.bundle("bakery"),
            sample.bundle(
                "123",
                client__name=sample.HOSTILE,
                contacts__people=people,
                contacts__restricted=False,
                notifications__status_mails=sample.status_mails(("jan",), ("created",)),
                tickets__impacts=[sample.topic("1", sample.HOSTILE)],
                tickets__minimum_information=[
                    {"id": "x", "label": sample.text(sample.HOSTILE[:90]), "types": [], "clause": "9", "origin": sample.origin()}
                ],
                tickets__priorities=priorities,
                tickets__targets=[sample.target(HOSTILE_PRIORITY, "PT1H", "office")],
            ),
            sample.bundle("draft", status__in_force=False, status__reason="not-signed", contacts__people=[]),
            sample.bundle(
                "split",
                contacts__people=[],
                calendars=[SPLIT, NIGHT],
                notifications__status_mails=None,
                tickets__targets=[
                    sample.target("critical", "PT3H", "night"),
                    sample.target("serious", "PT3H", "office", kind="response"),
                    sample.target("serious", "PT10H", "office", kind="resolution"),
                    sample.target("standard", "P3D", "office"),
                ],
            ),
            sample.bundle(
                "tokyo",
                contacts__people=[],
                calendars=[TOKYO],
                tickets__targets=[sample.target("serious", "PT1H", "office"), sample.target("low", "P19D", "office")],
            ),
        ]
    )


@dataclass(frozen=True)
class Instance:
    """A running Request Tracker: its address, what loading the export said, and the process that answers questions.

    One without a server has no address.
    """

    address: str
    said: str
    oracle: subprocess.Popen[str]

    def ask(self, question: str, *arguments: object) -> Any:
        """One question to RT's own code."""
        assert self.oracle.stdin
        assert self.oracle.stdout
        self.oracle.stdin.write(json.dumps([question, *arguments]) + "\n")
        self.oracle.stdin.flush()
        return json.loads(self.oracle.stdout.readline())

    def rest(self, path: str, data: object = None) -> Any:
        """One request over REST 2."""
        return rest(self.address, path, data)


def rest(address: str, path: str, data: object = None) -> Any:
    """JSON from RT's REST 2: POST with data, else GET. Raises ``OSError`` where there is no answer, or another than success."""
    token = base64.b64encode(f"root:{PASSWORD}".encode()).decode()
    headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    try:
        body = None if data is None else json.dumps(data).encode()
        connection.request("GET" if data is None else "POST", f"/REST/2.0/{path}", body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            raise OSError(f"{path}: {answer.status} {text.decode()}")
        return json.loads(text)
    finally:
        connection.close()


def configure(folder: Path, export: Export, port: int) -> dict[str, str]:
    """The settings of an instance in an empty folder, with the export's files where they belong, and the environment for it."""
    for name in ("conf.d", "mason", "sessions", "lib/RT"):
        (folder / name).mkdir(parents=True)
    (folder / "RT_SiteConfig.pm").write_text(SITE_CONFIG.replace("{folder}", str(folder)).replace("{port}", str(port)))
    for name in ("60-sla.pm", "sla.json"):
        (folder / "conf.d" / name).write_bytes(export.files[name])
    (folder / "initialdata.json").write_bytes(export.files["initialdata.json"])
    if rt_overlay.FILE in export.files:
        (folder / "lib" / rt_overlay.FILE).write_bytes(export.files[rt_overlay.FILE])
    return os.environ | {
        "RT_SITE_CONFIG": str(folder / "RT_SiteConfig.pm"),
        "RT_SITE_CONFIG_DIR": str(folder / "conf.d"),
        "PERL5LIB": str(folder / "lib"),
    }


def set_up(environment: dict[str, str], *arguments: str) -> str:
    """One run of RT's database tool: everything that it said."""
    command = ["rt-setup-database", *arguments]
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def tracker_installed() -> None:
    """Skips where Request Tracker isn't installed; under CI that is a failure."""
    if RT.is_dir() and shutil.which("rt-setup-database"):
        return
    if os.environ.get("CI") == "true":
        pytest.fail("Request Tracker 5 isn't installed")
    pytest.skip("Request Tracker 5 isn't installed")


@pytest.fixture(scope="session")
def exported() -> Export:
    """What the instance holds."""
    return clients()


@pytest.fixture(scope="session")
def database(tracker_installed: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds what RT itself puts there; each instance begins with a copy."""
    folder = tmp_path_factory.mktemp("database")
    (folder / "password").write_text(PASSWORD)
    set_up(configure(folder, rt.export([]), 1), "--action", "init", "--root-password-file", str(folder / "password"))
    return folder / "rt.sqlite"


@contextmanager
def loaded(folder: Path, database: Path, export: Export, *, served: bool = True) -> Iterator[Instance]:
    """An instance in an empty folder with an export loaded, and its server unless that isn't needed."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    environment = configure(folder, export, port)
    shutil.copy(database, folder / "rt.sqlite")
    said = set_up(environment, "--action", "insert", "--datafile", str(folder / "initialdata.json"))
    oracle = ["perl", str(Path(__file__).with_name("rt_instance.pl"))]
    with (
        (folder / "oracle.log").open("wb") as log,
        subprocess.Popen(
            oracle, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        ) as answering,
    ):
        try:
            if served:
                with _server(folder, environment, port) as address:
                    yield Instance(address, said, answering)
            else:
                yield Instance("", said, answering)
        finally:
            if answering.stdin:
                answering.stdin.close()


@contextmanager
def _server(folder: Path, environment: dict[str, str], port: int) -> Iterator[str]:
    """RT's server on an address; ended with TERM: INT would change the owner of RT's own folders."""
    command = ["perl", str(RT / "libexec" / "rt-server"), "--host", HOST, "--port", str(port), "--max-workers", "1"]
    address = f"http://{HOST}:{port}"
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log) as serving,
    ):
        try:
            _ready(address, serving, folder / "server.log")
            yield address
        finally:
            serving.terminate()


def _ready(address: str, serving: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and serving.poll() is None:
        try:
            rest(address, "rt")
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"Request Tracker didn't start: {log.read_text()}")


@pytest.fixture(scope="session")
def tracker(database: Path, exported: Export, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance with the export of the hand-made clients."""
    with loaded(tmp_path_factory.mktemp("tracker"), database, exported) as instance:
        yield instance


def bundles_of(workspace: Path, as_of: str) -> list[Bundle]:
    """The bundles of all clients of a workspace."""
    found = checked(files_of(workspace), as_of)
    return [pipeline.compile_client(found, client) for client in found.clients]


@pytest.fixture(scope="session")
def example_bundles() -> list[Bundle]:
    """The example workspace as of a date on which all contracts run, and whose calendars go from 2026 to 2031."""
    return bundles_of(EXAMPLE, "2028-06-01")


@pytest.fixture(scope="session")
def meridian_bundles() -> list[Bundle]:
    """The second provider's clients, of whom one has no contract yet."""
    return bundles_of(MERIDIAN, "2026-11-24")


@pytest.fixture(scope="session")
def example(database: Path, example_bundles: list[Bundle], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance with the export of the example workspace."""
    with loaded(tmp_path_factory.mktemp("example"), database, rt.export(example_bundles)) as instance:
        yield instance


@pytest.fixture(scope="session")
def example_with_overlay(
    database: Path, example_bundles: list[Bundle], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instance]:
    """An instance with the export of the example workspace and the overlay."""
    with loaded(tmp_path_factory.mktemp("overlay"), database, rt.with_overlay(example_bundles)) as instance:
        yield instance


@pytest.fixture(scope="session")
def meridian(database: Path, meridian_bundles: list[Bundle], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance with the export of the second provider."""
    with loaded(tmp_path_factory.mktemp("meridian"), database, rt.export(meridian_bundles)) as instance:
        yield instance
