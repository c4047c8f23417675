"""All relations of a document, kind by kind."""

from __future__ import annotations

from ingest.find.tables import Table
from ingest.lexicon import Lexicon
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.relations.changes import read_changes
from ingest.resolve.relations.completions import read_completions
from ingest.resolve.relations.shares import read_shares


class RelationReader:
    """Reads relations once everything else of a document is resolved; changes nothing that was."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def read(self, facts: Facts, trees: dict[str, Tree], tables: list[Table]) -> None:
        """Land every relation of the document in `facts.relations`."""
        read_changes(facts, tables, self._lexicon)
        read_completions(facts, tables, self._lexicon)
        read_shares(facts, tables, self._lexicon)
