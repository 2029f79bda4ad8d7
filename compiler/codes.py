"""The one table of diagnostic codes: what each means, why it matters, and how to mend it.

Blocks: 1xx load, 2xx schema, 3xx link, 4xx check, 5xx compile and render, 6xx export, 7xx waivers. Messages and mends are format
strings, filled by the facts that ``at`` is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from compiler.diagnostic import Diagnostic, Edit, Related, Severity
from compiler.source import Origin
from compiler.visible import on_a_line

PAGES = "docs/rules/"
"""Where the page of every code stands: a path in this repository, or the URL of where it is published."""

TABLE: dict[str, Code] = {}
"""Every code, by its number."""


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding."""

    code: str
    name: str
    severity: Severity
    message: str
    why: str
    mend: str

    @property
    def page(self) -> str:
        """Where more about it stands, with an example."""
        return f"{PAGES}{self.code}.md"

    @property
    def url(self) -> str | None:
        """The page where it is published, or None as long as it is only a path."""
        return self.page if "://" in self.page else None

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """What there is to tell about it, by title; what a finding fills in stands between angles."""
        mend = "The finding itself says what to do." if self.mend == "{mend}" else _unfilled(self.mend)
        return (("What is found", _unfilled(self.message)), ("Why it matters", self.why), ("What to do", mend))

    def at(
        self,
        origin: Origin,
        *,
        related: Iterable[Related] = (),
        clause: str | None = None,
        edit: Edit | None = None,
        **facts: object,
    ) -> Diagnostic:
        """The finding at a place. ``facts`` fill the message and the mend; what a file holds can't drive who shows them."""
        told = {name: on_a_line(str(fact)) if isinstance(fact, str | Exception) else fact for name, fact in facts.items()}
        return Diagnostic(
            code=self.code,
            name=self.name,
            severity=self.severity,
            message=self.message.format(**told),
            origin=origin,
            fix=self.mend.format(**told),
            clause=clause,
            related=tuple(related),
            edit=edit,
        )


def _unfilled(text: str) -> str:
    told = re.sub(r"\{(\w+)\}", lambda fact: f"‹{fact[1].replace('_', ' ')}›", text)
    return told.replace("{{", "{").replace("}}", "}")


def _add(code: str, name: str, severity: Severity, message: str, why: str, mend: str) -> Code:
    if code in TABLE or any(known.name == name for known in TABLE.values()):
        raise ValueError(f"code {code} or name {name} stands twice in the table")
    TABLE[code] = Code(code, name, severity, message, why, mend)
    return TABLE[code]


def _error(code: str, name: str, message: str, why: str, mend: str) -> Code:
    return _add(code, name, Severity.ERROR, message, why, mend)


def _warning(code: str, name: str, message: str, why: str, mend: str) -> Code:
    return _add(code, name, Severity.WARNING, message, why, mend)


def _info(code: str, name: str, message: str, why: str, mend: str) -> Code:
    return _add(code, name, Severity.INFO, message, why, mend)


# 1xx: reading files

NOT_YAML = _error(
    "AK101",
    "not-yaml",
    "This can't be read as YAML: {problem}.",
    "A file that can't be read says nothing about what was agreed.",
    "{mend}",
)
NOT_UTF8 = _error(
    "AK102",
    "not-utf-8",
    "This file isn't UTF-8 text: byte {byte} can't be read.",
    "In another encoding, names with accents would come out wrong in the documents.",
    "Save the file again as UTF-8.",
)
DUPLICATE_KEY = _error(
    "AK103",
    "duplicate-key",
    "“{key}” stands twice in the same block.",
    "Only one of the two could count, and nobody sees which.",
    "Keep one of the two, or give the other its own name.",
)
MERGE_KEY = _error(
    "AK104",
    "merge-key",
    "“<<” takes over another block, which isn't allowed here.",
    "Readers of the contract must see each agreement where it stands.",
    "Write out the lines that it takes over.",
)
ALIASES = _error(
    "AK105",
    "too-many-aliases",
    "This file repeats blocks by reference (“*{alias}”) more than allowed.",
    "Repetition by reference can blow a small file up beyond every limit.",
    "Write out the repeated blocks.",
)
CUSTOM_TAG = _error(
    "AK106",
    "custom-tag",
    "“{tag}” gives a value a type of its own, which isn't allowed here.",
    "Files hold plain text, numbers, lists and blocks, so that every program reads them the same way.",
    "Remove “{tag}”; put text between quotes if it must stay text.",
)
SEVERAL_DOCUMENTS = _error(
    "AK107",
    "several-documents",
    "A second document starts here, after “---”.",
    "Everything after it would be lost.",
    "Keep one document in a file.",
)
TOO_LARGE = _error(
    "AK108",
    "too-large",
    "This file holds more than {limit} {what}.",
    "A contract is a few hundred lines; such a large file is something else.",
    "Take out what isn't part of the contract.",
)
TOO_DEEP = _error(
    "AK109",
    "too-deep",
    "Blocks are nested more than {limit} deep here.",
    "No agreement needs that, and programs fail on it.",
    "Check the indentation.",
)
CONTROL_CHARACTER = _error(
    "AK110",
    "control-character",
    "This text holds the character {character}, which no document can show.",
    "It can't be printed, and ticket systems and PDF readers refuse it.",
    "Remove it.",
)
MISPLACED_FILE = _error(
    "AK111",
    "misplaced-file",
    "No file of this name belongs here.",
    "A file in the wrong place isn't read, and its agreements would be lost.",
    "{mend}",
)
OUTWARD_LINK = _error(
    "AK112",
    "outward-link",
    "This link points to {target}, which can't be read as part of the workspace.",
    "What counts must stand in the workspace itself, so that everyone reads the same.",
    "Replace the link by the file itself.",
)
UNREADABLE = _error(
    "AK113",
    "unreadable",
    "This file can't be opened: {problem}.",
    "A file that can't be opened says nothing about what was agreed.",
    "Check the file and its permissions.",
)
COMPLEX_KEY = _error(
    "AK114",
    "complex-key",
    "A name is due here, not a list or a block.",
    "Only a name can be pointed at by an amendment or a document.",
    "Write a short name followed by a colon.",
)
NO_PROVIDER = _error(
    "AK115",
    "no-provider",
    "The workspace has no provider/provider.yaml.",
    "Without a provider there is nobody who promises anything.",
    "Add provider/provider.yaml, or name the right folder with -w.",
)
BAD_FOLDER_NAME = _error(
    "AK116",
    "bad-folder-name",
    "“{name}” can't be used as {what}.",
    "The name is used in file names, links and the ticket system.",
    "Rename it: {expected}.",
)
EMPTY_FILE = _error(
    "AK117",
    "empty-file",
    "This file is empty.",
    "An empty file says nothing about what was agreed.",
    "Fill it in, or remove it.",
)
STRAY_COMMA = _error(
    "AK118",
    "stray-comma",
    "“{key}” stands alone here, after a comma.",
    "Between braces a comma starts a new name, so half of the text or amount would be lost.",
    "Put text with a comma between quotes, and write decimals with a point.",
)

# 2xx: the form of each file

UNKNOWN_KEY = _error(
    "AK201",
    "unknown-key",
    "“{key}” isn't known {where}.",
    "What isn't known isn't counted, and the agreement would be lost.",
    "{mend}",
)
MISSING_KEY = _error(
    "AK202",
    "missing-key",
    "“{key}” is missing {where}.",
    "Without it the agreement isn't complete.",
    "Add “{key}”: {expected}",
)
UNQUOTED = _error(
    "AK203",
    "unquoted",
    "“{key}” must be text, but {spelled} is read as {what}.",
    "As a number 2.10 would become 2.1, and a leading zero or plus would be lost.",
    'Put it between quotes: "{spelled}".',
)
WRONG_TYPE = _error(
    "AK204",
    "wrong-type",
    "“{key}” must be {expected}, but {found} stands here.",
    "In another form it can't be understood.",
    "Write {expected}.",
)
NOT_A_CHOICE = _error(
    "AK205",
    "not-a-choice",
    "“{value}” isn't one of the choices for “{key}”.",
    "Only these have a meaning in the agreement.",
    "{mend}",
)
MALFORMED = _error(
    "AK206",
    "malformed",
    "“{value}” isn't right for “{key}”.",
    "In another form it can't be understood, or not be used.",
    "Write {expected}.",
)
OUT_OF_RANGE = _error(
    "AK207",
    "out-of-range",
    "“{key}” {problem}.",
    "Such a value can't have been meant.",
    "{mend}",
)
EMPTY_VALUE = _error(
    "AK208",
    "empty-value",
    "“{key}” is left empty.",
    "An empty value says nothing, and nobody knows whether it was forgotten.",
    "Fill it in: {expected}; or remove the line.",
)
REPEATED_ITEM = _error(
    "AK209",
    "repeated-item",
    "“{value}” stands more than once in “{key}”.",
    "Twice the same counts once, so the other may have been meant as something else.",
    "Remove one of the two.",
)
BAD_NAME = _error(
    "AK210",
    "bad-name",
    "“{value}” can't be used as a name in “{key}”.",
    "Names are pointed at from elsewhere, so they keep to one form.",
    "Write {expected}.",
)
NOT_BOTH = _error(
    "AK211",
    "not-both",
    "“{key}” fits more than one form at the same time.",
    "Only one of them can be meant.",
    "Keep one of: {choices}.",
)
NOT_HERE = _error(
    "AK212",
    "not-here",
    "“{key}” has no meaning here, given what stands beside it.",
    "It would be read by nobody.",
    "Remove “{key}”, or change what stands beside it.",
)
WRONG_FOLDER_VERSION = _error(
    "AK213",
    "wrong-folder-version",
    "This SLA says it is version {version}, but stands in the folder {folder}.",
    "Contracts find an SLA by its version.",
    "Make the folder's name and “version” the same.",
)

# 3xx: names and amendments

UNKNOWN_SLA = _error(
    "AK301",
    "unknown-sla",
    "There is no SLA {version} in this workspace.",
    "Without the SLA nobody knows what was promised.",
    "{mend}",
)
UNKNOWN_FORM = _error(
    "AK302",
    "unknown-form",
    "SLA {version} doesn't offer the form “{form}”.",
    "What the SLA doesn't offer, it doesn't describe either.",
    "{mend}",
)
UNKNOWN_TYPE = _error(
    "AK303",
    "unknown-type",
    "SLA {version} doesn't offer “{form}” as “{type}”.",
    "The type decides which services are inside; without it nothing can be decided.",
    "{mend}",
)
RETIRED_FORM = _error(
    "AK304",
    "retired-form",
    "“{name}” is no longer sold: SLA {ended_by} of {date} ended it.",
    "The SLA that applies doesn't describe what it covers.",
    "Choose what the client bought instead: {choices}.",
)
UNKNOWN_COVERAGE = _error(
    "AK305",
    "unknown-coverage",
    "SLA {version} doesn't say what the type “{type}” covers.",
    "Coverage that isn't recorded can't be promised or decided.",
    "Record the coverage of “{type}” in the SLA, or move the contract to a version that offers another type.",
)
UNKNOWN_NAME = _error(
    "AK306",
    "unknown-name",
    "“{name}” isn't a known {what} {where}.",
    "A name that names nothing leaves the agreement without an object.",
    "{mend}",
)
UNKNOWN_HOLIDAY = _error(
    "AK307",
    "unknown-holiday",
    "“{holiday}” isn't a holiday in {country} ({language}).",
    "The desk would be counted as open on that day.",
    "{mend}",
)
UNKNOWN_COUNTRY = _error(
    "AK308",
    "unknown-holiday-country",
    "These holidays can't be looked up: {problem}.",
    "Without them every closing is unknown.",
    "Choose a country, region and language that exist.",
)
UNKNOWN_LANGUAGE = _error(
    "AK309",
    "unknown-language",
    "SLA {version} has no text in “{language}”.",
    "The client's documents couldn't be made.",
    "Choose one of: {languages}.",
)
UNKNOWN_CHAPTER_TEMPLATE = _error(
    "AK310",
    "unknown-chapter-template",
    "There are no words for “{template}” in {language}.",
    "The document would have a heading with nothing below it.",
    "Add templates/{language}/sla/{template}.md to the workspace, or name a template that exists.",
)
CONTACT_TWICE = _error(
    "AK311",
    "contact-twice",
    "The contact “{key}” stands in the contract and in the DAP.",
    "Only one of the two could count.",
    "Keep one of them.",
)
EMAIL_TWICE = _warning(
    "AK312",
    "email-twice",
    "The contacts “{first}” and “{second}” have the same e-mail address {email}.",
    "A ticket by e-mail can't be traced to one person.",
    "Give each a personal address, or keep one of them.",
)
AMENDMENT_OUTSIDE_TERM = _error(
    "AK313",
    "amendment-outside-term",
    "This amendment of {date} lies outside the term ({start} to {end}).",
    "It would never have effect.",
    "Correct its date, or the term.",
)
AMENDMENT_WITHOUT_EFFECT = _warning(
    "AK314",
    "amendment-without-effect",
    "This amendment of {date} changes nothing.",
    "What was meant to change, hasn't.",
    "Write only what differs from what applied before, or remove it.",
)
AMENDMENT_OF_AMENDMENTS = _error(
    "AK315",
    "amendment-of-amendments",
    "An amendment can't change the amendments.",
    "The history of a contract is not rewritten.",
    "Add an amendment of its own date.",
)
NO_HOOK = _error(
    "AK316",
    "no-hook",
    "SLA {version} gives no room for “{section}” in the {document}.",
    "A {document} fills only what the SLA leaves open; anything else is a deviation.",
    "Remove it, record it as a deviation, or name the clause that gives the room under “hooks” in the SLA.",
)
DAP_WITHOUT_CONTRACT = _error(
    "AK317",
    "dap-without-contract",
    "This DAP has no contract beside it.",
    "A DAP is an annex to a contract and means nothing alone.",
    "Add contract.yaml to {folder}, or move the DAP to its client.",
)

# 4xx: meaning

END_BEFORE_START = _error(
    "AK401",
    "end-before-start",
    "The contract ends on {end}, before it starts on {start}.",
    "It would never be in force.",
    "Correct one of the two dates.",
)
TERMS_AFTER_SIGNING = _error(
    "AK402",
    "terms-after-signing",
    "The general terms were received on {provided}, after signing on {signed}.",
    "General terms bind only a client who received them at or before signing.",
    "Correct the dates; if they are right, have the contract signed again.",
)
LOOSE_BESIDE_ALL_IN = _error(
    "AK403",
    "loose-beside-all-in",
    "“{loose}” is bought beside “{all_in}”, which already holds everything.",
    "The same work would be inside and charged at once.",
    "Keep “{all_in}”, or the loose components.",
)
ALL_IN_INCOMPLETE = _error(
    "AK404",
    "all-in-incomplete",
    "“{form}” doesn't say {missing}.",
    "What the package holds is then unknown to both parties.",
    "Add “{key}”.",
)
NOT_AN_OPTION = _error(
    "AK405",
    "not-an-option",
    "“{service}” isn't an option in the forms that were bought.",
    "Only what the matrix shows as an option can be bought as one.",
    "Remove it, or record it as a deviation.",
)
COMPONENT_NOT_BOUGHT = _error(
    "AK406",
    "component-not-bought",
    "“{system}” is a {component}, which wasn't bought.",
    "No service is agreed for it.",
    "Add the form for it, correct its component, or remove the system.",
)
TOO_MANY_SYSTEMS = _error(
    "AK407",
    "too-many-systems",
    "{count} × {component} are listed, but {bought} were bought.",
    "The systems above the number bought would be served for nothing, or not at all.",
    "Raise the number by an amendment, or remove systems.",
)
EMERGENCY_INCOMPLETE = _error(
    "AK408",
    "emergency-incomplete",
    "The emergency service has no {missing}.",
    "It is an extra with its own price, for contacts whom the client designates.",
    "Add “{key}”.",
)
EMERGENCY_CONTACT_UNREACHABLE = _error(
    "AK409",
    "emergency-contact-unreachable",
    "{name} may call the emergency service, but has no telephone number.",
    "The emergency service works by telephone, and has to be able to call back.",
    "Add “telephone” to the contact “{contact}”.",
)
EMERGENCY_NUMBER_EXPOSED = _error(
    "AK410",
    "emergency-number-exposed",
    "The emergency number stands here too.",
    "It is given only to the contacts whom a client designates.",
    "Remove it; it belongs in “emergency_telephone” of the provider alone.",
)
NOBODY_REPORTS = _error(
    "AK411",
    "nobody-reports",
    "Nobody at the client may report.",
    "No ticket could ever be taken.",
    "Name at least one contact, or remove “reporters” so that everyone may.",
)
NOBODY_AUTHORISES = _warning(
    "AK412",
    "nobody-authorises",
    "Nobody at the client may ask for rights.",
    "A request for rights could never be carried out.",
    "Name at least one contact under “authorisers”.",
)
NO_RESPONSIBLE = _error(
    "AK413",
    "no-responsible",
    "Nobody is responsible for “{activity}”.",
    "A division of roles says for each activity who answers for it.",
    "Add “responsible”: client, provider, or a supplier.",
)
MAINTENANCE_IN_BLACKOUT = _error(
    "AK414",
    "maintenance-in-blackout",
    "Maintenance “{window}” falls in the hours in which {system} must be available, first on {date}.",
    "Both are promised, and only one can be kept.",
    "Move the maintenance, or change the hours.",
)
WINDOWS_OVERLAP = _error(
    "AK415",
    "windows-overlap",
    "Maintenance {what} for {system}, first on {date}.",
    "One would restart the system under the other's hands.",
    "{mend}",
)
WINDOW_NEVER_OCCURS = _error(
    "AK416",
    "window-never-occurs",
    "“{window}” never occurs between {start} and {end}.",
    "What was agreed would never happen.",
    "Correct the rule or the first date.",
)
NO_RATE_OUTSIDE_HOURS = _error(
    "AK417",
    "no-rate-outside-hours",
    "Maintenance “{window}” is outside office hours, first on {date}, but the contract has no rate for that.",
    "Maintenance outside office hours is charged.",
    "Add “outside_office_hours” to the rates, or move the maintenance.",
)
MORE_THAN_BASIC = _error(
    "AK418",
    "more-than-basic",
    "“{system}” runs {os}, which the SLA gives only basic monitoring.",
    "More than basic monitoring for it is an exception that someone has to approve.",
    "Record it under “os_deviations”, or leave it at basic monitoring.",
)
WARNING_BEYOND_CRITICAL = _error(
    "AK419",
    "warning-beyond-critical",
    "The warning at {warning} comes after critical at {critical}.",
    "The warning would never be seen before it is critical.",
    "Swap the two, or correct the direction.",
)
NOT_MONITORED = _error(
    "AK420",
    "not-monitored",
    "No standard monitoring template fits “{system}”.",
    "A system that nobody watches looks as if it were watched.",
    "Name a template for it under “monitoring” in the DAP, or add a standard template that fits.",
)
RESTORE_WITHOUT_REPORT = _error(
    "AK421",
    "restore-without-report",
    "Trial restore “{restore}” reports to nobody.",
    "A trial restore is done to show the client that it works.",
    "Add contacts under “report_to”.",
)
MAIL_WITHOUT_ADDRESS = _error(
    "AK422",
    "mail-without-address",
    "{name} should get mail, but has no e-mail address.",
    "The mail would never arrive.",
    "Add “email” to the contact “{contact}”, or name someone else.",
)
TOO_FEW_REVIEWS = _warning(
    "AK423",
    "too-few-reviews",
    "Fewer service reviews a year are agreed ({agreed}) than the {standard} that the SLA aims at.",
    "Quality and hours are discussed there.",
    "Agree on at least {standard}, or leave “per_year” out.",
)
HOURS_ADJUSTED_TOO_SOON = _error(
    "AK424",
    "hours-adjusted-too-soon",
    "The hours are adjusted on {date}, but not before {earliest} by the SLA.",
    "The SLA says how often the hours in the package can be adjusted.",
    "Move the amendment to {earliest} or later.",
)
DEVIATION_UNAPPROVED = _error(
    "AK425",
    "deviation-unapproved",
    "The deviation “{deviation}” has no {missing}.",
    "An exception to the standard is reasoned and approved, or it isn't agreed.",
    "Add “{key}”.",
)
DEVIATION_WITHOUT_EFFECT = _warning(
    "AK426",
    "deviation-without-effect",
    "The deviation “{deviation}” changes nothing: the standard SLA says the same.",
    "It looks like an exception that isn't there.",
    "Remove it, or correct what is agreed instead.",
)
SLA_SUPERSEDED = _info(
    "AK427",
    "sla-superseded",
    "SLA {version} was followed by {newer}.",
    "New clients get the newer version.",
    "Agree on {newer} with the client, or leave it so.",
)
NOTICE_PERIOD = _info(
    "AK428",
    "notice-period",
    "The contract ends on {end}; the last day to give notice is {notice_by}.",
    "Whether it goes on has to be recorded before the end.",
    "Record the renewal as an amendment with a new end, or set the status to ended.",
)
TERM_OVER = _warning(
    "AK429",
    "term-over",
    "The contract ended on {end}.",
    "Since then nothing is in force, and nothing is covered.",
    "{mend}",
)
SECRET = _error(
    "AK430",
    "secret",
    "This looks like {what}.",
    "Login data don't belong in a contract, a document or a ticket.",
    "Remove it, change it where it is used, and keep it in the password vault.",
)
NEVER_OPEN = _error(
    "AK431",
    "never-open",
    "The calendar “{calendar}” never opens.",
    "A promise that runs on it would never have to be kept.",
    "Correct its hours or its closings.",
)
MATRIX_GAP = _error(
    "AK432",
    "matrix-gap",
    "The coverage of “{service}” for “{form}” as “{type}” is missing.",
    "A missing cell leaves open whether the work is charged.",
    "Add the outcome: included, billable, optional or not-offered.",
)
PRIORITY_GAP = _error(
    "AK433",
    "priority-gap",
    "The priority for urgency {urgency} with impact {impact} is missing.",
    "A ticket with that impact and urgency would get no priority.",
    "Add the priority.",
)
TARGET_OUT_OF_ORDER = _error(
    "AK434",
    "target-out-of-order",
    "“{higher}” is higher than “{lower}”, but its {kind} target is slower.",
    "What presses more would be done later.",
    "Correct one of the two targets, or the order of the priorities.",
)
UNKNOWN_CLAUSE = _error(
    "AK435",
    "unknown-clause",
    "There is no clause {number} in {where}.",
    "A rule that points at no clause can't be looked up by the client.",
    "{mend}",
)
HISTORY_OUT_OF_ORDER = _error(
    "AK436",
    "history-out-of-order",
    "{problem}.",
    "The version history tells which version was in force when.",
    "Correct the version or the date.",
)
UNTRANSLATED = _error(
    "AK437",
    "untranslated",
    "This text is missing in “{language}”.",
    "The document in that language would have a gap.",
    "Add “{language}:” with the text.",
)
INCOMPLETE_FOR_STATUS = _error(
    "AK438",
    "incomplete-for-status",
    "A contract with the status “{status}” needs {missing}.",
    "What a client signs is complete; only a draft may have gaps.",
    "Add “{key}”, or set the status back to draft.",
)
HOURS_OVERLAP = _error(
    "AK439",
    "hours-overlap",
    "The hours on {days} overlap: {first} and {second}.",
    "Nobody sees which of the two was meant.",
    "Make one window of them, or correct the times.",
)
TEMPLATES_COMPETE = _error(
    "AK440",
    "templates-compete",
    "More than one standard monitoring template fits “{system}”: {templates}.",
    "Which one applies would be left to chance.",
    "Name one under “monitoring” in the DAP, or make the templates differ.",
)
UNKNOWN_CHECK = _error(
    "AK441",
    "unknown-check",
    "The template “{template}” has no check “{check}”.",
    "The value that differs would be applied to nothing.",
    "{mend}",
)
WRONG_TEMPLATE = _error(
    "AK442",
    "wrong-template",
    "The template “{template}” doesn't fit “{system}”, which is a {component}.",
    "It would watch things that the system doesn't have.",
    "Choose a template for a {component}.",
)

CLOSED_TOO_LONG = _warning(
    "AK443",
    "closed-too-long",
    "“{priority}” is promised within {within}, but after {closes} nothing counts until {opens}: more than {days} days.",
    "Who reports it then waits all that time, whatever the promise says.",
    "Open a calendar in between, count the target on other hours too, or make it an aim.",
)

UNUSABLE_LOGO = _error(
    "AK444",
    "unusable-logo",
    "The logo “{logo}” can't be used: {problem}.",
    "Every document would lack it.",
    "Put an SVG or PNG image of that name beside provider.yaml, or remove the line.",
)
CLIENT_TWICE = _warning(
    "AK445",
    "client-twice",
    "“{name}” is also the client of {file}, in the same years.",
    "After copying a client's folder, the documents would be in the other client's name.",
    "Correct the name that was copied along, or keep what is agreed with one client in one folder.",
)

# 5xx: rules and documents

TEMPLATE_FAULT = _error(
    "AK501",
    "template-fault",
    "The document can't be made: {problem}.",
    "A document with a gap can't be signed.",
    "Correct the template, or fill in what it asks for.",
)

RULES_CONFLICT = _error(
    "AK502",
    "rules-conflict",
    "Two rules answer one case differently ({case}): {first}, and {second}.",
    "Which of the two counts would hang on their order.",
    "Remove one of them, or make one more special.",
)
RULE_UNREACHABLE = _warning(
    "AK503",
    "rule-unreachable",
    "This never decides anything: another rule always comes before it, for example for {case}.",
    "A rule that is never used looks like a promise.",
    "Remove it, or make the other rule more special.",
)
CASE_UNANSWERED = _error(
    "AK504",
    "case-unanswered",
    "No rule answers this case: {case}.",
    "Nobody could tell the client whether it is covered.",
    "Fill in the coverage of the service for that component.",
)

UNSHOWN_TEXT = _warning(
    "AK505",
    "unshown-text",
    "On paper, no font has what this client's document holds: {text}.",
    "A box stands there instead, and the PDF isn't in the archive standards.",
    "Write it in other letters for the paper, or use HTML or Word, which take the reader's own fonts.",
)
SIGNED_STANDARD_CHANGED = _error(
    "AK510",
    "signed-sla-changed",
    "SLA {version} was changed, and signed contracts use it: {clients}.",
    "Clients signed what the SLA said then; another text under the same version is not what they agreed to.",
    "Put it back, and make a new version of the SLA with the change.",
)

# 6xx: exports

EXPORT_REFUSED = _error(
    "AK601",
    "export-refused",
    "The export to {target} is refused: {problem}.",
    "The system would fall back in silence to hours or times that nobody promised.",
    "Correct what the message names.",
)

UNACCEPTED_LOSS = _error(
    "AK602",
    "unaccepted-loss",
    "The export to {target} loses {loss_code} for {clients}; the first: {loss}. {practice}",
    "With --strict, an export loses only what the provider has read and accepted.",
    "{way} Or accept it in provider.yaml, with the reason: “accepted_losses: {{{target}: {{{loss_code}: {{reason: …}}}}}}”.",
)
STALE_ACCEPTED_LOSS = _warning(
    "AK603",
    "stale-accepted-loss",
    "The accepted loss {loss_code} no longer applies: {problem}.",
    "Who reads it believes that something is lost which isn't, and a new loss of that kind would be accepted unread.",
    "Remove it, or correct the name of the export, the code or the client.",
)

# 7xx: waivers

WAIVER_WITHOUT_REASON = _error(
    "AK701",
    "waiver-without-reason",
    "This waiver of {codes} gives no reason.",
    "Whoever reads it later can't tell whether it still holds.",
    "Write the reason behind it: # akkoord: ignore[{codes}] why it is accepted.",
)
NOT_WAIVABLE = _error(
    "AK702",
    "not-waivable",
    "{code} can't be waived: {problem}.",
    "A client with an error has no bundle and no documents, whatever a comment says.",
    "{mend}",
)
STALE_WAIVER = _warning(
    "AK703",
    "stale-waiver",
    "This waiver accepts nothing: {problem}.",
    "It would hide the next finding of its kind, which nobody has judged.",
    "{mend}",
)
MALFORMED_WAIVER = _error(
    "AK704",
    "malformed-waiver",
    "This looks like a waiver, but can't be read as one.",
    "It would accept nothing, and nobody would notice.",
    "Write # akkoord: ignore[AK412] with the reason behind it; several codes by commas.",
)
