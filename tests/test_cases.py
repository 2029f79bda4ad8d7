"""A good and a bad case for every diagnostic, found by folder.

A case file ``tests/cases/AK401-end-before-start.yaml`` changes the workspace ``tests/cases/base`` in memory:

    bad:
      - edit: {clients/acme/contract.yaml: {"end: 2028-12-31": "end: 2025-12-31"}}   # find: replace, found exactly once
        finds: ["clients/acme/contract.yaml:7:8"]     # every place at which the code is found, and no other
        says: ["2025-12-31"]                          # text that stands in the message or the mend
    good:
      - edit: …                                       # the code isn't found

    clause: "2.1"                                     # of every finding of the bad cases

besides ``edit`` there are ``write`` (path: text), ``repeat`` (path: [before, text, times, after]), ``hex`` (path: bytes),
``delete`` ([path]) and ``as_of``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from compiler import codes
from compiler.diagnostic import Diagnostic
from tests.workspace import USUAL_DATE, checked, files_of_case

CASES = Path(__file__).parent / "cases"
ELSEWHERE = {"AK112", "AK113", "AK501", "AK504", "AK505", "AK510", "AK601", "AK602", "AK603"}
"""Codes about the disk, documents and exports, or what no workspace can have: their tests stand beside those."""


def _cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("AK*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for kind in ("bad", "good"):
            for index, case in enumerate(content[kind]):
                case = {**case, "clause": content["clause"]} if "clause" in content else case
                found.append(pytest.param(path.stem.split("-", 1)[0], kind, case, id=f"{path.stem}-{kind}-{index}"))
    return found


def _found(case: dict[str, Any]) -> list[Diagnostic]:
    return list(checked(files_of_case(case), str(case.get("as_of", USUAL_DATE))).findings)


@pytest.mark.parametrize(("code", "kind", "case"), _cases())
def test_case(code: str, kind: str, case: dict[str, Any]) -> None:
    found = _found(case)
    matching = [one for one in found if one.code == code]
    places = [f"{one.origin.file}:{one.origin.line}:{one.origin.column}" for one in matching]
    others = "\n".join(f"{one.code} {one.origin.file}:{one.origin.line}:{one.origin.column} {one.message}" for one in found)
    if kind == "good":
        assert places == [], others
        return
    assert sorted(places) == sorted(case["finds"]), others
    if "clause" in case:
        assert {one.clause for one in matching} == {case["clause"]}
    told = "\n".join(f"{one.message}\n{one.fix}" for one in matching)
    for words in case.get("says", ()):
        assert words in told


def test_base_is_clean() -> None:
    assert _found({}) == []


def test_every_code_has_cases() -> None:
    described = {path.stem.split("-", 1)[0]: path.stem.split("-", 1)[1] for path in CASES.glob("AK*.yaml")}
    assert described == {code.code: code.name for code in codes.TABLE.values() if code.code not in ELSEWHERE}
