"""Whether work is covered: the bundle's rules in their order, the first that fits the case decides.

The order, as compiled: not in force; no form; exclusions; deviations for one system; operating systems outside the SLA;
ticket types; deviations; the matrix, or a component that wasn't bought. What the question leaves open may make a rule fit
or not: such a rule doesn't decide, but is told as another outcome.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from compiler import duration
from compiler.bundle import Bundle, CoverageRule, Origin, System, Text
from compiler.decide.answer import Because, CoverageAnswer, Otherwise, Step
from compiler.decide.clauses import clauses, origin_of

_STEP: dict[str, Step] = {
    "not-in-force": "in-force",
    "no-form": "form",
    "exclusion": "exclusion",
    "operating-system": "operating-system",
    "ticket-type": "ticket-type",
    "deviation": "deviation",
    "matrix": "matrix",
    "not-bought": "not-bought",
}
_OUTCOMES = {
    "included": "included",
    "billable": "charged separately",
    "optional": "an option that wasn't bought",
    "not-offered": "not offered in this form",
    "excluded": "outside the agreement, and charged",
    "no-sla": "no SLA applies",
    "not-in-force": "not in force",
}


class Case(NamedTuple):
    """What a question says about the work; None is not said. Two equal cases have the same answer."""

    type: str | None
    component: str | None
    system: str | None
    service: str | None
    work: frozenset[str]
    labour_seconds: float | None


class _Fit(Enum):
    NO = 0
    MAYBE = 1
    YES = 2


class CoverageRules:
    """The rules of one bundle, ready to be asked. Texts are in the contract's language."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.rules = bundle.coverage.rules
        self.systems = {system.id: system for system in bundle.form.systems}
        self.language = bundle.sla.language
        self.components = {one.id: self._say(one.label) for one in bundle.coverage.components}
        self.services = {one.id: self._say(one.label) for one in bundle.coverage.services}
        self.types = {one.id: self._say(one.label) for one in bundle.tickets.types}

    def answer(self, case: Case) -> CoverageAnswer:
        """What applies to a case, with every step that was considered, the deciding one first."""
        maybe: list[CoverageRule] = []
        for rule in self.rules:
            fit = self._fit(rule, case)
            if fit is _Fit.YES:
                others = [one for one in maybe if (one.outcome, one.rate) != (rule.outcome, rule.rate)]
                return CoverageAnswer(
                    outcome=rule.outcome,
                    rate=rule.rate,
                    minimum=rule.minimum,
                    conditions=tuple(
                        Because(clause=one.clause, text=self._say(one.text), origin=one.origin) for one in rule.conditions
                    ),
                    otherwise=self._alternatives(others, case),
                    missing=(),
                    because=(self._because(rule), *self._passed(rule, case)),
                )
            if fit is _Fit.MAYBE:
                maybe.append(rule)
        missing = tuple(key for key, value in (("component", case.component), ("service", case.service)) if value is None)
        return CoverageAnswer(
            outcome=None,
            rate=None,
            minimum=None,
            conditions=(),
            otherwise=self._alternatives([one for one in maybe if one.kind not in ("matrix", "not-bought")], case),
            missing=missing,
            because=tuple(self._passed(None, case)),
        )

    def _fit(self, rule: CoverageRule, case: Case) -> _Fit:
        when = rule.when
        if when.work is not None and when.work not in case.work:
            return _Fit.NO
        fit = _Fit.YES
        for wanted, known in (
            (when.type, case.type),
            (when.component, case.component),
            (when.service, case.service),
            (when.system, case.system),
        ):
            if wanted is None or wanted == known:
                continue
            if known is not None:
                return _Fit.NO
            fit = _Fit.MAYBE
        if when.os_family is not None:
            if case.system is None:
                # Only a system of the client can be outside the SLA by what it runs on.
                if not any(one.os_family == when.os_family and self._could_be(one, case) for one in self.systems.values()):
                    return _Fit.NO
                fit = _Fit.MAYBE
            elif self.systems[case.system].os_family != when.os_family:
                return _Fit.NO
        if when.over is not None:
            if case.labour_seconds is None:
                fit = _Fit.MAYBE
            elif case.labour_seconds <= duration.parse(when.over).roughly:
                return _Fit.NO
        if when.system is not None and case.system is None and not self._could_be(self.systems[when.system], case):
            return _Fit.NO
        return fit

    def _could_be(self, system: System, case: Case) -> bool:
        return case.component is None or system.component == case.component

    def _alternatives(self, rules: list[CoverageRule], case: Case) -> tuple[Otherwise, ...]:
        """What the rules say otherwise; of two for the same, the first decides."""
        found: dict[str, Otherwise] = {}
        for rule in rules:
            one = self._otherwise(rule, case)
            found.setdefault(one.when, one)
        return tuple(found.values())

    def _otherwise(self, rule: CoverageRule, case: Case) -> Otherwise:
        when, said = rule.when, []
        if when.over is not None and case.labour_seconds is None:
            said.append(f"it takes more than {duration.in_words(when.over)} of labour")
        if when.type is not None and case.type is None:
            said.append(f"it is of the type “{self.types[when.type]}”")
        if when.system is not None and case.system is None:
            said.append(f"it is about {when.system}")
        if when.os_family is not None and case.system is None:
            family = next(one.label for one in self.bundle.coverage.os_families if one.id == when.os_family)
            systems = [one.id for one in self.systems.values() if one.os_family == when.os_family and self._could_be(one, case)]
            said.append(f"it is about a system outside the SLA ({self._say(family)}: {', '.join(systems)})")
        if when.component is not None and case.component is None:
            said.append(f"it is about {self.components[when.component]}")
        if when.service is not None and case.service is None:
            said.append(f"it is about {self.services[when.service]}")
        return Otherwise(when=" and ".join(said), outcome=rule.outcome, rate=rule.rate, because=self._because(rule))

    def _because(self, rule: CoverageRule) -> Because:
        """Why a rule says what it says, in a sentence."""
        return Because(step=_STEP[rule.kind], clause=rule.clause, text=self._reason(rule), origin=rule.origin)

    def _reason(self, rule: CoverageRule) -> str:
        when, told, status = rule.when, _OUTCOMES[rule.outcome], self.bundle.status
        if rule.kind == "not-in-force":
            return {
                "before-start": f"The contract starts on {status.start}.",
                "after-end": f"The contract ended on {status.end}.",
            }.get(status.reason, f"The contract isn't signed: its status is {status.contract}.")
        if rule.kind == "no-form":
            return "The contract names no form, so no SLA applies."
        if rule.kind == "exclusion":
            limit = f", when it takes more than {duration.in_words(when.over)} of labour" if when.over is not None else ""
            return f"Always outside the agreement: {self._say(rule.text)}{limit}."
        if rule.kind == "operating-system":
            return self._outside(rule, told)
        if rule.kind == "ticket-type":
            return f"{self.types[when.type or '']}: {told}. {self._say(rule.text)}"
        if rule.kind == "deviation":
            before = f", instead of {_OUTCOMES[rule.standard]}" if rule.standard is not None else ""
            return f"Agreed with the client for {self._what(rule)}: {told}{before}."
        if rule.kind == "not-bought":
            return f"The client didn't buy {self.components[when.component or '']}, so no SLA applies to it."
        option = f", bought as an option ({_OUTCOMES[rule.standard]} otherwise)" if rule.standard is not None else ""
        return f"{self._what(rule)}: {told}{self._form(when.component)}{option}."

    def _outside(self, rule: CoverageRule, told: str) -> str:
        remains = (
            f"{self.services[rule.when.service]} remains: {told}."
            if rule.when.service is not None
            else f"{told[0].upper()}{told[1:]}."
        )
        return f"{self._say(rule.text)} {remains}".strip()

    def _passed(self, decided: CoverageRule | None, case: Case) -> Iterator[Because]:
        """What was considered before, and didn't decide."""
        status, bought = self.bundle.status, self.bundle.form.bought
        if decided is not None and decided.kind == "not-in-force":
            return
        text = f"The contract is in force, from {status.start} to {status.end}."
        clause = next((one.number for one in clauses(self.bundle) if one.template == "duration"), None)
        yield Because(step="in-force", clause=clause, text=text, origin=status.origin)
        if decided is not None and decided.kind == "no-form":
            return
        named = ", ".join(f"{self._say(one.label)} {self._say(one.type_label)}" for one in bought)
        yield Because(step="form", clause=self.bundle.form.clause, text=f"Bought: {named}.", origin=bought[0].origin)
        before = dict.fromkeys(rule.kind for rule in (self.rules if decided is None else self.rules[: self.rules.index(decided)]))
        last = decided.kind if decided is not None else None
        for kind in before:
            if kind == last or kind in ("not-in-force", "no-form", "not-bought"):
                continue
            yield self._considered(_STEP[kind], case)

    def _considered(self, step: Step, case: Case) -> Because:
        clause: str | None = None
        origin: Origin | None = None
        first = next(rule for rule in self.rules if _STEP[rule.kind] == step)
        if step == "exclusion":
            clause, origin = self._parent(first)
            text = "None of the work that is always outside the agreement."
            limits = {rule.when.work: rule.when.over for rule in self.rules if rule.kind == step and rule.when.work in case.work}
            if limits:
                which = [f"{work} only when it takes more than {duration.in_words(over or '')}" for work, over in limits.items()]
                text = f"Outside the agreement: {', '.join(which)} of labour."
        elif step == "operating-system":
            system = self.systems.get(case.system) if case.system is not None else None
            clause, origin = first.clause, first.origin
            text = "No system was named, so its operating system doesn't count."
            if system is not None:
                origin = system.origin
                text = f"{system.id} is inside the SLA ({system.os or 'no operating system is named'})."
        elif step == "ticket-type":
            clause, origin = first.clause, first.origin
            text = "The type of ticket doesn't say otherwise."
            if case.type is not None:
                ticket = next(one for one in self.bundle.tickets.types if one.id == case.type)
                clause, origin = ticket.clause, ticket.origin
                text = f"{self.types[case.type]}: the type of ticket doesn't decide."
        elif step == "deviation":
            clause, origin = first.clause, first.origin
            text = "No deviation of this client is about it."
        else:
            clause, text = self.bundle.coverage.matrix.clause, "The matrix says it by component and service."
        return Because(step=step, clause=clause, text=text, origin=origin)

    def _parent(self, rule: CoverageRule) -> tuple[str | None, Origin | None]:
        """The clause that holds a numbered item, where the SLA has it: all but the last part of the number."""
        number = (rule.clause or "").rpartition(".")[0]
        origin = origin_of(self.bundle, number)
        return (rule.clause, rule.origin) if origin is None else (number, origin)

    def _what(self, rule: CoverageRule) -> str:
        when = rule.when
        component = f" for {self.components[when.component]}" if when.component is not None else ""
        return f"{self.services[when.service or '']}{component}" + (f" ({when.system})" if when.system is not None else "")

    def _form(self, component: str | None) -> str:
        found = next((one for one in self.bundle.form.bought if component in one.components), None)
        return f" in {self._say(found.label)} {self._say(found.type_label)}" if found is not None else ""

    def _say(self, text: Text | None) -> str:
        return text[self.language] if text is not None else ""
