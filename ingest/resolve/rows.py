"""Landing rows of one document: what the facts page holds, in the columns of the landing tables."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ingest.read import Document
from ingest.resolve.context import DocumentContext
from ingest.resolve.facts import Facts, Record

# 金额采取舍位处理; 四舍五入 is the rule and needs no mention.
_CUT = re.compile(r"舍位(?!平衡)|截位|去尾法|只舍不入|不(?:作|做|进行)?四舍五入|未(?:作|做|进行)?四舍五入")
# Columns of a number besides those that say where it stands.
_OF_NUMBER = (
    "text", "literal", "unit_label", "qualifier", "disposition", "observation_id", "indicator_id", "cell_id"
)  # fmt: skip


def _position(document: Document, offset: int) -> Record:
    """Where a number stands in a file that is no text; empty in text files, whose lines say it."""
    piece = document.piece(offset)
    return {
        "block_no": piece.block if piece else None,
        "row_no": piece.row if piece else None,
        "column_no": piece.column if piece else None,
        "method": "ocr" if piece and piece.score is not None else "text",
        "ocr_score": f"{piece.score:.3f}" if piece and piece.score is not None else "",
        "page_box": " ".join(f"{edge:.1f}" for edge in piece.box) if piece and piece.box else "",
    }


def _numbers(facts: Facts) -> Iterator[Record]:
    """A row for each number of the document: a copy of the blank one, which is quicker than a row made of parts."""
    document, text, line_starts = facts.document, facts.document.text, facts.document.line_starts
    blank = {"document_id": document.document_id, "report_id": "", **facts.place(0, 0), **_position(document, 0)}
    blank |= dict.fromkeys(_OF_NUMBER, "")
    for token in facts.tokens:
        start, end = token.start, token.end
        row = blank.copy()
        row["report_id"] = facts.report_at(start).report_id
        row["line_no"] = bisect_right(line_starts, start)
        row["char_start"] = start
        row["char_end"] = end
        if document.pieces:
            row["page"] = document.page(start)
            row.update(_position(document, start))
        row["text"] = text[start:end]
        row["literal"] = token.literal
        row["unit_label"] = token.unit_label
        row["qualifier"] = token.qualifier
        row["disposition"] = token.disposition
        if token.observation_ids:
            row["observation_id"] = token.observation_ids[0]
        row["indicator_id"] = token.indicator_id
        row["cell_id"] = token.cell_id
        yield row


def landing_rows(facts: Facts, context: DocumentContext) -> dict[str, list[Record]]:
    """Rows by landing table."""
    document = facts.document
    documents = [
        {
            "document_id": document.document_id,
            "file_name": document.file_name,
            "sha256": document.sha256,
            "encoding": document.encoding,
            "issuer": context.issuer,
            "region_code": context.region_code,
            "fiscal_year": context.fiscal_year,
            "document_type": context.document_type,
            "title": context.title,
            "rounding_mode": "truncate" if _CUT.search(facts.view.prose) else "",
            "chars": len(document.text),
            "lines": len(document.line_starts),
            "pages": document.pages,
        }
    ]
    reports = [
        {
            "report_id": report.report_id,
            "document_id": document.document_id,
            "ordinal": report.ordinal,
            "title": report.span.title + report.span.subtitle,
            "document_type": report.document_type,
            "program_code": report.program_code,
            "region_code": report.region_code,
            "fiscal_year": report.fiscal_year,
            "line_start": document.line_no(report.span.start),
            "line_end": document.line_no(max(report.span.end - 1, report.span.start)),
            "char_start": report.span.start,
            "char_end": report.span.end,
        }
        for report in context.reports
    ]
    return {
        "documents": documents,
        "reports": reports,
        "numbers": list(_numbers(facts)),
        "observations": facts.observations,
        "indicator_scores": facts.indicators,
        "statement_cells": facts.cells,
        "relations": facts.relations,
    }
