"""PDF files made to explode or to lie, written object by object."""

# ruff: noqa: E501 (a row a file)
from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from io import BytesIO

from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(objects: Sequence[bytes], xref: bool = True, trailer: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1; the first is its catalog."""
    data, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    if xref:
        data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return data


def stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode %s>>\nstream\n%s\nendstream" % (len(packed), more, packed)


def one_page(
    content: bytes, box: bytes = b"[0 0 595 842]", resources: bytes = b"", more: Sequence[bytes] = ()
) -> bytes:
    """A file of one page with this content; further objects begin at number 6."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F 5 0 R >> %s>> >>"
            % (box, resources),
            stream(content),
            _FONT,
            *more,
        ]
    )


def many_pages(count: int) -> bytes:
    """So many pages that show the same."""
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F 4 0 R >> >> >>"
    )
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            stream(b"BT /F 12 Tf 72 700 Td (Report 2023: 100 persons) Tj ET"),
            _FONT,
            *[page] * count,
        ]
    )


def protected(user: str, owner: str) -> bytes:
    """A page with passwords."""
    data = BytesIO()
    canvas = Canvas(data, encrypt=pdfencrypt.StandardEncryption(user, owner, strength=128), invariant=1)
    canvas.drawString(72, 700, "Report 2023: 100 persons")
    canvas.save()
    return data.getvalue()


def _words(count: int, size: float = 1.0) -> bytes:
    lines = (b"1 0 0 1 %f %f Tm (1) Tj" % (20 + at % 500, 20 + at // 500 % 800) for at in range(count))
    return b"BT /F %f Tf %s ET" % (size, b"\n".join(lines))


def _rules(count: int, level: bool = True, upright: bool = True) -> bytes:
    lines = []
    for at in range(count):
        place = 20 + at * 550 / count
        lines += [b"20 %f m 570 %f l S" % (place, place)] * level + [b"%f 20 m %f 800 l S" % (place, place)] * upright
    return b"\n".join(lines)


def _boxes(count: int) -> bytes:
    """Little tables all over the page, each with words."""
    out = []
    for at in range(count):
        x, y = 10 + at % 60 * 9.5, 10 + at // 60 * 9.5
        for across in (0, 4, 8):
            out.append(
                b"%f %f m %f %f l S %f %f m %f %f l S"
                % (x, y + across, x + 8, y + across, x + across, y, x + across, y + 8)
            )
        out.append(
            b"BT /F 3 Tf 1 0 0 1 %f %f Tm (1) Tj ET BT /F 3 Tf 1 0 0 1 %f %f Tm (2) Tj ET"
            % (x + 1, y + 1, x + 5, y + 5)
        )
    return b"\n".join(out)


_FORM = (
    b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /Font << /F 5 0 R >> /XObject << /X %d 0 R >> >> "
)
_CALLS = b"/X Do " * 10


def _forms(levels: int) -> list[bytes]:
    """Form objects that each show the next ten times over, the last one the first again."""
    return [stream(_CALLS, _FORM % (6 + (at + 1) % levels)) for at in range(levels)]


PDFS: dict[str, Callable[[], bytes]] = {
    "pages_50000.pdf": lambda: many_pages(50_000),
    "pages_1000.pdf": lambda: many_pages(1000),
    "pages_lying.pdf": lambda: many_pages(2).replace(b"/Count 2", b"/Count 2000000000"),
    "tree_loop.pdf": lambda: pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 5 >>"]),
    "tree_loop_two.pdf": lambda: pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>", b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 9 >>"]),
    "tree_empty.pdf": lambda: pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]),
    "catalog_missing.pdf": lambda: pdf([b"<< >>"]),
    "xref_missing.pdf": lambda: pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"], xref=False),
    "xref_loop.pdf": lambda: pdf([b"<< /Type /Catalog /Pages 1 0 R >>"], trailer=b"/Prev 9 "),
    "box_giant.pdf": lambda: one_page(_words(10, 12), b"[-1e30 -1e30 1e30 1e30]"),
    "box_large.pdf": lambda: one_page(_words(10, 12), b"[0 0 2000000 2000000]"),
    "box_none.pdf": lambda: one_page(_words(10, 12), b"[0 0 0 0]"),
    "box_nan.pdf": lambda: one_page(_words(10, 12), b"[nan inf -inf 99999999999999999999999999999999999999999999]"),
    "box_giant_picture.pdf": lambda: one_page(
        b"q 1000000 0 0 1000000 0 0 cm /I Do Q", b"[0 0 1000000 1000000]", b"/XObject << /I 6 0 R >> ",
        [stream(bytes(100), b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceGray /BitsPerComponent 8 ")]),
    "picture_huge.pdf": lambda: one_page(
        b"q 500 0 0 500 0 0 cm /I Do Q", b"[0 0 595 842]", b"/XObject << /I 6 0 R >> ",
        [stream(bytes(100), b"/Type /XObject /Subtype /Image /Width 2000000000 /Height 2000000000 /ColorSpace /DeviceRGB /BitsPerComponent 16 ")]),
    "glyphs_million.pdf": lambda: one_page(_words(1_000_000)),
    "glyphs_many.pdf": lambda: one_page(_words(150_000)),
    "glyphs_one_place.pdf": lambda: one_page(b"BT /F 12 Tf " + b"1 0 0 1 72 700 Tm (1) Tj " * 100_000 + b"ET"),
    "glyphs_one_line.pdf": lambda: one_page(b"BT /F 0.01 Tf 72 700 Td (" + b"12 " * 60_000 + b") Tj ET"),
    "glyphs_size_zero.pdf": lambda: one_page(b"BT /F 0 Tf 72 700 Td (100 persons) Tj ET BT /F -12 Tf 72 600 Td (200 persons) Tj ET"),
    "glyphs_size_huge.pdf": lambda: one_page(b"BT /F 1e9 Tf 72 700 Td (100 persons) Tj ET"),
    "matrix_nan.pdf": lambda: one_page(b"1e38 0 0 1e38 1e38 1e38 cm BT /F 12 Tf 1e38 0 0 1e38 1e38 1e38 Tm (100 persons) Tj ET 0 0 1e38 1e38 re f"),
    "rules_million.pdf": lambda: one_page(_rules(500_000) + _words(100, 8)),
    "rules_many.pdf": lambda: one_page(_rules(5000) + _words(2000, 8)),
    "rules_dense.pdf": lambda: one_page(_rules(180) + _words(20_000, 2)),
    "rules_level.pdf": lambda: one_page(_rules(10_000, upright=False) + _words(2000, 8)),
    "boxes_many.pdf": lambda: one_page(_boxes(3000)),
    "forms_loop.pdf": lambda: one_page(b"/X Do", resources=b"/XObject << /X 6 0 R >> ", more=_forms(1)),
    "forms_laughs.pdf": lambda: one_page(b"/X Do", resources=b"/XObject << /X 6 0 R >> ", more=_forms(12)),
    "states_open.pdf": lambda: one_page(b"q " * 1_000_000 + _words(10, 12)),
    "arrays_deep.pdf": lambda: one_page(b"[" * 1_000_000 + b"] TJ"),
    "objects_deep.pdf": lambda: pdf([b"<< /Type /Catalog /Pages " + b"<< /A " * 200_000 + b">> " * 200_000 + b">>"]),
    "stream_bomb.pdf": lambda: one_page(b" " * 300_000_000),
    "stream_bomb_twice.pdf": lambda: pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (lambda packed: (len(packed), packed))(
            zlib.compress(zlib.compress(bytes(500_000_000), 9), 9)),
    ]),
    "password.pdf": lambda: protected("secret", "owner"),
    "password_owner.pdf": lambda: protected("", "owner"),
    "script.pdf": lambda: pdf([b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]),
    "head_only.pdf": lambda: b"%PDF-1.7\n",
    "head_late.pdf": lambda: b"x" * 1000 + one_page(_words(10, 12)),
}  # fmt: skip
