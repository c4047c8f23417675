"""PDF with a text layer: ruled and aligned tables, paragraphs by geometry, page numbers set apart."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

import pypdfium2  # noqa: F401  (starts the library)
import pypdfium2.raw as pdfium

from ingest.read.document import Unreadable
from ingest.read.limits import MAX_DRAWN, MAX_GLYPHS, MAX_PAGES, refuse_text
from ingest.read.pdf.flow import write
from ingest.read.pdf.frame import Frame
from ingest.read.pdf.glyphs import page_text
from ingest.read.pdf.rules import page_rules
from ingest.read.pdf.sheet import Sheet, lay_out
from ingest.read.writer import Content, TextWriter

_TAIL = 4096  # bytes: a whole file ends with its table of contents
_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "the PDF is encrypted; save a copy without a password",
    pdfium.FPDF_ERR_SECURITY: "the PDF is encrypted in a way that is not known here; save a copy without protection",
}
_NO_TEXT = "the PDF has no text layer (a scan); install the OCR extra (make ocr, or pip install -e '.[ocr]')"
_PICTURES = "page {} was not read: a picture without a text layer; install the OCR extra (make ocr)"
_SCAN_DPI = 200
_MAX_PIXELS = 100_000_000  # of a page: a metre by a metre and a half


def read(data: bytes) -> Content:
    """Text of a PDF's bytes; raises Unreadable for encrypted and damaged files, for scans without the OCR extra."""
    sheets = list(read_sheets(data))
    if not any(sheet.blocks for sheet in sheets):
        raise Unreadable(_NO_TEXT if any(sheet.is_scan for sheet in sheets) else "the PDF is empty; nothing to read")
    writer = TextWriter()
    write(sheets, writer)
    is_scan = all(sheet.is_scan for sheet in sheets if sheet.blocks)
    content = writer.content("ocr" if is_scan else "pdf", pages=len(sheets))
    pictures = [str(number) for number, sheet in enumerate(sheets, 1) if sheet.is_scan and not sheet.blocks]
    return replace(content, unread=_PICTURES.format(", ".join(pictures))) if pictures else content


def read_sheets(data: bytes) -> Iterator[Sheet]:
    """The pages of a PDF, laid out one by one; nothing of the library outlives its page."""
    tail = data.rstrip(b"\x00\r\n\t ")[-_TAIL:]
    if b"startxref" not in tail and b"%%EOF" not in tail:
        raise Unreadable("the PDF is cut off (its end is missing); fetch it again")
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise Unreadable(_REASONS.get(pdfium.FPDF_GetLastError(), "the PDF is damaged; fetch it again"))
    try:
        pages = pdfium.FPDF_GetPageCount(document)
        if pages > MAX_PAGES:
            raise Unreadable(f"the PDF has {pages:,} pages, more than the limit of {MAX_PAGES:,}; split it")
        length = 0
        for at in range(pages):
            sheet, glyphs = _sheet(document, at)
            refuse_text(length := length + glyphs)
            yield sheet
    finally:
        pdfium.FPDF_CloseDocument(document)


def _sheet(document: pdfium.FPDF_DOCUMENT, at: int) -> tuple[Sheet, int]:
    """A page, and how many characters it has."""
    page = pdfium.FPDF_LoadPage(document, at)
    if not page:
        raise Unreadable(f"the PDF is damaged at page {at + 1}; fetch it again")
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        frame = _frame(page)
        glyphs = pdfium.FPDFText_CountChars(text_page)
        if max(glyphs, 0) > MAX_GLYPHS or pdfium.FPDFPage_CountObjects(page) > MAX_DRAWN:
            raise Unreadable(f"page {at + 1} of the PDF holds more than a page can show; print it to a new PDF")
        sheet = lay_out(at + 1, frame, page_text(text_page, frame), page_rules(page, frame))
        if sheet.is_scan:
            sheet = _recognized(at + 1, page, frame) or sheet
        return sheet, glyphs
    finally:
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _recognized(number: int, page: pdfium.FPDF_PAGE, frame: Frame) -> Sheet | None:
    """A page that is a picture, with the words that are recognized in it; None without the OCR extra."""
    from ingest.read import scan

    if not scan.is_installed():
        return None
    from PIL import Image

    width, height = round(frame.width * _SCAN_DPI / 72), round(frame.height * _SCAN_DPI / 72)
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0) if 0 < width * height <= _MAX_PIXELS else None
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    image = Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", stride, 1)
    return replace(scan.sheet_of(number, image, _SCAN_DPI), is_scan=True)


def _frame(page: pdfium.FPDF_PAGE) -> Frame:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    if not all(map(isfinite, (box.left, box.bottom, box.right, box.top))):
        raise Unreadable("a page of the PDF has no size; print it to a new PDF")
    return Frame(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page))
