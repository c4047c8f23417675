"""Pages of reports, findings and texts: the numbers on them are those of the marts, and each leads to its words."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from ingest.read import read_document
from tests.builds import yibao
from tests.helpers import CORPUS
from tests.site.conftest import SOURCES, Site
from yibao_site.paths import finding_page, place, report_page, text_page

pytestmark = pytest.mark.warehouse
MOST_BYTES = 5_000_000


def words(element: object) -> str:
    return " ".join(element.text_content().split())  # type: ignore[attr-defined]


def test_every_report_document_and_finding_has_its_page(site: Site) -> None:
    missing = [
        path
        for page, sql in (
            (report_page, "select report_id from marts.dim_report"),
            (text_page, "select document_id from marts.dim_document"),
            (
                finding_page,
                "select check_id from marts.fct_reconciliation where verdict in ('inconsistent', 'conflict')",
            ),
        )
        for (identifier,) in site.rows(sql)
        if not (site.folder / (path := page(str(identifier)))).is_file()
    ]
    assert missing == []


def test_every_link_leads_to_a_page_and_to_a_place_on_it(site: Site) -> None:
    ids = {page.resolve(): set(site.page(str(page)).xpath("//@id")) for page in site.pages()}
    dead = []
    for page in site.pages():
        for href in set(site.page(str(page)).xpath("//a/@href")):
            path, _, anchor = href.partition("?")[0].partition("#")
            if anchor.startswith("!"):
                anchor = ""  # a place that a page of dbt's makes for itself
            target = (page.parent / path).resolve() if path else page.resolve()
            if target not in ids or (anchor and anchor not in ids[target]):
                dead.append((page.relative_to(site.folder), href))
    assert dead == []


def test_no_page_names_another_host_and_none_is_over_five_megabytes(site: Site) -> None:
    for page in site.pages():
        data = page.read_text(encoding="utf-8")
        assert len(data.encode()) < MOST_BYTES, page
        # Pages of dbt's makers speak of hosts in their scripts; what they ask for, the browser's tests see.
        if page.parent.name not in ("dbt", "lineage"):
            assert not re.findall(r'(?:src|href)="(?:https?:)?//', data), page


def test_facts_of_a_report_are_those_of_the_mart(site: Site) -> None:
    """Every data point of every report once: its place, and what is printed there."""
    for (report_id,) in site.rows("select report_id from marts.dim_report"):
        page = site.page(report_page(str(report_id)))
        shown = [
            (row.xpath(".//a[@class='n']/@href")[0].partition("#c")[2], words(row.xpath("./td")[5]))
            for row in page.xpath("//section[@id='facts']//tbody/tr[td]")
        ]
        wanted = site.rows(
            "select cast(char_start as varchar), stated_text from marts.fct_observation where report_id = ?"
            " qualify row_number() over (partition by data_point_id order by is_primary desc, char_start) = 1",
            report_id,
        )
        assert Counter(shown) == Counter((start, " ".join(str(text).split())) for start, text in wanted), report_id


def test_amounts_stand_in_ten_thousand_yuan_exactly(site: Site) -> None:
    [(report_id, value, start)] = site.rows(
        "select report_id, value, char_start from marts.fct_observation where unit_code = 'yuan' and is_primary"
        " and qualifier = 'exact' and value > 1e8 and value <> round(value / 1e8) * 1e8 order by observation_id limit 1"
    )
    page = site.page(report_page(str(report_id)))
    [link, *_] = page.xpath(f"//section[@id='facts']//tr/td[5]/a[@class='n'][contains(@href, '#c{start}')]")
    shown = words(link)
    assert shown.endswith("万元")
    assert str(value) == f"{float(shown.removesuffix('万元').replace(',', '')) * 10_000:.6f}"


def test_cells_of_statements_are_those_of_the_mart(site: Site) -> None:
    wanted = Counter(
        str(report_id)
        for (report_id,) in site.rows("select report_id from marts.fct_statement_line where value is not null")
    )
    assert wanted
    for report_id, cells in wanted.items():
        numbers = site.page(report_page(report_id)).xpath("//section[@id='statements']//td/a[@class='n']")
        assert len(numbers) == cells, report_id


def test_scores_of_a_tree_are_those_of_the_mart(site: Site) -> None:
    for report_id, total_full, total_own in site.rows(
        "select report_id, sum(full_score), sum(self_score) from marts.fct_indicator_score group by report_id"
    ):
        rows = site.page(report_page(str(report_id))).xpath("//section[@id='indicators']//tbody/tr")
        for column, total in ((1, total_full), (2, total_own)):
            shown = [words(row.xpath("./td")[column - 1]) for row in rows]
            added = sum(float(text.replace("−", "-")) for text in shown if text)
            assert added == pytest.approx(float(str(total or 0))), report_id


def test_findings_of_the_list_are_those_of_the_mart(site: Site) -> None:
    pages = [site.folder / "findings.html", *site.folder.glob("findings-*.html")]
    shown = [href for page in pages for href in site.page(str(page)).xpath("//table[@id='list']//th/a/@href")]
    wanted = site.rows("select check_id from marts.fct_reconciliation where verdict in ('inconsistent', 'conflict')")
    assert sorted(shown) == sorted(finding_page(str(check_id)) for (check_id,) in wanted)


def test_a_finding_shows_the_words_of_every_figure(site: Site) -> None:
    for (check_id,) in site.rows(
        "select check_id from marts.fct_reconciliation where verdict in ('inconsistent', 'conflict')"
    ):
        marked = [words(m) for m in site.page(finding_page(str(check_id))).xpath("//ol[@class='operands']//mark")]
        wanted = site.rows(
            "select stated_text from marts.fct_reconciliation_evidence where check_id = ? order by operand_no", check_id
        )
        assert marked == [" ".join(str(text).split()) for (text,) in wanted], check_id


def test_a_text_is_whole_and_every_number_of_it_is_marked(site: Site) -> None:
    for path in sorted(CORPUS.glob("*.txt")):
        found = site.rows("select document_id from marts.dim_document where file_name = ?", path.name)
        for (document_id,) in found:
            page = site.page(text_page(str(document_id)))
            [text] = page.xpath("//div[contains(@class, 'text')]")
            lines = ["".join(line.itertext()) for line in text.xpath("./p")]
            assert "\n".join(lines) == read_document(path).text
            marks = [(mark.get("id"), mark.text_content()) for mark in text.xpath(".//mark[@id]")]
            # A number that a line's end cuts is marked on both lines.
            assert marks == [
                (f"c{start}", str(literal).partition("\n")[0])
                for start, literal in site.rows(
                    "select char_start, text from marts.fct_number where document_id = ? order by char_start",
                    document_id,
                )
            ]


def test_without_sources_numbers_have_their_places(site: Site, tmp_path: Path) -> None:
    empty = tmp_path / "none"
    empty.mkdir()
    made = yibao("site", "--database", site.database, "--out", tmp_path / "site", "--reports", empty)
    assert made.returncode == 0, made.stderr
    assert "not at hand" in made.stdout
    bare = Site(tmp_path / "site", site.database)
    [(document_id, start, line)] = site.rows(
        "select document_id, char_start, line_no from marts.fct_observation order by observation_id limit 1"
    )
    path, _, anchor = place(str(document_id), int(str(start))).partition("#")
    [row] = bare.page(path).xpath(f"//tr[.//*[@id='{anchor}']]")
    assert words(row.xpath("./td")[0]) == str(line)


def test_a_second_run_gives_the_same_bytes(site: Site, tmp_path: Path) -> None:
    """In one process too, dbt's pages among them."""
    again = tmp_path / "site"
    made = yibao("site", "--database", site.database, "--out", again, "--jobs", "1", *SOURCES)
    assert made.returncode == 0, made.stderr
    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (site.folder, again)
    )
    assert len(first) > 500
    assert first == second


def test_a_folder_of_something_else_is_left_alone(site: Site, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    made = yibao("site", "--database", site.database, "--out", tmp_path)
    assert made.returncode == 2
    assert "something else than a site" in made.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_that_is_no_warehouse_is_named(tmp_path: Path) -> None:
    (tmp_path / "no.duckdb").write_text("no", encoding="utf-8")
    for name in ("no.duckdb", "missing.duckdb"):
        made = yibao("site", "--database", tmp_path / name, "--out", tmp_path / "site")
        assert made.returncode == 2
        assert name in made.stderr.replace("\n", "")
        assert not (tmp_path / "site").exists()
