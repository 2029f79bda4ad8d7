"""Asking for many things at once."""

from __future__ import annotations

import threading

import pytest

from compiler.apply import ApplyError
from compiler.apply.rest import AT_ONCE, Rest, Token


def test_answers_come_in_the_order_of_the_questions() -> None:
    assert Rest("https://rt.example.org", Token("token ", "x")).each(lambda number: number * 2, range(50)) == list(
        range(0, 100, 2)
    )


def test_after_a_failure_nothing_more_is_asked() -> None:
    asked = 0
    lock = threading.Lock()

    def ask(number: int) -> int:
        nonlocal asked
        with lock:
            asked += 1
        if number == 0:
            raise ApplyError("no")
        threading.Event().wait(0.01)
        return number

    with pytest.raises(ApplyError, match="no"):
        Rest("https://rt.example.org", Token("token ", "x")).each(ask, range(1000))
    assert asked < 20 * AT_ONCE
