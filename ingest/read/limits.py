"""How much of anything a report may hold: what is beyond it is damage or an attack, refused by name.

Each is far above what any report has and far below what would cost minutes or gigabytes.
"""

from __future__ import annotations

from ingest.read.document import Unreadable

MAX_TEXT = 3_000_000  # characters; the longest reports have some 300,000
MAX_TEXT_BYTES = 4 * MAX_TEXT  # of a plain text, in any encoding
MAX_PAGE_BYTES = 64 * 1024 * 1024  # of a web page: it may carry its pictures
MAX_TAGS = 500_000  # of a web page
MAX_OPEN = 5_000  # tags that none closes
MAX_ATTRIBUTES = 1_000  # of a tag
MAX_POSITIONS = 1_000_000  # of a table: rows times columns
MAX_PAGES = 3_000
MAX_GLYPHS = 200_000  # of a page
MAX_DRAWN = 500_000  # things on a page: lines, boxes, pictures, runs of words
MAX_PARTS = 20_000  # of an archive
MAX_NUMBERS = 100_000  # in a text; the longest reports have some 10,000
NESTED = "the file nests its parts too deep to be a report (tables or blocks inside each other); save it anew"


def refuse_text(length: int) -> None:
    """Raise Unreadable for a text of more characters than a report has."""
    if length > MAX_TEXT:
        raise Unreadable(
            f"the text has more than the limit of {MAX_TEXT:,} characters, which no report needs; split the file"
        )


def refuse_numbers(count: int) -> None:
    """Raise Unreadable for more numbers than a report has."""
    if count > MAX_NUMBERS:
        raise Unreadable(f"the text has more than {MAX_NUMBERS:,} numbers; it is data, not a report")


def refuse_table(height: int, width: int, covered: int = 0) -> None:
    """Raise Unreadable for a table of more positions than one may have, merged ones that overlap counted each time."""
    if height * width > MAX_POSITIONS:
        raise Unreadable(
            f"a table has {height:,} rows and {width:,} columns, more than the limit of {MAX_POSITIONS:,} cells; "
            "delete the empty ones, or split it"
        )
    if covered > MAX_POSITIONS:
        raise Unreadable("the merged cells of a table overlap without end; unmerge them and save the file anew")


def refuse_cells(count: int) -> None:
    """Raise Unreadable for a sheet of more cells than one may have."""
    if count > MAX_POSITIONS:
        raise Unreadable(f"a sheet has more than {MAX_POSITIONS:,} cells; it is data, not a report")


def refuse_bytes(size: int, limit: int, what: str) -> None:
    """Raise Unreadable where `what` is larger than it may be."""
    if size > limit:
        raise Unreadable(f"{what} has {size:,} bytes, more than the limit of {limit:,}; split it")


def number_in(written: str, otherwise: int | None = None) -> int | None:
    """A whole number of up to nine digits that a file gives, else `otherwise`: `int` raises for ² and 5,000 digits."""
    return int(written) if written.isdecimal() and len(written) < 10 else otherwise
