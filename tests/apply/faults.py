"""A server on loopback that stands before another one, or before none, and fails when it is told to."""

from __future__ import annotations

import http.client
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

HOST = "127.0.0.1"
SEARCHES = ("/users", "/groups", "/queues")
"""Paths of RT to which a POST only asks."""
NONSENSE = {
    "garbage": b"<html>Welcome",
    "other": b'{"a": [1]}',
    "deep": b"[" * 100_000,
    "denied": b'["Permission Denied"]',
}
"""Answers with the code 200 that do nothing."""

Fault = Callable[["Request"], str | None]


class Request:
    """A request as it came: its method, its path without the query, and its number among those that change something."""

    def __init__(self, method: str, path: str, writes: int, authorization: str | None) -> None:
        self.method = method
        self.path = path
        self.writes = writes
        self.authorization = authorization

    @property
    def is_write(self) -> bool:
        return self.method != "GET" and not self.path.endswith(SEARCHES)


class Proxy(ThreadingHTTPServer):
    """Passes requests on to ``target``, and fails as ``fault`` says: its answers are the names in ``Handler.faults``."""

    daemon_threads = True

    def __init__(self, target: str, fault: Fault) -> None:
        super().__init__((HOST, 0), Handler)
        self.target = urlsplit(target)
        self.fault = fault
        self.seen: list[Request] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_port}"

    @property
    def writes(self) -> int:
        return sum(request.is_write for request in self.seen)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Proxy

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request(self.command, self.path.partition("?")[0], self.server.writes, self.headers["Authorization"])
        self.server.seen.append(request)
        fault = self.server.fault(request)
        if fault in ("cut-before", "hang"):
            if fault == "hang":
                self.server.closing.wait(30)
            self._cut()
            return
        if fault in ("401", "403", "404", "500", "302"):
            said = f'{{"message": "It went wrong for {self.headers.get("Authorization")} throw-away"}}'
            self._answer(int(fault), said.encode(), "application/json")
            return
        if fault in NONSENSE:
            self._answer(200, NONSENSE[fault], "text/html")
            return
        if fault == "drip":
            self._drip()
            return
        status, content = self._passed_on(body)
        if fault == "cut-after":
            self._cut()
        elif fault == "garbage-after":
            self._answer(200, b"<html>Gateway", "text/html")
        elif fault == "half":
            self.send_response(status)
            self.send_header("Content-Length", str(len(content) + 100))
            self.end_headers()
            self.wfile.write(content)
            self._cut()
        else:
            self._answer(status, content, "application/json")

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

    def _passed_on(self, body: bytes) -> tuple[int, bytes]:
        onward = http.client.HTTPConnection(self.server.target.hostname or "", self.server.target.port, timeout=30)
        kept = ("authorization", "content-type", "accept")
        onward.request(self.command, self.path, body, {name: text for name, text in self.headers.items() if name.lower() in kept})
        answer = onward.getresponse()
        content = answer.read()
        onward.close()
        return answer.status, content

    def _answer(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status == 302:
            self.send_header("Location", "http://elsewhere.example/")
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    def _drip(self) -> None:
        """An answer that doesn't end: a byte now and then, of very many that were promised, for some seconds."""
        self.send_response(200)
        self.send_header("Content-Length", "1000000000")
        self.end_headers()
        with suppress(OSError):
            for _ in range(250):
                self.wfile.write(b" ")
                if self.server.closing.wait(0.02):
                    return

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxy(target: str, fault: Fault) -> Iterator[Proxy]:
    """A proxy that runs in a thread of this process."""
    server = Proxy(target, fault)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def untrusted(folder: Path) -> Iterator[str]:
    """The address of a server with a certificate that nobody vouches for."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([*command, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = Proxy("http://127.0.0.1:9", lambda _request: "other")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"https://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
