"""An answer as text for people: the verdict first, the reasons below, each with its clause and place."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from compiler import duration
from compiler.bundle import Origin, Rate
from compiler.decide.answer import Answer, Because, CoverageAnswer, ReporterAnswer, TimeAnswer
from compiler.visible import Style, visible

_VERDICTS = {
    "included": ("Covered", "green"),
    "billable": ("Charged separately", "yellow"),
    "optional": ("Not covered: an option that wasn't bought", "red"),
    "not-offered": ("Not offered in this form", "red"),
    "excluded": ("Outside the agreement, charged", "red"),
    "no-sla": ("No SLA applies, charged", "red"),
    "not-in-force": ("Not in force", "red"),
    None: ("It depends", "yellow"),
}
_WIDTH = 112
_MARGIN = 13


def told(answer: Answer, style: Style) -> str:
    """The answer in lines that end in a line end."""
    return "\n".join([*_verdict(answer, style), "", style("Why", bold=True), *_reasons(answer)]) + "\n"


def _verdict(answer: Answer, style: Style) -> Iterator[str]:
    covered = answer.coverage
    verdict, colour = _VERDICTS[covered.outcome]
    yield style(f"{verdict}{_charged(covered)}", fg=colour, bold=True)
    if covered.missing:
        yield _row("", f"Name the {' and the '.join(covered.missing)} to know.")
    for one in covered.otherwise:
        yield _row("but", f"if {one.when}: {_VERDICTS[one.outcome][0].lower()}{_at(one.rate, ', ')}")
    for condition in covered.conditions:
        yield _row("condition", f"{condition.text} ({condition.clause})")
    yield _row("client", f"{answer.client}, {answer.at:%a %d %b %Y %H:%M} {answer.at:%Z}")
    if answer.priority is not None:
        yield _row("priority", answer.priority.label)
    for name, time in (("start by", answer.start_by), ("respond by", answer.respond_by), ("resolve by", answer.resolve_by)):
        if time is not None:
            yield from _time(name, time, style)
    if answer.report_by:
        yield _row("report by", ", ".join(answer.report_by))
    yield from _reporter(answer.reporter)
    for maintenance in answer.maintenance:
        what = "maintenance" if maintenance.kind == "window" else "no maint."
        until = f"{maintenance.starts:%H:%M} to {maintenance.ends:%a %H:%M}"
        yield _row(what, f"{until} on {', '.join(maintenance.systems)}: {maintenance.text}")
    if answer.notify:
        yield _row("mails to", ", ".join(dict.fromkeys(one.name or one.who for one in answer.notify)))
    for step in answer.escalation:
        yield _row("escalate" if step is answer.escalation[0] else "", f"{step.step} {step.level}: {', '.join(step.provider)}")
    for note in answer.notes:
        yield _row("note", note.text)


def _time(name: str, time: TimeAnswer, style: Style) -> Iterator[str]:
    moment = style(f"{time.at:%a %d %b %Y %H:%M}", bold=True)
    yield _row(name, f"{moment} {'' if time.binding else 'as an aim '}({time.calendar})", exact=True)
    yield _row("", " · ".join(time.steps))


def _reporter(reporter: ReporterAnswer) -> Iterator[str]:
    if reporter.authorised is None:
        return
    who = reporter.name or "someone who isn't among the contacts"
    yield _row("reporter", f"{who}: {'may report' if reporter.authorised else 'may NOT report'}")
    for advice in reporter.advice:
        yield _row("", advice)


def _reasons(answer: Answer) -> Iterator[str]:
    times = [time for time in (answer.start_by, answer.respond_by, answer.resolve_by) if time is not None]
    groups = [answer.coverage.because, answer.priority.because if answer.priority is not None else ()]
    groups += [time.because for time in times]
    groups.append(answer.reporter.because)
    for because in (one for group in groups for one in group):
        yield from _reason(because)


def _reason(because: Because) -> Iterator[str]:
    yield _row(because.clause or "", because.text)
    if because.origin is not None:
        yield _row("", _place(because.origin), exact=True)


def _place(origin: Origin) -> str:
    set_by = f", set by the amendment of {origin.amendment}" if origin.amendment is not None else ""
    return f"{origin.file}:{origin.line}{set_by}"


def _charged(covered: CoverageAnswer) -> str:
    return _at(covered.rate) + (f", at least {duration.in_words(covered.minimum)}" if covered.minimum is not None else "")


def _at(rate: Rate | None, before: str = ": ") -> str:
    if rate is None:
        return ""
    return before + (
        f"{rate.amount} {rate.currency} an hour" if rate.amount is not None else f"the {rate.kind.replace('_', ' ')} rate"
    )


def _row(name: str, text: str, *, exact: bool = False) -> str:
    lines = [text] if exact else wrap(visible(text), _WIDTH - _MARGIN, break_on_hyphens=False) or [""]
    return "\n".join(f"  {name if number == 0 else '':<{_MARGIN - 2}}{line}".rstrip() for number, line in enumerate(lines))
