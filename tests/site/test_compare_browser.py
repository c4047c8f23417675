"""A comparison in headless Chromium: filters, ranks, charts and addresses show what the data files hold."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from tests.site import test_browser as shared
from tests.site.conftest import Site
from tests.site.test_compare import Value, settings, values

browser, noise, page, pytestmark = shared.browser, shared.noise, shared.page, shared.pytestmark

METRICS = ("fund_expense", "satisfaction_rate", "fund_months_payable_computed", "funding_allocated")
ROWS = "#ranking tbody tr"


def opened(site: Site, page: Any, metric: str, address: str = "") -> None:
    """The page of a metric, its first view drawn."""
    page.goto("about:blank")
    page.goto((site.folder / f"compare/{metric}.html").as_uri() + address)
    page.wait_for_selector(f"{ROWS} .pick, {ROWS}:empty", state="attached")


def shown(page: Any) -> list[tuple[str, str, Decimal]]:
    """Region, rank and value of each row."""
    rows = page.eval_on_selector_all(
        ROWS, "rows => rows.map(r => [r.dataset.region, r.cells[0].innerText, r.cells[3].dataset.value])"
    )
    return [(region, rank.strip(), Decimal(value)) for region, rank, value in rows]


def all_shown(page: Any) -> list[tuple[str, str, Decimal]]:
    while page.locator("#more").is_visible():
        page.locator("#more").click()
    return shown(page)


def expected(found: list[Value], year: int, of: str, per: bool = False) -> set[tuple[str, str, Decimal]]:
    """Rows that the data files hold for a view, ranked."""
    group = [v for v in found if (v.year, v.of) == (year, of) and (v.head or not per)]
    told = [(v.region, v.head[0], v.head[2]) if per and v.head else (v.region, v.value, v.exact) for v in group]
    ranked = [value for region, value, exact in told if exact and region != "000000"]
    return {
        (region, str(1 + sum(o > value for o in ranked)) if exact and region != "000000" else "—", value)
        for region, value, exact in told
    }


@pytest.mark.parametrize("metric", METRICS)
def test_scripts_draw_the_ranking_that_the_page_came_with(site: Site, browser: Any, metric: str) -> None:
    seen = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto((site.folder / f"compare/{metric}.html").as_uri())
        page.wait_for_load_state("load")
        links = (
            page.locator("#ranking a").evaluate_all("all => all.map(a => a.getAttribute('href'))") if scripts else None
        )
        links = links or [a.get_attribute("href") for a in page.locator("#ranking a").all()]
        seen.append((page.locator(ROWS).all_inner_texts(), links, page.locator("#count").inner_text()))
        context.close()
    assert seen[0] == seen[1]


@pytest.mark.parametrize("metric", METRICS)
def test_every_series_and_year_is_ranked_as_its_data_says(site: Site, page: Any, noise: list[str], metric: str) -> None:
    found, told = values(site.folder, metric), settings(site.folder, metric)
    opened(site, page, metric)
    for series in told["series"]:
        page.select_option("[name=of]", series["of"])
        for year in series["counts"]:
            page.select_option("[name=year]", year)
            page.wait_for_function(
                "text => document.getElementById('view').textContent.startsWith(text)", arg=f"{year}年"
            )
            assert set(all_shown(page)) == expected(found, int(year), series["of"])
    assert noise == []


def test_per_insured_person_ranks_anew(site: Site, page: Any) -> None:
    told = settings(site.folder, "fund_expense")
    opened(site, page, "fund_expense", "#per=insured")
    rows = all_shown(page)
    first = told["first"]
    assert set(rows) == expected(values(site.folder, "fund_expense"), first["year"], first["of"], per=True)
    assert [value for *_, value in rows] == sorted((value for *_, value in rows), reverse=True)
    assert "元" in page.locator(f"{ROWS} td.r >> nth=1").inner_text()


def test_level_and_province_let_through_their_own(site: Site, page: Any) -> None:
    levels = dict(site.rows("select region_code, level from marts.dim_region"))
    provinces = dict(site.rows("select region_code, province_code from marts.dim_region"))
    opened(site, page, "insured_persons")
    everybody = {region for region, *_ in all_shown(page)}
    page.select_option("[name=level]", "county")
    counties = {region for region, *_ in all_shown(page)}
    assert counties == {region for region in everybody if levels[region] == "county"}
    province = provinces[min(counties)]
    page.select_option("[name=province]", str(province))
    rows = all_shown(page)
    assert {region for region, *_ in rows} == {region for region in counties if provinces[region] == province}
    assert rows[0][1] == "1"
    # The address alone brings the view back.
    address = re.sub(r"^[^#]*", "", page.url)
    opened(site, page, "insured_persons", address)
    assert all_shown(page) == rows
    page.select_option("[name=order]", "asc")
    assert all_shown(page) == rows[::-1]


def test_a_region_picked_by_keyboard_is_marked_in_table_and_charts(site: Site, page: Any) -> None:
    found, told = values(site.folder, "fund_expense"), settings(site.folder, "fund_expense")
    years = defaultdict(set)
    for v in found:
        if v.of == told["first"]["of"]:
            years[v.region].add(v.year)
    long = {region for region, some in years.items() if len(some) > 1 and region != "000000"}
    opened(site, page, "fund_expense")
    page.wait_for_selector("#trend .line", state="attached")
    assert set(page.locator("#trend .line").evaluate_all("all => all.map(l => l.dataset.region)")) == long
    region = next(region for region, *_ in all_shown(page) if region in long)
    page.locator(f"tr[data-region='{region}'] .pick").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#trend .line.on", state="attached")
    for marked in (f"{ROWS}.on", "#spread .dot.on", "#trend .line.on"):
        assert page.locator(marked).get_attribute("data-region") == region
    assert page.locator(f"tr[data-region='{region}'] .pick").get_attribute("aria-pressed") == "true"
    assert f"region={region}" in page.url
    assert page.evaluate("document.activeElement.closest('tr').dataset.region") == region


def test_what_is_drawn_is_printed_too_and_filters_are_not(site: Site, page: Any) -> None:
    opened(site, page, "fund_expense")
    page.wait_for_selector("#trend .line", state="attached")
    page.emulate_media(media="print")
    marks = "#spread .dot, #trend .line, #trend .end, #trend text, #ranking .track i"
    hidden = page.eval_on_selector_all(marks, "all => all.filter(m => getComputedStyle(m).display === 'none').length")
    assert hidden == 0
    assert not page.locator("#filters").is_visible()


def test_charts_are_drawn_within_a_second(site: Site, page: Any) -> None:
    page.add_init_script(
        "new MutationObserver(() => { if (!window.drawn && document.querySelector('#spread svg')) "
        "window.drawn = performance.now(); }).observe(document, {childList: true, subtree: true})"
    )
    opened(site, page, "fund_expense")
    page.wait_for_function("window.drawn")
    assert page.evaluate("window.drawn") < shared.FIRST_VIEW_MS


def test_a_value_opens_its_words(site: Site, page: Any) -> None:
    opened(site, page, "participation_rate")
    link = page.locator(f"{ROWS} a.n").first
    words = link.inner_text()
    link.click()
    marked = page.frame_locator("dialog.evidence iframe").locator("mark.here").first
    marked.wait_for(timeout=5000)
    assert marked.inner_text().strip("%\\ ") in words
