"""A linked contract to its rule bundle."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from compiler import bundle
from compiler.bundle import Bundle, Period, Source
from compiler.compile.billing import billing
from compiler.compile.calendars import calendars
from compiler.compile.coverage import coverage
from compiler.compile.deviations import deviations
from compiler.compile.form import form
from compiler.compile.maintenance import maintenance
from compiler.compile.monitoring import monitoring
from compiler.compile.parties import client, provider
from compiler.compile.people import contacts, notifications, roles
from compiler.compile.status import status
from compiler.compile.tickets import tickets
from compiler.compile.words import escalation, mandate, reviews, sla, topics
from compiler.contract import Contract


def compile_contract(contract: Contract, files: Mapping[str, bytes]) -> Bundle:
    """The bundle of a client as of the contract's date. ``files`` holds the bytes of each file of the workspace."""
    stand = status(contract)
    hours = calendars(contract)
    office = next(one for one in hours if one.id == contract.sla["office_calendar"].data)
    covered = coverage(contract, stand)
    return bundle.sealed(
        Bundle(
            format=bundle.FORMAT,
            client=client(contract),
            provider=provider(contract),
            sla=sla(contract),
            as_of=contract.as_of,
            valid=Period(from_=contract.valid_from, until=contract.valid_until),
            status=stand,
            form=form(contract),
            coverage=covered,
            calendars=hours,
            maintenance=maintenance(contract, office),
            contacts=contacts(contract),
            monitoring=monitoring(contract),
            tickets=tickets(contract),
            roles=roles(contract),
            mandate=mandate(contract),
            notifications=notifications(contract),
            escalation=escalation(contract),
            billing=billing(contract),
            reviews=reviews(contract),
            deviations=deviations(contract, covered.rules),
            notes=topics(contract.sla, "notes"),
            sources=tuple(Source(file=file, sha256=sha256(files[file]).hexdigest()) for file in _sources(contract)),
            digest="",
        )
    )


def _sources(contract: Contract) -> list[str]:
    nodes = [contract.contract, contract.dap, contract.sla, contract.standard.provider, *contract.standard.templates.values()]
    return sorted(node.document.file for node in nodes if node is not None)
