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
from ingest.land.files import FILES
from ingest.land.plan import Plan
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


def print_landed(found: Found, plan: Plan | None, total: Tally, where: Path, seconds: float) -> bool:
    """What an ingest call landed where, and the files that gave nothing, each with the reason; whether all gave facts.

    `plan` says what was landed before and stays; seeds have none.
    """
    for read in total.documents if len(total.documents) <= _LISTED else ():
        out.print(
            f"  {escape(read.file_name)}: {read.counts.get('observations', 0)} observations, "
            f"{read.counts.get('indicator_scores', 0)} indicators, {read.counts.get('statement_cells', 0)} statement "
            f"cells, {read.counts.get('numbers', 0)} numbers"
        )
    unchanged, removed = (plan.unchanged, plan.removed) if plan else (0, 0)
    place = escape(str(where))
    if total.documents or (unchanged and removed):
        reports = sum(read.counts["reports"] for read in total.documents)
        others = f"; {unchanged} documents unchanged, {removed} removed" if unchanged or removed else ""
        out.print(f"{len(total.documents)} documents, {reports} reports landed in {place} in {seconds:.1f} s{others}")
    elif unchanged:
        out.print(f"nothing new: {unchanged} documents in {place} unchanged ({seconds:.1f} s)")
    else:
        err.print("yibao: nothing was landed")
    duplicates = (*found.duplicates, *(plan.duplicates if plan else ()))
    _print_few(out, "  ", [f"{path}: same content as {first}, read once" for path, first in duplicates])
    skipped = [f"{path}: skipped, format {path.suffix or '(none)'} is not read" for path in found.skipped]
    _print_few(out, "  ", skipped)
    problems = [str(one) for one in (*found.problems, *(plan.problems if plan else ()), *total.problems)]
    listed, written = where / FILES, plan is not None and (total.documents or unchanged)
    _print_few(err, "yibao: ", problems, f": all are in {listed}, column problem" if written else "")
    return not problems


def _print_few(console: Console, before: str, lines: list[str], where: str = "") -> None:
    """The first of many lines, and how many more there are."""
    for line in lines[:_LISTED]:
        console.print(before + escape(line))
    if len(lines) > _LISTED:
        console.print(f"{before}and {len(lines) - _LISTED} more such files{escape(where)}")


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
