"""Landing: seeds and Parquet hold the same rows, and a failure leaves what was there."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from ingest.land import parquet
from ingest.land.batch import Problem
from ingest.land.manifest import Rejected, read_manifest
from ingest.land.schema import TABLES
from ingest.land.write import to_csv, write_parquet, write_seeds
from ingest.resolve.extract import Extraction
from ingest.versions import extractor_version, lexicon_version

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def rows(corpus: dict[str, Extraction]) -> Rows:
    return {table.name: [row for extraction in corpus.values() for row in extraction[table.name]] for table in TABLES}


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_row_has_the_columns_of_its_table(rows: Rows) -> None:
    for table in TABLES:
        for row in rows[table.name]:
            assert set(row) == set(table.names)


def test_keys_are_unique(rows: Rows) -> None:
    for table in TABLES:
        keys = [tuple(row[column] for column in table.key) for row in rows[table.name]]
        assert len(set(keys)) == len(keys), table.name


def test_seeds_and_parquet_hold_the_same_rows(rows: Rows, tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds", rows)
    write_parquet(tmp_path / "landing", rows)
    for table in TABLES:
        with (tmp_path / "seeds" / f"{table.name}.csv").open(encoding="utf-8", newline="") as handle:
            from_csv = list(csv.DictReader(handle))
        parquet = pq.read_table(tmp_path / "landing" / table.name, partitioning=None).to_pylist()
        from_parquet = [{k: "" if v is None else str(v) for k, v in row.items()} for row in parquet]
        assert from_csv == from_parquet, table.name


def test_the_order_of_the_files_does_not_matter(rows: Rows) -> None:
    for table in TABLES:
        assert to_csv(table, rows[table.name]) == to_csv(table, rows[table.name][::-1])


def test_a_csv_has_a_header_line_feeds_and_empty_cells_for_nothing(rows: Rows) -> None:
    for table in TABLES:
        text = to_csv(table, rows[table.name])
        assert next(csv.reader(io.StringIO(text))) == list(table.names)
        assert "\r" not in text.replace('\r"', "")
        assert "None" not in text


def test_parquet_has_text_and_integers_whatever_the_rows(tmp_path: Path) -> None:
    write_parquet(tmp_path / "landing", {table.name: [] for table in TABLES})
    for table in TABLES:
        schema = pq.read_schema(tmp_path / "landing" / table.name / "batch=00001" / "part-00000.parquet")
        kinds = {"text": "string", "integer": "int64"}
        assert [(f.name, str(f.type)) for f in schema] == [(c.name, kinds[c.kind]) for c in table.columns]


def test_a_second_run_touches_no_seed(rows: Rows, tmp_path: Path) -> None:
    assert set(write_seeds(tmp_path / "seeds", rows)) == {f"{table.name}.csv" for table in TABLES}
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "seeds", *(tmp_path / "seeds").iterdir())}
    assert write_seeds(tmp_path / "seeds", rows) == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_only_the_seeds_that_changed_are_written_and_what_else_is_there_stays(rows: Rows, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    write_seeds(seeds, rows)
    (seeds / "notes.yml").write_text("version: 2", encoding="utf-8")
    before = {path.name: path.stat().st_mtime_ns for path in seeds.iterdir()}
    assert write_seeds(seeds, rows | {"observations": []}) == ["observations.csv"]
    after = {path.name: path.stat().st_mtime_ns for path in seeds.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"observations.csv", "manifest.json"}
    assert after.keys() == before.keys()


def test_a_landing_says_who_read_it_and_which_files_gave_no_document(rows: Rows, tmp_path: Path) -> None:
    problems = [
        Problem(tmp_path / os.fsdecode("北京.txt".encode("gb18030")), "the file is empty"),
        Problem(tmp_path / "a.txt", "no fact was recognised", landed=True),
    ]
    write_seeds(tmp_path / "seeds", rows, problems)
    found = read_manifest(tmp_path / "seeds")
    assert found.documents == len(rows["documents"])
    assert found.rejected == [Rejected("北京.txt", "the file is empty")]
    assert found.extractor_version == extractor_version()
    assert found.lexicon_version == lexicon_version()
    assert read_manifest(tmp_path).extractor_version is None


def test_a_landing_folder_holds_exactly_the_last_call(rows: Rows, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    write_parquet(landing, rows)
    (landing / "numbers" / "batch=00001" / "part-00001.parquet").write_bytes(b"left over")
    write_parquet(landing, {table.name: [] for table in TABLES})
    assert sorted(files(landing)) == sorted(f"{table.name}/batch=00001/part-00000.parquet" for table in TABLES)
    assert pq.read_table(landing / "documents").num_rows == 0


def test_swapping_folders_leaves_nothing_beside_them(rows: Rows, tmp_path: Path) -> None:
    for _ in range(2):
        write_parquet(tmp_path / "landing", rows)
        write_seeds(tmp_path / "seeds", rows)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["landing", "seeds"]
    expected = sorted(["manifest.json", *(f"{t.name}.csv" for t in TABLES)])
    assert sorted(path.name for path in (tmp_path / "seeds").iterdir()) == expected


def fail(*_: Any, **__: Any) -> None:
    raise OSError(28, "No space left on device")


def test_a_failure_while_writing_parquet_leaves_the_old_folder(
    rows: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_parquet(tmp_path / "landing", rows)
    before = files(tmp_path)
    monkeypatch.setattr(parquet.pq, "write_table", fail)
    with pytest.raises(OSError, match="No space"):
        write_parquet(tmp_path / "landing", {table.name: [] for table in TABLES})
    assert files(tmp_path) == before


def test_a_failure_while_staging_seeds_leaves_the_old_files(
    rows: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_seeds(tmp_path, rows)
    before = files(tmp_path)
    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="No space"):
        write_seeds(tmp_path, {table.name: [] for table in TABLES})
    monkeypatch.undo()
    assert files(tmp_path) == before
