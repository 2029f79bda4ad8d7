"""Names that are hard to keep apart, and texts that look like code, in a real Request Tracker."""

from __future__ import annotations

import unicodedata

import pytest

from compiler import applied
from compiler.bundle import Bundle
from compiler.export.rt.wanted import wanted
from compiler.mark import same_name
from compiler.plan import Plan
from tests.apply.conftest import PASSWORD, Tracker
from tests.export import sample
from tests.export.sample import HOSTILE

LONG = "a-very-long-name-of-a-client-" * 5


def bundles() -> list[Bundle]:
    """Clients whose ids differ in capitals, accents, hyphens or not at all to the eye, with the same people in other letters."""
    label = [{"id": "x", "label": sample.text(HOSTILE[:90]), "types": [], "clause": "9", "origin": sample.origin()}]
    alike = [
        sample.bundle(
            name, contacts__people=[sample.contact("jan", "report", email="Jan@client.example"), sample.contact("7", email=None)]
        )
        for name in ("123", "CAFE", "Café", "a-b", "ab", "cafe", "café", "cafe\u0301", LONG + "1", LONG + "2")
    ]
    hostile = sample.bundle(
        "hostile",
        client__name=HOSTILE,
        contacts__people=[
            sample.contact("jan", "report", name=HOSTILE[:90], function=HOSTILE, email="jan@CLIENT.example"),
            sample.contact(
                "wide", name="  Two\tspaces\r\nand more  ", function=" x ", telephone=" 1 ", email="o'neil+x/y@x.example"
            ),
            sample.contact("0", name="0", function="0", email="0@0.example"),
        ],
        tickets__impacts=[sample.topic("1", HOSTILE)],
        tickets__minimum_information=label,
    )
    return [*alike, hostile]


def test_no_two_names_are_the_same_without_capitals_or_accents() -> None:
    def bare(name: str) -> str:
        return "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one)).casefold()

    names = [(one.kind, bare(one.name)) for one in wanted(bundles())]
    assert len(names) == len(set(names))
    assert {one.name for one in wanted(bundles()) if one.kind == "queue"} >= {"client 123", "a-b", "ab", "cafe", "hostile"}
    addresses = [one.name for one in wanted(bundles()) if one.kind == "user" and "@" in one.name]
    assert sorted(addresses) == ["0@0.example", "Jan@client.example", "o'neil+x/y@x.example"]


def test_two_fields_of_a_client_with_the_same_name_are_refused() -> None:
    label = {"id": "x", "label": sample.text("IMPACT"), "types": [], "clause": "9", "origin": sample.origin()}
    twice = sample.bundle("bakery", tickets__minimum_information=[label])
    with pytest.raises(ValueError, match=r"the field 'bakery: IMPACT' .* and the field 'bakery: Impact' .* can't both be there"):
        applied.compared(list(wanted([twice])), [], ("user", "group", "queue", "field"))


@pytest.mark.long
def test_each_arrives_as_it_was_written(empty: Tracker) -> None:
    def planned() -> tuple[applied.System, Plan]:
        system = applied.connect("rt", empty.address, None, "root", PASSWORD)
        return system, applied.plan("rt", system, bundles(), None)

    system, plan = planned()
    assert plan.conflicts == ()
    for change in plan.changes:
        applied.carry_out(system, change)
    _, again = planned()
    assert (again.changes, again.unchanged) == ((), len(plan.changes))
    queues = {queue["Name"]: queue for queue in empty.ask("queues")}
    assert queues["hostile"]["Description"] == f"{HOSTILE} [akkoord hostile]"
    jan = next(user for user in empty.ask("users") if same_name(user["Name"]) == "jan@client.example")
    assert jan["Comments"].startswith("[akkoord 123, CAFE, Café, a-b, a-very-long-name")
    assert jan["Comments"].endswith(", ab, cafe, cafe\u0301, café, hostile]")
    fields = {(field["Name"], *field["Queues"]) for field in empty.ask("fields")}
    assert (HOSTILE[:90], "hostile") in fields
