"""What comparisons say: 比上年减少157万元，下降2.51% is a base, a named thing if any, and moves with their signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.resolve.relations.comparisons.anchors import prefix, unsaid
from ingest.resolve.relations.comparisons.passages import AMOUNT, PERCENT, Passage
from ingest.resolve.relations.comparisons.wording import Wording


@dataclass
class Comparison:
    """What one comparison says: the moves with their signs, and whom and what base it names."""

    start: int
    end: int
    named: str = ""
    base: str = ""
    of_budget: bool = False
    each: str = ""
    previous: int | None = None
    current: int | None = None
    moves: list[tuple[int, int]] = field(default_factory=list)
    since: int | None = None  # where the comparison begins whose base it goes on with

    @property
    def opening(self) -> int:
        """Where the words begin that name its base."""
        return self.start if self.since is None else self.since


def comparisons(words: Wording, passage: Passage) -> list[Comparison]:
    """Every comparison of a passage in order of place; none begins inside another."""
    is_one = len(passage.numbers) > 1 and words.moving.search(passage.text)
    return list(_comparisons(words, passage)) if is_one else []


def _comparisons(words: Wording, passage: Passage) -> Iterator[Comparison]:
    text = passage.text
    found = [_from_to(words, passage, match) for match in words.from_to.finditer(text)]
    found += [_compared(words, passage, match) for match in words.intro.finditer(text)]
    found += [_beside(words, passage, match) for match in words.beside.finditer(text)]
    found += [_pair(words, passage, match) for match in words.pair.finditer(text)]
    until = 0
    for comparison in sorted((c for c in found if c is not None and c.moves), key=lambda c: c.start):
        if comparison.start >= until:
            following = list(_following(words, passage, comparison))
            yield from (comparison, *following)
            until = [comparison, *following][-1].end


def moves_of(said: list[Comparison]) -> set[int]:
    """The numbers that only say how another moved, and those it moved from."""
    moves = {at for comparison in said for at, _ in comparison.moves}
    return moves | {comparison.previous for comparison in said if comparison.previous is not None}


def _from_to(words: Wording, passage: Passage, match: re.Match[str]) -> Comparison | None:
    """由上年的B增加到A，增长g%: both levels are printed."""
    comparison = Comparison(match.start(), match.end(), previous=match.start("prev"), current=match.start("cur"))
    _chain(words, passage, comparison)
    return comparison


def _compared(words: Wording, passage: Passage, match: re.Match[str]) -> Comparison | None:
    """比上年(决算数)…: with whom it names before the base or after it."""
    text, bare = passage.text, bool(match["bare"])
    base = "" if bare else match["base1"] or match["base2"] or ""
    first = words.first.match(text, match.end()) or (words.signed.match(text, match.end()) if bare else None)
    if first is None or (first.re is words.signed and not _is_signed(passage, first)):
        return None
    previous = None if bare else _at(match, "prev1", "prev2")
    return _said(words, passage, (match.start(), base, previous), first, match["thing"] or "")


def _beside(words: Wording, passage: Passage, match: re.Match[str]) -> Comparison | None:
    """A万元，上年决算数B万元，减少D万元: the number beside is the base."""
    first = words.first.match(passage.text, match.end())
    # 2023年 may be said of anything; 上年决算数 is said of what stands before; 年初预算 is no figure of the past.
    if first is None or words.years.search(match["base"]) or words.budget_word.search(match["base"]):
        return None
    return _said(words, passage, (match.start(), match["base"], match.start("prev")), first)


def _said(
    words: Wording, passage: Passage, opening: tuple[int, str, int | None], first: re.Match[str], thing: str = ""
) -> Comparison | None:
    """The comparison that begins with `opening` (place, base, number of the base) and the first move."""
    start, base, previous = opening
    before = prefix(passage, start)
    fill = first["fill"] if first.re is words.first else ""
    each = [hit[0] for hit in (words.sharing.search(before), words.sharing.search(fill)) if hit]
    named = {name for part in (before, fill, thing) if (name := unsaid(words, part))}
    if len(named) > 1:
        return None  # two names: which of them was measured is not sure
    comparison = Comparison(start, first.end(), "".join(named), base, previous=previous)
    comparison.of_budget = bool(words.budget_word.search(base))
    comparison.each = "" if not each else "分别" if any("分别" in hit for hit in each) else "各"
    comparison.moves = [(first.start("n"), _weight(passage, first))]
    _chain(words, passage, comparison)
    reached = words.reach.match(passage.text, comparison.end)
    if reached:
        comparison.current, comparison.end = reached.start("n"), reached.end()
    return comparison


def _pair(words: Wording, passage: Passage, match: re.Match[str]) -> Comparison | None:
    """A万元，增加D万元，增长g%: the pair tells that it is a change, no base is named."""
    comparison = Comparison(match.start(), match.end() - 1)
    _chain(words, passage, comparison)
    return comparison if _is_pair(passage, comparison) else None


def _following(words: Wording, passage: Passage, before: Comparison) -> Iterator[Comparison]:
    """The other things that one base was named for, each with a change and its rate."""
    while before.base and before.current is None and not before.each and _is_pair(passage, before):
        match = words.another.match(passage.text, before.end, passage.sentence(before.start)[1])
        named = unsaid(words, match["fill"]) if match else ""
        if match is None or not named or words.intro.search(match["fill"]):
            return
        before = Comparison(
            match.start("fill"), match.end(), named, before.base, before.of_budget, since=before.opening
        )
        before.moves = [(match.start("n"), _weight(passage, match))]
        _chain(words, passage, before)
        if not _is_pair(passage, before):
            return
        yield before


def _is_pair(passage: Passage, comparison: Comparison) -> bool:
    """A change and its rate."""
    return sorted(passage.text[at] for at, _ in comparison.moves) == [PERCENT, AMOUNT]


def _chain(words: Wording, passage: Passage, comparison: Comparison) -> None:
    """Take in what follows in the same breath: 增长g%; a second number of a 分别 list; a rate whose verb is missing."""
    text = passage.text
    while True:
        at = comparison.end
        match = words.next.match(text, at)
        if match:
            if words.sharing.search(match["fill"]) and not comparison.each:
                return  # …，均提高D: said of more than the one before
            weight = _weight(passage, match)
        elif match := _without_verb(words, passage, comparison):
            weight = _unsigned(passage, match.start("n"), comparison.moves[-1][1])
        else:
            return
        kind = text[match.start("n")]
        if comparison.each != "分别" and any((text[n] == PERCENT) == (kind == PERCENT) for n, _ in comparison.moves):
            return  # a second change: it is said of something else
        comparison.moves.append((match.start("n"), weight))
        comparison.end = match.end()


def _without_verb(words: Wording, passage: Passage, comparison: Comparison) -> re.Match[str] | None:
    """A number that takes the direction of the one before: of a 分别 list, or the rate in 减少D万元 g%."""
    if not comparison.moves:
        return None
    if comparison.each == "分别" and (match := words.more.match(passage.text, comparison.end)):
        return match
    is_amount = passage.text[comparison.moves[-1][0]] == AMOUNT
    return words.bare_rate.match(passage.text, comparison.end) if is_amount else None


def _weight(passage: Passage, match: re.Match[str]) -> int:
    """The sign of the direction word at the number."""
    groups = match.groupdict()
    if groups.get("minus"):
        return -1  # a minus that the number grammar left out of the literal
    is_down = bool(groups.get("down") or groups.get("downn"))
    return _unsigned(passage, match.start("n"), -1 if is_down else 1)


def _unsigned(passage: Passage, at: int, weight: int) -> int:
    """减少-5 is a loose way of writing -5: the minus that is printed is sign enough."""
    return 1 if _is_negative(passage, at) else weight


def _is_negative(passage: Passage, at: int) -> bool:
    return passage.numbers[at].literal.startswith("-")


def _is_signed(passage: Passage, match: re.Match[str]) -> bool:
    """同比+3.5%: the sign says the direction; without one nothing does."""
    return bool(match["plus"] or match["minus"]) or _is_negative(passage, match.start("n"))


def _at(match: re.Match[str], *groups: str) -> int | None:
    return next((match.start(group) for group in groups if match[group]), None)
