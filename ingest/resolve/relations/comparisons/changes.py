"""Changes: a number, what it moved by against a base, at what rate, and the base where it is printed."""

from __future__ import annotations

from ingest.resolve.relations.comparisons.anchors import Anchors, Said, prefix
from ingest.resolve.relations.comparisons.compared import Comparison, moves_of
from ingest.resolve.relations.comparisons.elsewhere import Elsewhere
from ingest.resolve.relations.comparisons.passages import AMOUNT, PERCENT, POINTS, Passage
from ingest.resolve.relations.comparisons.wording import Wording
from ingest.resolve.relations.write import Operand, relate


def read_changes(words: Wording, passages: list[tuple[Passage, list[Comparison]]]) -> None:
    """Land every change of a document; its passages each with what they compare."""
    elsewhere = Elsewhere(passages[0][0].facts) if passages else None
    for passage, said in passages:
        if not said:
            continue
        anchors = Anchors(words, passage, moves_of(said))
        last: tuple[int, int, int] | None = None  # sentence, end of what was said, number it was said of
        for comparison in said:
            start = passage.sentence(comparison.start)[0]
            known = last if last is not None and last[0] == start else None
            currents = _currents(anchors, passage, comparison, known)
            for current, moves in currents:
                _land(words, passage, comparison, current, moves)
            if elsewhere is not None and not currents and comparison.previous is None:
                _land_elsewhere(elsewhere, passage, comparison)
            if currents:
                last = (start, comparison.end, currents[-1][0])


def _currents(
    anchors: Anchors, passage: Passage, comparison: Comparison, known: tuple[int, int, int] | None
) -> list[tuple[int, list[tuple[int, int]]]]:
    """The numbers that are compared, each with its moves."""
    text = passage.text
    changes = [move for move in comparison.moves if text[move[0]] != PERCENT]
    rates = [move for move in comparison.moves if text[move[0]] == PERCENT]
    if any(text[at] not in (PERCENT, POINTS, AMOUNT) for at, _ in comparison.moves):
        return []
    key = "any" if not changes else passage.key(changes[0][0])
    if len({passage.key(at) for at, _ in changes}) > 1 or (rates and key == "percent"):
        return []
    if comparison.current is not None:
        one = passage.key(comparison.current)
        fits = key in ("any", one) and one and (one != "percent" or not rates)
        return [(comparison.current, comparison.moves)] if fits else []
    said = Said(
        comparison.opening - len(prefix(passage, comparison.opening)),
        comparison.named,
        key,
        known[1] if known else 0,
        known[2] if known else None,
        comparison.base,
    )
    count = max(len(changes), len(rates))
    if not comparison.each and count == 1:
        current = anchors.one(said)
        return [] if current is None else [(current, comparison.moves)]
    if {len(changes), len(rates)} - {0, count}:
        return []
    if count == 1:
        return [(current, comparison.moves) for current in anchors.all_of(said)]
    found = anchors.all_of(said, count) if comparison.previous is None else []
    pairs = [[*changes[i : i + 1], *rates[i : i + 1]] for i in range(count)]
    return list(zip(found, pairs, strict=True)) if len(found) == count else []


def _land_elsewhere(elsewhere: Elsewhere, passage: Passage, comparison: Comparison) -> None:
    """One change with its rate, whose figure no sentence near it has."""
    current = None if comparison.each or comparison.of_budget else elsewhere.current(passage, comparison.moves)
    if current is not None:
        moves = [Operand.of(passage.numbers[at], _moved(passage, at), weight) for at, weight in comparison.moves]
        moves.sort(key=lambda operand: operand.role)  # change, then rate
        relate(passage.facts, "change", comparison.named, [current, *moves])


def _moved(passage: Passage, at: int) -> str:
    return "rate" if passage.text[at] == PERCENT else "change"


def _land(words: Wording, passage: Passage, comparison: Comparison, current: int, moves: list[tuple[int, int]]) -> None:
    previous = comparison.previous
    if previous is not None and passage.key(previous) != passage.key(current):
        return
    operands = [Operand.of(passage.numbers[current], "current")]
    if previous is not None:
        operands.append(Operand.of(passage.numbers[previous], "previous"))
    for at, weight in sorted(moves, key=lambda move: passage.text[move[0]] == PERCENT):
        operands.append(Operand.of(passage.numbers[at], _moved(passage, at), weight))
    subject = words.subject(passage, current) or comparison.named
    if comparison.of_budget:
        subject = f"{subject}（比{comparison.base}）"
    relate(passage.facts, "change", subject, operands)
