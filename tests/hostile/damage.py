"""Damage to good files: what a broken transfer, a bad disk, a careless program or a stranger makes of them."""

# ruff: noqa: E501 (a row a file)
from __future__ import annotations

import random
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO

SUFFIXES = (
    ".txt", ".md", ".pdf", ".docx", ".html", ".htm", ".mht", ".xlsx", ".xlsm", ".xls", ".et", ".csv", ".tsv", ".png",
    ".jpg", ".tif", ".bmp",
)  # fmt: skip
_BLOCK = 512
_SPLICES = (
    b"<w:p>", b"</w:tbl>", b"<w:tbl>", b"]]>", b"<![CDATA[", b"<!--", b"&#0;", b"&#xD800;", b"&x;", b"\x00", b"\xff\xfe", b"<a" * 50,
    b'<w:gridSpan w:val="999999999"/>', b'<w:vMerge w:val="restart"/>', b"<row r='999999999999999999'>", b"<v>1e999</v>", b"<v>nan</v>",
    b"obj", b"endobj", b"stream", b"endstream", b"/Length 99999999", b"/Kids [1 0 R]", b"BT", b"ET", b"q " * 40, b"<td colspan=99999 rowspan=99999>",
    b"<table>" * 30, b"</table>", b"<tr>", "。；，（".encode(), "１２３亿元".encode(), b"\r", b"\t" * 40, b"9" * 400, b"-", b"%", b"\x1b[2J",
)  # fmt: skip

Damage = Callable[[random.Random, bytes], bytes]


def truncated(draw: random.Random, data: bytes) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def beheaded(draw: random.Random, data: bytes) -> bytes:
    return data[draw.randrange(len(data) + 1) :]


def flipped(draw: random.Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(draw.choice((1, 4, 32, 400))):
        damaged[draw.randrange(len(damaged))] ^= 1 << draw.randrange(8)
    return bytes(damaged)


def zeroed(draw: random.Random, data: bytes) -> bytes:
    at, size = _block(draw, data)
    return data[:at] + bytes(len(data[at : at + size])) + data[at + size :]


def removed(draw: random.Random, data: bytes) -> bytes:
    at, size = _block(draw, data)
    return data[:at] + data[at + size :]


def doubled(draw: random.Random, data: bytes) -> bytes:
    at, size = _block(draw, data)
    return data[: at + size] + data[at:]


def swapped(draw: random.Random, data: bytes) -> bytes:
    one, other = sorted((draw.randrange(len(data)), draw.randrange(len(data))))
    return data[other:] + data[one:other] + data[:one]


def spliced(draw: random.Random, data: bytes) -> bytes:
    for _ in range(draw.choice((1, 2, 8))):
        at = draw.randrange(len(data) + 1)
        data = data[:at] + draw.choice(_SPLICES) + data[at:]
    return data


def noisy(draw: random.Random, data: bytes) -> bytes:
    at, size = _block(draw, data)
    return data[:at] + draw.randbytes(size) + data[at + size :]


def repeated(draw: random.Random, data: bytes) -> bytes:
    return data * draw.randint(2, 4)


def crlf(draw: random.Random, data: bytes) -> bytes:
    """As a transfer in text mode leaves a binary file."""
    return data.replace(b"\n", b"\r\n")


def seven_bits(draw: random.Random, data: bytes) -> bytes:
    return bytes(byte & 0x7F for byte in data)


ANY: tuple[Damage, ...] = (
    truncated, truncated, beheaded, flipped, flipped, zeroed, removed, doubled, swapped, spliced, spliced, noisy,
    repeated, crlf, seven_bits,
)  # fmt: skip


def _block(draw: random.Random, data: bytes) -> tuple[int, int]:
    return draw.randrange(len(data) + 1), draw.choice((1, 16, _BLOCK, 8 * _BLOCK, max(len(data) // 3, 1)))


def parts_of(data: bytes) -> dict[str, bytes]:
    """Parts of an archive, by name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: list[tuple[str, bytes]]) -> bytes:
    """An archive of parts, whose names may come twice."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that comes twice
        for name, part in parts:
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def in_archive(draw: random.Random, data: bytes) -> tuple[str, bytes]:
    """What was done to a part of an archive, and the archive: its own sums are right."""
    parts = list(parts_of(data).items())
    at = draw.randrange(len(parts))
    name, part = parts[at]
    match draw.randrange(6):
        case 0:
            del parts[at]
            return "part_removed", packed(parts)
        case 1:
            parts[at] = (draw.choice(("../../" + name, name.upper(), "/" + name, name + "\x01", "x")), part)
            return "part_renamed", packed(parts)
        case 2:
            parts.append((name, draw.choice(parts)[1]))
            return "part_doubled", packed(parts)
        case 3:
            parts[at] = (name, draw.choice(parts)[1])
            return "part_replaced", packed(parts)
        case 4:
            parts[at] = (name, b"")
            return "part_emptied", packed(parts)
        case _:
            # The parts with the words, mostly.
            wordy = [nth for nth, (_, one) in enumerate(parts) if len(one) > 2000] or [at]
            at = draw.choice(wordy)
            damage = draw.choice(ANY)
            parts[at] = (parts[at][0], damage(draw, parts[at][1]))
            return f"part_{damage.__name__}", packed(parts)


def damaged(draw: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    """A new name, which tells the damage, and the damaged bytes."""
    stem, _, suffix = name.rpartition(".")
    suffix = "." + suffix
    if draw.random() < 0.06:
        return f"wrong_suffix_{stem}{draw.choice(SUFFIXES)}", data + b"\n"  # of a content of its own
    if data.startswith(b"PK") and draw.random() < 0.6:
        what, data = in_archive(draw, data)
        return f"{what}_{stem}{suffix}", data
    damage = draw.choice(ANY)
    for _ in range(draw.choice((1, 1, 1, 3))):
        data = damage(draw, data) if data else data
    return f"{damage.__name__}_{stem}{suffix}", data
