"""Precision and recall of extraction against expected facts: `python -m tests.evaluate REPORTS EXPECTED`.

EXPECTED holds observations.csv, indicators.csv and cells.csv (see tests/fixtures/expected). An expected row
marked uncertain (certain = N) is neither missed nor wrong.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from ingest.read import Unreadable, read_document
from ingest.resolve.extract import Extraction, Extractor

ROOT = Path(__file__).resolve().parents[1]


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


UNITS = {row["unit_label"]: row for row in _rows(ROOT / "seeds/reference/unit_labels.csv")}


def canonical(literal: str, label: str) -> str:
    """Canonical value as a normal decimal string."""
    if not literal:
        return ""
    exponent = int(UNITS[label]["exponent"] or 0) if label in UNITS else 0
    return plain(str(Decimal(literal).scaleb(exponent)))


def plain(value: str) -> str:
    return "" if value == "" else format(Decimal(value).normalize(), "f")


def _key(name: str) -> str:
    name = name.translate(str.maketrans("（）", "()"))
    name = re.sub(r"^(?:其中[:：])?(?:[一二三四五六七八九十]+、|\d+[.、]|\([一二三四五六七八九十\d]+\))", "", name)
    return re.sub(r"[\s“”\"]", "", name)


def observation_keys(extraction: Extraction) -> list[tuple[str, ...]]:
    ordinal = {row["report_id"]: str(row["ordinal"]) for row in extraction["reports"]}
    return [
        (
            ordinal[o["report_id"]], str(o["line_no"]), o["metric_code"], o["scheme_code"], o["scope"],
            o["region_code"], str(o["fiscal_year"]), canonical(o["literal"], o["unit_label"]), o["qualifier"],
        )
        for o in extraction["observations"]
    ]  # fmt: skip


def expected_observations(rows: list[dict[str, str]]) -> list[tuple[tuple[str, ...], bool]]:
    return [
        (
            (
                r["report_no"], r["line_no"], r["metric_code"], r["scheme_code"], r["scope"], r["region_code"],
                r["fiscal_year"], plain(r["value"]), r["qualifier"],
            ),
            r.get("certain", "Y") != "N",
        )
        for r in rows
    ]  # fmt: skip


def node_keys(extraction: Extraction) -> list[tuple[str, ...]]:
    ordinal = {row["report_id"]: str(row["ordinal"]) for row in extraction["reports"]}
    return [
        (
            ordinal[i["report_id"]],
            str(i["level"]),
            _key(i["indicator_name"]) if i["level"] else "",
            plain(i["full_score"]),
            plain(i["self_score"]),
        )
        for i in extraction["indicator_scores"]
    ]


def expected_nodes(rows: list[dict[str, str]]) -> list[tuple[tuple[str, ...], bool]]:
    return [
        (
            (
                r["report_no"],
                r["level"],
                _key(r["indicator_name"]) if r["level"] != "0" else "",
                plain(r["full_score"]),
                plain(r["self_score"]),
            ),
            r.get("certain", "Y") != "N",
        )
        for r in rows
    ]


def cell_keys(extraction: Extraction) -> list[tuple[str, ...]]:
    return [
        (
            str(c["line_no"]), c["statement_code"], c["section"], c["line_code"], _key(c["line_name"]),
            c["measure_code"], canonical(c["literal"], c["unit_label"]),
        )
        for c in extraction["statement_cells"]
    ]  # fmt: skip


def expected_cells(rows: list[dict[str, str]]) -> list[tuple[tuple[str, ...], bool]]:
    return [
        (
            (
                r["line_no"],
                r["statement_code"],
                r["section"],
                r["line_code"],
                _key(r["line_name"]),
                r["measure_code"],
                plain(r["value"]),
            ),
            True,
        )
        for r in rows
    ]


def compare(
    found: list[tuple[str, ...]], expected: list[tuple[tuple[str, ...], bool]]
) -> tuple[int, list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Matches, missed and invented rows; uncertain expectations excuse, they do not count."""
    left = Counter(found)
    hit, missed = 0, []
    for key, certain in sorted(expected, key=lambda pair: not pair[1]):
        if left[key] > 0:
            left[key] -= 1
            hit += certain
        elif certain:
            missed.append(key)
    doubtful = {(*key[:2], key[-2] if len(key) == 9 else "") for key, certain in expected if not certain}
    extra = [
        key
        for key, count in left.items()
        for _ in range(count)
        if (*key[:2], key[-2] if len(key) == 9 else "") not in doubtful
    ]
    return hit, missed, extra


def main(reports: Path, expected: Path, verbose: bool) -> int:
    extractor = Extractor()
    wanted = {name: _rows(expected / f"{name}.csv") for name in ("observations", "indicators", "cells")}
    wanted["observations"] += [{**row, "certain": "N"} for row in _rows(expected / "uncertain.csv")]
    kinds = (
        ("observations", observation_keys, expected_observations),
        ("indicators", node_keys, expected_nodes),
        ("cells", cell_keys, expected_cells),
    )
    totals = {name: [0, 0, 0] for name, _, _ in kinds}
    for path in sorted(p for p in reports.iterdir() if p.suffix in (".txt", ".md")):
        try:
            extraction = extractor.extract(read_document(path))
        except Unreadable as error:
            print(f"{path.name}: {error}")
            continue
        line = [f"{path.name:52}"]
        notes: list[str] = []
        for name, keys, expect in kinds:
            rows = [r for r in wanted[name] if r["file"] == path.name]
            hit, missed, extra = compare(keys(extraction), expect(rows))
            for position, count in enumerate((hit, len(missed), len(extra))):
                totals[name][position] += count
            line.append(f"{name[:3]} {hit:4} -{len(missed):<3} +{len(extra):<3}")
            notes += [f"   - {name[:3]} {' '.join(key)}" for key in missed] + [
                f"   + {name[:3]} {' '.join(key)}" for key in extra
            ]
        print("  ".join(line))
        if verbose:
            print("\n".join(notes))
    for name, (hit, missed, extra) in totals.items():
        recall, precision = hit / max(hit + missed, 1), hit / max(hit + extra, 1)
        counts = f"(matched {hit}, missed {missed}, invented {extra})"
        print(f"{name:14} recall {recall:.3f}  precision {precision:.3f}  {counts}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), "-v" in sys.argv))
