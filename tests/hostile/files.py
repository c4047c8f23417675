"""A folder of hostile, damaged and good files: each named by what it is, each content once, the same for a seed."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.bombs import BOMBS
from tests.hostile.damage import damaged
from tests.hostile.good import good_files
from tests.hostile.pages import PAGES
from tests.hostile.pdfs import PDFS
from tests.hostile.texts import TEXTS

GOOD = "good"  # how names of good files begin
# Nothing but the limit of memory stops what pdfium makes of these; it costs the worker that reads them.
FATAL = ("pdf_forms_loop", "pdf_forms_laughs")
_TEXT_SIZES = (1_000, 10_000, 50_000)
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")
# Texts too odd for a name of their own in texts.py.
_ODD = {
    "empty.txt": b"",
    "mark.txt": b"\xef\xbb\xbf",
    "mark_wide.txt": b"\xff\xfe",
    "nul.txt": bytes(100_000),
    "nul_inside.txt": "城乡居民参保100万人。".encode() + b"\0" * 20,
    "surrogates.txt": b"\xff\xfe" + b"\x00\xd8" * 1000,
    "half.txt": "城乡居民".encode()[:-1],
    "line_50_mb.txt": b"a" * 50_000_000,
    "digits_ten_million.txt": b"9" * 10_000_000,
    "digits_million.txt": b"9" * 1_000_000,
    "one_line.txt": "城乡居民参保100万人。".encode() * 50_000,
    "too_long.txt": "城乡居民参保一百万人。\n".encode() * 500_000,
    "noise.txt": random.Random(7).randbytes(300_000),
    "noise.doc": random.Random(8).randbytes(300_000),
    "rtf_deep.rtf": b"{\\rtf1" + b"{" * 50_000,
    "ole_only.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "zip_only.docx": b"PK\x03\x04",
}


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """Every bomb, page, PDF and odd text once."""
    for family, members in (("bomb", BOMBS), ("page", PAGES), ("pdf", PDFS)):
        for name, make in members.items():
            yield f"{family}_{name}", make()
    for name, data in _ODD.items():
        yield f"odd_{name}", data


def text_files(draw: random.Random) -> Iterator[tuple[str, bytes]]:
    """Every repeated text once, at a size and in an encoding by chance."""
    for name, make in TEXTS.items():
        encoding = draw.choice(_ENCODINGS)
        suffix = draw.choice((".txt", ".txt", ".md"))
        yield f"text_{name}_{encoding}{suffix}", make(draw.choice(_TEXT_SIZES)).encode(encoding, "replace")


def damaged_files(draw: random.Random, good: list[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Damaged files without end."""
    while True:
        name, data = damaged(draw, *draw.choice(good))
        yield f"damaged_{name}", data


def write_files(folder: Path, count: int, good: int, seed: int) -> list[Path]:
    """Write so many hostile files, and the good ones among them; returns the good ones."""
    draw = random.Random(seed)
    seen: set[bytes] = set()
    fine = list(good_files(good, first=seed * good))
    kept = _write(folder, ((f"{GOOD}_{name}", data) for name, data in fine), seen, good)
    bad = _write(folder, hostile_files(), seen, count)
    bad += _write(folder, text_files(draw), seen, count - len(bad))
    _write(folder, damaged_files(draw, fine), seen, count - len(bad))
    return kept


def _write(folder: Path, files: Iterator[tuple[str, bytes]], seen: set[bytes], limit: int) -> list[Path]:
    """Files of contents not seen yet, in twenty folders, numbered: good and bad ones lie side by side."""
    written: list[Path] = []
    while len(written) < limit and (found := next(files, None)) is not None:
        name, data = found
        digest = hashlib.sha256(data).digest()
        if digest in seen:
            continue
        seen.add(digest)
        path = folder / f"{len(seen) % 20:02}" / f"{Path(name).stem[:80]}_{len(seen):05}{Path(name).suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        written.append(path)
    return written
