"""Word lists and codes: every word leads to a code that exists, every unit to a canonical one."""

from __future__ import annotations

import re

import pytest

from ingest.find.numbers import NumberGrammar
from ingest.find.view import make_view
from ingest.lexicon import Lexicon
from ingest.resolve.metrics import PSEUDO, MetricBook
from tests.helpers import LEXICON, REFERENCE, ROOT, csv_rows

SCALES = ("千", "百", "万", "十万", "百万", "千万", "万亿", "亿", "十亿", "百亿", "千亿")
UNIT_LABELS = {row["unit_label"]: row for row in csv_rows(REFERENCE / "unit_labels.csv")}
CODES = [(row["list"], row["column"], row["code"]) for row in csv_rows(LEXICON / "codes.csv")]


def test_every_context_of_a_phrase_is_one_that_the_linker_knows() -> None:
    source = (ROOT / "ingest" / "resolve" / "prose" / "surroundings.py").read_text(encoding="utf-8")
    known = {
        word for case in re.findall(r"^\s*case (.+):$", source, re.MULTILINE) for word in re.findall('"(.*?)"', case)
    }
    assert {code for name, column, code in CODES if (name, column) == ("metrics", "context")} == known - {""}


def test_every_role_is_one_that_the_code_asks_for() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "ingest").rglob("*.py"))
    asked = set(re.findall(r"""["']([a-z_]+)["']""", source))
    assert {code for _, column, code in CODES if column == "role"} <= asked


def test_the_codes_that_stand_for_several_metrics_are_those_of_the_book() -> None:
    assert {code for name, column, code in CODES if (name, column) == ("metrics", "metric_code")} == set(PSEUDO)


def test_every_metric_can_be_named_or_is_a_change(lexicon: Lexicon) -> None:
    book = MetricBook(lexicon)
    named = {row["metric_code"] for row in csv_rows(LEXICON / "metrics.csv")}
    unnamed = {code for code in book.metrics if code not in named}
    assert {code for code in unnamed if "_change" not in code} <= {"self_evaluation_score"}


def test_every_common_unit_in_every_common_scale_has_a_canonical_unit() -> None:
    units = ("元", "人", "人次", "家", "个", "件", "条", "份", "户")
    labels = [scale + unit for unit in units for scale in ("", "百", "千", "万", "十万", "百万", "千万", "亿")]
    assert [label for label in (*labels, *SCALES) if label not in UNIT_LABELS] == []


@pytest.mark.parametrize(
    ("label", "exponent"),
    [("元", 0), ("千元", 3), ("万元", 4), ("百万元", 6), ("亿元", 8), ("万人", 4), ("万人次", 4), ("‰", -1)],
)
def test_a_scale_is_its_power_of_ten(label: str, exponent: int) -> None:
    assert int(UNIT_LABELS[label]["exponent"]) == exponent


def test_scaled_labels_have_the_exponent_of_their_scale() -> None:
    powers = dict(zip(SCALES, (3, 2, 4, 5, 6, 7, 12, 8, 9, 10, 11), strict=True))
    for row in csv_rows(LEXICON / "units.csv"):
        if row["scalable"] == "1" and row["unit_label"] in UNIT_LABELS:
            base = int(UNIT_LABELS[row["unit_label"]]["exponent"] or 0)
            for scale, power in powers.items():
                label = scale + row["unit_label"]
                if label in UNIT_LABELS:
                    assert int(UNIT_LABELS[label]["exponent"]) == base + power, label


def test_every_comparator_works_where_it_stands(lexicon: Lexicon) -> None:
    grammar = NumberGrammar(lexicon)
    for row in csv_rows(LEXICON / "comparators.csv"):
        word = row["comparator"]
        text = {"before": f"比例 {word}12%", "after": f"比例 12%{word}", "inside": f"比例 12{word}人"}[row["position"]]
        [token] = grammar.scan(make_view(text))
        assert token.qualifier == row["qualifier"], word


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("部门预算合计", "total"),
        ("总额", "total"),
        ("人员经费支出", "personnel"),
        ("公用经费支出", "public"),
        ("日常公用经费支出", "public"),
    ],
)
def test_a_line_of_a_department_budget_is_known_by_any_of_its_names(name: str, line: str) -> None:
    rows = csv_rows(REFERENCE / "statement_line_names.csv")
    assert [r["line_key"] for r in rows if (r["statement_code"], r["name_as_printed"]) == ("OB01", name)] == [line]
