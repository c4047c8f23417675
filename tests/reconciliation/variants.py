"""Variants of the cases that keep their rule: one thing about the figures is different, and so may be the verdict.

    python -m tests.reconciliation.variants

writes what the models say now to variants.csv, to be read before it is committed.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.reconciliation.engine import Engine, Outcome, compile_project
from tests.reconciliation.figures import Figure, printed
from tests.reconciliation.test_rule_cases import CASES, KEEPS, as_figure, cases

VARIANTS = CASES.with_name("variants.csv")
MOST = 8  # figures of a case that are varied one by one
# Another code of each facet, which no rule names.
_OTHER = {
    "item": "function_2050999", "scheme_code": "long_term_care", "program_code": "assistance",
    "funding_level": "municipal", "breakdown": "甲类",
}  # fmt: skip
_FORMS = ("FA", "OB", "PF")
Variant = tuple[str, list[Figure]]


def doubled(figure: Figure) -> Figure:
    """The same figure with twice its number, so that no identity of the case holds with it."""
    literal = printed(figure.text).literal
    at = figure.text.index(literal)
    digits = len(literal.partition(".")[2])
    number = f"{2 * float(literal) + 1:.{digits}f}"
    return replace(figure, text=figure.text[:at] + number + figure.text[at + len(literal) :])


def facets_of(figure: Figure) -> list[str]:
    """Facets that such a figure can have: a cell of a form has a line, and no scheme, level or part."""
    return ["item"] if figure.concept.startswith(_FORMS) else [name for name in _OTHER if name != "item"]


def variants(figures: Sequence[Figure]) -> Iterator[Variant]:
    """Each with its name; figures are counted from 1 in the order of the case."""
    whole = list(figures)
    for number, figure in list(enumerate(whole, 1))[:MOST]:
        rest = whole[: number - 1] + whole[number:]
        later = replace(figure, line=9000, start=900_000, row="again")
        yield f"without figure {number}", rest
        yield f"figure {number} is stated again", [*whole, later]
        yield f"figure {number} is stated again in its row", [*whole, replace(later, row=figure.row)]
        if number > 1 and len(whole) > 2:  # one reference of several is enough
            yield f"figure 1, and its number as figure {number}", [whole[0], replace(figure, text=whole[0].text)]
        yield f"figure {number} is of the year before", [*rest, replace(figure, year=figure.year - 1)]
        yield f"figure {number} is stated again as another number", [*whole, doubled(replace(later, row=figure.row))]
        for name in facets_of(figure):
            yield f"figure {number} is of another {name}", [*rest, replace(figure, **{name: _OTHER[name]})]
        if not figure.concept.startswith(_FORMS):
            yield f"figure {number} stands in a table", [*rest, replace(figure, form="table")]
    for name in _OTHER:
        if any(name in facets_of(figure) for figure in whole):
            moved = [replace(f, line=9000, **{name: _OTHER[name]}) if name in facets_of(f) else f for f in whole]
            changed = [doubled(moved[0]), *moved[1:]]
            yield f"beside the same of another {name}, broken", whole + [f for f in changed if f not in whole]
    one_line = [replace(figure, line=500) for figure in whole]
    yield "in one sentence, and figure 1 again elsewhere, doubled", [*one_line, doubled(replace(whole[0], line=700))]
    yield "each in a row of its own", [replace(f, row=f"r{n}") for n, f in enumerate(whole)]
    yield "each in a report of its own", [replace(f, report=f"p{n}", document="one") for n, f in enumerate(whole)]
    yield "each in a document of its own", [replace(f, report=f"q{n}", document=f"q{n}") for n, f in enumerate(whole)]


def kept() -> Iterator[tuple[str, str, list[Figure]]]:
    """Cases that keep their rule, of figures that a test can vary: of each rule so many that all members take part."""
    seen: set[tuple[str, str]] = set()
    for (rule_code, case), rows in cases().items():
        members = {(rule_code, row["member_no"]) for row in rows}
        figures = [as_figure(row) for row in rows]
        is_kept = set(rows[0]["expected_verdict"].split()) <= KEEPS and rows[0]["expected_verdict"]
        if is_kept and not members <= seen and not any(figure.binding for figure in figures):
            seen |= members
            yield rule_code, case, figures


def named() -> dict[tuple[str, str], list[Figure]]:
    """Figures by rule and variant, each variant a case of its own."""
    return {
        (rule_code, f"{case}, {name}"): [replace(f, case=f"{rule_code}: {case}, {name}") for f in figures]
        for rule_code, case, whole in kept()
        for name, figures in variants(whole)
    }


def told(engine: Engine) -> dict[tuple[str, str], str]:
    """What the rule says of each of its variants: verdicts, with their reasons, of all its checks."""
    wanted = named()
    found: dict[str, list[Outcome]] = {}
    for outcome in engine.run([figure for figures in wanted.values() for figure in figures]):
        if outcome["case"].startswith(outcome["rule_code"] + ": "):
            found.setdefault(outcome["case"], []).append(outcome)
    return {key: words(found.get(": ".join(key), [])) for key in wanted}


def words(outcomes: list[Outcome]) -> str:
    return "; ".join(sorted(" ".join(filter(None, (o["verdict"], o["reason"]))) for o in outcomes)) or "nothing"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        rows = told(Engine(compile_project(Path(folder))))
    with VARIANTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("rule_code", "variant", "told"))
        writer.writerows((*key, told) for key, told in rows.items())
    return 0


if __name__ == "__main__":
    sys.exit(main())
