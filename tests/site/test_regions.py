"""Pages of regions: every fact of the marts on one of them, once, linked to the words it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from tests.builds import query
from tests.site.conftest import Site
from tests.site.links import asked_of_a_network, dead
from yibao_site import regions
from yibao_site.render import Renderer
from yibao_site.warehouse import Warehouse

Page = Callable[[str], html.HtmlElement]


def pages(site: Site) -> dict[str, str]:
    """First pages of the regions by code."""
    return {p.stem: f"regions/{p.name}" for p in sorted((site.folder / "regions").glob("??????.html"))}


def written(database: Path, folder: Path, codes: list[str] | None = None) -> dict[str, html.HtmlElement]:
    """Pages of regions alone, of all or of some, by path."""
    warehouse = Warehouse(database)
    renderer = Renderer(folder, warehouse.words, {**warehouse.row("stamp"), "file": database.name})
    regions.write_regions(warehouse, renderer, codes or list(regions.region_rows(warehouse)))
    warehouse.close()
    found = sorted(folder.rglob("*.html"))
    return {p.relative_to(folder).as_posix(): html.fromstring(p.read_text(encoding="utf-8")) for p in found}


def decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def test_a_region_has_a_page_if_something_is_said_of_it_or_below_it(site: Site, page: Page) -> None:
    named = {
        code
        for (code,) in query(
            site.database,
            "select region_code from marts.dim_report where region_code is not null "
            "union select region_code from marts.fct_observation where is_primary",
        )
    }
    parents = dict(query(site.database, "select region_code, parent_code from marts.dim_region"))
    expected = set(named)
    for code in named:
        above = parents[code]
        while above not in (None, "000000"):
            expected.add(above)
            above = parents[above]
    assert set(pages(site)) == expected
    assert set(page("regions.html").xpath("//tr/@data-region")) == expected


def test_the_list_of_regions_is_a_tree(site: Site, page: Page) -> None:
    listed = page("regions.html").xpath("//tr/@data-region")
    parents = dict(query(site.database, "select region_code, parent_code from marts.dim_region"))
    open_: list[str] = []
    for code in listed:
        while open_ and open_[-1] != parents[code]:
            open_.pop()
        assert open_ or parents[code] in (None, "000000"), f"{code} does not stand below {parents[code]}"
        open_.append(code)


def test_counts_with_those_below_add_up(site: Site, page: Page) -> None:
    stated = query(
        site.database,
        "select left(region_code, 2) || '0000', count(*) from marts.fct_observation "
        "where is_primary and region_code <> '000000' group by all",
    )
    for province, facts in stated:
        [shown] = page(f"regions/{province}.html").xpath("//dd/span[@data-all='facts']")
        assert int(shown.text.replace(",", "")) == facts, province


def test_every_fact_that_counts_is_shown_on_the_page_of_its_region(site: Site, page: Page) -> None:
    rows = query(site.database, "select region_code, observation_id, value from marts.fct_observation where is_primary")
    shown = {
        (code, element.get("data-fact"), decimal(element.get("data-value")))
        for code, path in pages(site).items()
        for element in page(path).xpath("//*[@data-fact]")
    }
    assert set(rows) <= shown
    assert len(rows) > 400


def test_a_fact_leads_to_its_own_place(site: Site, page: Page) -> None:
    starts = dict(query(site.database, "select observation_id, char_start from marts.fct_observation"))
    for code, path in pages(site).items():
        for element in page(path).xpath("//*[@data-fact]"):
            [href] = element.xpath("./a[@class='n']/@href")
            fact = element.get("data-fact")
            assert href.endswith(f"#c{starts[fact]}") and fact[1:3] in href, (code, fact)


def test_a_fact_of_a_subject_table_stands_in_it_alone(site: Site, page: Page) -> None:
    for code, path in pages(site).items():
        times = Counter(page(path).xpath("//table//*/@data-fact"))
        assert [fact for fact, n in times.items() if n > 1] == [], code


def test_fund_balances_show_what_is_computed_beside_what_is_stated(site: Site, page: Page) -> None:
    rows = query(
        site.database,
        "select region_code, scheme_code || ' ' || scope || ' ' || fiscal_year, current_balance_computed_yuan, "
        "balance_rate_computed, cumulative_balance_ratio_computed, months_payable_computed from marts.fct_fund_balance "
        "where income_observation_id is not null or expense_observation_id is not null",
    )
    for code, key, *computed in rows:
        [row] = page(f"regions/{code}.html").xpath(f"//tr[@data-fund='{key}']")
        assert [Decimal(v) for v in row.xpath(".//@data-computed")] == [v for v in computed if v is not None], (
            code,
            key,
        )
    assert any(v is not None for row in rows for v in row[2:])


def test_participation_rates_are_computed_where_both_operands_are_stated(site: Site, page: Page) -> None:
    rows = query(
        site.database,
        "select region_code, scheme_code || ' ' || scope || ' ' || fiscal_year, 100 * insured_persons / "
        "resident_population from marts.fct_enrollment where insured_persons is not null and resident_population > 0",
    )
    for code, key, rate in rows:
        [shown] = page(f"regions/{code}.html").xpath(f"//tr[@data-enrollment='{key}']//@data-computed")
        assert abs(float(shown) - float(rate)) < 0.000001, (code, key)
    assert rows


def test_a_figure_that_does_not_fit_is_marked_and_leads_to_its_finding(from_seeds: Path, tmp_path: Path) -> None:
    """On the bundled reports, some of whose figures do not fit."""
    broken: dict[str, set[str]] = {}
    for fact, check in query(
        from_seeds,
        "select observation_id, check_id from marts.fct_reconciliation_evidence join marts.fct_reconciliation "
        "using (check_id) where operand_no = 1 and verdict in ('inconsistent', 'conflict') and observation_id <> ''",
    ):
        broken.setdefault(fact, set()).add(check)
    marked = set()
    for tree in written(from_seeds, tmp_path).values():
        for element in tree.xpath("//*[@data-fact]"):
            fact, marks = element.get("data-fact"), element.xpath("./a[contains(@class, 'mark')]/@href")
            assert len(marks) == (fact in broken), fact
            if marks:
                assert marks[0].rpartition("/")[2].removesuffix(".html") in broken[fact]
                marked.add(fact)
    counted = {
        fact for (fact,) in query(from_seeds, "select observation_id from marts.fct_observation where is_primary")
    }
    assert marked >= broken.keys() & counted and marked


def test_other_figures_for_the_same_thing_stand_below_the_one_that_counts(site: Site, page: Page) -> None:
    facts = query(
        site.database,
        "select concat_ws('|', region_code, scope, fiscal_year, metric_code, scheme_code, program_code, funding_level, "
        "breakdown), is_primary, observation_id, value, value_low, value_high from marts.fct_observation "
        "where metric_code not like 'funding%' and metric_code <> 'execution_rate'",
    )
    counted = {key: (fact, low, high) for key, primary, fact, _, low, high in facts if primary}
    expected = set()
    for key, primary, _, value, low, high in facts:
        if key in counted and not primary:
            fact, least, most = counted[key]
            if (low is not None and most is not None and low > most) or (
                high is not None and least is not None and high < least
            ):
                expected.add((fact, value))
    shown = {
        (rival.get("data-rival"), decimal(rival.get("data-value")))
        for path in pages(site).values()
        for rival in page(path).xpath("//*[@data-rival]")
    }
    assert shown >= expected and expected


def test_flows_show_every_amount_of_the_funding_mart(site: Site, page: Page) -> None:
    rows = query(
        site.database,
        "select region_code, report_id || ' ' || program_code || ' ' || fiscal_year || ' ' || scope, observation_id, "
        "amount_yuan from marts.fct_funding",
    )
    shown = {
        (code, flow.get("data-flow"), amount.get("data-fact"), decimal(amount.get("data-value")))
        for code, path in pages(site).items()
        for flow in page(path).xpath("//article[@data-flow]")
        for amount in flow.xpath(".//dd//*[@data-fact]")
    }
    assert shown == set(rows)


def test_bars_of_a_flow_are_as_long_as_its_money(site: Site, page: Page) -> None:
    drawn = 0
    for path in pages(site).values():
        for flow in page(path).xpath("//article[@data-flow][.//span[@class='track']]"):
            scale = set()
            for stage in flow.xpath(".//div[contains(@class, 'stage')]"):
                bars = stage.xpath(".//i[contains(@class, 'money') and not(contains(@class, 'unspent'))]/@style")
                width = sum(float(style.removeprefix("width:").removesuffix("%")) for style in bars)
                whole = stage.xpath(".//span[@class='whole']//@data-value")
                amounts = [Decimal(v) for v in stage.xpath(".//@data-value")]
                if whole and width and sum(amounts) <= 2 * Decimal(whole[0]):
                    scale.add(round(float(whole[0]) / width, -3))
                assert width <= 100.01
            drawn += 1
            assert not scale or max(scale) <= 1.01 * min(scale), flow.get("data-flow")
    assert drawn


def test_no_link_of_a_region_leads_nowhere(site: Site, page: Page) -> None:
    ids: dict[str, set[str]] = {}
    for path in ("regions.html", *pages(site).values()):
        assert dead(site.folder, path, page, ids) == []
        assert asked_of_a_network(page(path)) == []


def test_charts_draw_years_that_are_stated(site: Site, page: Page) -> None:
    rows = query(
        site.database,
        "select region_code, count(*) from (select region_code, scheme_code from marts.fct_enrollment "
        "where scope = 'whole' and insured_persons is not null group by all having count(*) > 1) group by all",
    )
    for code, n in rows:
        found = page(f"regions/{code}.html").xpath("//figure[@class='chart'][.//line[starts-with(@class, 'insured')]]")
        assert len(found) == n, code
    assert rows


def test_a_long_region_goes_on_on_further_pages(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions, "_MOST", {"reports": 1, "flows": 1, "scores": 1, "facts": 4})
    [(code, _)] = query(
        site.database,
        "select region_code, count(*) as n from marts.fct_observation where is_primary group by all "
        "order by n desc limit 1",
    )
    trees = written(site.database, tmp_path, [code])
    assert len(trees) > 2
    shown = Counter(fact for tree in trees.values() for fact in tree.xpath("//table//*/@data-fact"))
    counted = query(
        site.database, "select observation_id from marts.fct_observation where is_primary and region_code = ?", code
    )
    everywhere = {fact for tree in trees.values() for fact in tree.xpath("//@data-fact")}
    assert {fact for (fact,) in counted} <= everywhere
    assert max(shown.values()) == 1
    at, seen = f"regions/{code}.html", set()
    while at not in seen:
        seen.add(at)
        at = next((f"regions/{href.rpartition('/')[2]}" for href in trees[at].xpath("//a[@rel='next']/@href")), at)
    assert seen == set(trees)
