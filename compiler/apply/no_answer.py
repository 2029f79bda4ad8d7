"""Why no answer came, in words. The errors' own texts are not told: some hold the header with the token."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import requests
import urllib3

_WORDS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((ssl.SSLCertVerificationError,), "its certificate isn't trusted: {why}"),
    ((requests.exceptions.SSLError, ssl.SSLError), "no secure connection could be made"),
    ((requests.exceptions.ProxyError,), "the proxy could not be used"),
    ((requests.ConnectTimeout,), "no connection could be made in time"),
    ((urllib3.exceptions.NameResolutionError,), "there is no host of that name"),
    ((requests.Timeout, urllib3.exceptions.ReadTimeoutError), "no answer came in time"),
    ((ConnectionRefusedError,), "the connection was refused; nothing listens there"),
    ((requests.ConnectionError, urllib3.exceptions.HTTPError, OSError), "the connection failed or was cut off"),
)
"""What an error means, by the first kind that it or one of its causes is."""


def reason(error: BaseException) -> str:
    """What is told about an error of the libraries."""
    causes = list(_causes(error))
    for kinds, words in _WORDS:
        for one in causes:
            if isinstance(one, kinds):
                return words.format(why=getattr(one, "verify_message", ""))
    return f"the request could not be made ({type(error).__name__})"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all that it comes from: the libraries wrap them in one another, as causes, arguments or reasons."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            yield one
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
