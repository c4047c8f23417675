"""Gates of `dbt build`: Great Expectations judges a small frame, writes Data Docs, and stops the build in plain words.

A frame is what macros gate_summary and gate_examples give: one row an expectation and one of its first failing rows.
The site holds every gate that ran in this process; $YIBAO_DATA_DOCS says where (default target/data_docs).
"""

from __future__ import annotations

import logging
import os
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.data_docs import close_site

if TYPE_CHECKING:
    import pandas as pd

PROJECT = Path(__file__).resolve().parents[1]
DATA_DOCS = "YIBAO_DATA_DOCS"
_VERDICT = ("gate", "expectation", "statement_zh", "statement_en", "remedy", "severity", "n_checked", "n_failed")
_EXAMPLE = ["file_name", "report_id", "line_no", "fact_id", "stated_text", "found"]
_SEVERITIES: dict[str, Any] = {"error": "critical", "report": "warning"}  # our words, Great Expectations' words
_MAX_WORDS = 40  # characters of a report that a message quotes

Row = dict[Any, Any]


class GateFailed(Exception):
    """Expectations failed; the message says which, how many rows, the first of them, and what to do."""


def with_examples(summed: Any, examples: Any) -> pd.DataFrame:
    """The frame of a gate, of two relations of DuckDB; the second is asked only where something failed."""
    frame: pd.DataFrame = summed.df()
    if not frame["n_failed"].any():
        return frame.assign(**dict.fromkeys(_EXAMPLE))
    order = ["expectation", "example_no"]
    return frame.merge(examples.df(), on="expectation", how="left").sort_values(order, ignore_index=True)


def judge(gate: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Validate the frame of a gate; returns one row an expectation, raises GateFailed where an error failed."""
    if frame.empty:
        raise GateFailed(f"{gate}: no expectation is declared; see seeds/rules/expectations.csv")
    examples = frame[_EXAMPLE].astype({"line_no": "Int64"}).astype(object)
    frame = frame.assign(**examples.where(examples.notna(), None))
    rows: list[Row] = frame.to_dict("records")
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["expectation"], []).extend(_example(row))
    passed = _validate(gate, frame, _declared(rows))
    verdicts = [
        {name: row[name] for name in _VERDICT}
        | {"success": passed[row["expectation"]], "example": next(iter(found[row["expectation"]]), None)}
        for row in _declared(rows)
    ]
    _judged(data_docs())[gate] = verdicts
    close_site(data_docs(), _judged(data_docs()))
    failed = [verdict for verdict in verdicts if not verdict["success"] and verdict["severity"] == "error"]
    if failed:
        raise GateFailed(_message(failed, len(verdicts), found))
    # Text also where nothing failed: a column of nothing but None would be typed as a number.
    return type(frame)(verdicts).astype({"example": "string"})


def data_docs() -> Path:
    """Folder of the site that gates of this process write."""
    return Path(os.environ.get(DATA_DOCS) or PROJECT / "target" / "data_docs")


@cache
def _judged(folder: Path) -> dict[str, list[Row]]:
    """Verdicts of the gates that this process judged, for the index of the site in `folder`."""
    return {}


def _declared(rows: list[Row]) -> list[Row]:
    """One row an expectation, in order."""
    return list({row["expectation"]: row for row in rows}.values())


@cache
def _context(folder: Path) -> Any:
    """Great Expectations, imported once a process, with one site in `folder` and nothing else on disk."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read at import
    import great_expectations as gx
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    log = logging.getLogger("great_expectations")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    for stale in ("expectations", "validations"):
        shutil.rmtree(folder / stale, ignore_errors=True)
    site = {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
    }
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        data_docs_sites={"gates": site},
        progress_bars={"globally": False, "metric_calculations": False},  # type: ignore[arg-type]
        analytics_enabled=False,
    )
    return gx.get_context(mode="ephemeral", project_config=config)


def _validate(gate: str, frame: pd.DataFrame, declared: list[Row]) -> dict[str, bool]:
    """Which expectations hold, as Great Expectations says; its Data Docs show the same."""
    context = _context(data_docs())
    import great_expectations as gx
    from great_expectations.checkpoint.actions import UpdateDataDocsAction

    # A gate that is judged again in one process takes the place of its former self.
    asset = context.data_sources.add_or_update_pandas(gate).add_dataframe_asset(gate)
    batch = asset.add_batch_definition_whole_dataframe("build")
    suite = context.suites.add_or_update(
        gx.ExpectationSuite(name=gate, expectations=[_expectation(row) for row in declared])
    )
    definition = gx.ValidationDefinition(name=gate, data=batch, suite=suite)
    checkpoint = gx.Checkpoint(
        name=gate,
        validation_definitions=[context.validation_definitions.add_or_update(definition)],
        actions=[UpdateDataDocsAction(name="data_docs")],
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": _EXAMPLE},
    )
    result = context.checkpoints.add_or_update(checkpoint).run(batch_parameters={"dataframe": frame})
    [validated] = result.run_results.values()
    return {one.expectation_config.meta["expectation"]: bool(one.success) for one in validated.results}


def _expectation(row: Row) -> Any:
    """Of the rows that the expectation looked at, none failed."""
    from great_expectations.expectations.core.expect_column_values_to_be_between import ExpectColumnValuesToBeBetween
    from great_expectations.expectations.row_conditions import Column

    return ExpectColumnValuesToBeBetween(
        column="n_failed",
        min_value=0,
        max_value=0,
        row_condition=Column("expectation") == row["expectation"],
        severity=_SEVERITIES[row["severity"]],
        description=f"{row['expectation']}: {row['statement_zh']} {row['statement_en']}",
        notes=f"{row['n_checked']} looked at, {row['n_failed']} failed. {row['remedy']}",
        meta={"expectation": row["expectation"]},
    )


def _message(failed: list[Row], n_expectations: int, found: dict[str, list[str]]) -> str:
    lines = [f"{len(failed)} of {n_expectations} expectations failed"]
    for verdict in failed:
        examples = found[verdict["expectation"]]
        more = verdict["n_failed"] - len(examples)
        lines += [
            f"{verdict['expectation']}: {verdict['n_failed']} of {verdict['n_checked']} rows",
            f"  {verdict['statement_zh']}",
            f"  {verdict['statement_en']}",
            *(f"  - {example}" for example in examples),
            *([f"  - and {more} more"] if more > 0 else []),
            f"  To do: {verdict['remedy']}",
        ]
    return "\n    ".join(lines)


def _example(row: Row) -> list[str]:
    """A failing row as file, line, words, id and what was found there; nothing where nothing failed."""
    if row["fact_id"] is None:
        return []
    place = [row["file_name"] or "(no file)"]
    if row["line_no"] is not None:
        place.append(f"line {row['line_no']}")
    if row["report_id"] is not None:
        place.append(f"report {row['report_id']}")
    words = " ".join((row["stated_text"] or "").split())
    quoted = f" 【{words[:_MAX_WORDS]}{'…' if len(words) > _MAX_WORDS else ''}】" if words else ""
    return [f"{', '.join(place)}:{quoted} {row['fact_id']}: {row['found']}"]
