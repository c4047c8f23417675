"""Delimited text: CSV and TSV of any encoding, with lines around the table."""

from __future__ import annotations

import pytest

from ingest.read import Unreadable
from ingest.read.delimited import read
from tests.ingest.read.samples import grids


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_delimiter_and_the_encoding_are_found(delimiter: str, encoding: str) -> None:
    rows = [["医保项目", "预算数", "决算数"], ["资金一", "12.50", ""], ["资金二", "3", "0"]]
    text = "\n".join(delimiter.join(row) for row in rows)
    assert grids(read(text.encode(encoding))) == [rows]


def test_lines_around_the_table_are_paragraphs() -> None:
    content = read(
        '决算表,,\n"单位：万元",,\n项目,预算,决算\n"一、拨款","1,234.50","两\n行"\n,,\n'
        '"注：含结转, 不含利息。",,\n'.encode()
    )
    assert content.text == "决算表\n单位：万元\n项目\t预算\t决算\n一、拨款\t1,234.50\t两  行\n注：含结转, 不含利息。\n"
    assert len(content.grids) == 1


def test_thousands_do_not_make_a_comma_the_delimiter() -> None:
    assert grids(read("项目\t金额\n医保\t1,234\n社保\t5,678\n".encode()))[0][1] == ["医保", "1,234"]


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(Unreadable, match="binary"):
        read(bytes(range(256)))
