"""The pages in docs/ that are written from the schemas and the table of codes are up to date, and their links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from compiler.codes import TABLE

DOCS = Path(__file__).parents[1] / "docs"


def _pages() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()  # type: ignore[no-any-return]


PAGES = _pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_up_to_date(name: str) -> None:
    assert PAGES[name].encode() == (DOCS / name).read_bytes(), "make docs writes it anew"


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    anchors = re.findall(r'<a id="([^"]+)"></a>', PAGES[name])
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGES[name])) <= set(anchors)


@pytest.mark.parametrize("name", PAGES)
def test_rows_have_as_many_cells_as_their_table(name: str) -> None:
    for table in re.findall(r"(?:^\|.*\n)+", PAGES[name], re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(cells) == 1, table


def test_every_code_is_explained() -> None:
    assert re.findall(r"^### (AK\d+) ", PAGES["rules.md"], re.MULTILINE) == sorted(TABLE)
