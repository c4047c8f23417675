"""One ingest call: files in a stable order, a bad file costs that file only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.land import batch as batch_module
from ingest.land.batch import extract_files, find_files
from ingest.resolve.extract import Extractor
from tests.helpers import report_of

REPORT = report_of("resident", "全市居民医保参保402.5万人。")


def test_folders_are_read_recursively_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/y.txt", ".hidden.txt", "c.zip"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(REPORT + name, encoding="utf-8")
    found = find_files([tmp_path])
    assert [str(p.relative_to(tmp_path)) for p in found.files] == ["a/y.txt", "a/z.md", "b.txt"]
    assert [path.name for path in found.skipped] == ["c.zip"]


def test_a_file_that_breaks_the_engine_costs_that_file_only(tmp_path: Path, extractor: Extractor) -> None:
    class Broken:
        lexicon = extractor.lexicon

        def extract(self, document: object) -> object:
            if "坏" in document.file_name:  # type: ignore[attr-defined]
                raise ValueError("boom")
            return extractor.extract(document)  # type: ignore[arg-type]

    for name, text in (("坏.txt", REPORT + "坏"), ("好.txt", REPORT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    batch = extract_files(find_files([tmp_path]).files, Broken())  # type: ignore[arg-type]
    assert [row["file_name"] for row in batch.rows["documents"]] == ["好.txt"]
    assert [str(problem) for problem in batch.problems] == [
        f"{tmp_path / '坏.txt'}: extraction failed (ValueError: boom); please report this file"
    ]


def test_a_file_without_facts_is_landed_and_reported(tmp_path: Path, extractor: Extractor) -> None:
    path = tmp_path / "要闻.txt"
    path.write_text("今日要闻：气温12度。\n", encoding="utf-8")
    batch = extract_files([path], extractor)
    assert len(batch.rows["documents"]) == len(batch.rows["numbers"]) == 1
    assert "no fact was recognised" in batch.problems[0].reason


def test_the_same_content_is_read_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    found = find_files([tmp_path, tmp_path / "a.txt"])
    assert [path.name for path in found.files] == ["a.txt"]
    assert [(path.name, first) for path, first in found.duplicates] == [("b.txt", "a.txt"), ("a.txt", "a.txt")]


@pytest.mark.parametrize(("name", "reason"), [("fehlt.txt", "no such file"), ("leer", "holds no file")])
def test_a_path_that_gives_nothing_is_a_problem(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "leer").mkdir()
    [problem] = find_files([tmp_path / name]).problems
    assert problem.path == tmp_path / name
    assert reason in problem.reason


def test_what_of_a_file_was_not_read_is_told_though_the_rest_is_landed(
    tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    whole = batch_module.read_document(tmp_path / "a.txt")
    monkeypatch.setattr(batch_module, "read_document", lambda path: replace(whole, unread="page 2 was not read"))
    batch = extract_files([tmp_path / "a.txt"], extractor)
    assert len(batch.rows["documents"]) == 1
    assert [problem.reason for problem in batch.problems] == ["page 2 was not read"]
