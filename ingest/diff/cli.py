"""`yibao diff`: two published files, the newest kept one and the published one where none is named."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ingest.console import err, out
from ingest.diff import export, text
from ingest.diff.compare import compared
from ingest.diff.opened import Incomparable
from ingest.history import earlier
from ingest.options import UNUSABLE, Database
from ingest.publish import DEFAULT_DATABASE

DIFFERENT = 1


class Format(StrEnum):
    """Forms in which `diff` tells what changed."""

    text = "text"
    csv = "csv"
    json = "json"


def diff(
    old: Annotated[
        str | None,
        typer.Argument(metavar="OLD", help="a file, or a name in `yibao history` (default: the newest)"),
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="NEW", help="a file, or such a name (default: the published file)")
    ] = None,
    report: Annotated[
        str | None, typer.Option("--report", help="only reports with this id, or this in their title or file name")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="how to tell it")] = Format.text,
    everything: Annotated[
        bool, typer.Option("--all", help="every change: moved facts and those that came or went with a file too")
    ] = False,
    database: Database = DEFAULT_DATABASE,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="exit status 1 where anything differs")] = False,
) -> None:
    """What changed between two published files, and why: facts, subject marts, verdicts (两次发布之间变了什么、为什么).

    Neither file is written to. A reason is a source, the extractor, the lexicon, a rule, a model, or a document that
    came or went.
    """
    try:
        with compared(_former(old, database), _file(new, database) if new else database, report) as found:
            if form is Format.text:
                for line in text.text(found, everything):
                    out.print(line)
            else:
                tell = export.to_csv if form is Format.csv else export.to_json
                for piece in tell(found, everything):
                    sys.stdout.write(piece)
                if not found.differs():
                    err.print(f"yibao: {text.same(found)}")
            differs = found.differs()
    except Incomparable as error:
        err.print(f"yibao diff: {escape(str(error))}")
        raise typer.Exit(UNUSABLE) from None
    raise typer.Exit(DIFFERENT if exit_code and differs else 0)


def _former(said: str | None, database: Path) -> Path:
    """What to compare with; raises Incomparable where nothing is named and nothing was kept."""
    if said:
        return _file(said, database)
    kept = earlier(database)
    if not kept:
        raise Incomparable(f"{database}: no earlier file is kept yet; name two files: yibao diff OLD NEW")
    return kept[0].path


def _file(said: str, database: Path) -> Path:
    """The path, else the kept file of that name."""
    if Path(said).exists():
        return Path(said)
    named = [one.path for one in earlier(database) if one.name.startswith(said)]
    return named[0] if len(named) == 1 else Path(said)
