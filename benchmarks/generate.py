"""Makes a workspace of many varied clients, beside the provider of the example.

``python benchmarks/generate.py 10000 --out DIR`` writes it. The same seed gives the same bytes on any machine, and a client
depends on its number alone: a bigger workspace holds the smaller one. With ``--mistakes 0.05``, every twentieth client gets
one mistake; ``DIR/mistakes.json`` tells which client has which.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.clients import words
from benchmarks.clients.contract import client
from benchmarks.clients.dap import dap
from benchmarks.clients.mistakes import Mistake, number_of, spoil
from benchmarks.clients.written import written

PROVIDER = Path(__file__).parents[1] / "contracts" / "provider"
_SCHEMA = "# yaml-language-server: $schema=../../../schemas/{}.schema.json\n"


def generate(count: int, out: Path, *, seed: int = 1, mistakes: float = 0.0, provider: Path = PROVIDER) -> dict[str, Mistake]:
    """Writes a workspace into a new or empty folder; the mistake of each client that has one, also in ``mistakes.json``.

    ``mistakes`` is the share of clients that get one, 0 to 1. ``FileExistsError`` where the folder holds something.
    """
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(f"{out} isn't empty")
    shutil.copytree(provider, out / "provider")
    made = add_clients(range(count), out, seed=seed, mistakes=mistakes)
    told = {name: {"kind": one.kind, "code": one.code, "file": f"clients/{name}/{one.file}.yaml"} for name, one in made.items()}
    (out / "mistakes.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8", newline="\n")
    return made


def add_clients(numbers: Iterable[int], out: Path, *, seed: int = 1, mistakes: float = 0.0) -> dict[str, Mistake]:
    """Writes the clients of those numbers into a workspace; the mistake of each that has one."""
    made = {}
    for number in numbers:
        name, files, mistake = client_files(number, seed, mistakes)
        folder = out / "clients" / name
        folder.mkdir(parents=True)
        for kind, text in files.items():
            (folder / f"{kind}.yaml").write_bytes(text.encode())
        if mistake is not None:
            made[name] = mistake
    return made


def client_files(number: int, seed: int, mistakes: float = 0.0) -> tuple[str, dict[str, str], Mistake | None]:
    """A client's folder name, the text of its files by kind, and its mistake."""
    made = client(number, seed)
    data = {"contract": made.contract, **({"dap": dap(made)} if made.has_dap else {})}
    wrong = number_of(number, mistakes)
    mistake = spoil(data, wrong) if wrong is not None else None
    notes = {"contract": words.CONTRACT_NOTES[made.lang], "dap": words.DAP_NOTES[made.lang]}
    texts = {kind: _SCHEMA.format(kind) + written(one, notes[kind]) for kind, one in data.items()}
    if mistake is not None and mistake.in_text is not None:
        texts[mistake.file] = mistake.in_text(texts[mistake.file])
    return made.identity.id, texts, mistake


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("count", type=int, help="how many clients")
    parser.add_argument("--out", type=Path, required=True, help="the folder, new or empty")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other clients (default: 1)")
    parser.add_argument("--mistakes", type=float, default=0.0, help="the share of clients with one mistake, 0 to 1 (default: 0)")
    parser.add_argument("--provider", type=Path, default=PROVIDER, help="the provider's folder (default: the example's)")
    given = parser.parse_args()
    try:
        made = generate(given.count, given.out, seed=given.seed, mistakes=given.mistakes, provider=given.provider)
    except (OSError, ValueError) as problem:
        parser.error(str(problem))
    print(f"{given.count} clients, {len(made)} of them with a mistake, in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
