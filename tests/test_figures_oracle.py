"""The figures that rules take, and the evidence of what they found, worked out a second time from the landing."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from tests.helpers import REFERENCE, ROOT, csv_rows
from tests.test_marts_oracle import Built, bounds, built, folded, observed, precision, scaled, units  # noqa: F401

pytestmark = pytest.mark.warehouse
Row = dict[str, Any]
SCORES = {"full_score": "满分", "self_score": "得分"}
ENDS = {"target": "目标值", "actual": "完成值"}
FACETS = ("concept", "measure", "item", "scheme_code", "program_code", "funding_level", "breakdown", "form", "term")
# Which of target and actual is claimed to be the lesser, and which the greater.
CLAIMED = dict.fromkeys(("at_least", "more_than"), ("target", "actual"))
CLAIMED |= dict.fromkeys(("at_most", "less_than"), ("actual", "target"))


def figures(built: Built, figure_type: str) -> dict[str, Row]:  # noqa: F811
    rows = built.rows(f"from intermediate.int_reconciliation__figures where figure_type = '{figure_type}'")
    return {row["figure_id"]: row for row in rows}


def said(row: Row, *names: str) -> list[Any]:
    return [row[name] for name in names]


def reports_of(built: Built) -> dict[str, Row]:  # noqa: F811
    return {row["report_id"]: row for row in built.landing("reports")}


def comparable(value: Decimal | None, unit_code: str, decimals: int | None) -> bool:
    """6.21 persons lost their scale: such a figure is compared with nothing."""
    return value is not None and not (unit_code in ("person", "visit") and decimals is None and value % 1)


def test_scores_targets_and_actuals_are_figures(built: Built) -> None:  # noqa: F811
    seen, reports, wanted = figures(built, "indicator"), reports_of(built), set()
    spans = {(row["document_id"], row["char_start"]): row for row in built.landing("numbers")}
    for row in built.landing("indicator_scores"):
        label, of_actual = units().get(row["unit_label"]), units().get(row["actual_unit_label"])
        unit_code, exponent = label or (None, 0)
        exponents = {"target": exponent, "actual": of_actual[1] if of_actual else exponent}
        for side, words in {**SCORES, **ENDS}.items():
            literal = row[side] if side in SCORES else row[f"{side}_literal"]
            unit = "score" if side in SCORES else unit_code or "count"
            value = scaled(literal, exponents.get(side, 0))
            decimals = None if side in SCORES or value is None else precision(literal, exponents[side], unit)
            if not comparable(value, unit, decimals):
                continue
            assert value is not None
            key = f"{row['indicator_id']}/{side}"
            wanted.add(key)
            figure, qualifier = seen[key], "exact" if side in SCORES else row[f"{side}_qualifier"]
            total = side in SCORES and int(row["level"]) == 0
            report = reports[row["report_id"]]
            item = folded(row["indicator_name"])
            expected = ["indicator", f"total_{side}" if total else side, item, "none", report["program_code"]]
            assert said(figure, *FACETS) == [*expected, "none", "", "indicator", 1], key
            assert figure["label"] == f"{row['indicator_name']} {words}"
            assert said(figure, "value", "unit_code", "decimals", "qualifier") == [value, unit, decimals, qualifier]
            assert (figure["value_low"], figure["value_high"]) == bounds(value, decimals, qualifier, None)
            assert (figure["column_low"], figure["column_high"]) == bounds(value, decimals, qualifier, None)
            start = row[f"{side}_start"]
            number = spans.get((row["document_id"], int(start))) if start not in (None, "") else None
            place = number or row
            assert said(figure, "char_start", "line_no") == [place["char_start"], place["line_no"]], key
            assert figure["stated_text"] == (number["text"] if number else None)
            assert said(figure, "region_code", "fiscal_year") == said(report, "region_code", "fiscal_year")
    of_claims = {key for key in seen if key.endswith(("/lesser", "/greater"))}
    assert seen.keys() - of_claims == wanted
    claims = defaultdict(set)
    for row in built.landing("indicator_scores"):
        full, own = scaled(row["full_score"], 0), scaled(row["self_score"], 0)
        both = f"{row['indicator_id']}/target" in wanted and f"{row['indicator_id']}/actual" in wanted
        sides = CLAIMED.get(row["target_qualifier"])
        if both and full is not None and full == own and sides:
            for name, side in zip(("lesser", "greater"), sides, strict=True):
                claims[f"{row['indicator_id']}/{side}/{name}"].add(f"{name}_of_claim")
    assert {key: {seen[key]["measure"]} for key in of_claims} == claims
    for key in of_claims:
        of = seen[key.rpartition("/")[0]]
        assert said(seen[key], "value", "value_low", "value_high", "label") == said(
            of, "value", "value_low", "value_high", "label"
        )


def test_cells_are_figures_as_precise_as_their_column(built: Built) -> None:  # noqa: F811
    seen, reports = figures(built, "cell"), reports_of(built)
    keys = {row["cell_id"]: row["line_key"] for row in built.rows("from intermediate.int_statement_cells__keyed")}
    names = {row["statement_code"]: row["name_zh"] for row in csv_rows(REFERENCE / "statements.csv")}
    measures = {
        (row["statement_code"], row["section"], row["measure_code"]): row
        for row in csv_rows(REFERENCE / "measures.csv")
    }
    cells, column = built.landing("statement_cells"), defaultdict(list)
    for row in cells:
        measure = measures[row["statement_code"], row["section"], row["measure_code"]]
        unit_code, exponent = units().get(row["unit_label"], (None, 0))
        if (unit_code or "yuan") != measure["unit_code"]:
            exponent = 0
        unit_code = measure["unit_code"]
        row |= {"value": scaled(row["literal"], exponent), "unit": unit_code, "measure": measure}
        row["decimals"] = precision(row["literal"], exponent, unit_code)
        if row["decimals"] is not None:
            column[row["report_id"], row["statement_code"], row["section"], row["measure_code"]].append(row["decimals"])
    for row in cells:
        if not comparable(row["value"], row["unit"], row["decimals"]):
            continue
        figure, report = seen.pop(row["cell_id"]), reports[row["report_id"]]
        section = "" if row["section"] == "none" else f".{row['section']}"
        program = report["program_code"] if row["statement_code"] == "PF01" else "department"
        expected = [row["statement_code"] + section, row["measure_code"], keys[row["cell_id"]] or "", "none", program]
        assert said(figure, *FACETS) == [*expected, "none", "", "statement", 1], row["cell_id"]
        of = column[row["report_id"], row["statement_code"], row["section"], row["measure_code"]]
        decimals = None if row["decimals"] is None else max(of)
        assert said(figure, "decimals", "column_decimals") == [row["decimals"], decimals], row["cell_id"]
        assert (figure["value_low"], figure["value_high"]) == bounds(row["value"], row["decimals"], "exact", None)
        assert (figure["column_low"], figure["column_high"]) == bounds(row["value"], decimals, "exact", None)
        row_id = f"{row['report_id']}-{row['statement_code']}-{row['section']}-{row['row_no']}"
        assert said(figure, "row_id", "scope", "qualifier") == [row_id, "whole", "exact"]
        assert figure["label"].startswith(names[row["statement_code"]] + " ")
        assert figure["label"].endswith(" " + row["measure"]["name_zh"])
        assert said(figure, "region_code", "fiscal_year") == said(report, "region_code", "fiscal_year")
    assert seen == {}


def test_observations_are_figures_of_their_metric(built: Built) -> None:  # noqa: F811
    seen = figures(built, "observation")
    metrics = {row["metric_code"]: row for row in csv_rows(REFERENCE / "metrics.csv")}
    for key, row in observed(built).items():
        if not comparable(row["value"], row["unit_code"], row["decimals"]):
            continue
        figure, part, metric = seen.pop(key), row["breakdown"], metrics[row["metric_code"]]
        account = re.match(r"(\d{3}(?:\d\d){0,2})(?!\d)", part) if metric["group"] == "department" else None
        if account:
            assert (figure["item"], figure["breakdown"]) == (f"function_{account[1]}", "")
        elif metric["group"] != "department":
            assert (figure["item"], figure["breakdown"]) == ("", part)
        else:  # words of a line of form 01 are that line, others a part
            assert bool(figure["item"]) + bool(figure["breakdown"]) == bool(part), (key, part)
        assert figure["label"] == metric["name_zh"] + (f"（{part}）" if part else "")
        names = ("value", "unit_code", "decimals", "qualifier", "value_low", "value_high", "region_code", "scope")
        assert said(figure, *names) == said(row, *names)
        assert said(figure, "column_decimals", "column_low", "column_high") == said(row, *names[2:3], *names[4:6])
        same = ("scheme_code", "program_code", "funding_level", "fiscal_year", "char_start", "line_no", "stated_text")
        assert said(figure, *same) == said(row, *same)
        expected = (row["metric_code"], "value", row["source_form"], key, 1)
        assert tuple(said(figure, "concept", "measure", "form", "row_id", "term")) == expected
    assert seen == {}


def test_operands_of_relations_are_figures_by_role(built: Built) -> None:  # noqa: F811
    seen, reports = figures(built, "relation"), reports_of(built)
    names = {(r["relation_code"], r["role"]): r["name_zh"] for r in csv_rows(ROOT / "seeds/rules/relation_roles.csv")}
    valued = {row["operand_id"]: row for row in built.rows("from intermediate.int_relations__valued")}
    deviating = {
        row["relation_id"]
        for row in valued.values()
        if (row["relation_code"], row["role"]) == ("deviation", "rate") and row["value"] != 0
    }
    rates = {row["relation_id"]: row for row in valued.values() if row["role"] == "rate"}
    for key, row in valued.items():
        subject = f"{row['subject']} " if row["subject"] else ""
        if comparable(row["value"], row["unit_code"] or "count", row["decimals"]):
            figure = seen.pop(key)
            from_target = row["role"] == "target" and row["relation_id"] in deviating
            ends = bounds(row["value"], row["decimals"], "exact", None)
            low, high = ends if from_target else (row["value_low"], row["value_high"])
            qualifier = "exact" if from_target else row["qualifier"]
            assert said(figure, "value_low", "value_high", "qualifier") == [low, high, qualifier], key
            assert said(figure, "column_low", "column_high") == [low, high]
            assert figure["label"] == subject + names[row["relation_code"], row["role"]]
            assert said(figure, "value", "decimals", "row_id") == said(row, "value", "decimals", "relation_id")
            expected = [row["relation_code"], row["role"], row["unit_code"] or "count", row["term"] or 1, "relation"]
            assert said(figure, "concept", "measure", "unit_code", "term", "form") == expected
            assert figure["region_code"] == reports[row["report_id"]]["region_code"]
        rate = rates.get(row["relation_id"])
        implied = seen.pop(f"{key}/budget", None)
        is_due = (
            (row["relation_code"], row["role"], row["qualifier"]) == ("completion", "actual", "exact")
            and rate is not None and rate["qualifier"] == "exact" and rate["value_low"] > 0
        )  # fmt: skip
        assert (implied is not None) == is_due, key
        if implied is not None and rate is not None:
            value = 100 * row["value"] / rate["value"]
            corners = [
                100 * a / b
                for a in (row["value_low"], row["value_high"])
                for b in (rate["value_low"], rate["value_high"])
            ]
            assert abs(implied["value"] - value) <= Decimal("0.000001") * max(1, abs(value))
            slack = Decimal("0.002") + Decimal("1e-9") * abs(value)
            assert 0 <= min(corners) - implied["value_low"] <= slack, key
            assert 0 <= implied["value_high"] - max(corners) <= slack, key
            assert implied["label"] == subject + "反推预算"
    assert seen == {}


def test_evidence_stands_in_order_and_shows_its_figures(built: Built) -> None:  # noqa: F811
    rows = built.rows("from marts.fct_reconciliation_evidence order by check_id, operand_no")
    checks = {row["check_id"]: row for row in built.rows("from marts.fct_reconciliation")}
    shown = {row["figure_id"]: row for row in built.rows("from intermediate.int_reconciliation__figures")}
    places = defaultdict(list)
    for figure in shown.values():
        places[figure["document_id"], figure["char_start"], figure["label"], figure["value"]].append(figure)
    of = defaultdict(list)
    for row in rows:
        of[row["check_id"]].append(row)
        same = places[row["document_id"], row["char_start"], row["label"], row["value"]]
        names = ("unit_code", "stated_text", "line_no", "observation_id", "cell_id", "indicator_id")
        assert said(row, *names) in [said(figure, *names) for figure in same]
    assert of.keys() == checks.keys()
    for check_id, operands in of.items():
        assert [row["operand_no"] for row in operands] == list(range(1, len(operands) + 1))
        kind = checks[check_id]["kind"]
        roles = {row["role"] for row in operands}
        assert kind != "range" or roles == {"value"}
        assert "base" not in roles or checks[check_id]["reason"] == "another_base", check_id
        assert [row["role"] for row in operands].count("stated") <= 1, check_id
        implied = [row for row in operands if row["label"].endswith("反推预算")]
        told = [row for row in operands if row["role"] == "rate" and row["label"].endswith("完成率")]
        assert not implied or told, "a budget that is implied stands on its rate, too"
