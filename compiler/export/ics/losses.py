"""Every kind of loss of the export to iCalendar: 1xx dates and times."""

from __future__ import annotations

from compiler.loss import LossCode

KNOWN_STRETCH = LossCode(
    "IC101",
    "closings-known-for-a-while",
    "calendar {calendar}: closings from {from_} until {until}",
    "The feeds hold the dates of this stretch: before and after it every day seems open.",
    "Export again well before {until}.",
)
WHOLE_DAYS_ONLY = LossCode(
    "IC102",
    "early-closing-is-no-whole-day",
    "calendar {calendar}: closes early {times}",
    "The feed of closings holds whole days only: a program that reads just that feed counts the usual hours on these days.",
    "Read the feed of events as well, or look up the times of those days with “akkoord decide”.",
)
ONE_CALENDAR = LossCode(
    "IC103",
    "closings-of-one-calendar",
    "calendar {calendar}: {dates}",
    "The feed of closings is that of {office}: a program that uses it for {calendar} too is wrong on these days.",
    "Use the feed of closings for {office} only; other closings stand in the feed of events.",
)
NOT_SIGNED = LossCode(
    "IC104",
    "contract-not-signed",
    "everything: the contract isn't signed",
    "Events are marked as tentative, which some readers don't show: they look as though they were agreed.",
    "Share the feeds once the contract is signed, and export again then.",
)
CHANGE_TO_COME = LossCode(
    "IC105",
    "change-to-come",
    "the amendment of {date}: {parts}",
    "The feeds hold what is agreed as of {as_of}: maintenance that changes ends the day before, and what is new isn't there yet.",
    "Export again on {date}.",
)
NO_REVIEW_DATES = LossCode(
    "IC106",
    "reviews-without-dates",
    "service reviews: {count} a year",
    "No dates were agreed: each review stands on the last day of its part of the contract's year.",
    "Invite people for the real dates yourself.",
)
VISITS_WITHOUT_START = LossCode(
    "IC107",
    "visits-without-a-start",
    "visits: {frequency}",
    "It isn't agreed from which date they count: they stand in no feed.",
    "Invite people for the visits yourself.",
)
OTHER_LANGUAGE = LossCode(
    "IC108",
    "words-in-english",
    "the language of the contract: {language}",
    "There are no words in that language for calendars: those around the contract's own texts are English.",
    "Nothing to do: what was agreed is in its own language.",
)
