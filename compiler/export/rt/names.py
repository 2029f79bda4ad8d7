"""Names and texts as Request Tracker's columns hold them.

Limits are the bytes of the columns in its schema (RT 5.0.3, ``etc/schema.mysql``); what is longer RT cuts in silence.
"""

from __future__ import annotations

import hashlib

LEVEL_LIMIT = 64
NAME_LIMIT = 200
DESCRIPTION_LIMIT = 255
EMAIL_LIMIT = 120
REAL_NAME_LIMIT = 120
TELEPHONE_LIMIT = 30


def cut(text: str, limit: int) -> str:
    """The text, or as much of it as fits in ``limit`` bytes of UTF-8 with an ellipsis."""
    if len(text.encode()) <= limit:
        return text
    return text.encode()[: limit - len("…".encode())].decode(errors="ignore") + "…"


def name(text: str, kind: str, limit: int = NAME_LIMIT) -> str:
    """A name that RT takes and keeps apart.

    RT reads digits alone as a number, so they get the ``kind`` in front. A name over ``limit`` bytes ends in eight hexadecimal
    digits of its SHA-256. RT drops white space at the ends, so it goes here.
    """
    text = text.strip()
    if not text or text.isdecimal():
        text = f"{kind} {text}".strip()
    if len(text.encode()) <= limit:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return text.encode()[: limit - 9].decode(errors="ignore") + "~" + digest


def queue_name(client: str) -> str:
    """The name of a client's queue: the client's id."""
    return name(_apart(client), "client")


def group_name(client: str, role: str) -> str:
    """The name of one of a client's groups."""
    return name(f"{_apart(client)}: {role}", "group")


def user_name(client: str, contact: str) -> str:
    """The name of the user for a client's contact who has no address."""
    return name(f"{_apart(client)}: {contact}", "user")


def level_name(client: str, priority: str) -> str:
    """The name of a client's service level: levels are global in RT."""
    return name(f"{client}: {priority}", "level", LEVEL_LIMIT)


def _apart(client: str) -> str:
    """A client's id in a form that no other has, also where capitals and accents don't count, as in RT's databases.

    Ids of small letters, digits and hyphens, as contracts have them, are in that form by themselves.
    """
    if client.isascii() and client == client.lower():
        return client
    return f"{client}~{hashlib.sha256(client.encode()).hexdigest()[:8]}"
