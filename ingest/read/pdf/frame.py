"""From a page's own coordinates to points from the top left corner of the page as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.read.document import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page in user space, and how many quarter turns (clockwise) it is shown at."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def width(self) -> float:
        """Width of the page as shown, in points."""
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Height of the page as shown, in points."""
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """(left, top, right, bottom) of the rectangle with these two corners."""
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return (min(a, c), min(b, d), max(a, c), max(b, d))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """(from the left, from the top)."""
        match self.turns:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def boxes(self, flat: Sequence[float]) -> tuple[list[float], list[float], list[float], list[float]]:
        """Lefts, tops, rights and bottoms of rectangles given flat as (left, top, right, bottom) in user space."""
        x0, y1, x1, y0 = flat[0::4], flat[1::4], flat[2::4], flat[3::4]
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        if self.turns == 0:
            return [x - left for x in x0], [top - y for y in y1], [x - left for x in x1], [top - y for y in y0]
        if self.turns == 2:
            return [right - x for x in x1], [y - bottom for y in y0], [right - x for x in x0], [y - bottom for y in y1]
        if self.turns == 1:
            return [y - bottom for y in y0], [x - left for x in x0], [y - bottom for y in y1], [x - left for x in x1]
        return [top - y for y in y1], [right - x for x in x1], [top - y for y in y0], [right - x for x in x0]
