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
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.dbt import PROJECT
from tests.mutation import rows
from tests.mutation.judge import Judge, Verdict, rule_verdicts, verdicts
from tests.mutation.operators import Mutant, mutants

FOLDERS = {
    "sql": ("models/reconciliation", "models/intermediate", "models/marts"),
    "macros": ("macros",),
    "bi": ("models/bi",),
}


HERE = Path(__file__).parent


def of_kind(kind: str, each: int, seed: int) -> list[Any]:
    """Mutants of a kind, in the order of their files; of rules at most so many each."""
    if kind == "fixed":
        return [*fixed(), *one_of_each_rule()]
    if kind in rows.SEEDS:
        found = list(rows.mutants(kind))
        of_rules = rows.sample([m for m in found if m.path in rows.BY_RULE], each, seed)
        return of_rules + [m for m in found if m.path not in rows.BY_RULE]
    paths = sorted(path for folder in FOLDERS[kind] for path in (PROJECT / folder).rglob("*.sql"))
    return [mutant for path in paths for mutant in mutants(str(path.relative_to(PROJECT)))]


def fixed() -> list[Mutant]:
    """The mutants of sample.csv: a stretch of a file that stands there once, and what is put in its place."""
    found = []
    with (HERE / "sample.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = (PROJECT / row["path"]).read_text(encoding="utf-8")
            if text.count(row["before"]) != 1:
                raise SystemExit(f"{row['path']} holds {row['before']!r} not once; mend tests/mutation/sample.csv")
            start = text.index(row["before"])
            end, what = start + len(row["before"]), f"{row['before']} to {row['after']}"
            found.append(Mutant(row["path"], start, end, row["after"], what, text.count("\n", 0, start) + 1, 0))
    return found


def one_of_each_rule() -> list[rows.Mutant]:
    """Of each rule that has members, the first that takes other figures."""
    found: dict[str, rows.Mutant] = {}
    for mutant in rows.mutants("rules"):
        if mutant.path == rows.BY_RULE[1] and mutant.column == "concept":
            found.setdefault(rows.rule_of(mutant), mutant)
    return list(found.values())


def judged(judge: Judge, chosen: list[Any], jobs: int) -> Iterator[Verdict]:
    """Verdicts; mutants of rules first by their cases, many in one pass, and what is left by all tests."""
    of_rules = [mutant for mutant in chosen if getattr(mutant, "path", "") in rows.BY_RULE]
    left = {mutant.id: mutant for mutant in chosen if mutant not in of_rules}
    by_id = {mutant.id: mutant for mutant in of_rules}
    for verdict in rule_verdicts(judge, of_rules):
        if verdict.killed_by:
            yield verdict
        else:
            left[verdict.id] = by_id[verdict.id]
    yield from verdicts(judge, left.values(), jobs)


def equivalent() -> dict[str, str]:
    """Mutants that change nothing anyone could see, and why."""
    with (HERE / "equivalent.csv").open(encoding="utf-8", newline="") as file:
        return {row["mutant"]: row["why"] for row in csv.DictReader(file)}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=[*FOLDERS, *rows.SEEDS, "fixed"])
    parser.add_argument("--sample", type=int, help="how many, drawn at random (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=12, help="of each rule at most so many")
    parser.add_argument("--only", default="", help="mutants whose id holds this")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a CSV of all verdicts")
    call = parser.parse_args(arguments)
    chosen = [mutant for mutant in of_kind(call.kind, call.each, call.seed) if call.only in mutant.id]
    if call.sample and call.sample < len(chosen):
        chosen = random.Random(call.seed).sample(chosen, call.sample)
    with tempfile.TemporaryDirectory(prefix="yibao-mutation-") as name:
        found, known = [], equivalent()
        for verdict in judged(Judge(Path(name)), chosen, call.jobs):
            if verdict.killed_by.startswith("invalid"):
                continue  # not a program
            found.append(verdict)
            why = known.get(verdict.id.partition(":")[0] + " " + verdict.id.partition(" ")[2])
            if not verdict.killed_by and why:
                verdict = replace(verdict, killed_by=f"equivalent: {why}")
                found[-1] = verdict
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
