"""What a client that doesn't exist bought: forms, options and systems."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.clients import words
from benchmarks.clients.client import Client, Data, money

_CATEGORIES = ["microsoft-cloud", "servers-and-equipment", "workplace-management", "user-support"]


def sell(made: Client) -> None:
    """The forms and the systems: all in one for every fifth client, loose components for the others."""
    chance, data = made.chance, made.contract
    bought = chance.one(
        (("server", "workplace"), ("server", "workplace"), ("workplace",), ("network",), ("server", "workplace", "network"))
    )
    all_in = chance.happens(0.2)
    if all_in:
        bought = ("server", "workplace", "network")
    systems: Data = {}
    listed = {component: _SYSTEMS[component](made, systems) for component in bought}
    spare = chance.one((0, 0, 0, 1, 3))
    quantities = {component: count + spare for component, count in listed.items()}
    if all_in:
        data["form"] = {
            "all-in-1": {
                "type": "premium",
                "monthly_fee": money(Decimal(chance.number(60, 900) * 10)),
                "categories": chance.some(_CATEGORIES, chance.number(1, 4)),
                "hours": chance.one((4, 6, Decimal("7.5"), 10, 14, 24, 40)),
                "quantities": quantities,
            }
        }
        if chance.happens(0.4):
            data["options"] = {"microsoft-cloud": {"monthly_fee": money(Decimal(chance.number(8, 60) * 10))}}
    else:
        price = {"server": 120, "workplace": 25, "network": 30}
        data["form"] = {
            component: {
                "type": chance.one(("standard", "plus")),
                "quantity": count,
                "monthly_fee": money(Decimal(count * price[component] * chance.number(80, 120)) / 100),
            }
            for component, count in quantities.items()
        }
    data["systems"] = systems
    if made.network and chance.happens(0.6):
        data["update_management"] = chance.some(made.network, chance.number(1, 2))


def _servers(made: Client, systems: Data) -> int:
    chance = made.chance
    count = chance.number(*((1, 3), (3, 8), (8, 24))[made.size - 1])
    kinds = chance.shuffled(words.SERVERS[made.lang])
    for number in range(count):
        short, description = kinds[number % len(kinds)]
        name = f"srv-{short}{number // len(kinds) + 1:02d}"
        linux = chance.happens(0.5 if short in ("web", "log") else 0.04)
        (made.linux if linux else made.windows).append(name)
        systems[name] = {"component": "server", "os": chance.one(words.LINUX_SERVERS if linux else words.WINDOWS_SERVERS)}
        if chance.happens(0.75):
            systems[name]["description"] = description
    return count


def _workplaces(made: Client, systems: Data) -> int:
    chance, total = made.chance, 0
    for name, description in words.WORKPLACES[made.lang][: chance.number(1, 1 + made.size)]:
        count = chance.number(*((2, 20), (10, 80), (60, 400))[made.size - 1])
        os = chance.one(("macos-15", "macos-14")) if name == "macs" else chance.one(("windows-11", "windows-11", "windows-10"))
        systems[name] = {"component": "workplace", "os": os, "description": description, "quantity": count}
        made.workplaces.append(name)
        total += count
    return total


def _devices(made: Client, systems: Data) -> int:
    chance, total = made.chance, 0
    for name, os, description in chance.some(words.NETWORK[made.lang], chance.number(1, 1 + made.size)):
        systems[name] = {"component": "network", "os": os, "description": description}
        count = chance.number(1, 4 * made.size)
        if count > 1:
            systems[name]["quantity"] = count
        made.network.append(name)
        total += count
    return total


_SYSTEMS = {"server": _servers, "workplace": _workplaces, "network": _devices}
