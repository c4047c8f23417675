"""`yibao`: reports in, a warehouse out.

Exit status: 0 done, 1 built but expectations failed (nothing published) or hard findings with `check --strict`,
2 unusable call or input, 128 and the signal's number where it was told to end.
"""

from __future__ import annotations

import os
import shlex
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.markup import escape

from export.cli import app as export_app
from ingest import check_export, check_text
from ingest.check import NoChecks, Report, count_findings, find_check, read_checks, unknown_hard
from ingest.console import err, out, print_explanation, print_landed, print_unplaced
from ingest.dbt import PROJECT, SEEDS, Unusable
from ingest.diff.cli import diff
from ingest.draft import check_draft, has_facts
from ingest.explain import explain as look_up
from ingest.history import KEPT
from ingest.history_cli import history, restore, verify
from ingest.land.batch import find_files
from ingest.land.corpus import Tally, land_corpus, read_corpus, tally
from ingest.land.plan import Plan
from ingest.land.workers import DEFAULT_LIMITS, Limits, WorkerDied
from ingest.land.write import NoLanding, write_seeds
from ingest.lexicon import LexiconError
from ingest.options import FAILED, UNUSABLE, Database
from ingest.place import why
from ingest.progress import Pace
from ingest.publish import DEFAULT_DATABASE
from ingest.publish import build as build_warehouse
from ingest.tether import end_in_order

app = typer.Typer(
    help="Reports of medical-insurance bureaus into a warehouse (医保报告入仓).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # they may hold words of reports, and passwords
)
app.add_typer(export_app, name="export")

DEFAULT_LANDING = PROJECT / "landing"
DEFAULT_SITE = PROJECT / "warehouse" / "site"


def reports_folder() -> Path:
    """Where source reports are looked for: $YIBAO_REPORTS, else ../shared/reports beside the checkout."""
    return Path(os.environ.get("YIBAO_REPORTS", PROJECT.parent / "shared" / "reports"))


Paths = Annotated[list[Path], typer.Argument(help="report files and folders (folders recursively)")]
Full = Annotated[bool, typer.Option("--full", help="build all of it anew, whatever has changed")]
Keep = Annotated[int, typer.Option("--keep", min=0, help="earlier published files to keep")]
Strict = Annotated[bool, typer.Option("--strict", help="breaks of the sources fail the build too")]
Landing = Annotated[Path | None, typer.Option("--landing", help="folder of Parquet to land in")]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="processes to read with (default: all processors)")]
Seconds = Annotated[float, typer.Option("--max-seconds", min=0.1, help="what reading one file may take")]
Megabytes = Annotated[int, typer.Option("--max-memory", min=64, help="MB that reading one file may take")]
UnplacedFile = Annotated[
    Path | None, typer.Option("--unplaced", help="CSV file to write all that could not be placed to")
]
Add = Annotated[bool, typer.Option("--add", help="what is landed stays; files of the same name are replaced")]
Again = Annotated[bool, typer.Option("--again", help="read files again that are landed and have not changed")]
Sources = Annotated[
    list[Path] | None, typer.Option("--reports", help="where the source files are (default $YIBAO_REPORTS)")
]


@app.command()
def ingest(
    paths: Paths,
    landing: Landing = None,
    seeds: Annotated[bool, typer.Option("--seeds", help="write seeds/reports/*.csv instead of Parquet")] = False,
    jobs: Jobs = None,
    unplaced: UnplacedFile = None,
    seconds: Seconds = DEFAULT_LIMITS.seconds,
    megabytes: Megabytes = DEFAULT_LIMITS.megabytes,
    add: Add = False,
    again: Again = False,
) -> None:
    """Read reports; land what stands in them as Parquet, or with --seeds as CSV seeds.

    The landing folder afterwards holds exactly the reports of this call, with --add those that it held as well; files
    that it holds already, read by this version, are not read again. Ends with what could not be placed of what was
    read: statement lines, indicators and units that no list knows, numbers that no metric covers.
    """
    for option, chosen in (("--landing", landing is not None), ("--add", add), ("--again", again)):
        if seeds and chosen:
            err.print(f"yibao ingest: --seeds and {option} exclude each other; choose one")
            raise typer.Exit(UNUSABLE)
    limits = Limits(seconds, megabytes)
    raise typer.Exit(
        _ingest(paths, None if seeds else landing or DEFAULT_LANDING, limits, jobs, unplaced, add, again)[0]
    )


def _ingest(
    paths: list[Path],
    landing: Path | None,
    limits: Limits,
    jobs: int | None = None,
    unplaced: Path | None = None,
    add: bool = False,
    again: bool = False,
) -> tuple[int, bool]:
    """Extract and land; returns the exit status and whether anything is landed. `landing` None means seeds."""
    started = time.perf_counter()
    total, plans = Tally([], []), list[Plan]()
    try:
        found = find_files(paths)
        if landing is None:
            batch = read_corpus(found.files, jobs, limits)
            total.add(tally(batch))
            if batch.rows["documents"]:
                write_seeds(SEEDS, batch.rows, (*found.problems, *batch.problems))
        else:
            with Pace(err).shown() as pace:

                def begin(plan: Plan) -> None:
                    plans.append(plan)
                    pace.begin([source.bytes for source in plan.unread])

                for part in land_corpus(found, landing, jobs, limits, add, again, begin):
                    total.add(part)
                    pace.done(total.read)
    except (LexiconError, NoLanding, WorkerDied) as error:
        err.print(f"yibao: {escape(str(error))}; nothing was changed")
        return UNUSABLE, False
    except OSError as error:
        err.print(f"yibao: {landing or SEEDS}: cannot be written ({why(error)}); nothing was changed")
        return UNUSABLE, False
    plan = plans[0] if plans else None
    clean = print_landed(found, plan, total, landing or SEEDS, time.perf_counter() - started)
    told = print_unplaced(total.unplaced, unplaced)
    return 0 if clean and told else UNUSABLE, bool(total.documents or (plan and plan.unchanged))


@app.command()
def build(
    landing: Annotated[
        Path | None, typer.Option("--landing", help="build from this landing folder instead of the seeds")
    ] = None,
    database: Database = DEFAULT_DATABASE,
    strict: Strict = False,
    keep: Keep = KEPT,
    full: Full = False,
) -> None:
    """Build the warehouse with all its tests, then publish it in one step.

    Where the file was built of the same landing before, only what has changed in it since is built anew.
    """
    raise typer.Exit(_build(landing, database, strict, keep, full))


def _build(landing: Path | None, database: Path, strict: bool, keep: int, full: bool = False) -> int:
    started = time.perf_counter()
    try:
        result = build_warehouse(database.resolve(), landing, strict, keep, full)
    except Unusable as error:
        err.print(f"yibao: {escape(str(error))}")
        return UNUSABLE
    if not result.passed:
        kept = f"nothing was published, {escape(str(database))} is as it was"
        err.print(f"yibao: {len(result.failures)} expectation(s) failed; {kept}")
        for failure in result.failures:
            err.print(f"  {escape(failure)}")
        return FAILED
    for warning in result.warnings:
        err.print(f"yibao: warning: {escape(warning)}")
    kinds = ", ".join(f"{count} {kind}s" for kind, count in sorted(result.built.items()))
    out.print(f"published {escape(str(database))} ({kinds}) in {time.perf_counter() - started:.1f} s")
    if result.changed is not None:
        out.print(f"built what has changed since the last build: {result.changed} document(s)")
    out.print(f"content {result.content}")
    checks, broken, hard = count_findings(database)
    if broken:
        out.print(f"{broken} of {checks} checks do not fit ({hard} hard): yibao check{escape(_option(database))}")
    return 0


@app.command()
def run(
    paths: Paths,
    landing: Landing = None,
    database: Database = DEFAULT_DATABASE,
    strict: Strict = False,
    seconds: Seconds = DEFAULT_LIMITS.seconds,
    megabytes: Megabytes = DEFAULT_LIMITS.megabytes,
    keep: Keep = KEPT,
    add: Add = False,
) -> None:
    """Ingest and build in one."""
    folder = landing or DEFAULT_LANDING
    status, landed = _ingest(paths, folder, Limits(seconds, megabytes), add=add)
    if not landed:
        raise typer.Exit(status)
    raise typer.Exit(_build(folder, database, strict, keep) or status)


class Format(StrEnum):
    """Forms in which `check` tells its findings."""

    text = "text"
    csv = "csv"
    json = "json"
    html = "html"


@app.command()
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="report files and folders; none: the warehouse")
    ] = None,
    report: Annotated[
        str | None, typer.Option("--report", help="only reports with this id, or this in their title or file name")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="how to tell it")] = Format.text,
    database: Database = DEFAULT_DATABASE,
    everything: Annotated[bool, typer.Option("--all", help="the checks that fit or cannot be made too")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="exit status 1 for hard findings not known")] = False,
    reports: Sources = None,
) -> None:
    """What does not reconcile: both sides, where they stand, the gap, a hint.

    Without PATH of the published warehouse.

    With PATH of those files alone, before anything is published: they are read and built in a scratch folder that is
    gone afterwards. The first such check keeps the compiled models in ~/.cache/yibao, and nothing of any report.
    """
    try:
        if paths:
            found, status = _check_draft(paths, report, everything)
        else:
            found, status = read_checks(database, report, reports or [reports_folder()], everything), 0
    except (LexiconError, NoChecks, Unusable, WorkerDied) as error:
        err.print(f"yibao: {escape(str(error))}")
        raise typer.Exit(UNUSABLE) from None
    _print_checks(found, form, None if paths else database)
    raise typer.Exit(status or (FAILED if strict and unknown_hard(found) else 0))


def _check_draft(paths: list[Path], report: str | None, everything: bool) -> tuple[list[Report], int]:
    """The checks of some files alone, and the exit status: a file that gave nothing is named, the others are done."""
    files = find_files(paths)
    batch = read_corpus(files.files)
    for path in files.skipped:
        err.print(f"yibao: {escape(str(path))}: skipped, format {escape(path.suffix or '(none)')} is not read")
    problems = (*files.problems, *batch.problems)
    for problem in problems:
        err.print(f"yibao: {escape(str(problem))}")
    if not has_facts(batch):
        raise Unusable("nothing to check")
    found = check_draft(batch, report, paths, everything)
    return found, UNUSABLE if problems else 0


def _option(database: Path) -> str:
    """How a command names this warehouse: the default one needs no naming."""
    return "" if database.resolve() == DEFAULT_DATABASE else f" --database {shlex.quote(str(database))}"


def _print_checks(found: list[Report], form: Format, database: Path | None) -> None:
    """Data on stdout; beside CSV, JSON and HTML the closing line goes to stderr."""
    if form is Format.text:
        for line in check_text.text(found, None if database is None else f"yibao explain{_option(database)}"):
            out.print(line)
        return
    if form is Format.html:
        from yibao_site.draft import to_html  # what pages need, no other command should wait for

        sys.stdout.write(to_html(found))
    else:
        sys.stdout.write(check_export.to_csv(found) if form is Format.csv else check_export.to_json(found))
    err.print(f"yibao: {check_text.closing(found)}")


@app.command()
def explain(
    identifier: Annotated[
        str,
        typer.Argument(metavar="ID", help="id of an observation, indicator, cell or check; or document_id:char_start"),
    ],
    database: Database = DEFAULT_DATABASE,
    reports: Sources = None,
) -> None:
    """One number or check back to its file, line and words."""
    if not database.is_file():
        err.print(f"yibao: {escape(str(database))}: no warehouse; make it with `yibao build`")
        raise typer.Exit(UNUSABLE)
    try:
        found = look_up(database, identifier, reports or [reports_folder()])
    except duckdb.Error as error:
        err.print(
            f"yibao: {escape(str(database))}: cannot be read ({escape(str(error).splitlines()[0])}); build it again"
        )
        raise typer.Exit(UNUSABLE) from None
    if found is not None:
        print_explanation(identifier, found)
    elif (check := find_check(database, identifier, reports or [reports_folder()])) is not None:
        for line in check_text.detail(check):
            out.print(line)
    else:
        err.print(
            f"yibao: {escape(identifier)}: no such id; "
            "take one from observation_id, indicator_id, cell_id or check_id of a mart"
        )
        raise typer.Exit(UNUSABLE)


@app.command()
def site(
    database: Database = DEFAULT_DATABASE,
    folder: Annotated[Path, typer.Option("--out", help="folder to put the site in")] = DEFAULT_SITE,
    reports: Sources = None,
    jobs: Jobs = None,
    dbt: Annotated[bool, typer.Option("--dbt/--no-dbt", help="dbt docs and column lineage (some ten seconds)")] = True,
) -> None:
    """The warehouse as a folder of pages that open by double click (静态网站), each number with its words."""
    from yibao_site.build import NoPlace, build_site  # what pages need, no other command should wait for
    from yibao_site.warehouse import NoWarehouse

    started = time.perf_counter()
    try:
        made = build_site(database.resolve(), folder.resolve(), reports or [reports_folder()], jobs, dbt)
    except (NoWarehouse, NoPlace) as error:
        err.print(f"yibao: {escape(str(error))}")
        raise typer.Exit(UNUSABLE) from None
    except OSError as error:
        err.print(f"yibao: {escape(str(folder))}: cannot be written ({why(error)}); choose another --out")
        raise typer.Exit(UNUSABLE) from None
    index = escape(str(folder / "index.html"))
    out.print(f"{made.pages} pages in {time.perf_counter() - started:.1f} s; open {index}")
    if made.without_dbt:
        err.print(f"yibao: warning: the site is without dbt docs and lineage: {escape(made.without_dbt)}")
    if made.texts < made.documents:
        missing = f"{made.documents - made.texts} of {made.documents}"
        out.print(f"{missing} source files are not at hand: their numbers have places without words (--reports)")


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    options_metavar="[MetricFlow's own]",
)
def metrics(
    context: typer.Context,
) -> None:
    """Metrics defined once (语义层指标), asked with MetricFlow: `yibao metrics query --metrics … --group-by …`.

    Commands and options are those of `mf`; `yibao metrics --help` lists them. Asks the file that $YIBAO_DATABASE names,
    else the published one, and opens it read-only.
    """
    from ingest.metrics import main  # MetricFlow takes seconds

    raise typer.Exit(main(context.args))


for command in (diff, history, restore, verify):
    app.command()(command)


def main() -> None:
    """The command in a process of its own."""
    end_in_order()
    app()


if __name__ == "__main__":
    main()
