"""All relations of a document, kind by kind."""

from __future__ import annotations

from ingest.find.tables import Table, lines_outside
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.relations.attached import AttachedReader
from ingest.resolve.relations.comparisons.changes import read_changes
from ingest.resolve.relations.comparisons.compared import comparisons
from ingest.resolve.relations.comparisons.completions import read_completions
from ingest.resolve.relations.comparisons.passages import passages
from ingest.resolve.relations.comparisons.shares import read_shares
from ingest.resolve.relations.comparisons.wording import wording
from ingest.resolve.relations.copies import read_copies
from ingest.resolve.relations.deviations import DeviationReader
from ingest.resolve.relations.lists.names import NameReader
from ingest.resolve.relations.lists.parts import PartsReader
from ingest.resolve.relations.tables.sums import TableSums


class RelationReader:
    """Reads relations once everything else of a document is resolved; changes nothing that was."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = wording(lexicon)
        self._parts = PartsReader(lexicon)
        self._names = NameReader(lexicon)
        self._deviations = DeviationReader()
        self._attached = AttachedReader()
        self._sums = TableSums(lexicon)

    def read(
        self, facts: Facts, trees: dict[str, Tree], tables: list[Table], rest: list[tuple[Table, set[int], str]]
    ) -> None:
        """Land every relation of the document in `facts.relations`; `rest`: the plain tables, as they were left."""
        lines = lines_outside(facts.view.prose, tables)
        found = passages(facts, lines, tables)
        compared = [(passage, comparisons(self._words, passage)) for passage in found]
        read_changes(self._words, compared)
        read_completions(self._words, compared)
        read_shares(self._words, found)
        self._parts.read(facts, lines, tables)
        self._names.read(facts)
        self._deviations.read(facts, trees)
        self._attached.read(facts, trees)
        self._sums.read(facts, rest)
        read_copies(self._words, facts, tables, found)
