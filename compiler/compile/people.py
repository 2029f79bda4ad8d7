"""People: contacts and what each may do, roles, suppliers, who gets which mail."""

from __future__ import annotations

from collections.abc import Collection

from compiler.bundle import Contact, Contacts, Notifications, Permission, RemoteViewing, Role, Roles, StatusMails, Supplier
from compiler.compile import parts
from compiler.contract import Contract


def contacts(contract: Contract) -> Contacts:
    """The client's contacts. Unless the DAP names the only reporters, everyone at the client may report."""
    reporters = contract.dap_get("reporters")
    held = _held(contract)
    requests = contract.sla.get("authorisation_requests")
    return Contacts(
        people=tuple(
            Contact(
                id=key,
                name=node["name"].data,
                function=parts.word(node.get("function")),
                email=parts.word(node.get("email")),
                telephone=parts.word(node.get("telephone")),
                may=tuple(permission for permission, holders in held.items() if holders is None or key in holders),
                origin=parts.origin(node),
            )
            for key, node in contract.contacts.items()
        ),
        restricted=reporters is not None,
        restricted_origin=parts.origin(reporters) if reporters is not None else None,
        clause=contract.standard.hook("dap", "reporters"),
        authorisation_in_writing=requests is not None and requests["written"].data,
        authorisation_clause=requests["clause"].data if requests is not None else None,
    )


def _held(contract: Contract) -> dict[Permission, Collection[str] | None]:
    """The contacts that hold each permission; None is everyone."""
    reporters = contract.dap_get("reporters")
    portal = contract.contract.get("portal_contact")
    return {
        "report": None if reporters is None else frozenset(reporters.data),
        "authorise": frozenset(parts.words(contract.dap_get("authorisers"))),
        "view-all-tickets": frozenset() if portal is None else {portal.data},
        "call-emergency": frozenset(parts.words(contract.contract.get("emergency_service", "designated"))),
        "receive-status-mails": frozenset(parts.words(contract.dap_get("status_mails", "to"))),
    }


def roles(contract: Contract) -> Roles:
    """The division of roles, and the suppliers in it."""
    hook = contract.standard.hook
    return Roles(
        activities=tuple(
            Role(
                id=key,
                activity=node["activity"].data,
                responsible=parts.word(node.get("responsible")),
                executes=parts.words(node["executes"]),
                clause=hook("dap", "roles"),
                origin=parts.origin(node),
            )
            for key, node in contract.dap_section("roles")
        ),
        suppliers=tuple(
            Supplier(
                id=key,
                name=node["name"].data,
                covers=node["covers"].data,
                email=parts.word(node.get("email")),
                telephone=parts.word(node.get("telephone")),
                agreement=parts.word(node.get("agreement")),
                clause=hook("dap", "suppliers"),
                origin=parts.origin(node),
            )
            for key, node in contract.dap_section("suppliers")
        ),
    )


def notifications(contract: Contract) -> Notifications:
    """Who gets which mail, and how looking along on a screen is agreed."""
    mails, fixed = contract.sla.get("status_mails"), contract.dap_get("status_mails")
    viewing = contract.dap_get("remote_viewing")
    return Notifications(
        status_mails=None
        if mails is None
        else StatusMails(
            events=parts.words(mails["events"]),  # type: ignore[arg-type]
            to=parts.words(fixed["to"]) if fixed is not None else (),
            to_events=parts.words(fixed["events"]) if fixed is not None else (),  # type: ignore[arg-type]
            to_origin=parts.origin(fixed) if fixed is not None else None,
            clause=mails["clause"].data,
            origin=parts.origin(mails),
        ),
        remote_viewing=None
        if viewing is None
        else RemoteViewing(
            text=viewing["text"].data, clause=contract.standard.hook("dap", "remote_viewing"), origin=parts.origin(viewing)
        ),
    )
