"""Precision and recall of extraction against expected facts: `python -m tests.evaluate REPORTS EXPECTED`.

REPORTS is a folder of files of any format that is read. EXPECTED holds observations.csv, indicators.csv, cells.csv
and documents.csv (see tests/fixtures/expected), and, in it or beside it, files.csv where the set names genre, layout
and format of its files. A line number counts in text and markdown only. An expected row marked uncertain
(certain = N) is neither missed nor wrong. What is scored:

facts         distinct report, metric, scheme, value
full          observations with program, funding level and part besides
targets       number of the target of an indicator, where one is expected
actuals       number of its actual value, likewise
reports       type, program, region and year of each report of a file
observations  report, line, metric, scheme, scope, region, year, value, qualifier
indicators    nodes of indicator trees: level, name, full and own score
cells         cells of statements: statement, section, line, measure, value
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ingest.read import SUFFIXES, Unreadable, read_document
from ingest.resolve.extract import Extractor
from tests.evaluation.digits import digit_runs, unaccounted
from tests.evaluation.matching import KINDS, Kind, Outcome, compare, without_lines
from tests.evaluation.rows import Row, Tables, expected_tables, found_tables, rows_if_any
from tests.evaluation.scores import DIMENSIONS, Scores

_WITH_LINES = (".txt", ".md")
_SHORT = ("observations", "indicators", "cells")


def labels_of(expected: Path, tables: Tables) -> dict[str, Row]:
    """Genre, layout and format by file: of files.csv; else the type of its first report that is not a cover letter."""
    labels: dict[str, Row] = {}
    for row in tables.get("documents", []):
        if row["document_type"] != "cover_letter":
            labels.setdefault(row["file"], {"genre": row["document_type"], "layout": "", "format": ""})
    for row in rows_if_any(expected / "files.csv") or rows_if_any(expected.parent / "files.csv"):
        labels[row["file"]] = {name: row.get(name, "") for name in ("genre", "layout", "format")}
    return labels


def files_of(reports: Path, named: set[str]) -> list[Path]:
    """Files to score: all texts, since what holds no fact is named nowhere, and what EXPECTED names."""
    return sorted(
        path
        for path in reports.iterdir()
        if path.suffix.lower() in _WITH_LINES or (path.suffix.lower() in SUFFIXES and path.name in named)
    )


def score_file(extractor: Extractor, path: Path, wanted: Tables) -> tuple[list[tuple[Kind, Outcome]], str]:
    """Outcome by kind of fact, and what is to be said of the file: why it is not read, digits not accounted for."""
    found: Tables = {name: [] for name in wanted}
    said = ""
    try:
        document = read_document(path)
        extraction = extractor.extract(document)
        found = found_tables(extraction)
        runs, lost = digit_runs(document.text), unaccounted(extraction, document.text)
        said = f"digits {len(runs)}" + "".join(f" lost {document.text[slice(*span)]!r} at {span[0]}" for span in lost)
    except Unreadable as error:
        said = f"not read: {error}"
    lines = path.suffix.lower() in _WITH_LINES
    told = {name for name, rows in wanted.items() if rows or name != "documents"}  # a file of no row is of no type
    kinds = [kind if lines else without_lines(kind) for kind in KINDS if kind.table in told]
    return [(kind, compare(kind, found[kind.table], wanted[kind.table])) for kind in kinds], said


def main(reports: Path, expected: Path, verbose: bool, by: list[str]) -> int:
    extractor = Extractor()
    tables = expected_tables(expected)
    labels = labels_of(expected, tables)
    named = set(labels) | {row["file"] for rows in tables.values() for row in rows}
    files = files_of(reports, named)
    scores = Scores()
    for path in files:
        wanted = {name: [row for row in rows if row["file"] == path.name] for name, rows in tables.items()}
        outcomes, said = score_file(extractor, path, wanted)
        label = {"genre": "none", "layout": "", **labels.get(path.name, {})}
        label["format"] = label.get("format") or path.suffix.lower().lstrip(".")
        short = []
        for kind, outcome in outcomes:
            scores.add(kind, outcome, label)
            if kind.name in _SHORT:
                counts = f"{len(outcome.hits):4} -{len(outcome.missed):<3} +{len(outcome.invented):<3}"
                short.append(f"{kind.name[:3]} {counts}")
        print("  ".join((f"{path.name:52}", *short, said)))
        if verbose:
            for kind, outcome in outcomes:
                for sign, rows in (("-", outcome.missed), ("+", outcome.invented)):
                    for row in rows:
                        print(f"   {sign} {kind.name[:7]:7} {' '.join(kind.key(row))} {row.get('breakdown', '')}")
    for name in sorted({row["file"] for rows in tables.values() for row in rows} - {path.name for path in files}):
        print(f"{name:52}  expected, but not there; not scored")
    print("\n".join(scores.lines(by)))
    return 0


def _dimensions(words: str) -> list[str]:
    names = words.split(",")
    if unknown := set(names) - set(DIMENSIONS):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: not among {', '.join(DIMENSIONS)}")
    return names


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.evaluate", description=__doc__.split("\n")[0])
    parser.add_argument("reports", type=Path, help="folder of reports")
    parser.add_argument("expected", type=Path, help="folder of expected facts")
    parser.add_argument("-v", "--verbose", action="store_true", help="every row missed (-) and invented (+)")
    parser.add_argument("--by", type=_dimensions, default=[], help=f"tables by any of {','.join(DIMENSIONS)}")
    call = parser.parse_args()
    sys.exit(main(call.reports, call.expected, call.verbose, call.by))
