"""Who asks and who must be told: the reporter, status mails, the escalation ladder."""

from __future__ import annotations

from compiler.bundle import Bundle, Channel, Contact
from compiler.decide.answer import Because, EscalationAnswer, NotifyAnswer, ReporterAnswer
from compiler.decide.clauses import origin_of

_NOBODY = "nobody is named"


class People:
    """The people of one bundle, ready to be asked about. Texts are in the contract's language."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.language = bundle.sla.language
        people = bundle.contacts.people
        self._known = {one.id: one for one in people}
        self._by_email = {one.email.casefold(): one for one in people if one.email is not None}

    def find(self, reporter: str) -> Contact | None:
        """The contact with this key or e-mail address."""
        return self._known.get(reporter) or self._by_email.get(reporter.casefold())

    def reporter(self, reporter: str | None, channel: Channel | None) -> ReporterAnswer:
        """Whether this person may report, and what the engineer does if not."""
        contacts = self.bundle.contacts
        contact = self.find(reporter) if reporter is not None else None
        authorised: bool | None = None
        advice: list[str] = []
        reasons: list[Because] = []
        origin = contacts.restricted_origin
        may_report = self._named("report")
        if not contacts.restricted:
            text = "Every employee of the client may report."
            reasons.append(Because(clause=contacts.clause, text=text, origin=origin_of(self.bundle, contacts.clause)))
            authorised = True if reporter is not None else None
            if reporter is not None and contact is None:
                advice.append("This person isn't among the contacts: make sure that they work for the client.")
        else:
            reasons.append(Because(clause=contacts.clause, text=f"Only these persons may report: {may_report}.", origin=origin))
            if reporter is not None:
                authorised = contact is not None and "report" in contact.may
            if authorised is False:
                advice.append(f"Don't take it on yet: ask one of these to report or confirm it: {self._reachable('report')}.")
        if contacts.authorisation_in_writing:
            reasons.append(
                Because(
                    clause=contacts.authorisation_clause,
                    text=f"Requests for rights are carried out only in writing, from: {self._named('authorise')}.",
                    origin=origin_of(self.bundle, contacts.authorisation_clause),
                )
            )
            if channel is not None and not channel.written:
                advice.append("A request for rights that comes this way: have it confirmed in writing first.")
        emergency = self.bundle.form.emergency_service
        if emergency is not None:
            reasons.append(
                Because(
                    clause=emergency.clause,
                    text=f"The emergency number is given only to: {self._named('call-emergency')}.",
                    origin=emergency.origin,
                )
            )
        return ReporterAnswer(
            known=contact is not None,
            authorised=authorised,
            name=contact.name if contact is not None else None,
            may=contact.may if contact is not None else (),
            advice=tuple(advice),
            because=tuple(reasons),
        )

    def notify(self, reporter: str | None) -> tuple[NotifyAnswer, ...]:
        """Who gets a status mail, and when."""
        mails = self.bundle.notifications.status_mails
        if mails is None:
            return ()
        contact = self.find(reporter) if reporter is not None else None
        first = NotifyAnswer(
            who="reporter",
            name=contact.name if contact is not None else None,
            email=contact.email if contact is not None else None,
            events=mails.events,
            clause=mails.clause,
            origin=mails.origin,
        )
        others = (
            NotifyAnswer(
                who=key,
                name=self._known[key].name,
                email=self._known[key].email,
                events=mails.to_events,
                clause=mails.clause,
                origin=mails.to_origin or mails.origin,
            )
            for key in mails.to
        )
        return (first, *others)

    def escalation(self) -> tuple[EscalationAnswer, ...]:
        """The steps, lowest first."""
        return tuple(
            EscalationAnswer(
                step=one.step,
                level=one.level[self.language],
                client=tuple(text[self.language] for text in one.client),
                provider=tuple(text[self.language] for text in one.provider),
                clause=one.clause,
                origin=one.origin,
            )
            for one in self.bundle.escalation
        )

    def _named(self, permission: str) -> str:
        return ", ".join(one.name for one in self._known.values() if permission in one.may) or _NOBODY

    def _reachable(self, permission: str) -> str:
        found = [one for one in self._known.values() if permission in one.may]
        return (
            ", ".join(f"{one.name} ({one.telephone or one.email or 'no telephone or e-mail is known'})" for one in found)
            or _NOBODY
        )
