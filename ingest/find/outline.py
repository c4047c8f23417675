"""The outline: lines, headings with their rank, and the boundaries of the reports inside a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from ingest.find.marks import mark_of

_GENRE = re.compile(
    r"(?:绩效|自评|评价)[^，。、；]{0,16}(?:报告|情况说明|评价结果|总结|材料|函)|(?:绩效|自评)[^，。、；]{0,10}表$|部门决算|单位决算|决算公开"
)
_ACCOUNTS = re.compile(r"部门决算|单位决算|决算公开")
_RULE = re.compile(r"[-=_*—\s]*$")
_NOT_TITLE = re.compile(
    r"[。；;!?]|[：:]\s*$|《|》|\.{3,}|…{2,}|如下|见附|详见|按照|根据|要求|名词解释|由.*组织|是指|通知|完成情况$|文件$|〔"
    r"|^[表图]\s*\d|(?:评分|情况|一览|明细|汇总|分配|指标体系)表$"
)
_TITLE_END = re.compile(
    r"(?:报告|表|决算(?:公开)?(?:说明|报告|情况)?|总结|材料|公告|说明|结果|函)\s*(?:\([^()]{0,40}\))?\s*$"
)
_ATTACHMENT = re.compile(r"\s*附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s*(?:-\s*\d+)?\s*[:：]?\s*$")
_ATTACHMENT_TITLE = re.compile(r"(?<!\s)\s*+附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[-\d]*\s*[:：.、]?\s*")
_YEAR_LINE = re.compile(r"\s*+[(\[]?\s*+(?:19|20)\d{2}\s*年(?:度)?\s*[)\]]?\s*$")
_BRACKETED = re.compile(r"\s*\(\s*[^()]{4,60}\s*\)\s*$")
_ORGAN = re.compile(r"\s*(?:[一-鿿]{2,24}(?:局|厅|中心|委员会|政府|办公室))\s*$")
_MAX_TITLE = 70
_MIN_LETTER = 4  # lines before the first attachment that make a covering letter


class Line(NamedTuple):
    """A line of the canonical text: span without the line end, folded words, the table mark."""

    start: int
    end: int
    words: str
    is_cells: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line: mark style, its words after the mark, markdown or bold."""

    start: int
    end: int
    style: str
    words: str


@dataclass(frozen=True, slots=True)
class ReportSpan:
    """A report inside the file: its lines' span, title lines joined, subtitle in brackets."""

    start: int
    end: int
    title: str
    subtitle: str
    is_attachment: bool


def find_lines(folded: str) -> list[Line]:
    lines, start = [], 0
    for raw in folded.split("\n"):
        lines.append(Line(start, start + len(raw), _unspaced(raw.strip()), "\t" in raw or raw.count("|") > 1))
        start += len(raw) + 1
    return lines


_CJK_GAP = re.compile(r"(?<=[一-鿿])[ \t]+(?=[一-鿿])")


def _unspaced(words: str) -> str:
    """Words printed with letter-spacing (绩 效 自 评) set solid; table cells stay as they are."""
    return words if "\t" in words or " " not in words else _CJK_GAP.sub("", words)


def find_headings(folded: str, text: str) -> list[Heading]:
    """Lines that head a section: a mark and few words, or a markdown heading."""
    headings = []
    for line in find_lines(folded):
        if not line.words or line.is_cells:
            continue
        raw = text[line.start : line.end].lstrip()
        mark = mark_of(folded[line.start : line.end])
        is_marked_up = raw.startswith("#") or raw.startswith("**")
        words = folded[line.start + mark.end : line.end].strip() if mark else line.words
        if mark is None and not is_marked_up:
            continue
        style = mark.style if mark else "plain"
        headings.append(Heading(line.start, line.end, style, words))
    return headings


def find_reports(folded: str) -> list[ReportSpan]:
    """Reports of a file in order: each title starts one, and so does a line 附件 N before a title."""
    lines = find_lines(folded)
    starts: list[tuple[int, int, str, str, bool]] = []
    index = 0
    while index < len(lines):
        attached = bool(_ATTACHMENT.match(lines[index].words))
        begin = index
        if attached:
            index = _next_words(lines, index + 1)
            if index >= len(lines):
                break
        found = _title_at(lines, index)
        if found is None:
            if attached and starts and _is_short(lines[index]) and not mark_of(lines[index].words):
                starts.append((begin, index, _one(lines[index].words), "", True))
            index += 1
            continue
        last, title, subtitle = found
        if _is_listed(lines, index) or (starts and _is_section(starts[0], lines, index)):
            index = last + 1
            continue
        if starts and not attached and _ACCOUNTS.search(title) and any(_ACCOUNTS.search(start[2]) for start in starts):
            index = last + 1  # a part of the accounts already begun (2023年度部门决算表)
            continue
        attached = attached or bool(_ATTACHMENT_TITLE.match(lines[index].words))
        if starts and _is_running_header(starts[-1], title, lines, index):
            index = last + 1
            continue
        starts.append((begin, last, title, subtitle, attached))
        index = last + 1
    if not starts:
        return [ReportSpan(0, len(folded), _first_words(lines), "", False)]
    if starts[0][4] and sum(bool(line.words) for line in lines[: starts[0][0]]) >= _MIN_LETTER:
        starts.insert(0, (0, 0, _letter_title(lines), "", False))
    spans = []
    for position, (begin, _, title, subtitle, attached) in enumerate(starts):
        start = 0 if position == 0 else lines[begin].start
        end = lines[starts[position + 1][0]].start if position + 1 < len(starts) else len(folded)
        spans.append(ReportSpan(start, end, title, subtitle, attached))
    return spans


def _one(words: str) -> str:
    """A title with its blanks folded: none between Chinese characters."""
    words = re.sub(r"\s+", " ", words).strip(" |\t")
    return re.sub(r"(?<=[一-鿿\d《》()“”])\s+(?=[一-鿿\d《》()“”])", "", words)


def _next_words(lines: list[Line], index: int) -> int:
    while index < len(lines) and not lines[index].words:
        index += 1
    return index


def _is_short(line: Line) -> bool:
    return 4 <= len(line.words) <= _MAX_TITLE and not _NOT_TITLE.search(line.words)


def _cells(line: Line) -> list[str]:
    return [cell.strip() for cell in re.split(r"[\t|]", line.words) if cell.strip()]


def _title_at(lines: list[Line], index: int) -> tuple[int, str, str] | None:
    """Last line, title and subtitle of the title that begins at this line, or None."""
    line = lines[index]
    words = line.words
    if "。" in words or (line.is_cells and "绩效" not in words):
        return None
    if line.is_cells:
        cells = _cells(line)
        if len(cells) != 1 or "绩效" not in cells[0] or not cells[0].endswith("表"):
            return None
        words = cells[0]
    words = _ATTACHMENT_TITLE.sub("", words, count=1) if "附" in words else words
    if not words or _RULE.match(words) or len(words) > _MAX_TITLE or mark_of(words) or _NOT_TITLE.search(words):
        return None
    joined, last = words, index
    if not _GENRE.search(words):
        # A title may be broken over up to four short lines: year, body, genre.
        for step in range(3):
            nxt = _next_words(lines, last + 1)
            if nxt >= len(lines) or nxt - last > 2 or lines[nxt].is_cells or len(lines[nxt].words) > 40:
                return None
            if mark_of(lines[nxt].words) or _NOT_TITLE.search(lines[nxt].words):
                return None
            joined, last = joined + lines[nxt].words, nxt
            if _GENRE.search(joined):
                break
            if step == 2:
                return None
    if not _TITLE_END.search(joined):
        nxt = _next_words(lines, last + 1)
        if (
            nxt < len(lines)
            and nxt - last <= 2
            and not lines[nxt].is_cells
            and _TITLE_END.search(joined + lines[nxt].words)
        ):
            if mark_of(lines[nxt].words) or len(joined + lines[nxt].words) > _MAX_TITLE + 20:
                return None
            joined, last = joined + lines[nxt].words, nxt
        else:
            return None
    subtitle = ""
    for _ in range(2):
        nxt = _next_words(lines, last + 1)
        if nxt >= len(lines) or nxt - last > 2:
            break
        cells = _cells(lines[nxt])
        if len(cells) == 1 and (_YEAR_LINE.match(cells[0]) or _BRACKETED.match(cells[0])):
            subtitle, last = (subtitle + cells[0]).strip(), nxt
        else:
            break
    return last, _once(_one(joined)), _one(subtitle)


def _once(title: str) -> str:
    """A title without the issuer's line above it, where the title itself begins with the issuer."""
    for size in range(4, len(title) // 2 + 1):
        if title.startswith(title[:size], size):
            return title[size:]
    return title


def _is_listed(lines: list[Line], index: int) -> bool:
    """One of the lines of a list of attachments: 附件1：… right above or below another."""
    if not _ATTACHMENT_TITLE.match(lines[index].words) or _ATTACHMENT.match(lines[index].words):
        return False
    above = index - 1
    while above >= 0 and not lines[above].words:
        above -= 1
    below = _next_words(lines, index + 1)
    near = [lines[at].words for at in (above, below) if 0 <= at < len(lines)]
    return any(_ATTACHMENT_TITLE.match(words) and not _ATTACHMENT.match(words) for words in near)


def _is_section(first: tuple[int, int, str, str, bool], lines: list[Line], index: int) -> bool:
    """A table below a numbered heading that announces it (三、绩效自评表) belongs to the report around it.

    Final accounts are the exception: their project tables are reports of their own.
    """
    above = index - 1
    while above >= 0 and not lines[above].words:
        above -= 1
    if above < 0 or _ACCOUNTS.search(first[2]):
        return False
    mark = mark_of(lines[above].words)
    return mark is not None and mark.style in ("cn", "cnp", "ar") and lines[above].words.endswith("表")


def _is_running_header(previous: tuple[int, int, str, str, bool], title: str, lines: list[Line], index: int) -> bool:
    """A title printed again at the head of a page, not a new report: the text goes on below it."""
    if title == previous[2] and index - previous[1] <= 2:
        return True
    if title != previous[2]:
        return index - previous[1] <= 2 and not lines[index].is_cells
    following = _next_words(lines, index + 1)
    while following < len(lines) and (
        _YEAR_LINE.match(lines[following].words) or _BRACKETED.match(lines[following].words)
    ):
        following = _next_words(lines, following + 1)
    if following >= len(lines):
        return True
    mark = mark_of(lines[following].words)
    restarts = mark is not None and mark.number.strip(" ()、.") in ("一", "1")
    return not restarts and not lines[following].is_cells


def _letter_title(lines: list[Line]) -> str:
    """Title of a covering letter: its first lines up to the one that ends like a title."""
    joined = ""
    for line in [line for line in lines[:20] if line.words][:3]:
        joined += line.words
        if _TITLE_END.search(joined):
            break
    return _one(joined)[:120]


def _first_words(lines: list[Line]) -> str:
    for line in lines:
        if line.words and not _ORGAN.match(line.words):
            return _one(line.words)[:120]
    return ""
