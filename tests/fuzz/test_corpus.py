"""What fuzzing has found stays found: each workspace of the corpus ends in findings, within its bounds.

A case in ``tests/fuzz/corpus`` changes the workspace ``tests/cases/base`` as those in ``tests/cases`` do (see
tests/test_cases.py). ``was`` says what it brought about, ``as_of`` on which date, ``finds`` what must be found now.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from compiler import pipeline
from compiler.load import load
from tests.fuzz.confinement import confined
from tests.fuzz.held import everything, on
from tests.fuzz.workspaces import Workspace
from tests.workspace import USUAL_DATE, files_of_case

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_found_case(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert case["was"]
    files, as_of = files_of_case(case), on(str(case.get("as_of", USUAL_DATE)))
    with confined():
        everything(Workspace("base", files, (path.stem,)), as_of)
        found = pipeline.check(*load(files), as_of).findings
    assert sorted({one.code for one in found}) == case["finds"]
