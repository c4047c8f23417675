"""Damage the text fixtures at random and extract them: no damage may raise, nor take long.

`python -m tests.fuzz [--seconds 60] [--seed 1] [--reports FOLDER]` (`make fuzz`): each text that raises or takes more
than three seconds is kept in the folder that the last line names. Exit status 1 where there is any.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.read import read_document
from ingest.read.text import decode
from ingest.resolve.extract import Extractor
from tests.helpers import CORPUS

_SLOW = 3.0  # seconds
_INSERTED = (
    "",
    "\t",
    "|",
    "(",
    ")",
    "（",
    "）",
    "%",
    "万",
    "1",
    "十",
    "。",
    "：",
    "“",
    "”",
    ".",
    "-",
    "\u3000",
    "\u200b",
)
_WORDS = ("一、", "合计", "小计", "〔2024〕", "其中：", "分别", "得分", "分值")

Lines = list[str]


def _without(draw: random.Random, lines: Lines, at: int, _: Lines) -> None:
    del lines[at]


def _foreign(draw: random.Random, lines: Lines, at: int, other: Lines) -> None:
    lines.insert(at, draw.choice(other))


def _swapped(draw: random.Random, lines: Lines, at: int, _: Lines) -> None:
    to = draw.randrange(len(lines))
    lines[at], lines[to] = lines[to], lines[at]


def _spoilt(draw: random.Random, lines: Lines, at: int, _: Lines) -> None:
    column = draw.randrange(len(lines[at]) + 1)
    put = draw.choice(_INSERTED + _WORDS)
    lines[at] = lines[at][:column] + put + lines[at][column + draw.randint(0, 2) :]


def _joined(draw: random.Random, lines: Lines, at: int, _: Lines) -> None:
    lines[at] = lines[at].replace("\t", draw.choice((" ", "  ", "|", "")))


def _cut(draw: random.Random, lines: Lines, at: int, _: Lines) -> None:
    del lines[:at]


def _doubled(draw: random.Random, lines: Lines, at: int, _: Lines) -> None:
    lines[at] += lines[at]


DAMAGES: tuple[Callable[[random.Random, Lines, int, Lines], None], ...] = (
    _without, _foreign, _swapped, _spoilt, _joined, _cut, _doubled,
)  # fmt: skip


def damage(draw: random.Random, texts: Sequence[str]) -> str:
    """One of the texts with up to eight damages."""
    lines = draw.choice(texts).split("\n")
    for _ in range(draw.randint(1, 8)):
        if lines:
            draw.choice(DAMAGES)(draw, lines, draw.randrange(len(lines)), draw.choice(texts).split("\n"))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=Path, default=CORPUS.parent, help="folder of texts (default: all fixtures)")
    call = parser.parse_args(arguments)
    files = sorted(path for path in call.reports.rglob("*") if path.suffix in (".txt", ".md"))
    texts = [decode(path.read_bytes())[0] for path in files if path.stat().st_size]
    draw, engine = random.Random(call.seed), Extractor()
    kept = Path(tempfile.mkdtemp(prefix="yibao-fuzz-"))
    end, read, bad = time.monotonic() + call.seconds, 0, 0
    while time.monotonic() < end:
        text = damage(draw, texts)
        if not text.strip():
            continue
        path = kept / f"{bad:03}.txt"
        path.write_text(text, encoding="utf-8")
        started, read = time.monotonic(), read + 1
        try:
            engine.extract(read_document(path))
        except Exception:  # whatever it is, it is what this looks for
            traceback.print_exc(limit=-3)
            bad += 1
            continue
        if time.monotonic() - started > _SLOW:
            print(f"{path}: {time.monotonic() - started:.1f} s for {len(text)} characters", file=sys.stderr)
            bad += 1
    print(f"{read} damaged texts read, {bad} raised or took long; they are in {kept}")
    return bad > 0
