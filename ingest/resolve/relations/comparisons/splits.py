"""Shares of classes that make a part together: 货物采购授予中小企业占货物支出的a%，工程…，服务…."""

from __future__ import annotations

from ingest.resolve.relations.comparisons.passages import AMOUNT, Passage
from ingest.resolve.relations.comparisons.wording import Wording
from ingest.resolve.relations.write import Operand, relate

_SPLIT = "授予"  # what every split share says


def read_splits(words: Wording, passage: Passage) -> None:
    """Land every split share of a passage."""
    if _SPLIT in passage.text:
        for start, end in _sentences(passage):
            _split(words, passage, start, end)


def _sentences(passage: Passage) -> list[tuple[int, int]]:
    starts = [0, *passage.ends]
    return [passage.sentence(start) for start in starts if start < len(passage.text)]


def _split(words: Wording, passage: Passage, start: int, end: int) -> None:
    """货物采购授予中小企业合同金额占货物支出金额的a%，工程…，服务…: each class with its base, all of them found."""
    matches = list(words.split.finditer(passage.text, start, end))
    rates = {match["kind"]: match.start("rate") for match in matches if match["kind"] == match["of"]}
    if len(matches) < 2 or len(rates) != len(matches):
        return
    first = matches[0].start()
    bases = _bases(words, passage, first)
    awarded = [
        at
        for at in passage.positions(0, first)
        if passage.text[at] == AMOUNT and words.name(passage.label(at)) == words.name(matches[0]["part"])
    ]
    if len(awarded) != 1 or set(bases) != set(rates):
        return
    operands = []
    for term, (kind, rate) in enumerate(rates.items(), 1):
        operands.append(Operand.of(passage.numbers[bases[kind]], "base", term=term))
        operands.append(Operand.of(passage.numbers[rate], "rate", term=term))
    operands.append(Operand.of(passage.numbers[awarded[0]], "part"))
    relate(passage.facts, "split_share", words.subject(passage, awarded[0]), operands)


def _bases(words: Wording, passage: Passage, end: int) -> dict[str, int]:
    """The amounts of the classes, by class; nothing where one class has two."""
    found: dict[str, int] = {}
    for at in passage.positions(0, end):
        match = words.procured.match(words.name(passage.label(at)))
        if match and passage.text[at] == AMOUNT:
            if match[1] in found:
                return {}
            found[match[1]] = at
    return found
