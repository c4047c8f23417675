"""What a page draws: lines, thin rectangles and the edges of boxes, as straight segments."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int, c_uint
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import pypdfium2.raw as pdfium

from ingest.read.pdf.frame import Frame

_THIN = 3.5  # points: a rectangle no thicker is a line
_BAR = 8.0  # points: a stroke thicker than that is shading
_STRAIGHT = 0.7  # points that the ends of a straight line may differ
_MAX_POINTS = 40_000  # of one page; beyond that it is a drawing
_MAX_DEPTH = 4
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Segment(NamedTuple):
    """A straight line: where it stands on the other axis, and from where to where it goes."""

    at: float
    low: float
    high: float


@dataclass
class Rules:
    """Horizontal segments (at = points from the top) and vertical ones (at = points from the left)."""

    across: list[Segment] = field(default_factory=list)
    down: list[Segment] = field(default_factory=list)
    images: int = 0
    points: int = 0

    def add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A line between two points of the shown page; slanting ones are no rules."""
        if abs(y1 - y0) <= _STRAIGHT:
            self.across.append(Segment((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT:
            self.down.append(Segment((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def add_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A filled rectangle (x0 < x1, y0 < y1): a line where it is thin, else its four edges."""
        if y1 - y0 <= _THIN and y1 - y0 <= x1 - x0:
            self.across.append(Segment((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN:
            self.down.append(Segment((x0 + x1) / 2, y0, y1))
        else:
            self.across += [Segment(y0, x0, x1), Segment(y1, x0, x1)]
            self.down += [Segment(x0, y0, y1), Segment(x1, y0, y1)]


def page_rules(page: pdfium.FPDF_PAGE, frame: Frame) -> Rules:
    """All rules of a page, those inside its form objects as well."""
    rules = Rules()
    get, kind_of = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        thing = get(page, at)
        kind = kind_of(thing)
        if kind != pdfium.FPDF_PAGEOBJ_TEXT:
            _thing(thing, kind, _SAME, frame, rules, 0)
    return rules


def _thing(thing: pdfium.FPDF_PAGEOBJECT, kind: int, outer: Matrix, frame: Frame, rules: Rules, depth: int) -> None:
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        _path(thing, outer, frame, rules)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        rules.images += 1
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
        inner = _times(_matrix(thing), outer)
        for at in range(pdfium.FPDFFormObj_CountObjects(thing)):
            part = pdfium.FPDFFormObj_GetObject(thing, at)
            _thing(part, pdfium.FPDFPageObj_GetType(part), inner, frame, rules, depth + 1)


def _path(path: pdfium.FPDF_PAGEOBJECT, outer: Matrix, frame: Frame, rules: Rules) -> None:
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
    count = pdfium.FPDFPath_CountSegments(path)
    if not (fill.value or stroke.value) or count < 2 or rules.points + count > _MAX_POINTS:
        return
    rules.points += count
    if count <= 5:  # the common case: one line or one thin rectangle, whose bounds say all
        left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
        pdfium.FPDFPageObj_GetBounds(path, byref(left), byref(bottom), byref(right), byref(top))
        (a, b), (c, d) = _moved(left.value, bottom.value, outer), _moved(right.value, top.value, outer)
        x0, y0, x1, y1 = frame.box(a, b, c, d)
        thickness = min(x1 - x0, y1 - y0)
        if thickness <= _THIN:
            end = thickness / 2 if stroke.value else 0.0  # bounds reach over the ends by the width of the pen
            if y1 - y0 <= x1 - x0:
                rules.across.append(Segment((y0 + y1) / 2, min(x0 + end, x1), max(x1 - end, x0)))
            else:
                rules.down.append(Segment((x0 + x1) / 2, min(y0 + end, y1), max(y1 - end, y0)))
            return
        if count == 2 and thickness > _BAR:
            return
    if not stroke.value and not _is_seen(path):
        return
    matrix = _times(_matrix(path), outer)
    for figure in _figures(path, count, matrix, frame):
        if stroke.value:
            for (x0, y0), (x1, y1) in pairwise(figure):
                rules.add(x0, y0, x1, y1)
        elif len(figure) >= 4 and _is_box(figure):
            xs, ys = [x for x, _ in figure], [y for _, y in figure]
            rules.add_box(min(xs), min(ys), max(xs), max(ys))


def _figures(
    path: pdfium.FPDF_PAGEOBJECT, count: int, matrix: Matrix, frame: Frame
) -> Iterator[list[tuple[float, float]]]:
    """Runs of points joined by straight lines; a curve ends a run."""
    figure: list[tuple[float, float]] = []
    x, y = c_float(), c_float()
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = frame.point(*_moved(x.value, y.value, matrix))
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            if len(figure) > 1:
                yield figure
            figure = [point]
        else:
            figure.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and len(figure) > 2:
            figure.append(figure[0])
    if len(figure) > 1:
        yield figure


def _is_box(figure: list[tuple[float, float]]) -> bool:
    """Every side is level or upright."""
    return all(abs(x1 - x0) <= _STRAIGHT or abs(y1 - y0) <= _STRAIGHT for (x0, y0), (x1, y1) in pairwise(figure))


def _is_seen(path: pdfium.FPDF_PAGEOBJECT) -> bool:
    """Whether a fill shows on paper: white and transparent ones do not."""
    red, green, blue, alpha = c_uint(255), c_uint(255), c_uint(255), c_uint(255)
    if not pdfium.FPDFPageObj_GetFillColor(path, byref(red), byref(green), byref(blue), byref(alpha)):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < 250


def _matrix(thing: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, byref(matrix)):
        return _SAME
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """First `inner`, then `outer`."""
    if outer is _SAME:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    if matrix is _SAME:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
