"""Bundles to Zammad: the objects of its REST API as JSON files, in the order in which they are loaded, and the losses.

A file is a list of objects, each with the ``name`` by which it is found again, the ``reason`` (clause and place) and the
``fields`` as the API takes them. Ids exist only after creation: ``{"id_of": [KIND, NAME]}`` stands for the id of an object by
its place in the API and its name or login, as text; ``before`` is what stands in front of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from compiler import zammad_form
from compiler.bundle import Bundle
from compiler.export.result import Export
from compiler.export.zammad import wanted as zammad_wanted
from compiler.zammad_form import PATHS


def export(bundles: Iterable[Bundle]) -> Export:
    """``1-calendars.json`` to ``6-triggers.json``, and ``losses.json``, for these clients.

    Raises ``ValueError`` for what Zammad would take and never count: a calendar that isn't there or never opens, an unknown
    time zone; and for a client twice.
    """
    objects = zammad_wanted.objects(bundles)
    organizations = {
        zammad_form.word(client): one.name for one in objects.wanted if one.kind == "organization" for client in one.clients
    }

    def placeholder(kind: str, called: str) -> dict[str, Any]:
        name = organizations[called] if kind == "organization" else called
        return {"id_of": [PATHS.get(kind, zammad_form.STATES), name]}

    files = {
        f"{number}-{path}.json": _json(
            [
                {"name": one.name, "reason": one.reason, "fields": zammad_form.made(one, placeholder)}
                for one in objects.wanted
                if one.kind == kind
            ]
        )
        for number, (kind, path) in enumerate(PATHS.items(), 1)
    }
    return Export(files | {"losses.json": _json([asdict(loss) for loss in objects.losses])}, objects.losses)


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
