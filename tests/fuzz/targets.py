"""What a fuzzer calls with any bytes: each target reads them, and fails where what it read cannot be so.

Beyond raising nothing: each run of digits is in one number, an offset points at the words it speaks of, a number says
what its digits say, an amount that was printed is read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from importlib import import_module
from itertools import pairwise

from ingest.find.numbers import NumberGrammar
from ingest.find.numerals import numeral_value
from ingest.find.tables import find_tables
from ingest.find.view import fold, make_view
from ingest.lexicon import Lexicon
from ingest.read import Unreadable
from ingest.read.writer import Content
from ingest.resolve.extract import Extractor
from tests.evaluation.digits import digit_runs, unaccounted
from tests.helpers import as_document

Target = Callable[[bytes], None]
_PLAIN = re.compile(r"-?\d+(\.\d+)?$", re.ASCII)
_UNITS = ("元", "万元", "亿元", "人", "万人次", "%", "家", "个百分点", "")
_FACTS = ("observations", "indicator_scores", "statement_cells", "relations")


@cache
def _grammar() -> NumberGrammar:
    return NumberGrammar(Lexicon())


@cache
def _extractor() -> Extractor:
    return Extractor(Lexicon())


def _digits(words: str) -> str:
    return "".join(re.findall("[0-9]", fold(words)))


def as_text(data: bytes) -> str:
    return data.decode("utf-8", "ignore")


def numbers(data: bytes) -> None:
    """The number grammar: every digit once, every literal made of its own digits."""
    text = as_text(data)
    tokens = _grammar().scan(make_view(text))
    for start, end in digit_runs(text):
        holders = [t for t in tokens if t.start <= start and end <= t.end]
        assert len(holders) == 1, f"digits {text[start:end]!r} at {start} are in {len(holders)} numbers"
    for before, after in pairwise(tokens):
        assert before.end <= after.start, f"{before} and {after} overlap"
    for token in tokens:
        assert 0 <= token.left <= token.start < token.end <= token.right <= len(text), token
        if token.kind == "quantity":
            assert _PLAIN.match(token.literal), token
            Decimal(token.literal)
            if not token.is_numeral and token.fragment is None:
                printed = _digits(text[token.start : token.digits_end])
                assert _digits(token.literal) == printed, f"{token.literal} of {printed}"


def numerals(data: bytes) -> None:
    """Chinese numerals: a value or none, never less than nothing, and words round a numeral do not change it."""
    text = as_text(data)[:40]
    value = numeral_value(text)
    assert value is None or value >= 0
    for token in _grammar().scan(make_view(text)):
        if token.is_numeral:
            assert Decimal(token.literal).is_finite()


def amounts(data: bytes) -> None:
    """An amount printed in some notation is read back as the same amount."""
    whole, cents, unit, notation = (*(int.from_bytes(data[i : i + 4]) for i in (0, 4)), *(data[8:10] or b"\0\0"), 0)[:4]
    value = Decimal(whole * 10 ** (cents % 7)) / 10 ** (cents % 5)
    plain = f"{value:f}"
    printed = {0: plain, 1: f"{value:,f}", 2: plain.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))}
    label = _UNITS[unit % len(_UNITS)]
    tokens = _grammar().scan(make_view(f"资金共计{printed[notation % 3]}{label}。"))
    assert len(tokens) == 1, tokens
    assert Decimal(tokens[0].literal) == value, (tokens[0], value)


def tables(data: bytes) -> None:
    """Tables of a text: cells lie in their table, in order, and are the words of their span."""
    text = fold(as_text(data))
    for table in find_tables(text):
        assert 0 <= table.start <= table.end <= len(text)
        cells = sorted({cell for row in table.rows for cell in row}, key=lambda cell: (cell.start, cell.end))
        for cell in cells:
            assert table.start <= cell.start <= cell.end <= table.end, (table, cell)
            assert text[cell.start : cell.end].split() == cell.text.split(), cell
        for before, after in pairwise(cells):
            assert before.end <= after.start, (before, after)


def extract(data: bytes) -> None:
    """A whole text: all digits accounted for, every fact the words of its place."""
    document = as_document(as_text(data))
    extraction = _extractor().extract(document)
    text = document.text
    assert unaccounted(extraction, text) == []
    for row in extraction["numbers"]:
        assert row["text"] == text[row["char_start"] : row["char_end"]], row
    for name in _FACTS:
        for row in extraction[name]:
            stated = row.get("stated_text", text[row["char_start"] : row["char_end"]])
            assert text[row["char_start"] : row["char_end"]] == stated, row
            assert row["line_no"] == text.count("\n", 0, row["char_start"]) + 1 or "\r" in text, row


def _sound(content: Content) -> None:
    """Pieces lie in the text, in order; grids are as wide everywhere, and their cells lie in them."""
    length = len(content.text)
    for piece in content.pieces:
        assert 0 <= piece.start <= piece.end <= length, piece
    for first, second in pairwise(content.pieces):
        assert first.end <= second.start, (first, second)
    for grid in content.grids:
        assert 0 <= grid.start <= grid.end <= length, grid
        assert len({len(row) for row in grid.rows}) <= 1, grid
        for row in grid.rows:
            for cell in row:
                assert not cell.rowspan or grid.start <= cell.start <= cell.end <= grid.end, cell
    content.text.encode("utf-8")


def reader(name: str) -> Target:
    def read(data: bytes) -> None:
        try:
            content: Content = import_module(f"ingest.read.{name}").read(data)
        except Unreadable:
            return
        _sound(content)

    read.__doc__ = f"The reader of {name}: what it reads lies where it says, or it says why not."
    return read


TARGETS: dict[str, Target] = {
    "numbers": numbers, "numerals": numerals, "amounts": amounts, "tables": tables, "extract": extract,
    **{name: reader(name) for name in ("docx", "workbook", "html", "pdf", "delimited")},
}  # fmt: skip
