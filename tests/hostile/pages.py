"""Web pages, tables of text and pictures made to explode."""

# ruff: noqa: E501 (a row a file)
from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from tests.hostile.texts import TITLE

_HEAD = "<html><head><meta charset=utf-8></head><body><h1>怀化市医疗保障局2023年绩效自评报告</h1>"


def page(inner: str) -> bytes:
    return (_HEAD + inner).encode()


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A picture that declares a size, with the data of another."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def _nested(unit: str, count: int, inside: str = "参保100人") -> bytes:
    return page(unit * count + inside)


_NAV = '<a href="/">首页</a><a href="/1">目录</a><a href="/2">信息</a>'
_SPAN = '<td colspan="1000000000" rowspan="1000000000">1</td>'
PAGES: dict[str, Callable[[], bytes]] = {
    "tables_nested_million.html": lambda: _nested("<table><tr><td>", 1_000_000),
    "tables_nested_hundred.html": lambda: _nested("<table><tr><td>1</td><td>", 100),
    "tables_nested_some.html": lambda: _nested("<table><tr><td>1</td><td>", 20),
    "tables_nested_thousands.html": lambda: _nested("<table><tr><td>", 20_000),
    "divs_million.html": lambda: _nested("<div>", 1_000_000),
    "divs_thousands.html": lambda: _nested("<div>", 50_000),
    "divs_hundreds.html": lambda: _nested("<div>", 300),
    "divs_links.html": lambda: _nested("<div>", 300, _NAV * 5000 + "参保100人。" * 50_000),
    "fonts_open.html": lambda: page("<p><font><b>参保100人" * 100_000),
    "fonts_open_some.html": lambda: page("<p><font><b>参保100人" * 3000),
    "unclosed_cells.html": lambda: page("<table>" + "<tr><td>1<td>2" * 100_000),
    "unclosed_lists.html": lambda: page("<ul><li>一" * 100_000),
    "list_long.html": lambda: page("<ol>" + "<li>参保100人</li>" * 100_000 + "</ol>"),
    "list_starts.html": lambda: page('<ol start="999999" type="a">' + "<li>一</li>" * 1000 + "</ol>"),
    "spans.html": lambda: page("<table>" + f"<tr>{_SPAN * 100}</tr>" * 1000 + "</table>"),
    "spans_rows.html": lambda: page("<table>" + '<tr><td rowspan="0">1</td><td colspan=1000>2</td></tr>' * 3000 + "</table>"),
    "spans_diagonal.html": lambda: page("<table>" + "".join(f'<tr><td colspan="{n}">1</td><td>2</td></tr>' for n in range(1, 999)) + "</table>"),
    "spans_digits.html": lambda: page(f'<table><tr><td colspan="{"9" * 5000}">1</td><td colspan="²">2</td></tr></table>'),
    "entities.html": lambda: page("&nbsp;" * 1_000_000),
    "characters.html": lambda: page("&#xD800;&#0;&#x10FFFF;&#99999999999;参保100人" * 1000),
    "comment_open.html": lambda: page("<!--" * 100_000),
    "script_open.html": lambda: page("参保100人<script>" + "x" * 1_000_000),
    "attributes.html": lambda: page("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">参保100人</p>"),
    "style_long.html": lambda: page(f'<table><tr><td style="{"text-indent:1em;" * 20_000}">甲</td><td>1</td></tr></table>' * 20),
    "pre_long.html": lambda: page("<pre>" + "参保\t100\n" * 200_000),
    "one_line.html": lambda: page("参保100人，" * 500_000),
    "text_long.html": lambda: page("参保100人。<br>" * 400_000),
    "text_too_long.html": lambda: page("参保一百人，" * 1_200_000),
    "blanks.html": lambda: page("参保" + " " * 3_000_000 + "100人"),
    "tabs.html": lambda: page("参保" + "\t" * 300_000 + "100人"),
    **{f"charset_{name}.html": (lambda name=name: f"<meta charset={name}>".encode() + "参保100人".encode("gb18030") + b"\xff" * 40)
       for name in ("undefined", "idna", "punycode", "utf-7", "unicode_escape", "hex", "zlib", "rot13", "utf-16", "no-such")},
    "mht_deep.mht": lambda: b"MIME-Version: 1.0\n" + b"".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n'.encode() for n in range(3000)) + b"Content-Type: text/html\n\n<p>1</p>",
    "mht_charset.mht": lambda: b"MIME-Version: 1.0\nContent-Type: text/html; charset=\"\x01\x02\"\n\n<p>\xb2\xce\xb1\xa3100</p>",
    "mht_base64.mht": lambda: b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + b"A" * 5_000_001,
    "tags_spans.md": lambda: (TITLE + "<table>" + '<tr><td colspan="999" rowspan="999">1</td><td colspan=999>2</td></tr>' * 500 + "</table>").encode(),
    "tags_wide.md": lambda: (TITLE + "<table><tr>" + "<td>1</td>" * 100_000 + "</tr></table>").encode(),
    "csv_wide.csv": lambda: (",".join("1" * 1 for _ in range(2_000_000)) + "\n").encode() * 2,
    "csv_quotes.csv": lambda: b'"' * 1_000_001,
    "csv_quote_open.csv": lambda: b'a,b,"' + "参保,1\n".encode() * 500_000,
    "csv_field.csv": lambda: b"a,b\n" + b"1" * 11_000_000 + b",2\n",
    "csv_diagonal.csv": lambda: b"\n".join(b"," * n + b"1" for n in range(3000)),
    "csv_nul.csv": lambda: b"a,b\n" + b"1,\x002\n" * 1000,
    "png_huge.png": lambda: png(100_000, 100_000),
    "png_large.png": lambda: png(15_000, 15_000, bytes(1000)),
    "png_zero.png": lambda: png(0, 0),
    "png_cut.png": lambda: png(100, 100, bytes(50)),
    "bmp_huge.bmp": lambda: b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 2**31 - 1, 2**31 - 1, 1, 24, 0, 0, 0, 0, 0, 0),
    "tiff_loop.tif": lambda: b"II*\x00\x08\x00\x00\x00" + b"\x01\x00" + struct.pack("<HHII", 256, 4, 1, 100) + struct.pack("<I", 8),
    "jpg_head.jpg": lambda: b"\xff\xd8\xff\xe0" + bytes(2000),
}  # fmt: skip
