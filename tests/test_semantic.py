"""The metrics: MetricFlow's answers are what the marts give, under groupings in which rows hold each other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.builds import Run, query
from tests.helpers import ROOT

pytestmark = pytest.mark.warehouse

# Asks all questions of one file in one process, with every socket closed: [metric, group-bys] to rows.
ASK = """
import json, socket, sys, tempfile
from pathlib import Path
socket.socket.connect = None
from ingest.metrics import configuration
from metricflow.engine.metricflow_engine import MetricFlowQueryRequest
with tempfile.TemporaryDirectory() as workspace:
    engine = configuration(Path(sys.argv[1]), Path(workspace)).mf
    for metric, groups in json.load(sys.stdin):
        asked = MetricFlowQueryRequest.create(metric_names=[metric], group_by_names=groups)
        table = engine.query(asked).result_df
        wanted = [table.column_names.index(group) for group in groups]
        value = table.column_names.index(metric)
        print(json.dumps([[[str(row[i]) for i in wanted], row[value]] for row in table.rows], default=float))
"""

YEAR, SCHEME, REGION = "metric_time__year", "scheme", "region"
PROVINCE, SCOPE, LEVEL, PROGRAM = "region__province", "figure__scope", "funding_level", "program"
GROUPINGS = [[], [YEAR], [REGION], [SCHEME], [PROVINCE, YEAR], [REGION, SCHEME, SCOPE, YEAR]]
OF_INSURANCE = {
    "fund_income": ("f.income_yuan", None, 1),
    "fund_cumulative_balance": ("f.cumulative_balance_yuan", None, 1),
    "insured_persons": (
        "case when scheme_code in ('basic_all', 'resident', 'employee') then insured_persons end",
        None,
        1,
    ),
    "participation_rate": ("e.insured_persons", "e.resident_population", 100),
    "balance_rate": ("coalesce(f.current_balance_stated_yuan, f.income_yuan - f.expense_yuan)", "f.income_yuan", 100),
    "cumulative_balance_ratio": ("f.cumulative_balance_yuan", "f.income_yuan", 100),
    "months_payable": ("f.cumulative_balance_yuan", "f.expense_yuan", 12),
    "expense_per_insured": ("f.expense_yuan", "e.insured_persons", 1),
}
STATED = """
    select region_code, province_name, scope, fiscal_year, scheme_code, {numerator}, {denominator}
    from marts.fct_fund_balance f
    full join marts.fct_enrollment e using (region_code, scope, fiscal_year, scheme_code)
    join marts.dim_region using (region_code)
    where {numerator} is not null and {denominator} is not null
"""
BY_SQL = {
    ("execution_rate", (PROGRAM, YEAR)): """
        with money as (
            select report_id, region_code, program_code, fiscal_year, funding_level,
                max(amount_yuan) filter (stage = 'spent') as spent,
                max(amount_yuan) filter (stage = 'available') as available,
                coalesce(available, max(amount_yuan) filter (stage = 'allocated')) as had
            from marts.fct_funding where program_code <> 'none' group by all
        ), best as (
            select *, row_number() over (
                partition by region_code, program_code, fiscal_year
                order by case funding_level when 'all' then 1 when 'central_and_provincial' then 2 else 3 end, report_id
            ) as choice
            from money where spent is not null and had is not null
        )
        select program_code, fiscal_year, 100 * sum(spent) / sum(had) from best
        where choice = 1 group by all""",
    ("central_subsidy_per_insured", (YEAR,)): """
        select fiscal_year, sum(amount_yuan) / sum(insured_persons)
        from (select distinct region_code, fiscal_year, amount_yuan from marts.fct_funding
            where program_code = 'resident_subsidy' and funding_level = 'central' and stage = 'allocated')
        join marts.fct_enrollment using (region_code, fiscal_year)
        where scheme_code = 'resident' and scope = 'whole' and insured_persons is not null group by all""",
    ("reconciliation_rate", (PROVINCE,)): """
        select province_name, 100 * sum(n_consistent + n_rounding) / nullif(sum(n_checks - n_not_checkable), 0)
        from marts.rpt_report_reconciliation left join marts.dim_region using (region_code) group by all""",
    ("hard_findings", ()): "select sum(n_hard) from marts.rpt_report_reconciliation",
    ("reports_covered", ("report__document_type",)): """
        select name_zh, count(*) from marts.dim_report
        join reference.document_types using (document_type) group by all""",
    ("self_score_rate", (YEAR,)): """
        select fiscal_year, 100 * sum(self_score) / sum(full_score) from marts.fct_indicator_score
        where level = 0 and self_score is not null and full_score is not null group by all""",
    ("indicator_score_rate", (PROGRAM,)): """
        select program_code, 100 * sum(self_score) / nullif(sum(full_score), 0) from marts.fct_indicator_score
        where level > 0 and is_leaf and self_score is not null and full_score is not null group by all""",
}

Answer = dict[tuple[str, ...], float]


class Stated(NamedTuple):
    region: str
    province: str
    scope: str
    year: int
    scheme: str
    numerator: float
    denominator: float

    def at(self, groups: Iterable[str]) -> tuple[str, ...]:
        facets = {REGION: self.region, PROVINCE: self.province, SCOPE: self.scope, SCHEME: self.scheme}
        return tuple(f"{self.year}-01-01 00:00:00" if group == YEAR else str(facets[group]) for group in groups)


def holds(whole: str, part: str) -> bool:
    """Whether a scheme holds another; what names no scheme may lie in any."""
    return part in {"basic_all": ("employee", "resident", "maternity"), "employee": ("maternity",)}.get(whole, ()) or (
        part == "none" != whole
    )


def share(one: str, other: str) -> bool:
    return one == other or holds(one, other) or holds(other, one)


def inside(region: str, other: str) -> bool:
    return region != other and region.startswith(other.removesuffix("00").removesuffix("00"))


def apart(rows: list[Stated]) -> list[Stated]:
    """The rows of a group that are added up: pair by pair, none of them holds another of its year."""
    rows = [row for row in rows if row.region != "000000"]
    there = {(row.region, row.scope, row.year, row.scheme) for row in rows}
    rows = [
        row
        for row in rows
        if row.scheme != "basic_all" or not there >= {(*row[:1], *row[2:4], part) for part in ("employee", "resident")}
    ]

    def is_behind(row: Stated, other: Stated) -> bool:
        return (other.region, other.year) == (row.region, row.year) and (
            (other.scope == row.scope and holds(other.scheme, row.scheme))
            or (other.scope == "whole" != row.scope and share(other.scheme, row.scheme))
        )

    rows = [row for row in rows if not any(is_behind(row, other) for other in rows)]
    return [
        row
        for row in rows
        if not any(
            other.year == row.year
            and other.scope == "whole"
            and inside(row.region, other.region)
            and share(other.scheme, row.scheme)
            for other in rows
        )
    ]


def expected(database: Path, metric: str, groups: list[str]) -> Answer:
    numerator, denominator, factor = OF_INSURANCE[metric]
    rows = query(database, STATED.format(numerator=numerator, denominator=denominator or 1))
    grouped: dict[tuple[str, ...], list[Stated]] = defaultdict(list)
    for row in rows:
        stated = Stated(*row)
        grouped[stated.at(groups)].append(stated)
    answer = {}
    for group, members in grouped.items():
        added = members if len({row[:3] + row[4:5] for row in members}) == 1 else apart(members)
        base = sum(row.denominator for row in added) if denominator else 1
        if added and base:
            answer[group] = float(factor * sum(row.numerator for row in added) / base)
    return answer


def ask(database: Path) -> Callable[[str, Iterable[str]], Answer]:
    """Every question of this module, asked of a file that nobody may write."""
    questions = [*((metric, groups) for metric in OF_INSURANCE for groups in GROUPINGS), *BY_SQL]
    database.chmod(0o444)
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(database)],
        input=json.dumps(questions),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answers = {
        (metric, tuple(groups)): {tuple(key): value for key, value in json.loads(line) if value is not None}
        for (metric, groups), line in zip(questions, done.stdout.splitlines(), strict=True)
    }
    return lambda metric, groups: answers[metric, tuple(groups)]


@pytest.fixture(scope="module", params=["seeds", "corpus"])
def asked(request: pytest.FixtureRequest) -> tuple[Path, Callable[[str, Iterable[str]], Answer]]:
    run: Run = request.getfixturevalue("corpus_run")
    database = run.database if request.param == "corpus" else request.getfixturevalue("from_seeds")
    return database, ask(database)


@pytest.mark.parametrize("groups", GROUPINGS, ids=lambda groups: "+".join(groups) or "all")
@pytest.mark.parametrize("metric", OF_INSURANCE)
def test_sums_and_ratios_add_up_what_does_not_overlap(asked: Any, metric: str, groups: list[str]) -> None:
    database, answer = asked
    assert answer(metric, groups) == pytest.approx(expected(database, metric, groups))


@pytest.mark.parametrize(("metric", "groups"), BY_SQL)
def test_metrics_answer_what_sql_on_the_marts_does(asked: Any, metric: str, groups: tuple[str, ...]) -> None:
    database, answer = asked
    rows = query(database, BY_SQL[metric, groups])
    wanted = {
        tuple(
            f"{key}-01-01 00:00:00" if group == YEAR else str(key) for group, key in zip(groups, row, strict=False)
        ): row[-1]
        for row in rows
        if row[-1] is not None
    }
    assert wanted
    assert answer(metric, groups) == pytest.approx({key: float(value) for key, value in wanted.items()})


def test_a_row_answers_for_itself_what_its_mart_computes(asked: Any) -> None:
    database, answer = asked
    for metric, column, mart in [
        ("months_payable", "months_payable_computed", "fct_fund_balance"),
        ("participation_rate", "participation_rate_computed", "fct_enrollment"),
    ]:
        key = "region_code, scheme_code, scope, fiscal_year || '-01-01 00:00:00'"
        rows = query(database, f"select {key}, {column} from marts.{mart} where {column} is not null")
        assert answer(metric, GROUPINGS[-1]) == pytest.approx({row[:4]: float(row[4]) for row in rows}, rel=1e-4)


def test_the_corpus_has_rows_that_hold_each_other(corpus_run: Run) -> None:
    """Else the comparisons above would prove nothing about overlaps."""
    [(nested,)] = query(
        corpus_run.database,
        "select count(*) from semantic.metric_figure where not in_any and (in_region or in_part)",
    )
    assert nested > 5


def test_the_command_answers_and_says_what_is_wrong(from_seeds: Path, tmp_path: Path) -> None:
    def metrics(database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ingest.cli", "metrics", *arguments],
            env={**os.environ, "YIBAO_DATABASE": str(database)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    valid = metrics(from_seeds, "validate-configs")
    assert valid.returncode == 0, valid.stdout + valid.stderr
    assert "Successfully validated metrics against data warehouse" in valid.stdout + valid.stderr
    missing = metrics(tmp_path / "none.duckdb", "list", "metrics")
    assert missing.returncode == 2 and "none.duckdb: no such file" in missing.stderr
