"""Chinese numbers as Recognizers-Text and jionlp read them; runs in .venv-peers, JSON in and JSON out.

stdin: {"probes": [text], "lines": [text], "repeat": n}; stdout: {name: {"version", "found", "seconds"}} where `found`
has [value, unit code] pairs for each probe and `seconds` one time for each run over all lines.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from decimal import Decimal, InvalidOperation
from importlib.metadata import version
from typing import Any

Pair = tuple[str, str]
Reader = Callable[[str], list[Pair]]

# Units of these recognizers, by our codes; a number without any of them has the unit ''.
_UNITS = {"Chinese yuan": "yuan", "Minute": "minute", "Month": "month", "Day": "day"}


def recognizers() -> Reader:
    """Currency, dimension and percentage models; the number model for what they leave."""
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    united, plain = NumberWithUnitRecognizer(Culture.Chinese), NumberRecognizer(Culture.Chinese)
    models = [united.get_currency_model(), united.get_dimension_model(), plain.get_percentage_model()]
    numbers = plain.get_number_model()

    def read(text: str) -> list[Pair]:
        taken: list[tuple[int, int]] = []
        found: list[tuple[int, Pair]] = []
        for model in (*models, numbers):
            for result in model.parse(text):
                if any(result.start <= end and start <= result.end for start, end in taken):
                    continue
                taken.append((result.start, result.end))
                value = result.resolution.get("value")
                if value is None:
                    continue  # a unit without a number
                unit = "percent" if value.endswith("%") else _UNITS.get(result.resolution.get("unit", ""), "")
                found.append((result.start, (_plain(value.rstrip("%")), unit)))
        return [pair for _, pair in sorted(found)]

    return read


def jionlp() -> Reader:
    """Amounts of money, with their parser: it knows no other numbers."""
    with redirect_stdout(sys.stderr):  # it greets
        import jionlp as jio

    def read(text: str) -> list[Pair]:
        found: list[Pair] = []
        for money in jio.ner.extract_money(text, with_parsing=True):
            number: Any = money["detail"]["num"]
            values = number if isinstance(number, list) else [number]
            found += [(_plain(value), "yuan" if money["detail"]["case"] == "元" else "") for value in values]
        return found

    return read


def _plain(value: str) -> str:
    try:
        return format(Decimal(value).normalize(), "f")
    except InvalidOperation:
        return value


PEERS = {"Recognizers-Text": (recognizers, "recognizers-text-suite"), "jionlp": (jionlp, "jionlp")}


def main() -> None:
    task = json.load(sys.stdin)
    answer = {}
    for name, (make, package) in PEERS.items():
        read = make()
        found = [_tried(read, text) for text in task["probes"]]
        seconds = []
        for _ in range(task["repeat"]):
            started = time.perf_counter()
            for line in task["lines"]:
                _tried(read, line)
            seconds.append(time.perf_counter() - started)
        answer[name] = {"version": version(package), "found": found, "seconds": seconds}
    json.dump(answer, sys.stdout, ensure_ascii=False)


def _tried(read: Reader, text: str) -> list[Pair]:
    """What it reads; nothing where it fails."""
    try:
        return read(text)
    except Exception:
        return []


if __name__ == "__main__":
    main()
