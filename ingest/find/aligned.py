"""Tables set with blanks: lines whose words stand below one another, as text exports and old web pages have them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import east_asian_width

Span = tuple[int, int]
Lines = list[Span]

# A word may be letter-spaced (合  计); any other wide gap parts two words.
_WORD = re.compile(r"[一-鿿](?: {1,6}[一-鿿])+(?!\S)|\S+(?: \S+)*")
_RULE = re.compile(r"[-=_─━—+ ]{4,}$")
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:%|[万亿]?元|人次?|个百分点)?$|[-—/]+$")
_DIGIT = re.compile(r"\d")
_CAPTION = re.compile(r"附?[表图]\s*[\d一二三四五六七八九十]|(?:金额)?单位:|(?:编制|填报|编报)?(?:部门|单位)(?:名称)?:")
_SENTENCE = re.compile(r"[。；！？]")
_MIN_ROWS = 3
_MAX_WORDS = 40  # no label is as long: such lines are prose with a wide gap


@dataclass(frozen=True, slots=True)
class _Word:
    """A run of characters without a wide gap: its span, and the columns of a fixed-width font that it covers."""

    start: int
    end: int
    left: int
    right: int


def aligned_run(text: str, lines: Lines, first: int) -> int:
    """Index of the last line of a table set with blanks that begins at `first`, or -1 where none begins."""
    last, rows, figures, skipped, head = -1, 0, 0, 0, 0
    for index in range(first, len(lines)):
        start, end = lines[index]
        line = text[start:end]
        if not line.strip() or _RULE.match(line.strip()):
            skipped += 1
            if skipped > 1 or not rows:
                break
            continue
        words = _split(line)
        if len(words) < 2 or (rows == 1 and skipped and len(words) > head) or (not rows and _CAPTION.match(words[0])):
            break  # a caption (表3  …) above the table is none of its rows
        head = head or len(words)
        last, skipped, rows = index, 0, rows + 1
        figures += sum(bool(_FIGURE.match(word) and _DIGIT.search(word)) for word in words[1:]) > 0
    return last if rows >= _MIN_ROWS and figures * 2 >= rows and not _is_contents(text, lines[first : last + 1]) else -1


def aligned_rows(text: str, lines: Lines) -> list[list[Span]]:
    """Cells of such a table, row by row, all rows equally long; a blank cell is an empty span."""
    rows = [words for span in lines if len(words := _words(text, *span)) >= 2]
    columns = _columns(rows)
    table = []
    for words in rows:
        cells: list[Span | None] = [None] * len(columns)
        for word, column in zip(words, _assign(words, columns), strict=True):
            held = cells[column]
            cells[column] = (word.start, word.end) if held is None else (held[0], word.end)
        at = words[0].start
        filled = []
        for cell in cells:
            filled.append(cell or (at, at))
            at = filled[-1][1]
        table.append(filled)
    return table


def _split(line: str) -> list[str]:
    """The words of a line that may be a row, or nothing."""
    if "  " not in line.strip() or "\t" in line or "|" in line or _SENTENCE.search(line):
        return []
    words = _WORD.findall(line)
    return words if all(len(word) <= _MAX_WORDS for word in words) else []


def _is_contents(text: str, lines: Lines) -> bool:
    """Headings with their page numbers: one rising small number at the end of each line."""
    rows = [words for span in lines if (words := _split(text[slice(*span)]))]
    ends = [row[-1] for row in rows if _DIGIT.search(row[-1])]
    if not all(end.isdigit() and len(end) <= 3 for end in ends):
        return False
    pages = [int(end) for end in ends]
    return pages == sorted(pages) and all(len(row) <= 2 for row in rows)


def _words(text: str, start: int, end: int) -> list[_Word]:
    words: list[_Word] = []
    column, at = 0, start
    line = text[start:end].rstrip()
    for piece in _WORD.finditer(line):
        column += _width(text[at : start + piece.start()])
        right = column + _width(piece[0])
        words.append(_Word(start + piece.start(), start + piece.end(), column, right))
        column, at = right, start + piece.end()
    return words


def _width(words: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in words)


def _columns(rows: list[list[_Word]]) -> list[tuple[int, int]]:
    """Left and right edge of each column, from the rows that have a word in every one."""
    counts = [len(row) for row in rows]
    most = max((count for count in counts if counts.count(count) >= 2), default=max(counts))
    full = [row for row in rows if len(row) == most]
    return [(min(row[c].left for row in full), max(row[c].right for row in full)) for c in range(most)]


def _assign(words: list[_Word], columns: list[tuple[int, int]]) -> list[int]:
    """Column of each word, left to right: those that share most room in all; too many words share columns."""
    if len(words) >= len(columns):
        return [min(position, len(columns) - 1) for position in range(len(words))]
    spare = len(columns) - len(words)
    # best[c] is the most room that the words so far share with columns up to c, and how they stand.
    best: list[tuple[int, list[int]]] = [(0, [])] * (len(columns) + 1)
    for position, word in enumerate(words):
        new: list[tuple[int, list[int]]] = [(-(10**9), [])] * (len(columns) + 1)
        for column in range(position, position + spare + 1):
            room, chosen = best[column]
            here = (room + _shared(word, columns[column]), [*chosen, column])
            new[column + 1] = max(new[column], here, key=lambda pair: pair[0])
        for column in range(position + spare + 2, len(columns) + 1):
            new[column] = new[column - 1]
        best = new
    return best[-1][1]


def _shared(word: _Word, column: tuple[int, int]) -> int:
    """Columns that both cover; below 0 the gap between them."""
    return min(word.right, column[1]) - max(word.left, column[0])
