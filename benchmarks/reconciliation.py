"""How long 300 sums over 100,000 facts take: one set-based pass, Arelle's calculation check, one query an identity.

python -m benchmarks.reconciliation [--help]; what it prints is explained in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.made import Binding, Corpus, Product, Shape, Sum, find_inconsistent, make_corpus
from benchmarks.warehouse import Warehouse
from benchmarks.xbrl import write_xbrl

_HERE = Path(__file__).resolve().parent
_ARELLE = _HERE.parent / ".venv-arelle" / "bin" / "python"
_FASTER_THAN_ARELLE, _FASTER_THAN_ONE_BY_ONE = 10, 50

Identity = tuple[Sum | Product, str]


class Disagreement(Exception):
    """Two ways to check the same facts found different breaks; no time of such a run means anything."""


@dataclass
class Way:
    """One way to check: seconds of its runs, how much of all checks a run did, and what it found."""

    label: str
    identities: int
    share: float = 1.0
    seconds: list[float] = field(default_factory=list)

    @property
    def whole(self) -> list[float]:
        """Seconds of all checks, extrapolated where a run was a sample."""
        return [seconds / self.share for seconds in self.seconds]


def main() -> int:
    options = _options()
    corpus = make_corpus(Shape(reports=options.reports, seed=options.seed))
    with tempfile.TemporaryDirectory(prefix="yibao_bench") as folder:
        ways = measure(corpus, Path(folder), options)
    _tell(ways)
    return 0


def measure(corpus: Corpus, workspace: Path, options: argparse.Namespace) -> list[Way]:
    """Each way as often as asked, in turn, so that a slower minute of the machine meets all; raises Disagreement."""
    expected = find_inconsistent(corpus)
    agree("what was damaged on purpose", corpus.damaged, expected & corpus.damaged)
    rules: list[Sum | Product] = [*corpus.sums, *corpus.products]
    identities = [(rule, report_id) for rule in rules for report_id in corpus.reports]
    warehouse = Warehouse(corpus, workspace, options.threads)
    _describe(corpus, expected, options)
    print("the pass makes", ", ".join(warehouse.tables))

    ways = {
        "set": Way(f"set-based pass of the models, {options.threads} threads", len(identities)),
        "set1": Way("set-based pass of the models, 1 thread", len(identities)),
        "rule": Way("one query a rule (dbt test)", len(identities)),
        "one": Way("one query an identity", len(identities), options.sample / len(identities)),
    }
    with _arelle(corpus, workspace, options.arelle) as check:
        if check is not None:
            ways["arelle"] = Way("Arelle, Calculations 1.1 (sums only)", len(corpus.sums) * len(corpus.reports))
        chance = random.Random(options.seed)
        for _ in range(options.repeat):
            for name, threads in (("set", options.threads), ("set1", 1)):
                warehouse.set_threads(threads)
                ways[name].seconds.append(_time(warehouse.check_at_once))
                agree(ways[name].label, warehouse.find_inconsistent(), expected)
                if sum(warehouse.count_checks().values()) != len(identities):
                    raise Disagreement(f"{ways[name].label}: {warehouse.count_checks()} are not all identities")
            warehouse.set_threads(options.threads)
            if check is not None:
                seconds, found = check()
                ways["arelle"].seconds.append(seconds)
                agree(ways["arelle"].label, found, expected)
            seconds, found = _time_found(_by_rule(warehouse, rules))
            ways["rule"].seconds.append(seconds)
            agree(ways["rule"].label, found, expected)
            sample = chance.sample(identities, options.sample)
            seconds, found = _time_found(_by_identity(warehouse, sample))
            ways["one"].seconds.append(seconds)
            agree(ways["one"].label, found, expected & {(rule.code, report_id) for rule, report_id in sample})
    print("verdicts of the pass:", ", ".join(f"{count:,} {word}" for word, count in warehouse.count_checks().items()))
    print(f"every way found the same breaks ({len(expected):,}; one by one: those of its samples)")
    return list(ways.values())


def agree(label: str, found: set[Binding], expected: set[Binding]) -> None:
    """Raises Disagreement where two ways did not find the same."""
    if found != expected:
        raise Disagreement(
            f"{label}: {len(found - expected)} breaks that are none, such as {sorted(found - expected)[:3]};"
            f" {len(expected - found)} not found, such as {sorted(expected - found)[:3]}"
        )


def _by_rule(warehouse: Warehouse, rules: Iterable[Sum | Product]) -> Iterator[Binding]:
    for rule in rules:
        for report_id in warehouse.check_one(rule, None):
            yield rule.code, report_id


def _by_identity(warehouse: Warehouse, identities: Iterable[Identity]) -> Iterator[Binding]:
    for rule, report_id in identities:
        for broken in warehouse.check_one(rule, report_id):
            yield rule.code, broken


@contextmanager
def _arelle(corpus: Corpus, workspace: Path, python: Path) -> Iterator[Callable[[], tuple[float, set[Binding]]] | None]:
    """A check by Arelle in its own process, the report loaded; None where Arelle is not installed."""
    if not python.is_file():
        print(
            f"Arelle is not installed ({python} is missing): the other ways run without it. `make arelle` installs it."
        )
        yield None
        return
    instance = write_xbrl(corpus, workspace)
    command = [str(python), str(_HERE / "arelle_check.py"), str(instance)]
    codes = {rule.total: rule.code for rule in corpus.sums}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        heard = process.stdout

        def hear() -> dict[str, Any]:
            line = heard.readline()
            if not line:
                raise RuntimeError("Arelle ended without an answer")
            return dict(json.loads(line))

        def check() -> tuple[float, set[Binding]]:
            assert process.stdin is not None
            process.stdin.write("check\n")
            process.stdin.flush()
            said = hear()
            if said["other"]:
                raise Disagreement(f"Arelle complains of more than sums: {said['other']}")
            return said["seconds"], {(codes[total], report_id) for total, report_id in said["inconsistent"]}

        loaded = hear()
        print(
            f"Arelle {loaded['version']}: {loaded['facts']:,} facts loaded in {loaded['loading']:.1f} s (not counted)"
        )
        yield check
        process.stdin.close()


def _time(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _time_found(found: Iterator[Binding]) -> tuple[float, set[Binding]]:
    started = time.perf_counter()
    every = set(found)
    return time.perf_counter() - started, every


def _describe(corpus: Corpus, expected: set[Binding], options: argparse.Namespace) -> None:
    members = sum(len(rule.members) for rule in corpus.sums)
    print(f"Python {sys.version.split()[0]}, DuckDB {version('duckdb')}, {options.repeat} runs each, in turn")
    print(
        f"{len(corpus.facts):,} facts of {len(corpus.reports)} reports; {len(corpus.sums)} sums of"
        f" {members / len(corpus.sums):.1f} members on average and {len(corpus.products)} products;"
        f" {len(corpus.damaged):,} totals damaged, which breaks {len(expected):,} identities"
    )


def _tell(ways: list[Way]) -> None:
    ours = next(way for way in ways if way.label.startswith("set-based"))
    print(f"\n{'way':45} {'identities':>10} {'min':>9} {'median':>9} {'max':>9}  {'ratio':>7}")
    for way in ways:
        times = " ".join(f"{figure:8.2f}s" for figure in (min(way.whole), median(way.whole), max(way.whole)))
        # Run by run: both halves of a ratio were measured within the same minute.
        ratio = median(theirs / own for theirs, own in zip(way.whole, ours.whole, strict=True))
        note = f"  extrapolated from {way.share:.1%}" if way.share < 1 else ""
        print(f"{way.label:45} {way.identities:>10,} {times}  {ratio:6.1f}x{note}")
    goals = {"Arelle": _FASTER_THAN_ARELLE, "one query an identity": _FASTER_THAN_ONE_BY_ONE}
    for way in ways:
        for label, goal in goals.items():
            if way.label.startswith(label):
                ratio = median(theirs / own for theirs, own in zip(way.whole, ours.whole, strict=True))
                print(f"goal: {goal} times faster than {label}: {'met' if ratio >= goal else 'MISSED'} ({ratio:.1f})")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reconciliation", description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=Shape.reports, help="400 facts each (default %(default)s)")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each way (default %(default)s)")
    parser.add_argument("--sample", type=int, default=600, help="identities checked one by one a run (%(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="of DuckDB, as in profiles.yml (default %(default)s)")
    parser.add_argument("--seed", type=int, default=Shape.seed)
    parser.add_argument("--arelle", type=Path, default=_ARELLE, help="Python of the environment that has Arelle")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
