"""DOC, WPS, RTF: LibreOffice makes DOCX of them."""

from __future__ import annotations

import shutil
import stat
import time
from pathlib import Path

import pytest

from ingest.read import Unreadable, read_document
from ingest.read.kinds import kind_of
from ingest.read.office import read
from tests.ingest.read.samples import grids

RTF = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}\f0 \'d2\'bd\'b1\'a3 12.50\par"
    rb"\trowd\cellx2000\cellx4000 \intbl 1\cell 2\cell\row \trowd\cellx2000\cellx4000 \intbl 3\cell 4\cell\row"
    rb"\pard \par}"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD, BOOK = ("WordDocument".encode("utf-16-le"), "Workbook".encode("utf-16-le"))

with_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@with_office
def test_a_document_is_read_by_way_of_docx(tmp_path: Path) -> None:
    content = read(RTF)
    assert content.text == "医保 12.50\n1\t2\n3\t4\n"
    assert grids(content) == [[["1", "2"], ["3", "4"]]]
    path = tmp_path / "报告.doc"
    path.write_bytes(RTF)
    assert read_document(path).encoding == "rtf via docx"


@with_office
def test_what_libreoffice_cannot_read_says_so() -> None:
    with pytest.raises(Unreadable, match=r"cannot read .* save it as \.docx"):
        read(OLE + WORD * 200)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(OLE + b"x" * 999, "no DOC, WPS or RTF"), (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted")],
)
def test_what_is_no_document_is_not_handed_over(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unreadable, match=r"tools/install-system-packages .*libreoffice-writer-nogui"):
        read(RTF)


def test_a_conversion_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "child"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n(sleep 0.5; touch {mark}) &\nwait\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("ingest.read.office.TIMEOUT", 0.2)
    with pytest.raises(Unreadable, match="did not finish"):
        read(RTF)
    time.sleep(0.5)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (OLE + WORD, ".wps", "word"), (OLE + BOOK, ".et", "workbook"), (OLE + BOOK, ".doc", "workbook"),
        (OLE + WORD, ".xls", "word"), (RTF, ".doc", "word"), (b"<html><p>", ".doc", "html"),
        (b"<table>", ".xls", "html"), (b"MIME-Version: 1.0\n", ".doc", "html"), ("项目\t金额".encode(), ".xls", "text"),
        (b'<?xml?><?mso-application progid="Excel.Sheet"?>', ".xls", "workbook"),
        (b'<?xml?><?mso-application progid="Word.Document"?>', ".doc", "word"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_bytes_say(data: bytes, suffix: str, kind: str) -> None:
    assert kind_of(data, suffix) == kind
