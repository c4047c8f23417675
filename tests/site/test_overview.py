"""The first page says what the marts say: each figure recomputed by SQL of its own."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.builds import query
from tests.helpers import REFERENCE
from tests.site.conftest import Site
from tests.site.links import asked_of_a_network, dead
from yibao_site.warehouse import HERE

Page = Callable[[str], html.HtmlElement]
BROKEN = "verdict in ('inconsistent', 'conflict')"


@pytest.fixture(scope="module")
def index(page: Page) -> html.HtmlElement:
    return page("index.html")


def number(element: html.HtmlElement) -> int:
    return int(element.text_content().replace(",", ""))


def one(site: Site, sql: str, *values: Any) -> Any:
    [(value,)] = query(site.database, sql, *values)
    return value


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("documents", "select count(*) from marts.dim_document"),
        ("reports", "select count(*) from marts.dim_report"),
        ("regions", "select count(distinct region_code) from marts.dim_report"),
        ("years", "select count(distinct fiscal_year) from marts.dim_report"),
        ("checks", "select count(*) from marts.fct_reconciliation"),
        ("findings", f"select count(*) from marts.fct_reconciliation where {BROKEN}"),
        ("hard", f"select count(*) from marts.fct_reconciliation where {BROKEN} and severity = 'hard'"),
        (
            "high",
            "select count(distinct report_id) from marts.fct_observation join marts.rpt_report_reconciliation "
            "using (report_id) where metric_code = 'self_evaluation_score' and self_score >= 95",
        ),
        (
            "high_hard",
            "select count(*) from marts.rpt_report_reconciliation as r where self_score >= 95 and exists (from "
            f"marts.fct_reconciliation as c where c.report_id = r.report_id and severity = 'hard' and {BROKEN})",
        ),
        (
            "high_low",
            # All the money's rate where one is stated, else no rate of 80 or more.
            "select count(*) from marts.rpt_report_reconciliation as r where self_score >= 95 and (select coalesce("
            "max(value) filter (where funding_level in ('all', 'none')), max(value)) from marts.fct_observation as o "
            "where o.report_id = r.report_id and metric_code = 'execution_rate' and breakdown = '' "
            "and o.fiscal_year = r.fiscal_year) < 80",
        ),
    ],
)
def test_the_first_sentences_count_what_the_marts_hold(
    site: Site, index: html.HtmlElement, name: str, sql: str
) -> None:
    [shown] = index.xpath(f"//b[@data-count='{name}']")
    assert number(shown) == one(site, sql)


def test_verdicts_add_up_to_all_checks(site: Site, index: html.HtmlElement) -> None:
    shown = {b.get("data-verdict"): number(b) for b in index.xpath("//b[@data-verdict]")}
    stated = dict(query(site.database, "select verdict, count(*) from marts.fct_reconciliation group by verdict"))
    assert shown == {verdict: stated.get(verdict, 0) for verdict in shown}
    assert sum(shown.values()) == one(site, "select count(*) from marts.fct_reconciliation")


def test_every_province_has_a_tile_of_its_own(index: html.HtmlElement) -> None:
    with (HERE / "provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (REFERENCE / "regions.csv").open(encoding="utf-8", newline="") as file:
        provinces = {row["region_code"]: row["name"] for row in csv.DictReader(file) if row["level"] == "province"}
    assert {row["province_code"] for row in rows} == set(provinces)
    assert len({(row["column"], row["row"]) for row in rows}) == 34
    assert all(provinces[row["province_code"]].startswith(row["short"]) for row in rows)
    assert {row["short"] for row in rows if row["collected"] == "N"} == {"台湾", "香港", "澳门"}
    assert [li.get("data-province") for li in index.xpath("//ul[@class='tiles']/li")] == [
        row["province_code"] for row in sorted(rows, key=lambda row: (int(row["row"]), int(row["column"])))
    ]


def test_tiles_count_the_reports_of_a_province_and_of_all_below_it(site: Site, index: html.HtmlElement) -> None:
    stated = dict(
        query(
            site.database,
            "select left(region_code, 2) || '0000', count(*) from marts.dim_report where region_code is not null "
            "group by all",
        )
    )
    tiles = index.xpath("//ul[@class='tiles']/li")
    assert {li.get("data-province"): int(li.get("data-n")) for li in tiles if li.get("data-n") != "0"} == stated
    for li in tiles:
        drawn_empty = "shade0" in li.get("class").split()
        assert drawn_empty == (li.get("data-n") == "0"), li.get("data-province")
        if not drawn_empty:
            assert li.xpath("./a/@href") == [f"regions/{li.get('data-province')}.html"]


def test_genres_by_year_are_all_reports(site: Site, index: html.HtmlElement) -> None:
    for row in index.xpath("//tr[@data-genre]"):
        stated = dict(
            query(
                site.database,
                "select fiscal_year, count(*) from marts.dim_report where document_type = ? group by all",
                row.get("data-genre"),
            )
        )
        shown = {int(td.get("data-year")): number(td) for td in row.xpath("./td[@data-year]") if td.text_content()}
        assert shown == {year: n for year, n in stated.items() if year is not None}
        assert number(row.xpath("./td[last()]")[0]) == sum(stated.values())
    assert len(index.xpath("//tr[@data-genre]")) == one(
        site, "select count(distinct document_type) from marts.dim_report"
    )


def test_rules_broken_most_often_come_first(site: Site, index: html.HtmlElement) -> None:
    stated = query(
        site.database,
        f"select rule_code, sum(({BROKEN})::int) as broken, sum((verdict <> 'not_checkable')::int) "
        "from marts.fct_reconciliation group by rule_code having broken > 0 order by broken desc",
    )
    rows = index.xpath("//tr[@data-rule]")
    shown = [(r.get("data-rule"), *(number(td) for td in r.xpath("./td[position() < 3]"))) for r in rows]
    assert [n for _, n, _ in shown] == [n for _, n, _ in stated[:10]]
    assert set(shown) <= set(stated)


def test_the_worst_findings_show_both_sides(site: Site, index: html.HtmlElement) -> None:
    rows = index.xpath("//section[@id='findings']//tr[@data-check]")
    hard = one(
        site, f"select count(distinct report_id) from marts.fct_reconciliation where {BROKEN} and severity = 'hard'"
    )
    assert len(rows) == min(
        10, one(site, f"select count(distinct report_id) from marts.fct_reconciliation where {BROKEN}")
    )
    row_severities = [r.xpath(".//span[contains(@class, 'severity')]/@class")[0] for r in rows]
    assert sum("hard" in severity for severity in row_severities) == min(10, hard)
    for row in rows:
        [(stated, computed)] = query(
            site.database,
            "select stated_value, computed_value from marts.fct_reconciliation where check_id = ?",
            row.get("data-check"),
        )
        assert [Decimal(v) if v else None for v in row.xpath("./td/@data-value")] == [stated, computed]


def test_suspects_score_high_and_hold_what_cannot_be_right(site: Site, index: html.HtmlElement) -> None:
    for row in index.xpath("//table[@id='suspects']//tr[@data-report]"):
        [(score, hard)] = query(
            site.database,
            "select self_score, n_hard from marts.rpt_report_reconciliation where report_id = ?",
            row.get("data-report"),
        )
        shown_score, shown_rate = row.xpath("./td/@data-value")
        assert Decimal(shown_score) == score >= 95
        assert hard > 0 or Decimal(shown_rate) < 80
        if shown_rate:
            rates = query(
                site.database,
                "select value from marts.fct_observation where report_id = ? and metric_code = 'execution_rate'",
                row.get("data-report"),
            )
            assert Decimal(shown_rate) in {value for (value,) in rates}


def test_bands_of_scores_hold_every_report_once(site: Site, index: html.HtmlElement) -> None:
    bands = {r.get("data-band"): number(r.xpath("./td")[0]) for r in index.xpath("//tr[@data-band]")}
    stated = dict(
        query(
            site.database,
            "select case when self_score >= 100 then '100' when self_score >= 98 then '98' when self_score >= 95 then "
            "'95' when self_score >= 90 then '90' when self_score is null then '' else '0' end, count(*) "
            "from marts.rpt_report_reconciliation group by all",
        )
    )
    assert bands == {band: stated.get(band, 0) for band in bands}
    assert sum(bands.values()) == sum(stated.values())


def test_indicators_that_nobody_misses_were_never_missed(site: Site, index: html.HtmlElement) -> None:
    sql = (
        "select name_zh from marts.fct_indicator_score join marts.dim_indicator using (indicator_code) "
        "where is_leaf and score_rate_pct is not null group by name_zh "
        "having count(distinct report_id) >= 5 and min(score_rate_pct) >= 100"
    )
    always = {name for (name,) in query(site.database, sql)}
    assert set(index.xpath("//tr/@data-indicator")) <= always
    assert [number(b) for b in index.xpath("//b[@data-count='always_full']")] in ([len(always)], [])


def test_links_of_the_first_page_lead_somewhere(site: Site, page: Page) -> None:
    assert dead(site.folder, "index.html", page, {}) == []
    assert asked_of_a_network(page("index.html")) == []


def test_the_first_page_is_small(site: Site) -> None:
    assert Path(site.folder, "index.html").stat().st_size < 200_000
