"""The guide holds what the database, the project and the two READMEs say, and leads nowhere that is not there."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest
from lxml import html

from ingest.dbt import Unusable
from tests.builds import query
from tests.helpers import ROOT
from tests.site.conftest import Site
from tests.site.links import asked_of_a_network
from yibao_site import guide, project
from yibao_site.markdown import inline, pieces, section

Page = Callable[[str], html.HtmlElement]
PAGES = ("guide.html", *(f"guide/{name}.html" for name in (*guide.WRITTEN, *guide.LISTED)))
OTHERS = ("dbt/index.html", "lineage/index.html")
COLUMNS = "select {} from duckdb_columns() where schema_name in ('marts', 'bi', 'meta') and not internal"


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def said(comment: str) -> str:
    """A comment's letters: without the marks of markdown, and blanks, as a line's end may be one or none."""
    return "".join(re.sub(r"[`*]|\\(?=[|_])", "", comment).split())


def data(site: Site, path: str, variable: str) -> dict[str, Any]:
    """What a script beside dbt's pages assigns to a variable."""
    text = (site.folder / path).read_text(encoding="utf-8")
    [assigned] = re.findall(rf"^window\.{variable} = (.*);$", text, re.MULTILINE)
    found: dict[str, Any] = json.loads(assigned)
    return found


# --- the dictionary and the lists


def test_the_dictionary_has_every_column_with_its_type_and_comment(site: Site, page: Page) -> None:
    shown = {}
    for table in page("guide/dictionary.html").xpath("//section[@class='table']"):
        for row in table.xpath(".//tbody/tr"):
            name, *_, text, kind = row
            shown[table.get("id"), words(name)] = (words(kind), said(text.text_content()))
    held = query(site.database, COLUMNS.format("schema_name || '.' || table_name, column_name, data_type, comment"))
    assert len(held) > 250
    assert all(comment for *_, comment in held)
    assert shown == {(table, column): (kind, said(comment)) for table, column, kind, comment in held}


def test_the_dictionary_tells_what_each_table_is_and_how_many_rows_it_has(site: Site, page: Page) -> None:
    tables = query(site.database, "select schema_name, table_name, comment from duckdb_tables()")
    for schema, name, comment in tables:
        if schema in ("marts", "bi", "meta"):
            [(count,)] = query(site.database, f'select count(*) from "{schema}"."{name}"')
            [shown] = page("guide/dictionary.html").xpath(f"//section[@id='{schema}.{name}']")
            assert f"{count:,} 行" in words(shown.find("h3"))
            assert said(comment) == said(shown.xpath("string(./div[@class='prose'])"))


def test_chinese_terms_and_units_are_those_of_the_comments_and_names(page: Page) -> None:
    [table] = page("guide/dictionary.html").xpath("//section[@id='marts.fct_fund_balance']")
    told = {words(row[0]): (words(row[1]), words(row[2])) for row in table.xpath(".//tbody/tr")}
    assert told["income_yuan"] == ("基金收入", "元")
    assert told["balance_rate_stated"] == ("结余率", "百分点")
    assert told["months_payable_computed"] == ("", "个月")
    assert told["income_observation_id"] == ("", "")


@pytest.mark.parametrize("schema", ["reference", "rules"])
def test_every_row_of_every_code_list_is_there(site: Site, page: Page, schema: str) -> None:
    for (name,) in query(site.database, "select table_name from duckdb_tables() where schema_name = ?", schema):
        own = f"guide/codes-{name}.html"
        shown = page(own if (site.folder / own).is_file() else "guide/codes.html")
        rows = [[words(cell) for cell in row] for row in shown.xpath(f"//section[@id='{name}']//tbody/tr")]
        held = query(site.database, f'from "{schema}"."{name}"')
        assert Counter(map(tuple, rows)) == Counter(
            tuple("" if value is None else " ".join(str(value).split()) for value in row) for row in held
        )


@pytest.mark.parametrize(
    ("name", "column", "sql"),
    [
        ("metrics", 4, "select metric_code, count(*) from marts.fct_observation group by 1"),
        (
            "rules",
            3,
            "select rule_code, count(*) from marts.fct_reconciliation"
            " where verdict in ('inconsistent', 'conflict') group by 1",
        ),
    ],
)
def test_metrics_and_rules_are_all_listed_with_their_counts(
    site: Site, page: Page, name: str, column: int, sql: str
) -> None:
    table = {"metrics": "dim_metric", "rules": "dim_reconciliation_rule"}[name]
    counted = dict(query(site.database, sql))
    rows = {row.get("id"): row for row in page(f"guide/{name}.html").xpath("//tr[@id]")}
    assert set(rows) == {code for code, *_ in query(site.database, f"select {name[:-1]}_code from marts.{table}")}
    for code, row in rows.items():
        assert words(row[column]).replace("—", "0").replace(",", "") == str(counted.get(code, 0))


# --- queries, examples


def test_every_question_is_shown_as_sql_that_runs_on_the_file(site: Site, page: Page, tmp_path: Path) -> None:
    shown = {s.get("id"): s for s in page("guide/queries.html").xpath("//section[@id]")}
    assert set(shown) == {path.stem for path in (ROOT / "analyses").glob("*.sql")}
    earlier = shutil.copyfile(site.database, tmp_path / "earlier.duckdb")
    for name, section_ in shown.items():
        first = (ROOT / "analyses" / f"{name}.sql").read_text(encoding="utf-8").splitlines()[0]
        assert words(section_.find("p")).startswith(first.removeprefix("-- "))
        assert re.search(r"[一-鿿]", words(section_.find("h2")))  # asked in Chinese
        with duckdb.connect(str(site.database), read_only=True) as connection:
            # Question 13 holds the file against an earlier one.
            connection.execute(f"attach if not exists '{earlier}' as earlier (read_only)")
            assert connection.execute(f"select count(*) from ({section_.find('pre').text_content()})").fetchall()


def test_every_verdict_of_the_warehouse_has_its_example(site: Site, page: Page) -> None:
    tree = page("guide/verdicts.html")
    places = set(re.findall(r"\[\[example (\w+)\]\]", (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")))
    figures = {figure.get("id").removeprefix("example-"): figure for figure in tree.xpath("//figure[@id]")}
    sql = "select distinct verdict || '_' || severity from marts.fct_reconciliation where n_members between 1 and 4"
    held = {name for (name,) in query(site.database, f"{sql} and char_start is not null")}
    assert set(figures) == places & held
    for name, figure in figures.items():
        verdict, _, severity = name.rpartition("_")
        [stated] = query(
            site.database,
            "select count(*) from marts.fct_reconciliation as c join marts.fct_reconciliation_evidence as e"
            " using (check_id) where c.verdict = ? and c.severity = ? and c.subject = ? and e.operand_no = 1"
            " and e.stated_text is not null and position(e.stated_text in ?) > 0",
            verdict,
            severity,
            words(figure.xpath(".//p[@class='what']/*")[0]),
            "".join(figure.xpath(".//dl//a[@class='n']")[0].itertext()),
        )
        assert stated[0] > 0


# --- where it leads


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_somewhere(site: Site, page: Page, path: str) -> None:
    nodes = data(site, "dbt/project.js", "yibaoManifest")["nodes"]
    for href in page(path).xpath("//main//a/@href"):
        url = urlsplit(str(href))
        assert not url.netloc and not url.scheme, href
        target = normpath(join(dirname(path), url.path)) if url.path else path
        assert (site.folder / target).is_file(), href
        if url.fragment.startswith("!/"):
            assert url.fragment.removeprefix("!/").split("/")[1] in nodes, href
        elif target == "lineage/index.html" and url.query:
            assert parse_qs(url.query)["model"][0] in nodes, href
        elif url.fragment:
            assert page(target).xpath("//*[@id=$name]", name=url.fragment), href


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_nothing_is_asked_of_a_network(page: Page, path: str) -> None:
    tree = page(path)
    assert asked_of_a_network(tree) == []
    [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy and "connect-src 'none'" in policy and "http" not in policy


def test_no_page_is_over_five_megabytes(site: Site) -> None:
    files = [f for folder in ("guide", "dbt", "lineage") for f in (site.folder / folder).iterdir()]
    assert len(files) > 15
    assert {file.name: file.stat().st_size for file in files if file.stat().st_size > 5_000_000} == {}


# --- dbt docs and lineage


def test_dbt_docs_know_every_table_with_the_columns_of_the_file(site: Site) -> None:
    nodes = data(site, "dbt/project.js", "yibaoCatalog")["nodes"]
    known = {
        (node["metadata"]["schema"], node["metadata"]["name"], column, of["type"])
        for node in nodes.values()
        for column, of in node["columns"].items()
    }
    held = query(site.database, COLUMNS.format("schema_name, table_name, column_name, data_type"))
    assert {row for row in held if row[0] != "meta"} <= known  # what the build writes of itself is not dbt's
    assert str(ROOT) not in (site.folder / "dbt" / "project.js").read_text(encoding="utf-8")


def test_lineage_follows_an_amount_to_the_landing_and_through_a_union(site: Site) -> None:
    sources: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for edge in data(site, "lineage/lineage.js", "colibriData")["lineage"]["edges"]:
        if edge["sourceColumn"] and edge["targetColumn"]:
            target = edge["target"].split(".")[-1], edge["targetColumn"]
            sources.setdefault(target, set()).add((edge["source"].split(".")[-1], edge["sourceColumn"]))
    waiting, seen = [("fct_fund_balance", "income_yuan")], set()
    while waiting:
        column = waiting.pop()
        seen.add(column)
        waiting += sources.get(column, set()) - seen
    assert ("stg_landing__observations", "literal") in seen
    # fct_funding is a union of stages: dbt-colibri follows it only with the name that sqlglot gave it up for.
    assert sources["fct_funding", "amount_yuan"]


def test_where_dbt_cannot_run_the_guide_goes_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise Unusable("dbt could not run:\nno project here")

    monkeypatch.setattr(guide, "compile_project", broken)
    found, why = guide.write_project(tmp_path / "x.duckdb", tmp_path, tmp_path / "site", [])
    assert found is None and "no project here" in why
    assert not (tmp_path / "site").exists()
    assert "{{ ref('fct_fund_balance') }}" in guide.queries(None)[0].sql


@pytest.mark.parametrize(("schemas", "landing"), [(("landing", "marts"), ""), (("marts",), "landing")])
def test_models_are_compiled_for_where_the_warehouse_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schemas: tuple[str, ...], landing: str
) -> None:
    asked: list[tuple[Path, str]] = []

    def compiled(database: Path, workspace: Path, where: str) -> Path:
        asked.append((database, where))
        (workspace / "manifest.json").write_text("{}")
        return workspace / "manifest.json"

    monkeypatch.setattr(project, "dbt_compile", compiled)
    project.compile_project(tmp_path / "my.duckdb", tmp_path, [{"schema_name": schema} for schema in schemas])
    [(database, where)] = asked
    assert where == landing
    assert database.name == "my.duckdb" and database != tmp_path / "my.duckdb"  # dbt never opens the published file


# --- markdown


def test_html_in_markdown_is_text() -> None:
    assert "<script" not in pieces("a <script>alert(1)</script>\n\n<script>alert(2)</script>")[0].html
    assert "<b>" not in inline("a <b>bold</b> comment") and "<strong>" in inline("a **bold** one")


def test_a_line_end_between_chinese_characters_is_no_blank() -> None:
    [piece] = pieces("一行\n又一行，\n`code`\nend\nof it")
    assert piece.html == "<p>一行又一行，<code>code</code>\nend\nof it</p>\n"


def test_a_missing_section_is_named() -> None:
    with pytest.raises(ValueError, match=r"README.zh-CN.md has no section '## 没有'"):
        section("## 有\n\n内容\n", "没有")


# --- the READMEs


def figures(name: str) -> list[list[str]]:
    """The figures of each row of each table of a README, in order of size: word order differs."""
    rows = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    found = [sorted(re.findall(r"\d+(?:[.,]\d+)*", row)) for row in rows]
    return [row for row in found if row]


def fenced(name: str) -> list[str]:
    """Lines in fences that are the same in every language: what is typed and what comes back."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)).splitlines()
    return [line for line in (line.split("  #")[0].strip() for line in lines) if re.match(r"[\x00-\x7f]+\d", line)]


def test_both_readmes_have_the_same_figures() -> None:
    english, chinese = (Counter(map(tuple, figures(name))) for name in ("README.md", "README.zh-CN.md"))
    assert english.total() > 40
    assert chinese == english


def test_both_readmes_show_the_same_session() -> None:
    english = fenced("README.md")
    assert len(english) > 6
    assert [line for line in fenced("README.zh-CN.md") if line not in english] == []


def test_figures_in_sentences_of_the_chinese_readme_stand_in_the_english_one() -> None:
    numbers = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])")
    english = set(numbers.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    told = section((ROOT / "README.zh-CN.md").read_text(encoding="utf-8"), "可信到什么程度")
    assert set(numbers.findall(re.sub(r"[一-鿿，。；：（）、]", " ", told))) - english <= {"8"}
