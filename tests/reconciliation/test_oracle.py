"""The models against an oracle of exact rationals (identities.py), on thousands of seeded cases (drawing.py).

One pass runs them all; not one verdict may differ.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reconciliation.drawing import CASES, Drawn, draw
from tests.reconciliation.engine import Engine, Outcome


@pytest.fixture(scope="module")
def compared(engine: Engine) -> tuple[Drawn, dict[str, Outcome]]:
    into = draw(20241122)
    return into, {outcome["case"]: outcome for outcome in engine.run(into.figures, into.rules, into.members)}


def differing(compared: tuple[Drawn, dict[str, Outcome]]) -> Iterator[tuple[object, ...]]:
    into, found = compared
    for case, expected in into.expected.items():
        outcome = found.get(case, {})
        seen = (outcome.get("verdict"), outcome.get("reason"))
        if seen != expected:
            texts = [(figure.text, figure.decimals) for figure in into.figures if figure.case == case]
            yield case, texts, expected, seen


def test_no_verdict_differs_from_that_of_exact_rationals(compared: tuple[Drawn, dict[str, Outcome]]) -> None:
    assert list(differing(compared)) == []


@pytest.mark.parametrize("kind", ["sum", "repeated", "product", "class", "growth", "same"])
def test_the_cases_hug_the_edges_on_both_sides(compared: tuple[Drawn, dict[str, Outcome]], kind: str) -> None:
    verdicts = [verdict for case, (verdict, _) in compared[0].expected.items() if case.startswith(kind)]
    assert len(verdicts) > CASES / 2
    for verdict in ("rounding", "conflict" if kind == "same" else "inconsistent"):
        assert verdicts.count(verdict) > CASES / 8, verdict
