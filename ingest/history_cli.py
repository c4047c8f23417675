"""`yibao history`, `restore` and `verify`: published files, the way back, and whether one is as it was built."""

from __future__ import annotations

from typing import Annotated

import duckdb
import typer
from rich.markup import escape

from ingest.console import err, out
from ingest.history import KEPT, NoPublication, earlier, publication
from ingest.history import restore as put_back
from ingest.options import FAILED, UNUSABLE, Database
from ingest.place import why
from ingest.publish import DEFAULT_DATABASE
from ingest.record import NoRecord, altered


def history(database: Database = DEFAULT_DATABASE) -> None:
    """The published file and the earlier ones that are kept (历史版本), the newest first."""
    try:
        kept = earlier(database)
        found = [*([publication(database)] if database.is_file() else []), *kept]
    except duckdb.Error as error:
        err.print(f"yibao: {escape(str(database))}: cannot be read ({escape(str(error).splitlines()[0])})")
        raise typer.Exit(UNUSABLE) from None
    if not found:
        err.print(f"yibao: {escape(str(database))}: nothing is published there; make it with `yibao build`")
        raise typer.Exit(UNUSABLE)
    for one in found:
        made = one.build or {}
        mark = "" if one in kept else "  (published)"
        documents = f"{made['documents']} documents, yibao {made['yibao_version']}" if made else "no build record"
        out.print(f"{one.name}  built {one.built_at:%Y-%m-%d %H:%M:%S} UTC, {documents}{mark}")


def restore(
    name: Annotated[str, typer.Argument(help="name that `yibao history` tells, or its beginning")],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Publish an earlier file again, in one step; what it replaces is kept."""
    try:
        one = put_back(database.resolve(), name, KEPT)
    except NoPublication as error:
        err.print(f"yibao: {escape(str(error))}")
        raise typer.Exit(UNUSABLE) from None
    except OSError as error:
        err.print(f"yibao: {escape(str(database))}: cannot be written ({why(error)}); nothing was changed")
        raise typer.Exit(UNUSABLE) from None
    out.print(f"published {escape(str(database))} as built {one.built_at:%Y-%m-%d %H:%M:%S} UTC")
    out.print("its site is made anew with `yibao site`; Data Docs remain those of the last build")


def verify(database: Database = DEFAULT_DATABASE) -> None:
    """Compare every table of marts and bi with the fingerprint that the build recorded."""
    try:
        changed, content = altered(database)
    except (NoRecord, OSError) as error:
        err.print(f"yibao: {escape(str(error))}")
        raise typer.Exit(UNUSABLE) from None
    for said in changed:
        err.print(f"yibao: {escape(said)}")
    if changed:
        raise typer.Exit(FAILED)
    out.print(f"{escape(str(database))} is as it was built; content {content}")
