"""What must not matter does not: the order of files and rows, how a landing is cut, processes, threads, names.

All of it on one landing of reports made for reconciliation; every published table is compared by its hash.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from ingest.land.batch import find_files
from ingest.land.corpus import land_corpus
from ingest.record import fingerprint
from tests.helpers import CORPUS, ROOT
from tests.metamorphic.warehouses import hashes, landed, shuffled, split
from tests.mutation.project import Project

pytestmark = pytest.mark.warehouse
MADE = ROOT / "tests" / "fixtures" / "reconciliation" / "second"
# Eleven files and more make two chunks, which two processes share.
FILES = sorted([*(p for p in MADE.iterdir() if p.suffix != ".csv"), *CORPUS.glob("0[1-6]*")])


def land(files: Sequence[Path], folder: Path, jobs: int = 1) -> Path:
    for _ in land_corpus(find_files(list(files)), folder, jobs):
        pass
    return folder


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.compile()


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return land(FILES, tmp_path_factory.mktemp("landings") / "first")


@pytest.fixture(scope="module")
def expected(project: Project, landing: Path) -> dict[str, str]:
    """Hashes of a build with one thread."""
    return hashes(project, landing, threads=1)


def rows_of(landing: Path) -> dict[str, list[dict[str, object]]]:
    return {name: rows.to_pylist() for name, rows in landed(landing).items()}


def files_of(landing: Path) -> dict[str, bytes]:
    return {str(path.relative_to(landing)): path.read_bytes() for path in landing.rglob("*.parquet")}


def test_statements_are_those_that_dbt_compiles(project: Project) -> None:
    assert project.differing() == []


def test_every_published_table_has_rows_and_a_hash_of_its_own(expected: dict[str, str]) -> None:
    assert len(expected) > 25
    assert {"marts.fct_observation", "marts.fct_reconciliation", "bi.wide_finding"} <= expected.keys()
    assert len(set(expected.values())) == len(expected)


def test_two_threads_build_what_one_builds(project: Project, landing: Path, expected: dict[str, str]) -> None:
    assert hashes(project, landing, threads=2) == expected


def test_no_row_order_and_no_part_file_matters(
    project: Project, landing: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    assert hashes(project, shuffled(landing, tmp_path / "shuffled", seed=7)) == expected


def test_a_part_file_for_each_document_holds_the_same(
    project: Project, landing: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    assert hashes(project, split(landing, tmp_path / "split")) == expected


def test_two_landings_side_by_side_below_one_folder_are_the_landing_of_both(landing: Path, tmp_path: Path) -> None:
    half = len(FILES) // 2
    for name, files in (("one", FILES[:half]), ("two", FILES[half:])):
        for table in filter(Path.is_dir, land(files, tmp_path / name).iterdir()):
            shutil.copytree(table, tmp_path / "both" / table.name / name)
    assert rows_of(tmp_path / "both") == rows_of(landing)


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_reading_again_with_any_number_of_processes_gives_the_same_bytes(
    landing: Path, jobs: int, tmp_path: Path
) -> None:
    assert files_of(land(FILES, tmp_path / "again", jobs)) == files_of(landing)


def test_the_order_in_which_files_are_named_does_not_matter(landing: Path, tmp_path: Path) -> None:
    assert rows_of(land(FILES[::-1], tmp_path / "reversed")) == rows_of(landing)


def test_a_copy_under_another_name_is_read_once(landing: Path, tmp_path: Path) -> None:
    copies = []
    for number, path in enumerate(FILES[:2]):
        copies.append(tmp_path / f"copy of {number}{path.suffix}")
        shutil.copyfile(path, copies[-1])
    assert rows_of(land([*FILES, *copies], tmp_path / "copied")) == rows_of(landing)


def test_renamed_files_say_the_same_under_their_new_names(
    project: Project, landing: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    renamed = tmp_path / "renamed"
    renamed.mkdir()
    for number, path in enumerate(FILES):  # in the opposite order, too
        shutil.copyfile(path, renamed / f"{99 - number}{path.suffix}")
    again = land([renamed], tmp_path / "landing")
    named = {row["document_id"]: row["file_name"] for row in rows_of(again)["documents"]}
    assert sorted(named.values()) == sorted(p.name for p in renamed.iterdir())
    rows, before = rows_of(again), rows_of(landing)
    assert {n: of for n, of in rows.items() if n != "documents"} == {
        n: of for n, of in before.items() if n != "documents"
    }
    strip = [{k: v for k, v in row.items() if k != "file_name"} for row in rows["documents"]]
    assert strip == [{k: v for k, v in row.items() if k != "file_name"} for row in before["documents"]]
    # Only tables that show the name differ.
    differing = {table for table, seen in hashes(project, again).items() if seen != expected[table]}
    assert differing <= {"marts.dim_document"} | {table for table in expected if table.startswith("bi.")}


def crlf(folder: Path, files: Sequence[Path]) -> list[Path]:
    folder.mkdir()
    written = []
    for path in files:
        written.append(folder / path.name)
        lf = path.read_bytes().replace(b"\r\n", b"\n")
        written[-1].write_bytes(lf.replace(b"\n", b"\r\n"))
    return written


def facts(rows: list[dict[str, object]]) -> Counter[tuple[object, ...]]:
    """Rows without what a line end moves: ids, which are hashes of the bytes, and offsets."""
    moved = ("_id", "char_start", "char_end", "_start", "sha256", "chars", "encoding")
    names = sorted(name for name in rows[0] if not name.endswith(moved)) if rows else []
    # Words that run over a line end keep that end as it is printed.
    return Counter(tuple(v.replace("\r\n", "\n") if isinstance(v := row[n], str) else v for n in names) for row in rows)


def test_windows_line_ends_change_no_fact(landing: Path, tmp_path: Path) -> None:
    again = rows_of(land(crlf(tmp_path / "files", FILES), tmp_path / "crlf"))
    for name, rows in rows_of(landing).items():
        assert facts(again[name]) == facts(rows), name


def test_a_hash_tells_one_changed_cell_and_no_changed_order() -> None:
    import duckdb

    rows = pa.table({"a": [1, 2], "b": ["x", None]})
    with duckdb.connect() as connection:
        connection.register("one", rows)
        connection.register("turned", rows.take([1, 0]))
        connection.register("other", pa.table({"a": [1, 2], "b": ["x", ""]}))
        for name in ("one", "turned", "other"):
            connection.execute(f"create table {name}_kept as from {name}")
        one, turned, other = (fingerprint(connection, "main", f"{name}_kept") for name in ("one", "turned", "other"))
    assert one == turned != other
