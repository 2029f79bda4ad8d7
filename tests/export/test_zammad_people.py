"""Organizations, users and mails for Zammad, and names that stay apart, from bundles made by hand."""

from __future__ import annotations

import unicodedata

import pytest

from compiler.export import zammad
from compiler.export.zammad import names as zammad_names

from . import sample
from .test_zammad import codes, exported, lost, read

# People


def test_contacts_are_users_of_their_clients_organization() -> None:
    people = [
        sample.contact("jan", "report", name="Jan de Vries", email="Jan@Client.example", telephone="+31 88", function="IT"),
        sample.contact("piet", email=None, name="Piet van Dam"),
    ]
    export = exported(contacts__people=people, notifications__status_mails=None)
    organization = {"id_of": ["organizations", "Bakery B.V. (bakery)"]}
    assert read(export, "users") == {
        "jan@client.example": {
            "login": "jan@client.example",
            "note": "[akkoord bakery]",
            "firstname": "Jan",
            "lastname": "de Vries",
            "email": "jan@client.example",
            "phone": "+31 88",
            "department": "IT",
            "active": True,
            "organization_id": organization,
            "organization_ids": [],
        },
        "akkoord:bakery:piet": {
            "login": "akkoord:bakery:piet",
            "note": "[akkoord bakery]",
            "firstname": "Piet",
            "lastname": "van Dam",
            "email": "",
            "phone": "",
            "department": "",
            "active": True,
            "organization_id": organization,
            "organization_ids": [],
        },
    }


def test_two_clients_with_one_address_share_a_user() -> None:
    people = [sample.contact("jan", "report", email="JAN@client.example", name="Jan Other")]
    export = zammad.export([sample.bundle("bakery"), sample.bundle("crane", client__name="Crane", contacts__people=people)])
    jan = read(export, "users")["jan@client.example"]
    assert jan["organization_id"]["id_of"][1] == "Bakery B.V. (bakery)"
    assert [one["id_of"][1] for one in jan["organization_ids"]] == ["Crane (crane)"]
    assert jan["note"] == "[akkoord bakery, crane]"
    loss = lost(export, "ZM307")
    assert (loss.client, loss.where) == ("crane", "clients/x/dap.yaml:5")
    assert "here Jan of Bakery B.V." in loss.practice
    assert "differs in lastname, phone, department" in loss.practice


def test_an_organization_shares_its_tickets_only_when_all_may_see_them() -> None:
    seeing = [sample.contact("jan", "view-all-tickets"), sample.contact("els", "view-all-tickets")]
    (all_see,) = read(exported(contacts__people=seeing), "organizations").values()
    (some_see,) = read(exported(), "organizations").values()
    (nobody,) = read(exported(contacts__people=[]), "organizations").values()
    assert (all_see["shared"], some_see["shared"], nobody["shared"]) == (True, False, False)
    assert lost(exported(), "ZM306").what == "some contacts may see all tickets (1)"
    assert "ZM306" not in codes(exported(contacts__people=seeing))


@pytest.mark.parametrize(
    ("name", "written"), [("jan", "Jan"), ("JAN", "Jan"), ("van Dijk", "van"), ("é", "é"), ("McAdam", "McAdam")]
)
def test_a_single_word_is_written_as_zammad_will(name: str, written: str) -> None:
    export = exported(contacts__people=[sample.contact("x", name=name)], notifications__status_mails=None)
    (user,) = read(export, "users").values()
    assert user["firstname"] == written
    assert ("ZM309" in codes(export)) is (name in ("jan", "JAN"))


def test_what_is_too_long_is_cut_and_told() -> None:
    people = [sample.contact("jan", name="é" * 120 + " b", telephone="0" * 101, email="a" * 250 + "@b.example")]
    export = exported(client__name="x" * 200, contacts__people=people, notifications__status_mails=None)
    (user,) = read(export, "users").values()
    assert user["firstname"] == "é" * 99 + "…"
    assert user["login"] == "akkoord:bakery:jan"
    assert lost(export, "ZM308").practice.endswith("left out: firstname, email, phone.")
    (organization,) = read(export, "organizations").values()
    assert len(organization["name"]) == 100
    assert organization["name"].endswith("… (bakery)")


# Mails


def test_a_mail_for_each_event_with_its_recipients() -> None:
    mails = sample.status_mails(("els", "piet"), ("closed",))
    export = exported(notifications__status_mails=mails)
    created, closed = (read(export, "triggers")[f"mail when {event} [akkoord bakery]"] for event in ("created", "closed"))
    assert created["perform"]["notification.email"]["recipient"] == ["ticket_customer"]
    assert closed["perform"]["notification.email"]["recipient"] == [
        "ticket_customer",
        {"id_of": ["users", "els@client.example"], "before": "userid_"},
    ]
    assert created["condition"]["ticket.action"] == {"operator": "is", "value": "create"}
    assert closed["condition"]["ticket.action"] == {"operator": "is", "value": "update"}
    assert closed["condition"]["ticket.state_id"] == {"operator": "is", "value": [{"id_of": ["ticket_states", "closed"]}]}
    assert created["condition"]["ticket.organization_id"]["value"] == [{"id_of": ["organizations", "Bakery B.V. (bakery)"]}]
    assert (created["activator"], created["execution_condition_mode"], created["active"]) == ("action", "selective", True)
    assert lost(export, "ZM301").what == "status mails to piet"


def test_no_mails_agreed_are_no_triggers() -> None:
    assert read(exported(notifications__status_mails=None), "triggers") == {}
    none = sample.status_mails() | {"events": []}
    assert read(exported(notifications__status_mails=none), "triggers") == {}


def test_mails_are_in_the_language_of_the_agreement() -> None:
    def subject(language: str) -> str:
        export = exported(sla__language=language)
        return str(read(export, "triggers")["mail when closed [akkoord bakery]"]["perform"]["notification.email"]["subject"])

    assert subject("nl") == "Gesloten: #{ticket.title}"
    assert subject("en") == "Closed: #{ticket.title}"


# What was typed


def test_hostile_text_stays_text_and_out_of_templates_and_notes() -> None:
    people = [sample.contact("jan", name=sample.HOSTILE[:60]), sample.contact("els", name=sample.HOSTILE[:60])]
    export = exported(client__name=sample.HOSTILE[:60], contacts__people=people)
    first, _, last = sample.HOSTILE[:60].strip().partition(" ")
    jan = read(export, "users")["jan@client.example"]
    assert (jan["firstname"], jan["lastname"]) == (first, last.strip())
    assert sample.HOSTILE[:60].strip() + " (bakery)" in read(export, "organizations")
    for trigger in read(export, "triggers").values():
        mail = trigger["perform"]["notification.email"]
        assert "Quote" not in mail["subject"] + mail["body"]
    assert {user["note"] for user in read(export, "users").values()} == {"[akkoord bakery]"}


HARD = (
    "bakery",
    "Bakery",
    "BAKERY",
    "bäkery",
    "Bäkery",
    "bakery!",
    "ba-kery",
    "ba.kery",
    "ba kery",
    "123",
    "0123",
    "١٢٣",
    "é" * 90,
    "É" * 90,
)


def folded(name: str) -> str:
    """As a database sees a name that disregards case and accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(one))


def test_names_stay_apart_in_whatever_way_they_are_compared() -> None:
    bundles = [
        sample.bundle(
            client,
            client__name="Same",
            contacts__people=[sample.contact("jan", email=None)],
            tickets__priorities=[sample.priority(client, 1)],
            tickets__targets=[sample.target(client, "PT1H", "office")],
        )
        for client in HARD
    ]
    export = zammad.export(bundles)
    for kind in ("organizations", "users", "slas", "triggers", "ticket_priorities"):
        names = list(read(export, kind))
        assert len({folded(name) for name in names}) == len(names) >= len(HARD), kind
        assert not any(name.isdecimal() for name in names)
    assert all(len(name) <= zammad_names.SLA_LIMIT for name in read(export, "slas"))
    assert all(len(name) <= zammad_names.ORGANIZATION_LIMIT for name in read(export, "organizations"))
    notes = {one["note"] for one in read(export, "organizations").values()}
    assert len(notes) == len(HARD)
    assert all(note.isascii() for note in notes)
