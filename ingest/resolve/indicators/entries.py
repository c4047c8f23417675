"""Lines that may carry indicator nodes: their mark, score notes, 目标值…得分 lists, and the name they give."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain

from ingest.find.marks import BULLETS, RANK, bullet_end, mark_of
from ingest.find.numbers import Token
from ingest.find.scores import ScoreNote, find_score_notes
from ingest.find.tables import lines_between
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.cards import Card, Field, fields_in
from ingest.resolve.indicators.headers import level_number
from ingest.resolve.tables.grid import plain

_PLAIN = 6  # the rank of a line without a mark
TAIL = re.compile(r"(?:的)?(?:完成|实现|得分)?(?:情况)?(?:分析|说明)?$")
STOP = re.compile(r"[。，,；;：:！!？?]")
_UP_TO_STOP = re.compile(r"(?s:.*)[。，,；;：:]")
_SELF = re.compile(
    r"(?:该|本|此|这)(?:[一二三]级)?(?:项|条|个|部分)?(?:指标|内容)?|(?:指标)?(?:得分|评分|自评|分值)(?:情况|结果)?|其中|共|计"
)
_SEPARATORS = re.compile(r"[,，;；。:\n]")
_MAX_NAME = 42
DECLARED = re.compile(r"(?P<level>[一二三])级(?:绩效)?指标\s*[:：]?\s*[“\"「]?")  # 三级指标“资金到位率”
_LEADING = re.compile(
    r"(?:[^()]{0,20}(?:体系|内容|指标|评价|评分)(?:主要)?(?:由|包括|包含|分为|涵盖)|内含|下含|下设|分设|设有|包括|包含|涵盖|其中|[一二三四五六七八九十]是|首先|其次|再次|最后|另外|此外|同时)(?=[一-鿿]{2})"
)
_TRAILING = re.compile(
    r"(?:(?<=指标)|(?<=[策程出益入果度]类))(?:共计|共|合计|设定|设置|占|计)+$|(?<![公一])共计?$"
    r"|(?:共计?|合计|下设|设有?)\s?\d{1,2}\s?[项个条](?:[一二三四]级)?(?:指标)?$"
)  # 产出指标共30分
# 2 产出（30分）; （1）参保人数（10分）…；（2）资助人数（10分）… in one line
_NUMBERED = re.compile(
    r"(?:\d{1,2}\s+|\(\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*\)|\d{1,2}[.、)])\s*(?=[一-鿿“]{2})"
)
CODE = re.compile(r"\s*[(（]\s*[A-Z]\d{0,3}类?\s*[)）]\s*$")  # 资金投入（A1）: the code is no part of the name
_AROUND_START, _AROUND_END = ' 、，,和及与“"*-' + BULLETS, ' ：:，,、”"。*-—'


@dataclass(slots=True)
class Entry:
    """One logical line that may carry nodes."""

    start: int
    end: int
    style: str
    body: int  # where the words after the mark begin
    notes: list[ScoreNote] = field(default_factory=list)
    pairs: dict[str, tuple[int, int]] = field(default_factory=dict)  # role -> span, of a 目标值…得分 list
    name: tuple[int, int] = (0, 0)
    card: Card | None = None  # that begins on this line; its further lines are no entries

    @property
    def rank(self) -> int:
        """How deep its mark stands among headings; the smaller heads the larger, a line without mark is below all."""
        return RANK.get(self.style, _PLAIN)

    @property
    def scored(self) -> bool:
        """Whether it states scores, or values in a list."""
        return bool(self.notes or self.pairs or self.card)


class EntryReader:
    """Cuts a span of prose into entries."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.roles: dict[str, str] = {}
        self._keys = {plain(row["phrase"]): row["role"] for row in lexicon.rows("indicator_headers")}
        for row in lexicon.rows("indicator_headers"):
            if row["role"] in ("target", "actual", "full", "self", "deviation"):
                self.roles.setdefault(plain(row["phrase"]), row["role"])
        self._role = re.compile("|".join(map(re.escape, sorted(self.roles, key=len, reverse=True))))
        self._score_ends = self._last_characters("full", "self")
        self._value_ends = self._last_characters("target", "actual")

    def _last_characters(self, *roles: str) -> re.Pattern[str]:
        """Any of the characters that the phrases of these roles end with."""
        return re.compile(
            "[" + "".join(sorted({phrase[-1] for phrase, role in self.roles.items() if role in roles})) + "]"
        )

    def read(self, facts: Facts, start: int, end: int, table_spans: list[tuple[int, int]]) -> list[Entry]:
        """Lines with words of a span in order, without those of tables."""
        prose = facts.view.prose
        entries = []
        for at, stop in lines_between(prose, table_spans, start, end):
            line = prose[at:stop]
            mark = mark_of(line)
            body = at + (mark.end if mark else bullet_end(line))
            entry = Entry(at, stop, mark.style if mark else "plain", body)
            if any(map(_is_score, facts.tokens_in(at, stop))):
                entry.notes = [n for n in find_score_notes(prose, at, stop) if _is_scores(facts, n)]
            if not entry.notes or len(entry.notes) == 1:
                pairs, name = self._pairs(prose, body, stop)
                if pairs and (not entry.notes or {"full", "self"} <= set(pairs)):
                    entry.pairs, entry.name, entry.notes = pairs, name, []
            if entry.style == "plain" and entry.notes:
                entry.style = _bullet_style(prose, entry)
            entries.append(entry)
        return self._with_cards(prose, entries)

    def _with_cards(self, prose: str, entries: list[Entry]) -> list[Entry]:
        """The entries, where the lines of a card are one."""
        kept: list[Entry] = []
        begun: list[Entry] = []  # lines of the card that is told
        card = Card()
        for entry in entries:
            fields = self._fields(prose, entry)
            if not fields and not begun:
                kept.append(entry)  # as most are
                continue
            if fields and not begun and _names_card(prose, kept, fields[0]):
                heading = kept.pop()
                card, begun = Card([Field("level", 0, (heading.body, heading.end))], style=heading.style), [heading]
            if not fields or not (card.fits(fields[0]) or fields[0].role == "level"):
                kept += [*_closed(card, begun), entry]
                card, begun = Card(), []
                continue
            for told in fields:
                if not card.fits(told):
                    kept += _closed(card, begun)
                    card, begun = Card(), []
                if card.fits(told):
                    card.take(told)
                begun += [entry] if entry not in begun else []
        return kept + _closed(card, begun)

    def _fields(self, prose: str, entry: Entry) -> list[Field]:
        if prose.find(":", entry.body, entry.end) < 0:
            return []
        end = entry.start + len(prose[entry.start : entry.end].rstrip())
        return fields_in(prose, entry.body, end, self._key_role)

    def _key_role(self, key: str) -> str:
        """The role that the key of a field names; that of a column of remarks is one to pass over."""
        return self._keys.get(key, "") or ("level" if level_number(key) and key.endswith("指标") else "")

    def _pairs(self, prose: str, start: int, end: int) -> tuple[dict[str, tuple[int, int]], tuple[int, int]]:
        """Roles of a list such as 名称,目标值100,完成值100,分值10,得分10, with the span of the name."""
        pairs: dict[str, tuple[int, int]] = {}
        name, at = (start, start), start
        if not (self._score_ends.search(prose, start, end) and self._value_ends.search(prose, start, end)):
            return pairs, name  # a list needs a score and a value
        for match in chain(_SEPARATORS.finditer(prose, start, end), (None,)):
            stop = match.start() if match else end
            piece = prose[at:stop].strip()
            words = "".join(piece.split())
            role = self._role.match(words)
            if role is not None and len(words) > role.end():
                offset = prose.find(role[0][-1], at + role.end() - 1, stop) + 1
                while offset < stop and prose[offset] in " 为:是":
                    offset += 1
                pairs.setdefault(self.roles[role[0]], (offset, stop))
            elif not pairs and stop > at:
                if name[1] > name[0] and prose[name[1]] != ":":
                    return {}, name  # 质量指标:参保率,目标值95%: only a group may stand before the name
                name = (at, stop)
            at = stop + 1
        values = set(pairs)
        good = values & {"full", "self"} and values & {"target", "actual"} and 1 < name[1] - name[0] <= _MAX_NAME
        return (pairs, name) if good else ({}, name)


def _names_card(prose: str, kept: list[Entry], told: Field) -> bool:
    """The line above a field that names nothing is a heading that may: （一）居民参保率 / 分值：50 / 得分：48."""
    if not kept or told.role == "level" or kept[-1].style == "plain" or kept[-1].scored:
        return False
    words = prose[kept[-1].body : kept[-1].end].strip()
    is_whole = told.role == "full" and prose[slice(*told.value)].strip().startswith("100")
    return 2 <= len(words) <= _MAX_NAME and not STOP.search(words) and not is_whole


def _closed(card: Card, lines: list[Entry]) -> list[Entry]:
    """The one entry of a card, or the lines as they are where they make none."""
    if not lines or not card.is_scored:
        return lines
    first = lines[0]
    return [Entry(first.start, lines[-1].end, first.style, first.body, card=card)]


def _bullet_style(prose: str, entry: Entry) -> str:
    """The style of a line that a bullet opens and a name with its score follows: the sign, and how far it is set in."""
    line = prose[entry.start : entry.body]
    sign = line.strip()
    named = len(prose[entry.body : entry.notes[0].start].rstrip(_AROUND_END))
    if not sign or STOP.search(prose, entry.body, entry.body + named):
        return entry.style
    return f"bullet{len(line) - len(line.lstrip())}{sign[0]}"


def _is_scores(facts: Facts, note: ScoreNote) -> bool:
    """The note's numbers are plain quantities, not parts of a date or a document number; a weight may be a share."""
    spans = [note.full, *([note.own] if note.own else [])]
    tokens = [facts.tokens_in(s, s + 1) for s, _ in spans]
    is_weight = facts.view.prose[note.start : note.full[0]].rstrip(" :为是").endswith("权重")
    return all(
        found and (_is_score(found[0]) or (is_weight and position == 0 and _is_share(found[0])))
        for position, found in enumerate(tokens)
    )


def _is_score(token: Token) -> bool:
    return token.kind == "quantity" and token.unit_class in ("score", "") and not token.disposition


def _is_share(token: Token) -> bool:
    return token.kind == "quantity" and token.unit_class == "percent" and not token.disposition


def title_of(facts: Facts, entry: Entry) -> str:
    """The heading's name: its words up to the first stop, without 完成情况分析."""
    words = facts.view.prose[entry.body : entry.end].strip()
    head = CODE.sub("", STOP.split(words)[0])
    return TAIL.sub("", re.sub(r"\s+", "", head)) if len(head) <= _MAX_NAME else ""


def is_heading(facts: Facts, entry: Entry) -> bool:
    """A marked line that is a name and nothing else."""
    words = CODE.sub("", facts.view.prose[entry.body : entry.end].strip())
    if re.search(r"(?:情况|分析|说明)$", words):
        return False
    return 2 <= len(words) <= 30 and not re.search(r"[。，,；;：:“]|\d", words.rstrip("。"))


def names_only(facts: Facts, entry: Entry) -> bool:
    """A marked line that is a name, with 完成情况分析 or not, and nothing else."""
    words = facts.view.prose[entry.body : entry.end].strip()
    return 2 <= len(words) <= 30 and not STOP.search(words)


def is_nameless(prose: str, start: int, end: int) -> bool:
    """The words before a score note name nothing: none, or 该项指标."""
    return not (words := prose[start:end].strip()) or _SELF.fullmatch(words) is not None


def name_span(prose: str, start: int, end: int) -> tuple[int, int]:
    """The words right before a score note: after the last stop, quotes, marks and joints stripped."""
    while end > start and prose[end - 1] in _AROUND_END:
        end -= 1
    said = _UP_TO_STOP.match(prose, start, end)
    start = said.end() if said else start
    while start < end and (prose[start] in _AROUND_START or "①" <= prose[start] <= "⑳"):
        start += 1
    if prose[start - 1 : start] == "“" and prose.find("”", start, end) > prose.find("“", start, end) == -1:
        start -= 1  # “三公”经费控制率: the quote is closed inside the name
    for behind in (_TRAILING, CODE):
        found = behind.search(prose[start:end])
        end = start + found.start() if found else end
    numbered = _NUMBERED.match(prose, start, end)
    start = numbered.end() if numbered else start
    leading = _LEADING.match(prose, start, end) or DECLARED.match(prose, start, end)
    return leading.end() if leading else start, end
