"""The site as people see it, in headless Chromium: opened from the disk, clicked, tabbed through, measured."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.site.conftest import Site
from yibao_site.paths import finding_page, place, report_page, text_page

playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: `make browser` installs it")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: tools/install-browser installs it"),
]
# Chromium asks for its maker's hosts unless told not to; none of these flags concerns the page.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--disable-quic")  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FIRST_VIEW_MS = 1000
BY_OTHERS = ("dbt", "lineage")  # pages as dbt and dbt-colibri make them
WITH_FACTS = "select report_id from marts.fct_observation where is_primary order by observation_id limit 1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def noise() -> list[str]:
    """What a page said on the console, and what it asked of a network."""
    return []


@pytest.fixture
def page(browser: Any, noise: list[str]) -> Iterator[Any]:
    context = browser.new_context(viewport=WIDE)
    opened = context.new_page()
    opened.on("console", lambda said: noise.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: noise.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else noise.append(asked.url))
    yield opened
    context.close()


def url(site: Site, path: str) -> str:
    file, _, anchor = path.partition("#")
    return (site.folder / file).as_uri() + (f"#{anchor}" if anchor else "")


def one(site: Site, sql: str) -> str:
    return str(site.rows(sql)[0][0])


def kinds(site: Site) -> dict[str, str]:
    """A page of each kind: the largest of those that are many."""
    found = {path.stem: path.name for path in site.folder.glob("*.html") if "-" not in path.stem}
    report = "select report_id from marts.fct_statement_line group by 1 order by count(*) desc, 1 limit 1"
    tree = "select report_id from marts.fct_indicator_score group by 1 order by count(*) desc, 1 limit 1"
    broken = (
        "select check_id from marts.fct_reconciliation where verdict = 'inconsistent' order by n_members desc limit 1"
    )
    text = "select document_id from marts.dim_document order by chars desc, 1 limit 1"
    return found | {
        "accounts": report_page(one(site, report)),
        "tree": report_page(one(site, tree)),
        "finding": finding_page(one(site, broken)),
        "text": text_page(one(site, text)),
        **_largest(site, "regions"),
        **_largest(site, "compare"),
        **_largest(site, "guide"),
        **{folder: f"{folder}/index.html" for folder in BY_OTHERS},
    }


def _largest(site: Site, folder: str) -> dict[str, str]:
    """The largest page of a folder of pages of one kind."""
    pages = sorted((site.folder / folder).glob("*.html"), key=lambda path: path.stat().st_size)
    return {f"{folder} page": pages[-1].relative_to(site.folder).as_posix()} if pages else {}


def test_every_kind_of_page_opens_quietly_and_at_once(site: Site, page: Any, noise: list[str]) -> None:
    slow = {}
    for kind, path in kinds(site).items():
        page.goto(url(site, path))
        page.wait_for_load_state("load")
        painted = page.evaluate(
            "() => new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()[0].startTime))"
            ".observe({type: 'paint', buffered: true}))"
        )
        if painted > FIRST_VIEW_MS:
            slow[kind] = painted
    assert noise == []
    assert slow == {}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])
def test_no_page_is_wider_than_the_window(site: Site, page: Any, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    wide = {}
    for kind, path in kinds(site).items():
        page.goto(url(site, path))
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide[kind] = over
    assert wide == {}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])
def test_axe_finds_no_serious_fault(site: Site, page: Any, size: dict[str, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe: `make browser` installs it")
    page.set_viewport_size(size)
    faults = []
    ours = {kind: path for kind, path in kinds(site).items() if kind not in BY_OTHERS}
    for kind, path in ours.items():
        page.goto(url(site, path))
        for found in axe.Axe().run(page).response["violations"]:
            if found["impact"] in ("serious", "critical"):
                faults.append((kind, found["id"], [node["html"][:120] for node in found["nodes"][:3]]))
    assert faults == []


def test_a_click_on_any_fact_shows_its_words(site: Site, page: Any) -> None:
    """Every thirtieth fact of the warehouse: the panel marks the number that the mart has, in its line."""
    by_report: dict[str, list[tuple[Any, ...]]] = {}
    for at, row in enumerate(
        site.rows(
            "select o.report_id, o.document_id, o.char_start, n.text, o.line_no from marts.fct_observation as o"
            " join marts.fct_number as n on o.document_id = n.document_id and o.char_start = n.char_start"
            " where o.is_primary order by o.observation_id"
        )
    ):
        if at % 30 == 0:
            by_report.setdefault(str(row[0]), []).append(row)
    for report_id, rows in by_report.items():
        page.goto(url(site, report_page(report_id)))
        for _, document_id, start, text, line in rows:
            target = place(str(document_id), int(str(start))).rpartition("/")[2]
            page.locator(f"#facts a.n[href$='{target}']").first.click()
            words = page.frame_locator("dialog.evidence iframe")
            marked = words.locator("mark.here").first
            marked.wait_for(timeout=5000)
            assert marked.text_content() == str(text).partition("\n")[0]
            assert f"第 {line} 行" in (words.locator("#told").text_content() or "")
            assert marked.is_visible()
            page.keyboard.press("Escape")


def test_the_words_open_and_close_by_keyboard(site: Site, page: Any) -> None:
    report_id = one(
        site, "select report_id from marts.fct_observation where is_primary order by observation_id limit 1"
    )
    page.goto(url(site, report_page(report_id)))
    link = page.locator("#facts a.n").first
    link.focus()
    page.keyboard.press("Enter")
    page.frame_locator("dialog.evidence iframe").locator("mark.here").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("dialog.evidence[open]").count() == 0
    assert link.evaluate("link => link === document.activeElement")


def test_without_script_a_number_is_a_link_to_its_words(site: Site, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    report_id = one(
        site, "select report_id from marts.fct_observation where is_primary order by observation_id limit 1"
    )
    opened.goto(url(site, report_page(report_id)))
    opened.locator("#facts a.n").first.click()
    assert re.search(r"/texts/../.*\.html#c\d+$", opened.url)
    context.close()


def test_a_list_shows_the_rows_with_the_words_typed(site: Site, page: Any) -> None:
    page.goto(url(site, "findings.html"))
    rows = page.locator("#list tbody tr")
    first = rows.first.locator("th a").text_content()
    page.locator("input[data-filters]").fill(first)
    assert 0 < page.locator("#list tbody tr:visible").count() < rows.count()
