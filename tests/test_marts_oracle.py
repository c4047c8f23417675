"""The marts against the landing they were built from, worked out a second time in Python with exact decimals.

What a value, an interval, the statement that counts, a wide row and a rate are is written down here in words of their
own, so that a model that drops a row, takes another column or turns a sign differs from it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import pytest

from tests.builds import Run, query
from tests.helpers import REFERENCE, SEEDS, csv_rows

pytestmark = pytest.mark.warehouse
Row = dict[str, Any]
DATA_POINT = (
    "region_code", "scope", "fiscal_year", "metric_code", "scheme_code", "program_code", "funding_level", "breakdown",
)  # fmt: skip
FUND = {
    "fund_income": "income_yuan",
    "fund_expense": "expense_yuan",
    "fund_current_balance": "current_balance_stated_yuan",
    "fund_cumulative_balance": "cumulative_balance_yuan",
    "fund_balance_rate": "balance_rate_stated",
    "fund_cumulative_balance_ratio": "cumulative_balance_ratio_stated",
    "fund_months_payable": "months_payable_stated",
}
ENROLLMENT = {
    "insured_persons": "insured_persons",
    "insured_persons_change": "insured_persons_change",
    "resident_population": "resident_population",
    "participation_rate": "participation_rate_stated",
    "enrolment_target_completion_rate": "enrolment_target_completion_pct",
    "key_group_participation_rate": "key_group_participation_pct",
    "subsidised_enrolment_persons": "subsidised_enrolment_persons",
    "duplicate_insured_persons": "duplicate_insured_persons",
    "subsidy_standard_per_capita": "subsidy_standard_yuan",
    "contribution_standard_per_capita": "contribution_standard_yuan",
    "subsidy_standard_change_per_capita": "subsidy_standard_change_yuan",
    "contribution_standard_change_per_capita": "contribution_standard_change_yuan",
    "assistance_financing_standard_per_capita": "assistance_financing_standard_yuan",
}
# Where the statement stands that a column shows.
TRACED = {
    "fct_fund_balance": {m: f"{m.removeprefix('fund_')}_observation_id" for m in FUND},
    "fct_enrollment": {
        "insured_persons": "insured_persons_observation_id",
        "insured_persons_change": "insured_persons_change_observation_id",
        "resident_population": "resident_population_observation_id",
        "participation_rate": "participation_rate_observation_id",
        "subsidy_standard_per_capita": "subsidy_standard_observation_id",
        "contribution_standard_per_capita": "contribution_standard_observation_id",
    },
}
STAGES = ("allocated", "carried_over", "available", "distributed", "spent")


class Built(NamedTuple):
    """A warehouse and the landing that it was built from."""

    database: Path
    landing: Callable[[str], list[Row]]

    def rows(self, sql: str) -> list[Row]:
        import duckdb

        with duckdb.connect(str(self.database), read_only=True) as connection:
            cursor = connection.execute(sql)
            return [dict(zip([c[0] for c in cursor.description], row, strict=True)) for row in cursor.fetchall()]


def from_csv(table: str) -> list[Row]:
    def typed(name: str, value: str) -> object:
        if value == "":
            return None
        whole = name in ("char_start", "char_end", "line_no", "fiscal_year", "ordinal", "weight", "level", "operand_no")
        return int(value) if whole else value

    return [{name: typed(name, value) for name, value in row.items()} for row in csv_rows(SEEDS / f"{table}.csv")]


@pytest.fixture(params=["seeds", "corpus"])
def built(request: pytest.FixtureRequest) -> Built:
    if request.param == "seeds":
        return Built(request.getfixturevalue("from_seeds"), from_csv)
    run: Run = request.getfixturevalue("corpus_run")
    return Built(run.database, lambda table: pq.read_table(run.landing / table).to_pylist())


@cache
def units() -> dict[str, tuple[str | None, int]]:
    rows = csv_rows(REFERENCE / "unit_labels.csv")
    return {row["unit_label"]: (row["unit_code"] or None, int(row["exponent"] or 0)) for row in rows}


@cache
def metrics() -> dict[str, Row]:
    return {row["metric_code"]: row for row in csv_rows(REFERENCE / "metrics.csv")}


def scaled(literal: str | None, exponent: int) -> Decimal | None:
    """A printed literal in the canonical unit; what is too long for an amount is no value."""
    if literal is None or len(literal.partition(".")[0]) + exponent > 22:
        return None
    return Decimal(literal).scaleb(exponent).quantize(Decimal("0.000001"))


def precision(literal: str, exponent: int, unit_code: str | None) -> int | None:
    """Decimals in the canonical unit; None is exact: points, heads and pieces, and yuan to the cent."""
    fraction = len(literal.partition(".")[2])
    exact = unit_code == "score" or (
        exponent == 0 and (unit_code in ("person", "visit", "count") or (unit_code == "yuan" and fraction == 2))
    )
    return None if exact else fraction - exponent


def bounds(value: Decimal, decimals: int | None, qualifier: str, high: Decimal | None) -> tuple[Any, Any]:
    """What the words allow: half a unit of the last digit either way, or one side open, or both."""
    half = Decimal(0) if decimals is None else Decimal("0.000001") if decimals > 5 else Decimal(5).scaleb(-1 - decimals)
    known = {
        "exact": (value - half, value + half),
        "at_least": (value, None),
        "more_than": (value, None),
        "at_most": (None, value),
        "less_than": (None, value),
        "range": (value, high),
    }
    return known.get(qualifier, (None, None))


@cache
def observed(built: Built) -> dict[str, Row]:
    """Observations of the landing with value, unit, precision and interval, by id."""
    reports = {row["report_id"]: row for row in built.landing("reports")}
    found = {}
    for row in built.landing("observations"):
        unit_code, exponent = units().get(row["unit_label"], (None, 0))
        unit_code = unit_code or metrics()[row["metric_code"]]["unit_code"]
        value = scaled(row["literal"], exponent)
        decimals = precision(row["literal"], exponent, unit_code)
        low, high = (None, None)
        if value is not None:
            low, high = bounds(value, decimals, row["qualifier"], scaled(row["literal_high"], exponent))
        row |= {"breakdown": row["breakdown"] or "", "value": value, "unit_code": unit_code, "decimals": decimals}
        row |= {"value_low": low, "value_high": high, "report": reports.get(row["report_id"], {})}
        found[row["observation_id"]] = row
    return found


def rank(row: Row) -> tuple[Any, ...]:
    """Which statement counts: an exact one, of a report on that year, out of prose, precise, early."""
    return (
        {"exact": 1, "range": 3, "about": 3}.get(row["qualifier"], 2),
        row["report"].get("fiscal_year") != row["fiscal_year"] or row["fiscal_year"] is None,
        {"prose": 1, "table": 1, "indicator": 2}.get(row["source_form"], 3),
        -(99 if row["decimals"] is None else row["decimals"]),
        row["report"].get("ordinal") or 999,
        row["char_start"],
        row["document_id"],
        row["observation_id"],
    )


def grouped(rows: list[Row], *names: str) -> dict[tuple[Any, ...], list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


@cache
def primaries(built: Built) -> list[Row]:
    return [min(rows, key=rank) for rows in grouped(list(observed(built).values()), *DATA_POINT).values()]


@cache
def subjects(built: Built) -> dict[tuple[Any, ...], Row]:
    """The statement of a whole that a wide row shows, by region, scope, year, scheme and metric."""
    wholes = [
        row | {"subject_scheme": "basic_all" if row["metric_code"] == "resident_population" else row["scheme_code"]}
        for row in primaries(built)
        if row["breakdown"] == "" and row["region_code"] is not None and row["fiscal_year"] is not None
    ]
    by = grouped(wholes, "region_code", "scope", "fiscal_year", "subject_scheme", "metric_code")
    return {key: min(rows, key=rank) for key, rows in by.items()}


def test_observations_have_the_value_and_interval_of_their_digits(built: Built) -> None:
    columns = ("value", "unit_code", "decimals", "value_low", "value_high", "breakdown", "qualifier", "char_start")
    rows = built.rows("from marts.fct_observation")
    assert {row["observation_id"] for row in rows} == observed(built).keys()
    for row in rows:
        expected = observed(built)[row["observation_id"]]
        assert [row[name] for name in columns] == [expected[name] for name in columns], row["observation_id"]


def test_the_statement_that_counts_is_the_first_by_the_declared_order(built: Built) -> None:
    seen = {
        row[0] for row in query(built.database, "select observation_id from marts.fct_observation where is_primary")
    }
    assert seen == {row["observation_id"] for row in primaries(built)}
    points = query(built.database, "select data_point_id, count(*) from marts.fct_observation group by all")
    of_landing = grouped(list(observed(built).values()), *DATA_POINT)
    assert sorted(n for _, n in points) == sorted(len(rows) for rows in of_landing.values())


def test_numbers_and_cells_have_the_value_of_their_digits(built: Built) -> None:
    landed = {(row["document_id"], row["char_start"]): row for row in built.landing("numbers")}
    for row in built.rows("from marts.fct_number"):
        given = landed.pop((row["document_id"], row["char_start"]))
        unit_code, exponent = units().get(given["unit_label"], (None, 0))
        expected = (scaled(given["literal"], exponent), unit_code, given["disposition"], given["qualifier"])
        assert (row["value"], row["unit_code"], row["disposition"], row["qualifier"]) == expected
    assert landed == {}
    measures = {
        (r["statement_code"], r["section"], r["measure_code"]): r["unit_code"]
        for r in csv_rows(REFERENCE / "measures.csv")
    }
    cells = {row["cell_id"]: row for row in built.landing("statement_cells")}
    for row in built.rows("from marts.fct_statement_line"):
        given = cells.pop(row["cell_id"])
        of_measure = measures[given["statement_code"], given["section"], given["measure_code"]]
        unit_code, exponent = units().get(given["unit_label"], (None, 0))
        if (unit_code or "yuan") != of_measure:  # a label of another kind is the table's, not the column's
            unit_code, exponent = None, 0
        assert (row["value"], row["unit_code"]) == (scaled(given["literal"], exponent), unit_code or of_measure)
    assert cells == {}


def test_operands_of_relations_are_signed_by_their_words(built: Built) -> None:
    landed = {f"{row['relation_id']}-{row['operand_no']}": row for row in built.landing("relations")}
    columns = ("value", "unit_code", "decimals", "value_low", "value_high", "weight")
    for row in built.rows("from intermediate.int_relations__valued"):
        given = landed.pop(row["operand_id"])
        unit_code, exponent = units().get(given["unit_label"], (None, 0))
        value = scaled(given["literal"], exponent)
        assert value is not None
        decimals = precision(given["literal"], exponent, unit_code or "count")
        low, high = bounds(value, decimals, given["qualifier"], None)
        weight = int(given["weight"])
        if weight < 0:
            low, high = (None if end is None else -end for end in (high, low))
        expected = (weight * value, unit_code, decimals, low, high, weight)
        assert tuple(row[name] for name in columns) == expected, row["operand_id"]
    assert landed == {}


def rates(row: Row) -> dict[str, tuple[Any, Any, int]]:
    """Numerator, denominator and factor of what a row computes."""
    if "income_yuan" in row:
        income, expense, total = row["income_yuan"], row["expense_yuan"], row["cumulative_balance_yuan"]
        current = None if income is None or expense is None else income - expense
        assert row["current_balance_computed_yuan"] == current
        stated = row["current_balance_stated_yuan"]
        return {
            "balance_rate_computed": (current if stated is None else stated, income, 100),
            "cumulative_balance_ratio_computed": (total, income, 100),
            "months_payable_computed": (total, expense, 12),
        }
    return {"participation_rate_computed": (row["insured_persons"], row["resident_population"], 100)}


@pytest.mark.parametrize(
    ("mart", "columns"),
    [("fct_fund_balance", FUND), ("fct_enrollment", ENROLLMENT)],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_wide_row_shows_the_statements_that_count(built: Built, mart: str, columns: dict[str, str]) -> None:
    groups = ("fund",) if mart == "fct_fund_balance" else ("enrollment", "financing")
    stated: dict[tuple[Any, ...], dict[str, Row]] = defaultdict(dict)
    for (*key, metric), row in subjects(built).items():
        if metrics()[metric]["group"] in groups:
            stated[tuple(key)][metric] = row
    sums = {}
    for region, scope, year, _ in list(stated):
        of = [stated.get((region, scope, year, s), {}).get("insured_persons") for s in ("resident", "employee")]
        if mart == "fct_enrollment" and all(of):
            sums[region, scope, year, "basic_all"] = of
            stated[region, scope, year, "basic_all"]  # a row of its own where nothing else is stated
    rows = {
        (row["region_code"], row["scope"], row["fiscal_year"], row["scheme_code"]): row
        for row in built.rows(f"from marts.{mart}")
    }
    assert rows.keys() == stated.keys()
    for key, row in rows.items():
        given = stated[key]
        for metric, column in columns.items():
            assert row[column] == (given[metric]["value"] if metric in given else None), (key, column)
            if metric in TRACED[mart]:
                traced = given[metric]["observation_id"] if metric in given else None
                assert row[TRACED[mart][metric]] == traced, (key, metric)
        words = {metric: one["qualifier"] for metric, one in given.items()}
        if key in sums:
            resident, employee = sums[key]
            assert row["insured_persons_parts_sum"] == resident["value"] + employee["value"]
            qualifiers = [one["qualifier"] for one in (resident, employee) if one["qualifier"] != "exact"]
            words["insured_persons_parts_sum"] = qualifiers[0] if qualifiers else "exact"
        elif mart == "fct_enrollment":
            assert row["insured_persons_parts_sum"] is None
        inexact = ", ".join(f"{m} {q}" for m, q in sorted(words.items()) if q != "exact")
        assert row["inexact_measures"] == (inexact or None), key
        for column, (numerator, denominator, factor) in rates(row).items():
            if numerator is None or not denominator:
                assert row[column] is None
            else:
                assert abs(row[column] - factor * numerator / denominator) <= Decimal("0.000001"), (key, column)


def test_money_is_followed_by_report_program_level_and_stage(built: Built) -> None:
    usable = [
        row | {"stage": row["metric_code"].removeprefix("funding_")}
        for row in observed(built).values()
        if row["metric_code"] in {f"funding_{stage}" for stage in STAGES}
        and row["breakdown"] == ""
        and row["region_code"] is not None
        and row["fiscal_year"] is not None
        and row["report"].get("region_code") in (None, row["region_code"])
        and row["report"].get("fiscal_year") in (None, row["fiscal_year"])
    ]
    chosen = {
        key: min(rows, key=lambda row: (row["scope"] != "whole", *rank(row)))
        for key, rows in grouped(usable, "report_id", "program_code", "funding_level", "stage").items()
    }
    rows = built.rows("from marts.fct_funding")
    assert len(rows) == len(chosen)
    for row in rows:
        one = chosen[row["report_id"], row["program_code"], row["funding_level"], row["stage"]]
        expected = [one[n] for n in ("value", "qualifier", "observation_id", "region_code", "scope", "fiscal_year")]
        columns = ("amount_yuan", "qualifier", "observation_id", "region_code", "scope", "fiscal_year")
        assert [row[name] for name in columns] == expected


def folded(name: str) -> str:
    """An indicator's name without blanks, its full-width marks as half-width ones."""
    return re.sub(r"[ 　\t\n]", "", name).translate(str.maketrans("（）〔〕［］【】：，；％／", "()[][][]:,;%/"))


def test_scores_stand_beside_their_target_and_actual(built: Built) -> None:
    landed = {row["indicator_id"]: row for row in built.landing("indicator_scores")}
    parents = {row["parent_indicator_id"] for row in landed.values()}
    rows = built.rows("from marts.fct_indicator_score")
    assert {row["indicator_id"] for row in rows} == landed.keys()
    for row in rows:
        given = landed[row["indicator_id"]]
        label, of_actual = units().get(given["unit_label"]), units().get(given["actual_unit_label"])
        unit_code, exponent = label or (None, 0)
        actual_exponent = of_actual[1] if of_actual else exponent
        assert row["is_leaf"] == (row["indicator_id"] not in parents)
        assert row["full_score"] == scaled(given["full_score"], 0)
        assert row["self_score"] == scaled(given["self_score"], 0)
        assert row["target_value"] == scaled(given["target_literal"], exponent)
        assert row["actual_value"] == scaled(given["actual_literal"], actual_exponent)
        assert (row["unit_code"], row["qualifier"]) == (unit_code, given["target_qualifier"])
        full, reached = row["full_score"], row["self_score"]
        if reached is None or not full:
            assert row["score_rate_pct"] is None
        else:
            assert abs(row["score_rate_pct"] - 100 * reached / full) <= Decimal("0.000001")


def test_indicators_are_one_where_their_folded_names_are(built: Built) -> None:
    landed = built.landing("indicator_scores")
    by_id = {row["indicator_id"]: folded(row["indicator_name"]) for row in landed}
    metrics_of = defaultdict(set)
    above = {row["indicator_id"] for row in landed if int(row["level"]) > 0}
    for number in built.landing("numbers"):
        if number["indicator_id"] in above and number["observation_id"]:
            metric = observed(built)[number["observation_id"]]["metric_code"]
            metrics_of[by_id[number["indicator_id"]]].add(metric)
    rows = {row["name_zh"]: row for row in built.rows("from marts.dim_indicator")}
    assert rows.keys() == set(by_id.values())
    for name, row in rows.items():
        of_name = [one for one in landed if by_id[one["indicator_id"]] == name]
        levels = Counter(int(one["level"]) for one in of_name)
        assert row["n_reports"] == len({one["report_id"] for one in of_name})
        assert row["usual_level"] == min(levels, key=lambda level: (-levels[level], level))
        assert row["metric_code"] == (min(metrics_of[name]) if len(metrics_of[name]) == 1 else None)


def test_years_have_no_gap_from_the_first_to_the_last(built: Built) -> None:
    tables = ("documents", "reports", "observations")
    stated = {int(row["fiscal_year"]) for table in tables for row in built.landing(table) if row["fiscal_year"]}
    rows = sorted(query(built.database, "select fiscal_year, previous_year, name_zh from marts.dim_year"))
    assert rows == [(year, year - 1, f"{year}年") for year in range(min(stated), max(stated) + 1)]
