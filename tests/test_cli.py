"""The command line: what is unusable says so with its name, and costs nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from ingest import cli
from tests.helpers import report_of

GOOD = report_of("resident", "全市居民医保参保402.5万人，参保率97.2%。")
RUNNER = CliRunner()


def yibao(*arguments: str | Path) -> Result:
    return RUNNER.invoke(cli.app, [str(argument) for argument in arguments])


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "好.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


def file_names(landing: Path) -> list[str]:
    return pq.read_table(landing / "documents")["file_name"].to_pylist()


BAD = {
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b" \n\n", "the file is empty"),
    "binary.txt": (b"\x7fELF\x00\x01\x02\x03" * 9, "binary, not text; convert it to text"),
    "koi8.txt": ("отчёт о расходах фонда".encode("koi8-r") * 9, "save the file as UTF-8"),
    "news.txt": ("今日要闻：气温12度。".encode(), "no fact was recognised"),
    "report.docx": (b"PK\x03\x04", "a damaged archive (cut off?); fetch it again"),
    "report": (GOOD.encode(), "is not read; give one of"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_on_stderr_and_the_others_are_landed(good: Path, name: str) -> None:
    bad = good.parent / name
    bad.write_bytes(BAD[name][0])
    landing = good.parent / "landing"
    result = yibao("ingest", bad, good, "--landing", landing)
    assert result.exit_code == 2
    assert name in result.stderr
    assert BAD[name][1] in flat(result.stderr)
    assert good.name in file_names(landing)


def test_a_missing_path_is_named_on_stderr_and_the_others_are_landed(good: Path) -> None:
    landing = good.parent / "landing"
    result = yibao("ingest", good.parent / "fehlt.txt", good, "--landing", landing)
    assert result.exit_code == 2
    assert "fehlt.txt: no such file or folder; check the path" in flat(result.stderr)
    assert file_names(landing) == [good.name]


def test_a_folder_without_reports_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    result = yibao("ingest", tmp_path / "leer", "--landing", tmp_path / "landing")
    assert result.exit_code == 2
    assert "leer: the folder holds no file of a format that is read" in flat(result.stderr)
    assert not (tmp_path / "landing").exists()


def test_other_formats_in_a_folder_are_skipped_and_named(good: Path) -> None:
    (good.parent / "ton.mp3").write_bytes(b"ID3")
    result = yibao("ingest", good.parent, "--landing", good.parent / "out" / "landing")
    assert result.exit_code == 0
    assert "ton.mp3: skipped, format .mp3 is not read" in flat(result.stdout)


def test_a_landing_that_cannot_be_written_is_unusable(good: Path) -> None:
    (good.parent / "datei").write_text("", encoding="utf-8")
    result = yibao("ingest", good, "--landing", good.parent / "datei" / "landing")
    assert result.exit_code == 2
    assert "landing: cannot be written" in flat(result.stderr)
    assert "nothing was changed" in flat(result.stderr)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_named(good: Path) -> None:
    locked = good.parent / "locked.txt"
    locked.write_text(GOOD, encoding="utf-8")
    locked.chmod(0)
    result = yibao("ingest", locked, "--landing", good.parent / "landing")
    assert "locked.txt: cannot be read" in flat(result.stderr)


def test_the_same_content_is_read_once_and_said_so(good: Path) -> None:
    (good.parent / "z.md").write_bytes(good.read_bytes())
    result = yibao("ingest", good, good.parent / "z.md", "--landing", good.parent / "landing")
    assert result.exit_code == 0
    assert "z.md: same content as 好.txt, read once" in flat(result.stdout)
    assert file_names(good.parent / "landing") == [good.name]


def test_nothing_landed_leaves_the_old_landing(good: Path) -> None:
    landing = good.parent / "landing"
    yibao("ingest", good, "--landing", landing)
    result = yibao("ingest", good.parent / "fehlt.txt", "--landing", landing)
    assert result.exit_code == 2
    assert "nothing was landed" in result.stderr
    assert file_names(landing) == [good.name]


@pytest.mark.parametrize("option", ["--landing", "--add", "--again"])
def test_seeds_and_what_speaks_of_a_landing_exclude_each_other(good: Path, option: str) -> None:
    result = yibao("ingest", good, "--seeds", option, *([good.parent / "landing"] if option == "--landing" else []))
    assert result.exit_code == 2
    assert f"--seeds and {option} exclude each other" in flat(result.stderr)
    assert not (good.parent / "landing").exists()


def test_what_is_new_what_stays_and_what_goes_is_told(good: Path) -> None:
    landing, other = good.parent / "landing", good.parent / "other.txt"
    other.write_text(GOOD + "又一份。", encoding="utf-8")
    assert "1 documents, 1 reports landed in" in yibao("ingest", good, "--landing", landing).stdout
    assert "nothing new: 1 documents in" in yibao("ingest", good, "--landing", landing).stdout
    assert "; 1 documents unchanged, 0 removed" in yibao("ingest", other, "--add", "--landing", landing).stdout
    assert sorted(file_names(landing)) == ["other.txt", good.name]
    result = yibao("ingest", other, "--landing", landing)
    assert result.exit_code == 0
    assert "0 documents, 0 reports landed in" in result.stdout
    assert "; 1 documents unchanged, 1 removed" in result.stdout
    assert file_names(landing) == ["other.txt"]
    assert "1 documents, 1 reports landed in" in yibao("ingest", other, "--again", "--landing", landing).stdout


def test_run_builds_from_what_stays_and_what_is_added(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[list[str]] = []
    monkeypatch.setattr(cli, "_build", lambda landing, *_: built.append(file_names(landing)) or 0)
    other = good.parent / "other.txt"
    other.write_text(GOOD + "又一份。", encoding="utf-8")
    for arguments in ((good,), (other, "--add"), (other, "--add"), (other,)):  # the third call reads nothing
        assert yibao("run", *arguments, "--landing", good.parent / "landing").exit_code == 0
    both = ["other.txt", good.name]
    assert [sorted(names) for names in built] == [[good.name], both, both, ["other.txt"]]


def test_nothing_is_added_to_a_landing_that_is_not_known(good: Path) -> None:
    landing = good.parent / "landing"
    yibao("ingest", good, "--landing", landing)
    (landing / "files.parquet").unlink()
    result = yibao("ingest", good, "--add", "--landing", landing)
    assert result.exit_code == 2
    assert (
        "files.parquet: no such file; to add to this landing, land all its reports once without --add" in result.stderr
    )
    assert "nothing was changed" in result.stderr


def test_of_many_files_with_problems_some_are_named_and_the_rest_counted(good: Path) -> None:
    for number in range(33):
        (good.parent / f"news{number:02}.txt").write_text(f"今日要闻：气温{number}度。", encoding="utf-8")
    for _ in range(2):  # the second time they are not read, and told all the same
        result = yibao("ingest", good.parent, "--landing", good.parent / "out" / "landing")
        assert result.exit_code == 2
        said = result.stderr.splitlines()
        assert [f"news{number:02}.txt" in line for number, line in enumerate(said[:20])] == [True] * 20
        assert len(said) == 21
        assert f"and 13 more such files: all are in {good.parent / 'out' / 'landing' / 'files.parquet'}" in said[-1]


def test_seeds_are_written_into_the_folder_of_seeds(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "SEEDS", good.parent / "seeds")
    assert yibao("ingest", good, "--seeds").exit_code == 0
    assert (good.parent / "seeds" / "documents.csv").read_text(encoding="utf-8").count("\n") == 2


def test_a_summary_counts_what_was_found(good: Path) -> None:
    result = yibao("ingest", good, "--landing", good.parent / "landing")
    assert "好.txt: 2 observations, 0 indicators, 0 statement cells" in flat(result.stdout)


@pytest.mark.parametrize("command", ["ingest", "build", "run", "check", "explain"])
def test_every_command_explains_itself(command: str) -> None:
    result = yibao(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


@pytest.mark.parametrize("arguments", [("ingest",), ("explain",), ("gibtsnicht",), ("ingest", "--unbekannt", "x")])
def test_a_wrong_call_has_exit_status_two(arguments: tuple[str, ...]) -> None:
    assert yibao(*arguments).exit_code == 2


def test_a_build_without_its_landing_is_unusable(tmp_path: Path) -> None:
    result = yibao("build", "--landing", tmp_path / "fehlt", "--database", tmp_path / "y.duckdb")
    assert result.exit_code == 2
    assert "fehlt: no documents landed; land reports with" in flat(result.stderr)
    assert not (tmp_path / "y.duckdb").exists()


def test_a_build_into_a_place_that_cannot_be_written_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("", encoding="utf-8")
    result = yibao("build", "--database", tmp_path / "datei" / "y.duckdb")
    assert result.exit_code == 2
    assert "cannot be written" in flat(result.stderr)


def test_explaining_without_a_warehouse_says_how_to_make_one(tmp_path: Path) -> None:
    result = yibao("explain", "d0-o0", "--database", tmp_path / "y.duckdb")
    assert result.exit_code == 2
    assert "y.duckdb: no warehouse; make it with `yibao build`" in flat(result.stderr)


def test_explaining_from_a_file_that_is_no_warehouse_says_so(tmp_path: Path) -> None:
    (tmp_path / "y.duckdb").write_text("kein Datenlager" * 1000, encoding="utf-8")
    result = yibao("explain", "d0-o0", "--database", tmp_path / "y.duckdb")
    assert result.exit_code == 2
    assert "cannot be read" in flat(result.stderr)


@pytest.mark.parametrize("name", ["a?b.duckdb", "a'b.duckdb", 'a"b.duckdb', "[a].duckdb", "{{ 7 }}.duckdb"])
def test_a_warehouse_is_not_given_a_name_that_means_something_else(tmp_path: Path, name: str) -> None:
    result = yibao("build", "--database", tmp_path / name)
    assert result.exit_code == 2
    assert "a warehouse cannot have this name" in flat(result.stderr)
    assert list(tmp_path.iterdir()) == []


def test_a_landing_that_dbt_would_render_is_refused(good: Path) -> None:
    landing = good.parent / "{{ 7 }}"
    assert yibao("ingest", good, "--landing", landing).exit_code == 0
    result = yibao("build", "--landing", landing, "--database", good.parent / "y.duckdb")
    assert result.exit_code == 2
    assert "rename the folder" in flat(result.stderr)
