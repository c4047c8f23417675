"""The data package: valid, row by row the warehouse's, safe in a spreadsheet, replaced as a whole."""

from __future__ import annotations

import csv
import hashlib
import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pyarrow.parquet as pq
import pytest

from export import package
from export.defuse import restored
from tests.export.conftest import HOSTILE, export, flat, table_names, table_rows


@pytest.fixture
def folder(hostile: Path, tmp_path: Path) -> Path:
    assert export("package", tmp_path / "包", "--database", hostile).exit_code == 0
    return tmp_path / "包"


def descriptor(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return loaded


def resource(folder: Path, name: str) -> dict[str, Any]:
    [found] = [entry for entry in descriptor(folder)["resources"] if entry["name"] == name]
    return dict(found)


def issuers(folder: Path) -> list[str]:
    """The hostile texts as any CSV reader gives them."""
    with (folder / "csv" / "dim_document.csv").open(encoding="utf-8", newline="") as file:
        return [row["issuer"] for row in csv.DictReader(file)]


def csv_values(file: Path, entry: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Rows of a CSV by the rules of the package: quoted emptiness is text, the apostrophe taken back, types as told."""
    fields = entry["schema"]["fields"]
    columns = {field["name"]: "varchar" for field in fields}
    with duckdb.connect() as connection:
        texts = connection.execute(
            "select * from read_csv(?, header = true, auto_detect = false, columns = ?, delim = ',', quote = '\"',"
            " escape = '\"', allow_quoted_nulls = false, strict_mode = true)",
            [str(file), columns],
        ).fetchall()
        read = [
            [restored(v) if v is not None and f["type"] == "string" else v for v, f in zip(row, fields, strict=True)]
            for row in texts
        ]
        types = ", ".join(f"c{number} {field['warehouseType']}" for number, field in enumerate(fields))
        connection.execute(f"create table t ({types})")
        if read:
            connection.executemany(f"insert into t values ({', '.join('?' * len(fields))})", read)
        return sorted(connection.execute("select * from t").fetchall(), key=repr)


def parquet_values(file: Path) -> list[tuple[Any, ...]]:
    return sorted((tuple(row.values()) for row in pq.read_table(file).to_pylist()), key=repr)


def test_frictionless_finds_it_valid(folder: Path) -> None:
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])
    assert {task.name for task in report.tasks} == {"wide_fund", "dim_document", "dim_report"}


def test_frictionless_finds_a_broken_reference_and_a_changed_byte(folder: Path) -> None:
    file = folder / "csv" / "dim_report.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",d000,", ",d999,", 1), encoding="utf-8")
    types = {error[0] for error in frictionless.validate(str(folder / "datapackage.json")).flatten(["type"])}
    assert {"foreign-key", "hash-count"} <= types


def test_keys_types_and_words_are_told(folder: Path) -> None:
    schema = resource(folder, "dim_report")["schema"]
    assert schema["primaryKey"] == ["report_id"]
    reference = {"resource": "dim_document", "fields": "document_id"}
    assert schema["foreignKeys"] == [{"fields": "document_id", "reference": reference}]
    fields = {field["name"]: field for field in resource(folder, "wide_fund")["schema"]["fields"]}
    assert [field["type"] for field in fields.values()] == ["string", "number", "date", "boolean", "number", "integer"]
    assert fields["基金收入（万元）"]["unit"] == "万元 ten thousand yuan"
    assert resource(folder, "dim_document")["title"] == "文件"


def test_bytes_and_hashes_are_those_of_the_files(folder: Path) -> None:
    for entry in descriptor(folder)["resources"]:
        for told in (entry, entry["parquet"]):
            data = (folder / told["path"]).read_bytes()
            assert told["bytes"] == len(data)
            assert told["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_the_documents_are_its_sources_and_the_licence_is_told(folder: Path) -> None:
    found = descriptor(folder)
    assert [source["issuer"] for source in found["sources"]] == list(HOSTILE)
    assert found["sources"][0]["sha256"] == "0" * 64
    assert found["licenses"][0]["name"] == "notspecified"
    assert found["createdBy"].startswith("yibao ")


def test_a_spreadsheet_takes_no_text_for_a_formula(folder: Path) -> None:
    for cell, (text, risky) in zip(issuers(folder), HOSTILE.items(), strict=True):
        assert cell == (f"'{text}" if risky else text)
        assert restored(cell) == text


def test_hostile_rows_come_back_as_they_were(folder: Path, hostile: Path) -> None:
    check_rows(folder, hostile)


def check_rows(folder: Path, database: Path) -> None:
    names = table_names(database)
    assert sorted(entry["warehouseTable"] for entry in descriptor(folder)["resources"]) == names
    for entry in descriptor(folder)["resources"]:
        rows = table_rows(database, entry["warehouseTable"])
        assert csv_values(folder / entry["path"], entry) == rows
        assert parquet_values(folder / entry["parquet"]["path"]) == rows


def test_nul_is_shown(hostile: Path, tmp_path: Path, change: Callable[[str], None]) -> None:
    change("update marts.dim_document set issuer = 'a' || chr(0) || 'b'")
    export("package", tmp_path / "p", "--database", hostile)
    assert set(issuers(tmp_path / "p")) == {"a␀b"}


def test_a_second_run_replaces_the_first_and_gives_the_same_bytes(
    folder: Path, hostile: Path, change: Callable[[str], None]
) -> None:
    first = {path.name: path.read_bytes() for path in folder.rglob("*.*")}
    export("package", folder, "--database", hostile)
    assert {path.name: path.read_bytes() for path in folder.rglob("*.*")} == first
    change("drop table bi.wide_fund")
    assert export("package", folder, "--database", hostile).exit_code == 0
    assert not list(folder.rglob("wide_fund*"))
    assert {path.name for path in folder.parent.iterdir()} == {folder.name, hostile.name}


def test_a_folder_of_other_things_is_refused_and_left(hostile: Path, tmp_path: Path, folder: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.docx").touch()
    (folder / "notes.txt").touch()
    for place in (mine, folder, hostile):
        result = export("package", place, "--database", hostile)
        assert result.exit_code == 2
        assert f"{place.name}: " in flat(result.stderr)
    assert (mine / "thesis.docx").exists()
    assert (folder / "notes.txt").exists()


def _write_and_wait(database: Path, folder: Path, written: Any) -> None:
    def wait(*_: object) -> None:
        written.set()
        time.sleep(60)

    package._package = wait  # type: ignore[assignment]
    package.export_package(database, folder)


def test_a_killed_run_leaves_the_old_and_the_next_clears_up(folder: Path, hostile: Path) -> None:
    before = (folder / "datapackage.json").read_bytes()
    context = multiprocessing.get_context("spawn")
    written = context.Event()
    process = context.Process(target=_write_and_wait, args=(hostile, folder, written))
    process.start()
    assert written.wait(60)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    assert (folder / "datapackage.json").read_bytes() == before
    assert len(list(folder.parent.glob(".export-*"))) == 1
    export("package", folder, "--database", hostile)
    assert not list(folder.parent.glob(".export-*"))


@pytest.mark.warehouse
def test_the_package_of_the_seeds_is_valid_and_has_every_row(from_seeds: Path, tmp_path: Path) -> None:
    assert export("package", tmp_path / "p", "--database", from_seeds).exit_code == 0
    report = frictionless.validate(str(tmp_path / "p" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])
    check_rows(tmp_path / "p", from_seeds)
