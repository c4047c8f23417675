"""Warehouses in a second each: the models as dbt compiled them once, run again over other reports and seeds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from ingest.dbt import dbt_build
from ingest.land.batch import extract_files
from ingest.land.write import write_parquet
from ingest.lexicon import Lexicon
from ingest.plan import _statement, _write
from ingest.query import quoted
from ingest.resolve.extract import Extractor

_SELECTION = (
    *("--select", "+path:models/marts", "+path:models/reconciliation", "--exclude", "gate_landing"),
    *("gate_reconciliation", "--resource-type", "seed", "--resource-type", "model"),
)
VERSIONS = {"extractor": "e" * 12, "lexicon": "1" * 12, "rules": "2" * 12, "models": "3" * 12}


class Replay:
    """The compiled models of one dbt run, to be run again; `first` is what dbt itself has built."""

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self.folder = folder
        landing, workspace = folder / "landing", folder / "dbt"
        workspace.mkdir()
        land(landing, files)
        self.first = workspace / "warehouse.duckdb"
        result = dbt_build(self.first, workspace, landing, False, *_SELECTION)
        assert result.passed, result.failures
        nodes = json.loads((workspace / "target" / "manifest.json").read_text(encoding="utf-8"))["nodes"]
        results = json.loads((workspace / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
        done = [nodes[item["unique_id"]] for item in results]
        self.models = [(n["name"], _statement(n, landing)) for n in done if n["resource_type"] == "model"]
        self.seeds = folder / "seeds.duckdb"
        seeds = [n for n in done if n["resource_type"] == "seed"]
        _write(self.seeds, self.first, seeds, [statement for _, statement in self.models])

    def build(
        self,
        name: str,
        files: Sequence[Path],
        *,
        lexicon: Lexicon | None = None,
        seeds: str = "",
        models: Mapping[str, str] | None = None,
        versions: Mapping[str, str] | None = None,
    ) -> Path:
        """A warehouse of the files; `seeds` is SQL that changes them, `models` replaces columns of models' rows.

        Its record of the build has `versions` in place of those that all share.
        """
        folder = self.folder / name
        folder.mkdir()
        land(folder / "landing", files, lexicon)
        database = folder / "warehouse.duckdb"  # as the models name it
        shutil.copyfile(self.seeds, database)
        with duckdb.connect(str(database)) as connection:
            connection.execute(f"begin; {seeds}")
            for model, statement in self.models:
                made = statement.replace("{landing}", quoted(folder / "landing"))
                if models and model in models:
                    head, _, body = made.partition(" as\n")
                    made = f"{head} as select * replace ({models[model]}) from ({body})"
                connection.execute(made)
            connection.execute("drop table main.plan; commit")
        record(database, **{**VERSIONS, **(versions or {})})
        return database


def land(folder: Path, files: Sequence[Path], lexicon: Lexicon | None = None) -> None:
    write_parquet(folder, extract_files(files, Extractor(lexicon)).rows)


def record(database: Path, **versions: str) -> None:
    """What a build says of itself, as a publish writes it."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "create schema if not exists meta; create or replace table meta.build as"
            " select timestamptz '2026-11-22 20:00:00+00' as built_at, '0.1.0' as yibao_version,"
            " null::varchar as git_commit, 'landing' as source, 'cafe' as content_sha256, "
            + ", ".join(f"'{hash}' as {part}_version" for part, hash in versions.items())
        )
