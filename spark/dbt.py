"""dbt of `.venv-spark`, in a process of its own; the target tells the engine."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from ingest.dbt import PROJECT, SILENT, Unusable, command_of, last_said


def run_dbt(
    verb: str, target: str, workspace: Path, variables: dict[str, str], *, told: bool = False, **environment: str
) -> dict[str, Any]:
    """Run a command of dbt on a target and return its manifest; what it writes lies below `workspace`.

    `told` shows what dbt prints. Raises Unusable where a node failed, with the end of what dbt said.
    """
    shown = "--no-quiet" if told else "--quiet"
    command = command_of(shown, verb, workspace, variables, "--target", target, module="spark.dbt_process")
    here = {"SPARK_LOCAL_IP": os.environ.get("YIBAO_SPARK_HOST", "127.0.0.1")}
    done = subprocess.run(
        command,
        env={**here, **os.environ, **SILENT, **environment},
        cwd=PROJECT,
        stdout=None if told else subprocess.PIPE,
        stderr=None if told else subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        said = f"dbt {verb} on the target {target} failed; its log is in {workspace / 'logs'}"
        raise Unusable(f"{said}\n{last_said(done.stdout or '')}".strip())
    manifest: dict[str, Any] = json.loads((workspace / "target" / "manifest.json").read_text(encoding="utf-8"))
    return manifest
