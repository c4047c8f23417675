"""What the commands print of ingests and of single numbers: results on stdout, problems on stderr."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from ingest.explain import Explanation
from ingest.land.batch import Found
from ingest.land.corpus import Tally
from ingest.land.unplaced import Unplaced
from ingest.visible import visible


class _Terminal(Console):
    """Prints no sign of a file's that would steer the terminal."""

    def print(self, *objects: Any, **options: Any) -> None:
        """As rich does."""
        super().print(*(visible(thing) if isinstance(thing, str) else thing for thing in objects), **options)


out, err = (
    _Terminal(highlight=False, soft_wrap=True, emoji=False),
    _Terminal(stderr=True, highlight=False, soft_wrap=True, emoji=False),
)
_PLACED = ("line_no", "block_no", "row_no", "column_no")  # told in the line of the place
_LISTED = 20  # documents told one by one; of more only the sum is told


def print_landed(found: Found, total: Tally, where: Path, seconds: float) -> None:
    """What an ingest call landed where, and the files that gave nothing, each with the reason."""
    if total.documents:
        for name, counts in total.documents if len(total.documents) <= _LISTED else ():
            out.print(
                f"  {escape(name)}: {counts.get('observations', 0)} observations, "
                f"{counts.get('indicator_scores', 0)} indicators, {counts.get('statement_cells', 0)} statement cells, "
                f"{counts.get('numbers', 0)} numbers"
            )
        reports = sum(counts["reports"] for _, counts in total.documents)
        landed = f"{len(total.documents)} documents, {reports} reports landed in {escape(str(where))}"
        out.print(f"{landed} in {seconds:.1f} s")
    else:
        err.print("yibao: nothing was landed")
    for path, first in found.duplicates:
        out.print(f"  {escape(str(path))}: same content as {escape(first)}, read once")
    for path in found.skipped:
        kind = escape(path.suffix or "(none)")
        out.print(f"  {escape(str(path))}: skipped, format {kind} is not read")
    for problem in (*found.problems, *total.problems):
        err.print(f"yibao: {escape(str(problem))}")


def print_unplaced(unplaced: Unplaced, file: Path | None) -> bool:
    """What could not be placed, in short, and all of it to the file; whether that could be written."""
    for line in unplaced.summary():
        out.print(escape(line))
    try:
        if file is not None:
            file.write_text(unplaced.to_csv(), encoding="utf-8")
    except OSError as error:
        err.print(f"yibao: {escape(str(file))}: cannot be written ({error.strerror or error})")
        return False
    return True


def print_explanation(identifier: str, found: Explanation) -> None:
    """A number as its mart has it, its place, and the words around it where the source is at hand."""
    row, document = found.row, found.document
    out.print(f"{escape(identifier)} in marts.{found.mart}")
    for key, value in row.items():
        if value is None or value == "" or key.startswith(("char_", "page")) or key in _PLACED:
            continue
        words = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
        name = found.names.get(key)
        out.print(f"  {key}: {escape(words)}{f' {escape(name)}' if name else ''}")
    place = f"line {row['line_no']}, characters {row['char_start']} to {row['char_end']}"
    out.print(f"{escape(document['file_name'])}{_in_file(found.position)}, {place}")
    if found.words is None:
        out.print(f"  the source is not at hand (SHA-256 {document['sha256']}); give its folder with --reports")
        return
    before, words, after = (escape(" ".join((part or "").split())) for part in (found.before, found.words, found.after))
    out.print(f"  …{before}[bold reverse]【{words}】[/]{after}…")


def _in_file(position: dict[str, Any]) -> str:
    """Where the file itself has it, as far as its format has such places."""
    words = (("page", "page"), ("block_no", "block"), ("row_no", "row"), ("column_no", "column"))
    told = [f", {word} {position[key]}" for key, word in words if position.get(key)]
    return "".join(told) + (f" (box {position['page_box']})" if position.get("page_box") else "")
