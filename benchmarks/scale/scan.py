"""The least that anybody can do with the same texts: read them, find every run of digits and every phrase we know.

`python -m benchmarks.scale.scan FOLDER JOBS` prints runs of digits, phrases and seconds. What ingest takes longer than
this is what understanding costs.
"""

from __future__ import annotations

import csv
import re
import sys
import time
from functools import cache
from multiprocessing import Pool
from pathlib import Path

import ahocorasick_rs

from ingest.lexicon import LEXICON

_DIGITS = re.compile(r"\d+")


@cache
def _phrases() -> ahocorasick_rs.AhoCorasick:
    """All phrases of all lists of the lexicon."""
    found: set[str] = set()
    for path in sorted(LEXICON.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found |= {row["phrase"] for row in csv.DictReader(file) if row.get("phrase")}
    return ahocorasick_rs.AhoCorasick(sorted(found))


def _scan(path: Path) -> tuple[int, int]:
    text = path.read_bytes().decode("utf-8", "replace")
    return len(_DIGITS.findall(text)), len(_phrases().find_matches_as_indexes(text))


def main(folder: Path, jobs: int) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    started = time.perf_counter()
    with Pool(jobs) as pool:
        found = list(pool.imap_unordered(_scan, files, chunksize=50))
    print(sum(one for one, _ in found), sum(other for _, other in found), round(time.perf_counter() - started, 3))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
