"""The pages about the codes: what is found, why it matters, what to do, and a bad and a good example from tests/cases."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import yaml

from compiler.codes import TABLE, Code
from compiler.report import report
from compiler.visible import visible
from tests.workspace import BASE, ROOT, USUAL_DATE, checked, files_of, files_of_case

CASES = ROOT / "tests" / "cases"
BLOCKS = {
    "1": "Reading files",
    "2": "The form of each file",
    "3": "Names and amendments",
    "4": "What was agreed",
    "5": "Documents",
    "6": "Exports",
    "7": "Waivers",
}
AROUND = 2
"""So many lines are shown above and below those that matter."""
MOST_LINES, LONGEST_LINE = 14, 130
LARGEST_FILE = 20_000
"""Of larger ones only the beginning is shown."""


def rules() -> dict[str, str]:
    """The index and the page of each code, by path below docs/."""
    return {"rules/README.md": _index(), **{f"rules/{code.code}.md": _page(code) for code in TABLE.values()}}


def _index() -> str:
    lines = ["# Findings and their codes\n", "What can be found wrong, why it matters, and what to do about it.\n"]
    lines += ["An error stops what follows; a warning or information doesn't. `akkoord rule AK402` tells the same.\n"]
    for block, title in BLOCKS.items():
        lines += [f"## {title}\n", "| Code | Name | Severity | What is found |", "|---|---|---|---|"]
        for code in (code for code in TABLE.values() if code.code[2] == block):
            what = code.sections[0][1].replace("|", "\\|")
            lines.append(f"| [{code.code}]({code.code}.md) | {code.name} | {code.severity.value} | {what} |")
        lines.append("")
    return "\n".join(lines).strip() + "\n"


def _page(code: Code) -> str:
    path = CASES / f"{code.code}-{code.name}.yaml"
    cases = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    parts = [f"# {code.code} {code.name}", f"**{code.severity.value}** · [all codes](README.md)"]
    for title, text in code.sections:
        parts += [f"## {title}", text]
        if title == "Why it matters" and "clause" in cases:
            parts.append("The finding names the clause of the SLA that it rests on.")
    if cases:
        parts += _examples(code, cases)
    else:
        parts.append("There is no example: it isn't about the text of a file of the workspace alone.")
    return "\n\n".join(parts) + "\n"


def _examples(code: Code, cases: Mapping[str, Any]) -> Iterator[str]:
    bad = min(cases["bad"], key=_changes)
    as_of = str(bad.get("as_of", USUAL_DATE))
    found = checked(files_of_case(bad), as_of)
    first = next(one for one in found.findings if one.code == code.code)
    usual = code.code not in _found_in_base(as_of) and code.code[2] != "7"  # a waiver is mended by a better one
    good: Mapping[str, Any] = {"as_of": as_of} if usual else cases["good"][0]
    wrong, right = files_of_case(bad), files_of_case(good)
    dated = as_of != str(good.get("as_of", USUAL_DATE))

    yield "## Bad"
    if dated or "as_of" in bad:
        yield f"As of {as_of}:"
    if wrong == right:
        yield _fenced(first.origin.file, _around(_lines(wrong[first.origin.file]), first.origin.line - 1, first.origin.line))
    yield from _different(wrong, right)
    yield _fenced("", report([first], "full", found.loaded.files, lambda text, **_look: text).rstrip().split("\n"))
    yield "## Good"
    if dated:
        yield f"As of {good.get('as_of', USUAL_DATE)}" + (", the same." if wrong == right else ":")
    yield from _different(right, wrong)


def _changes(case: Mapping[str, Any]) -> tuple[bool, int]:
    """How much a case changes, so that the plainest is shown: best is another text in the file in which the finding stands."""
    plain = set(case) <= {"edit", "finds", "says", "as_of"} and case["finds"][0].split(":")[0] in case.get("edit", ())
    edits = sum(map(len, case.get("edit", {}).values()))
    return not plain, edits + sum(len(case.get(how, ())) for how in ("write", "repeat", "hex", "delete"))


@lru_cache
def _found_in_base(as_of: str) -> frozenset[str]:
    return frozenset(found.code for found in checked(files_of(BASE), as_of).findings)


def _different(files: Mapping[str, bytes], others: Mapping[str, bytes]) -> Iterator[str]:
    """What files hold where others hold something else."""
    for file in sorted({*files, *others}):
        if files.get(file) == others.get(file):
            continue
        if file not in files:
            yield f"There is no `{_shown(file)}`."
        elif not files[file].strip():
            yield f"`{_shown(file)}` is empty."
        elif file not in others or max(len(files[file]), len(others[file])) > LARGEST_FILE:
            yield _fenced(file, _lines(files[file][:LARGEST_FILE]))
        else:
            lines, other = _lines(files[file]), _lines(others[file])
            changes = difflib.SequenceMatcher(None, lines, other, autojunk=False).get_opcodes()
            shown = [index for what, start, end, *_ in changes if what != "equal" for index in _reach(lines, start, end)]
            yield _fenced(file, list(_picked(lines, sorted(set(shown)))))


def _reach(lines: list[str], start: int, end: int) -> range:
    return range(max(0, start - AROUND), min(len(lines), end + AROUND))


def _around(lines: list[str], start: int, end: int) -> list[str]:
    return [lines[index] for index in _reach(lines, start, end)]


def _picked(lines: list[str], indices: list[int]) -> Iterator[str]:
    """Some of the lines, with a mark where others lie between."""
    before = indices[0] - 1 if indices else 0
    for index in indices:
        if index != before + 1:
            yield "# …"
        yield lines[index]
        before = index


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").removesuffix("\n").split("\n")


def _shown(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= LONGEST_LINE else f"{shown[:LONGEST_LINE]} …"


def _fenced(file: str, lines: list[str]) -> str:
    """A block of code: of a file, which is named, or of what is printed."""
    more = len(lines) - MOST_LINES
    shown = [*map(_shown, lines[:MOST_LINES]), *([f"# … {more} lines more"] if more > 0 else [])]
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", "\n".join(shown))), default=0))
    head = [f"# {_shown(file)}"] if file else []
    return "\n".join([fence + ("yaml" if file.endswith(".yaml") else ""), *head, *shown, fence])
