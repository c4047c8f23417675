"""Decoding: the text is what the file holds, and what cannot be read says so."""

from __future__ import annotations

import codecs
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import Document, Piece, Unreadable, read_document
from ingest.read.kinds import READERS
from ingest.read.text import decode

WORDS = "怀化市医疗保障局二〇二三年度绩效自评报告：参保率97.2%，资金5,200.00万元。\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("gb18030", "gb18030"), ("gbk", "gb18030")],
)
def test_text_is_decoded_from_the_encodings_of_government_pages(encoding: str, name: str) -> None:
    assert decode(WORDS.encode(encoding)) == (WORDS, name)


def test_big5_is_guessed() -> None:
    words = "醫療保險參保人數為四十萬人，參保率在一年中有所上升，這是我們的年報。" * 20
    assert decode(words.encode("big5"))[0] == words


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf16_with_its_mark_is_decoded_and_the_mark_stays(mark: bytes, encoding: str) -> None:
    assert decode(mark + WORDS.encode(encoding)) == ("\ufeff" + WORDS, encoding)


def test_a_byte_order_mark_stays_in_the_text() -> None:
    assert decode(codecs.BOM_UTF8 + WORDS.encode())[0] == "\ufeff" + WORDS


def test_line_ends_stay_as_they_are() -> None:
    text = "第一行\r\n第二行\r第三行\n"
    assert decode(text.encode())[0] == text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_any_utf8_text_comes_back_as_it_was(text: str) -> None:
    if text.encode().strip():
        assert decode(text.encode())[0] == text


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\n\n"])
def test_an_empty_file_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        decode(data)


@pytest.mark.parametrize("data", [codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n", codecs.BOM_UTF16_LE])
def test_a_file_with_nothing_but_a_byte_order_mark_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\x00\x01\x02" * 20, b"PK\x03\x04\x14\x00\x06\x00", b"\xd0\xcf\x11\xe0\x00\x00", bytes(range(256))],
)
def test_a_binary_file_is_unreadable_and_the_message_says_what_to_do(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"binary.*convert it to text"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        "отчёт о расходах фонда за год".encode("koi8-r") * 5,
        "médecine générale, coût élevé, été".encode("latin-1") * 5,
        b"\xff\xfb\xf0\xf1\xf2 abc " * 9,
    ],
)
def test_an_unknown_encoding_is_unreadable_and_the_message_says_what_to_do(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"encoding.*save the file as UTF-8"):
        decode(data)


@pytest.mark.parametrize("data", [codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00", codecs.BOM_UTF16_BE + b"\x4e\x00\x4e"])
def test_a_file_that_breaks_its_own_mark_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"utf-16.*save it as UTF-8"):
        decode(data)


@pytest.mark.parametrize("suffix", [".txt", ".text", ".md", ".markdown", ".TXT", ".Md", ".doc", ".docx"])
def test_a_text_is_read_as_text_in_any_case_and_under_any_name(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"报告{suffix}"
    path.write_text(WORDS, encoding="utf-8")
    document = read_document(path)
    assert (document.text, document.file_name) == (WORDS, path.name)


@pytest.mark.parametrize("name", ["报告.zip", "报告.ofd", "报告"])
def test_other_formats_are_unreadable_and_the_message_names_those_that_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(WORDS, encoding="utf-8")
    with pytest.raises(Unreadable, match=r"is not read; give one of \.bmp, .*\.docx, .*\.pdf, .*\.txt"):
        read_document(path)


@pytest.mark.parametrize("module", sorted(set(READERS.values())))
def test_each_kind_of_content_has_its_reader(module: str) -> None:
    assert callable(import_module(f"ingest.read.{module}").read)


def test_a_file_beyond_the_limit_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(WORDS, encoding="utf-8")
    monkeypatch.setattr("ingest.read.MAX_BYTES", 10)
    with pytest.raises(Unreadable, match=r"more than the limit of 10; split it"):
        read_document(path)


def test_the_document_id_is_the_hash_of_the_bytes_not_of_the_name(tmp_path: Path) -> None:
    for name, data in (("a.txt", WORDS.encode()), ("b.md", WORDS.encode()), ("c.txt", WORDS.encode("gb18030"))):
        (tmp_path / name).write_bytes(data)
    a, b, c = (read_document(tmp_path / name) for name in ("a.txt", "b.md", "c.txt"))
    assert a.document_id == b.document_id != c.document_id
    assert a.document_id == "d" + a.sha256[:12]


@pytest.mark.parametrize(("offset", "line"), [(0, 1), (2, 1), (3, 2), (4, 3), (5, 3), (7, 3)])
def test_lines_end_with_a_line_feed(offset: int, line: int) -> None:
    assert Document("a.txt", "0" * 64, "utf-8", "一\r\n\n二三\r四").line_no(offset) == line


def test_a_text_has_no_pages() -> None:
    assert Document("a.txt", "0" * 64, "utf-8", "一\n二").page(2) is None


def test_a_page_is_the_one_of_the_piece() -> None:
    pieces = (Piece(0, 2, "paragraph", 1, page=1), Piece(3, 5, "paragraph", 2, page=2))
    document = Document("a.pdf", "0" * 64, "utf-8", "一二\n三四", pieces, pages=2)
    assert [document.page(offset) for offset in range(5)] == [1, 1, None, 2, 2]
