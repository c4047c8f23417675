"""Score notes: full score and own score beside a name, in the notations that evaluations use.

（满分6分，自评6分） （分值18分，得分18分） （5分） （10分）得9分 (100分)自评100分 分值：40；得分：38 【权重5，自评5】
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter

# 财政补助标准分值6分: 标准 is the end of such a name, not the beginning of 标准分值.
_STANDARDS = "补助 缴费 筹资 待遇 救助 资助 报销 支付 收费 价格 服务 质量 技术 建设 定额 支出 经费"
_NO_NAME = "".join(f"(?<!{word})" for word in _STANDARDS.split())
FULL_WORD = rf"(?:指标分值|{_NO_NAME}标准(?:分值|分)?|分值权重|分值|满分|权重分|权重|总分值|总分|应得分|应得|基础分|占)"
OWN_WORD = (
    r"(?:自评总得分|自评总分|总得分|综合评分|评价总分|自评得分|自评得|自评价得分|自评分值|自评分|自我评分|自评价|自评|实际得分|实得分|实得|评价得分|评价得|考核得分"
    r"|评估得分|最终得分|综合得分|得分|评分|得)"
)
FULL, OWN = r"(?P<full>\d{1,4}(?:\.\d+)?)", r"(?P<own>\d{1,4}(?:\.\d+)?)"
SEP = r"\s*+[,，;；、:/]?\s*+"
IS = r"\s*+(?:为|是|:|：)?\s*+"
# 扣1.2分, 不扣分, 扣分0: what a note may say of deductions on its way to the own score.
_REASON = rf"(?:{SEP}(?:因|由于|鉴于)[^。;；\n\d()]{{1,40}}?)?"  # 因目标值定得偏低而自扣1分
LESS = rf"(?:{_REASON}{SEP}(?:未|不|无|共|合计|累计|应|自|酌情)?扣(?:减|分|除)?{IS}(?:\d{{1,3}}(?:\.\d+)?)?\s*+分?)?"
# A code may stand before the score: 决策（A，15分）.
_OPEN, _CLOSE = r"[(【\[〔]\s*+(?:[A-Z]\d{0,3}\s*+[,，、:;；]\s*+)?", r"\s*+[)】\]〕]"
_BEHIND = r"\s*+[,，;；、:/。]?\s*+"  # 产出指标（60分）。自评得分58分。

# Most telling first: a shorter note never takes what a longer one says.
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{OWN_WORD}{IS}{OWN}\s*分\s*{_OPEN}{FULL_WORD}{IS}{FULL}\s*+分?{_CLOSE}",
        rf"{_OPEN}{FULL_WORD}{IS}{FULL}\s*+[分%]?{LESS}{SEP}{OWN_WORD}{IS}{OWN}\s*+分?{_CLOSE}",
        rf"{_OPEN}{OWN_WORD}{IS}{OWN}\s*+分?{SEP}{FULL_WORD}{IS}{FULL}\s*+分?{_CLOSE}",
        rf"{_OPEN}{FULL}\s*分{LESS}{SEP}{OWN_WORD}{IS}{OWN}\s*+分?{_CLOSE}",
        rf"{_OPEN}{OWN}\s*+分?\s*/\s*{FULL}\s*+分?{_CLOSE}",
        rf"{_OPEN}{FULL_WORD}?{IS}{FULL}\s*分{_CLOSE}{LESS}{_BEHIND}{OWN_WORD}{IS}{OWN}\s*分",
        rf"{_OPEN}{FULL_WORD}{IS}{FULL}{_CLOSE}{LESS}{_BEHIND}{OWN_WORD}{IS}{OWN}\s*+分?",
        rf"{FULL_WORD}{IS}{FULL}\s*+[分%]?{LESS}{SEP}{OWN_WORD}{IS}{OWN}\s*+分?",
        rf"{OWN_WORD}{IS}{OWN}\s*分\s*[,，;；、/]\s*{FULL_WORD}{IS}{FULL}\s*分",
        rf"{OWN_WORD}{IS}{OWN}\s*+分?\s*/\s*{FULL}(?![\d./年])\s*+分?",
        rf"(?P<full>\d(?<![扣\d.]\d)(?<!扣 \d)\d{{0,3}}(?:\.\d+)?)\s*分\s*[,，、]\s*{OWN_WORD}{IS}{OWN}\s*分",
        rf"{_OPEN}{FULL_WORD}?{IS}{FULL}\s*分{_CLOSE}\s*+[:]?\s*+{OWN}\s*分(?=\s*(?:[,，;；。、]|$))",
        rf"{_OPEN}{FULL_WORD}{IS}{FULL}\s*+分?{_CLOSE}",
        rf"{_OPEN}{FULL}\s*分{_CLOSE}",
    )
)


_WITHOUT_BRACKET = tuple(pattern for pattern in _PATTERNS if _OPEN not in pattern.pattern)
_WITHOUT_OWN_WORD = tuple(pattern for pattern in _PATTERNS if OWN_WORD not in pattern.pattern)
_BRACKET = re.compile(_OPEN)
_OF_OWN_WORD = re.compile("[得评]")  # one of them stands in each
# What every note has: the last character of a word for scores with a number beside it, or numbers parted by a slash.
_SCORING = re.compile(r"[值重分得准占/](?:(?<=[\d\s].)|\s*+[为是:：]?\s*+\d)")


@dataclass(frozen=True, slots=True)
class ScoreNote:
    """Where a note stands, where its numbers stand, and what they say; `own` is None where it gives no own score."""

    start: int
    end: int
    full: tuple[int, int]
    own: tuple[int, int] | None


_OWN_BELOW = re.compile(
    rf"(?:^|(?<=[,，。；;、\s()]))(?:因此|故|综上|据此|按此)?,?(?:(?:该|本|此)(?:项|条|[二三]级)?(?:指标)?|指标|实际|最终)?{OWN_WORD}"
    rf"{IS}{OWN}\s*分(?=[)\s]*(?:[。，,；;]|$))",
    re.MULTILINE,
)
# A sentence that says how scores are given, not which was.
_CRITERION = re.compile(
    r"否则|每|不得分|满分|(?<!评分)(?<!评价)(?<!计分)标准|(?:评分|评价|计分)标准\s*[:：为是]|比例得|(?:的|者|则|以上|以下)[,，]?\s*得|酌情|分别得"
)
_start = attrgetter("start")


def find_score_notes(prose: str, start: int, end: int) -> list[ScoreNote]:
    """Score notes of a span, in order; a number belongs to one note at most."""
    notes: list[ScoreNote] = []
    if not _SCORING.search(prose, start, end):
        return notes
    patterns = _PATTERNS if _OF_OWN_WORD.search(prose, start, end) else _WITHOUT_OWN_WORD
    for pattern in patterns if _BRACKET.search(prose, start, end) else _WITHOUT_BRACKET:
        for match in pattern.finditer(prose, start, end):
            at = bisect_left(notes, match.end(), key=_start)
            if at and notes[at - 1].end > match.start():
                continue
            full, own = match.span("full"), match.span("own") if "own" in pattern.groupindex else None
            if own and "/" in match[0] and float(match["own"]) > float(match["full"]):
                full, own = own, full  # 12分/11.5分 and 11.5/12: the greater is the full score
            notes.insert(at, ScoreNote(match.start(), match.end(), full, own))
    return notes


def find_own_below(prose: str, start: int, end: int) -> tuple[int, int] | None:
    """Span of the own score that a text below a node states (…, 得9.4分。); None where it states none or several."""
    found = [
        match.span("own")
        for match in _OWN_BELOW.finditer(prose, start, end)
        if not _CRITERION.search(prose, max(prose.rfind("。", start, match.start()), start), match.start("own"))
    ]
    return found[0] if len(found) == 1 else None


_OWN_ALONE = re.compile(rf"(?<=[一-鿿”])\s*{_OPEN}{OWN_WORD}{IS}{OWN}\s*+分?{_CLOSE}\s*+[。:]?\s*+$")


def find_own_alone(line: str) -> tuple[int, tuple[int, int]] | None:
    """数量指标（得28分）: where the name of a heading ends, and the span of the score that is told of it alone."""
    match = _OWN_ALONE.search(line)
    return (match.start(), match.span("own")) if match else None


FULL_TOTAL = re.compile(r"(?:满分|总分值?)\s*(?:为|是|:)?\s*(?P<full>100)\s*分")
# What is scored in the words before is somebody else's: 营商环境考核, 在全市评比中.
OTHERS = re.compile(
    r"(?<!绩效)(?<!自我)(?:考核|评比|测评|考评|督查|检查|验收|评估|评价)中(?:的?综合)?$|"
    r"(?:营商环境|党建|法治(?:政府)?(?:建设)?|综治|平安建设|目标责任制?|目标管理|信用(?:体系)?(?:建设)?|文明(?:单位|创建)|政务公开"
    r"|政务服务|机关效能|行风(?:建设)?|高质量发展|乡村振兴|好差评|医院|医疗机构|经办机构|信息化)[一-鿿]{0,4}$"
)
# The words of a total: where none stands, no total does.
SCORED = re.compile(r"总分|得分|评分|自评")
TOTAL = re.compile(
    r"(?:总体|综合|绩效|最终|整体|项目|本次|全年)*\s{0,4}(?:自评价?|评价|评估|考核|绩效)?\s{0,4}"
    r"(?:总得分|总评分|总分值?|综合得分|最终得分|自评得分|自评总分|自评分数?|自评得|评价得分|评价总分|自评|得分|评分)"
    r"(?:\s{0,4}(?:结果|情况|合计))?\s{0,4}(?:\(\s{0,4}[A-Za-z]\s{0,4}\))?\s{0,4}(?:为|是|:|：|达到?|得分为?)?\s{0,4}(?P<score>\d{1,3}(?:\.\d+)?)\s{0,4}(?:分|(?=[(（;；,，。\s]|$))"
)
