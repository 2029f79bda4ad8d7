"""A plan in words, one object a block: ``+`` is created, ``~`` changed, ``-`` deleted, ``!`` stands in the way."""

from __future__ import annotations

from compiler.plan import Change, Conflict, Difference, Plan, Value
from compiler.visible import Style, on_a_line

_LOOK = {"create": ("+", "green"), "change": ("~", "yellow"), "delete": ("-", "red")}


def text(plan: Plan, style: Style) -> str:
    """The whole plan, with its summary as the last line."""
    blocks = [*(_conflict(one, style) for one in plan.conflicts), *(_change(one, style) for one in plan.changes)]
    return "".join(f"{block}\n\n" for block in blocks) + f"Plan: {counts(plan)}.\n"


def counts(plan: Plan) -> str:
    """How much there is to do, such as ``3 to create, 1 to change, 0 to delete, 40 unchanged``."""
    told = [f"{plan.count(action)} to {action}" for action in _LOOK] + [f"{plan.unchanged} unchanged"]
    if plan.conflicts:
        told.append(f"{len(plan.conflicts)} in the way")
    return ", ".join(told)


def title(change: Change) -> str:
    """A change on one line, such as ``~ group bakery: contacts``."""
    return f"{_LOOK[change.action][0]} {change.kind} {on_a_line(change.name)}"


def _change(change: Change, style: Style) -> str:
    lines = [style(title(change), fg=_LOOK[change.action][1])]
    lines += [_difference(one, change.action == "create") for one in change.differences if one.before or one.after]
    return "\n".join([*lines, f"    # {on_a_line(change.reason)}"])


def _conflict(conflict: Conflict, style: Style) -> str:
    wanted = conflict.wanted
    heading = style(f"! {wanted.kind} {on_a_line(wanted.name)}", fg="magenta")
    return f"{heading}\n    {on_a_line(conflict.message)}\n    # {on_a_line(wanted.reason)}"


def _difference(difference: Difference, new: bool) -> str:
    before, after = difference.before, difference.after
    if new:
        told = _value(after)
    elif isinstance(before, tuple) and isinstance(after, tuple) and set(before) != set(after):
        added = [f"+ {_value(one)}" for one in after if one not in before]
        told = ", ".join([*added, *(f"- {_value(one)}" for one in before if one not in after)])
    else:
        told = f"{_value(before)} -> {_value(after)}"
    return f"    {on_a_line(difference.attribute)}: {told}"


def _value(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_value, value)) or "(none)"
    return on_a_line(f'"{value}"') if value else "(none)"
