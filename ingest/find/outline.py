"""The outline: the boundaries of the reports inside a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain, takewhile

from ingest.find.lines import Line, find_lines, next_words, one_line
from ingest.find.marks import mark_of
from ingest.find.sections import Sections
from ingest.find.titles import TITLE_END, Title, continues, is_label, is_labelled, is_short, is_subtitle, title_at

_ACCOUNTS = re.compile(r"部门决算|单位决算|决算公开")
_ORGAN = re.compile(r"\s*(?:[一-鿿]{2,24}(?:局|厅|中心|委员会|政府|办公室))\s*$")
_HAN = re.compile(r"[一-鿿]")
_LABELLED = re.compile(r"[:：]")
_MIN_NAME = 6  # Chinese characters of a title
_UNITS = re.compile(r"\s*+(?:\([^()]{2,20}\)\s*+)?(?:金额)?单位\s*:\s*[千百]?[万亿]?元\s*$")  # (2024年度) 单位:万元
_FURNITURE = re.compile(  # of a site, above what its page holds
    r"^\s*(?:当前位置|您(?:现在)?(?:的位置|所在)|首页|发布(?:时间|日期)|信息来源|来源|索引号)\s*(?:[:>»›|/]|$)|[一-鿿]\s*[>»›]\s*[一-鿿]"
)
_NOTE = re.compile(r"\s*(?:备?注|说明)\s*\d?\s*[:：]")  # of a table, below it
_MAX_ANNOUNCED = 40  # reports that a list of contents announces
_MIN_LETTER = 4  # lines before the first attachment that make a covering letter


@dataclass(frozen=True, slots=True)
class ReportSpan:
    """A report inside the file: its lines' span, title lines joined, subtitle in brackets."""

    start: int
    end: int
    title: str
    subtitle: str
    is_attachment: bool


@dataclass(frozen=True, slots=True)
class _Start:
    """First line of a report, last line of its title."""

    first: int
    last: int
    title: str
    subtitle: str
    attached: bool


def find_reports(folded: str) -> list[ReportSpan]:
    """Reports of a file in order: each title starts one, and so does a line 附件 N before a title."""
    lines = find_lines(folded)
    starts = _without_announcements(lines, _starts(lines))
    if not starts:
        return [ReportSpan(0, len(folded), _first_words(lines), "", False)]
    if starts[0].attached and sum(bool(line.words) for line in lines[: starts[0].first]) >= _MIN_LETTER:
        starts.insert(0, _Start(0, 0, _letter_title(lines), "", False))
    bounds = [0, *(lines[start.first].start for start in starts[1:]), len(folded)]
    return [
        ReportSpan(bounds[position], bounds[position + 1], start.title, start.subtitle, start.attached)
        for position, start in enumerate(starts)
    ]


def _starts(lines: list[Line]) -> list[_Start]:
    starts: list[_Start] = []
    sections = Sections(lines)
    told = False  # sentences stand below the last title: a table's caption is no title there
    index = 0
    while index < len(lines):
        if not lines[index].words:
            index += 1
            continue
        begin, attached = index, is_label(lines[index])
        if attached:
            index = next_words(lines, index + 1)
            if index >= len(lines):
                break
        title = title_at(lines, index, captions=not told)
        if title is None:
            told = told or _is_told(lines[index])
            if attached and starts and "件" in lines[begin].words and _names_attachment(lines[index]):
                starts.append(_Start(begin, index, one_line(lines[index].words), "", True))
            index += 1
            continue
        attached = attached or is_labelled(lines[index])
        if not _belongs_above(starts, title, lines, sections, (begin, index), attached):
            starts.append(_Start(begin, title.last, title.words, title.subtitle, attached))
            told = False
        index = title.last + 1
    return starts


def _names_attachment(line: Line) -> bool:
    return is_short(line) and mark_of(line.words) is None


def _belongs_above(
    starts: list[_Start], title: Title, lines: list[Line], sections: Sections, at: tuple[int, int], attached: bool
) -> bool:
    """The title starts no report: it is listed, a section or a part of the report begun, or printed again.

    `at` are its line with the label above it, and without.
    """
    begin, index = at
    if _is_listed(lines, index):
        return True
    if not starts:
        return False
    if title.is_form and not attached and _is_told_below(lines, title.last):
        return True
    if not _ACCOUNTS.search(starts[0].title) and (
        _is_section(lines, index) or (title.is_form and _goes_on_below(starts[-1], sections, index))
    ):
        return True  # but the project forms of final accounts are reports of their own
    if not attached and _ACCOUNTS.search(title.words) and any(_ACCOUNTS.search(start.title) for start in starts):
        return True  # a part of the accounts already begun (2023年度部门决算表)
    if attached and title.words != starts[-1].title and is_label(lines[begin]):
        return False  # below a line 附件1 of its own, however near a title stands above it
    return _is_running_header(starts[-1], title, lines, sections, index)


def _is_told(line: Line) -> bool:
    """A sentence, outside of tables."""
    return "。" in line.words and not line.is_cells


def _is_listed(lines: list[Line], index: int) -> bool:
    """One of the lines of a list of attachments: 附件1：… right above or below another."""
    if not is_labelled(lines[index]) or is_label(lines[index]):
        return False
    above = index - 1
    while above >= 0 and not lines[above].words:
        above -= 1
    near = [lines[at] for at in (above, next_words(lines, index + 1)) if 0 <= at < len(lines)]
    return any(is_labelled(line) and not is_label(line) for line in near)


def _is_section(lines: list[Line], index: int) -> bool:
    """A table below a numbered heading that announces it (三、绩效自评表)."""
    above = index - 1
    while above >= 0 and not lines[above].words:
        above -= 1
    if above < 0:
        return False
    mark = mark_of(lines[above].words)
    return mark is not None and mark.style in ("cn", "cnp", "ar") and lines[above].words.endswith("表")


def _is_told_below(lines: list[Line], index: int) -> bool:
    """A form right below its title, or with it in its own first row, and the report's sentences right below it."""
    below = next_words(lines, index + 1)
    while below < len(lines) and (is_subtitle(lines[below].words) or _UNITS.match(lines[below].words)):
        below = next_words(lines, below + 1)
    if not (below < len(lines) and lines[below].is_cells):
        return False
    while below < len(lines) and lines[below].is_cells:
        below = next_words(lines, below + 1)
    if below >= len(lines) or not _is_told(lines[below]) or _NOTE.match(lines[below].words):
        return False
    return mark_of(lines[below].words) is None


def _goes_on_below(begun: _Start, sections: Sections, index: int) -> bool:
    """A form between the sections of a report (二、… 附表2 … 三、…) is a part of it."""
    above = sections.number_above(begun.last + 1, index)
    return above > 0 and sections.number_below(index) == above + 1


def _is_running_header(previous: _Start, title: Title, lines: list[Line], sections: Sections, index: int) -> bool:
    """A title printed again at the head of a page, not a new report: the text goes on below it."""
    if continues(title.words, previous.title):
        return True
    near = index - previous.last <= 2
    if title.words != previous.title:
        return near and not lines[index].is_cells
    if near:
        return True
    following = next_words(lines, index + 1)
    while following < len(lines) and (is_subtitle(lines[following].words) or _UNITS.match(lines[following].words)):
        following = next_words(lines, following + 1)
    if following >= len(lines):
        return True
    return not _begins(lines, sections, previous, following) and not lines[following].is_cells


def _begins(lines: list[Line], sections: Sections, previous: _Start, index: int) -> bool:
    """The line has the first mark of the style that the sections of the report above begin with."""
    mark = mark_of(lines[index].words)
    return mark is not None and mark.is_first and sections.first_style(previous.last + 1, index) in ("", mark.style)


def _without_announcements(lines: list[Line], starts: list[_Start]) -> list[_Start]:
    """A title with nothing below it, on a cover or in a list of contents, announces the report that bears it again."""
    kept: list[_Start] = []
    cover: _Start | None = None
    for position, start in enumerate(starts):
        later = starts[position + 1 : position + 1 + _MAX_ANNOUNCED]
        empty = bool(later) and not _has_body(lines[start.last + 1 : later[0].first])
        if empty and any(_same_title(start.title, other.title) for other in later):
            cover = cover or (start if not kept else None)
            continue
        if cover is not None and not kept:
            start = replace(start, first=cover.first, subtitle=start.subtitle or cover.subtitle)
        kept.append(start)
    return kept


def _has_body(lines: list[Line]) -> bool:
    return any(line.is_cells or _is_told(line) for line in lines)


def _same_title(short: str, long: str) -> bool:
    return short in long or long in short


def _letter_title(lines: list[Line]) -> str:
    """Title of a covering letter: its first lines up to the one that ends like a title."""
    joined = ""
    for line in [line for line in lines[:20] if line.words][:3]:
        joined += line.words
        if TITLE_END.search(joined):
            break
    return one_line(joined)[:120]


def _first_words(lines: list[Line]) -> str:
    """The title of a text that bears none: its first line of words, but what stands above it on a page of a site."""
    words = (ln.words for ln in lines if ln.words and not _ORGAN.match(ln.words) and not _FURNITURE.search(ln.words))
    first = next(words, "")
    if TITLE_END.search(first):
        return one_line(first)[:120]
    head = takewhile(lambda line: "。" not in line, chain([first], words))
    named = (line for line in head if len(_HAN.findall(line)) >= _MIN_NAME and not _LABELLED.search(line))
    return one_line(next(named, first))[:120]
