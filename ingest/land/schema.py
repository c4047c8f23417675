"""The landing tables: what extraction hands to dbt, one definition for CSV seeds and Parquet.

A landing row says what stands where (words, digits and unit as printed, label, context). Units,
intervals, duplicates and primaries are SQL in `models/`. All offsets are code points of the canonical
text, half-open; `line_no` counts from 1; `page` is NULL for formats without pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer"]


@dataclass(frozen=True)
class Column:
    """One landing column: its name, storage kind and meaning."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Table:
    """One landing table: its columns in order and the columns that sort and identify a row."""

    name: str
    key: tuple[str, ...]
    sort: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _text(name: str, meaning: str) -> Column:
    return Column(name, "text", meaning)


def _int(name: str, meaning: str) -> Column:
    return Column(name, "integer", meaning)


_PLACE = (
    _int("line_no", "line of the canonical text, from 1"),
    _int("char_start", "first code point of the span"),
    _int("char_end", "code point after the span"),
    _int("page", "page, where the format has pages"),
)

DOCUMENTS = Table(
    "documents",
    key=("document_id",),
    sort=("file_name", "document_id"),
    columns=(
        _text("document_id", "d + first 12 hex digits of the file's SHA-256"),
        _text("file_name", "name of the file, without its folder"),
        _text("sha256", "SHA-256 of the file's bytes"),
        _text("encoding", "character encoding of a text, else the format that was read (pdf, docx, html, xlsx, ocr)"),
        _text("issuer", "body that issued it (编制单位), as printed"),
        _text("region_code", "GB/T 2260 code of the issuer's region"),
        _int("fiscal_year", "year the document reports on"),
        _text("document_type", "genre, see seeds/reference/document_types.csv"),
        _text("title", "title as printed, blanks and brackets folded"),
        _text("rounding_mode", "truncate where the document says that digits were cut off (舍位), else empty"),
        _int("chars", "code points of the canonical text"),
        _int("lines", "lines of the canonical text"),
        _int("pages", "pages, where the format has pages"),
    ),
)

REPORTS = Table(
    "reports",
    key=("report_id",),
    sort=("report_id",),
    columns=(
        _text("report_id", "document_id + -r + two-digit ordinal"),
        _text("document_id", "file it stands in"),
        _int("ordinal", "position in the file, from 1"),
        _text("title", "title as printed, blanks and brackets folded"),
        _text("document_type", "genre, see seeds/reference/document_types.csv"),
        _text("program_code", "program it reports on, see seeds/reference/programs.csv"),
        _text("region_code", "GB/T 2260 code of its region"),
        _int("fiscal_year", "year it reports on"),
        _int("line_start", "first line"),
        _int("line_end", "last line"),
        _int("char_start", "first code point"),
        _int("char_end", "code point after the last"),
    ),
)

NUMBERS = Table(
    "numbers",
    key=("document_id", "char_start"),
    sort=("document_id", "char_start"),
    columns=(
        _text("document_id", "file"),
        _text("report_id", "report inside the file"),
        *_PLACE,
        _int("block_no", "paragraph or table of the file, from 1, where the format has them"),
        _int("row_no", "row of the table it stands in, from 1"),
        _int("column_no", "column of the table it stands in, from 1"),
        _text("method", "text, or ocr where its words were recognised in a picture"),
        _text("ocr_score", "certainty of the recognition, 0 to 1, else empty"),
        _text("page_box", "left, top, right, bottom of its line or cell, in points from the page's top left"),
        _text("text", "the span as printed: digits with the unit that follows"),
        _text("literal", "digits as a plain decimal, sign included, no separators"),
        _text("unit_label", "unit as printed, scale included (万元, 人次, %), or inherited from the table"),
        _text("qualifier", "exact, at_least, more_than, at_most, less_than, about, range"),
        _text("disposition", "what became of it, closed list of the contract"),
        _text("observation_id", "first observation made of it"),
        _text("indicator_id", "indicator node it belongs to"),
        _text("cell_id", "statement cell it is"),
    ),
)

OBSERVATIONS = Table(
    "observations",
    key=("observation_id",),
    sort=("document_id", "char_start", "observation_id"),
    columns=(
        _text("observation_id", "document_id + -o + char_start, with a letter for further metrics at one place"),
        _text("document_id", "file"),
        _text("report_id", "report inside the file"),
        _text("region_code", "GB/T 2260 code of the place the value speaks of"),
        _text("scope", "whole or own_level (市本级, 县本级)"),
        _int("fiscal_year", "year the value speaks of"),
        _text("metric_code", "seeds/reference/metrics.csv"),
        _text("scheme_code", "seeds/reference/schemes.csv"),
        _text("program_code", "seeds/reference/programs.csv"),
        _text("funding_level", "seeds/reference/funding_levels.csv"),
        _text("breakdown", "empty for the whole, else the part's label as printed"),
        _text("literal", "digits as a plain decimal; the lower end of a range"),
        _text("literal_high", "upper end of a range, else empty"),
        _text("unit_label", "unit as printed, scale included; the metric's own unit where none is printed"),
        _text("qualifier", "exact, at_least, more_than, at_most, less_than, about, range"),
        _text("source_form", "prose, indicator, table or score: where in the report it stands"),
        _text("stated_text", "the span as printed"),
        *_PLACE,
    ),
)

INDICATOR_SCORES = Table(
    "indicator_scores",
    key=("indicator_id",),
    sort=("indicator_id",),
    columns=(
        _text("indicator_id", "report_id + -i + three-digit position in the tree, parents first"),
        _text("parent_indicator_id", "node above, empty at the top"),
        _text("document_id", "file"),
        _text("report_id", "report inside the file"),
        _int("level", "0 the report's total, 1 一级指标, 2 二级指标, 3 三级指标"),
        _text("indicator_name", "name as printed"),
        _text("full_score", "full score (满分, 分值) as a plain decimal"),
        _text("self_score", "own score (自评, 得分) as a plain decimal"),
        _text("target_text", "target (指标值) as printed"),
        _text("actual_text", "actual (实际完成值) as printed"),
        _text("target_literal", "number in the target"),
        _text("actual_literal", "number in the actual"),
        _text("target_qualifier", "comparator of the target"),
        _text("actual_qualifier", "comparator of the actual"),
        _text("unit_label", "unit as printed in target, actual or name"),
        _text("actual_unit_label", "unit of the actual value, where it is printed in another scale; else unit_label"),
        _int("full_score_start", "first code point of the full score's digits"),
        _int("self_score_start", "first code point of the own score's digits"),
        _int("target_start", "first code point of the target's number"),
        _int("actual_start", "first code point of the actual value's number"),
        *_PLACE,
    ),
)

STATEMENT_CELLS = Table(
    "statement_cells",
    key=("cell_id",),
    sort=("document_id", "char_start"),
    columns=(
        _text("cell_id", "document_id + -c + char_start"),
        _text("document_id", "file"),
        _text("report_id", "report inside the file"),
        _text("statement_code", "FA01 to FA09, OB01, PF01"),
        _text("section", "income, expense or none"),
        _int("row_no", "row of the statement's body, from 1"),
        _text("line_code", "account code as printed, empty where the form has none"),
        _text("line_name", "line label as printed, list mark included; empty where none is printed"),
        _text("measure_code", "column, see the contract"),
        _text("literal", "digits as a plain decimal, sign included"),
        _text("unit_label", "unit of the cell: its own, else the table's"),
        _text("stated_text", "the span as printed"),
        *_PLACE,
    ),
)

RELATIONS = Table(
    "relations",
    key=("relation_id", "operand_no"),
    sort=("relation_id", "operand_no"),
    columns=(
        _text("relation_id", "report_id + -x + char_start of its first operand, with a letter for further ones there"),
        _int("operand_no", "position among the operands of the relation, from 1"),
        _text("document_id", "file"),
        _text("report_id", "report inside the file"),
        _text("relation_code", "what the words say the numbers are to each other, seeds/rules/relation_roles.csv"),
        _text("subject", "what is spoken of, as printed"),
        _text("role", "what this number is in it, seeds/rules/relation_roles.csv"),
        _int("weight", "1, or -1 where the words take it away (减少, 下降)"),
        _int("term", "operands of one product share a number; empty where a role says enough"),
        _text("literal", "digits as a plain decimal; of a list of names, how many there are"),
        _text("unit_label", "unit as printed or inherited, scale included"),
        _text("qualifier", "exact, at_least, more_than, at_most, less_than, about, range"),
        _text("stated_text", "the span as printed"),
        *_PLACE,
    ),
)

TABLES: tuple[Table, ...] = (
    DOCUMENTS,
    REPORTS,
    NUMBERS,
    OBSERVATIONS,
    INDICATOR_SCORES,
    STATEMENT_CELLS,
    RELATIONS,
)
