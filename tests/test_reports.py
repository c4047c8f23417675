"""The bundled reports: everything in the reading is found, nothing is invented, everything leads back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.find.view import fold
from ingest.land.schema import TABLES
from ingest.land.write import to_csv, write_seeds
from ingest.read import read_document
from ingest.resolve.extract import Extraction
from tests.evaluation.matching import CELLS, NODES, OBSERVATIONS, Kind, compare
from tests.evaluation.rows import found_tables
from tests.helpers import READING, REFERENCE, SEEDS, csv_rows
from tests.ingest.resolve.test_dispositions import accounted

pytestmark = pytest.mark.reports

TEXTS = (
    "sanming_2024_final_accounts.txt",
    "shandan_2023_capacity_building.txt",
    "suzhou_anhui_2024_transfer_payments.txt",
    "suzhou_jiangsu_2024_department_overall.txt",
)
ACCOUNTS = "putuo_social_work_2024_final_accounts.pdf"
REPORTS = (ACCOUNTS, *TEXTS)
MAX_SHARED = 24  # Chinese characters in a row that a seed may share with a report


@pytest.mark.parametrize("kind", (OBSERVATIONS, NODES, CELLS), ids=lambda kind: kind.name)
@pytest.mark.parametrize("name", TEXTS)
def test_no_certain_fact_is_missed_and_none_is_invented(bundled: dict[str, Extraction], name: str, kind: Kind) -> None:
    rows = [row for row in csv_rows(READING / f"{kind.table}.csv") if row["file"] == name]
    outcome = compare(kind, found_tables(bundled[name])[kind.table], rows)
    assert (outcome.missed, outcome.invented) == ([], [])


# Cells with a figure as its pages print them, counted by eye; the forms 07 to 09 hold none.
@pytest.mark.parametrize(
    ("code", "count", "first", "last"),
    [
        ("FA01", 9, ("一、一般公共预算财政拨款收入", "307.82", 5), ("总计", "307.82", 5)),
        ("FA02", 36, ("合计", "307.82", 6), ("购房补贴", "11.72", 7)),
        ("FA03", 39, ("合计", "307.82", 8), ("购房补贴", "11.72", 9)),
        ("FA04", 15, ("一、一般公共预算财政拨款", "307.82", 10), ("总计", "307.82", 11)),
        ("FA05", 39, ("一般公共服务支出", "264.87", 12), ("合计", "202.24", 12)),
        ("FA06", 67, ("工资福利支出", "95.36", 13), ("公用经费合计", "10.23", 13)),
        ("FA07", 0, None, None),
    ],
)
def test_the_statements_of_a_real_pdf_are_read_cell_by_cell(
    bundled: dict[str, Extraction], code: str, count: int, first: tuple[object, ...], last: tuple[object, ...]
) -> None:
    cells = [cell for cell in bundled[ACCOUNTS]["statement_cells"] if cell["statement_code"] == code]
    assert len(cells) == count
    ends = [(cell["line_name"], cell["literal"], cell["page"]) for cell in cells[:1] + cells[-1:]]
    assert ends == [end for end in (first, last) if end is not None]
    assert {cell["unit_label"] for cell in cells} <= {"万元"}


@pytest.mark.parametrize("name", REPORTS)
def test_every_number_is_accounted_for(bundled: dict[str, Extraction], reports_folder: Path, name: str) -> None:
    accounted(bundled[name], read_document(reports_folder / name).text)


@pytest.mark.parametrize("name", REPORTS)
def test_every_fact_stands_on_a_number(bundled: dict[str, Extraction], name: str) -> None:
    extraction = bundled[name]
    starts = {number["char_start"] for number in extraction["numbers"]}
    assert {row["char_start"] for row in extraction["observations"]} <= starts
    assert {row["cell_id"] for row in extraction["statement_cells"]} == {
        number["cell_id"] for number in extraction["numbers"] if number["cell_id"]
    }


@pytest.mark.parametrize("name", REPORTS)
def test_every_place_slices_to_the_words_of_its_fact(
    bundled: dict[str, Extraction], reports_folder: Path, name: str
) -> None:
    text = read_document(reports_folder / name).text
    lines = text.split("\n")
    for table in ("observations", "statement_cells"):
        for row in bundled[name][table]:
            assert text[row["char_start"] : row["char_end"]] == row["stated_text"]
            assert row["stated_text"].split("\n")[0] in lines[row["line_no"] - 1]


@pytest.mark.parametrize("name", REPORTS)
def test_numbers_have_the_disposition_of_the_reading(bundled: dict[str, Extraction], name: str) -> None:
    found = [(n["line_no"], fold(n["text"]), n["disposition"]) for n in bundled[name]["numbers"]]
    for row in csv_rows(READING / "numbers_disposition.csv"):
        if row["file"] == name and row["disposition"] in ("document_number", "date"):
            digits = re.search(r"\d+", fold(row["text"]))
            assert digits is not None
            kinds = {kind for line, text, kind in found if line == int(row["line_no"]) and digits[0] in text}
            assert row["disposition"] in kinds, row


@pytest.mark.parametrize("name", REPORTS)
def test_every_region_scheme_and_metric_is_a_known_code(bundled: dict[str, Extraction], name: str) -> None:
    seeds = ("metrics", "schemes", "programs", "funding_levels", "regions", "qualifiers", "scopes")
    columns = ("metric_code", "scheme_code", "program_code", "funding_level", "region_code", "qualifier", "scope")
    for column, seed in zip(columns, seeds, strict=True):
        known = {next(iter(row.values())) for row in csv_rows(REFERENCE / f"{seed}.csv")}
        assert {row[column] for row in bundled[name]["observations"]} <= known | {"none"}


def landed(bundled: dict[str, Extraction]) -> dict[str, list[dict[str, object]]]:
    return {table.name: [row for name in REPORTS for row in bundled[name][table.name]] for table in TABLES}


def test_the_committed_seeds_are_what_the_reports_give(bundled: dict[str, Extraction]) -> None:
    rows = landed(bundled)
    for table in TABLES:
        committed = (SEEDS / f"{table.name}.csv").read_bytes().decode()
        assert to_csv(table, rows[table.name]) == committed, f"seeds/reports/{table.name}.csv: run `make seeds`"


def test_a_second_run_changes_no_seed(bundled: dict[str, Extraction], tmp_path: Path) -> None:
    assert len(write_seeds(tmp_path, landed(bundled))) == len(TABLES)
    assert write_seeds(tmp_path, landed(bundled)) == []


def test_the_seeds_hold_no_sentence_of_a_report(reports_folder: Path) -> None:
    texts = [re.sub(r"\s", "", fold(read_document(path).text)) for path in reports_folder.glob("*.*")]
    for table in TABLES:
        for row in csv_rows(SEEDS / f"{table.name}.csv"):
            for column, value in row.items():
                if column in ("indicator_name", "title", "line_name"):
                    continue  # names, not sentences
                if column == "stated_text" and row.get("role") == "counted":
                    continue  # a list of names
                for run in re.findall(rf"[一-鿿]{{{MAX_SHARED},}}", fold(value or "")):
                    assert not any(run in text for text in texts), (table.name, column, run)
