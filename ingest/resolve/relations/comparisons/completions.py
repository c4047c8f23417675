"""How much of a budget or target was reached: 年初预算为B，支出决算为A，完成年初预算的p%."""

from __future__ import annotations

import re

from ingest.resolve.relations.comparisons.anchors import Anchors, Said, prefix, unsaid
from ingest.resolve.relations.comparisons.compared import Comparison, moves_of
from ingest.resolve.relations.comparisons.passages import AMOUNT, PERCENT, Passage
from ingest.resolve.relations.comparisons.wording import Wording
from ingest.resolve.relations.write import Operand, relate

_QUALIFIERS = {"年初": "年初", "调整": "调整", "全年": "全年", "年度": "全年", "本年": "全年", "当年": "全年"}


def read_completions(words: Wording, passages: list[tuple[Passage, list[Comparison]]]) -> None:
    """Land every completion of a document; its passages each with what they compare."""
    for passage, said in passages:
        if PERCENT not in passage.text or len(passage.numbers) < 2:
            continue
        matches = [*words.fulfil.finditer(passage.text), *words.completed.finditer(passage.text)]
        if not matches:
            continue
        anchors = Anchors(words, passage, moves_of(said))
        after = 0
        for match in sorted(matches, key=lambda match: match.start()):
            if match.start() >= after:
                _read(words, anchors, passage, match, after)
                after = match.end()


def _read(words: Wording, anchors: Anchors, passage: Passage, match: re.Match[str], after: int) -> None:
    groups = match.groupdict()
    phrase = groups.get("of1") or groups.get("of2") or ""
    before = prefix(passage, match.start())
    said = Said(match.start() - len(before), unsaid(words, before), "any")
    actual = anchors.one(said)
    if actual is not None and words.role(passage, actual) == "budget":
        actual = None
    start = passage.sentence(match.start())[0]
    if actual is None and not said.named and not _amounts(passage, max(start, after), said.start):
        following = words.achieved.match(passage.text, match.end())
        actual = following.start("n") if following and passage.text[following.start("n")] == AMOUNT else None
    if actual is None or (actual < start and not said.named):
        return
    if not phrase and not said.named and not _only_spent(words, passage, actual, max(start, after), said.start):
        return
    operands = [Operand.of(passage.numbers[actual], "actual")]
    inline = next((match.start(name) for name in ("budget1", "budget2") if groups.get(name)), None)
    if inline is not None and passage.key(inline) != passage.key(actual):
        return
    budget = inline if inline is not None else _budget(words, passage, actual, phrase, (start, after, match.start()))
    if budget is not None:
        operands.append(Operand.of(passage.numbers[budget], "budget"))
    operands.append(Operand.of(passage.numbers[match.start("rate")], "rate"))
    relate(passage.facts, "completion", words.subject(passage, actual), operands)


def _only_spent(words: Wording, passage: Passage, actual: int, start: int, end: int) -> bool:
    """执行率 is said of money spent, not of money allocated that stands near; of two sums spent, of neither."""
    spent = [
        at
        for at in {actual, *_amounts(passage, start, end)}
        if words.spends.search(passage.label(at)) and words.role(passage, at) == "level" and passage.opens[at] < start
    ]
    members = [at for at in spent if words.is_member(passage, at)]
    return [at for at in spent if at not in members or at == actual] == [actual]


def _amounts(passage: Passage, start: int, end: int) -> list[int]:
    return [at for at in passage.positions(start, end) if passage.text[at] == AMOUNT]


def _budget(words: Wording, passage: Passage, actual: int, phrase: str, span: tuple[int, int, int]) -> int | None:
    """The one budget printed before: in the sentence, else in a sentence before that states nothing but budgets."""
    start, after, end = span
    found = _budgets(words, passage, max(start, after), end)
    if not found and after <= start and (before := passage.sentence_before(start)) and before[0] >= after:
        others = [at for at in _amounts(passage, *before) if words.role(passage, at) == "level"]
        found = [] if others else _budgets(words, passage, *before)
    found = [
        at for at in found if passage.key(at) == passage.key(actual) and passage.opens[at] == passage.opens[actual]
    ]
    if len(found) > 1 and _qualifier(phrase):
        found = [at for at in found if _qualifier(passage.label(at)) == _qualifier(phrase)]
    if len(found) != 1:
        return None
    label = passage.label(found[0])
    wanted, printed = _qualifier(phrase), _qualifier(label)
    if wanted and printed and wanted != printed:
        return None
    return found[0] if _agree(words, label, passage.label(actual)) else None


def _budgets(words: Wording, passage: Passage, start: int, end: int) -> list[int]:
    return [at for at in _amounts(passage, start, end) if words.role(passage, at) == "budget"]


def _qualifier(words: str) -> str:
    return next((name for mark, name in _QUALIFIERS.items() if mark in words), "")


def _agree(words: Wording, budget: str, actual: str) -> bool:
    """What is budgeted and what was spent are one thing, as far as they are named."""
    hit = words.budget_word.search(budget)
    one = words.name(budget[: hit.start()] if hit else budget)
    other = words.name(words.generic.sub("", words.name(actual)))
    return not one or not other or one in other or other in one
