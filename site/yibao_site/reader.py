"""The text of a document as HTML: line by line, each number coloured by what became of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator

from markupsafe import Markup, escape

from yibao_site.paths import PART
from yibao_site.warehouse import Row


def parts(length: int) -> int:
    """How many pages a text of this many characters fills."""
    return max(1, -(-length // PART))


def text_html(text: str, part: int, numbers: list[Row], anchors: Collection[int]) -> Markup:
    """The lines of one part. `numbers` stand in order; `anchors` are starts of facts, beside numbers or on them."""
    low, high = part * PART, min(len(text), (part + 1) * PART)
    pieces: list[str] = []
    at = low
    for start, anchor, number in _marks(low, high, numbers, anchors):
        pieces.append(_plain(text[at:start]))
        pieces.append(f'<a id="c{anchor}" class="at"></a>' if number is None else _number(number, text))
        at = start if number is None else number["char_end"]
    pieces.append(_plain(text[at:high]))
    lines = "".join(pieces).split("\n")
    first = text.count("\n", 0, low) + 1
    return Markup("".join(f'<p id="L{n}" data-n="{n}">{line or "<br>"}</p>\n' for n, line in enumerate(lines, first)))


def places(part: int, numbers: list[Row], anchors: Collection[int]) -> list[tuple[Row, list[int]]]:
    """The numbers of one part, each with the starts of facts that stand before it: all there is without the text."""
    listed: list[tuple[Row, list[int]]] = []
    waiting: list[int] = []
    for _, anchor, number in _marks(part * PART, (part + 1) * PART, numbers, anchors):
        if number is None:
            waiting.append(anchor)
        else:
            listed.append((number, waiting))
            waiting = []
    if listed:
        listed[-1][1].extend(waiting)
    return listed


def _marks(low: int, high: int, numbers: list[Row], anchors: Collection[int]) -> Iterator[tuple[int, int, Row | None]]:
    """Place, id and number of each mark in the order of the text; an anchor inside a number stands before it."""
    inside = numbers[_first(numbers, low) : _first(numbers, high)]
    starts = [int(number["char_start"]) for number in inside]
    marks: list[tuple[int, bool, int, Row | None]] = [
        (start, True, start, number) for start, number in zip(starts, inside, strict=True)
    ]
    for anchor in {a for a in anchors if low <= a < high}.difference(starts):
        before = bisect_left(starts, anchor) - 1
        within = before >= 0 and anchor < inside[before]["char_end"]
        marks.append((starts[before] if within else anchor, False, anchor, None))
    for start, _, anchor, number in sorted(marks, key=lambda mark: mark[:3]):
        yield start, anchor, number


def _first(numbers: list[Row], start: int) -> int:
    return bisect_left(numbers, start, key=lambda number: int(number["char_start"]))


def _number(number: Row, text: str) -> str:
    kind, told = escape(number["disposition"]), escape(number["told"])
    words = _plain(text[number["char_start"] : number["char_end"]])
    # A number over a line's end is two marks: a line stays a line.
    words = words.replace("\n", f'</mark>\n<mark class="{kind}">')
    return f'<mark id="c{number["char_start"]}" class="{kind}" title="{told}">{words}</mark>'


def _plain(text: str) -> str:
    return str(escape(text))
