"""The structure that the folder listing promises, read from the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "compiler"
PHASES = {
    path.name
    for path in PACKAGE.iterdir()
    if path.is_dir() and path.name not in ("cli", "report", "__pycache__", "schemas", "templates")
}
FILES = sorted(PACKAGE.rglob("*.py"))
TOP = {"applied", "built", "checked", "cli", "comparison", "exported", "merged", "pipeline", "report"}
"""What stands above the phases: the command, the map of the program and what stands on it, and how findings are written."""


def _room(module: str) -> str:
    """The phase or noun that a module belongs to: ``compiler.load.reader`` is in ``load``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path) -> Iterator[str]:
    """The rooms of the package that a file imports from."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (_room(alias.name) for alias in node.names if alias.name.split(".")[0] == "compiler")
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "compiler":
            if node.module == "compiler":
                yield from (alias.name for alias in node.names)
            else:
                yield _room(node.module)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    own = _room(_module(path))
    imported = set(_imports(path)) - {own, "__version__"}
    if own == "cli":
        assert not imported & PHASES, "the command reaches phases by way of the pipeline"
    elif own in ("applied", "built", "checked", "exported", "merged", "pipeline", "comparison"):
        assert not imported & {"cli", "report", "comparison"}
    elif own in PHASES:
        assert not imported & (PHASES | TOP), "a phase imports nouns, never another phase"
    else:
        assert not imported & (PHASES | {"cli", "pipeline"}), "a noun imports nouns"


FORBIDDEN = {
    "print", "input", "exit", "quit",
    "sys.exit", "sys.stdout", "sys.stderr", "os.environ", "os.getenv", "os._exit",
    "datetime.now", "datetime.today", "datetime.utcnow", "date.today", "dt.date.today", "dt.datetime.now", "dt.datetime.today",
    "time.time", "time.localtime", "random.random", "uuid.uuid4", "uuid.uuid1", "locale.setlocale",
}  # fmt: skip
NETWORK = {"socket", "urllib.request", "http", "requests", "urllib3", "ssl", "asyncio", "subprocess"}


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.parent.name != "cli"], ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_below_the_command_nothing_reaches_out(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names |= {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not {name for name in names if name in FORBIDDEN or any(name.startswith(bad + ".") for bad in FORBIDDEN)}
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    outside = {module for module in modules if any(f"{module}.".startswith(f"{bad}.") for bad in NETWORK)}
    allowed = {"requests", "requests.auth", "ssl", "urllib3", "urllib3.exceptions"} if path.parent == PACKAGE / "apply" else set()
    assert outside <= allowed


# A telling sample of Dutch words that no English sentence has.
DUTCH = re.compile(
    r"\b(een|het|niet|voor|opdrachtgever|storing|aanvraag|werkplek|netwerk|beheer|overeenkomst|kantooruren|wachtwoord"
    r"|maandag|dinsdag|januari|februari|feestdag|bereikbaarheid|kritisch|ernstig|standaard|laag)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[\"'](?:[1-9]|1[0-3])\.(?:[1-9]|10)[\"']")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_fact_of_a_provider_stands_in_the_program(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "1do" not in text
    assert not DUTCH.findall(text)
    assert not CLAUSE.findall(text)
