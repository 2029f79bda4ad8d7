"""Fuzzing for some time, with other examples each time: ``make fuzz``, or ``python -m tests.fuzz.run SECONDS``.

What doesn't hold is shown in its smallest form, with its seed; it becomes a case of the corpus. Where atheris is installed,
a quarter of the time goes to the reader, led by what of it was reached.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
import traceback
from collections import Counter
from importlib.util import find_spec
from itertools import cycle

from hypothesis import HealthCheck, seed, settings

from tests.fuzz.properties import PROPERTIES

AT_ONCE = {"rules": 200, "values": 20, "bytes": 20, "documents": 10, "papers": 10, "commands": 2}
"""Examples before it is another's turn; what is shown of one that fails counts beside them."""


def main(seconds: int) -> int:
    wrong, ran, ends = 0, Counter[str](), time.monotonic() + seconds
    if find_spec("atheris") is not None:
        wrong += subprocess.run([sys.executable, "-m", "tests.fuzz.reader", str(seconds // 4)], check=False).returncode != 0
    else:
        print("atheris isn't installed; the reader is left out", flush=True)
    for name in cycle(PROPERTIES):
        if time.monotonic() >= ends:
            break
        number = random.SystemRandom().randrange(2**32)
        bounds = settings(max_examples=AT_ONCE[name], database=None, deadline=None, suppress_health_check=list(HealthCheck))
        try:
            seed(number)(bounds(PROPERTIES[name]))()
        except KeyboardInterrupt:
            break
        except BaseException:
            wrong += 1
            print(f"{name}, seed {number}", flush=True)
            traceback.print_exc()
        ran[name] += AT_ONCE[name]
    print(", ".join(f"{count} {name}" for name, count in ran.items()) + f": {wrong} failed", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
