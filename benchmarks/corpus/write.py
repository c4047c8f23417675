"""A corpus on disk: files by province and prefecture, beside them what they state and what was planted.

Report i depends on the seed and on i alone: neither the size of the corpus nor the number of processes changes it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.corpus import genres, layouts, slips
from benchmarks.corpus.figures import Figure, literal
from benchmarks.corpus.keys import key_of
from benchmarks.corpus.page import MARK, Page

CHUNK = 500
FORMATS = {"text": 0.97, "html": 0.02, "docx": 0.006, "xlsx": 0.002, "pdf": 0.002}
_SUFFIX = {"text": "txt", "html": "html", "docx": "docx", "xlsx": "xlsx", "pdf": "pdf"}
FACT_COLUMNS = (
    "file_name", "genre", "layout", "format", "kind", "metric_code", "scheme_code", "scope", "region_code",
    "fiscal_year", "program_code", "funding_level", "breakdown", "value", "unit_code", "qualifier",
)  # fmt: skip
PLANTED_COLUMNS = (
    "file_name", "genre", "layout", "format", "figure", "kind", "rules", "printed", "true_figure", "value",
    "true_value", "visible", "char_start", "words",
)  # fmt: skip
_WHOLE_COLUMNS = {"fiscal_year": pa.int32(), "char_start": pa.int32(), "visible": pa.bool_()}
_AROUND = 12  # characters before and after a planted error that are told with it


@dataclass(frozen=True)
class Plan:
    """What is made; all but `reports` and `jobs` decide what a report says."""

    reports: int
    seed: int = 1
    kilobytes: float = 28
    planted: float = 0.05
    formats: Mapping[str, float] = field(default_factory=lambda: FORMATS)
    jobs: int = 2


class Made(NamedTuple):
    """A report as it is written."""

    path: str
    data: bytes
    facts: list[tuple[object, ...]]
    planted: tuple[object, ...] | None


def make_report(plan: Plan, number: int) -> Made:
    """The report of a number."""
    key = key_of(number)
    draw = random.Random(plan.seed * 7_000_003 + number)
    kind = draw.choices(list(plan.formats), list(plan.formats.values()))[0]
    page = genres.write(key, plan.seed, plan.kilobytes)
    planted = _plant(plan, number, page, draw)
    clean = page
    if planted:
        page = genres.write(key, plan.seed, plan.kilobytes, planted.slip)
    name = f"{key.place.code}_{key.year}_{key.genre}_{number:06d}.{_SUFFIX[kind]}"
    labels = (name, key.genre, page.style.layout if kind == "text" else kind, kind)
    data, place, words = _data(page, kind)
    facts = [(*labels, *_fact(figure, key.year)) for figure in page.figures if figure.spec.metric]
    row = _planted_row(labels, planted, clean, page, place, words) if planted else None
    return Made(f"{key.place.folder}/{name}", data, facts, row)


def _plant(plan: Plan, number: int, page: Page, draw: random.Random) -> slips.Planted | None:
    if not _is_planted(plan, number):
        return None
    before = None
    if number % 2 and not _is_planted(plan, number - 1):
        before = genres.write(key_of(number - 1), plan.seed, plan.kilobytes)
    return slips.plant(page, draw, before)


def _is_planted(plan: Plan, number: int) -> bool:
    return random.Random(plan.seed * 9_000_011 + number).random() < plan.planted


def _data(page: Page, kind: str) -> tuple[bytes, int, str]:
    """Bytes of the file; in a text the place of the slip, and the words around it."""
    if kind not in ("text", "html"):
        return layouts.office_of(page.blocks, kind), -1, ""
    style = page.style
    if kind == "text":
        text = layouts.text_of(page.blocks, style.layout, style.lines_a_page)
    else:
        text = layouts.html_of(page.blocks, "信息公开")
    place = text.find(MARK)
    text = text.replace(MARK, "")
    around = "" if place < 0 else " ".join(text[max(place - _AROUND, 0) : place + _AROUND].split())
    return text.encode(style.encoding if kind == "text" else "utf-8"), place if kind == "text" else -1, around


def _value(figure: Figure) -> str:
    return _plain(figure.digits, figure.exponent)


def _plain(digits: int, exponent: int) -> str:
    return str(digits * 10**exponent) if exponent >= 0 else literal(digits, -exponent)


def _fact(figure: Figure, year: int) -> tuple[object, ...]:
    spec = figure.spec
    kind = "cell" if spec.metric[:2] in ("FA", "OB", "PF") else "observation"
    return (
        kind, spec.metric, spec.scheme, "whole", figure.region, year + spec.shift, spec.program, spec.level,
        spec.breakdown, _value(figure), spec.quantity.unit, "exact",
    )  # fmt: skip


def _planted_row(
    labels: tuple[str, ...], planted: slips.Planted, clean: Page, page: Page, place: int, words: str
) -> tuple[object, ...]:
    was, now = clean.figures[planted.slip.at], page.figures[planted.slip.at]
    printed, true = (literal(abs(one.digits), max(-_shown(one), 0), page.style.commas) for one in (now, was))
    return (*labels, planted.name, planted.kind, " ".join(planted.rules), printed, true, _value(now), _value(was),
            planted.visible, place, words)  # fmt: skip


def _shown(figure: Figure) -> int:
    """Minus the decimals that a figure was printed with: its exponent without that of its unit."""
    return figure.exponent - figure.scale


def make(plan: Plan, out: Path) -> int:
    """Write the corpus; returns its bytes."""
    starts = range(0, plan.reports, CHUNK)
    calls = [(plan, first, min(first + CHUNK, plan.reports), out) for first in starts]
    for name in ("facts", "planted"):
        (out / "expected" / name).mkdir(parents=True, exist_ok=True)
    if plan.jobs == 1 or len(calls) == 1:
        return sum(map(_chunk, calls))
    with ProcessPoolExecutor(plan.jobs, mp_context=get_context("fork")) as pool:
        return sum(pool.map(_chunk, calls))


def _chunk(call: tuple[Plan, int, int, Path]) -> int:
    plan, first, end, out = call
    facts: list[tuple[object, ...]] = []
    planted: list[tuple[object, ...]] = []
    size = 0
    folders: set[Path] = set()
    for number in range(first, end):
        made = make_report(plan, number)
        path = out / "files" / made.path
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        path.write_bytes(made.data)
        size += len(made.data)
        facts += made.facts
        planted += [made.planted] if made.planted else []
    _land(facts, FACT_COLUMNS, out / "expected" / "facts" / f"{first // CHUNK:05d}.parquet")
    _land(planted, PLANTED_COLUMNS, out / "expected" / "planted" / f"{first // CHUNK:05d}.parquet")
    return size


def _land(rows: Sequence[tuple[object, ...]], columns: Sequence[str], path: Path) -> None:
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [
        pa.array(column, _WHOLE_COLUMNS.get(name, pa.string())) for name, column in zip(columns, values, strict=True)
    ]
    pq.write_table(pa.table(arrays, names=list(columns)), path, compression="zstd")
