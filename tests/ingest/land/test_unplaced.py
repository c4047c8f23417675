"""What could not be placed is kept, listed and counted, never guessed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.cli import app
from ingest.land import unplaced
from ingest.land.unplaced import OTHERS, Item, Unplaced, unplaced_finder
from ingest.resolve.extract import Extractor
from tests.helpers import TITLES, as_document, report_of

STATEMENT = """支出决算表
单位：万元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
2101501\t行政运行\t120.50\t120.50\t
2109997\t星际医疗支出\t30.00\t\t30.00
合计\t\t150.50\t120.50\t30.00
"""
INDICATORS = """一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t参保率\t≥95%\t97.2%\t10\t10
\t\t无人机巡查架次\t≥20架次\t26架次\t10\t10
\t质量指标\t政府采购执行率\t100%\t100%\t10\t10
\t\t巡查按时完成情况\t完成\t完成\t10\t10
"""


def placed(extractor: Extractor, text: str, name: str = "report.txt") -> list[tuple[str, str, int, str, int]]:
    document = as_document(text, name)
    return unplaced_finder(extractor.lexicon).find(document, extractor.extract(document).rows).rows()


def test_an_account_that_no_chart_has_is_listed_once_a_line(extractor: Extractor) -> None:
    found = placed(extractor, f"{TITLES['accounts']}\n\n{STATEMENT}")
    assert found == [("statement_line", "FA03 2109997 星际医疗支出", 1, "report.txt", 7)]


def test_a_line_without_a_code_is_known_by_its_name_in_its_statement(extractor: Extractor) -> None:
    table = (
        "“三公”经费支出决算表\n单位：万元\n项目\t决算数\n合计\t9.00\n1.因公出国（境）费用\t4.00\n2.飞艇运行费\t5.00\n"
    )
    found = placed(extractor, f"{TITLES['accounts']}\n\n{table}")
    assert found == [("statement_line", "FA07 飞艇运行费", 1, "report.txt", 8)]


def test_an_indicator_with_a_value_that_is_no_metric_is_listed(extractor: Extractor) -> None:
    found = placed(extractor, report_of("department", INDICATORS, "绩效目标自评表"))
    assert [row[:3] for row in found if row[0] == "indicator"] == [("indicator", "无人机巡查架次", 1)]


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("全年放养鱼苗1200尾，又购入35尾。", ["尾"]),
        ("全年放养鱼苗1200 尾。", ["尾"]),
        ("配备无人机12架、马3匹。", ["架", "匹"]),
        ("定点机构35家，培训12期。", []),  # known units
        ("名列第3轮，2023年设立，拨打12393热线，余额为5。", []),  # no quantities, no counters
        ("由3变为5，占比为7的有2。", ["变"]),  # a verb that follows is told too: people judge
    ],
)
def test_a_word_after_a_number_that_is_no_known_unit_is_listed(
    extractor: Extractor, sentence: str, labels: list[str]
) -> None:
    found = placed(extractor, report_of("capacity", sentence))
    assert sorted(row[1] for row in found if row[0] == "unit") == sorted(labels)


def test_numbers_that_no_metric_covers_are_listed_by_the_words_beside_them(extractor: Extractor) -> None:
    text = report_of(
        "capacity", "全年开展夜校28场次。走访茶农家庭45户农家院，又走访61户农家院。全市居民医保参保率97.2%。"
    )
    assert [row[:3] for row in placed(extractor, text) if row[0] == "narrative"] == [
        ("narrative", "#户农家院", 2),
        ("narrative", "全年开展夜校#场次", 1),
    ]


def test_the_first_place_stays_when_files_are_added() -> None:
    total = Unplaced()
    for name, line in (("a.txt", 9), ("b.txt", 2)):
        part = Unplaced()
        part.add(Item("unit", "尾", name, line))
        part.add(Item("unit", "尾", name, line + 5))
        total.update(part)
    assert total.rows() == [("unit", "尾", 4, "a.txt", 9)]


def test_labels_beyond_the_limit_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unplaced, "LIMIT", 2)
    found = Unplaced()
    for line, label in enumerate("尾架匹尾盆匹", start=1):
        found.add(Item("unit", label, "a.txt", line))
    assert found.rows() == [
        ("unit", OTHERS, 3, "a.txt", 3), ("unit", "尾", 2, "a.txt", 1), ("unit", "架", 1, "a.txt", 2),
    ]  # fmt: skip


def test_the_summary_names_the_commonest_and_counts_the_rest() -> None:
    found = Unplaced()
    for line, label in enumerate("一二三四五六七八九十甲乙", start=1):
        for _ in range(line):
            found.add(Item("indicator", label, "a.txt", line))
    heading, line = found.summary(top=3)
    assert "--unplaced" in heading
    assert line == "  78 indicators with a value (12): 乙 12、甲 11、十 10 …"
    assert list(Unplaced().summary()) == []


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ingest_ends_with_what_it_could_not_place_and_writes_all_of_it(tmp_path: Path, jobs: str) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(25):
        text = report_of("capacity", f"全市居民医保参保率9{number / 10}%。全年放养鱼苗{number + 2}尾。")
        (reports / f"{number:02}.txt").write_text(text, encoding="utf-8")
    listed = tmp_path / "unplaced.csv"
    arguments = [
        "ingest",
        str(reports),
        "--landing",
        str(tmp_path / "landing"),
        "--unplaced",
        str(listed),
        "--jobs",
        jobs,
    ]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.stderr
    assert "  25 words after numbers, no known unit (1): 尾 25\n" in result.stdout
    with listed.open(encoding="utf-8", newline="") as handle:
        assert list(csv.DictReader(handle)) == [
            {"kind": "unit", "label": "尾", "count": "25", "file_name": "00.txt", "line_no": "5"}
        ]  # fmt: skip


def test_a_list_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(report_of("resident", "全市居民医保参保率97.2%。"), encoding="utf-8")
    arguments = [
        "ingest",
        str(report),
        "--landing",
        str(tmp_path / "landing"),
        "--unplaced",
        str(tmp_path / "no" / "x.csv"),
    ]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert "x.csv: cannot be written" in result.stderr.replace("\n", "")
