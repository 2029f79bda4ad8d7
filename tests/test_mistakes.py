"""What authors of contracts do wrong: the first line that ``akkoord check`` prints names the file and line of the mistake.

Each mistake is one edit of a workspace without findings. The lines were looked up in the edited files by hand.
"""

from __future__ import annotations

import pytest

from compiler.report import report
from compiler.visible import visible
from tests.workspace import BASE, checked, files_of

FILES = files_of(BASE)
CONTRACT, DAP, SOLO = "clients/acme/contract.yaml", "clients/acme/dap.yaml", "clients/solo/contract.yaml"
RATES = "rates: {currency: EUR, hourly: 110.00, outside_office_hours: 165.00}"
TERM = "term:\n  start: 2026-01-01\n  end: 2028-12-31\n  notice: P3M\n  renewal: P1Y"
PATCHING = "    rule: FREQ=WEEKLY;BYDAY=TU\n    start: 2026-01-01\n    from: 19:00"

# What was done, the file, what stood there, what stands there now, and the line that is named.
EDITS = (
    # Indentation
    ("a tab to indent", CONTRACT, "  end: 2028", "\tend: 2028", 6),
    ("a tab behind spaces", CONTRACT, "  notice: P3M", "  \tnotice: P3M", 7),
    ("a tab in a block inside", DAP, "      cpu:", "\t\t\tcpu:", 11),
    ("a space too few", CONTRACT, "  end: 2028", " end: 2028", 6),
    ("a space too many", CONTRACT, "  end: 2028", "   end: 2028", 6),
    ("a space too many in a list of names", DAP, "  piet: {", "   piet: {", 3),
    ("a block that isn't indented", CONTRACT, TERM, TERM.replace("\n  ", "\n"), 4),
    # The block that lacks it is named, by the line on which it begins.
    ("one level too high", CONTRACT, "    change:\n      form:", "  change:\n    form:", 35),
    ("one level too deep", CONTRACT, "    reason: Growth", "      reason: Growth", 37),
    ("a space that doesn't break", CONTRACT, "  end: 2028", "\u00a0 end: 2028", 6),
    ("a top-level name with a space before it", CONTRACT, "mandate: [hotfix]", " mandate: [hotfix]", 27),
    # Colons, commas, quotes and brackets
    ("no colon", CONTRACT, "  notice: P3M", "  notice P3M", 7),
    ("no colon at the top", CONTRACT, "status: signed", "status signed", 2),
    ("no space behind the colon", CONTRACT, "  notice: P3M", "  notice:P3M", 7),
    ("no space behind a colon between braces", CONTRACT, "language: en}", "language:en}", 3),
    ("an equals sign for a colon", CONTRACT, "  hourly: 150", "  hourly = 150", 24),
    ("a wide colon", CONTRACT, "status: signed", "status：signed", 2),
    ("no closing quote", CONTRACT, '    clause: "2.1"', '    clause: "2.1', 30),
    ("no closing single quote", CONTRACT, "    reason: Growth", "    reason: 'Growth", 36),
    ("no closing quote in a list of names", DAP, '02 01"}', "02 01}", 2),
    ("an apostrophe between single quotes", CONTRACT, "Part of the offer", "'Part of Jan's offer'", 32),
    ("quotes of a word processor", CONTRACT, '{version: "1.1"', "{version: “1.1”", 3),
    ("no closing brace", CONTRACT, RATES, RATES[:-1], 26),
    ("no closing bracket", CONTRACT, "  designated: [jan]", "  designated: [jan", 25),
    ("a brace too many", CONTRACT, RATES, RATES + "}", 26),
    ("round brackets", CONTRACT, "mandate: [hotfix]", "mandate: (hotfix)", 27),
    ("no comma between braces", CONTRACT, "type: gold, ", "type: gold ", 13),
    ("two commas", CONTRACT, "EUR, hourly", "EUR,, hourly", 26),
    ("a semicolon for a comma", CONTRACT, "type: gold, ", "type: gold; ", 13),
    ("no list", CONTRACT, "mandate: [hotfix]", "mandate: hotfix", 27),
    ("no space behind a dash", CONTRACT, "mandate: [hotfix]", "mandate:\n  -hotfix", 28),
    ("text with a colon", CONTRACT, "    reason: Growth", "    reason: Growth: a new shop", 36),
    ("text that starts with @", CONTRACT, "    reason: Growth", "    reason: @home", 36),
    ("text that starts with *", CONTRACT, "    reason: Growth", "    reason: *new*", 36),
    ("text that starts with %", CONTRACT, "    reason: Growth", "    reason: %growth", 36),
    ("text behind a quote", CONTRACT, "    reason: Growth", '    reason: "Growth" of the company', 36),
    ("a conflict of git", CONTRACT, "status: signed", "<<<<<<< HEAD\nstatus: signed", 2),
    ("a line of dashes", CONTRACT, "form:\n", "---\nform:\n", 12),
    # Numbers and amounts
    ("a decimal comma between braces", CONTRACT, "monthly_fee: 300.00", "monthly_fee: 300,00", 13),
    ("a decimal comma", CONTRACT, "  hourly: 150.00", "  hourly: 150,00", 24),
    ("a currency sign", CONTRACT, "  hourly: 150.00", "  hourly: €150", 24),
    ("a currency behind", CONTRACT, "  hourly: 150.00", "  hourly: 150.00 EUR", 24),
    ("a point for thousands", CONTRACT, "  monthly_fee: 125.00", "  monthly_fee: 1.250,00", 23),
    ("a number in a word", CONTRACT, "quantity: 3,", "quantity: three,", 13),
    ("a number between quotes", CONTRACT, "quantity: 3,", 'quantity: "3",', 13),
    ("nothing bought", CONTRACT, "quantity: 3,", "quantity: 0,", 13),
    ("a version without quotes", CONTRACT, '{version: "1.1"', "{version: 1.1", 3),
    ("a clause without quotes", CONTRACT, '    clause: "2.1"', "    clause: 2.1", 30),
    ("a trade register number without quotes", CONTRACT, "registration: Companies House 123", "kvk: 12345678", 1),
    ("a telephone number without quotes", DAP, '"+31 20 555 02 01"', "+31205550201", 2),
    # Keys and choices
    ("letters swapped", CONTRACT, "status: signed", "statsu: signed", 2),
    ("a key in Dutch", CONTRACT, "  end: 2028", "  einde: 2028", 6),
    ("a capital", CONTRACT, "status: signed", "Status: signed", 2),
    ("a hyphen for an underscore", CONTRACT, "emergency_service:", "emergency-service:", 20),
    ("a space for an underscore", CONTRACT, "  monthly_fee: 125", "  monthly fee: 125", 23),
    ("a letter twice", CONTRACT, "quantity: 3,", "quantitty: 3,", 13),
    ("a key twice", CONTRACT, "  end: 2028-12-31", "  end: 2028-12-31\n  end: 2029-12-31", 7),
    ("a value left empty", CONTRACT, "approved_by: Board", "approved_by:", 33),
    ("a key forgotten", CONTRACT, "  end: 2028-12-31\n", "", 4),
    ("a key forgotten between braces", CONTRACT, "type: gold, ", "", 13),
    ("a choice misspelled", CONTRACT, "status: signed", "status: singed", 2),
    ("a choice in Dutch", CONTRACT, "status: signed", "status: getekend", 2),
    ("a word for yes", DAP, "cpu: {warning: 90}", "cpu: {off: yes}", 11),
    # Names
    ("an SLA that isn't there", CONTRACT, '{version: "1.1"', '{version: "1.2"', 3),
    ("a language that the SLA lacks", CONTRACT, "language: en", "language: nl", 3),
    ("a form in the plural", CONTRACT, "  server: {type", "  servers: {type", 13),
    ("a type in Dutch", CONTRACT, "type: gold", "type: goud", 13),
    ("a type that ended", CONTRACT, "type: gold", "type: bronze", 13),
    ("a contact with a capital", CONTRACT, "  designated: [jan]", "  designated: [Jan]", 25),
    ("a contact misspelled", DAP, "reporters: [jan, piet]", "reporters: [jan, peit]", 4),
    ("a system that isn't there", DAP, "  srv-1:\n    overrides", "  srv-3:\n    overrides", 9),
    ("an operating system that isn't there", CONTRACT, "os: windows-2022", "os: windows-2032", 16),
    ("a contact twice", DAP, "  piet: {", "  jan: {", 3),
    ("an e-mail address twice", DAP, "piet@acme.example", "jan@acme.example", 3),
    ("an e-mail address without a domain", DAP, "jan@acme.example", "jan@acme", 2),
    ("an e-mail address with a comma", DAP, "piet@acme.example", '"piet@acme,example"', 3),
    ("a contact in both files", DAP, "  piet: {", "  jan: {", 3),
    ("a loose form beside all in one", SOLO, "hours: 8}", "hours: 8}\n  server: {type: gold}", 7),
    # Dates and times
    ("a date with the day first", CONTRACT, "  end: 2028-12-31", "  end: 31-12-2028", 6),
    ("a date with slashes", CONTRACT, "  start: 2026-01-01", "  start: 1/1/2026", 5),
    ("a date with short parts", CONTRACT, "  on: 2025-12-10", "  on: 2025-12-1", 10),
    ("a date in words", CONTRACT, "  on: 2025-12-10", "  on: 10 december 2025", 10),
    ("a date that doesn't exist", CONTRACT, "  end: 2028-12-31", "  end: 2028-02-30", 6),
    ("an end before the start", CONTRACT, "  end: 2028-12-31", "  end: 2025-12-31", 6),
    ("terms handed over too late", CONTRACT, "provided_on: 2025-12-10", "provided_on: 2025-12-11", 11),
    ("an amendment by another date", CONTRACT, "  2026-07-01:", "  1-7-2026:", 35),
    ("an amendment after the end", CONTRACT, "  2026-07-01:", "  2029-07-01:", 35),
    ("a length in words", CONTRACT, "  notice: P3M", "  notice: 3 months", 7),
    ("a length without P", CONTRACT, "  notice: P3M", "  notice: 3M", 7),
    ("a time without a zero", CONTRACT, "  from: 07:00", "  from: 7:00", 21),
    ("a time with a point", CONTRACT, "  from: 07:00", "  from: 07.00", 21),
    ("a day in Dutch", DAP, "days: [tue]", "days: [di]", 33),
    ("a rule in Dutch", DAP, PATCHING, PATCHING.replace("FREQ=WEEKLY;BYDAY=TU", "elke dinsdag"), 18),
    # What was agreed
    ("nobody responsible", DAP, "responsible: provider, ", "", 7),
    ("a deviation without approval", CONTRACT, "    approved_by: Board\n", "", 29),
    ("a draft marked as signed", SOLO, "status: draft", "status: signed", 2),
)  # fmt: skip

# What was done, the files that were added or, with None, taken away, and the place that is named.
MOVES = (
    ("a copied client with the old name", {"clients/next/contract.yaml": FILES[SOLO]}, "clients/next/contract.yaml:1"),
    ("a copy beside it", {"clients/acme/contract copy.yaml": FILES[CONTRACT]}, "clients/acme/contract copy.yaml:1"),
    ("another ending", {SOLO: None, "clients/solo/contract.yml": FILES[SOLO]}, "clients/solo/contract.yml:1"),
    ("a folder with capitals", {SOLO: None, "clients/Solo/contract.yaml": FILES[SOLO]}, "clients/Solo/contract.yaml:1"),
    ("a DAP without a contract", {"clients/next/dap.yaml": FILES[DAP]}, "clients/next/dap.yaml:1"),
    ("an empty file", {SOLO: b""}, "clients/solo/contract.yaml:1"),
    ("a file of a word processor", {SOLO: FILES[SOLO].replace(b"Solo", "Sølo".encode("cp1252"))}, "clients/solo/contract.yaml:1"),
    ("no folder for the client", {"clients/contract.yaml": FILES[SOLO]}, "clients/contract.yaml:1"),
)


def _first(files: dict[str, bytes]) -> str:
    """The place that the first line names."""
    found = checked(files, "2026-03-01")
    lines = report(found.findings, "concise", files, lambda text, **_: text).splitlines()
    assert lines, "nothing was found"
    return lines[0]


@pytest.mark.parametrize(("file", "old", "new", "line"), [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])
def test_an_edit(file: str, old: str, new: str, line: int) -> None:
    text = FILES[file].decode()
    assert text.count(old) == 1
    assert _first({**FILES, file: text.replace(old, new).encode()}).startswith(f"{file}:{line}:")


@pytest.mark.parametrize(("changed", "place"), [move[1:] for move in MOVES], ids=[move[0] for move in MOVES])
def test_a_move(changed: dict[str, bytes | None], place: str) -> None:
    files = {file: content for file, content in {**FILES, **changed}.items() if content is not None}
    assert _first(files).startswith(f"{visible(place)}:")
