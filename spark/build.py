"""The shared models on Spark: dbt's own build under the target `spark`, its tables as Parquet in a folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.dbt import Unusable
from spark.dbt import run_dbt

_LEAST_JAVA = 17
_MARTS = "marts"


@dataclass(frozen=True)
class Mart:
    """A mart that Spark built: its name, the columns that identify a row, the folder of its Parquet files."""

    name: str
    key: tuple[str, ...]
    folder: Path


def need_java() -> None:
    """Raise Unusable where Spark would find no Java that it runs on."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else "java"
    advice = f"Spark needs Java {_LEAST_JAVA} (on Debian: apt-get install openjdk-{_LEAST_JAVA}-jre-headless)"
    if shutil.which(java) is None:
        where = f"JAVA_HOME is {home}, which has no bin/java" if home else "no `java` on the PATH, and no JAVA_HOME"
        raise Unusable(f"{where}: {advice}")
    said = subprocess.run([java, "-XshowSettings:properties", "-version"], capture_output=True, text=True, check=False)
    versions = [
        line.rpartition("=")[2].strip() for line in said.stderr.splitlines() if "java.specification.ver" in line
    ]
    if not versions or float(versions[0]) < _LEAST_JAVA:
        raise Unusable(f"{java} is Java {versions[0] if versions else 'of no known version'}: {advice} or later")


def build_marts(seeds: str, landing: str, tables: Path, workspace: Path) -> list[Mart]:
    """Build the shared models into `tables`, an absolute folder, replacing what is there; returns the marts.

    `seeds` and `landing` are folders or addresses that Spark reads; without a landing the facts of the seeds are used.
    Raises Unusable.
    """
    need_java()
    shutil.rmtree(tables, ignore_errors=True)
    variables = {"spark_seeds": seeds, "landing": landing}
    manifest = run_dbt("build", "spark", workspace, variables, told=True, YIBAO_SPARK_WAREHOUSE=str(tables))
    built = [node for node in manifest["nodes"].values() if node["resource_type"] == "model" and _is_shared(node)]
    keys = _keys(manifest)
    folders = {node["name"]: tables / f"{_MARTS}.db" / node["alias"] for node in built}
    return [Mart(name, keys[name], folder) for name, folder in sorted(folders.items())]


def _is_shared(node: dict[str, Any]) -> bool:
    return bool(node["schema"] == _MARTS and node["language"] == "sql")


def _keys(manifest: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The columns of each model's test `keyed_by`."""
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    keyed = [node for node in tests if (node.get("test_metadata") or {}).get("name") == "keyed_by"]
    return {
        manifest["nodes"][node["attached_node"]]["name"]: tuple(node["test_metadata"]["kwargs"]["columns"])
        for node in keyed
    }
