"""Numbers that are no quantities: spans of dates, document numbers, ordinals, account codes, telephones, names.

Every pattern begins with characters of its own, and asks what stands before them afterwards: that is how `re` skips
to the places where it may match instead of trying each character of the text. Where these are digits, which stand
everywhere, `_Rare` looks first for what is rarer, and tries the digits before it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Span = tuple[int, int]


class _Rare(NamedTuple):
    """A pattern with a part that stands in each of its matches, or right behind, after digits and their joints."""

    part: re.Pattern[str]
    pattern: re.Pattern[str]

    def spans(self, text: str) -> list[Span]:
        """Where the pattern matches."""
        found: list[Span] = []
        floor = 0
        for part in self.part.finditer(text):
            at = part.start()
            while at > floor and (text[at - 1] in _BEFORE_PART or text[at - 1].isspace()):
                at -= 1
            matches = (self.pattern.match(text, begin) for begin in range(at, part.start()))
            match = next(filter(None, matches), None)
            if match:
                found.append(match.span())
            floor = match.end() if match else max(floor, part.start())
        return found


_BEFORE_PART = frozenset("0123456789.-~—至")


_LEADER = "[.…·_-]"
# The dots or dashes between a heading and its page in a table of contents.
_CONTENTS = re.compile(
    rf"{_LEADER}(?<!{_LEADER}{_LEADER})(?:(?<=\.)\.++|(?<=…)…*+|(?<=·)·{{2,}}+|(?<=-)-{{3,}}+|(?<=_)_{{3,}}+)"
    r"[ \t.…]*+\d{1,4}[ \t]*$",
    re.MULTILINE,
)
# These begin with the end of the line before.
_PAGE = re.compile(
    r"\n *+[-—–]*+ *+(?:第\s*+)?\d{1,4}(?:\s*+页)?(?:\s*+/\s*+(?:共\s*+)?\d{1,4}(?:\s*+页)?)?[ \t]*+[-—–]*+[ \t]*+$",
    re.MULTILINE,
)
_LINE_MARK = re.compile(
    r"\n[ \t]*+(?:[-*•·][ \t]+)?(?:附[件表]\s*+:?\s*+)?(?:(?:\(\s*)?(\d{1,2})\s*\)|(\d{1,2})\s*(?:、|\.(?!\d)))",
    re.MULTILINE,
)
_TELEPHONES = (
    _Rare(re.compile(r"-\d{7}"), re.compile(r"\d\d{2,3}-\d{7,8}")),
    re.compile(r"1(?<!\d1)[3-9]\d{9}(?!\d)|1(?<![\d.]1)2[34]\d{2}(?!\d|\.\d)(?=[^\d万亿元人%]{0,12}热线)"),
)
# Numbers inside a name (15分钟医保服务圈, 江苏医惠保1号) and ratios (5:5).
_NAMES = _Rare(
    re.compile(r"分钟|号[”」]|:(?<=[\d\s]:)\s*\d|：(?<=[\d\s]：)\s*\d"),
    re.compile(
        r"[0-9](?<![0-9][0-9])(?:(?<=[一-鿿][0-9])[0-9]?\s*号(?=[”」])"
        r"|[0-9]*+(?:\s*+分钟(?=[一-鿿]{0,8}圈)|(?:\.\d+)?\s*[:：]\s*\d+(?:\.\d+)?))"
    ),
)
_FIGURE = r"(?<![一-鿿].)\s*\d+(?:\s*[-—.]\s*\d+)*"
_ORDINALS = (
    re.compile(
        r"第\s*\d+(?:\s*[-、至~]\s*(?:第\s*)?\d+)*|附[件表录图]\s*\d+(?:\s*[-—]\s*\d+)*|公开\s*\d+\s*(?=表)"
        rf"|表{_FIGURE}|图{_FIGURE}|行次[\d\s]+$|栏次[\d\s]+$"
        r"|\((?<=[。；;：:，,”」)）\s]\()\s*\d{1,2}\s*\)(?=\s*[一-鿿“《])",
        re.MULTILINE,
    ),
    _Rare(
        re.compile(r"表(?<=[\d\s]表)\s*$", re.MULTILINE),
        re.compile(r"[0-9](?<![0-9.][0-9])[0-9]?+(?=[\s表])\s*(?=表\s*$)", re.MULTILINE),
    ),
    re.compile(r"[。；;：:]\s*\d{1,2}\s*(?:、|\)|\.(?!\d))(?=\s*[一-鿿“《])"),
)
# Classes of accounts are 201 to 239; 2515348人 counts people. The name stands behind, in the next line only where
# each line is a cell: a number that ends a row is none of the account whose name begins the next.
_ACCOUNT_CODE = re.compile(
    r"2(?<![\d.]2)[0-3]\d{5}(?![\d.])(?!\s*[至到]\s*\d)"
    r"(?=[^\S\n]*(?:[-—]?[^\S\n]*[一-鿿]|\))|(?<=\n\d{7})\n[一-鿿]|(?<=\n\t\d{7})\n\t[一-鿿])"
    r"|\([23]\d{2}(?:\d{2}){0,2}(?=\))"
)
_YEAR = r"(?:19|20)\d{2}"
_YEAR_ALONE = rf"\s*{_YEAR}\s*(?=[)\"”])"
_DATES = (
    re.compile(
        rf"{_YEAR}(?:\s*(?:[-~—至、和到及,与]\s*(?:{_YEAR}|\d{{2}}))+\s*年度?"
        rf"|\s*年(?:\s*度|底|末|初|版)?(?:\s*+(?:第\s*+)?[1-4一二三四]\s*季度)?(?:\s*\d{{1,2}}\s*[-~—至]\s*\d{{1,2}}\s*月(?:份)?)?"
        r"(?:\s*+(?:截止|截至)?\s*+\d{1,2}\s*月(?:份|底|末)?(?:\s*\d{1,2}\s*[日号])?)?"
        r"|\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}(?!\d)|[-/]\d{1,2}(?![\d.]))"
    ),
    _Rare(
        re.compile(r"[月日:](?<=[\d\s].)"),
        re.compile(
            r"[0-9](?<![0-9.][0-9])[0-9]?+(?=[\s~—至月日:-])(?:\s*[-~—至]\s*\d{1,2}\s*月(?:份|底|末)?"
            r"|(?<!个\d)(?<!个\d\d)\s*月(?:份|底|末|初|中旬|上旬|下旬)?(?:\s*\d{1,2}\s*[日号])?(?!数)"
            r"|\s*日(?!均)|(?<![3-9]\d):[0-5]\d(?!\d))"
        ),
    ),
    re.compile(rf"近\s*\d{{1,2}}\s*年|\({_YEAR_ALONE}|\"{_YEAR_ALONE}|“{_YEAR_ALONE}"),
)
_BRACKET_YEAR = r"[〔\[【(〈《﹝﹙]\s*(?P<y>(?:19|20)\d{2})\s*[〕\]】)〉》﹞﹚]"
_NUMBER = r"\s*(?:第\s*)?\d+\s*号"
_DOCUMENT_NUMBERS = (
    re.compile(rf"{_BRACKET_YEAR}[^\S\t]*(?:第\s*)?(?P<n>\d+)(?:\s*[-、]\s*\d+)*\s*号?(?<=[号\d])(?!\d)"),
    _Rare(
        re.compile(r"号(?:令|文|公告|公示|议案|建议|提案)"),
        re.compile(r"[0-9](?<![0-9][0-9])[0-9]*+\s*+号(?:令|文|公告|公示|议案|建议|提案)"),
    ),
    re.compile(rf"公告{_NUMBER}|令{_NUMBER}|文号{_NUMBER}|文件{_NUMBER}|第\s*\d+\s*号(?!线|楼|机|文)"),
)


def page_spans(folded: str) -> list[Span]:
    """Lines that are page numbers: - 4 -, 第 4 页, 4/12."""
    return _line_spans(folded, _PAGE)


def kind_spans(prose: str, folded: str, pages: list[Span]) -> list[tuple[str, list[Span]]]:
    """Spans of what is no quantity, by kind, in order of place; where kinds overlap the later one of the list holds."""
    return [
        ("telephone", _spans(prose, *_TELEPHONES)),
        ("name", _spans(prose, _NAMES)),
        ("ordinal", sorted(_spans(prose, _CONTENTS) + pages + _line_spans(folded, _LINE_MARK))),
        ("ordinal", _spans(prose, *_ORDINALS)),
        ("code", _spans(prose, _ACCOUNT_CODE)),
        ("date", _spans(prose, *_DATES)),
        ("document_number", _spans(prose, *_DOCUMENT_NUMBERS)),
    ]


def _spans(text: str, *patterns: re.Pattern[str] | _Rare) -> list[Span]:
    found: list[Span] = []
    for pattern in patterns:
        found += pattern.spans(text) if isinstance(pattern, _Rare) else [m.span() for m in pattern.finditer(text)]
    return sorted(found)


def _line_spans(text: str, pattern: re.Pattern[str]) -> list[Span]:
    """Spans of a pattern that begins with a line end, without it: `re` finds that faster than ^."""
    return [(match.start(), match.end() - 1) for match in pattern.finditer("\n" + text)]
