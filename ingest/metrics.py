"""The metrics of a published warehouse, asked with MetricFlow: `yibao metrics query --metrics NAME`.

Commands and options are those of `mf` (`query`, `list metrics`, `validate-configs` and so on). Beside it: the file is
opened read-only, so that many may ask at once; nothing is written into the project; no package index is asked for news.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.dbt import PROJECT, Unusable
from ingest.publish import DEFAULT_DATABASE

if TYPE_CHECKING:
    from dbt_metricflow.cli.cli_configuration import CLIConfiguration

_ENVIRONMENT = {
    "YIBAO_ACCESS_MODE": "read_only",
    "YIBAO_EXTERNAL_ACCESS": "false",
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
}


def configuration(database: Path, workspace: Path) -> CLIConfiguration:
    """All that `mf` needs to answer from a published file; dbt writes into `workspace`. Raises Unusable."""
    if not database.is_file():
        raise Unusable(f"{database}: no such file; build it with `make build`, or name yours in YIBAO_DATABASE")
    os.environ.update(_ENVIRONMENT, YIBAO_DATABASE=str(database.resolve()))
    # Imported here: dbt and MetricFlow take seconds.
    from dbt.adapters.factory import get_adapter_by_type
    from dbt.cli.main import dbtRunner
    from dbt.config.runtime import load_profile, load_project
    from dbt_metricflow.cli.cli_configuration import CLIConfiguration
    from dbt_metricflow.cli.dbt_connectors.dbt_config_accessor import dbtArtifacts, dbtProjectMetadata

    places = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    written = ["--target-path", str(workspace / "target"), "--log-path", str(workspace / "logs")]
    parsed = dbtRunner().invoke(["--quiet", "--no-use-colors", "parse", *places, *written])
    if not parsed.success:
        raise Unusable(f"dbt cannot read the project: {parsed.exception}")
    profile = load_profile(str(PROJECT), {})
    project = load_project(str(PROJECT), False, profile)
    known = CLIConfiguration()
    # The project's place is where its manifest was just written.
    known._dbt_project_metadata = dbtProjectMetadata(profile, project, project_path=workspace)
    known._dbt_artifacts = dbtArtifacts(
        profile=profile,
        project=project,
        adapter=get_adapter_by_type(profile.credentials.type),  # type: ignore[no-untyped-call]
        semantic_manifest=dbtArtifacts.build_semantic_manifest_from_dbt_project_root(workspace),
    )
    known._is_setup = True
    return known


class _NoNews:
    """Stands for what asks a package index, at every start of `mf`, for a newer version."""

    def check(self, *_: str) -> None:
        return None


def main(arguments: list[str]) -> int:
    """Run one command of `mf`; 0 done, 2 the call or the file is unusable."""
    from dbt_metricflow.cli import main as mf

    mf.UpdateChecker = _NoNews  # type: ignore[attr-defined]
    logging.disable(logging.CRITICAL)  # what is wrong with a query is told without a traceback
    database = Path(os.environ.get("YIBAO_DATABASE") or DEFAULT_DATABASE)
    try:
        with tempfile.TemporaryDirectory(prefix="yibao_metrics") as workspace:
            mf.cli(arguments, prog_name="yibao metrics", obj=configuration(database, Path(workspace)))
    except Unusable as unusable:
        print(f"yibao: {unusable}", file=sys.stderr)
        return 2
    return 0
