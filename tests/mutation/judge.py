"""Whether a test of the project fails under a change: dbt's unit and data tests, the gates, and pytest's.

A mutant is killed by the first that fails. Each runs in a process of its own, forked from one that has everything
loaded; pytest's tests run as they are, but the compiled models and the built warehouses they ask for are the mutant's.
"""

from __future__ import annotations

import contextlib
import csv
import io
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from ingest.dbt import PROJECT
from tests import test_gate_reconciliation
from tests.builds import Run
from tests.mutation.project import Change, Node, Project
from tests.mutation.rows import BY_RULE, Mutant, batches, change_of, rule_of
from tests.mutation.warehouse import Failure, Warehouse, limited, unit_test
from tests.reconciliation import macros as figure_macros
from tests.reconciliation import test_variants
from tests.reconciliation.engine import ENDS, GIVEN, Engine

_SECONDS = 240  # of one mutant
# Tests that look into compiled models, and tests that look into built warehouses.
_RULE_TESTS = [f"tests/reconciliation/test_{name}.py" for name in ("rule_cases", "variants")]
_ENGINE_TESTS = [f"tests/reconciliation/test_{name}.py" for name in ("rule_cases", "faults", "roundings", "oracle")]
_LAST = ["tests/reconciliation/test_variants.py"]
_WAREHOUSE_TESTS = [f"tests/test_{name}.py" for name in ("marts_oracle", "figures_oracle", "warehouse")]
_WAREHOUSE_TESTS.append("tests/reconciliation/test_held.py")
_GATE_TESTS = ["tests/test_gates.py", "tests/test_gate_reconciliation.py"]
_GATES = ("int_landing__", "int_gate_", "int_reconciliation__gated", "gates.sql", "expectations.csv")
_READS_ONLY = (
    "not explain and not leads_back and not publishes and not unusable and not open_reader and not nothing_beside"
    " and not complete_before and not run_over and not pass_the_gates and not own_corpus and not data_docs"
    " and not stops_the_build and not shows_every_gate"
)


@dataclass(frozen=True)
class Verdict:
    """What killed a mutant; empty where nothing did."""

    id: str
    killed_by: str
    changed: str = ""  # warehouses whose content it changed
    seconds: float = 0


class Fixtures:
    """A pytest plugin: the compiled models and the warehouses are those of the mutant."""

    def __init__(self, nodes: dict[str, Node], files: dict[str, Path], landing: Path = Path("landing")) -> None:
        self.given: dict[str, Callable[[], object]] = {
            "engine": lambda: Engine(nodes),
            "seeds_build": lambda: (files["seeds"], ""),
            "from_seeds": lambda: files["seeds"],
            "corpus_run": lambda: Run(files["corpus"], landing, CompletedProcess([], 0, "", ""), 0),
            "made_warehouse": lambda: files["made"],
        }

    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> object:
        if fixturedef.argname not in self.given:
            return None  # pytest makes it
        made = self.given[fixturedef.argname]()
        fixturedef.cached_result = (made, fixturedef.cache_key(request), None)
        return made


class Judge:
    """Judges changes; make it once, it holds the project and the unchanged warehouses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = Project.compile()
        assert not self.project.differing(), "these statements are not rendered as dbt does"
        self.warehouses = {name: Warehouse(self.project, name, folder) for name in ("seeds", "corpus", "made")}
        for warehouse in self.warehouses.values():
            warehouse.prepare()
        self.of_engine = self._upstream(ENDS)

    def _upstream(self, ends: Iterable[str]) -> set[str]:
        found, waiting = set(), [self.project.by_name[name] for name in ends]
        while waiting:
            key = waiting.pop()
            if key not in found and self.project.nodes[key]["name"] not in GIVEN:
                found.add(key)
                waiting += [k for k in self.project.reads(key) if k in self.project.by_name.values()]
        return found

    def judge(self, change: Change) -> tuple[Failure, str]:
        """What fails first, and the warehouses that the change changes."""
        render, unchanged = self.project.renderer(change), self.project.renderer(Change())
        try:
            due = {key for key, node in self.project.models() if render(node) != unchanged(node)}
        except Exception as error:  # a template that no longer renders
            return f"invalid: cannot be rendered: {error}", ""
        nodes = self.project.nodes
        seeds = {
            k for k, n in nodes.items() if n["resource_type"] == "seed" and change.touches(n["original_file_path"])
        }
        for test in self.project.unit_tests:
            if self.project.by_name[test["model"]] in due:
                failed = unit_test(self.project, self.warehouses["seeds"], test, render)
                if failed:
                    return failed, ""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            files, changed = {}, ""
            for warehouse in self.warehouses.values():
                file = Path(name) / warehouse.name / warehouse.file.name
                file.parent.mkdir()
                failed, differs = warehouse.mutated(change, file)
                changed += f" {warehouse.name}" if differs else ""
                if failed:
                    return f"{failed} [{warehouse.name}]", changed
                files[warehouse.name] = file
            failed = self._macro_units(change)
            if not failed and (due | seeds) & self.of_engine:
                failed = self._pytest(_ENGINE_TESTS, change, Path(name), files)
            tests = _WAREHOUSE_TESTS if changed else []
            if any(gate in path for path, _ in change.texts for gate in _GATES):
                tests = [*tests, *_GATE_TESTS]
            if not failed and tests:
                failed = self._pytest([*tests, "-k", _READS_ONLY], change, Path(name), files)
            if not failed and (due | seeds) & self.of_engine:
                failed = self._pytest(_LAST, change, Path(name), files)
            return failed, changed.strip()

    def broken_rules(self, change: Change) -> set[str]:
        """Rules whose cases fail under the change of a seed."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            seen, said = Failed(), io.StringIO()
            nodes = engine_nodes(self.project, change, Path(name))
            rules = list(csv.DictReader(io.StringIO(change.text(BY_RULE[0]))))
            test_variants.rules = lambda: {row["rule_code"]: row for row in rules}
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                status = pytest.main(
                    [
                        "-q",
                        "-p",
                        "no:cacheprovider",
                        "--tb=no",
                        *_RULE_TESTS,
                        "-k",
                        "tells_figures or of_each_variant or told_softly",
                    ],
                    plugins=[Fixtures(nodes, {}), seen],
                )
            assert status in (0, 1), said.getvalue()
            return {name.rpartition("[")[2].removesuffix("]") for name in seen.names}

    def _macro_units(self, change: Change) -> Failure:
        if not change.touches("macros/"):
            return ""
        render = self.project.renderer(change)
        warehouse = self.warehouses["seeds"]
        with warehouse.open(warehouse.file, read_only=True) as connection, limited(connection, 60):
            for _, node in self.project.tests():
                if node["original_file_path"].startswith("tests/macro_units"):
                    try:
                        if connection.execute(f"select 1 from ({render(node)}) limit 1").fetchall():
                            return f"macro unit {node['name']}"
                    except Exception as error:
                        return f"macro unit {node['name']}: {str(error).splitlines()[0]}"
        return ""

    def _pytest(self, tests: list[str], change: Change, scratch: Path, files: dict[str, Path]) -> Failure:
        folder = scratch / "project"
        shutil.copytree(PROJECT / "macros", folder / "macros", dirs_exist_ok=True)
        for path, text in change.texts:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        if change.touches("macros/"):
            figure_macros.ROOT = folder
        gated = test_gate_reconciliation.GATED.relative_to(PROJECT)
        if change.touches(str(gated)):
            test_gate_reconciliation.GATED = folder / gated
        nodes = engine_nodes(self.project, change, scratch)
        kept = [t for t in tests if not t.endswith(".py") or (PROJECT / t).is_file()]
        seen = Failed()
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
            status = pytest.main(
                ["-x", "-q", "-p", "no:cacheprovider", "--no-header", "--no-summary", *kept],
                plugins=[Fixtures(nodes, files, self.folder / "corpus" / "landing"), seen],
            )
        assert status in (0, 1) or seen.names, f"pytest could not run: {status} {said.getvalue()[-1500:]}"
        return f"pytest {seen.names[0]}" if status else ""


class Failed:
    """A pytest plugin that keeps the names of the tests that fail."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.names.append(report.nodeid.removeprefix("tests/"))


def engine_nodes(project: Project, change: Change, scratch: Path) -> dict[str, Node]:
    """What tests.reconciliation.engine compiles, with the change in it."""
    render = project.renderer(change, database="memory")
    nodes = {}
    for key in project.order:
        node = dict(project.nodes[key])
        node["relation_name"] = project.relation(node["name"], "memory")
        if node["resource_type"] == "model" and node["language"] == "sql":
            node["compiled_code"] = render(node)
        elif change.touches(node["original_file_path"]):
            file = scratch / Path(node["original_file_path"]).name
            file.write_text(change.text(node["original_file_path"]), encoding="utf-8")
            node["original_file_path"] = str(file)
        nodes[node["name"]] = node
    return nodes


def verdicts(judge: Judge, mutants: Iterable[Any], jobs: int) -> Iterator[Verdict]:
    """Verdicts of mutants (each has `id` and `change`), as they come."""
    waiting, running = iter(mutants), {}
    context = multiprocessing.get_context("fork")
    while True:
        while len(running) < jobs and (mutant := next(waiting, None)) is not None:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_child, args=(judge, mutant, theirs))
            process.start()
            theirs.close()
            running[ours] = mutant, process, time.monotonic()
        if not running:
            return
        ready = wait(list(running), timeout=1)
        for pipe, (mutant, process, started) in list(running.items()):
            seconds = time.monotonic() - started
            if pipe in ready:
                try:
                    killed_by, changed = pipe.recv()
                except EOFError:
                    killed_by, changed = "invalid: its process died", ""
                yield Verdict(mutant.id, killed_by, changed, seconds)
            elif seconds > _SECONDS:
                process.kill()
                yield Verdict(mutant.id, f"takes longer than {_SECONDS} s", "", seconds)
            else:
                continue
            process.join()
            pipe.close()
            del running[pipe]


def rule_verdicts(judge: Judge, chosen: list[Mutant]) -> Iterator[Verdict]:
    """Verdicts of mutants of rules by their cases alone: a pass changes every rule once, each case speaks of one."""
    context = multiprocessing.get_context("fork")
    for batch in batches(chosen):
        started = time.monotonic()
        with context.Pool(1) as pool:
            broken = pool.apply(judge.broken_rules, (change_of(batch),))
        for mutant in batch:
            rule_code = rule_of(mutant)
            killed_by = f"pytest {_ENGINE_TESTS[0]}[{rule_code}]" if rule_code in broken else ""
            yield Verdict(mutant.id, killed_by, "", (time.monotonic() - started) / len(batch))


def _child(judge: Judge, mutant: Any, pipe: Connection) -> None:
    pipe.send(judge.judge(mutant.change))
    pipe.close()
