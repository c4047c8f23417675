"""Open the published warehouse in Superset: `python -m tools.superset.register`, in Superset's environment.

Starts Superset on the loopback address, where it does not run yet, and makes it hold what assets.yml says: the
connection (read-only), datasets, charts, a dashboard. Run again, it changes what is there.
Exit status: 0 done, 1 with --check: a figure in Superset is not the warehouse's, 2 unusable call.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from typing import Any

import duckdb

from tools.superset import assets, check
from tools.superset.api import Superset
from tools.superset.assets import Registered
from tools.superset.server import ADMIN, Unusable, secret, served

# Nothing of the machine but the file is within reach of a query, and nothing is ever written or downloaded.
CLOSED = "access_mode=read_only&enable_external_access=false&autoinstall_known_extensions=false"


def main() -> int:
    """Register, then serve until interrupted, or check and stop."""
    options = _options()
    try:
        tables = tables_of(options.database)
        with served(options.home, options.port) as (address, process):
            superset = _session(address, options.home)
            registered = register(superset, options.database, tables)
            print(f"{address}{registered.dashboard}")
            print(f"  user {ADMIN}, password in {options.home / 'password'}", flush=True)
            if options.check:
                return check.check(superset, registered, options.database)
            if process:
                print("  Ctrl-C stops it", flush=True)
                process.wait()
                raise Unusable(f"{address}: Superset ended by itself; {options.home / 'server.log'} says why")
    except KeyboardInterrupt:
        return 0
    except (Unusable, duckdb.Error) as error:
        print(f"superset: {error}", file=sys.stderr)
        return 2
    return 0


def _session(address: str, home: Path) -> Superset:
    try:
        return Superset(address, ADMIN, secret(home, "password"))
    except Unusable as error:
        raise Unusable(f"{address}: the Superset there is not of {home}; choose another --port ({error})") from error


def register(superset: Superset, database: Path, tables: list[tuple[str, str]]) -> Registered:
    """Make Superset hold what assets.yml says, on the file `database`, and these tables of it."""
    wanted = assets.load()
    connection = _connection(superset, database)
    datasets = {(schema, table): _table(superset, connection, schema, table) for schema, table in tables}
    dataset = _dataset(superset, connection, wanted["dataset"])
    board = wanted["dashboard"]
    named = {"slug": board["slug"], "dashboard_title": board["title"]}
    dashboard = superset.put("dashboard", {"slug": board["slug"]}, named, named)
    charts = {}
    for chart in wanted["charts"]:
        body = assets.chart_body(chart, dataset, dashboard)
        charts[chart["name"]] = superset.put("chart", {"slice_name": chart["name"]}, body, body)
    laid_out = assets.dashboard_body(board, dataset, [(charts[chart["name"]], chart) for chart in wanted["charts"]])
    superset.call("PUT", f"dashboard/{dashboard}", laid_out)
    return Registered(datasets, dataset, charts, f"/superset/dashboard/{board['slug']}/")


def tables_of(database: Path) -> list[tuple[str, str]]:
    """Schema and table of every table in the first place of assets.yml that has any."""
    if not database.is_file():
        raise Unusable(f"{database}: no such warehouse; `make build` makes one, --database names another")
    with duckdb.connect(str(database), read_only=True) as file:
        for place in assets.load()["tables"]:
            found = file.execute(
                "select table_schema, table_name from information_schema.tables"
                " where table_schema = $schema and table_name like $like order by all",
                place,
            ).fetchall()
            if found:
                return [(str(schema), str(table)) for schema, table in found]
    raise Unusable(f"{database}: none of the tables of {assets.HERE / 'assets.yml'}; is it a warehouse of yibao?")


def _connection(superset: Superset, database: Path) -> int:
    body: dict[str, object] = {
        "database_name": "yibao",
        "sqlalchemy_uri": f"duckdb:///{database.resolve()}?{CLOSED}",
        "expose_in_sqllab": True,
        "allow_dml": False,
    }
    return superset.put("database", {"database_name": "yibao"}, body, body)


def _table(superset: Superset, connection: int, schema: str, table: str) -> int:
    """The dataset of a table, its columns and their comments as they are now."""
    key: dict[str, object] = {"database": connection, "schema": schema, "table_name": table}
    dataset = superset.put("dataset", key, key, {"table_name": table})
    superset.call("PUT", f"dataset/{dataset}/refresh")
    return dataset


def _dataset(superset: Superset, connection: int, wanted: dict[str, Any]) -> int:
    """The dataset of a query, with its labels and metrics."""
    key: dict[str, object] = {"database": connection, "table_name": wanted["name"]}
    body = {name: wanted[name] for name in ("sql", "description")}
    dataset = superset.put("dataset", key, key | {"sql": wanted["sql"]}, body)
    superset.call("PUT", f"dataset/{dataset}/refresh")
    now = superset.call("GET", f"dataset/{dataset}")["result"]
    known = {metric["metric_name"]: metric["id"] for metric in now["metrics"]}
    metrics = [
        {
            "metric_name": name,
            "expression": metric["expression"],
            "verbose_name": metric["label"],
            "description": metric["description"],
            "d3format": metric["format"],
            "warning_text": wanted["warning"],
        }
        | ({"id": known[name]} if name in known else {})
        for name, metric in wanted["metrics"].items()
    ]
    columns = [
        {name: column[name] for name in ("id", "column_name", "filterable", "groupby", "is_active", "is_dttm")}
        | {"verbose_name": wanted["columns"][column["column_name"]]}
        | {"type": column["type"] or "NUMERIC"}  # what Superset cannot name in a query's answer are decimals
        for column in now["columns"]
    ]
    superset.call("PUT", f"dataset/{dataset}", {"metrics": metrics, "columns": columns})
    return dataset


def _options() -> argparse.Namespace:
    project = Path(__file__).parents[2]
    parser = argparse.ArgumentParser(prog="superset", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database", type=Path, default=project / "warehouse" / "yibao.duckdb", help="published file")
    parser.add_argument("--home", type=Path, default=project / "warehouse" / "superset", help="what Superset keeps")
    parser.add_argument("--port", type=int, default=8088)
    parser.add_argument("--check", action="store_true", help="compare Superset's answers with the warehouse, and stop")
    return parser.parse_args()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a kill ends the server too
    sys.exit(main())
