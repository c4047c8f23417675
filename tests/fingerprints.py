"""The fingerprints that the marts are known to have, of the seeds and of the synthetic corpus.

`python -m tests.fingerprints seeds=FILE corpus=FILE` takes them from two published files: after a change that is meant,
and that `yibao diff` has told.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import duckdb

from tests.helpers import ROOT

HELD = ROOT / "tests" / "fingerprints.csv"
_COLUMNS = ("warehouse", "schema_name", "table_name", "row_count", "fingerprint")
Key = tuple[str, str]


def held(warehouse: str) -> dict[Key, tuple[str, str]]:
    """Rows and fingerprint of each table, as they are known."""
    with HELD.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["warehouse"] == warehouse]
    return {(row["schema_name"], row["table_name"]): (row["row_count"], row["fingerprint"]) for row in rows}


def recorded(database: Path) -> dict[Key, tuple[str, str]]:
    """Rows and fingerprint of each table, as the build of a published file recorded them."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute("from meta.build_table order by all").fetchall()
    return {(schema, table): (str(count), said) for schema, table, count, said in rows}


def main(arguments: list[str]) -> None:
    files = dict(argument.split("=", 1) for argument in arguments)
    with HELD.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for warehouse, database in files.items():
            writer.writerows((warehouse, *key, *said) for key, said in recorded(Path(database)).items())


if __name__ == "__main__":
    main(sys.argv[1:])
