"""Rules of a scanned page: long straight runs of ink, as segments."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from ingest.read.pdf.rules import Rules, Segment

Image = Any  # array of (height, width), 0 is black
_LONG = 40.0  # points: shorter ink may be a stroke of a character; cells are wider, but not always as tall
_TALL = 16.0
_THIN = 4.0  # points: what is thicker is a bar or a picture


def rules_of(gray: Image, points: float) -> Rules:
    """Level and upright rules of a page; `points` is the size of a pixel."""
    ink = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    rules = Rules()
    for left, top, width, height in _runs(ink, (max(3, round(_LONG / points)), 1)):
        if height * points <= _THIN:
            rules.across.append(Segment((top + height / 2) * points, left * points, (left + width) * points))
    for left, top, width, height in _runs(ink, (1, max(3, round(_TALL / points)))):
        if width * points <= _THIN:
            rules.down.append(Segment((left + width / 2) * points, top * points, (top + height) * points))
    return rules


def _runs(ink: Image, shape: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """(left, top, width, height) of what remains of the ink when all that is shorter than `shape` is gone."""
    kept = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((shape[1], shape[0]), np.uint8))
    # Scanned lines have gaps and steps of a pixel.
    kept = cv2.dilate(kept, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(kept, connectivity=8)
    return [(int(x) + 1, int(y) + 1, int(w) - 2, int(h) - 2) for x, y, w, h, _ in stats[1:]]


def turned(gray: Image, degrees: float) -> Image:
    """The page turned upright, white where nothing was."""
    height, width = gray.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
