"""dbt of `.venv-spark`, in a process of its own; the target tells the engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from ingest.dbt import PROJECT, Unusable

_MAX_SAID = 20  # lines of dbt's own words, where it could not run
# dbt, which must not outlive the one that waits for it, and which sends the workers home that it called.
_TETHERED = """
import atexit, sys
from ingest.tether import tether
tether(int(sys.argv.pop(1)))
@atexit.register
def stop():
    context = getattr(sys.modules.get("pyspark"), "SparkContext", None)
    if context and context._active_spark_context:
        context._active_spark_context.stop()
from dbt.cli.main import cli
cli()
"""


def run_dbt(
    verb: str, target: str, workspace: Path, variables: dict[str, str], *, told: bool = False, **environment: str
) -> dict[str, Any]:
    """Run a command of dbt on a target and return its manifest; what it writes lies below `workspace`.

    `told` shows what dbt prints. Raises Unusable where a node failed, with the end of what dbt said.
    """
    artifacts = workspace / "target"
    command = [
        *(sys.executable, "-c", _TETHERED, str(os.getpid()), "--no-use-colors", *(() if told else ("--quiet",)), verb),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target", target),
        *("--target-path", str(artifacts), "--log-path", str(workspace / "logs")),
        *("--vars", json.dumps(variables, ensure_ascii=False)),
    ]
    silent = {"DO_NOT_TRACK": "1", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    here = {"SPARK_LOCAL_IP": os.environ.get("YIBAO_SPARK_HOST", "127.0.0.1")}
    done = subprocess.run(
        command,
        env={**here, **os.environ, **silent, **environment},
        cwd=PROJECT,
        stdout=None if told else subprocess.PIPE,
        stderr=None if told else subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        said = "\n".join((done.stdout or "").strip().splitlines()[-_MAX_SAID:])
        raise Unusable(f"dbt {verb} on the target {target} failed; its log is in {workspace / 'logs'}\n{said}".strip())
    manifest: dict[str, Any] = json.loads((artifacts / "manifest.json").read_text(encoding="utf-8"))
    return manifest
