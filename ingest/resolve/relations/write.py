"""Landing rows of relations: the operands of one identity that a sentence states, each with its place."""

from __future__ import annotations

from typing import NamedTuple

from ingest.find.numbers import Token
from ingest.resolve.facts import Facts


class Operand(NamedTuple):
    """One number of a relation: its role, its sign, and the span it stands at."""

    role: str
    literal: str
    unit_label: str
    qualifier: str
    start: int
    end: int
    weight: int = 1
    term: int | None = None

    @classmethod
    def of(cls, token: Token, role: str, weight: int = 1, term: int | None = None) -> Operand:
        """The operand that a number of the text is."""
        start = token.fragment.start if token.fragment is not None else token.start
        return cls(role, token.literal, token.unit_label, token.qualifier, start, token.end, weight, term)


def relate(facts: Facts, code: str, subject: str, operands: list[Operand]) -> None:
    """Land one relation; operands in the order in which they are to be read."""
    first = operands[0].start
    report = facts.report_at(first)
    stem = f"{report.report_id}-x{first:07d}"
    nth = facts.related[stem]
    facts.related[stem] += 1
    relation_id = stem + ("" if nth == 0 else chr(ord("a") + nth))
    for number, operand in enumerate(operands, 1):
        facts.relations.append(
            {
                "relation_id": relation_id,
                "operand_no": number,
                "document_id": facts.document.document_id,
                "report_id": facts.report_at(operand.start).report_id,
                "relation_code": code,
                "subject": subject,
                "role": operand.role,
                "weight": operand.weight,
                "term": operand.term,
                "literal": operand.literal,
                "unit_label": operand.unit_label,
                "qualifier": operand.qualifier,
                # A list that was counted is told by its place: its words are the report's.
                "stated_text": "" if operand.role == "counted" else facts.printed(operand.start, operand.end),
                **facts.place(operand.start, operand.end),
            }
        )
