"""What all tests share: files with the expected output, which ``--golden`` writes anew."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_SHOWN = 80


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the expected bundles, documents, pages and transcripts anew")


@pytest.fixture(autouse=True, scope="session")
def _a_cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests remember is never the user's, and starts empty."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Holds text to what a file says; with ``--golden``, writes the file instead."""

    def compare(path: Path, text: str) -> None:
        name = path.relative_to(Path(__file__).parent).as_posix()
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        elif not path.is_file():
            pytest.fail(f"tests/{name} is missing; make golden writes it", pytrace=False)
        elif (known := path.read_bytes().decode()) != text:
            lines = [*difflib.unified_diff(known.splitlines(), text.splitlines(), f"tests/{name}", "now", n=2, lineterm="")]
            more = [f"… and {len(lines) - _SHOWN} lines more"] if len(lines) > _SHOWN else []
            told = "\n".join([*lines[:_SHOWN], *more]) or "only the line ends differ"
            pytest.fail(f"{told}\n\nIf this is as meant: make golden, and review the difference", pytrace=False)

    return compare
