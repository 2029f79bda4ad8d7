"""The text of a new client's files, with what explains each block. The explanations are those of the schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from textwrap import wrap

from compiler.contract import Standard
from compiler.draft.answers import Answers, Bought, Person
from compiler.draft.question import schema_of

_WIDTH = 110
_PLAIN = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
_OTHERWISE = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that YAML, or an older version of it, reads as something else than text."""
_BREAKING = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
"""Characters that JSON leaves as they are between quotes, and YAML doesn't."""
_DAP = {"reporters", "authorisers"}
"""The sections of the DAP that a draft can fill."""


def files(answers: Answers) -> dict[str, bytes]:
    """The files of the client's folder, by name. There is a DAP where the SLA gives room for one that a draft can begin."""
    made = {"contract.yaml": _written(_contract(answers))}
    room = answers.standard.sla.get("hooks", "dap")
    if room is not None and _DAP & set(room.data):
        made["dap.yaml"] = _written(_dap(answers))
    return made


def _written(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _contract(answers: Answers) -> Iterator[str]:
    standard = answers.standard
    yield from _comment(f"A draft under SLA {standard.version}. Lines that begin with “#” explain; they may be removed.")
    yield from _block("contract", "client")
    yield "client:"
    yield f"  name: {quoted(answers.name)}"
    yield from _block("contract", "status")
    yield "status: draft"
    yield from _block("contract", "sla")
    yield f"sla: {{version: {quoted(standard.version)}, language: {_name(answers.language)}}}"
    yield from _block("contract", "term")
    yield "term:"
    yield f"  start: {answers.start}"
    yield f"  end: {answers.end}"
    if answers.notice is not None:
        yield f"  notice: {answers.notice}"
    if answers.bought:
        yield from _block("contract", "form", "An offer also needs monthly_fee for each.")
        yield "form:"
        for bought in answers.bought:
            yield from _form(bought)
    if answers.emergency is not None:
        more = "An offer also needs monthly_fee and hourly, a signed contract designated: contacts with a telephone number."
        since, until = answers.emergency
        yield from _block("contract", "emergency_service", more)
        yield from ("emergency_service:", f"  from: {since}", f"  to: {until}")
    if answers.contacts:
        yield from _block("contract", "contacts")
        yield "contacts:"
        yield from (f"  {_name(one.key)}: {{{_person(one)}}}" for one in answers.contacts)
    written = {"client", "status", "sla", "term", "form" if answers.bought else "", "contacts" if answers.contacts else ""}
    yield from _more("contract", standard, {*written, "emergency_service" if answers.emergency else ""})


def _dap(answers: Answers) -> Iterator[str]:
    standard = answers.standard
    yield from _comment(f"The operational agreements under SLA {standard.version}: a draft. Contacts stand in the contract.")
    if answers.reporters is not None:
        yield from _block("dap", "reporters")
        yield f"reporters: [{', '.join(map(_name, answers.reporters))}]"
    if standard.hook("dap", "authorisers") is not None:
        yield from _block("dap", "authorisers", "An offer needs at least one: a contact's short name, between the brackets.")
        yield "authorisers: []"
    elif answers.reporters is None:
        yield from _comment("", "Nothing differs from the SLA yet. Replace the braces by what was agreed.")
        yield "{}"
    yield from _more("dap", standard, {"authorisers", "reporters" if answers.reporters is not None else ""})


def _form(bought: Bought) -> Iterator[str]:
    values = [f"type: {_name(bought.type)}"]
    if bought.quantity is not None:
        values.append(f"quantity: {bought.quantity}")
    if bought.categories:
        values.append(f"categories: [{', '.join(map(_name, bought.categories))}]")
    if bought.hours is not None:
        values.append(f"hours: {bought.hours}")
    if bought.quantities is not None:
        counted = (f"{_name(component)}: {number}" for component, number in bought.quantities.items())
        values.append(f"quantities: {{{', '.join(counted)}}}")
    yield f"  {_name(bought.form)}:"
    yield from (f"    {value}" for value in values)


def _person(person: Person) -> str:
    return f"name: {quoted(person.name)}" + (f", email: {quoted(person.email)}" if person.email is not None else "")


def _block(kind: str, key: str, more: str = "") -> Iterator[str]:
    """An empty line, and what a block is: what the schema says, and what else can stand in it."""
    schema: Mapping[str, object] = schema_of(kind)["properties"][key]
    yield from _comment("", f"{schema['description']} {more}".rstrip())


def _more(kind: str, standard: Standard, written: Collection[str]) -> Iterator[str]:
    """What else the SLA gives room for."""
    bound = schema_of("sla")["properties"]["hooks"]["properties"][kind]["propertyNames"]["enum"]
    room = [
        (key, schema["description"])
        for key, schema in schema_of(kind)["properties"].items()
        if key not in written and (key not in bound or standard.hook(kind, key) is not None)
    ]
    yield from _comment("", "What can be added, each with an example in the reference:")
    for key, description in room:
        yield from _comment(f"  {key}: {description}")


def _comment(*lines: str) -> Iterator[str]:
    for line in lines:
        yield from (
            (f"# {part}" for part in wrap(line, _WIDTH, subsequent_indent="    " if line.startswith(" ") else ""))
            if line
            else [""]
        )


def _name(name: str) -> str:
    """A short name, between quotes where it would be read as something else."""
    return name if _PLAIN.fullmatch(name) and name not in _OTHERWISE else quoted(name)


def quoted(text: str) -> str:
    """Any text between double quotes, as YAML reads it back."""
    return _BREAKING.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
