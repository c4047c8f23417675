"""`python -m spark`: extraction and models on Spark, and their comparison with DuckDB.

Exit status: 0 done, 1 a mart differs between the engines, 2 the call or a file was unusable.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.markup import escape

from ingest.console import err, out
from ingest.dbt import PROJECT, Unusable
from ingest.land.files import documents, in_order
from ingest.land.write import NoLanding
from ingest.options import FAILED, UNUSABLE
from ingest.place import why
from spark.build import Mart, build_marts, need_java
from spark.compare import compare_marts
from spark.seeds import write_seeds

app = typer.Typer(
    help="Past one machine: extraction and models on Spark (分布式引擎).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
# dbt-duckdb hangs in the Python models of the gates where pyspark is installed beside it.
_PLAIN = PROJECT / ".venv" / "bin" / "python"
Landing = Annotated[str, typer.Option("--landing", help="folder of Parquet (default: the facts of the seeds)")]


@app.command()
def seeds(folder: Annotated[Path, typer.Argument(help="folder to write a folder of Parquet a seed into")]) -> None:
    """Write the seeds as typed Parquet, which Spark reads in place of the CSV files."""
    with _told():
        out.print(f"{len(write_seeds(folder))} seeds in {escape(str(folder))}")


@app.command()
def java() -> None:
    """Say whether there is a Java that Spark runs on, before anything is installed for it."""
    with _told():
        need_java()


@app.command()
def build(
    landing: Landing = "",
    folder: Annotated[Path, typer.Option("--out", help="folder for the tables")] = PROJECT / "warehouse" / "spark",
    compare: Annotated[bool, typer.Option(help="build on DuckDB too, and hold every mart against it")] = True,
) -> None:
    """Build the shared models on Spark, and compare every mart with DuckDB's, row by row and digit by digit."""
    folder, began = folder.resolve(), time.monotonic()
    landing = landing if not landing or "://" in landing else str(Path(landing).resolve())
    with _told(), tempfile.TemporaryDirectory() as scratch:
        need_java()
        if compare and not _PLAIN.exists():
            raise Unusable(f"no {_PLAIN}, which builds on DuckDB: make setup (or --no-compare)")
        write_seeds(folder / "seeds")
        marts = build_marts(str(folder / "seeds"), landing, folder / "tables", Path(scratch))
        out.print(f"{len(marts)} marts in {escape(str(folder / 'tables'))} in {time.monotonic() - began:.0f} s")
        if compare:
            _build_on_duckdb(landing, folder / "duckdb.duckdb")
            _compare(folder / "duckdb.duckdb", marts)


def _build_on_duckdb(landing: str, database: Path) -> None:
    of = ("--landing", landing) if landing else ()
    command = [str(_PLAIN), "-m", "ingest.cli", "build", *of, "--database", str(database)]
    done = subprocess.run(command, cwd=PROJECT, check=False)
    if done.returncode:
        raise Unusable("the build on DuckDB failed, so there is nothing to compare with")


def _compare(database: Path, marts: list[Mart]) -> None:
    differ = 0
    for compared in compare_marts(database, marts):
        verdict = "DIFFERENT" if compared.differences else "equal"
        out.print(f"{compared.mart:30} {compared.rows:>10,} rows  {verdict}")
        for words in compared.differences:
            out.print(f"  {escape(words)}")
        differ += bool(compared.differences)
    out.print(f"{len(marts) - differ} of {len(marts)} marts are equal on DuckDB and Spark")
    if differ:
        raise typer.Exit(FAILED)


@app.command()
def ingest(
    paths: Annotated[list[str], typer.Argument(help="report files, folders (recursively) or addresses Spark reads")],
    landing: Annotated[Path, typer.Option("--landing", help="folder of Parquet to land in")],
) -> None:
    """Extract over partitions of files with the extractor of `yibao ingest`, into the same landing tables."""
    began = time.monotonic()
    with _told():
        need_java()
        from pyspark.errors import PySparkException  # here, for `.venv` has no Spark

        from spark.ingest import land_files
        from spark.session import open_session

        try:
            files, duplicates = land_files(open_session(), paths, landing.resolve())
        except PySparkException as error:
            raise Unusable(str(error).partition("JVM stacktrace")[0].strip()) from None
    for file in in_order(files):
        if file.problem:
            err.print(escape(f"{file.file_name}: {file.problem}"))
    if duplicates:
        out.print(f"{duplicates} files hold what another one holds; each content was read once")
    found = documents(files).values()
    if found:
        counted = f"{len(found)} documents, {sum(file.reports for file in found)} reports"
        out.print(f"{counted} landed in {escape(str(landing))} in {time.monotonic() - began:.0f} s")
    else:
        err.print("yibao: nothing was landed")
    if not found or any(file.problem for file in files):
        raise typer.Exit(UNUSABLE)


@contextmanager
def _told() -> Iterator[None]:
    """Say what makes a call unusable, in one line, and end with its status."""
    try:
        yield
    except ImportError as error:
        err.print(escape(f"yibao: {error}; `make spark` sets up .venv-spark, whose Python has it"))
    except (Unusable, NoLanding) as error:
        err.print(escape(f"yibao: {error}"))
    except (OSError, duckdb.Error) as error:
        err.print(escape(f"yibao: {why(error) if isinstance(error, OSError) else error}"))
    else:
        return
    raise typer.Exit(UNUSABLE)


if __name__ == "__main__":
    app()
