"""`yibao export`: the published warehouse for Excel, for data tools, for a Postgres server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ingest.console import err, out
from ingest.dbt import Unusable
from ingest.options import UNUSABLE, Database
from ingest.publish import DEFAULT_DATABASE

app = typer.Typer(help="The published warehouse as other tools want it (导出).", no_args_is_help=True)


@contextmanager
def _told() -> Iterator[list[str]]:
    """Prints what the block appends to the list; what is unusable is named, with exit status 2."""
    started, said = time.perf_counter(), list[str]()
    try:
        yield said
    except Unusable as error:
        err.print(f"yibao export: {escape(str(error))}")
        raise typer.Exit(UNUSABLE) from None
    for line in said:
        out.print(escape(line))
    out.print(f"exported in {time.perf_counter() - started:.1f} s")


# What writes a form is imported by its command alone: the other commands of yibao need not wait for it.


@app.command()
def excel(
    file: Annotated[Path, typer.Argument(help="the workbook to write, FILE.xlsx")],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """A workbook: a sheet of definitions, then one sheet a table; replaces the file in one step."""
    from export.excel import export_excel

    with _told() as said:
        said += export_excel(database, file)


@app.command()
def package(
    folder: Annotated[Path, typer.Argument(help="the folder to write")],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """A Frictionless data package: CSV and Parquet with schema, keys and sources; replaces an earlier one."""
    from export.package import export_package

    with _told() as said:
        said += export_package(database, folder)


@app.command()
def postgres(
    dsn: Annotated[
        str,
        typer.Argument(
            metavar="DSN",
            envvar="YIBAO_POSTGRES",
            show_envvar=True,
            help="postgresql://USER@HOST:PORT/DATABASE or 'host=… dbname=…'; the password rather in ~/.pgpass",
        ),
    ],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Copy the schemas marts and bi to Postgres with keys and comments; readers see the old or the new, never half."""
    from export.postgres import export_postgres

    with _told() as said:
        said += export_postgres(database, dsn)
