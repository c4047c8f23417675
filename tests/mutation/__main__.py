"""Mutation tests of the checks: change a rule or a model, and ask whether a test of the project fails.

python -m tests.mutation rules|sql|macros|seeds [--sample N] [--seed S] [--only TEXT] [--jobs N] [--out FILE]
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.dbt import PROJECT
from tests.mutation.judge import Judge, verdicts
from tests.mutation.operators import mutants

FOLDERS = {
    "sql": ("models/reconciliation", "models/intermediate", "models/marts"),
    "macros": ("macros",),
    "bi": ("models/bi",),
}


def of_kind(kind: str) -> list[Any]:
    paths = sorted(path for folder in FOLDERS[kind] for path in (PROJECT / folder).rglob("*.sql"))
    return [mutant for path in paths for mutant in mutants(str(path.relative_to(PROJECT)))]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=FOLDERS)
    parser.add_argument("--sample", type=int, help="how many, drawn at random (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="mutants whose id holds this")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a CSV of all verdicts")
    call = parser.parse_args(arguments)
    chosen = [mutant for mutant in of_kind(call.kind) if call.only in mutant.id]
    if call.sample and call.sample < len(chosen):
        chosen = random.Random(call.seed).sample(chosen, call.sample)
    with tempfile.TemporaryDirectory(prefix="yibao-mutation-") as name:
        found = []
        for verdict in verdicts(Judge(Path(name)), chosen, call.jobs):
            if verdict.killed_by.startswith("invalid"):
                continue  # not a program
            found.append(verdict)
            word = "killed" if verdict.killed_by else "SURVIVED"
            print(f"{word} {verdict.id}: {verdict.killed_by or verdict.changed} ({verdict.seconds:.1f} s)", flush=True)
    if call.out:
        with call.out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("mutant", "killed_by", "changed"))
            writer.writerows(sorted((v.id, v.killed_by, v.changed) for v in found))
    killed = sum(bool(verdict.killed_by) for verdict in found)
    by = Counter(" ".join(verdict.killed_by.split()[:2]) for verdict in found if verdict.killed_by)
    print(f"{killed} of {len(found)} killed ({killed / max(len(found), 1):.1%}); by {by.most_common(12)}")
    return int(killed < len(found))


if __name__ == "__main__":
    sys.exit(main())
