"""Deviations that indicator tables print beside target and actual value."""

from __future__ import annotations

from ingest.find.numbers import Token
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.relations.write import Operand, relate

_MAX_SUBJECT = 20


class DeviationReader:
    """Reads `deviation` off the finished trees."""

    def read(self, facts: Facts, trees: dict[str, Tree]) -> None:
        """Land the deviations of every report's tree."""
        for tree in trees.values():
            for node in tree.nodes:
                self._node(facts, node)

    @staticmethod
    def _node(facts: Facts, node: Node) -> None:
        target, actual, rate = node.target, node.actual, node.deviation
        if target is None or actual is None or rate is None:
            return
        if not (_is_figure(target) and _is_figure(actual)) or target.unit_label != actual.unit_label:
            return
        percent = Operand.of(rate, "rate")._replace(unit_label="%")
        subject = node.name if len(node.name) <= _MAX_SUBJECT else node.name[:_MAX_SUBJECT] + "…"
        relate(facts, "deviation", subject, [Operand.of(target, "target"), Operand.of(actual, "actual"), percent])


def _is_figure(token: Token) -> bool:
    return token.kind == "quantity" and token.range_high is None and token.qualifier != "range"
