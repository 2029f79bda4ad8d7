"""Questions that can't be answered say what is wrong, and what there is; questions as JSON lines get an answer each."""

from __future__ import annotations

import io
import json
import tracemalloc
from functools import cache
from typing import Any

import pytest

from compiler.decide import BeyondBundleError, Decider, Question, QuestionError
from compiler.decide.batch import answers
from tests.workspace import EXAMPLE, compiled, files_of

CLIENT = "bakkerij-van-dijk"


@cache
def decider() -> Decider:
    return Decider(compiled(files_of(EXAMPLE), CLIENT, "2026-11-24"))


def ask(**asked: Any) -> Any:
    return decider().decide(Question(**{"at": "2026-11-24T09:00", **asked}))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"at": "tomorrow"}, "at: 'tomorrow' isn't a moment in ISO 8601"),
        ({"at": "2026-12-24"}, "at: '2026-12-24' isn't a moment"),
        ({"at": "2026-12-24T25:00"}, "isn't a moment"),
        ({"at": "9999-12-31T23:59-12:00"}, "lies outside the years 1900 to 2199"),
        ({"at": "1899-12-31T23:59"}, "lies outside the years 1900 to 2199"),
        ({"at": "2200-01-01T00:00"}, "lies outside the years 1900 to 2199"),
        ({"client": "acme"}, "client: this is the bundle of bakkerij-van-dijk, not of acme"),
        (
            {"type": "incidnet"},
            "type: there is no 'incidnet'; did you mean 'incident'? there are: change, incident, service-request",
        ),
        ({"component": "printer"}, "component: there is no 'printer'; there are: network, server, workplace"),
        ({"system": "srv-dc1"}, "system: there is no 'srv-dc1'; did you mean 'srv-dc01'?"),
        ({"service": "backup"}, "service: there is no 'backup'"),
        ({"impact": 4}, "impact: there is no '4'; there are: 1, 2, 3"),
        ({"urgency": "D"}, "urgency: there is no 'D'; there are: A, B, C"),
        ({"channel": "fax"}, "channel: there is no 'fax'; there are: email, phone, portal"),
        ({"work": ["virus"]}, "work: there is no 'virus'; there are: ad-hoc-vulnerability, business-application"),
        ({"system": "srv-dc01", "component": "workplace"}, "component: the system srv-dc01 is a server, not a workplace"),
        ({"labour_hours": -1.0}, "labour_hours: -1.0 isn't a number of hours"),
        ({"labour_hours": float("nan")}, "labour_hours: nan isn't a number of hours"),
    ],
)
def test_what_is_wrong(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(QuestionError) as raised:
        ask(**asked)
    assert told in str(raised.value)


def test_a_system_gives_its_component() -> None:
    assert ask(system="werkplekken", service="support").coverage.outcome == "billable"
    assert ask(system="srv-dc01", service="support").coverage.outcome == "included"


@pytest.mark.parametrize("at", ["2026-06-30T23:59", "2029-01-01T00:00"])
def test_a_moment_in_which_something_else_holds(at: str) -> None:
    """An amendment of 1 July 2026 changed the contract, which ends with 2028."""
    with pytest.raises(BeyondBundleError, match="holds from 2026-07-01 until 2028-12-31"):
        ask(at=at)


@pytest.mark.parametrize(
    ("at", "taken", "noted"),
    [
        ("2027-03-28T02:30", "2027-03-28T03:30:00+02:00", "doesn't come on the clock of Europe/Amsterdam"),
        ("2027-10-31T02:30", "2027-10-31T02:30:00+02:00", "comes twice"),
        ("2027-10-31T02:30+01:00", "2027-10-31T02:30:00+01:00", None),
        ("2027-10-31T01:30Z", "2027-10-31T02:30:00+01:00", None),
        ("2027-06-01T12:00:00.5", "2027-06-01T12:00:00.500000+02:00", None),
    ],
)
def test_moments(at: str, taken: str, noted: str | None) -> None:
    found = ask(at=at)
    assert found.at.isoformat() == taken
    assert [noted in one.text for one in found.notes] == ([True] if noted is not None else [])


def test_priority_that_depends_on_the_rest() -> None:
    assert ask(type="incident").notes == ()
    (note,) = ask(type="incident", impact="2").notes
    assert note.text == (
        "The priority depends on the rest: urgency A Prio1 – Ernstig, urgency B Prio2 – Standaard, urgency C Prio3 – Laag."
    )
    (note,) = ask(type="incident", urgency="C").notes
    assert "impact 1 Prio2 – Standaard, impact 2 Prio3 – Laag, impact 3 Prio3 – Laag" in note.text


def lines(text: bytes) -> list[tuple[dict[str, Any], bool]]:
    return [(json.loads(one.text), one.answered) for one in answers(io.BytesIO(text), decider().decide)]


def test_an_answer_for_each_line_and_errors_in_their_place() -> None:
    good = json.dumps({"client": CLIENT, "at": "2026-11-24T09:00", "impact": 1, "urgency": "A"}).encode()
    bad = [
        b'{"at": "2026-11-24T09:00", "impact": 9}',
        b"{",
        b"",
        b'{"at": 5}',
        b'{"at": "2026-11-24T09:00", "imapct": 1}',
        b"\xff",
        b'{"impact": 1}',
        b"[" * 100_000,
        b"x" * 1_500_000,
        b'{"at": "2031-11-24T09:00"}',
    ]
    found = lines(b"\n".join([good, *bad, good]))
    assert [answered for _, answered in found] == [True, *[False] * len(bad), True]
    assert found[0] == found[-1]
    assert found[0][0]["priority"]["id"] == "kritisch"
    assert [one["line"] for one, answered in found if not answered] == list(range(2, 2 + len(bad)))
    told = [one["error"] for one, answered in found if not answered]
    assert "impact: there is no '9'" in told[0]
    assert told[1].startswith("not JSON: ")
    assert "expected `str`" in told[3].lower()
    assert "unknown field `imapct`; there are: client, at, type" in told[4]
    assert "missing required field `at`" in told[6]
    assert "longer than 1000000 bytes" in told[8]
    assert "holds from" in told[9]


def test_a_mark_of_byte_order_is_no_part_of_a_question() -> None:
    line = b'\xef\xbb\xbf{"at": "2026-11-24T09:00"}\r\n'
    assert [answered for _, answered in lines(line + line)] == [True, False]


def test_nothing_asked() -> None:
    assert lines(b"") == []


def test_a_long_stream_is_answered_line_by_line() -> None:
    """An answer comes before the next question is read."""

    class Stream(io.RawIOBase):
        asked = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            self.asked += 1
            return b'{"at": "2026-11-24T09:00"}\n'

    stream = Stream()
    given = answers(stream, decider().decide)  # type: ignore[arg-type]
    for number in range(1, 4):
        assert next(given).answered
        assert stream.asked == number


@pytest.mark.long
def test_memory_does_not_grow_with_the_stream() -> None:
    """Strangers, hours of labour and moments that never come again leave nothing behind."""

    def peak(count: int) -> int:
        asked = "".join(
            json.dumps(
                {
                    "at": f"2026-11-{1 + number % 28:02}T09:{number % 60:02}",
                    "reporter": f"stranger{number}@example.com",
                    "component": "server",
                    "service": "support",
                    "impact": 1,
                    "urgency": "A",
                    "labour_hours": number / 7,
                }
            )
            + "\n"
            for number in range(count)
        ).encode()
        fresh = Decider(decider().bundle)
        tracemalloc.start()
        assert all(one.answered for one in answers(io.BytesIO(asked), fresh.decide))
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    # The answers to 4,096 cases are kept; from then on it stays as it is.
    assert peak(12_000) < 1.25 * peak(6_000)
