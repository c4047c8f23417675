"""Source files are found by their hash: under their name, renamed, and past a twin that cannot be read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest import sources
from ingest.read import Document, Unreadable, read_document
from ingest.sources import Sources

WORDS = "怀化市医疗保障局2023年度部门决算\n支出合计12万元。\n"
SHA256 = hashlib.sha256(WORDS.encode()).hexdigest()


def test_a_file_is_found_under_another_name_too(tmp_path: Path) -> None:
    (tmp_path / "renamed.txt").write_text(WORDS, encoding="utf-8")
    found = Sources([tmp_path])
    assert found.has(SHA256, "report.txt")
    assert found.text(SHA256, "report.txt") == WORDS


def test_a_changed_file_of_the_same_name_is_not_it(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(WORDS + "改过。", encoding="utf-8")
    found = Sources([tmp_path])
    assert not found.has(SHA256, "report.txt")
    assert found.text(SHA256, "report.txt") is None


def test_a_file_is_hashed_under_its_name_alone_where_that_leads_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "other.txt").write_text("别的报告。", encoding="utf-8")
    hashed: list[Path] = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: hashed.append(path) or read_bytes(path))
    assert Sources([tmp_path]).has(SHA256, "report.txt")
    assert [path.name for path in hashed] == ["report.txt"]


def test_a_twin_that_cannot_be_read_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("report.txt", "twin.txt"):
        (tmp_path / name).write_text(WORDS, encoding="utf-8")

    def read(path: Path) -> Document:
        if path.name == "report.txt":
            raise Unreadable(path, "broken")
        return read_document(path)

    monkeypatch.setattr(sources, "read_document", read)
    assert Sources([tmp_path]).text(SHA256, "report.txt") == WORDS
