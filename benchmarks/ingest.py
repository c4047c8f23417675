"""How fast text reports are read and landed, and whether memory grows with their number.

`python -m benchmarks.ingest [FILES ...] [--counts 200 800] [--jobs 2]`: copies of text reports with changed digits, so
that no cache of whole texts helps, landed as Parquet by a fresh process for each count.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

from ingest.land.batch import find_files
from ingest.land.corpus import land_corpus, processes
from ingest.read.text import decode

FIXTURES = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "reports"
_DIGIT = re.compile(r"(?<=\d)\d(?=\.\d)")  # the last digit before a point: amounts change, years and codes do not


def vary(sources: Sequence[Path], count: int, folder: Path) -> int:
    """`count` copies of the sources in turn, each with other digits; returns their bytes."""
    size = 0
    texts = [decode(path.read_bytes())[0] for path in sources]
    for number in range(count):
        draw = random.Random(number)
        text = _DIGIT.sub(lambda _: str(draw.randint(0, 9)), texts[number % len(texts)])  # noqa: B023
        data = f"{text}\n第{number}份\n".encode()
        (folder / f"{number:06}.txt").write_bytes(data)
        size += len(data)
    return size


def _land(folder: Path, landing: Path, jobs: int, told: object) -> None:
    """Land a folder and tell seconds, documents and peak memory (MB) of this process and of its largest worker."""
    started = time.perf_counter()
    documents = sum(len(part.documents) for part in land_corpus(find_files([folder]), landing, jobs))
    seconds = time.perf_counter() - started
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    told.put((seconds, documents, peak / 1024))  # type: ignore[attr-defined]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="text reports to copy (default: those of tests/fixtures)")
    parser.add_argument("--counts", nargs="+", type=int, default=[200, 800])
    parser.add_argument("--jobs", type=int, default=processes())
    call = parser.parse_args(arguments)
    sources = call.files or sorted(path for path in FIXTURES.iterdir() if path.suffix == ".txt")
    print(f"{'reports':>8} {'KB each':>8} {'reports/s':>10} {'MB/s':>6} {'peak MB':>8}   {call.jobs} processes")
    context = get_context("spawn")
    for count in call.counts:
        with tempfile.TemporaryDirectory(prefix="yibao-bench-") as name:
            folder = Path(name) / "reports"
            folder.mkdir()
            size = vary(sources, count, folder)
            told = context.Queue()
            worker = context.Process(target=_land, args=(folder, Path(name) / "landing", call.jobs, told))
            worker.start()
            seconds, documents, peak = told.get()
            worker.join()
        rate = documents / seconds
        print(f"{documents:8} {size / count / 1000:8.1f} {rate:10.1f} {size / seconds / 1e6:6.2f} {peak:8.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
