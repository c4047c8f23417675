"""`yibao diff OLD NEW`: to be registered with the other commands."""

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

DIFFERENT, UNUSABLE = 1, 2


class Format(StrEnum):
    """Forms in which `diff` tells what changed."""

    text = "text"
    csv = "csv"
    json = "json"


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="the earlier published file")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="the later published file")],
    report: Annotated[
        str | None, typer.Option("--report", help="only reports with this id, or this in their title or file name")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="how to tell it")] = Format.text,
    everything: Annotated[
        bool, typer.Option("--all", help="every change: moved facts and those that came or went with a file too")
    ] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="exit status 1 where anything differs")] = False,
) -> None:
    """What changed between two published files, and why: facts, subject marts, verdicts (两次发布之间变了什么、为什么).

    Neither file is written to. A reason is a source, the extractor, the lexicon, a rule, a model, or a document that
    came or went.
    """
    try:
        with compared(old, new, report) as found:
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
