"""Pages a second of the PDF reader and of pdfplumber's tables, and the cells that agree, in one run."""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

from ingest.read.pdf import read, read_sheets
from ingest.read.pdf.sheet import PageTable

_REPORT = Path(os.environ.get("YIBAO_REPORTS", "../shared/reports")) / "putuo_social_work_2024_final_accounts.pdf"
_PAGES, _ROWS = 100, 28
_XS = [40.0, 100.0, 250.0, 320.0, 390.0, 460.0, 530.0]


def made(pages: int = _PAGES, ruled: bool = True, seed: int = 7) -> bytes:
    """A PDF whose pages are filled with a table of codes, names and amounts; needs reportlab."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    draw, file = random.Random(seed), BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=1)
    for page in range(pages):
        canvas.setFont("STSong-Light", 9)
        if ruled:
            for row in range(_ROWS + 1):
                canvas.line(_XS[0], 780 - 24 * row, _XS[-1], 780 - 24 * row)
            for x in _XS:
                canvas.line(x, 780, x, 780 - 24 * _ROWS)
        for row in range(_ROWS):
            y = 766 - 24 * row
            canvas.drawString(_XS[0] + 3, y, str(draw.randint(2_010_000, 2_299_999)))
            canvas.drawString(_XS[1] + 3, y, "医疗保障管理事务支出"[: draw.randint(4, 10)])
            for right in _XS[3:]:
                if draw.random() < 0.5:
                    canvas.drawRightString(right - 3, y, f"{draw.uniform(0, 9_999_999):,.2f}")
        canvas.drawCentredString(297, 30, f"- {page + 1} -")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def our_cells(data: bytes) -> Counter[str]:
    """Words of all cells that stand in tables, page by page as pdfplumber gives them."""
    found: Counter[str] = Counter()
    for sheet in read_sheets(data):
        for block in sheet.blocks:
            if isinstance(block, PageTable):
                found.update(
                    f"{sheet.number} {_solid(''.join(line.text for line in cell.lines))}" for cell in block.cells
                )
    return found


def their_cells(data: bytes) -> Counter[str]:
    """The same by pdfplumber."""
    import pdfplumber

    found: Counter[str] = Counter()
    with pdfplumber.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                found.update(f"{page.page_number} {_solid(cell)}" for row in table for cell in row if cell is not None)
            page.close()
    return found


def _solid(words: str | None) -> str:
    return re.sub(r"\s", "", words or "")


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Median processor time of one call: the machine may be busy with other work."""
    taken = []
    for _ in range(repeat):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--pages", type=int, default=_PAGES)
    options = parser.parse_args()
    print(f"{date.today()}, {platform.processor() or platform.machine()}, Python {platform.python_version()}")
    cases = {f"{options.pages} ruled pages": made(options.pages)}
    if _REPORT.exists():
        cases = {"real final accounts": _REPORT.read_bytes(), **cases}
    for name, data in cases.items():
        pages = read(data).pages or 0
        ours = seconds(partial(read, data), options.repeat)
        theirs = seconds(partial(their_cells, data), 1)
        found, oracle = our_cells(data), their_cells(data)
        agree = sum((found & oracle).values())
        print(
            f"{name}: {pages / ours:.0f} pages/s, pdfplumber {pages / theirs:.1f} ({theirs / ours:.0f} times); "
            f"cells {sum(found.values())}, of pdfplumber's {sum(oracle.values())} agree {agree}"
        )
    aligned = seconds(partial(read, made(options.pages, ruled=False)), options.repeat)
    print(f"{options.pages} pages without rules: {options.pages / aligned:.0f} pages/s")
    print(f"memory at its highest {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (with pdfplumber)")


if __name__ == "__main__":
    main()
