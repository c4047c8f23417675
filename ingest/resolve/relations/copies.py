"""Passages that a report repeats word for word: a summary in a cell, a conclusion. Their numbers must be the same.

That a passage is a copy and no template is evidenced by its other numbers: most of them are equal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ingest.find.tables import Table
from ingest.resolve.facts import Facts
from ingest.resolve.relations.amounts import amount
from ingest.resolve.relations.comparisons.passages import (
    AMOUNT,
    DIGITS,
    LIST_MARK,
    OTHER,
    PERCENT,
    POINTS,
    Passage,
    unmarked,
)
from ingest.resolve.relations.comparisons.wording import Wording
from ingest.resolve.relations.write import Operand, relate

_CUT = re.compile(r"[，,；;。！？!?]")
_END = frozenset("。！？!?；;")
_PUNCTUATION = re.compile(r"[\s:、“”\"'‘’()《》<>【】\[\]·.\-—…#*]+")
_NUMBERS = (PERCENT, POINTS, AMOUNT, OTHER)
_PLAN = re.compile(r"目标(?!完成|任务完成)|计划|下一步|打算|预期")
_PLAN_START = re.compile(r"^(?:\(?[\d一二三四五六七八九十]{1,2}[)、.])?(?:年度|绩效|总体|预期)*目标\d*[:1-9]")
_KIND = re.compile(
    r"职工|居民|在职|退休|灵活就业|住院|门诊|大病|救助|生育|长期护理|长护|上年|上半年|下半年|(?:19|20)\d\d年|[一-鿿]{1,3}[县区市](?=情况)"
)
_SEED = 12  # characters of a clause that is looked for elsewhere
_MIN_WORDS = 20  # characters of a copied passage
_MIN_NUMBERS = 3
_MAX_PLACES = 8  # of one clause: more is a form of words
_MAX_RUN = 400  # clauses
_HEADING = 25
_MAX_HEAD = 12  # characters of a cell that heads others
_MAX_SUBJECT = 14


class _Clause(NamedTuple):
    """Words between two separators: their words only, and where they stand in their passage."""

    passage: int
    key: str
    start: int
    stop: int
    begins: bool  # a sentence begins with it


def read_copies(words: Wording, facts: Facts, tables: list[Table], found: list[Passage]) -> None:
    """Land every number of a copied passage beside the number it restates."""
    if sum(len(passage.numbers) >= _MIN_NUMBERS for passage in found) < 2:
        return
    clauses = _clauses(facts, tables, found)
    places: dict[str, list[int]] = defaultdict(list)
    for index in range(len(clauses)):
        if seed := _seed(clauses, index):
            places[seed].append(index)
    restated: set[tuple[int, int]] = set()
    seen: set[tuple[int, int]] = set()
    for seeds in places.values():
        if len(seeds) > _MAX_PLACES:
            continue
        for nth, later in enumerate(seeds):
            for earlier in seeds[:nth]:
                start = _start(clauses, earlier, later)
                if start not in seen:
                    seen.add(start)
                    _compare(facts, words, found, clauses, start, restated)


def _seed(clauses: list[_Clause], index: int) -> str:
    """What is looked for elsewhere: a clause that is long enough, or a short one with the next of its line."""
    clause = clauses[index]
    if _size(clause.key) >= _SEED:
        return clause.key
    following = clauses[index + 1] if index + 1 < len(clauses) else None
    if following is None or following.passage != clause.passage:
        return ""
    words = f"{clause.key},{following.key}"
    return words if _size(words) >= _SEED else ""


def _size(key: str) -> int:
    """Characters of a clause without its numbers."""
    return len(key) - key.count("#")


def _clauses(facts: Facts, tables: list[Table], found: list[Passage]) -> list[_Clause]:
    """Clauses of all passages that say what is, not what is planned."""
    planned = _planned_cells(tables)
    clauses: list[_Clause] = []
    heading = ""
    for number, passage in enumerate(found):
        start = passage.start
        heading = _heading(facts, start) if start not in planned else ""
        if start in planned or _PLAN.search(heading) or _PLAN_START.match(passage.text):
            clauses.append(_Clause(number, "", 0, 0, True))
            continue
        clauses += _cut(number, passage)
    return clauses


def _cut(number: int, passage: Passage) -> Iterator[_Clause]:
    at, begins = 0, True
    text = passage.text
    for body, words in zip(_CUT.split(text), _CUT.split(_words(text)), strict=True):
        stop = at + len(body)
        if begins and LIST_MARK.match(body):
            words = _words(unmarked(body))
        if words:
            yield _Clause(number, words, at, stop, begins)
            begins = False
        if stop < len(text) and text[stop] in _END:
            begins = True
        at = stop + 1


def _words(text: str) -> str:
    """The words alone, with # for each number."""
    words = _PUNCTUATION.sub("", text)
    for char in _NUMBERS:
        words = words.replace(char, "#")
    return words


def _planned_cells(tables: list[Table]) -> set[int]:
    """Where cells begin that stand under or beside 预期目标: a target may read like what was achieved."""
    planned: set[int] = set()
    for table in tables:
        under: set[int] = set()
        for row in table.rows:
            heads = [cell.words for cell in row]
            if named := _plan_heads(heads):
                labels = all(len(words) <= _MAX_HEAD for words in heads)
                under = named if labels else under
                if not labels and (beside := min(named) + 1) < len(row):
                    planned.add(row[beside].start)
            planned.update(row[at].start for at in under if at < len(row))
    return planned


def _plan_heads(heads: list[str]) -> set[int]:
    """Which of the cells of a row are heads that speak of what is planned."""
    if not _PLAN.search("\n".join(heads)):
        return set()  # most rows, at one look
    return {at for at, words in enumerate(heads) if len(words) <= _MAX_HEAD and _PLAN.search(words)}


def _heading(facts: Facts, start: int) -> str:
    """The line above, where it is short and no sentence."""
    prose = facts.view.prose
    end = len(prose[:start].rstrip()) if start < 400 else start - 400 + len(prose[start - 400 : start].rstrip())
    line = prose[max(prose.rfind("\n", 0, end) + 1, end - 60) : end].strip()
    return line if len(line) <= _HEADING and "。" not in line else ""


def _start(clauses: list[_Clause], earlier: int, later: int) -> tuple[int, int]:
    """Where the run of equal clauses begins, in the two lines."""
    for _ in range(_MAX_RUN):
        if earlier == 0 or not _follow(clauses, earlier - 1, later - 1, earlier, later):
            break
        earlier, later = earlier - 1, later - 1
    return earlier, later


def _follow(clauses: list[_Clause], earlier: int, later: int, near: int, far: int) -> bool:
    """Both clauses are equal and stand in the lines of their neighbours."""
    one, other = clauses[earlier], clauses[later]
    return one.key == other.key != "" and one.passage == clauses[near].passage and other.passage == clauses[far].passage


def _compare(
    facts: Facts,
    words: Wording,
    found: list[Passage],
    clauses: list[_Clause],
    start: tuple[int, int],
    restated: set[tuple[int, int]],
) -> None:
    run = list(_run(clauses, *start))
    # From the beginning of a sentence on: the words before it name what it is about.
    while run and not (clauses[run[0][0]].begins and clauses[run[0][1]].begins):
        run.pop(0)
    if not run or clauses[run[0][0]].passage == clauses[run[0][1]].passage:
        return
    one, other = found[clauses[run[0][0]].passage], found[clauses[run[0][1]].passage]
    if not _same_matter(facts, one, other) or not _same_kind(facts, found, clauses, run[0]):
        return
    if sum(_size(clauses[at].key) for at, _ in run) < _MIN_WORDS:
        return
    pairs = [
        pair
        for earlier, later in run
        for pair in zip(_positions(one, clauses[earlier]), _positions(other, clauses[later]), strict=True)
    ]
    compared = [pair for pair in pairs if not _is_trivial(one, other, *pair)]
    equal = [pair for pair in compared if _value(one, pair[0]) == _value(other, pair[1]) is not None]
    if len(compared) < _MIN_NUMBERS or len(equal) * 3 < len(compared) * 2:
        return
    if len({_value(one, at) for at, _ in equal}) < 2:
        return
    for at, later in pairs:
        place = (clauses[run[0][1]].passage, later)
        key = one.key(at)
        if place in restated or not key or key != other.key(later) or OTHER in (one.text[at], other.text[later]):
            continue
        if one.text[at] != other.text[later] or one.numbers[at].qualifier != other.numbers[later].qualifier:
            continue
        restated.add(place)
        operands = [Operand.of(one.numbers[at], "reference"), Operand.of(other.numbers[later], "stated")]
        relate(facts, "restated", _subject(words, one, at), operands)


def _positions(passage: Passage, clause: _Clause) -> list[int]:
    """Where the numbers of a clause stand."""
    return passage.positions(clause.start, clause.stop)


def _subject(words: Wording, passage: Passage, at: int) -> str:
    """The last words of the label of a number, else those before it."""
    for label in (words.subject(passage, at), passage.text[max(0, at - _MAX_SUBJECT) : at]):
        last = re.split(rf"[、，。；:{DIGITS}]", label.strip("、，。；:"))[-1]
        if last:
            return last[-_MAX_SUBJECT:]
    return ""


def _run(clauses: list[_Clause], earlier: int, later: int) -> Iterator[tuple[int, int]]:
    yield earlier, later
    for _ in range(_MAX_RUN):
        if later + 1 >= len(clauses) or not _follow(clauses, earlier + 1, later + 1, earlier, later):
            return
        earlier, later = earlier + 1, later + 1
        yield earlier, later


def _same_matter(facts: Facts, one: Passage, other: Passage) -> bool:
    """One report, or two reports of one program, region and year."""
    first, second = facts.report_at(one.start), facts.report_at(other.start)
    if first.report_id == second.report_id:
        return True
    same = first.region_code == second.region_code and first.fiscal_year == second.fiscal_year
    return same and first.program_code == second.program_code != ""


def _same_kind(facts: Facts, found: list[Passage], clauses: list[_Clause], first: tuple[int, int]) -> bool:
    """Whether the headings above do not tell two kinds apart: rules for employees read like those for residents."""
    one, other = (_kinds(facts, found, clauses, at) for at in first)
    return not (one - other and other - one)


def _kinds(facts: Facts, found: list[Passage], clauses: list[_Clause], at: int) -> set[str]:
    """The words that tell kinds apart in the line above and in the short sentence before."""
    words = _heading(facts, found[clauses[at].passage].start)
    if at and clauses[at - 1].passage == clauses[at].passage and len(clauses[at - 1].key) <= _HEADING:
        words += clauses[at - 1].key
    return set(_KIND.findall(words))


def _is_trivial(one: Passage, other: Passage, at: int, later: int) -> bool:
    """Nothing in both places, or all of it: such numbers are alike wherever a form of words is."""
    return all(
        passage.numbers[place].literal.strip("0.") in ("", "1") for passage, place in ((one, at), (other, later))
    )


def _value(passage: Passage, at: int) -> tuple[Decimal, str] | None:
    """A number in its own unit without the scale."""
    value = amount(passage.numbers[at])
    return None if value is None else (value.normalize(), f"{passage.key(at)}{passage.text[at]}")
