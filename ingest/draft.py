"""A warehouse of a few report files in a scratch folder: only what the checks need, no tests, nothing published."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ingest.check import Report, read_checks
from ingest.dbt import Unusable, dbt_build
from ingest.land.batch import FACTS, Batch
from ingest.land.write import write_parquet
from ingest.plan import keep_plan, run_plan
from ingest.scratch import scratch

_MODELS = (
    *("fct_reconciliation", "fct_reconciliation_evidence", "dim_reconciliation_rule", "rpt_report_reconciliation"),
    *("dim_report", "dim_document"),
)
_SELECTION = ("--select", *(f"+{name}" for name in _MODELS), "--resource-type", "seed", "--resource-type", "model")


def check_draft(batch: Batch, wanted: str | None, folders: list[Path], everything: bool) -> list[Report]:
    """The checks of what was read, alone; raises NoChecks or Unusable."""
    try:
        with scratch(Path(tempfile.gettempdir()), "yibao_check") as workspace:
            return read_checks(build_draft(batch, workspace), wanted, folders, everything)
    except OSError as error:
        raise Unusable(f"the draft cannot be built in a scratch folder ({error}); set TMPDIR") from error


def build_draft(batch: Batch, workspace: Path) -> Path:
    """The warehouse of what was read, as a file in `workspace`; raises Unusable where it cannot be built."""
    workspace = workspace.resolve()  # as dbt names it in SQL
    landing, database = workspace / "landing", workspace / "draft.duckdb"
    write_parquet(landing, batch.rows)
    if run_plan(database, landing):
        return database
    result = dbt_build(database, workspace, landing, False, *_SELECTION)
    if not result.passed:
        raise Unusable("the checks could not be built:\n" + "\n".join(f"  {failure}" for failure in result.failures))
    if "model" not in result.built:
        raise Unusable("dbt built nothing; is this checkout complete?")
    keep_plan(database, workspace / "target", landing)
    return database


def has_facts(batch: Batch) -> bool:
    """Whether anything was read that a check could speak of."""
    return any(batch.rows[name] for name in FACTS)
