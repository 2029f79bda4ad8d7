"""Whether the contract is in force, and the amendments that made it what it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from compiler import duration
from compiler.bundle import Amendment, Change, Signature, Status
from compiler.compile import parts
from compiler.contract import Amended, Contract
from compiler.source import Path, pointer


def status(contract: Contract) -> Status:
    """The contract's status on its date."""
    term = contract.contract["term"]
    notice = parts.word(term.get("notice"))
    signed = contract.contract.get("signed")
    signature = None
    if signed is not None:
        signature = Signature(
            on=dt.date.fromisoformat(signed["on"].data),
            by=parts.word(signed.get("by")),
            general_terms=signed["general_terms"]["version"].data,
            general_terms_on=dt.date.fromisoformat(signed["general_terms"]["provided_on"].data),
            origin=parts.origin(signed),
        )
    return Status(
        contract=contract.contract["status"].data,
        in_force=contract.binding and contract.start <= contract.as_of <= contract.end,
        reason=(
            "not-signed"
            if not contract.binding
            else "before-start"
            if contract.as_of < contract.start
            else "after-end"
            if contract.as_of > contract.end
            else "in-force"
        ),
        start=contract.start,
        end=contract.end,
        notice=notice,
        notice_by=duration.parse(notice).last_before(contract.end) if notice else None,
        renewal=parts.word(term.get("renewal")),
        signature=signature,
        has_dap=contract.dap is not None,
        amendments=tuple(_amendment(contract, one) for one in contract.amendments),
        origin=parts.origin(term),
    )


def _amendment(contract: Contract, amended: Amended) -> Amendment:
    return Amendment(
        document="dap" if amended.document == "dap" else "contract",
        date=amended.date,
        reason=amended.written["reason"].data,
        approved_by=parts.word(amended.written.get("approved_by")),
        applied=amended.date <= contract.as_of,
        changes=tuple(
            Change(pointer=pointer(path), before=_plain(before), after=_plain(after))
            for path, before, after in differences(amended.before.data, amended.after.data)
        ),
        origin=parts.origin(amended.written),
    )


def differences(before: Any, after: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Where two values differ: the path, and the value before and after; None where there is none."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key), after.get(key), (*path, key))
    elif before != after:
        yield path, before, after


def _plain(value: Any) -> Any:
    """JSON data: decimals as text, as everywhere in a bundle."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
