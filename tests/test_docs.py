"""The pages in docs/ that are written from the schemas and the table of codes are up to date, and their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from compiler.cli import cli
from compiler.codes import TABLE
from docs import generate
from tests.test_cases import ELSEWHERE

DOCS = Path(__file__).parents[1] / "docs"
PAGES = generate.pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_up_to_date(name: str) -> None:
    assert PAGES[name].encode() == (DOCS / name).read_bytes(), "make docs writes it anew"


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    anchors = re.findall(r'<a id="([^"]+)"></a>', PAGES[name])
    assert len(anchors) == len(set(anchors))
    for link in re.findall(r"\]\(([^)]+)\)", re.sub(r"(?ms)^(`{3,}).*?^\1$", "", PAGES[name])):
        page, _, anchor = link.partition("#")
        assert (DOCS / name).parent.joinpath(page or Path(name).name).is_file(), link
        assert not anchor or page or anchor in anchors, link


@pytest.mark.parametrize("name", PAGES)
def test_rows_have_as_many_cells_as_their_table(name: str) -> None:
    for table in re.findall(r"(?:^\|.*\n)+", PAGES[name], re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(cells) == 1, table


def test_every_code_has_a_page_and_stands_in_the_index() -> None:
    assert {path.name for path in (DOCS / "rules").iterdir()} == {"README.md", *(f"{code}.md" for code in TABLE)}
    assert re.findall(r"^\| \[(AK\d+)\]\(\1\.md\) ", PAGES["rules/README.md"], re.MULTILINE) == sorted(TABLE)


@pytest.mark.parametrize("code", TABLE)
def test_a_page_says_all_there_is_to_say(code: str) -> None:
    page, known = PAGES[f"rules/{code}.md"], TABLE[code]
    titles = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert page.startswith(f"# {code} {known.name}\n\n**{known.severity.value}**")
    assert titles == ["What is found", "Why it matters", "What to do", *([] if code in ELSEWHERE else ["Bad", "Good"])]
    if code not in ELSEWHERE:
        bad, good = page[page.index("\n## Bad\n") :].split("\n## Good\n")
        assert f"\n{known.severity.value}[{code}] " in bad
        assert good.strip()
        assert f"[{code}]" not in good
    assert max(map(len, page.splitlines())) < 400
    assert page.count("\n") < 100


@pytest.mark.parametrize("code", TABLE)
def test_the_command_says_the_same(code: str) -> None:
    printed = CliRunner().invoke(cli, ["rule", code]).output
    for title, text in re.findall(r"^## (What .+|Why .+)\n\n(.+)$", PAGES[f"rules/{code}.md"], re.MULTILINE):
        assert f"{title}:\n  {text}\n" in printed
    assert f"docs/rules/{code}.md\n" in printed


def test_a_page_in_full() -> None:
    assert (
        PAGES["rules/AK402.md"]
        == """\
# AK402 terms-after-signing

**error** · [all codes](README.md)

## What is found

The general terms were received on ‹provided›, after signing on ‹signed›.

## Why it matters

General terms bind only a client who received them at or before signing.

The finding names the clause of the SLA that it rests on.

## What to do

Correct the dates; if they are right, have the contract signed again.

## Bad

```yaml
# clients/acme/contract.yaml
signed:
  on: 2025-12-10
  general_terms: {version: "2024", provided_on: 2025-12-11}
form:
  server: {type: gold, quantity: 3, monthly_fee: 300.00}
```

```
error[AK402] The general terms were received on 2025-12-11, after signing on 2025-12-10.
  --> clients/acme/contract.yaml:11:49
   |
11 |   general_terms: {version: "2024", provided_on: 2025-12-11}
   |                                                 ^^^^^^^^^^
   = see clients/acme/contract.yaml:10:7: it was signed here
   = to do: Correct the dates; if they are right, have the contract signed again.
   = clause 2.3 of the SLA
```

## Good

```yaml
# clients/acme/contract.yaml
signed:
  on: 2025-12-10
  general_terms: {version: "2024", provided_on: 2025-12-10}
form:
  server: {type: gold, quantity: 3, monthly_fee: 300.00}
```
"""
    )
