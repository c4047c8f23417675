"""Word lists and codes: every word leads to a code that exists, every unit to a canonical one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.find.numbers import NumberGrammar
from ingest.find.view import make_view
from ingest.lexicon import Lexicon, LexiconError
from ingest.resolve.metrics import PSEUDO, MetricBook
from tests.helpers import LEXICON, REFERENCE, ROOT, csv_rows

HEADERS = {
    "closed_groups": "group_code,member,need,of,not_of,phrase",
    "comparators": "comparator,position,qualifier,not_after",
    "funding_levels": "phrase,funding_level",
    "genres": "pattern,document_type,standalone,note",
    "groups": "phrase,is_key_group",
    "indicator_headers": "phrase,role",
    "indicator_levels": "phrase,level",
    "list_words": "phrase,role",
    "measures": "statement_code,section,phrase,measure_code",
    "metric_units": "metric_code,unit_labels",
    "metrics": "phrase,metric_code,scheme_code,context,note",
    "programs": "phrase,program_code,scheme_code",
    "relation_words": "phrase,role,not_after",
    "roles": "phrase,role",
    "scheme_defaults": "scheme_default,rule,fallback",
    "schemes": "phrase,scheme_code",
    "statements": "phrase,statement_code",
    "table_words": "phrase,role",
    "units": "unit_label,unit_class,scalable,not_before",
}
SCALES = ("千", "百", "万", "十万", "百万", "千万", "万亿", "亿", "十亿", "百亿", "千亿")
UNIT_LABELS = {row["unit_label"]: row for row in csv_rows(REFERENCE / "unit_labels.csv")}
CANONICAL = {
    "money": "yuan", "person": "person", "visit": "visit", "percent": "percent", "month": "month", "minute": "minute",
    "score": "score", "count": "count",
}  # fmt: skip


def codes(seed: str) -> set[str]:
    return {next(iter(row.values())) for row in csv_rows(REFERENCE / f"{seed}.csv")}


def test_every_word_list_is_known_here() -> None:
    assert {path.stem for path in LEXICON.glob("*.csv")} == set(HEADERS)


@pytest.mark.parametrize("name", HEADERS)
def test_a_word_list_has_its_header_and_no_blank_or_ragged_row(name: str) -> None:
    lines = (LEXICON / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADERS[name]
    width = len(HEADERS[name].split(","))
    for row in csv_rows(LEXICON / f"{name}.csv"):
        assert len(row) == width
        assert None not in row.values()
        assert next(iter(row.values())).strip()


@pytest.mark.parametrize(
    "name", ["funding_levels", "groups", "indicator_headers", "programs", "roles", "schemes", "units"]
)
def test_a_word_stands_in_its_list_once(name: str) -> None:
    words = [next(iter(row.values())) for row in csv_rows(LEXICON / f"{name}.csv")]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    ("name", "column", "seed"),
    [
        ("funding_levels", "funding_level", "funding_levels"),
        ("programs", "program_code", "programs"),
        ("programs", "scheme_code", "schemes"),
        ("schemes", "scheme_code", "schemes"),
        ("metrics", "scheme_code", "schemes"),
        ("metrics", "metric_code", "metrics"),
        ("metric_units", "metric_code", "metrics"),
        ("statements", "statement_code", "statements"),
        ("measures", "statement_code", "statements"),
        ("genres", "document_type", "document_types"),
        ("comparators", "qualifier", "qualifiers"),
    ],
)
def test_every_code_of_a_word_list_exists(name: str, column: str, seed: str) -> None:
    used = {row[column] for row in csv_rows(LEXICON / f"{name}.csv")}
    assert used - {""} - set(PSEUDO) <= codes(seed) | {"none"}


def test_every_measure_is_one_of_its_statement() -> None:
    known = {(row["statement_code"], row["measure_code"]) for row in csv_rows(REFERENCE / "measures.csv")}
    assert {(row["statement_code"], row["measure_code"]) for row in csv_rows(LEXICON / "measures.csv")} <= known


def test_every_context_of_a_phrase_is_one_that_the_linker_knows() -> None:
    source = (ROOT / "ingest" / "resolve" / "prose" / "naming.py").read_text(encoding="utf-8")
    known = {
        word for case in re.findall(r"^\s*case (.+):$", source, re.MULTILINE) for word in re.findall('"(.*?)"', case)
    }
    assert {row["context"] for row in csv_rows(LEXICON / "metrics.csv")} <= known


def test_every_metric_can_be_named_or_is_a_change(lexicon: Lexicon) -> None:
    book = MetricBook(lexicon)
    named = {row["metric_code"] for row in csv_rows(LEXICON / "metrics.csv")}
    unnamed = {code for code in book.metrics if code not in named}
    assert {code for code in unnamed if "_change" not in code} <= {"self_evaluation_score"}


def test_every_scheme_default_of_a_metric_has_its_rule() -> None:
    rules = {row["scheme_default"] for row in csv_rows(LEXICON / "scheme_defaults.csv")}
    assert {row["scheme_default"] for row in csv_rows(REFERENCE / "metrics.csv")} <= rules


def test_genre_patterns_compile_and_are_told_apart_by_order() -> None:
    for row in csv_rows(LEXICON / "genres.csv"):
        re.compile(row["pattern"])


def emitted() -> list[tuple[str, str]]:
    """Every unit label that the grammar can emit, with its class."""
    units = csv_rows(LEXICON / "units.csv")
    plain = [(row["unit_label"], row["unit_class"]) for row in units]
    scaled = [
        (scale + row["unit_label"], row["unit_class"]) for row in units if row["scalable"] == "1" for scale in SCALES
    ]
    return plain + scaled + [(scale, "") for scale in SCALES]


def test_every_unit_that_can_be_emitted_has_a_canonical_unit() -> None:
    assert sorted(label for label, _ in emitted() if label not in UNIT_LABELS) == []


def test_every_common_unit_in_every_common_scale_has_a_canonical_unit() -> None:
    units = ("元", "人", "人次", "家", "个", "件", "条", "份", "户")
    labels = [scale + unit for unit in units for scale in ("", "百", "千", "万", "十万", "百万", "千万", "亿")]
    assert [label for label in labels if label not in UNIT_LABELS] == []


def test_units_are_canonical_units_of_their_class() -> None:
    wrong = [
        (label, unit_class, UNIT_LABELS[label]["unit_code"])
        for label, unit_class in emitted()
        if label in UNIT_LABELS and unit_class in ("money", "person", "visit", "percent", "month", "minute", "score")
        and UNIT_LABELS[label]["unit_code"] != CANONICAL[unit_class]
    ]  # fmt: skip
    assert wrong == []


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


def test_a_missing_word_list_says_which_file(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"metrics\.csv.*checkout is incomplete"):
        Lexicon(folder=tmp_path).rows("metrics")


def test_an_unknown_metric_code_says_which_line(tmp_path: Path) -> None:
    for path in LEXICON.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "metrics.csv").write_text(
        "phrase,metric_code,scheme_code,context,note\n参保率,rate,,,\n", encoding="utf-8"
    )
    with pytest.raises(LexiconError, match=r"metrics\.csv line 2: unknown metric code 'rate'"):
        MetricBook(Lexicon(folder=tmp_path))


def test_the_version_changes_with_any_word(tmp_path: Path) -> None:
    for path in LEXICON.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert Lexicon(folder=tmp_path).version == Lexicon().version
    with (tmp_path / "roles.csv").open("a", encoding="utf-8") as handle:
        handle.write("翻番,up\n")
    assert Lexicon(folder=tmp_path).version != Lexicon().version


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
