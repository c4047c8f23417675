"""Time of reading and extracting texts at n, 2n and 4n characters: what grows faster than the text is a defect.

`python -m tests.hostile.scaling [--size 50000] [--only WORD] [--words]`: a line for each text that is slow or whose
time grows faster than it; exit status 1 where there is any.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import re
import signal
import sys
import time
from collections.abc import Callable, Sequence

from ingest.land.unplaced import unplaced_finder
from ingest.read import Document, Unreadable
from ingest.read.tags import grids_in
from ingest.resolve.extract import Extractor
from tests.helpers import ROOT
from tests.hostile.texts import TEXTS, repeated

_STEEP = 1.45  # exponent of growth
_SLOW = 30.0  # seconds a million characters
_LIMIT = 8  # seconds for one text


class _Over(Exception):
    """The time of a text is over."""


def _stop(*_: object) -> None:
    raise _Over


def seconds(engine: Extractor, text: str) -> float:
    """How long a text takes; raises _Over."""
    started = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, _LIMIT)
    try:
        document = Document("t.txt", hashlib.sha256(text.encode()).hexdigest(), "utf-8", text, grids=grids_in(text))
        rows = engine.extract(document).rows
        unplaced_finder(engine.lexicon).find(document, rows)
    except Unreadable:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - started


def words_in_patterns() -> dict[str, Callable[[int], str]]:
    """Every Chinese word of the source's own patterns, alone and with a number, as texts of nothing else."""
    sources = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "ingest").rglob("*.py")))
    words = sorted({word for source in sources for word in re.findall("[一-鿿]{1,8}", source)})
    return {f"word_{word}{more}": repeated(word + more) for word in words for more in ("", "1", "1，", "（", "：1%、")}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=50_000)
    parser.add_argument("--only", default="")
    parser.add_argument("--all", action="store_true", help="tell of every text")
    parser.add_argument("--words", action="store_true", help="the words of our own patterns instead (an hour)")
    call = parser.parse_args(arguments)
    texts = words_in_patterns() if call.words else TEXTS
    signal.signal(signal.SIGVTALRM, _stop)
    engine, bad = Extractor(), 0
    for name, make in texts.items():
        if call.only not in name:
            continue
        times: list[float] = []
        try:
            for factor in (1, 2, 4):
                text = make(call.size * factor)
                times.append(seconds(engine, text))
        except _Over:
            times.append(math.inf)
        except RecursionError:
            print(f"{name}: recursion", flush=True)
            bad += 1
            continue
        steep = math.log2(times[-1] / max(times[-2], 0.02)) if len(times) > 1 and times[-1] > 0.1 else 0.0
        slow = times[-1] * 1e6 / (call.size * 2 ** (len(times) - 1))
        if steep > _STEEP or slow > _SLOW or call.all:
            bad += 1
            print(f"{name}: {' '.join(f'{t:.2f}' for t in times)} s, exponent {steep:.2f}", flush=True)
    print(f"{bad} of {len(texts)} texts are slow or grow too fast")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
