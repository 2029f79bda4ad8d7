"""JSON over HTTP to a system that may hold personal data: safe ways only, and every failure in words.

The certificate of an https address is verified, redirects are not followed, and plain http goes to this machine only, past any
proxy: a password on the open network is everybody's. No message holds the password or token.
"""

from __future__ import annotations

import ipaddress
import json
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth
from urllib3.exceptions import HTTPError

from compiler.apply import AbsentError, ApplyError, no_answer

CONNECT, ANSWER = 10.0, 60.0
"""Seconds to wait for a connection, and for the next part of an answer."""
WHOLE, MOST = 300.0, 50_000_000
"""Seconds that an answer may take, and bytes that it may have."""
AT_ONCE = 4
"""So many requests that only read are under way at the same time."""
Thing = TypeVar("Thing")
Answer = TypeVar("Answer")

_SHOWN = 300
"""So many characters of what a system says are told."""


class Token(AuthBase):
    """A token that goes into the header as ``scheme token``."""

    def __init__(self, scheme: str, token: str) -> None:
        if not (token.isascii() and token.isprintable()) or " " in token or not token:
            raise ApplyError("the token holds characters that no token has, such as a space or the end of a line")
        self.scheme = scheme
        self.secret = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"{self.scheme}{self.secret}"
        return request


class Password(HTTPBasicAuth):
    """A user and a password."""

    def __init__(self, user: str, password: str) -> None:
        if not user or ":" in user:
            raise ApplyError("a user's name can't be empty or hold a colon")
        super().__init__(user.encode(), password.encode())
        self.secret = password


class Rest:
    """A system's address, and who asks. ``url`` is the start of all addresses, such as ``https://rt.example/REST/2.0``.

    Raises ``ApplyError`` for an address that isn't safe, as every request does where there is no good answer.
    """

    def __init__(self, url: str, who: Token | Password) -> None:
        self.url = _safe(url)
        self.who = who
        self.own = threading.local()

    def get(self, path: str, **query: str | int) -> Any:
        """What stands at a path below the address."""
        return self._ask("GET", path, params=query)

    def post(self, path: str, data: object, **query: str | int) -> Any:
        return self._ask("POST", path, json=data, params=query)

    def put(self, path: str, data: object) -> Any:
        return self._ask("PUT", path, json=data)

    def delete(self, path: str) -> None:
        self._ask("DELETE", path)

    def each(self, ask: Callable[[Thing], Answer], things: Iterable[Thing]) -> list[Answer]:
        """The answers about many things, some asked for at the same time: checking a password takes a server long."""
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            return list(pool.map(ask, things))
        finally:
            # After a failure, or when somebody stops the program, nothing more is asked.
            pool.shutdown(cancel_futures=True)

    @property
    def _session(self) -> requests.Session:
        """One a thread: they aren't meant to be shared."""
        if not hasattr(self.own, "session"):
            self.own.session = requests.Session()
            # Given here, it also keeps requests from taking another password out of ~/.netrc.
            self.own.session.auth = self.who
            # Proxies and certificates come from the environment, but what goes to this machine doesn't leave it.
            self.own.session.trust_env = self.url.startswith("https:")
        session: requests.Session = self.own.session
        return session

    def _ask(self, method: str, path: str, **given: Any) -> Any:
        try:
            answer = self._session.request(
                method,
                f"{self.url}/{path}",
                headers={"Accept": "application/json"},
                timeout=(CONNECT, ANSWER),
                allow_redirects=False,
                stream=True,
                **given,
            )
            content = self._content(answer)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise ApplyError(f"{self._host}: {no_answer.reason(error)}") from None
        if not answer.ok or answer.is_redirect:
            raise (AbsentError if answer.status_code == 404 else ApplyError)(f"{self._host}: {self._refusal(answer, content)}")
        if method == "DELETE" or not content:
            return None
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise ApplyError(f"{self._host}: the answer to {method} {path} isn't JSON; is the address right?") from None

    def _content(self, answer: requests.Response) -> bytes:
        """The whole answer, piece by piece as it comes: one that never ends is broken off."""
        content = bytearray()
        until = time.monotonic() + WHOLE
        while piece := answer.raw.read1(1 << 16, decode_content=True):
            content += piece
            if len(content) > MOST or time.monotonic() > until:
                answer.close()
                raise ApplyError(f"{self._host}: the answer doesn't come to an end")
        answer.raw.release_conn()
        return bytes(content)

    def _refusal(self, answer: requests.Response, content: bytes) -> str:
        code = answer.status_code
        if code == 401:
            return "it doesn't know this user with this password, or this token (401)"
        if code == 403:
            return f"this user may not {answer.request.method} {self._path(answer)} (403)"
        if answer.is_redirect:
            return f"it redirects to another address ({code}), which is not followed; give the right one in full"
        return f"it answers {code} to {answer.request.method} {self._path(answer)}{self._said(content)}"

    def _path(self, answer: requests.Response) -> str:
        return str(answer.request.path_url).partition("?")[0]

    def _said(self, content: bytes) -> str:
        try:
            data = json.loads(content)
        except (ValueError, RecursionError):
            return ""
        told = next((data[key] for key in ("message", "error") if data.get(key)), "") if isinstance(data, dict) else ""
        return f": {self.told(str(told))}" if told else ""

    def told(self, words: str) -> str:
        """What a system says, as far as it can be told: not at any length, and without what it was asked with."""
        header = str(self.who(requests.Request(url=self.url).prepare()).headers["Authorization"])
        for secret in (header, header.partition(" ")[2], self.who.secret):
            words = words.replace(secret, "…") if secret else words
        return words[:_SHOWN]

    @property
    def _host(self) -> str:
        return urlsplit(self.url).netloc


def _safe(url: str) -> str:
    """An address without the slash at its end."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ApplyError("the address isn't one such as https://rt.example.org") from None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or not url.isprintable():
        raise ApplyError("the address isn't one such as https://rt.example.org")
    if parts.username is not None or parts.password is not None:
        raise ApplyError("the address holds a user or password; they have settings of their own")
    if parts.scheme == "http" and not _here(host):
        raise ApplyError(f"http://{host} would send the password in plain text; only https is used, except to this machine")
    return url.rstrip("/")


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
