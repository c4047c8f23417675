"""Time grows with the length of a text, not with its square: no line is too long, no run of one word too dull."""

from __future__ import annotations

import time

import pytest

from ingest.resolve.extract import Extractor
from tests.helpers import as_document

EXTRACTOR = Extractor()
SECONDS = 8  # a tenth of it is enough where time is linear; where it was not, each of these took longer or failed
TEXTS = {
    "blank lines": "参保10人。" + "\n" * 50_000 + "支出3万元。",
    "blanks": "甲" + " " * 100_000 + "10人，附件",
    "offices without an end": "局" * 300 + "10人",
    "joints between a name and its number": "参保人数" + "共计" * 60 + "甲达10人",
    "scores of one line": "".join(f"指标{number}（满分5分，自评4分）" for number in range(12_000)),
    "a numeral": "三" * 10_000 + "万元",
    "open tables": "<table><tr>" + "<td>5" * 20_000,
    "titles of forms": "绩效自评表\n" * 20_000 + "10人",
    "page numbers": "- 3 -\n第3页 共8页\n" * 20_000,
    "scores below a name": "1.产出（5分）\n" + "目标得到落实，得到好评。" * 10_000 + "得4分。",
    "titles without an end": "《" * 200_000 + "10人",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_long_text_is_read_in_time(text: str) -> None:
    started = time.process_time()
    rows = EXTRACTOR.extract(as_document(text)).rows
    assert time.process_time() - started < SECONDS
    assert all(row["disposition"] for row in rows["numbers"])
