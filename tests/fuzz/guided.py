"""Coverage-guided fuzzing with atheris, which `make fuzzenv` installs into .venv-fuzz.

    .venv-fuzz/bin/python -m tests.fuzz.guided TARGET [--seconds 600] [--keep FOLDER]

Inputs begin with the fixtures; what fails is kept below FOLDER/findings, what reached new code below FOLDER/corpus.
Exit status 1 where something failed, 2 where atheris is not installed.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

# Nothing here imports ingest: atheris sees only what is imported after it.
ROOT = Path(__file__).resolve().parents[2]
NAMES = ("numbers", "numerals", "amounts", "tables", "extract", "docx", "workbook", "html", "pdf", "delimited")
KEPT = ROOT / "tests" / "fixtures" / "fuzz"
_SUFFIX = {"docx": ".docx", "workbook": ".xlsx", "html": ".html", "pdf": ".pdf"}
_LARGEST = 60_000  # bytes of a seed: small inputs teach a fuzzer faster
_PIECE = 3_000


def seeds(name: str) -> Iterator[bytes]:
    """Small inputs to begin with: fixtures of the format, pieces of texts, what was found before."""
    yield from (path.read_bytes() for path in sorted((KEPT / name).glob("*")))
    if name == "amounts":
        yield from (bytes([0, 0, n, 7 * n, 0, 0, 0, n, n, n]) for n in range(12))
        return
    if name == "numerals":
        yield from (
            words.encode() for words in ("一百二十三万", "三十五家", "百分之九十", "两亿零五百", "十", "廿一", "〇")
        )
        return
    if name in ("docx", "workbook"):
        yield small(name)
    suffix = _SUFFIX.get(name, ".txt")
    files = sorted((ROOT / "tests" / "fixtures").rglob(f"*{suffix}"), key=lambda path: path.stat().st_size)
    for path in files[:60]:
        data = path.read_bytes()
        if suffix != ".txt":
            yield from [data] if len(data) <= _LARGEST else []
            continue
        for at in range(0, min(len(data), 5 * _PIECE), _PIECE):
            piece = data[at : at + _PIECE]
            yield piece.replace(b"\t", b",") if name == "delimited" else piece


def small(name: str) -> bytes:
    """A file of a few paragraphs and one table."""
    rows = (("项目", "预算数", "决算数"), ("一、收入", "1,234.50", "1,200.00"), ("合计", "1,234.50", "1,200.00"))
    into = BytesIO()
    if name == "docx":
        import docx

        document = docx.Document()
        document.add_heading("2024年度部门决算", 1)
        table = document.add_table(3, 3)
        for y, row in enumerate(rows):
            for x, words in enumerate(row):
                table.cell(y, x).text = words
        document.save(into)
    else:
        import openpyxl

        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(into)
    return into.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--keep", type=Path, help="folder for what is found (default: a new one)")
    call = parser.parse_args()
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        print("atheris is not installed here: call `make fuzzenv`, then .venv-fuzz/bin/python", file=sys.stderr)
        return 2
    kept = call.keep or Path(tempfile.mkdtemp(prefix="yibao-guided-"))
    corpus, findings = kept / "corpus", kept / "findings"
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(call.target)):
        (corpus / f"seed-{number:04}").write_bytes(data)
    with atheris.instrument_imports(include=["ingest"]):
        from tests.fuzz import targets, zips
    options = [
        sys.argv[0], str(corpus), f"-max_total_time={call.seconds}", f"-artifact_prefix={findings}/", "-timeout=20",
        "-rss_limit_mb=3000", f"-max_len={_LARGEST if call.target in _SUFFIX else 4 * _PIECE}", "-print_final_stats=1",
    ]  # fmt: skip
    extra = {}
    if call.target in ("docx", "workbook"):
        extra["custom_mutator"] = lambda data, most, seed: zips.mutated(data, most, seed, atheris.Mutate)
    print(f"inputs and findings: {kept}", flush=True)
    atheris.Setup(options, targets.TARGETS[call.target], **extra)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
