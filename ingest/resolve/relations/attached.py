"""What a report says of papers attached to it: how many projects, with how much money; how many indicators follow."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.relations.write import Operand, relate

# 对2个项目开展单位自评，…，涉及（财政）资金（共计）X万元: within one sentence.
_WITH_MONEY = re.compile(r"涉及[^。\n\d]{0,20}?资金[^。\n\d]{0,8}?(?P<x>\d)")
_PROJECTS = re.compile(
    r"(?P<n>\d\d{0,2})\s*个(?:预算)?项目[^。\n]{0,20}?(?:自评|评价)[^。\n]{0,120}?" + _WITH_MONEY.pattern
)
# 设置绩效目标（指标）7个，…如下: the indicators follow, one by one.
_FOLLOW = re.compile(
    r"(?:设置|设定|设)[^，。\n\d]{0,8}(?:绩效目标|绩效指标|三级指标|指标)\s*(?P<n>\d{1,3})\s*[个项][^。\n]{0,40}如下\s*[:：]"
)


class AttachedReader:
    """Reads what is said of attached tables and lists, where the text holds as many of them as it says."""

    def read(self, facts: Facts, trees: dict[str, Tree]) -> None:
        """Land `projects` and `name_count` relations."""
        text = facts.view.prose
        tables = {cell["report_id"] for cell in facts.cells if cell["statement_code"] == "PF01"}
        for match in _PROJECTS.finditer(text) if _WITH_MONEY.search(text) else ():
            count, amount = _token(facts, match.start("n")), _token(facts, match.start("x"))
            # Fewer tables than projects are attached: nothing can be said of the sum.
            if count and amount and amount.unit_class == "money" and count.literal == str(len(tables)):
                operands = [Operand.of(count, "count"), Operand.of(amount, "amount")]
                relate(facts, "projects", "项目资金", operands)
        for match in _FOLLOW.finditer(text) if "如下" in text else ():
            stated = _token(facts, match.start("n"))
            report = facts.report_at(match.start())
            leaves = _leaves(trees[report.report_id], match.end())
            if stated and leaves:
                counted = Operand(
                    "counted", str(len(leaves)), "个", "exact", leaves[0].start, max(leaves[0].end, leaves[0].start + 1)
                )
                relate(facts, "name_count", "绩效指标", [Operand.of(stated, "stated"), counted])


def _leaves(tree: Tree, start: int) -> list[Node]:
    """Indicators listed one by one after `start`, each with its score; none where the tree is of another kind."""
    leaves = [node for node in tree.nodes if not node.children and node.style != "money"]
    listed = [node for node in leaves if node.start >= start and node.full is not None and node.own is not None]
    return listed if len(listed) == len(leaves) else []


def _token(facts: Facts, at: int) -> Token | None:
    found = next(iter(facts.tokens_in(at, at + 1)), None)
    return found if found is not None and found.kind == "quantity" else None
