"""Every kind of loss of the export to Request Tracker: 1xx times, 2xx tickets and agreements, 3xx people and texts.

Each was tried on a running RT 5.0.3 or follows from what it has no place for.
"""

from __future__ import annotations

from compiler.loss import LossCode

OTHER_HOURS = LossCode(
    "RT101",
    "other-hours-on-a-date",
    "calendar {calendar}: other hours on {dates}",
    "RT closes whole days only and counts the usual hours of the weekday. {example}",
    "Export with --with-overlay, or look up the times of those days with “akkoord decide”.",
)
AT_CLOSING = LossCode(
    "RT102",
    "due-at-closing-time",
    "calendar {calendar}: a time that ends when it closes",
    "RT moves a time that falls exactly at closing to the next opening. {example}",
    "Export with --with-overlay, or read a time at opening as the closing time before it.",
)
KNOWN_STRETCH = LossCode(
    "RT103",
    "closings-known-for-a-while",
    "calendar {calendar}: closings from {from_} until {until}",
    "RT's holidays are dates: before and after this stretch it knows none, and counts through them.",
    "Export or apply again well before {until}.",
)
MIDNIGHT = LossCode(
    "RT104",
    "open-at-midnight",
    "calendar {calendar}: open at midnight",
    "In RT a holiday takes up the first second of the next day too, and one on which the clock changes is an hour off.",
    "Nothing to do: the differences are a second, and an hour on such a holiday. With --with-overlay they are gone.",
)
OVERNIGHT = LossCode(
    "RT105",
    "windows-past-midnight",
    "calendar {calendar}: windows past midnight",
    "They are written as two, split at midnight: RT closes a holiday from midnight to midnight, not the window that began on it.",
    "Export with --with-overlay, or look up the times of the nights before and after a closing with “akkoord decide”.",
)
IN_DAYS = LossCode(
    "RT106",
    "a-time-in-days",
    "{target}",
    "Written as {minutes} business minutes, {daily} a day: the same clock time on a later open day, as if all were equally "
    "long. {example}",
    "Export with --with-overlay, or look up the times around an early closing with “akkoord decide”.",
)
UNEQUAL_DAYS = LossCode(
    "RT107",
    "a-time-in-days-left-out",
    "{target}",
    "RT counts minutes, and not every open day has the same number of them: the ticket shows no date for this time.",
    "Promise it in hours, or watch it by hand.",
)
TOO_FAR = LossCode(
    "RT108",
    "a-time-too-far-ahead",
    "{target}",
    "It can fall more than 29 calendar days ahead, where RT sets no date and doesn't say so: the ticket shows no date for it.",
    "Export with --with-overlay, or watch it by hand.",
)
NOT_MINUTES = LossCode(
    "RT109",
    "a-time-not-in-minutes",
    "{target}",
    "RT counts whole minutes, and this time can't be expressed in them: the ticket shows no date for it.",
    "Promise it in minutes or hours, or watch it by hand.",
)
OTHER_CALENDARS = LossCode(
    "RT110",
    "several-hours-in-one-level",
    "{target}",
    "A level has one set of hours, here {calendars}: the ticket shows no date for this time.",
    "Watch it by hand.",
)
NO_ONE_ZONE = LossCode(
    "RT111",
    "no-one-time-zone",
    "{target}",
    "A level has one time zone, and this time runs on {zones}: the ticket shows no date for it.",
    "Watch it by hand.",
)
AIM = LossCode(
    "RT112",
    "an-aim-looks-binding",
    "{target}, an aim",
    "RT shows it like a binding time.",
    "Tell the staff which times are aims.",
)
NEVER_OVERDUE = LossCode(
    "RT113",
    "start-is-never-overdue",
    "{target}",
    "It becomes Starts, which RT shows but, unlike Due, never marks as overdue.",
    "Make a saved search for open tickets whose Starts has passed and whose Started is empty.",
)
ONE_DUE = LossCode(
    "RT114",
    "one-due-date",
    "{priority}: a response and a resolution time",
    "A ticket has one Due in RT: the earlier of the two until it is answered, and the resolution time after that.",
    "Watch the later one by hand until the ticket is answered.",
)
NOT_IN_FORCE = LossCode(
    "RT115",
    "contract-not-in-force",
    "all promised times",
    "The contract isn't in force on {as_of} ({reason}): the queue has no levels and its people no rights.",
    "Export or apply again on the day that it comes into force, if it does.",
)
NO_FORM = LossCode(
    "RT116",
    "no-form-bought",
    "all promised times",
    "No form was bought, so no SLA applies: the queue has no levels.",
    "Nothing to do: nothing was promised.",
)
CLOCK_CHANGE = LossCode(
    "RT117",
    "opens-or-closes-as-the-clock-changes",
    "calendar {calendar}: it opens or closes at a time that is skipped or repeated when the clock changes",
    "On the night of a change RT counts up to an hour too much or too little.",
    "Export with --with-overlay, or look up the times of those nights with “akkoord decide”.",
)

MATRIX = LossCode(
    "RT201",
    "priority-from-impact-and-urgency",
    "the priority that follows from impact and urgency",
    "RT sets no priority or level from impact and urgency: someone chooses the level.",
    "Choose the level by the table in the SLA, or ask “akkoord decide”.",
)
DEFAULT_LEVEL = LossCode(
    "RT202",
    "level-of-a-new-ticket",
    "the times of a ticket whose priority isn't known yet",
    "Every new ticket, of whatever type, gets the level “{level}” until someone chooses another.",
    "Choose the level when the ticket is first read.",
)
WITHOUT_TIMES = LossCode(
    "RT203",
    "priorities-without-a-time",
    "priorities without a time: {priorities}",
    "They have no level: a ticket that gets such a priority keeps the level that it has, and the dates.",
    "Clear the level, Starts and Due of such a ticket by hand: RT keeps the dates when only the level is cleared.",
)
WHO_ANSWERS = LossCode(
    "RT204",
    "who-answers-and-who-asks",
    "who answers and who asks",
    "RT takes everyone but the owner and the queue's AdminCc for the client: an answer by anyone else is no response to it, and "
    "after an answer the client's next message starts the response time again.",
    "Put the provider's staff in the AdminCc of the queue.",
)
ANY_CHANNEL = LossCode(
    "RT205",
    "any-channel",
    "how to report: {ways}",
    "RT takes a ticket of any priority by any channel.",
    "Ask whoever reports in another way to use one of these.",
)
MAY_STAY_EMPTY = LossCode(
    "RT206",
    "information-may-be-missing",
    "the information that a ticket must hold",
    "RT asks for it in fields that may stay empty: it can't require a field for some ticket types only, nor in a mail.",
    "Ask for what is missing before the work begins.",
)
COVERAGE = LossCode(
    "RT207",
    "coverage-not-told",
    "the coverage of services ({rules})",
    "RT doesn't tell whether work is included, charged or excluded.",
    "Ask “akkoord decide” before the work begins.",
)
VALIDITY = LossCode(
    "RT208",
    "no-dates-of-validity",
    "valid from {from_} until {until}",
    "RT knows no dates of validity: what is loaded holds, for older tickets too, until it is replaced.",
    "Export or apply again on the day that something changes; “akkoord timeline” says when that is.",
)
MAINTENANCE = LossCode(
    "RT209",
    "maintenance-does-not-pause",
    "maintenance {window}: {times}",
    "RT's clock doesn't pause during maintenance.",
    "Nothing to do where no time is running; otherwise say so in the ticket.",
)
BLACKOUT = LossCode(
    "RT210",
    "no-maintenance-unknown",
    "no maintenance: {blackout}",
    "RT doesn't know when maintenance is unwanted.",
    "Subscribe to the feed of events from “akkoord export ics”.",
)
ESCALATION = LossCode(
    "RT211",
    "no-ladder",
    "escalation in {steps}",
    "RT has no ladder of escalation: nobody is told when a step is due.",
    "Escalate by hand, or by rt-crontool with rules of your own.",
)

REPORTER_MAILS = LossCode(
    "RT301",
    "other-mails-to-the-reporter",
    "status mails to the reporter: {events}",
    "RT's own scrips mail the reporter when a ticket is created and when it is resolved.",
    "Turn off or add scrips for this queue by hand.",
)
WATCHER_MAILS = LossCode(
    "RT302",
    "more-mails-than-agreed",
    "status mails to {people}: {events}",
    "They are watchers (Cc) of the queue, so RT also mails them every public reply{more}.",
    "Tell them, or replace the watchers by scrips of your own.",
)
MUTE = LossCode(
    "RT303",
    "no-address-to-mail",
    "status mails to {people}",
    "There is no e-mail address, so RT sends nothing.",
    "Add the address to the contact in the DAP.",
)
ANYONE = LossCode(
    "RT304",
    "anyone-may-report",
    "everyone at the client may report",
    "RT can't tell the client's people from others: anyone may create a ticket in the queue.",
    "Check who is asking before the work begins.",
)
IN_WRITING = LossCode(
    "RT305",
    "rights-not-only-in-writing",
    "requests for rights only in writing",
    "RT doesn't see what a ticket asks for: it has the group of those who may authorise, but doesn't check.",
    "Check that the reporter is in that group, and refuse such requests when they are made by telephone.",
)
ONE_USER = LossCode(
    "RT306",
    "one-user-per-address",
    "contact {contact}",
    "RT has one user per address, here {name} of {organization}; this contact differs in {fields}.",
    "Give each contact an address of its own where that matters.",
)
CUT = LossCode(
    "RT307",
    "text-cut",
    "{what}",
    "Longer than RT holds, so cut or left out: {fields}.",
    "Shorten it, or leave it: nothing is decided by it.",
)
