"""The seeds as folders of Parquet, typed as DuckDB has them: what Spark reads in place of the CSV files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ingest.query import open_unconfined, quoted
from spark.dbt import run_dbt


def write_seeds(folder: Path) -> list[str]:
    """Write every seed into `folder`/<seed>/part-0.parquet, replacing what is there; returns their names.

    An empty cell is NULL, and types are those that seeds/**/*.yml declare. Raises Unusable, OSError or duckdb.Error.
    """
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch)
        database = workspace / "seeds.duckdb"
        manifest = run_dbt("seed", "dev", workspace, {}, YIBAO_DATABASE=str(database))
        seeds = [node for node in manifest["nodes"].values() if node["resource_type"] == "seed"]
        with open_unconfined(database) as connection:
            for seed in seeds:
                part = folder / seed["name"] / "part-0.parquet"
                part.parent.mkdir(parents=True, exist_ok=True)
                table = f'"{seed["schema"]}"."{seed["alias"]}"'
                connection.execute(f"copy (from {table}) to '{quoted(part)}' (format parquet)")
    return sorted(seed["name"] for seed in seeds)
