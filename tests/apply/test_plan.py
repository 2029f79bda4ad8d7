"""What a plan says, for objects made by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from compiler.mark import clients_in, mark, same_name
from compiler.plan import Change, Difference, Live, Plan, Value, Wanted, plan
from compiler.plan_text import counts, text

KINDS = ("user", "group", "queue")


def wanted(kind: str, name: str, *clients: str, **attributes: Value) -> Wanted:
    return Wanted(kind, name, frozenset({same_name(name)}), attributes, frozenset(clients or ("bakery",)), f"c.yaml:{len(name)}")


def live(kind: str, name: str, *clients: str, marked: bool = True, **attributes: Value) -> Live:
    return Live(
        kind,
        name,
        frozenset({same_name(name)}),
        attributes,
        id=f"{kind}-{name}",
        marked=marked,
        clients=frozenset(clients or ("bakery",)),
        adopt="put the mark on it",
        ending="it is disabled",
    )


def steps(made: Plan) -> list[tuple[str, str, str]]:
    return [(change.action, change.kind, change.name) for change in made.changes]


def plain(words: str, **_look: Any) -> str:
    return words


def test_nothing_there_is_all_to_create_in_the_order_of_the_kinds() -> None:
    made = plan([wanted("queue", "b"), wanted("user", "z"), wanted("queue", "a"), wanted("group", "g")], [], KINDS)
    assert steps(made) == [
        ("create", "user", "z"),
        ("create", "group", "g"),
        ("create", "queue", "a"),
        ("create", "queue", "b"),
    ]
    assert (made.unchanged, made.conflicts) == (0, ())


def test_what_is_as_wanted_stays() -> None:
    made = plan([wanted("queue", "a", Description="A")], [live("queue", "a", Description="A")], KINDS)
    assert made == Plan((), 1, ())


def test_a_change_tells_each_attribute_before_and_after() -> None:
    asked = wanted("queue", "a", Description="New", Cc=("x", "y"), Kept="k")
    there = live("queue", "a", Description="Old", Cc=("x",), Kept="k", Gone="g")
    (change,) = plan([asked], [there], KINDS).changes
    assert change == Change(
        "change",
        asked,
        there,
        (Difference("Description", "Old", "New"), Difference("Cc", ("x",), ("x", "y")), Difference("Gone", "g", None)),
        "c.yaml:1",
    )


def test_what_nobody_asks_for_goes_last_and_in_the_opposite_order() -> None:
    there = [live("user", "u"), live("queue", "q"), live("group", "g")]
    made = plan([wanted("queue", "new")], there, KINDS)
    assert steps(made) == [
        ("create", "queue", "new"),
        ("delete", "queue", "q"),
        ("delete", "group", "g"),
        ("delete", "user", "u"),
    ]
    assert made.changes[-1].reason == "no contract asks for it; it is disabled"


def test_what_carries_no_mark_is_never_touched() -> None:
    assert plan([], [live("queue", "q", marked=False)], KINDS) == Plan((), 0, ())
    made = plan([wanted("queue", "q")], [live("queue", "Q", marked=False)], KINDS)
    assert (made.changes, made.unchanged) == ((), 0)
    (conflict,) = made.conflicts
    assert conflict.message == (
        "there is a queue of that name or address, 'Q', that wasn't made by this program; put the mark on it, or rename it"
    )


def test_a_name_in_other_capitals_is_the_same_object_and_is_set_right() -> None:
    (change,) = plan([wanted("queue", "bakery")], [live("queue", "Bakery")], KINDS).changes
    assert (change.action, change.differences) == ("change", (Difference("name", "Bakery", "bakery"),))


def test_two_that_the_system_could_not_keep_apart_are_refused() -> None:
    with pytest.raises(ValueError, match=r"the queue 'Bakery' \(c.yaml:6\) and the queue 'bakery' \(c.yaml:6\)"):
        plan([wanted("queue", "bakery"), wanted("queue", "Bakery")], [], KINDS)


def test_two_there_for_one_wanted_stand_in_the_way() -> None:
    asked = replace(wanted("user", "jan@x.example"), keys=frozenset({"jan@x.example", "jan"}))
    made = plan([asked], [live("user", "jan"), live("user", "jan@x.example")], KINDS)
    assert made.changes == ()
    assert "there are several: 'jan' (number user-jan), 'jan@x.example' (number user-jan@x.example)" in made.conflicts[0].message


def test_what_was_put_out_of_use_stays_so_until_it_is_wanted_again() -> None:
    gone = replace(live("queue", "q"), active=False)
    assert plan([], [gone], KINDS) == Plan((), 0, ())
    (change,) = plan([wanted("queue", "q")], [gone], KINDS).changes
    assert change.differences == (Difference("in use", "no", "yes"),)


def test_what_another_client_left_behind_is_put_in_use_for_a_named_one() -> None:
    gone = replace(live("user", "jan", "brewery", Note="b"), active=False)
    (change,) = plan([wanted("user", "jan", "bakery", Note="a")], [gone], KINDS, ["bakery"]).changes
    assert change.differences == (Difference("Note", "b", "a"), Difference("in use", "no", "yes"))


def test_with_named_clients_only_theirs_is_looked_at() -> None:
    there = [
        live("queue", "bakery", "bakery", Description="Old"),
        live("queue", "brewery", "brewery"),
        live("user", "both", "bakery", "brewery", Description="Old"),
        replace(live("user", "nobody"), clients=frozenset()),
        live("user", "gone", "bakery"),
    ]
    asked = [wanted("queue", "bakery", "bakery", Description="New"), wanted("user", "both", "bakery", Description="New")]
    made = plan(asked, there, KINDS, ["bakery"])
    assert steps(made) == [("change", "queue", "bakery"), ("delete", "user", "gone")]
    assert made.unchanged == 1
    assert steps(plan(asked, there, KINDS)) == [
        ("change", "user", "both"),
        ("change", "queue", "bakery"),
        ("delete", "queue", "brewery"),
        ("delete", "user", "nobody"),
        ("delete", "user", "gone"),
    ]


def test_the_order_in_which_things_come_does_not_matter() -> None:
    asked = [wanted(kind, name, A=name) for kind in KINDS for name in "abcdef"]
    there = [live(kind, name, A="a") for kind in KINDS for name in "defghi"]
    first = plan(asked, there, KINDS)
    chance = random.Random(7)
    for _ in range(20):
        chance.shuffle(asked)
        chance.shuffle(there)
        assert plan(asked, there, KINDS) == first
    assert counts(first) == "9 to create, 9 to change, 9 to delete, 0 unchanged"


def test_in_words() -> None:
    asked = [
        wanted("group", "contacts", Members=("els", "jan"), Note=None),
        wanted("queue", "bakery", Description='B\n"x"\x1b[31m', SLADisabled="0", Cc=()),
        wanted("user", "taken"),
    ]
    there = [
        live("group", "contacts", Members=("jan", "piet"), Note="n"),
        live("queue", "old"),
        live("user", "taken", marked=False),
    ]
    assert text(plan(asked, there, KINDS), plain) == (
        "! user taken\n"
        "    there is a user of that name that wasn't made by this program; put the mark on it, or rename it\n"
        "    # c.yaml:5\n"
        "\n"
        "~ group contacts\n"
        '    Members: + "els", - "piet"\n'
        '    Note: "n" -> (none)\n'
        "    # c.yaml:8\n"
        "\n"
        "+ queue bakery\n"
        '    Description: "B\\u000a"x"\\u001b[31m"\n'
        '    SLADisabled: "0"\n'
        "    # c.yaml:6\n"
        "\n"
        "- queue old\n"
        "    # no contract asks for it; it is disabled\n"
        "\n"
        "Plan: 1 to create, 1 to change, 1 to delete, 0 unchanged, 1 in the way.\n"
    )


# The mark


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("", None),
        ("Bakery B.V.", None),
        ("Bakery [akkoord]", frozenset()),
        ("[akkoord bakery]", frozenset({"bakery"})),
        ("Bakery [akkoord bakery, brewery]\n", frozenset({"bakery", "brewery"})),
        ("Bakery [akkoord other] [akkoord bakery]", frozenset({"bakery"})),
        ("Bakery [akkoord bakery] and more", None),
        ("Bakery[akkoord bakery]", None),
        ("Bakery [AKKOORD bakery]", None),
    ],
)
def test_the_mark_is_the_last_word(words: str, whose: frozenset[str] | None) -> None:
    assert clients_in(words, ["bakery", "brewery"]) == whose


def test_a_mark_is_read_as_it_was_written_however_long_the_names() -> None:
    clients = ["b" * 200 + "1", "b" * 200 + "2", "123", "a-b"]
    assert len(mark(clients[:1]).encode()) < 130
    assert clients_in(f"x {mark(clients)}", clients) == frozenset(clients)
    assert clients_in(f"x {mark(['a-b'])}", []) == frozenset({"a-b"})
