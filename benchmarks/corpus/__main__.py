"""`python -m benchmarks.corpus make OUT --reports N` and `python -m benchmarks.corpus score CORPUS WAREHOUSE`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpus.score import Score, listed, table
from benchmarks.corpus.write import FORMATS, Plan, make


def _positive(words: str) -> int:
    if not words.isdigit() or not int(words):
        raise argparse.ArgumentTypeError(f"{words} is no number of reports or processes: give 1 or more")
    return int(words)


def _shares(words: str) -> dict[str, float]:
    """Shares by format: text=0.9,html=0.1."""
    shares = {name: float(share) for name, _, share in (part.partition("=") for part in words.split(","))}
    if unknown := set(shares) - set(FORMATS):
        raise argparse.ArgumentTypeError(
            f"no such format: {', '.join(sorted(unknown))}; known are {', '.join(FORMATS)}"
        )
    return shares


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    calls = parser.add_subparsers(dest="call", required=True)
    making = calls.add_parser("make", help="write reports and what they state")
    making.add_argument("out", type=Path)
    making.add_argument("--reports", type=_positive, required=True)
    making.add_argument("--kilobytes", type=float, default=28, help="of a report, nearly (default 28)")
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--planted", type=float, default=0.05, help="share of reports with one planted error")
    making.add_argument("--formats", type=_shares, default=FORMATS, help="shares, such as text=0.9,html=0.1")
    making.add_argument("--jobs", type=_positive, default=2)
    scoring = calls.add_parser("score", help="compare a warehouse with what its reports state")
    scoring.add_argument("corpus", type=Path)
    scoring.add_argument("warehouse", type=Path)
    scoring.add_argument("--format", choices=("text", "json"), default="text")
    scoring.add_argument("--list", action="store_true", help="every missed error, false finding and kind of wrong fact")
    call = parser.parse_args(arguments)
    return _make(call) if call.call == "make" else _score(call)


def _make(call: argparse.Namespace) -> int:
    if call.out.exists() and any(call.out.iterdir()):
        print(f"{call.out} is not empty: name a new folder", file=sys.stderr)
        return 2
    started = time.perf_counter()
    size = make(Plan(call.reports, call.seed, call.kilobytes, call.planted, call.formats, call.jobs), call.out)
    seconds = time.perf_counter() - started
    print(f"{call.reports} reports, {size / 1e6:.1f} MB, {size / 1000 / call.reports:.1f} KB each, {seconds:.1f} s, "
          f"{call.reports / seconds:.0f} reports/s with {call.jobs} processes")  # fmt: skip
    return 0


def _score(call: argparse.Namespace) -> int:
    if not call.warehouse.is_file():
        print(f"{call.warehouse} is no file: build the warehouse of the corpus first", file=sys.stderr)
        return 2
    try:
        score = Score(call.corpus, call.warehouse)
    except FileNotFoundError as problem:
        print(problem, file=sys.stderr)
        return 2
    if call.format == "json":
        told = score.told() | (score.lists() if call.list else {})
        print(json.dumps(told, ensure_ascii=False, indent=1, default=str))
    else:
        print(table(score) + (listed(score) if call.list else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
