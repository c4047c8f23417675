"""A text as blocks: headings, paragraphs, tables; in the words and the order of the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tests.render.aligned import aligned_end, cells_of
from tests.render.table import Table, table_of

_MARKUP = re.compile(r"\*\*|</?b>|\[bookmark:[^\]]*\]")
_LATEX = re.compile(r"\$([^$\n]{1,40})\$")
_SIGNS = {r"\geq": "≥", r"\leq": "≤", r"\%": "%"}
_PAGE_NUMBER = re.compile(r"\s*(?:[-—]\s*\d{1,3}\s*[-—]|第\s*\d{1,3}\s*页)\s*$")
_PIPE_RULE = re.compile(r"\s*\|[\s:|-]*-[\s:|-]*\|\s*$")
_CAPTION = re.compile(r"公开\s*\d+\s*表$|单位[:：]|^(?:编制)?(?:部门|单位)[:：]|[:：].*年度$")
_SENTENCE = re.compile(r"[。；;，,：:！？]")
_MARKS = (
    (1, re.compile(r"第[一二三四五六七八九十]+部分")),
    (2, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (3, re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")),
)
_CLAUSES = re.compile(r"[，。；、]")
_GAP = re.compile(r"\S[ \u3000]{3,}\S")
_FULL_STOP = re.compile(r"[。；;：:！？!?…）)]$")
_BEGINS = re.compile(r"[\s#*<（(①-⑳-]|附件|注|第?[一二三四五六七八九十\d]+(?:[、部]|[.．](?!\d))|\d{4}[年.]")
_LONG = 25  # shorter lines are lines by intent
_LONGEST_HEADING = 40
_FEWEST_PIPES = 3  # in a row of a table without outer pipes
_LONGEST_GAP = 3  # blank lines inside a table


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 and deeper; level 0 is the title of a document."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A line of prose, a caption, a signature."""

    text: str


Block = Heading | Paragraph | Table


def parse(text: str) -> list[Block]:
    """Blocks of a text or markdown file; page numbers of its own are left out, for a format prints others."""
    lines = [_plain(line) for line in text.replace("\r\n", "\n").lstrip("\ufeff").split("\n")]
    lines = _whole([line for line in lines if not _PAGE_NUMBER.match(line)])
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        kind = _kind(lines[index])
        stop = aligned_end(lines, index) if kind == "prose" else index
        if stop > index:
            blocks.append(table_of(cells_of(lines[index:stop])))
            index = stop
            continue
        if kind == "cells":
            stop = _run_end(lines, index)
            blocks += _tables(lines[index:stop])
            index = stop
            continue
        if kind != "blank":
            blocks.append(_prose(lines[index], opening=not any(isinstance(block, Paragraph) for block in blocks)))
        index += 1
    return blocks


def _plain(line: str) -> str:
    """A line without markup: bold, bookmarks, LaTeX signs."""
    line = _LATEX.sub(lambda match: _signs(match[1]), _MARKUP.sub("", line))
    return line.rstrip("\r\n \u3000")


def _signs(words: str) -> str:
    for latex, sign in _SIGNS.items():
        words = words.replace(latex, sign)
    return words


def _whole(lines: list[str]) -> list[str]:
    """Lines of prose that a page or a fixed width cut inside a sentence are one again."""
    whole: list[str] = []
    for line in lines:
        above = next((at for at in range(len(whole) - 1, -1, -1) if whole[at].strip()), None)
        if above is not None and _is_cut(whole[above]) and _goes_on(line):
            whole[above:] = [whole[above] + line]
        else:
            whole.append(line)
    return whole


def _is_cut(line: str) -> bool:
    return (
        _kind(line) == "prose"
        and not line.startswith("#")
        and len(line) >= _LONG
        and bool(_CLAUSES.search(line))
        and not _FULL_STOP.search(line)
        and not _GAP.search(line)
    )


def _goes_on(line: str) -> bool:
    return _kind(line) == "prose" and not _BEGINS.match(line)


def _kind(line: str) -> str:
    if not line.strip():
        return "cells" if "\t" in line else "blank"
    is_pipes = line.strip().startswith("|") or line.count("|") >= _FEWEST_PIPES
    return "cells" if "\t" in line.strip(" ") or is_pipes else "prose"


def _prose(line: str, opening: bool) -> Block:
    words = re.sub(r"^\s*-\s+", "", line).strip()
    hashes = re.match(r"(#{1,6})\s+", words)
    if hashes:
        return Heading(len(hashes[1]) - 1, words[hashes.end() :])
    if len(words) <= _LONGEST_HEADING and not _SENTENCE.search(words):
        for level, mark in _MARKS:
            if mark.match(words):
                return Heading(level, words)
        if opening:
            return Heading(0, words)
    return Paragraph(words)


def _run_end(lines: list[str], first: int) -> int:
    """Line after the last of a run of table lines; a few blank lines do not end it."""
    last = first
    for index in range(first, len(lines)):
        kind = _kind(lines[index])
        if kind == "cells":
            last = index
        elif kind == "prose" or index - last > _LONGEST_GAP:
            break
    return last + 1


def _tables(lines: list[str]) -> list[Block]:
    """Captions (编制部门, 单位) that stand with tabs above the rows, then the table."""
    if _is_cell_a_line(lines):
        rows: list[list[str]] = [[]]
        for line in lines:
            rows = [*rows, []] if "\t" not in line else [*rows[:-1], [*rows[-1], _printed(line)]]
        return [table_of(_without_corner([row for row in rows if row]))]
    blocks: list[Block] = []
    pending: list[list[str]] = []
    framed = lines[0].strip().startswith("|")
    for line in lines:
        cells = _cells(line, framed)
        if _PIPE_RULE.match(line) and len(pending) > 1:  # the row above it heads another table
            blocks.append(table_of(pending[:-1]))
            pending = pending[-1:]
        elif _is_caption(cells):
            blocks += [table_of(pending)] if pending else []
            pending = []
            blocks.append(Paragraph("    ".join(cell for cell in cells if cell)))
        elif any(cells):
            pending.append(cells)
    return [*blocks, table_of(pending)] if pending else blocks


def _without_corner(rows: list[list[str]]) -> list[list[str]]:
    """Flattening leaves an empty line in front of some tables, which is no cell."""
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    return [rows[0][1:], *rows[1:]] if not rows[0][0] and len(rows[0]) == usual + 1 else rows


def _is_cell_a_line(lines: list[str]) -> bool:
    cells = [line for line in lines if "\t" in line]
    return len(cells) > 2 and all(line.count("\t") == 1 and line.startswith("\t") for line in cells)


def _cells(line: str, framed: bool) -> list[str]:
    """Cells of a line; `framed` pipes stand around the row as well."""
    if "|" not in line:
        return [_printed(cell) for cell in line.strip(" ").split("\t")]
    if _PIPE_RULE.match(line):
        return []
    row = line.strip().removeprefix("|").removesuffix("|") if framed else line
    return [_printed(cell) for cell in row.split("|")]


def _printed(cell: str) -> str:
    """Words of a cell with the ideographic blanks that set them in; others only part them from the rules."""
    return cell.strip(" \t").rstrip()


def _is_caption(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if len(filled) == 1:
        return not cells[0] and bool(_CAPTION.search(filled[0]))
    return 2 <= len(filled) <= 3 and all(len(cell) <= 30 for cell in filled) and bool(
        _CAPTION.search(filled[0]) and re.search("单位[:：]", filled[-1])
    )  # fmt: skip
