"""Bundles to Zammad: the objects of its REST API as JSON files, in the order in which they are loaded, and the losses.

A file is a list of objects, each with the ``name`` by which it is found again, the ``reason`` (clause and place) and the
``fields`` as the API takes them. Ids exist only after creation: ``{"id_of": [KIND, NAME]}`` stands for the id of an object by
its place in the API and its name or login, as text; ``before`` is what stands in front of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from compiler import zammad_form
from compiler.export.result import File, InParts
from compiler.export.zammad.wanted import Part, Together, part
from compiler.loss import Loss
from compiler.pieces import around, inside
from compiler.plan import Wanted
from compiler.zammad_form import PATHS


def together(parts: Iterable[Part]) -> Iterator[File | Loss]:
    """``1-calendars.json`` to ``6-triggers.json`` for these clients."""
    made = Together(parts)
    yield from made.losses()
    organizations = {zammad_form.word(client): one.name for one in made.wanted("organization") for client in one.clients}

    def placeholder(kind: str, called: str) -> dict[str, Any]:
        name = organizations[called] if kind == "organization" else called
        return {"id_of": [PATHS.get(kind, zammad_form.STATES), name]}

    def written(one: Wanted) -> bytes:
        return inside([{"name": one.name, "reason": one.reason, "fields": zammad_form.made(one, placeholder)}])

    def pieces(kind: str) -> Iterator[bytes]:
        yield from around(map(written, made.wanted(kind)))
        yield b"\n"

    for number, (kind, path) in enumerate(PATHS.items(), 1):
        yield File(f"{number}-{path}.json", pieces(kind))


export = InParts(part, Part, together)
