"""Indicator trees in headings and sentences: score notes, named indicators without a score, 目标值…得分 lists."""

from __future__ import annotations

import re

from ingest.find.level_scores import LevelScore, find_level_scores
from ingest.find.marks import RANK
from ingest.find.numbers import Token
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.analysis import add_heading, walk_analysis
from ingest.resolve.indicators.below import HUNDRED, add_own_alone, speaks_of_above, take_note, take_own, take_values
from ingest.resolve.indicators.cards import add_card
from ingest.resolve.indicators.entries import Entry, EntryReader, is_heading, name_span, names_only, title_of
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.notes import add_notes
from ingest.resolve.indicators.openings import open_group, open_unscored
from ingest.resolve.indicators.tree import Tree

_UNIT_NOTE = re.compile(r"[(（]([^()（）]{1,6})[)）]\s*$")
_FAR = 6  # lines between a group and the first score below it
_QUALITATIVE = ("定性", "定性指标")


# With 情况 or 分析 behind them these head a section, not a group of indicators: 绩效分析, 成本情况.
_VAGUE = frozenset(("绩效", "管理", "投入", "成本"))


class IndicatorProseReader:
    """Reads the indicator tree out of a report's lines; a tree read from a table only lends its names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._entries = EntryReader(lexicon)

    def read(self, facts: Facts, tree: Tree, start: int, end: int, table_spans: list[tuple[int, int]]) -> None:
        """Add what the lines of a span say of the tree: nodes, scores, the total."""
        entries = self._entries.read(facts, start, end, table_spans)
        for told in tree.unite():
            facts.claim(told, "score")
        leaves = tree.take_leaves()
        tops = [] if leaves else tree.take_tops()
        from_table = bool(tree.nodes)
        scored = [i for i, entry in enumerate(entries) if entry.scored]
        after = 0
        if from_table and scored:
            self._halves(facts, tree, entries, 0)
            self._summaries(facts, tree, entries)
        # A conclusion may give the total alone, sections before the tree: walk on until a section names nodes.
        while not from_table and not tree.nodes and (ahead := [i for i in scored if i >= after]):
            after = self._walk(facts, tree, entries, ahead[0], after)
        if scored and not from_table:
            self._halves(facts, tree, entries, after)
        for node in tree.put_above(tops):
            for token in node.scores:
                facts.claim(token, "score")
        from_table = from_table or bool(tops)
        if tops and scored and len(tree.nodes) == len(tops):
            self._summaries(facts, tree, entries)
        self._level_scores(facts, tree, start, end)
        if tree.nodes and not from_table and scored:
            walk_analysis(facts, tree, entries[after:])
        if leaves and not tree.nodes:
            self._head(facts, tree, entries, leaves)
        for told in tree.put_back(leaves):
            facts.claim(told, "score")

    def _walk(self, facts: Facts, tree: Tree, entries: list[Entry], scored: int, after: int) -> int:
        """Walk the section of a scored entry, with the names above it; returns the index of the entry after it."""
        first = self._name_above(facts, entries, scored, after)
        while first > after and self._is_worded(facts, tree, entries[first - 1]):
            first -= 1
        tree.restart()
        # A heading above may end the walk before the scores: they are passed over, or it would never end.
        return max(self._walk_scored(facts, tree, entries, first), scored + 1)

    def _halves(self, facts: Facts, tree: Tree, entries: list[Entry], after: int) -> None:
        """Sections that score other first levels than the tree has, and whose points it has room for, are of it too."""
        while (ahead := next((i for i in range(after, len(entries)) if entries[i].scored), None)) is not None:
            half = tree.empty()
            after = self._walk(facts, half, entries, ahead, after)
            tree.join(half)

    @staticmethod
    def _head(facts: Facts, tree: Tree, entries: list[Entry], leaves: list[Node]) -> None:
        """（一）产出指标完成情况 and 1.数量指标 without scores head the tables that stand below them."""
        open_: list[tuple[Entry, int]] = []
        heads: list[Entry] = []
        places: list[Entry | Node] = [*entries, *leaves]
        places.sort(key=lambda place: place.start)
        for place in places:
            if isinstance(place, Node):
                heads += [entry for entry, level in open_ if level < place.level and entry not in heads]
            elif place.style in RANK:
                open_ = [(entry, level) for entry, level in open_ if entry.rank < place.rank]
                level = _level_of(facts, tree, place) if names_only(facts, place) else None
                open_ += [(place, level)] if level is not None else []
        for entry in heads:
            add_heading(facts, tree, entry)

    @staticmethod
    def _level_scores(facts: Facts, tree: Tree, start: int, end: int) -> None:
        """What sentences say of the level-1 indicators: of those of the tree, or, where none is, the tree itself."""
        for said in find_level_scores(facts.view.prose, start, end):
            full, own = _tokens(facts, said)
            name = facts.label(*said.name)
            known = tree.find(name)
            if known is not None and known.level == 1:
                known.take(full, own)
                if full is None:
                    known.own = known.own or own  # as printed: reconciliation says where it is more than the full one
            elif own is not None and (not tree.nodes or all(node.style == "summary" for node in tree.nodes)):
                known = tree.add(Node(1, name, *said.name, full=full, own=own, style="summary"))
            for token in (full, own) if known is not None else ():
                if known is not None and token is not None:
                    known.again.append(token)
                    facts.claim(token, "score")

    @staticmethod
    def _name_above(facts: Facts, entries: list[Entry], first: int, after: int) -> int:
        """Where the first note has no name of its own, its name is the heading above."""
        if entries[first].style != "plain" or not speaks_of_above(facts, entries[first]):
            return first
        marked = (index for index in range(first - 1, after - 1, -1) if entries[index].style != "plain")
        above = next(marked, first)
        return above if above != first and is_heading(facts, entries[above]) else first

    @staticmethod
    def _is_worded(facts: Facts, tree: Tree, entry: Entry) -> bool:
        if entry.style == "plain":
            return _worded_line(facts, tree, entry)[2] is not None
        return _level_of(facts, tree, entry) is not None

    def _walk_scored(self, facts: Facts, tree: Tree, entries: list[Entry], first: int) -> int:
        """Walk the section that holds scores; returns the index of the entry after it."""
        section_rank = self._section_rank(entries, first)
        for index in range(first, len(entries)):
            entry = entries[index]
            if entry.card:
                add_card(facts, tree, entry.card)
            elif entry.pairs:
                self._add_pairs(facts, tree, entry)
            elif entry.notes:
                total = tree.total
                if not (speaks_of_above(facts, entry) and take_note(facts, tree, entry)):
                    add_notes(facts, tree, entry)
                if tree.total is not total and entry.style in RANK:
                    section_rank = entry.rank  # the total heads the section of its tree
                if len(entry.notes) == 1:
                    take_own(facts, tree, entry.notes[0].end, entry.end)
            elif self._add_unscored(facts, tree, entries, index):
                continue
            elif entry.style == "plain":
                take_own(facts, tree, entry.start, entry.end)
                take_values(facts, tree, entry, self._entries.roles)
            else:
                title = title_of(facts, entry)
                level = _level_of(facts, tree, entry)
                ends = level is None and entry.rank <= section_rank
                if ends and not self._scores_follow(entries, index, entry.rank):
                    return index
                if is_heading(facts, entry) and (level is not None or any(n.level == 1 for n in tree.nodes)):
                    add_heading(facts, tree, entry)
                elif (level == 1 or title.endswith("指标")) and names_only(facts, entry) and level is not None:
                    self._go_on_below(facts, tree, entry, title, level)
        return len(entries)

    @staticmethod
    def _enter_worded(facts: Facts, tree: Tree, entry: Entry) -> bool:
        """数量指标： on an unmarked line of its own heads the scored lines below it."""
        start, end, level = _worded_line(facts, tree, entry)
        if level is None or (level == 2 and not any(node.level == 1 for node in tree.nodes)):
            return False
        tree.add(Node(level, facts.label(start, end), start, end, style="worded"))
        return True

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

    def _add_unscored(self, facts: Facts, tree: Tree, entries: list[Entry], index: int) -> bool:
        """A second level whose own score alone is told, or none, where scores follow below it."""
        entry = entries[index]
        if entry.style == "plain" and self._enter_worded(facts, tree, entry):
            return True
        if add_own_alone(facts, tree, entry):
            return True
        return self._scored_below(entries, index) and open_unscored(facts, tree, entry)

    @staticmethod
    def _scored_below(entries: list[Entry], index: int) -> bool:
        """What stands below a line, up to one of its rank, states scores."""
        entry = entries[index]
        for other in entries[index + 1 : index + 1 + _FAR]:
            if other.scored:
                return entry.style == "plain" or other.rank > entry.rank
            if other.style != "plain" and other.rank <= entry.rank:
                return False
        return False

    @staticmethod
    def _section_rank(entries: list[Entry], first: int) -> int:
        """Rank of the heading that the tree stands under."""
        own = entries[first].rank
        for entry in reversed(entries[:first]):
            if entry.style in ("cn", "cnp", "part") and entry.rank < own:
                return entry.rank
        for entry in reversed(entries[:first]):
            if entry.style != "plain" and entry.style != entries[first].style:
                return entry.rank
        return 1

    def _add_pairs(self, facts: Facts, tree: Tree, entry: Entry) -> None:
        prose = facts.view.prose
        start, end = entry.name
        while start < end and prose[start] == " ":
            start += 1
        noted = _UNIT_NOTE.search(prose[start:end])
        unit = noted[1] if noted and (facts.unit_class(noted[1]) or noted[1] in _QUALITATIVE) else ""
        stop = start + noted.start() if noted and unit else end
        opened = open_group(facts, tree, entry, entry.body, start)
        level = tree.child_of_last() if opened else tree.place(entry.style, prose[start:stop])
        style = "plain" if opened else entry.style
        node = Node(level, facts.label(start, stop), start, stop, style=style)
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
                if node is not None and not (node.full and node.own) and node.agrees(full, own):
                    node.take(full, own)
                elif tree.total is None and own is not None and full.literal in HUNDRED:
                    tree.total = Node(0, facts.label(start, end), start, end, full=full, own=own)
                else:
                    for token in (full, own):
                        if token is not None:
                            facts.claim(token, "score")
                            if node is not None:
                                node.again.append(token)


def _tokens(facts: Facts, said: LevelScore) -> tuple[Token | None, Token | None]:
    """Free quantities at the spans of a full and an own score."""
    found = [next(iter(facts.tokens_in(*span)), None) if span else None for span in (said.full, said.own)]
    full, own = (token if token and token.kind == "quantity" and not token.disposition else None for token in found)
    return full, own


def _worded_line(facts: Facts, tree: Tree, entry: Entry) -> tuple[int, int, int | None]:
    """Span and level of the name of a group that an unmarked line consists of; the level is None where it is none."""
    start, end = name_span(facts.view.prose, entry.body, entry.end)
    name = facts.view.prose[start:end].strip()
    return start, end, tree.word_level(name) if name.endswith("指标") else None


def _level_of(facts: Facts, tree: Tree, entry: Entry) -> int | None:
    """Level that a heading's words give it."""
    title = title_of(facts, entry)
    is_whole = facts.view.prose.startswith(title, entry.body) and entry.end - entry.body <= len(title) + 1
    return None if title in _VAGUE and not is_whole else tree.word_level(title)
