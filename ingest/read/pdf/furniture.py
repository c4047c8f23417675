"""Page numbers and running headers: what stands at the edge of pages and is no part of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ingest.read.pdf.sheet import Sheet
from ingest.read.pdf.words import Line

_EDGE = 0.12  # of the page's height
_SHARE = 0.5  # of the pages that a running header stands on
_LEAST_PAGES = 3
_NEAR = 4.0  # points that a running header may move
_PAGE_NUMBER = re.compile(
    r"[\s\-—–－~·|/]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*页)?"
    r"(?:[\s,，/／|]*(?:共|of|之)?\s*\d{1,4}\s*页?)?[\s\-—–－~·|]*|Page\s*\d+(?:\s*(?:of|/)\s*\d+)?",
    re.I,
)
_DIGITS = re.compile(r"\d+")
# Captions of tables come again on each page and are no furniture: unit, department, number of the form.
_CAPTION = re.compile(r"单位|部门[:：]|公开\d+表|表\s*\d|附[件表]|续表|金额")


def furniture(sheets: Sequence[Sheet]) -> list[set[int]]:
    """For each page the places, in `blocks`, of lines that are furniture."""
    marked: list[set[int]] = [set() for _ in sheets]
    running: dict[str, list[tuple[int, int, Line]]] = defaultdict(list)
    for page, sheet in enumerate(sheets):
        last = len(sheet.blocks) - 1
        for at, block in enumerate(sheet.blocks):
            if not isinstance(block, Line):
                continue
            low, high = block.bottom > sheet.height * (1 - _EDGE), block.top < sheet.height * _EDGE
            if not (low or high):
                continue
            text = block.text.strip()
            if (at == last or at == 0) and _PAGE_NUMBER.fullmatch(text):
                marked[page].add(at)
            elif not _CAPTION.search(text):
                running[_DIGITS.sub("#", text)].append((page, at, block))
    least = max(_LEAST_PAGES, _SHARE * sum(1 for sheet in sheets if sheet.blocks))
    for places in running.values():
        if len({page for page, _, _ in places}) < least:
            continue
        for page, at, block in places:
            same = sum(abs(other.top - block.top) < _NEAR for _, _, other in places)
            if same >= _LEAST_PAGES:
                marked[page].add(at)
    for page, sheet in enumerate(sheets):
        _inner_numbers(sheet, marked[page])
    return marked


def _inner_numbers(sheet: Sheet, marked: set[int]) -> None:
    """A page number beside or below a running header is at the edge once the header is out of the way."""
    for places in (range(len(sheet.blocks)), range(len(sheet.blocks) - 1, -1, -1)):
        for at in places:
            block = sheet.blocks[at]
            if at in marked:
                continue
            edge = isinstance(block, Line) and (
                block.bottom > sheet.height * (1 - _EDGE) or block.top < sheet.height * _EDGE
            )
            if not (edge and isinstance(block, Line) and _PAGE_NUMBER.fullmatch(block.text.strip())):
                break
            marked.add(at)
