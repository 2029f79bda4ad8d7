"""What is told of a server's levels, for every answer that it could give."""

from __future__ import annotations

from typing import Any

import pytest

from compiler.apply import AbsentError, ApplyError
from compiler.apply.rest import AT_ONCE, Password, Rest
from compiler.apply.rt_running import ANOTHER, NOTHING, OVERRULED, SOME, WAITING, outdated
from tests.apply.faults import proxy

WANTED = {"levels": "new", "overlay": "code", "rights": "r"}
LOADED = {"levels": "new", "overlay": "code", "counts": True}


class Answering(Rest):
    """Gives these answers, one after the other; None where there is nothing."""

    def __init__(self, *answers: object) -> None:
        super().__init__("https://rt.example.org/REST/2.0", Password("root", "x"))
        self.answers = list(answers) if len(answers) > 1 else [*answers] * AT_ONCE

    def get(self, path: str, **query: str | int) -> Any:
        assert path == "akkoord"
        answer = self.answers.pop()
        if answer is None:
            raise AbsentError("404")
        return answer


@pytest.mark.parametrize(
    ("answer", "note", "told"),
    [
        (LOADED, "levels new rights r", {}),
        # Whatever the note says, it is the server that counts.
        (LOADED, "levels old rights r", {}),
        (LOADED, "", {"rights": NOTHING}),
        (LOADED, "levels new rights other", {"rights": ANOTHER}),
        (LOADED, "Somebody's own words, an odd number", {"rights": NOTHING}),
        (None, "", dict.fromkeys(WANTED, NOTHING)),
        (None, "levels old rights r", {"levels": NOTHING, "overlay": NOTHING}),
        (None, "levels new rights r", {"levels": WAITING, "overlay": WAITING}),
        (None, "levels new rights old", {"levels": WAITING, "overlay": WAITING, "rights": ANOTHER}),
        ({**LOADED, "levels": "old"}, "levels old rights r", {"levels": ANOTHER}),
        ({**LOADED, "levels": "old"}, "levels new rights r", {"levels": WAITING}),
        ({"levels": "old", "overlay": None, "counts": True}, "levels new rights r", {"levels": WAITING, "overlay": WAITING}),
        ({**LOADED, "levels": None}, "levels none rights r", {"levels": NOTHING}),
        ({**LOADED, "overlay": None}, "levels new rights r", {"overlay": NOTHING}),
        ({**LOADED, "overlay": "own"}, "levels new rights r", {"overlay": ANOTHER}),
        ({**LOADED, "counts": False}, "levels new rights r", {"levels": OVERRULED}),
    ],
)
def test_what_is_told(answer: object, note: str, told: dict[str, str]) -> None:
    assert outdated(Answering(answer), note, WANTED) == told


def test_a_version_that_only_some_processes_have_is_not_loaded() -> None:
    old = {"levels": "old", "overlay": None, "counts": True}
    told = outdated(Answering(LOADED, old, LOADED, LOADED), "levels new rights r", WANTED)
    assert told == {"levels": SOME, "overlay": SOME}
    assert outdated(Answering(None, LOADED, LOADED, LOADED), "levels new rights r", WANTED) == told
    overruled = outdated(Answering(LOADED, {**LOADED, "counts": False}, LOADED, LOADED), "levels new rights r", WANTED)
    assert overruled == {"levels": OVERRULED}


@pytest.mark.parametrize(
    "garbage",
    [
        {},
        [],
        "new",
        ["new", "code", True],
        17,
        {"levels": ["new"], "overlay": {"code": "code"}, "counts": True},
        {"levels": "new\n", "overlay": "CODE", "counts": True},
        {"levels": True, "overlay": 1.5, "counts": True},
        {"a": [1]},
    ],
)
def test_an_answer_that_is_none_is_not_taken_for_this_version(garbage: object) -> None:
    told = outdated(Answering(garbage), "levels old rights r", WANTED)
    assert set(told) == {"levels", "overlay"}
    assert set(told.values()) <= {NOTHING, ANOTHER}


@pytest.mark.parametrize("counts", ["true", 1, "yes", None, [True]])
def test_whether_it_counts_is_not_guessed(counts: object) -> None:
    assert outdated(Answering({**LOADED, "counts": counts}), "levels new rights r", WANTED) == {"levels": OVERRULED}


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("401", "it doesn't know this user"),
        ("403", "this user may not GET /REST/2.0/akkoord (403)"),
        ("500", "it answers 500 to GET /REST/2.0/akkoord"),
        ("302", "it redirects to another address (302)"),
        ("garbage", "the answer to GET akkoord isn't JSON"),
        ("deep", "the answer to GET akkoord isn't JSON"),
        ("cut-before", "the connection failed"),
    ],
)
def test_no_answer_is_told(fault: str, says: str) -> None:
    with proxy("http://127.0.0.1:9", lambda _request: fault) as server, pytest.raises(ApplyError) as raised:
        outdated(Rest(f"{server.url}/REST/2.0", Password("root", "throw-away")), "", WANTED)
    assert says in str(raised.value)
    assert "throw-away" not in str(raised.value)


@pytest.mark.parametrize("fault", ["404", "other", "denied"])
def test_an_answer_of_another_program_is_nothing(fault: str) -> None:
    with proxy("http://127.0.0.1:9", lambda _request: fault) as server:
        told = outdated(Rest(f"{server.url}/REST/2.0", Password("root", "throw-away")), "", WANTED)
    assert told == dict.fromkeys(WANTED, NOTHING)
