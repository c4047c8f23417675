"""Indicator trees in headings and sentences: score notes, named indicators without a score, 目标值…得分 lists."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.find.scores import find_level_scores
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.analysis import add_heading, walk_analysis
from ingest.resolve.indicators.below import HUNDRED, speaks_of_above, take_note, take_own, take_values
from ingest.resolve.indicators.entries import TAIL, Entry, EntryReader, is_heading, name_span, names_only, title_of
from ingest.resolve.indicators.tree import Node, Tree
from ingest.resolve.tables.grid import plain

_QUOTED = re.compile(r"“([^“”]{2,60})”")
_LISTS = re.compile(r"包含|包括|分别(?:为|是)|设置?(?:有|了)?[^。]{0,8}“")
_SUMMARY = re.compile(
    r"指标(?:完成|评价|得分)?(?:情况|分析)|^(?:总分|合计|总得分|综合得分|总评|自评得分|评价得分|总体)|(?:绩效|自评|评价)(?:结论|结果|得分)$"
)
_UNIT_NOTE = re.compile(r"[(（]([^()（）]{1,6})[)）]\s*$")
_QUALITATIVE = ("定性", "定性指标")
_TOLD = re.compile(r"\d[^。\n]*。")  # a sentence with figures of its own
_EXECUTION = re.compile(r"(?:预算|资金)执行(?:率|情况)(?:指标)?")


class IndicatorProseReader:
    """Reads the indicator tree out of a report's lines; a tree read from a table only lends its names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._entries = EntryReader(lexicon)

    def read(self, facts: Facts, tree: Tree, start: int, end: int, table_spans: list[tuple[int, int]]) -> None:
        entries = self._entries.read(facts, start, end, table_spans)
        from_table = bool(tree.nodes)
        scored = [i for i, entry in enumerate(entries) if entry.scored]
        after = 0
        if from_table and scored:
            self._summaries(facts, tree, entries)
        # A conclusion may give the total alone, sections before the tree: walk on until a section names nodes.
        while not from_table and not tree.nodes and (ahead := [i for i in scored if i >= after]):
            first = self._name_above(facts, entries, ahead[0], after)
            while first > after and self._is_worded(facts, tree, entries[first - 1]):
                first -= 1
            tree.restart()
            # A heading above may end the walk before the scores: they are passed over, or it would never end.
            after = max(self._walk_scored(facts, tree, entries, first), ahead[0] + 1)
        self._level_scores(facts, tree, start, end)
        if tree.nodes and not from_table and scored:
            walk_analysis(facts, tree, entries[after:])

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

    @staticmethod
    def _name_above(facts: Facts, entries: list[Entry], first: int, after: int) -> int:
        """Where the first note has no name of its own, its name is the heading above."""
        if entries[first].style != "plain" or not speaks_of_above(facts, entries[first]):
            return first
        marked = (index for index in range(first - 1, after - 1, -1) if entries[index].style != "plain")
        above = next(marked, first)
        return above if above != first and is_heading(facts, entries[above]) else first

    def _is_worded(self, facts: Facts, tree: Tree, entry: Entry) -> bool:
        return entry.style != "plain" and tree.word_level(title_of(facts, entry)) is not None

    def _walk_scored(self, facts: Facts, tree: Tree, entries: list[Entry], first: int) -> int:
        """Walk the section that holds scores; returns the index of the entry after it."""
        section_rank = self._section_rank(facts, tree, entries, first)
        for index in range(first, len(entries)):
            entry = entries[index]
            if entry.pairs:
                self._add_pairs(facts, tree, entry)
            elif entry.notes:
                total = tree.total
                if not (speaks_of_above(facts, entry) and take_note(facts, tree, entry)):
                    self._add_notes(facts, tree, entry)
                if tree.total is not total and entry.style != "plain":
                    section_rank = entry.rank  # the total heads the section of its tree
                if len(entry.notes) == 1:
                    take_own(facts, tree, entry.notes[0].end, entry.end)
            elif entry.style == "plain":
                take_own(facts, tree, entry.start, entry.end)
                take_values(facts, tree, entry, self._entries.roles)
            else:
                title = title_of(facts, entry)
                level = tree.word_level(title)
                ends = level is None and entry.rank <= section_rank
                if ends and not self._scores_follow(entries, index, entry.rank):
                    return index
                if is_heading(facts, entry) and (level is not None or any(n.level == 1 for n in tree.nodes)):
                    add_heading(facts, tree, entry)
                elif (level == 1 or title.endswith("指标")) and names_only(facts, entry) and level is not None:
                    self._go_on_below(facts, tree, entry, title, level)
        return len(entries)

    @staticmethod
    def _go_on_below(facts: Facts, tree: Tree, entry: Entry, title: str, level: int) -> None:
        """产出指标完成情况 heads the nodes below it: the node of that name, or a new one."""
        known = tree.find(title)
        if known is not None and known.level == level:
            tree.enter(known)
        else:
            add_heading(facts, tree, entry)

    @staticmethod
    def _scores_follow(entries: list[Entry], index: int, rank: int) -> bool:
        """More scores stand under headings of this rank further on: the section is not over."""
        return any(entry.notes and entry.rank <= rank and entry.style != "plain" for entry in entries[index + 1 :])

    def _section_rank(self, facts: Facts, tree: Tree, entries: list[Entry], first: int) -> int:
        """Rank of the heading that the tree stands under."""
        own = entries[first].rank
        for entry in reversed(entries[:first]):
            if entry.style in ("cn", "cnp", "part") and entry.rank < own:
                return entry.rank
        for entry in reversed(entries[:first]):
            if entry.style != "plain" and entry.style != entries[first].style:
                return entry.rank
        return 1

    def _add_notes(self, facts: Facts, tree: Tree, entry: Entry) -> None:
        prose = facts.view.prose
        at = entry.body
        if entry.style != "plain" and _TOLD.search(prose, entry.body, entry.notes[0].start):
            return  # 1.“某项目”：…。预算执行分值10分，…: what is scored is no indicator of this tree
        for position, note in enumerate(entry.notes):
            start, end = name_span(prose, at, note.start)
            at_before, at = at, note.end
            name = facts.label(start, end)
            full = facts.tokens_in(*note.full)[0]
            own = facts.tokens_in(*note.own)[0] if note.own else None
            bare = TAIL.sub("", plain(prose[start:end])) or name
            if (
                not name
                or _SUMMARY.search(plain(prose[start:end]))
                or (full.literal in HUNDRED and tree.word_level(bare) is None)
            ):
                if tree.total is None or tree.total.own is None:
                    tree.total = Node(
                        0, name, start if name else note.start, end if name else note.end, full=full, own=own
                    )
                continue
            if position and entry.style == "plain" and tree.nodes and not _opens(prose[at_before:start]):
                level = tree.nodes[-1].level  # 预算执行率得9.8分（满分10分）、产出指标得…: side by side
            elif position and entry.style != "plain":
                level = tree.nodes[-1].level if position > 1 else self._inner_level(tree, name)
            elif entry.style == "plain" and _EXECUTION.fullmatch(bare) and any(n.level == 1 for n in tree.nodes):
                level = 1  # 另，预算执行率指标分值10，得分10: beside the tree, below nothing
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
    def _add_quoted(facts: Facts, tree: Tree, node: Node, start: int, end: int) -> None:
        """Indicators that a node's own line names in quotes (包含“…”“…”2个三级指标)."""
        words = facts.view.prose[start:end]
        if "指标" not in words or not _LISTS.search(words):
            return
        for match in _QUOTED.finditer(words):
            s, e = start + match.start(1), start + match.end(1)
            tree.add(Node(node.level + 1, facts.label(s, e), s, e, style="quoted"))

    def _add_pairs(self, facts: Facts, tree: Tree, entry: Entry) -> None:
        prose = facts.view.prose
        start, end = entry.name
        while start < end and prose[start] == " ":
            start += 1
        noted = _UNIT_NOTE.search(prose[start:end])
        unit = noted[1] if noted and (facts.unit_class(noted[1]) or noted[1] in _QUALITATIVE) else ""
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
            elif role == "actual":
                node.actual, node.actual_text = token, facts.label(s, e)
            elif token is not None and len(tokens) == 1 and token.unit_class == "percent":
                node.deviation = token
        own_unit = next((t.unit_label for t in (node.target, node.actual) if t and t.unit_label), "")
        node.unit_label = own_unit if unit in _QUALITATIVE else unit or own_unit
        tree.add(node)

    def _summaries(self, facts: Facts, tree: Tree, entries: list[Entry]) -> None:
        """Beside a table: only a note on the total, and scores of nodes that the table left without."""
        for entry in entries:
            for note in entry.notes:
                start, end = name_span(facts.view.prose, entry.body, note.start)
                node = tree.find(facts.view.prose[start:end])
                full = facts.tokens_in(*note.full)[0]
                own = facts.tokens_in(*note.own)[0] if note.own else None
                if node is not None and node.full is None and node.own is None:
                    node.full, node.own = full, own
                elif tree.total is None and own is not None and full.literal in HUNDRED:
                    tree.total = Node(0, facts.label(start, end), start, end, full=full, own=own)
                else:
                    for token in (full, own):
                        if token is not None:
                            facts.claim(token, "score")


def _opens(words: str) -> bool:
    """Whether a bracket opens that what follows stands in."""
    return words.count("(") > words.count(")")
