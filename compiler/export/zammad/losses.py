"""Every kind of loss of the export to Zammad: 1xx times, 2xx tickets and agreements, 3xx people and texts.

Each follows from the source of Zammad (of 2021 to 2026). None was tried on a running Zammad; biz 1.8.2, the library that
counts its times, was run, and gives the times that the examples show.
"""

from __future__ import annotations

from compiler.loss import LossCode

OTHER_HOURS = LossCode(
    "ZM101",
    "other-hours-on-a-date",
    "calendar {calendar}: other hours on {dates}",
    "Zammad closes whole days only and counts the usual hours of the weekday. {example}",
    "Look up the times of those days with “akkoord decide”.",
)
AT_CLOSING = LossCode(
    "ZM102",
    "due-at-closing-time",
    "calendar {calendar}: a time that ends when it closes",
    "Zammad moves a time that falls exactly at closing to the next opening. {example}",
    "Read a time at opening as the closing time before it.",
)
KNOWN_STRETCH = LossCode(
    "ZM103",
    "closings-known-for-a-while",
    "calendar {calendar}: closings from {from_} until {until}",
    "Zammad's holidays are dates: before and after this stretch it knows none, and counts through them.",
    "Apply again well before {until}.",
)
LAST_MINUTE = LossCode(
    "ZM104",
    "last-minute-of-the-day",
    "calendar {calendar}: closes at 23:59",
    "Zammad takes 23:59 for midnight: it counts one minute more on such a day.",
    "Nothing to do, or let the calendar close at 24:00.",
)
OVERNIGHT = LossCode(
    "ZM105",
    "windows-past-midnight",
    "calendar {calendar}: windows past midnight",
    "They are written as two, split at midnight: Zammad closes a holiday from midnight to midnight, not the window that began on "
    "it.",
    "Look up the times of the nights before and after a closing with “akkoord decide”.",
)
IN_DAYS = LossCode(
    "ZM106",
    "a-time-in-days",
    "{target}",
    "Written as {minutes} minutes of open time, {daily} a day: the same clock time on a later open day, as if no day closed "
    "early. {example}",
    "Look up the times around an early closing with “akkoord decide”.",
)
UNEQUAL_DAYS = LossCode(
    "ZM107",
    "a-time-in-days-left-out",
    "{target}",
    "Zammad counts minutes, and not every open day has the same number of them: the ticket doesn't escalate for this time.",
    "Promise it in hours, or watch it by hand.",
)
CLOCK_CHANGE = LossCode(
    "ZM108",
    "a-day-when-the-clock-changes",
    "{target}, while the clock may change",
    "A day is {daily} minutes to Zammad: when the clock changes in between, the ticket shows an hour too early or too late.",
    "Nothing to do: it is an hour, twice a year.",
)
NOT_MINUTES = LossCode(
    "ZM109",
    "a-time-not-in-minutes",
    "{target}",
    "Zammad counts whole minutes, and this time can't be expressed in them: the ticket doesn't escalate for it.",
    "Promise it in minutes or hours, or watch it by hand.",
)
OTHER_CALENDARS = LossCode(
    "ZM110",
    "several-calendars-in-one-sla",
    "{target}",
    "An SLA has one calendar, here {calendars}, and a ticket one SLA: the ticket doesn't escalate for this time.",
    "Watch it by hand.",
)
NO_ONE_ZONE = LossCode(
    "ZM111",
    "no-one-time-zone",
    "{target}",
    "A calendar has one time zone, and this time runs on {zones}: the ticket doesn't escalate for it.",
    "Watch it by hand.",
)
AIM = LossCode(
    "ZM112",
    "an-aim-looks-binding",
    "{target}, an aim",
    "Zammad escalates for it as for a binding time.",
    "Tell the staff which times are aims.",
)
START_IS_ANSWER = LossCode(
    "ZM113",
    "start-counts-as-answer",
    "{target}",
    "Zammad doesn't see when work starts, so this became the time of the first answer: an agent's first public mail, call or "
    "message to the client stops it, whether or not the work began, and work without an answer escalates.",
    "Answer the client when the work starts, not before.",
)
START_BESIDE_ANSWER = LossCode(
    "ZM114",
    "start-left-out",
    "{target}",
    "Zammad doesn't see when work starts, and its time of the first answer already holds the response time: the ticket doesn't "
    "escalate for this one.",
    "Watch it by hand.",
)
PENDING = LossCode(
    "ZM115",
    "the-clock-stands-while-pending",
    "the times of a ticket that waits",
    "In “pending reminder” and “pending close” Zammad's clock stands still; the promised time goes on. {example}",
    "Leave such a ticket open, or ask “akkoord decide” for its time.",
)
REOPENED = LossCode(
    "ZM116",
    "no-solution-time-after-reopening",
    "the resolution time of a ticket that is reopened",
    "Zammad keeps the moment of the first closing: it no longer counts a resolution time, its “solution time”, for that ticket.",
    "Make a new ticket when something wasn't solved.",
)
NOT_IN_FORCE = LossCode(
    "ZM117",
    "contract-not-in-force",
    "all promised times",
    "The contract isn't in force on {as_of} ({reason}): there are no SLAs and no mails.",
    "Apply again on the day that it comes into force, if it does.",
)
NO_FORM = LossCode(
    "ZM118",
    "no-form-bought",
    "all promised times",
    "No form was bought, so no SLA applies: there is none in Zammad.",
    "Nothing to do: nothing was promised.",
)
CHANGING = LossCode(
    "ZM119",
    "opens-or-closes-as-the-clock-changes",
    "calendar {calendar}: it opens or closes at a time that is skipped or repeated when the clock changes",
    "On the night of a change Zammad counts up to an hour too much or too little.",
    "Look up the times of those nights with “akkoord decide”.",
)

MATRIX = LossCode(
    "ZM201",
    "priority-from-impact-and-urgency",
    "the priority that follows from impact and urgency",
    "Zammad has neither impact nor urgency: someone chooses the priority.",
    "Choose the priority by the table in the SLA, or ask “akkoord decide”.",
)
NEW_TICKET = LossCode(
    "ZM202",
    "priority-of-a-new-ticket",
    "the times of a ticket whose priority isn't known yet",
    "A new ticket gets Zammad's default priority, which is none of the SLA's: no time is counted until someone chooses one.",
    "Choose the priority when the ticket is first read, or make one of the SLA's the default in Zammad.",
)
ANY_TYPE = LossCode(
    "ZM203",
    "any-type-of-ticket",
    "ticket types without a priority: {types}",
    "Zammad doesn't know the types: a ticket of any type that gets one of the priorities gets its times.",
    "Leave the default priority on tickets of these types.",
)
ANY_CHANNEL = LossCode(
    "ZM204",
    "any-channel",
    "how to report: {ways}",
    "Zammad takes a ticket of any priority by any channel.",
    "Ask whoever reports in another way to use one of these.",
)
NOT_ASKED = LossCode(
    "ZM205",
    "information-not-asked",
    "the information that a ticket must hold",
    "Zammad doesn't ask for it: that takes fields of your own.",
    "Ask for what is missing before the work begins, or add fields under Objects in Zammad.",
)
COVERAGE = LossCode(
    "ZM206",
    "coverage-not-told",
    "the coverage of services ({rules})",
    "Zammad doesn't tell whether work is included, charged or excluded.",
    "Ask “akkoord decide” before the work begins.",
)
VALIDITY = LossCode(
    "ZM207",
    "no-dates-of-validity",
    "valid from {from_} until {until}",
    "Zammad knows no dates of validity: what is applied holds, for open tickets too, whose times it counts anew.",
    "Apply again on the day that something changes; “akkoord timeline” says when that is.",
)
MAINTENANCE = LossCode(
    "ZM208",
    "maintenance-does-not-pause",
    "maintenance {window}: {times}",
    "Zammad's clock doesn't pause during maintenance.",
    "Nothing to do where no time is running; otherwise say so in the ticket.",
)
BLACKOUT = LossCode(
    "ZM209",
    "no-maintenance-unknown",
    "no maintenance: {blackout}",
    "Zammad doesn't know when maintenance is unwanted.",
    "Subscribe to the feed of events from “akkoord export ics”.",
)
ESCALATION = LossCode(
    "ZM210",
    "no-ladder",
    "escalation in {steps}",
    "Zammad warns a quarter of an hour ahead and when a time has passed; it has no ladder of escalation.",
    "Escalate by hand, or by triggers and schedulers of your own.",
)
OWN_MAILS = LossCode(
    "ZM211",
    "mails-of-zammads-own",
    "status mails to the reporter: {events}",
    "Zammad brings a trigger of its own, “auto reply (on new tickets)”, which mails the reporter of every new ticket as well.",
    "Turn that trigger off.",
)

MUTE = LossCode(
    "ZM301",
    "no-address-to-mail",
    "status mails to {people}",
    "There is no e-mail address, so Zammad sends nothing.",
    "Add the address to the contact in the DAP.",
)
ANYONE = LossCode(
    "ZM302",
    "anyone-may-report",
    "only named contacts may report ({count})",
    "Zammad lets everyone open a ticket, by mail or in the portal.",
    "Check who is asking before the work begins.",
)
UNKNOWN_PEOPLE = LossCode(
    "ZM303",
    "others-have-no-sla",
    "the times of a ticket of someone who isn't among the contacts",
    "Zammad knows the client by the reporter's organization: such a ticket has none, and so no SLA.",
    "Set the reporter's organization, or turn on domain-based assignment for the organization in Zammad.",
)
RIGHTS = LossCode(
    "ZM304",
    "rights-of-contacts-unknown",
    "who may do what: {rights}",
    "Zammad has no place for it without a field of your own.",
    "Ask “akkoord decide”, or look in the DAP.",
)
IN_WRITING = LossCode(
    "ZM305",
    "rights-not-only-in-writing",
    "requests for rights only in writing",
    "Zammad doesn't see what a ticket asks for.",
    "Refuse such requests when they are made by telephone.",
)
VIEW_ALL = LossCode(
    "ZM306",
    "seeing-all-tickets",
    "some contacts may see all tickets ({count})",
    "In Zammad an organization shares its tickets with all its people or with none, here with none.",
    "Send them a list, or share the organization by hand.",
)
ONE_USER = LossCode(
    "ZM307",
    "one-user-per-address",
    "contact {contact}",
    "Zammad has one user per address, here {name} of {organization}: a ticket of this person counts for that client until "
    "someone chooses the other; this contact differs in {fields}.",
    "Give each contact an address of its own.",
)
CUT = LossCode(
    "ZM308",
    "text-cut",
    "{what}",
    "Longer than Zammad holds, so cut or left out: {fields}.",
    "Shorten it, or leave it: nothing is decided by it.",
)
RESPELLED = LossCode(
    "ZM309",
    "name-respelled",
    "contact {contact}: the name {name}",
    "Zammad gives one capital to a single word that is all small letters or all capitals: {written}.",
    "Give the contact a first and a last name.",
)
