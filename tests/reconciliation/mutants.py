"""Reports with one number changed, each a document of its own, all checked in one warehouse.

    python -m tests.reconciliation.mutants REPORT… [--each N] [--seed S]

changes N random digits in figures that take part in an identity that holds, one at a time, and tells what was found.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ingest.draft import build_draft
from ingest.land.batch import extract_files, find_files
from ingest.resolve.extract import Extractor

# Rules over several documents would compare a mutant with its original.
ACROSS = "('across_reports', 'across_years')"


@dataclass(frozen=True)
class Mutant:
    """One changed number: the file, its offset (code points), the digits before and after."""

    path: Path
    start: int
    old: str
    new: str
    kind: str = ""

    @property
    def end(self) -> int:
        return self.start + max(len(self.old), len(self.new))

    def apply(self, text: str) -> str:
        if not text.startswith(self.old, self.start):
            raise ValueError(f"{self.path.name}: {self.old} does not stand at {self.start}")
        return text[: self.start] + self.new + text[self.start + len(self.old) :]


@dataclass(frozen=True)
class Finding:
    """One broken check and where its operands stand."""

    rule_code: str
    subject: str
    gap: str
    severity: str
    line_no: int
    spans: tuple[tuple[int, int], ...]

    def same_as(self) -> tuple[str, str, str]:
        return self.rule_code, self.subject, self.gap

    def touches(self, mutant: Mutant) -> bool:
        return any(start < mutant.end and mutant.start < end for start, end in self.spans)


@dataclass
class Outcome:
    """What came of the mutants: those found, those missed, findings that do not hold the changed number."""

    base: dict[Path, list[Finding]]
    found: list[Mutant] = field(default_factory=list)
    missed: list[Mutant] = field(default_factory=list)
    beside: list[tuple[Mutant, Finding]] = field(default_factory=list)


def read_planted(listing: Path, folder: Path) -> list[Mutant]:
    """Rows of a planted.csv (file, char_start, old, new, kind)."""
    with listing.open(encoding="utf-8", newline="") as file:
        return [
            Mutant(folder / row["file"], int(row["char_start"]), row["old"], row["new"], row["kind"])
            for row in csv.DictReader(file)
        ]


def run(mutants: Iterable[Mutant]) -> Outcome:
    """Check every mutant beside its original; all of them together are one warehouse."""
    mutants = list(mutants)
    texts = {path: path.read_bytes().decode("utf-8") for path in sorted({m.path for m in mutants})}
    files: dict[str, str] = {f"base-{n}{path.suffix}": texts[path] for n, path in enumerate(texts)}
    names = {path: name for path, name in zip(texts, files, strict=True)}
    # Two mutants may make one text; the same content is read once.
    by_text: dict[str, str] = {}
    of_mutant: dict[Mutant, str] = {}
    for number, mutant in enumerate(mutants):
        text = mutant.apply(texts[mutant.path])
        of_mutant[mutant] = by_text.setdefault(text, f"m{number:05d}{mutant.path.suffix}")
    files |= {name: text for text, name in by_text.items()}
    with warehouse(files) as database:
        findings = read_findings(database)
    outcome = Outcome({path: findings[names[path]] for path in texts})
    for mutant in mutants:
        known = {finding.same_as() for finding in outcome.base[mutant.path]}
        new = [f for f in findings[of_mutant[mutant]] if f.same_as() not in known]
        hits = [f for f in new if f.touches(mutant)]
        (outcome.found if hits else outcome.missed).append(mutant)
        outcome.beside += [(mutant, f) for f in new if not f.touches(mutant)]
    return outcome


@contextmanager
def warehouse(files: dict[str, str]) -> Iterator[Path]:
    """A scratch warehouse of texts by file name."""
    with tempfile.TemporaryDirectory(prefix="yibao-mutants-") as name:
        source, workspace = Path(name) / "reports", Path(name) / "build"
        source.mkdir()
        workspace.mkdir()
        for file_name, text in files.items():
            (source / file_name).write_bytes(text.encode("utf-8"))
        yield build_draft(extract_files(find_files([source]).files, Extractor()), workspace)


def read_findings(database: Path) -> dict[str, list[Finding]]:
    """Broken checks by file name."""
    found: dict[str, list[Finding]] = defaultdict(list)
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            f"""
            select documents.file_name, checks.rule_code, checks.subject, cast(checks.gap as varchar), checks.severity,
                checks.line_no, list((evidence.char_start, evidence.char_end))
            from marts.fct_reconciliation as checks
            inner join marts.dim_reconciliation_rule as rules using (rule_code)
            inner join marts.dim_report as reports using (report_id)
            inner join marts.dim_document as documents using (document_id)
            inner join marts.fct_reconciliation_evidence as evidence using (check_id)
            where checks.verdict in ('inconsistent', 'conflict') and rules.scope not in {ACROSS}
            group by all order by all
            """
        ).fetchall()
    for file_name, *values, spans in rows:
        found[file_name].append(Finding(*values, tuple(spans)))
    return found


def one_digit(path: Path, count: int, seed: int) -> list[Mutant]:
    """Random one-digit changes of figures in identities that hold; the last digit of a figure is left alone."""
    text = path.read_bytes().decode("utf-8")
    with warehouse({path.name: text}) as database, duckdb.connect(str(database), read_only=True) as connection:
        spans = connection.execute(
            """
            select distinct evidence.char_start, evidence.char_end
            from marts.fct_reconciliation_evidence as evidence
            inner join marts.fct_reconciliation as checks using (check_id)
            where checks.verdict in ('consistent', 'rounding') and checks.kind not in ('range', 'order')
            order by 1
            """
        ).fetchall()
    chance = random.Random(seed)
    mutants: set[Mutant] = set()
    for _ in range(20 * count):
        start, end = chance.choice(spans)
        digits = [at for at in range(start, end) if text[at] in "0123456789"]
        if not digits or len(mutants) == count:
            continue
        at = chance.choice(digits[:-1] or digits)
        mutants.add(Mutant(path, at, text[at], chance.choice([d for d in "0123456789" if d != text[at]])))
    return sorted(mutants, key=lambda m: (m.start, m.new))


def main() -> int:
    """Tell how many random one-digit changes of each report are found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for path in arguments.reports:
        outcome = run(one_digit(path, arguments.each, arguments.seed))
        total = len(outcome.found) + len(outcome.missed)
        print(f"{path.name}: {len(outcome.found)} of {total} found, {len(outcome.beside)} findings beside the change")
        text = path.read_bytes().decode("utf-8")
        for mutant in outcome.missed:
            around = " ".join(text[max(0, mutant.start - 14) : mutant.start + 8].split())
            print(
                f"  missed: line {text.count(chr(10), 0, mutant.start) + 1}, {mutant.old} to {mutant.new} in {around}"
            )
        for mutant, finding in outcome.beside[:20]:
            print(f"  beside: {mutant.old} to {mutant.new} at {mutant.start}: {finding.rule_code} {finding.subject}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
