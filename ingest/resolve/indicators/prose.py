"""Indicator trees in headings and sentences: score notes, named indicators without a score, 目标值…得分 lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.find.marks import mark_of
from ingest.find.numbers import Token
from ingest.find.scores import ScoreNote, find_level_scores, find_score_notes
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.tree import Node, Tree
from ingest.resolve.tables.grid import plain

_RANK = {"part": 0, "attachment": 0, "cn": 1, "cnp": 2, "ar": 3, "arp": 4, "arr": 4, "circle": 5, "plain": 6}
_QUOTED = re.compile(r"“([^“”]{2,60})”")
_LISTS = re.compile(r"包含|包括|分别(?:为|是)|设置?(?:有|了)?[^。]{0,8}“")
_ANALYSIS = re.compile(r"指标.{0,6}(?:分析|完成情况)|得分.{0,4}(?:分析|说明|情况)")
_SUMMARY = re.compile(
    r"指标(?:完成|评价|得分)?(?:情况|分析)|^(?:总分|合计|总得分|综合得分|总评|自评得分|评价得分|总体)|(?:绩效|自评|评价)(?:结论|结果|得分)$"
)
_TAIL = re.compile(r"(?:的)?(?:完成|实现|得分)?(?:情况)?(?:分析|说明)?$")
_STOP = re.compile(r"[。，,；;：:！!？?]")
_UNIT_NOTE = re.compile(r"[(（]([^()（）]{1,6})[)）]\s*$")
_LABELLED = re.compile(r"(?P<key>[一-鿿]{2,6}值)\s*:\s*(?P<value>[^\s，,；;。]+)")
_MAX_NAME = 42
_SEPARATORS = re.compile(r"[,，;；。:\n]")


@dataclass
class _Entry:
    """One logical line that may carry nodes."""

    start: int
    end: int
    style: str
    body: int  # where the words after the mark begin
    notes: list[ScoreNote] = field(default_factory=list)
    pairs: dict[str, tuple[int, int]] = field(default_factory=dict)  # role -> span, of a 目标值…得分 list
    name: tuple[int, int] = (0, 0)

    @property
    def scored(self) -> bool:
        return bool(self.notes or self.pairs)


class IndicatorProseReader:
    """Reads the indicator tree out of a report's lines; a tree read from a table only lends its names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._roles = sorted(
            (
                (plain(row["phrase"]), row["role"])
                for row in lexicon.rows("indicator_headers")
                if row["role"] in ("target", "actual", "full", "self")
            ),
            key=lambda pair: -len(pair[0]),
        )
        self._units = {row["unit_label"] for row in lexicon.units} | {"定性", "定性指标"}

    def read(self, facts: Facts, tree: Tree, start: int, end: int, table_spans: list[tuple[int, int]]) -> None:
        entries = self._entries(facts, start, end, table_spans)
        from_table = bool(tree.nodes)
        first = next((i for i, entry in enumerate(entries) if entry.scored), None)
        after = 0
        if first is not None and not from_table:
            while first and self._is_worded(facts, tree, entries[first - 1]):
                first -= 1
            tree.restart()
            after = self._walk_scored(facts, tree, entries, first)
        elif first is not None:
            self._summaries(facts, tree, entries)
        self._level_scores(facts, tree, start, end)
        if tree.nodes and not from_table and first is not None:
            self._walk_named(facts, tree, entries[after:])

    @staticmethod
    def _level_scores(facts: Facts, tree: Tree, start: int, end: int) -> None:
        """A report without a tree may still list the scores of its level-1 indicators in a sentence."""
        for (name_start, name_end), note in find_level_scores(facts.view.prose, start, end):
            full, own = (next(iter(facts.tokens_in(*span or (0, 0))), None) for span in (note.full, note.own))
            name = facts.label(name_start, name_end)
            known = tree.find(name)
            if own is None or own.kind != "quantity" or own.disposition:
                continue
            if known is not None and known.level == 1:
                known.own = known.own or own
            elif not tree.nodes or all(node.style == "summary" for node in tree.nodes):
                tree.add(Node(1, name, name_start, name_end, full=full, own=own, style="summary"))

    def _entries(self, facts: Facts, start: int, end: int, table_spans: list[tuple[int, int]]) -> list[_Entry]:
        prose = facts.view.prose
        entries = []
        at = start
        while at < end:
            stop = prose.find("\n", at, end)
            stop = end if stop < 0 else stop
            if prose[at:stop].strip() and not any(s < stop and at < e for s, e in table_spans):
                mark = mark_of(prose[at:stop])
                body = at + mark.end if mark else at + len(prose[at:stop]) - len(prose[at:stop].lstrip())
                entry = _Entry(at, stop, mark.style if mark else "plain", body)
                entry.notes = [n for n in find_score_notes(prose, at, stop) if self._is_scores(facts, n)]
                if not entry.notes or len(entry.notes) == 1:
                    pairs, name = self._pairs(prose, body, stop)
                    if pairs and (not entry.notes or {"full", "self"} <= set(pairs)):
                        entry.pairs, entry.name, entry.notes = pairs, name, []
                entries.append(entry)
            at = stop + 1
        return entries

    @staticmethod
    def _is_scores(facts: Facts, note: ScoreNote) -> bool:
        """The note's numbers are plain quantities, not parts of a date or a document number."""
        spans = [note.full, *([note.own] if note.own else [])]
        tokens = [facts.tokens_in(s, s + 1) for s, _ in spans]
        return all(
            t and t[0].kind == "quantity" and t[0].unit_class in ("score", "") and not t[0].disposition for t in tokens
        )

    def _pairs(self, prose: str, start: int, end: int) -> tuple[dict[str, tuple[int, int]], tuple[int, int]]:
        """Roles of a list such as 名称,目标值100,完成值100,分值10,得分10, with the span of the name."""
        pairs: dict[str, tuple[int, int]] = {}
        name, at = (start, start), start
        for match in [*_SEPARATORS.finditer(prose, start, end), None]:
            stop = match.start() if match else end
            piece = prose[at:stop].strip()
            words = re.sub(r"\s+", "", piece)
            role = next(((phrase, role) for phrase, role in self._roles if words.startswith(phrase)), None)
            if role is not None and len(words) > len(role[0]):
                offset = prose.find(role[0][-1], at + len(role[0]) - 1, stop) + 1
                while offset < stop and prose[offset] in " 为:是":
                    offset += 1
                pairs.setdefault(role[1], (offset, stop))
            elif not pairs and stop > at:
                if name[1] > name[0]:
                    return {}, name
                name = (at, stop)
            at = stop + 1
        values = set(pairs)
        good = values & {"full", "self"} and values & {"target", "actual"} and 1 < name[1] - name[0] <= _MAX_NAME
        return (pairs, name) if good else ({}, name)

    def _is_worded(self, facts: Facts, tree: Tree, entry: _Entry) -> bool:
        return entry.style != "plain" and tree.word_level(self._title(facts, entry)) is not None

    @staticmethod
    def _title(facts: Facts, entry: _Entry) -> str:
        """The heading's name: its words up to the first stop, without 完成情况分析."""
        words = facts.view.prose[entry.body : entry.end].strip()
        head = _STOP.split(words)[0]
        return _TAIL.sub("", re.sub(r"\s+", "", head)) if len(head) <= _MAX_NAME else ""

    def _walk_scored(self, facts: Facts, tree: Tree, entries: list[_Entry], first: int) -> int:
        """Walk the section that holds scores; returns the index of the entry after it."""
        section_rank = self._section_rank(facts, tree, entries, first)
        for index in range(first, len(entries)):
            entry = entries[index]
            if entry.pairs:
                self._add_pairs(facts, tree, entry)
            elif entry.notes:
                self._add_notes(facts, tree, entry)
            elif entry.style == "plain":
                self._attach_values(facts, tree, entry)
            else:
                title = self._title(facts, entry)
                rank = _RANK[entry.style]
                if (
                    tree.word_level(title) is None
                    and rank <= section_rank
                    and not self._scores_follow(entries, index, rank)
                ):
                    return index
                if self._is_heading(facts, entry) and (tree.nodes or tree.word_level(title) is not None):
                    if tree.word_level(title) is None and not any(n.level == 1 for n in tree.nodes):
                        continue
                    self._add_heading(facts, tree, entry)
        return len(entries)

    def _attach_values(self, facts: Facts, tree: Tree, entry: _Entry) -> None:
        """目标值：…　完成值：… on the line below an indicator."""
        if not tree.nodes or tree.nodes[-1].target is not None or tree.nodes[-1].actual is not None:
            return
        prose = facts.view.prose
        spans: dict[str, tuple[int, int]] = {}
        for match in _LABELLED.finditer(prose, entry.start, entry.end):
            role = next((role for phrase, role in self._roles if phrase == match["key"]), "")
            if role in ("target", "actual"):
                spans.setdefault(role, match.span("value"))
        if len(spans) < 2:
            return
        node = tree.nodes[-1]
        for role, (start, end) in spans.items():
            token = next((t for t in facts.tokens_in(start, end) if t.kind == "quantity"), None)
            if role == "target":
                node.target, node.target_text = token, facts.label(start, end)
            else:
                node.actual, node.actual_text = token, facts.label(start, end)
        node.unit_label = next((t.unit_label for t in (node.target, node.actual) if t and t.unit_label), "")

    @staticmethod
    def _scores_follow(entries: list[_Entry], index: int, rank: int) -> bool:
        """More scores stand under headings of this rank further on: the section is not over."""
        return any(
            entry.notes and _RANK[entry.style] <= rank and entry.style != "plain" for entry in entries[index + 1 :]
        )

    def _section_rank(self, facts: Facts, tree: Tree, entries: list[_Entry], first: int) -> int:
        """Rank of the heading that the tree stands under."""
        own = _RANK[entries[first].style]
        for entry in reversed(entries[:first]):
            if entry.style in ("cn", "cnp", "part") and _RANK[entry.style] < own:
                return _RANK[entry.style]
        for entry in reversed(entries[:first]):
            if entry.style != "plain" and entry.style != entries[first].style:
                return _RANK[entry.style]
        return 1

    @staticmethod
    def _is_heading(facts: Facts, entry: _Entry) -> bool:
        words = facts.view.prose[entry.body : entry.end].strip()
        if re.search(r"(?:情况|分析|说明)$", words):
            return False
        return 2 <= len(words) <= 30 and not re.search(r"[。，,；;：:“]|\d", words.rstrip("。"))

    def _add_heading(self, facts: Facts, tree: Tree, entry: _Entry) -> Node:
        end = entry.body + len(facts.view.prose[entry.body : entry.end].rstrip("。 "))
        name = facts.label(entry.body, end)
        level = tree.place(entry.style, self._title(facts, entry) or name)
        return tree.add(Node(level, name, entry.body, end, style=entry.style))

    def _add_notes(self, facts: Facts, tree: Tree, entry: _Entry) -> None:
        prose = facts.view.prose
        at = entry.body
        for position, note in enumerate(entry.notes):
            start, end = self._name_span(prose, at, note.start)
            at = note.end
            name = facts.label(start, end)
            full = facts.tokens_in(*note.full)[0]
            own = facts.tokens_in(*note.own)[0] if note.own else None
            bare = _TAIL.sub("", plain(prose[start:end])) or name
            if (
                not name
                or _SUMMARY.search(plain(prose[start:end]))
                or (full.literal in ("100", "100.0") and tree.word_level(bare) is None)
            ):
                if tree.total is None or tree.total.own is None:
                    tree.total = Node(
                        0, name, start if name else note.start, end if name else note.end, full=full, own=own
                    )
                continue
            if position and entry.style != "plain":
                level = tree.nodes[-1].level if position > 1 else self._inner_level(tree, name)
            else:
                level = tree.place(entry.style, name)
            node = tree.add(
                Node(level, name, start, end, full=full, own=own, style=entry.style if not position else "inner")
            )
            rest = entry.notes[position + 1].start if position + 1 < len(entry.notes) else entry.end
            self._add_quoted(facts, tree, node, note.end, rest)

    @staticmethod
    def _inner_level(tree: Tree, name: str) -> int:
        worded = tree.word_level(name)
        return worded if worded is not None else tree.child_of_last()

    @staticmethod
    def _name_span(prose: str, start: int, end: int) -> tuple[int, int]:
        """The words right before a score note: after the last stop, quotes and joints stripped."""
        for match in re.finditer(r"[。，,；;：:、]", prose[start:end]):
            rest = prose[start + match.end() : end]
            if rest.strip() and match[0] != "、":
                start, end = start + match.end(), end
                return IndicatorProseReader._name_span(prose, start, end)
        while start < end and (prose[start] in ' 、，,和及与“"*-' or "①" <= prose[start] <= "⑳"):
            start += 1
        while end > start and prose[end - 1] in ' ：:，,、”"。*-—':
            end -= 1
        return start, end

    @staticmethod
    def _add_quoted(facts: Facts, tree: Tree, node: Node, start: int, end: int) -> None:
        """Indicators that a node's own line names in quotes (包含“…”“…”2个三级指标)."""
        words = facts.view.prose[start:end]
        if "指标" not in words or not _LISTS.search(words):
            return
        for match in _QUOTED.finditer(words):
            s, e = start + match.start(1), start + match.end(1)
            tree.add(Node(node.level + 1, facts.label(s, e), s, e, style="quoted"))

    def _add_pairs(self, facts: Facts, tree: Tree, entry: _Entry) -> None:
        prose = facts.view.prose
        start, end = entry.name
        while start < end and prose[start] == " ":
            start += 1
        noted = _UNIT_NOTE.search(prose[start:end])
        unit = noted[1] if noted and noted[1] in self._units else ""
        stop = start + noted.start() if noted and unit else end
        node = Node(
            tree.place(entry.style, prose[start:stop]), facts.label(start, stop), start, stop, style=entry.style
        )
        for role, (s, e) in entry.pairs.items():
            tokens: list[Token] = [t for t in facts.tokens_in(s, e) if t.kind == "quantity"]
            token = tokens[0] if tokens else None
            if role == "full":
                node.full = token
            elif role == "self":
                node.own = token
            elif role == "target":
                node.target, node.target_text = token, facts.label(s, e)
            else:
                node.actual, node.actual_text = token, facts.label(s, e)
        own_unit = next((t.unit_label for t in (node.target, node.actual) if t and t.unit_label), "")
        node.unit_label = unit if unit in self._units and not unit.startswith("定性") else own_unit
        tree.add(node)

    def _summaries(self, facts: Facts, tree: Tree, entries: list[_Entry]) -> None:
        """Beside a table: only a note on the total, and scores of nodes that the table left without."""
        for entry in entries:
            for note in entry.notes:
                start, end = self._name_span(facts.view.prose, entry.body, note.start)
                node = tree.find(facts.view.prose[start:end])
                full = facts.tokens_in(*note.full)[0]
                own = facts.tokens_in(*note.own)[0] if note.own else None
                if node is not None and node.full is None and node.own is None:
                    node.full, node.own = full, own
                else:
                    for token in (full, own):
                        if token is not None:
                            facts.claim(token, "score")

    def _walk_named(self, facts: Facts, tree: Tree, entries: list[_Entry]) -> None:
        """A later analysis that goes through the tree again: known names are entered, new names are new nodes."""
        inside, rank = False, 9
        top: Node | None = None
        for entry in entries:
            if entry.style == "plain":
                continue
            title = self._title(facts, entry)
            if not inside:
                if _ANALYSIS.search(title + "分析" if "分析" in facts.view.prose[entry.body : entry.end] else title):
                    inside, rank, top = True, _RANK[entry.style], None
                    tree.restart()
                continue
            if _RANK[entry.style] <= rank:
                inside = False
                continue
            worded = tree.word_level(title)
            if worded == 1 and not (
                top and entry.style not in (top.style, "") and _RANK[entry.style] > _RANK.get(top.style, 0)
            ):
                known = tree.find(title)
                top = known if known is not None and known.level == 1 else self._add_heading(facts, tree, entry)
                top.style = entry.style
                tree.enter(top)
                continue
            if top is None:
                continue
            words = facts.view.prose[entry.body : entry.end]
            found = self._within(tree, top, words) or (tree.find(title) if worded is not None else None)
            if found is not None:
                found.style = entry.style
                tree.enter(found)
            elif title and len(title) >= 4 and not re.search(r"\d", title) and self._names_itself(words, title):
                end = entry.body + len(_STOP.split(words)[0].rstrip())
                level = tree.place(entry.style, title)
                tree.add(Node(max(level, 2), facts.label(entry.body, end), entry.body, end, style=entry.style))

    @staticmethod
    def _names_itself(words: str, title: str) -> bool:
        """The line is the name alone, or the name as a sentence of its own that the next sentence takes up."""
        bare = re.sub(r"\s+", "", words)
        return bare.rstrip("。") == title or (bare.startswith(title + "。") and len(title) <= 24)

    @staticmethod
    def _within(tree: Tree, top: Node, words: str) -> Node | None:
        sub = Tree.__new__(Tree)
        sub.nodes = [node for node in tree.nodes if _descends(node, top)]
        return Tree.find(sub, re.sub(r"\s+", "", words))


def _descends(node: Node, top: Node) -> bool:
    at: Node | None = node
    while at is not None:
        if at is top:
            return node is not top
        at = at.parent
    return False
