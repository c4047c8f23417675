"""`yibao check` of a warehouse: both sides, places, gap and hint; silence only where something was checked."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner, Result

from ingest import cli
from ingest.check_words import amount, hint_words
from tests.check_stand_in import OTHER, TEXT, checks, write_warehouse

RUNNER = CliRunner(env={"COLUMNS": "400"})


def yibao(*arguments: str | Path) -> Result:
    return RUNNER.invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "甲.txt").write_text(TEXT, encoding="utf-8")
    (folder / "乙.txt").write_text(OTHER, encoding="utf-8")
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return write_warehouse(tmp_path / "y.duckdb")


@pytest.fixture
def check(warehouse: Path, sources: Path) -> Any:
    return lambda *arguments: yibao("check", "--database", warehouse, "--reports", sources, *arguments)


# --- the published warehouse


def test_a_finding_shows_both_sides_with_their_lines_the_gap_and_the_hint(check: Any) -> None:
    result = check()
    assert result.exit_code == 0
    for words in (
        "甲.txt  甲市医疗保障局2024年度部门决算  d1-r01",
        "1 当年结余：当年结余＝收入－支出 [balance]",
        "填报 stated   199.00万元  甲.txt:2  …支出1000.50万元，当年结余【199.00万元】。…",
        "推算 computed 199.5万元  由 基金收入 1200.00万元 :2，−基金支出 1000.50万元 :2",
        "相差 gap      5,000元，为填报数的 0.25%；提示 hint 只差一个数字 (one digit differs)",
        "yibao explain --database",
    ):
        assert words in result.stdout


def test_two_readings_of_one_figure_stand_beside_each_other(check: Any) -> None:
    result = check()
    assert "填报 stated   4906748人  甲.txt:3" in result.stdout
    assert "另处 elsewhere 4906478人  :4  …另据统计，参保人数【4906478人】，参保率" in result.stdout
    assert "相邻两个数字颠倒（74）" in result.stdout


def test_hard_findings_come_first_and_the_others_under_their_own_heading(check: Any) -> None:
    text = check().stdout
    words = (
        "不符 does not fit",
        "[balance]",
        "提示 worth a look",
        "[same_figure, soft]",
        "[rate_range, warn, implausible]",
    )
    order = [text.find(word) for word in words]
    assert -1 not in order
    assert order == sorted(order)


def test_a_known_finding_is_marked_with_its_reason(check: Any) -> None:
    assert "已知 known   口径不同" in check().stdout


def test_the_last_line_counts_all_checks(check: Any) -> None:
    last = check().stdout.splitlines()[-1]
    assert last.startswith("6 checks, 1 fit exactly, 1 within rounding, 1 not checkable, 3 do not fit")
    assert "1 hard, 1 soft, 1 warn, 1 known" in last


def test_a_report_in_which_nothing_could_be_checked_is_named(check: Any) -> None:
    assert "nothing could be checked in 1 of 2 reports: 乙市医疗保障局2023年度自评报告" in check().stdout


def test_without_the_source_places_are_still_told(warehouse: Path, tmp_path: Path) -> None:
    result = yibao("check", "--database", warehouse, "--reports", tmp_path / "nirgends")
    assert "填报 stated   199.00万元  甲.txt:2\n" in result.stdout


@pytest.mark.parametrize("wanted", ["d1-r01", "d1", "甲市", "甲.TXT"])
def test_a_report_is_chosen_by_id_title_or_file(check: Any, wanted: str) -> None:
    result = check("--report", wanted)
    assert result.exit_code == 0
    assert "5 checks" in result.stdout


def test_a_report_that_there_is_not_lists_those_there_are(check: Any) -> None:
    result = check("--report", "丙市")
    assert result.exit_code == 2
    assert "丙市: no such report; there are" in result.stderr
    assert "d2-r01  乙.txt  乙市医疗保障局2023年度自评报告" in result.stderr
    assert result.stdout == ""


def test_nothing_checkable_is_never_told_as_a_pass(check: Any) -> None:
    result = check("--report", "d2")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("nothing could be checked: 1 checks")
    assert "fits" not in result.stdout


def test_all_that_fits_is_said_with_the_number_of_checks(tmp_path: Path) -> None:
    database = write_warehouse(tmp_path / "gut.duckdb", checks(leave_out="c1 c2 c3 c6"))
    result = yibao("check", "--database", database)
    assert result.stdout.splitlines()[-1].startswith("everything that could be checked fits: 2 checks, 1 fit exactly")


def test_no_check_at_all_is_said_so(tmp_path: Path) -> None:
    result = yibao("check", "--database", write_warehouse(tmp_path / "leer.duckdb", []))
    assert result.stdout == "nothing was checked: no rule found figures to hold against each other\n"


def test_all_shows_the_checks_that_fit_too(check: Any) -> None:
    result = check("--all")
    assert "rounding  支出  1元 / 1元  [balance]" in result.stdout
    assert "not_checkable (missing_member)  支出" in result.stdout


def test_csv_has_one_row_a_finding_with_both_sides(check: Any) -> None:
    result = check("--format", "csv")
    rows = {row["check_id"]: row for row in csv.DictReader(io.StringIO(result.stdout))}
    assert set(rows) == {"c1", "c2", "c3"}
    assert rows["c1"]["gap"] == "5000"
    assert rows["c1"]["file_name"] == "甲.txt"
    assert rows["c1"]["statement_zh"] == "当年结余＝收入－支出"
    assert rows["c1"]["stated_side"] == "当年结余 199.00万元 甲.txt:2"
    assert rows["c1"]["computed_side"].endswith("基金收入 1200.00万元 甲.txt:2; −基金支出 1000.50万元 甲.txt:2")
    assert rows["c3"]["acknowledged"] == "true"
    assert "6 checks" in result.stderr


def test_html_is_one_page_with_both_sides_and_asks_nothing_of_a_network(check: Any) -> None:
    page = check("--format", "html").stdout
    findings = json.loads(check("--format", "json").stdout)
    assert page.count('<article class="finding') == len(findings)
    for finding in findings:
        assert (
            html.escape(finding["statement_zh"], quote=False) in html.unescape(page) or finding["statement_zh"] in page
        )
    assert "<script" not in page and "<link" in page and "//" not in re.sub(r"/\*.*?\*/", "", page, flags=re.S)


def test_json_nests_the_figures(check: Any) -> None:
    findings = json.loads(check("--format", "json").stdout)
    assert [finding["check_id"] for finding in findings] == ["c1", "c2", "c3"]
    assert findings[0]["stated_value"] == 1990000
    stated = findings[0]["evidence"][0]
    assert (stated["stated_text"], stated["line_no"], stated["words"]) == ("199.00万元", 2, "199.00万元")


def test_strict_fails_on_hard_findings_that_are_not_known(check: Any, tmp_path: Path) -> None:
    assert check("--strict").exit_code == 1
    soft = write_warehouse(tmp_path / "soft.duckdb", checks(leave_out="c1"))
    assert yibao("check", "--strict", "--database", soft).exit_code == 0


def test_explain_tells_a_check_with_each_operand(warehouse: Path, sources: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:  # `explain` asks the facts first
        for mart, key in (("observation", "observation"), ("indicator_score", "indicator"), ("statement_line", "cell")):
            connection.execute(f"create table marts.fct_{mart} ({key}_id text)")
    result = yibao("explain", "c1", "--database", warehouse, "--reports", sources)
    assert result.exit_code == 0
    for words in (
        "当年结余＝收入－支出 — balance = income - expense",
        "verdict: inconsistent",
        "total: 当年结余 199.00万元 甲.txt:2",
    ):
        assert words in result.stdout
    assert "member: −基金支出 1000.50万元 甲.txt:2  …收入1200.00万元，基金支出【1000.50万元】" in result.stdout


# --- what cannot be used


def test_no_warehouse_and_no_database_are_unusable(tmp_path: Path) -> None:
    missing = yibao("check", "--database", tmp_path / "fehlt.duckdb")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "fehlt.duckdb: no warehouse; make it with `yibao build`" in missing.stderr
    (tmp_path / "y.duckdb").write_text("kein Datenlager" * 1000, encoding="utf-8")
    assert "cannot be read" in yibao("check", "--database", tmp_path / "y.duckdb").stderr


def test_an_older_warehouse_is_to_be_built_again(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "alt.duckdb")).execute("create schema marts").close()
    result = yibao("check", "--database", tmp_path / "alt.duckdb")
    assert result.exit_code == 2
    assert "alt.duckdb: a warehouse without reconciliation; build it again" in result.stderr


@pytest.mark.parametrize("content", [None, "", "今日要闻：气温12度。"])
def test_a_draft_without_facts_is_unusable(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "entwurf.txt"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    result = yibao("check", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "entwurf.txt" in result.stderr
    assert "nothing to check" in result.stderr


# --- words


def test_every_hint_has_words_and_an_unknown_one_stands_as_it_is() -> None:
    assert hint_words("omitted_member:其他收入") == (
        "差额等于其中一项：可能漏加（其他收入）",
        "the gap is one item: left out?",
    )
    assert hint_words("new_code:x") == ("new_code:x", "")
    assert hint_words(None) == ("", "")


def test_amounts_carry_their_unit() -> None:
    assert amount(Decimal("5346956900.000000"), "yuan") == "5,346,956,900元"
    assert amount(Decimal("4.269294"), "percent") == "4.2693%"
    assert amount(None, "yuan") == "—"
