"""Our number grammar beside Recognizers-Text and jionlp: the same probes, the same lines of text.

python -m benchmarks.numbers [--help]; what it prints is explained in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

from ingest.find.numbers import NumberGrammar
from ingest.find.view import make_view
from ingest.lexicon import Lexicon

_HERE = Path(__file__).resolve().parent
_PEERS = _HERE.parent / ".venv-peers" / "bin" / "python"
_TEXTS = _HERE.parent / "tests" / "fixtures" / "reports"
OURS = "yibao"

Pair = tuple[str, str]


@dataclass(frozen=True)
class Probe:
    """A text, and the values it states in canonical units; none where it states no quantity."""

    kind: str
    text: str
    expected: tuple[Pair, ...]


@dataclass
class Engine:
    """What an engine read in each probe, and the seconds of its runs over the lines."""

    name: str
    version: str
    found: list[list[Pair]]
    seconds: list[float]


def read_probes() -> list[Probe]:
    """The probes of number_probes.csv, in their order; the ends of a range stand in one cell."""
    with (_HERE / "number_probes.csv").open(encoding="utf-8", newline="") as handle:
        return [
            Probe(row["kind"], row["text"], tuple((value, row["unit_code"]) for value in row["value"].split()))
            for row in csv.DictReader(handle)
        ]


class Grammar:
    """Our grammar with values in canonical units, as `models/` make them."""

    def __init__(self) -> None:
        lexicon = Lexicon()
        self._grammar = NumberGrammar(lexicon)
        self._units = {row["unit_label"]: row for row in lexicon.codes("unit_labels")}

    def read(self, text: str) -> list[Pair]:
        """Quantities of a text, in order of place."""
        return [
            self._canonical(token.literal, token.unit_label)
            for token in self._grammar.scan(make_view(text))
            if token.kind == "quantity"
        ]

    def _canonical(self, literal: str, label: str) -> Pair:
        unit = self._units.get(label, {"exponent": "0", "unit_code": ""})
        value = Decimal(literal).scaleb(int(unit["exponent"] or 0))
        return format(value.normalize(), "f"), unit["unit_code"]


def measure_ours(probes: list[Probe], lines: list[str], repeat: int) -> Engine:
    grammar = Grammar()
    seconds = []
    for _ in range(repeat):
        started = time.perf_counter()
        for line in lines:
            grammar.read(line)
        seconds.append(time.perf_counter() - started)
    return Engine(OURS, "", [grammar.read(probe.text) for probe in probes], seconds)


def measure_peers(probes: list[Probe], lines: list[str], repeat: int) -> list[Engine]:
    """The peers, in their own environment; none where it is absent."""
    if not _PEERS.exists():
        print("No .venv-peers: Recognizers-Text and jionlp are left out. `make peers` installs them.", file=sys.stderr)
        return []
    task = {"probes": [probe.text for probe in probes], "lines": lines, "repeat": repeat}
    # -P: the folder of the script has a module `numbers`, which must not stand for the standard one.
    command = [str(_PEERS), "-P", str(_HERE / "number_peers.py")]
    done = subprocess.run(command, input=json.dumps(task), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the peers failed:\n{done.stderr[-2000:]}")
    return [
        Engine(name, got["version"], [[(v, u) for v, u in pairs] for pairs in got["found"]], got["seconds"])
        for name, got in json.loads(done.stdout).items()
    ]


def score(probe: Probe, found: list[Pair]) -> tuple[bool, bool]:
    """Whether the values are right, and whether values and units are: all of them, and nothing else."""
    values = sorted(value for value, _ in found) == sorted(value for value, _ in probe.expected)
    return values, values and sorted(found) == sorted(probe.expected)


def read_lines(kilobytes: int) -> list[str]:
    """Lines of the synthetic reports, about so many kilobytes of UTF-8."""
    lines: list[str] = []
    left = kilobytes * 1000
    for path in sorted(_TEXTS.iterdir()):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if left <= 0:
                return lines
            lines.append(line)
            left -= len(line.encode())
    return lines


def tell(probes: list[Probe], lines: list[str], engines: list[Engine]) -> Iterable[str]:
    """The tables: right probes by kind, then speed."""
    kinds = list(dict.fromkeys(probe.kind for probe in probes))
    yield f"{'value / and unit right':24}" + "".join(f"{engine.name:>20}" for engine in engines)
    groups = {kind: [at for at, probe in enumerate(probes) if probe.kind == kind] for kind in kinds}
    groups["all"] = list(range(len(probes)))
    groups["of these, in yuan"] = [at for at, probe in enumerate(probes) if ("yuan" in {u for _, u in probe.expected})]
    for group, mine in groups.items():
        cells = []
        for engine in engines:
            right = [score(probes[at], engine.found[at]) for at in mine]
            cells.append(f"{sum(value for value, _ in right)} / {sum(both for _, both in right)}")
        label = f"{group} ({len(mine)})"
        yield f"{label:24}" + "".join(f"{cell:>20}" for cell in cells)
    size = sum(len(line.encode()) for line in lines) / 1000
    ours = median(engines[0].seconds)
    whole = measure_ours(probes, ["\n".join(lines)], len(engines[0].seconds))
    whole.name = f"{OURS}, the text at once"
    yield f"{size:.0f} KB in {len(lines)} lines, {len(engines[0].seconds)} runs each"
    for engine in (*engines, whole):
        seconds = median(engine.seconds)
        speed = f"{size / seconds:8.0f} KB/s, {seconds / ours:.1f} times our time"
        label = f"{engine.name} {engine.version}"
        yield f"  {label:32}{speed}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.numbers", description=__doc__.splitlines()[0])
    parser.add_argument("--kilobytes", type=int, default=60, help="text to read (default 60)")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each (default 3)")
    parser.add_argument("--wrong", action="store_true", help="list what each engine read wrongly")
    options = parser.parse_args()
    probes, lines = read_probes(), read_lines(options.kilobytes)
    engines = [measure_ours(probes, lines, options.repeat), *measure_peers(probes, lines, options.repeat)]
    print("\n".join(tell(probes, lines, engines)))
    if options.wrong:
        for engine in engines:
            for probe, found in zip(probes, engine.found, strict=True):
                if not score(probe, found)[1]:
                    print(f"{engine.name}: {probe.text!r} read as {found}, is {list(probe.expected)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
