"""Titles of reports: one line or several, under a label or not, year or program in brackets below."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.find.lines import Line, cells_of, next_words, one_line
from ingest.find.marks import mark_of

_FORM = re.compile(r"(?:绩效|自评)[^，。、；()]{0,10}表\s*(?:\([^()]{0,40}\)\s*)?$")
_GENRE = re.compile(
    r"(?:绩效|自评|评价)[^，。、；]{0,16}(?:报告|情况说明|评价结果|总结|材料|函|公告|公示)|部门决算|单位决算|决算公开|"
    + _FORM.pattern
)
_RULE = re.compile(r"[-=_*—\s]*$")
_NOT_TITLE = re.compile(
    r"[。；;!?]|[：:]\s*$|《|》|\.{3,}|…{2,}|如下|见附|详见|按照|根据|要求|名词解释|由.*组织|是指|通知|完成情况$|文件$|〔"
    r"|\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?\s*$|^[表图]\s*\d|(?:评分|情况|一览|明细|汇总|分配|指标体系)表$"
    r"|\s\d{1,3}$|^[上下]一[篇条页]"
)
TITLE_END = re.compile(
    r"(?:报告|表|决算(?:公开)?(?:说明|报告|情况)?|总结|材料|公告|公示|说明|结果|函)\s*(?:\([^()]{0,40}\))?\s*$"
)
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_LABEL = re.compile(rf"附\s*+件?\s*+{_NUMBER}?\s*+(?:-\s*+\d+)?\s*+[:：]?\s*+$")
_NUMBERED_LABEL = re.compile(rf"附\s*+件\s*+{_NUMBER}\s*+[-\d]*\s*+[:：.、]?\s*+")
_BARE_LABEL = re.compile(r"附\s*+件?\s*+[:：]\s*+(?=[一-鿿\d])")
_CAPTION = re.compile(rf"表\s*+{_NUMBER}\s*+(?:-\s*+\d+)?\s*+[:：.、]?\s*+(?=[一-鿿\d])")
_YEAR_LINE = re.compile(r"\s*+[(\[]?\s*(?:19|20)\d{2}\s*年(?:度)?\s*[)\]]?\s*$")
_BRACKETED = re.compile(r"\s*\(\s*[^()]{4,60}\s*\)\s*$")
_CONTINUED = re.compile(r"^续表?\s*+[:：]?\s*+|\s*\(?续(?:表|页)?\s*[一二三四\d]?\)?$")
_MAX_TITLE = 70
_MAX_PIECE = 40


class Title(NamedTuple):
    """Last line of a title, its lines joined, the subtitle in brackets."""

    last: int
    words: str
    subtitle: str

    @property
    def is_form(self) -> bool:
        """A table's title (绩效自评表), not a text's."""
        return _FORM.search(self.words) is not None


def continues(title: str, begun: str) -> bool:
    """The title of the table begun, with 续 for its next page."""
    return title != begun and _CONTINUED.sub("", title) == begun


def is_label(line: Line) -> bool:
    """附件 2 on a line of its own."""
    return line.words[:1] == "附" and _LABEL.match(line.words) is not None


def is_labelled(line: Line) -> bool:
    """附件 2：… with words behind it."""
    return line.words[:1] == "附" and _NUMBERED_LABEL.match(line.words) is not None


def is_short(line: Line) -> bool:
    """Words that could be a title of any kind."""
    return 4 <= len(line.words) <= _MAX_TITLE and not _NOT_TITLE.search(line.words)


def is_subtitle(words: str) -> bool:
    """(2024年度), or a program in brackets."""
    return _YEAR_LINE.match(words) is not None or _BRACKETED.match(words) is not None


def title_at(lines: list[Line], index: int, captions: bool = False) -> Title | None:
    """The title that begins at this line, or None. With `captions`, 表2 …自评表 is one too."""
    first = _words_at(lines, index, captions)
    if not first or len(first) > _MAX_TITLE or _RULE.match(first) or not _may_go_on(first):
        return None
    joined, last = first, index
    # A title may be broken over up to four short lines: year, body, genre.
    for _ in range(3):
        if _GENRE.search(joined):
            break
        following = _piece(lines, last)
        if following is None or len(lines[following].words) > _MAX_PIECE or not _may_go_on(lines[following].words):
            return None
        joined, last = joined + lines[following].words, following
    if not _GENRE.search(joined):
        return None
    if not TITLE_END.search(joined):
        following = _piece(lines, last)
        if following is None or mark_of(lines[following].words):
            return None
        joined, last = joined + lines[following].words, following
        if not TITLE_END.search(joined) or len(joined) > _MAX_TITLE + 20:
            return None
    last, subtitle = _subtitle(lines, last)
    if not _is_bound(lines, index, last):
        return None
    return Title(last, _once(one_line(joined)), one_line(subtitle))


def _words_at(lines: list[Line], index: int, captions: bool) -> str:
    """The line's words as the first of a title, without its label; empty where it can be none."""
    line = lines[index]
    words = line.words
    if "。" in words:
        return ""
    if line.is_cells:
        cells = cells_of(line) if "绩效" in words else []
        words = cells[0] if len(cells) == 1 and cells[0].endswith("表") else ""
    label = (_NUMBERED_LABEL.match(words) or _BARE_LABEL.match(words)) if words[:1] == "附" else None
    words = words[label.end() :] if label else words
    captioned = _CAPTION.match(words) if captions else None
    if captioned and _FORM.search(words):
        words = words[captioned.end() :]
    return words


def _may_go_on(words: str) -> bool:
    return mark_of(words) is None and not _NOT_TITLE.search(words)


def _piece(lines: list[Line], last: int) -> int | None:
    """The next line of words, close enough to belong to the title above it."""
    following = next_words(lines, last + 1)
    return following if following < len(lines) and following - last <= 2 and not lines[following].is_cells else None


def _subtitle(lines: list[Line], last: int) -> tuple[int, str]:
    """Last line and words of the bracketed lines below a title, two at most."""
    subtitle = ""
    for _ in range(2):
        following = next_words(lines, last + 1)
        if following >= len(lines) or following - last > 2:
            break
        cells = cells_of(lines[following])
        if len(cells) != 1 or not is_subtitle(cells[0]):
            break
        subtitle, last = (subtitle + cells[0]).strip(), following
    return last, subtitle


def _is_bound(lines: list[Line], index: int, last: int) -> bool:
    """附件：… without a number is a title only where its report follows at once; a letter lists it so too."""
    words = lines[index].words
    if not _BARE_LABEL.match(words) or is_labelled(lines[index]):
        return True
    following = next_words(lines, last + 1)
    if following >= len(lines):
        return False
    mark = mark_of(lines[following].words)
    return lines[following].is_row or (mark is not None and mark.style in ("part", "cn") and mark.is_first)


def _once(title: str) -> str:
    """A title without the issuer's line above it, where the title itself begins with the issuer."""
    for size in range(4, len(title) // 2 + 1):
        if title.startswith(title[:size], size):
            return title[size:]
    return title
