"""Whether a running Request Tracker has what is loaded from files beside REST.

Rights are in the database, and the program that loads them notes which. Levels and the overlay are in the memory of the server's
processes, which read the files once, when they start: a module that is loaded with them answers it. Several requests at the same
time usually reach several of the processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compiler.apply import AbsentError
from compiler.apply.rest import AT_ONCE, Rest

_WRITES = "“akkoord apply” writes the files"
NOTHING = f"nothing is loaded yet; {_WRITES}"
ANOTHER = f"another version is loaded; {_WRITES}"
WAITING = "the files are there, but the running server doesn't have them; restart it"
SOME = "only some of the server's processes have it; restart the server"
OVERRULED = (
    "this version is loaded, but RT counts by other settings of the same names; "
    "look where else %ServiceAgreements or %ServiceBusinessHours is set"
)


def outdated(rest: Rest, note: str, versions: Mapping[str, str]) -> dict[str, str]:
    """The parts that aren't in use in these versions, and why. ``note`` is what the program noted, empty before the first time.

    An answer that isn't what the module says counts as none. Raises ``ApplyError`` where there is no answer.
    """
    words = note.split()
    noted = dict(zip(words[::2], words[1::2], strict=False))
    processes = rest.each(lambda _: _process(rest), range(AT_ONCE))
    levels = versions["levels"]
    waiting = noted.get("levels") == levels and all(one.get("levels") != levels for one in processes)
    found = {}
    for part, version in versions.items():
        there = [noted.get(part)] if part == "rights" else [one.get(part) for one in processes]
        if all(one == version for one in there):
            if part == "levels" and not all(one.get("counts") is True for one in processes):
                found[part] = OVERRULED
        elif version in there:
            found[part] = SOME
        elif waiting and part != "rights":
            found[part] = WAITING
        else:
            found[part] = ANOTHER if any(there) else NOTHING
    return found


def _process(rest: Rest) -> Mapping[str, Any]:
    """What one process of the server answers; nothing where the module isn't loaded."""
    try:
        answer = rest.get("akkoord")
    except AbsentError:
        return {}
    return answer if isinstance(answer, dict) else {}
