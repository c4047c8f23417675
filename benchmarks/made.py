"""Made facts and rules of a realistic shape: forms of money whose totals add up, some of them damaged on purpose.

Amounts are whole fen (0.01 yuan), so that every interval bound is an integer and nothing here can round by accident.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

Binding = tuple[str, str]  # rule, report

_FEN = 100  # of a yuan
_TENTHS = 10  # bounds are in tenths of a fen: half a hundredth is one of them
# Stated to the fen (exact), to 0.01万元 and to 0.01亿元: decimals, weight in the draw, half a unit of the last digit.
_PRECISIONS: tuple[tuple[int | None, int], ...] = ((None, 30), (-2, 50), (-6, 20))
_RESTATED = -6  # prose repeats a figure of a form in 亿元
_MOST_MEMBERS = 30
_LESS = 0.1  # share of members that are taken away: balance = income - expense


@dataclass(frozen=True)
class Shape:
    """How much is made; the defaults are 100,000 facts under 300 sums and 4 products."""

    reports: int = 250
    leaves: int = 72
    sums: int = 300
    products: int = 4
    restated: int = 16
    damaged: float = 0.005  # share of the totals
    seed: int = 20

    @property
    def facts(self) -> int:
        return self.reports * (self.leaves + self.sums + 3 * self.products + self.restated)


@dataclass(frozen=True)
class Fact:
    """One stated figure: fen, or hundredths of a percent where it is a rate. `decimals` None is exact."""

    fact_id: str
    report_id: str
    concept: str
    amount: int
    decimals: int | None
    is_rate: bool = False

    @property
    def low(self) -> int:
        """Tenths of a fen."""
        return self.amount * _TENTHS - self._half

    @property
    def high(self) -> int:
        return self.amount * _TENTHS + self._half

    @property
    def stated(self) -> str:
        """The amount in yuan, or percent."""
        return str(Decimal(self.amount).scaleb(-2))

    @property
    def _half(self) -> int:
        return 0 if self.decimals is None else int(Decimal(_FEN * _TENTHS // 2).scaleb(-self.decimals))


@dataclass(frozen=True)
class Sum:
    """total = sum of weight times member."""

    code: str
    total: str
    members: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Product:
    """100 times result = base times rate in percent."""

    code: str
    base: str
    rate: str
    result: str


@dataclass
class Corpus:
    """Facts and rules, and the bindings whose total was damaged so far that no rounding explains it."""

    shape: Shape
    facts: list[Fact] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    damaged: set[Binding] = field(default_factory=set)

    @property
    def reports(self) -> list[str]:
        return [f"report{number:05}" for number in range(self.shape.reports)]


def make_corpus(shape: Shape) -> Corpus:
    """The same corpus for the same shape."""
    chance = random.Random(shape.seed)
    corpus = Corpus(shape)
    leaves = [f"leaf{number:03}" for number in range(shape.leaves)]
    lower = shape.sums * 2 // 3
    for number in range(shape.sums):
        # Two levels: a third of the totals sums lower totals and leaves.
        others = leaves if number < lower else [*leaves, *(rule.total for rule in corpus.sums[:lower])]
        members = chance.sample(others, chance.randint(2, min(_MOST_MEMBERS, len(others))))
        weighted = ((concept, -1 if place and chance.random() < _LESS else 1) for place, concept in enumerate(members))
        corpus.sums.append(Sum(f"sum{number:03}", f"total{number:03}", tuple(weighted)))
    for number in range(shape.products):
        names = (f"{word}{number:03}" for word in ("base", "rate", "result"))
        corpus.products.append(Product(f"product{number:03}", *names))
    decimals, weights = zip(*_PRECISIONS, strict=True)
    concepts = [*leaves, *(rule.total for rule in corpus.sums)]
    precision = dict(zip(concepts, chance.choices(decimals, weights, k=len(concepts)), strict=True))
    for number, report_id in enumerate(corpus.reports):
        _make_report(corpus, chance, precision, report_id, damages_lower=number % 2 == 0)
    return corpus


def _make_report(
    corpus: Corpus, chance: random.Random, precision: dict[str, int | None], report_id: str, damages_lower: bool
) -> None:
    """A report damages totals of one level only: two damages cannot make up for each other."""
    shape = corpus.shape
    facts: list[Fact] = []
    truth = {f"leaf{number:03}": int(10 ** chance.uniform(7, 12)) for number in range(shape.leaves)}
    stated: dict[str, Fact] = {}

    def state(concept: str, amount: int, decimals: int | None, is_rate: bool = False) -> Fact:
        rounded = amount if is_rate else round_to(amount, decimals)
        fact = Fact(f"{report_id}-{len(facts):04}", report_id, concept, rounded, decimals, is_rate)
        facts.append(fact)
        return stated.setdefault(concept, fact)

    for concept, amount in truth.items():
        state(concept, amount, precision[concept])
    lower = shape.sums * 2 // 3
    for number, rule in enumerate(corpus.sums):
        amount = sum(weight * truth[concept] for concept, weight in rule.members)
        truth[rule.total] = amount
        if (number < lower) == damages_lower and chance.random() < shape.damaged * 2:
            # Further than all roundings together could reach (in fen, so ten times over), and a bit.
            reach = sum(stated[concept].high - stated[concept].low for concept, _ in rule.members)
            amount += chance.choice((-1, 1)) * (reach + chance.randint(1, 9) * 10 ** chance.randint(9, 11))
            corpus.damaged.add((rule.code, report_id))
        state(rule.total, amount, precision[rule.total])
    for product in corpus.products:
        base, rate = int(10 ** chance.uniform(9, 12)), chance.randint(1, 9999)
        state(product.base, base, None)
        state(product.rate, rate, 2, is_rate=True)
        state(product.result, base * rate // 10_000, -2)
    for concept in chance.sample(sorted(precision), shape.restated):
        state(concept, stated[concept].amount, _RESTATED)
    corpus.facts += facts


def round_to(amount: int, decimals: int | None) -> int:
    """Fen rounded half up to so many decimals of a yuan."""
    if decimals is None:
        return amount
    unit = int(Decimal(_FEN).scaleb(-decimals))
    return (amount + unit // 2) // unit * unit


def find_inconsistent(corpus: Corpus) -> set[Binding]:
    """What a reader with a pencil would find: the sums whose intervals do not meet, in exact arithmetic."""
    points: dict[tuple[str, str], tuple[int, int]] = {}
    for fact in corpus.facts:
        low, high = points.get((fact.report_id, fact.concept), (fact.low, fact.high))
        points[fact.report_id, fact.concept] = max(low, fact.low), min(high, fact.high)
    found: set[Binding] = set()
    for report_id in corpus.reports:
        for rule in corpus.sums:
            low = high = 0
            for concept, weight in rule.members:
                bounds = points[report_id, concept]
                low += weight * bounds[0 if weight > 0 else 1]
                high += weight * bounds[1 if weight > 0 else 0]
            stated_low, stated_high = points[report_id, rule.total]
            if low > stated_high or stated_low > high:
                found.add((rule.code, report_id))
    return found
