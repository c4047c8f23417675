"""Words that would be run by a careless program pass through everything as words: warehouse, pages, CSV, terminal."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.defuse import defused, harmless
from ingest import check_export, check_text
from ingest.check import Report, read_checks
from ingest.land.schema import TABLES
from ingest.land.write import to_csv
from ingest.publish import docs_of
from ingest.read import read_document
from ingest.resolve.extract import Extractor
from tests.builds import yibao
from tests.hostile.injection import MARK, PAYLOADS, file_names, report
from yibao_site.build import build_site
from yibao_site.draft import to_html

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]")


class Built(NamedTuple):
    """Where everything lies, and what the commands said."""

    reports: Path
    database: Path
    unplaced: Path
    said: str


def write_reports(folder: Path) -> None:
    folder.mkdir()
    for kind, name in file_names().items():
        (folder / name).write_text(report(kind), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("it's [a-z]*? {7} 库")
    reports, landing = folder / "reports", folder / "land[1]*?'"
    database = tmp_path_factory.mktemp("[b]* {7} 库") / "ware 仓.duckdb"  # its name is the name of a catalog
    unplaced = folder / "unplaced.csv"
    write_reports(reports)
    read = yibao("ingest", reports, "--landing", landing, "--unplaced", unplaced)
    assert read.returncode == 0, read.stderr
    published = yibao("build", "--landing", landing, "--database", database)
    assert published.returncode == 0, published.stderr
    checked = yibao("check", "--database", database, "--reports", reports)
    return Built(reports, database, unplaced, read.stdout + read.stderr + published.stdout + checked.stdout)


@pytest.fixture(scope="module")
def found(built: Built) -> list[Report]:
    return read_checks(built.database, None, [built.reports], everything=True)


class _Markup(html.parser.HTMLParser):
    """Collects what words of a report would have done, had they been taken for markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.live: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        for name, value in attrs:
            words = value or ""
            runs = name.startswith("on") or words.strip().lower().startswith("javascript:")
            if MARK in name or (MARK in words and runs) or (tag == "img" and words == "x"):
                self.live.append(f"<{tag} {name}={words}>")

    def handle_data(self, data: str) -> None:
        if self._script and data.strip().startswith(MARK):
            self.live.append(data[:80])

    def handle_endtag(self, tag: str) -> None:
        self._script = False


def live_markup(page: str) -> list[str]:
    parser = _Markup()
    parser.feed(page)
    parser.close()
    return parser.live


def texts(database: Path) -> Iterator[tuple[str, str]]:
    """Every text of the marts, with its table and column."""
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns"
            " where table_schema in ('marts', 'bi') and data_type = 'VARCHAR'"
        ).fetchall()
        for schema, table, column in columns:
            for (text,) in connection.execute(f'select distinct "{column}" from {schema}."{table}"').fetchall():
                if text is not None:
                    yield f"{schema}.{table}.{column}", text


@pytest.mark.warehouse
def test_the_marts_hold_the_words_as_printed(built: Built) -> None:
    held = {(place, text) for place, text in texts(built.database) if MARK in text}
    names = {text for place, text in held if place == "marts.dim_document.file_name"}
    assert names == {name for name in file_names().values() if MARK in name}
    indicators = [text for place, text in held if place == "marts.fct_indicator_score.indicator_name"]
    for kind in ("sql", "jinja", "jinja_block", "formula_at", "quotes"):
        words = "".join(PAYLOADS[kind].split())  # a label bears no blanks
        assert any(words in text for text in indicators), kind
    assert not any(text.startswith(f"49{MARK}") for _, text in held)


@pytest.mark.warehouse
def test_no_page_takes_words_for_markup(built: Built, found: list[Report], tmp_path: Path) -> None:
    build_site(built.database, tmp_path / "site", [built.reports], 1, False)
    pages = [*(tmp_path / "site").rglob("*.html"), *docs_of(built.database).rglob("*.html")]
    with_words = 0
    for path in pages:
        page = path.read_text(encoding="utf-8")
        with_words += MARK in page
        assert live_markup(page) == [], path
    assert with_words > 10
    draft = to_html(found)
    assert MARK in draft
    assert live_markup(draft) == []


def test_live_markup_is_seen() -> None:
    for kind in ("script", "script_end", "image", "link", "vector", "style"):
        assert live_markup(f"<p>{PAYLOADS[kind]}</p>"), kind
    assert live_markup(f"<p title='{PAYLOADS['attribute']}'>")


def assert_harmless(text: str) -> None:
    """By the README's own words: no text of a cell begins, after blanks, with a sign that begins a formula."""
    shown = text.lstrip(" \t\r\n\u3000\u200b\ufeff")
    is_number = re.fullmatch(r"[-+]?[\d.,]*%?|[-+]+", shown) is not None
    assert is_number or shown[:1] not in tuple("=+-@＝＋－＠") or not shown, text
    assert text[:1] not in tuple("\t\r\x1b"), text


@pytest.mark.warehouse
def test_no_csv_and_no_workbook_holds_a_formula(built: Built, found: list[Report], tmp_path: Path) -> None:
    assert yibao("export", "package", tmp_path / "package", "--database", built.database).returncode == 0
    files = {path.name: path.read_text(encoding="utf-8-sig") for path in (tmp_path / "package").rglob("*.csv")}
    files["check"] = check_export.to_csv(found)
    files["unplaced"] = built.unplaced.read_text(encoding="utf-8")
    for name, words in files.items():
        rows = list(csv.reader(io.StringIO(words, newline="")))
        assert {len(row) for row in rows} == {len(rows[0])}, name
        for row in rows[1:]:
            for cell in row:
                assert_harmless(cell)
    assert sum(MARK in words for words in files.values()) > 5
    assert yibao("export", "excel", tmp_path / "book.xlsx", "--database", built.database).returncode == 0
    book = openpyxl.load_workbook(tmp_path / "book.xlsx", read_only=True)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if MARK in str(cell.value)}
    assert kinds == {"s"}


@pytest.mark.warehouse
def test_json_is_valid_and_no_terminal_is_steered(built: Built, found: list[Report]) -> None:
    assert any(MARK in json.dumps(check, ensure_ascii=False) for check in json.loads(check_export.to_json(found)))
    assert MARK in built.said
    assert not _STEERING.search(built.said)
    assert PAYLOADS["markup"] in built.said or PAYLOADS["markup"] in "".join(check_text.text(found, None))


def test_seeds_hold_the_words_as_they_are(tmp_path: Path, extractor: Extractor) -> None:
    write_reports(tmp_path / "reports")
    rows = {table.name: [] for table in TABLES}
    for path in sorted((tmp_path / "reports").iterdir()):
        for name, found in extractor.extract(read_document(path)).rows.items():
            rows[name] += found
    for table in TABLES:
        (tmp_path / "seed.csv").write_text(to_csv(table, rows[table.name]), encoding="utf-8", newline="")
        read = duckdb.sql(f"select * from read_csv('{tmp_path}/seed.csv', header = true, all_varchar = true)")
        kept = sorted(tuple(value or "" for value in row) for row in read.fetchall())
        assert kept == sorted(
            tuple("" if row[name] is None else str(row[name]) for name in table.names) for row in rows[table.name]
        ), table.name


@given(st.text("=+-@＝＋－＠'\"\t\r\n \u3000\u200b\x01,.%％‰19０亿元A(!|", max_size=6))
def test_python_and_sql_defuse_alike(text: str) -> None:
    ((cell,),) = duckdb.sql(f"select {defused('t')} from (select $t as t)", params={"t": text}).fetchall()
    assert harmless(text) == cell
