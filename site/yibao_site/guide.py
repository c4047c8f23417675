"""The guide (说明): how to read a verdict, limits, the dictionary and lists out of the warehouse, queries, how to."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from ingest.dbt import PROJECT, Unusable
from ingest.sources import Sources
from yibao_site.markdown import Piece, headings, inline, pieces, section
from yibao_site.paths import metric_page
from yibao_site.project import Manifest, catalog, compile_project, statement, write_docs, write_lineage
from yibao_site.render import Renderer
from yibao_site.reports import Finding, finding
from yibao_site.warehouse import Row, Warehouse

DOCS = PROJECT / "docs"
# The guide's pages in their order; words.csv has their names. Those of DOCS first, then those out of the warehouse.
WRITTEN = ("verdicts", "limits", "howto", "connect")
LISTED = ("dictionary", "codes", "metrics", "rules", "queries")
_SCHEMAS = ("bi", "marts", "meta")
_LISTS = ("reference", "rules")
_LONG = 150  # rows of a code list that has a page of its own
# A Chinese term in the first words of a comment: "Income of the fund (基金收入) in yuan".
_TERM = re.compile(r"^[A-Z][^():;.]*\(([㐀-鿿][^()\s]{0,19})\)")


class Column(NamedTuple):
    """A column with its Chinese term and unit, where its comment and name tell them."""

    row: Row
    term: str
    unit: str
    text: Markup


class Table(NamedTuple):
    """A table or view of the warehouse, its columns in order; `node` is its dbt node, empty without dbt pages."""

    schema: str
    name: str
    n_rows: int | None
    term: str
    text: list[Piece]
    columns: list[Column]
    node: str


class Query(NamedTuple):
    """A question of analyses/, with the SQL that answers it."""

    name: str
    question_zh: str
    question_en: str
    sql: str


def write_guide(
    warehouse: Warehouse, columns: list[Row], sources: Sources, renderer: Renderer, project: Manifest | None
) -> None:
    """Write guide.html and the pages below guide/; without a project the queries stand as they are in analyses/."""
    lineage = (renderer.folder / "lineage" / "index.html").is_file()
    renderer.page("guide.html", "guide.html", written=WRITTEN, listed=LISTED, dbt=project is not None, lineage=lineage)
    examples = _examples(warehouse, sources)
    for name in WRITTEN:
        text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
        parts = _with_readme(pieces(text))
        _page(renderer, name, "guide_text.html", pieces=parts, headings=headings(parts), examples=examples)
    units = {code: word.zh for (kind, code), word in warehouse.words.items() if kind == "column_unit"}
    tables = [_table(rows, units, project) for rows in _tables(columns)]
    shown = [table for schema in _SCHEMAS for table in tables if table.schema == schema]
    _page(renderer, "dictionary", "guide_dictionary.html", tables=shown, lineage=lineage)
    _write_lists(warehouse, renderer, [table for table in tables if table.schema in _LISTS])
    metrics = warehouse.rows("guide_metrics")
    compared = {row["metric_code"] for row in metrics if _is_there(renderer, row["metric_code"])}
    _page(renderer, "metrics", "guide_metrics.html", rows=metrics, compared=compared)
    _page(renderer, "rules", "guide_rules.html", rows=warehouse.rows("guide_rules"))
    _page(renderer, "queries", "guide_queries.html", queries=queries(project), compiled=project is not None)


def write_project(database: Path, workspace: Path, folder: Path, columns: list[Row]) -> tuple[Manifest | None, str]:
    """dbt docs and column lineage as pages; returns the project, or None and why there is none."""
    try:
        manifest = compile_project(database, workspace, columns)
    except Unusable as error:
        return None, str(error)
    known = catalog(manifest, columns)
    write_docs(folder / "dbt", manifest, known)
    try:
        write_lineage(folder / "lineage", manifest, known)
    except Exception as error:  # a reader of SQL by others: what it cannot read must not cost the site
        shutil.rmtree(folder / "lineage", ignore_errors=True)
        return manifest, f"dbt-colibri could not read the models ({type(error).__name__}: {error})"
    return manifest, ""


def queries(project: Manifest | None) -> list[Query]:
    """The questions of analyses/ in their order, in Chinese as described, in English as the file begins."""
    questions = _questions()
    found = []
    for path in sorted((PROJECT / "analyses").glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        comment = re.match(r"(?:-- .*\n)+", text)
        english = comment[0].replace("-- ", "").replace("\n", " ").strip() if comment else ""
        sql = statement(project, path.stem) if project is not None else text
        body = re.sub(r"\A(?:-- .*\n)+", "", sql.strip())
        found.append(Query(path.stem, questions.get(path.stem, path.stem), english, body))
    return found


def _questions() -> dict[str, str]:
    import yaml  # type: ignore[import-untyped]

    described = yaml.safe_load((PROJECT / "analyses" / "_questions.yml").read_text(encoding="utf-8"))
    return {item["name"]: item["description"] for item in described["analyses"]}


def _page(renderer: Renderer, name: str, template: str, **values: Any) -> None:
    renderer.page(f"guide/{name}.html", template, name=name.partition("-")[0], **values)


def _is_there(renderer: Renderer, metric_code: str) -> bool:
    """Whether the page that compares a metric has been written: one without data has none."""
    return (renderer.folder / metric_page(metric_code)).is_file()


def _examples(warehouse: Warehouse, sources: Sources) -> dict[str, Finding]:
    """A check of each verdict and severity that the warehouse has, few operands first: `inconsistent_hard`."""
    checks = warehouse.rows("guide_examples")
    evidence = warehouse.rows("guide_examples_evidence", checks=[check["check_id"] for check in checks])
    return {
        f"{check['verdict']}_{check['severity']}": finding(
            check, [row for row in evidence if row["check_id"] == check["check_id"]], sources
        )
        for check in checks
    }


def _with_readme(parts: Sequence[Piece]) -> list[Piece]:
    """`[[readme …]]` in a text stands for a section of README.zh-CN.md: figures are kept in one place."""
    found: list[Piece] = []
    for part in parts:
        if part.name == "readme":
            found += pieces(section((PROJECT / "README.zh-CN.md").read_text(encoding="utf-8"), part.argument))
        else:
            found.append(part)
    return found


def _tables(columns: list[Row]) -> list[list[Row]]:
    return [list(group) for _, group in groupby(columns, key=lambda row: (row["schema_name"], row["table_name"]))]


def _table(rows: list[Row], units: dict[str, str], project: Manifest | None) -> Table:
    first = rows[0]
    schema, name, comment = first["schema_name"], first["table_name"], first["table_comment"] or ""
    node = next((f"{kind}.yibao.{name}" for kind in ("model", "seed") if _has(project, f"{kind}.yibao.{name}")), "")
    return Table(
        schema, name, first["n_rows"], _term(comment), pieces(comment), [_column(row, units) for row in rows], node
    )


def _column(row: Row, units: dict[str, str]) -> Column:
    unit, term = _unit(units, row), _term(row["comment"])
    named = row["column_name"].isascii() and term != unit  # a Chinese name needs no other
    return Column(row, term if named else "", unit, inline(row["comment"] or ""))


def _has(project: Manifest | None, node: str) -> bool:
    return project is not None and node in project["nodes"]


def _term(comment: str | None) -> str:
    found = _TERM.match(comment or "")
    return found[1] if found else ""


def _unit(units: dict[str, str], row: Row) -> str:
    """The unit that the name of a column of numbers tells (`_yuan`, `（填报，万元）`), as words.csv has it."""
    name = f"_{row['column_name']}_"
    if row["data_type"] == "VARCHAR":
        return ""
    if (told := re.search(r"([^（，]+)）_$", name)) and told[1] in units.values():
        return told[1]
    return next((unit for part, unit in units.items() if f"_{part}_" in name), "")


def _write_lists(warehouse: Warehouse, renderer: Renderer, tables: list[Table]) -> None:
    """The code lists: short ones on one page, long ones on pages of their own."""
    rows = {table.name: warehouse.table(table.schema, table.name) for table in tables}
    short = [table for table in tables if len(rows[table.name]) <= _LONG]
    long = [table for table in tables if len(rows[table.name]) > _LONG]
    _page(renderer, "codes", "guide_codes.html", tables=short, rows=rows, long=long, alone=None)
    for table in long:
        _page(renderer, f"codes-{table.name}", "guide_codes.html", tables=[table], rows=rows, long=[], alone=table)
