"""A small Zammad for tests: an HTTP server in this process that takes and refuses what the real one does.

It is an imitation, written from Zammad's source and manual: what it refuses, and how objects come back, stands below with the
place in the source. No Zammad was run. Where the source leaves room it is the stricter of two: it also refuses an id in a
condition that isn't there, which Zammad stores.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "secret-token-of-the-tests"
MOMENT = "2026-06-01T08:00:00.000Z"

Data = dict[str, Any]

COLUMNS = {
    "calendars": ("name", "timezone", "business_hours", "public_holidays", "ical_url", "default"),
    "ticket_priorities": ("name", "default_create", "ui_icon", "ui_color", "note", "active"),
    "ticket_states": ("name", "note", "active"),
    "organizations": ("name", "shared", "domain", "domain_assignment", "active", "note"),
    "users": (
        "organization_id", "organization_ids", "login", "firstname", "lastname", "email", "phone", "department", "note", "active",
        "role_ids",
    ),
    "slas": ("name", "calendar_id", "first_response_time", "response_time", "update_time", "solution_time", "condition"),
    "triggers": (
        "name", "activator", "execution_condition_mode", "condition", "perform", "disable_notification", "note", "active",
    ),
}  # fmt: skip
"""What an object has; other parameters are dropped in silence (``ApplicationModel.param_cleanup``)."""

LIMITS = {
    "calendars": {"name": 250},
    "ticket_priorities": {"name": 250, "note": 250},
    "ticket_states": {"name": 250},
    "organizations": {"name": 100, "note": 5000},
    "users": {"login": 255, "firstname": 100, "lastname": 100, "email": 255, "phone": 100, "department": 200, "note": 5000},
    "slas": {"name": 150},
    "triggers": {"name": 250, "note": 250},
}
"""The columns' lengths (``db/migrate``); PostgreSQL refuses what is longer, which Zammad answers with 422."""

DEFAULTS: dict[str, Data] = {
    "calendars": {"business_hours": {}, "public_holidays": {}, "ical_url": None, "default": False},
    "ticket_priorities": {"default_create": False, "ui_icon": None, "ui_color": None, "note": None, "active": True},
    "organizations": {"shared": True, "domain": "", "domain_assignment": False, "active": True, "note": ""},
    "users": {
        "organization_id": None, "organization_ids": [], "login": "", "firstname": "", "lastname": "", "email": "", "phone": "",
        "department": "", "note": "", "active": True, "role_ids": [3],
    },
    "slas": {"first_response_time": None, "response_time": None, "update_time": None, "solution_time": None, "condition": {}},
    "triggers": {
        "activator": "action", "execution_condition_mode": "selective", "disable_notification": True, "note": None,
        "active": True,
    },
}  # fmt: skip

REFERRED = {
    "ticket.organization_id": "organizations",
    "ticket.priority_id": "ticket_priorities",
    "ticket.state_id": "ticket_states",
}
PERFORM = ("body", "recipient", "subject")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class RefusedError(Exception):
    """An answer other than success, with its words."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code


class Zammad:
    """What a Zammad holds, and all requests that it got."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[int, Data]] = {kind: {} for kind in COLUMNS}
        self.requests: list[tuple[str, str]] = []
        self.most = 1000
        """So many objects stand on a page at most."""
        self.lock = threading.Lock()
        self.ids = 0
        self.url = ""
        for name in ("new", "open", "pending reminder", "closed", "merged"):
            self.add("ticket_states", name=name, active=True)
        for name in ("1 low", "2 normal", "3 high"):
            self.add("ticket_priorities", name=name, default_create=name == "2 normal", note=None, active=True)
        week = {day: {"active": day not in ("sat", "sun"), "timeframes": [["09:00", "18:00"]]} for day in DAYS}
        self.add("calendars", name="Zammad's own", timezone="UTC", business_hours=week, public_holidays={}, default=True)
        self.add("organizations", name="Zammad Foundation", shared=True, note="", active=True)
        self.add("users", login="admin@provider.example", email="admin@provider.example", firstname="Ada", note="", active=True)

    def add(self, kind: str, **fields: Any) -> Data:
        """An object of somebody else's, not checked."""
        self.ids += 1
        data = {"id": self.ids, **DEFAULTS.get(kind, {}), **fields, "created_at": MOMENT, "updated_at": MOMENT}
        self.objects[kind][self.ids] = data
        return data

    def find(self, kind: str, name: str) -> Data:
        """The object of that name, or login."""
        (found,) = [one for one in self.objects[kind].values() if one.get("name", one.get("login")) == name]
        return found

    def writes(self) -> list[tuple[str, str]]:
        """The requests that weren't reading."""
        return [one for one in self.requests if one[0] != "GET"]

    def answer(self, method: str, path: str, query: dict[str, str], data: Data) -> tuple[int, Any]:
        """What Zammad says to a request. Raises ``RefusedError``."""
        _, _, kind, *rest = path.strip("/").split("/")
        if kind not in self.objects:
            raise RefusedError(404, f"No route matches [{method}] {path}")
        number = int(rest[0]) if rest else None
        if number is not None and number not in self.objects[kind]:
            raise RefusedError(404, f"Couldn't find {kind} with 'id'={number}")
        if method == "GET":
            return 200, self._page(kind, query) if number is None else self.objects[kind][number]
        if method == "POST":
            self.ids += 1
            made = {"id": self.ids, **self._checked(kind, data, {**DEFAULTS.get(kind, {})}, None)}
            self.objects[kind][self.ids] = made | {"created_at": MOMENT, "updated_at": MOMENT}
            return 201, self.objects[kind][self.ids]
        assert number is not None
        if method == "PUT":
            self.objects[kind][number] = self._checked(kind, data, self.objects[kind][number], number)
            return 200, self.objects[kind][number]
        if kind == "calendars" and any(sla["calendar_id"] == number for sla in self.objects["slas"].values()):
            raise RefusedError(422, "Can't delete, object has references.")
        del self.objects[kind][number]
        return 200, {}

    def _page(self, kind: str, query: dict[str, str]) -> list[Data]:
        """``CanPaginate::Pagination``: 500 where nothing is asked, 1000 at most, ordered by id."""
        limit = min(int(query.get("per_page", query.get("limit", 500))), self.most)
        start = (int(query.get("page", 1)) - 1) * limit
        return [self.objects[kind][number] for number in sorted(self.objects[kind])][start : start + limit]

    def _checked(self, kind: str, given: Data, before: Data, number: int | None) -> Data:
        data = {**before, **{key: value for key, value in given.items() if key in COLUMNS[kind]}}
        for key, limit in LIMITS[kind].items():
            if len(str(data.get(key) or "")) > limit:
                raise RefusedError(422, f"PG::StringDataRightTruncation: value too long for type character varying({limit})")
        if kind != "users":
            if not str(data.get("name") or "").strip():
                raise RefusedError(422, "Name can't be blank")
            self._unique(kind, "name", data["name"], number, "Name has already been taken")
        if "note" in COLUMNS[kind] and data.get("note"):
            data["note"] = re.sub(r"<[^>]*>", "", data["note"]).replace("&", "&amp;")
        if kind == "calendars":
            _calendar(data)
        elif kind == "users":
            self._user(data, number)
        elif kind == "slas":
            self._sla(data)
        elif kind == "triggers":
            self._trigger(data)
        return data

    def _unique(self, kind: str, key: str, value: str, number: int | None, words: str) -> None:
        for one in self.objects[kind].values():
            if one["id"] != number and str(one.get(key) or "").casefold() == value.casefold():
                raise RefusedError(422, words)

    def _sla(self, data: Data) -> None:
        """``app/models/sla.rb``."""
        data["calendar_id"] = _whole(data.get("calendar_id"))
        if data["calendar_id"] not in self.objects["calendars"]:
            raise RefusedError(422, "Calendar must exist")
        for key in ("first_response_time", "response_time", "update_time", "solution_time"):
            data[key] = _whole(data.get(key))
        if data["response_time"] and data["update_time"]:
            raise RefusedError(422, "Cannot have both response time and update time.")
        self._condition(data["condition"])

    def _condition(self, condition: Data) -> None:
        """``ChecksConditionValidation``."""
        for asked, given in condition.items():
            values = given.get("value")
            if not given.get("operator") or values in (None, "", []):
                raise RefusedError(422, "Invalid object selector conditions")
            for one in values if isinstance(values, list) else [values]:
                if asked in REFERRED and _whole(one) not in self.objects[REFERRED[asked]]:
                    raise RefusedError(422, "Invalid object selector conditions")

    def _trigger(self, data: Data) -> None:
        """``app/models/trigger.rb`` and ``Validations::VerifyPerformRulesValidator``."""
        if data["activator"] not in ("action", "time") or data["execution_condition_mode"] not in ("selective", "always"):
            raise RefusedError(422, "Activator is not included in the list")
        mail = data.get("perform", {}).get("notification.email", {})
        for key in PERFORM:
            if not mail.get(key):
                raise RefusedError(422, f"The required 'perform' value for notification.email, {key} is missing!")
        for one in mail["recipient"]:
            if one.startswith("userid_") and int(one.removeprefix("userid_")) not in self.objects["users"]:
                raise RefusedError(422, "Unknown recipient")
        self._condition(data.get("condition", {}))

    def _user(self, data: Data, number: int | None) -> None:
        """``app/models/user.rb``: ``check_name``, ``check_email``, ``check_login``, ``ensure_uniq_email``."""
        for key in ("firstname", "lastname"):
            data[key] = (data[key] or "").strip()
        if data["firstname"] and not data["lastname"]:
            one_case = data["firstname"] in (data["firstname"].lower(), data["firstname"].upper())
            if one_case and re.fullmatch(r"[A-z]+", data["firstname"]):
                data["firstname"] = data["firstname"].capitalize()
        data["email"] = (data["email"] or "").lower().strip()
        if data["email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+", data["email"]):
            raise RefusedError(422, f"Invalid email '{data['email']}'")
        if data["email"]:
            self._unique(
                "users", "email", data["email"], number, f"Email address '{data['email']}' is already used for other user."
            )
        data["login"] = (data["login"] or data["email"]).lower().strip()
        if not any(data[key] for key in ("login", "email", "firstname", "lastname", "phone")):
            raise RefusedError(422, "Minimum one identifier (login, firstname, lastname, phone or email) for user is required.")
        self._unique("users", "login", data["login"], number, "Login has already been taken")
        data["organization_id"] = _whole(data["organization_id"])
        data["organization_ids"] = [_whole(one) for one in data["organization_ids"]]
        for one in (data["organization_id"], *data["organization_ids"]):
            if one is not None and one not in self.objects["organizations"]:
                raise RefusedError(
                    422, "PG::ForeignKeyViolation: ERROR: insert or update on table violates foreign key constraint"
                )


def _whole(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


def _calendar(data: Data) -> None:
    """``Calendar#validate_hours`` and ``#validate_public_holidays``, and what ``Biz::Validation`` refuses."""
    frames = [one for day in data["business_hours"].values() if day.get("active") for one in day.get("timeframes") or ()]
    if not frames:
        raise RefusedError(422, "No configured business hours found!")
    for start, end in frames:
        end = "24:00" if end == "23:59" else end
        if not all(re.fullmatch(r"\d\d:\d\d", one) and one <= "24:00" for one in (start, end)):
            raise RefusedError(422, "invalid timestamp: must be in `HH:MM` or `HH:MM:SS` format")
        if start >= end:
            raise RefusedError(422, "nonsensical hours provided")
    for date, meta in data["public_holidays"].items():
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
            raise RefusedError(422, "invalid date")
        meta["active"] = bool(meta.get("active"))


@contextmanager
def running() -> Iterator[Zammad]:
    """A Zammad on a free port of this machine, and its address."""
    zammad = Zammad()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # Head and body in one piece: in two, each answer takes the 40 ms of a delayed acknowledgement.

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = {key: one[0] for key, one in parse_qs(parts.query).items()}
            with zammad.lock:
                zammad.requests.append((self.command, parts.path))
                code, answer = self._answer(parts.path, query, content)
            text = json.dumps(answer).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def _answer(self, path: str, query: dict[str, str], content: bytes) -> tuple[int, Any]:
            if self.headers.get("Authorization") != f"Token token={TOKEN}":
                return 401, {"error": "Invalid Token"}
            try:
                return zammad.answer(self.command, path, query, json.loads(content or b"{}"))
            except RefusedError as refused:
                return refused.code, {"error": str(refused), "error_human": str(refused)}

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 (names of the library)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    zammad.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield zammad
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
