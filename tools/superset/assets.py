"""assets.yml as what Superset's API takes: the forms of charts, the layout and filters of the dashboard."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
COLUMNS = 12  # of a dashboard's row
Entry = dict[str, Any]
Placed = tuple[int, Entry]  # a chart's id and the chart


@dataclass(frozen=True)
class Registered:
    """Ids in Superset: of the datasets of tables by schema and table, of the dataset with metrics, of the charts."""

    tables: dict[tuple[str, str], int]
    dataset: int
    charts: dict[str, int]
    dashboard: str


def load() -> Entry:
    """assets.yml, with the dataset's query in place of its file's name."""
    assets: Entry = yaml.safe_load((HERE / "assets.yml").read_text(encoding="utf-8"))
    assets["dataset"]["sql"] = (HERE / assets["dataset"]["sql"]).read_text(encoding="utf-8")
    return assets


def chart_body(chart: Entry, dataset: int, dashboard: int) -> Entry:
    """A chart as PUT chart/<id> takes it: its form for people, its query for those who ask the API for its data."""
    form = {"viz_type": chart["kind"], "datasource": f"{dataset}__table", "row_limit": 10000} | _form(chart)
    context = {
        "datasource": {"id": dataset, "type": "table"},
        "queries": [{"row_limit": 10000} | _query(chart)],
        "form_data": form,
        "result_format": "json",
        "result_type": "full",
    }
    return {
        "slice_name": chart["name"],
        "viz_type": chart["kind"],
        "datasource_id": dataset,
        "datasource_type": "table",
        "params": json.dumps(form, ensure_ascii=False),
        "query_context": json.dumps(context, ensure_ascii=False),
        "dashboards": [dashboard],
    }


def _query(chart: Entry) -> Entry:
    filters: list[Entry] = [{"col": column, "op": "==", "val": value} for column, value in chart["where"].items()]
    filters += [{"col": column, "op": "IS NOT NULL"} for column in chart.get("stated", [])]
    if "columns" in chart:
        columns = list(chart["columns"])
        return {"filters": filters, "columns": columns, "metrics": [], "orderby": [[columns[0], True]]}
    return {
        "filters": filters,
        "columns": chart["dimensions"],
        "metrics": [chart["metric"]],
        "orderby": [[chart["metric"], True]],
        "row_limit": chart["lowest"],
    }


def _form(chart: Entry) -> Entry:
    filters = [
        {"clause": "WHERE", "expressionType": "SIMPLE", "subject": one["col"], "operator": one["op"]}
        | ({"comparator": one["val"]} if "val" in one else {})
        for one in _query(chart)["filters"]
    ]
    if "columns" in chart:
        return {
            "query_mode": "raw",
            "all_columns": list(chart["columns"]),
            "adhoc_filters": filters,
            "column_config": {name: {"d3NumberFormat": shape} for name, shape in chart["columns"].items() if shape},
            "show_cell_bars": False,
            "page_length": 20,
        }
    axis, *series = chart["dimensions"]
    return {
        "x_axis": axis,
        "xAxisForceCategorical": True,
        "groupby": series,
        "metrics": [chart["metric"]],
        "adhoc_filters": filters,
        "row_limit": chart["lowest"],
        "timeseries_limit_metric": chart["metric"],
        "order_desc": False,
        "x_axis_sort": "sum",
        "x_axis_sort_asc": False,  # bottom to top
        "orientation": "horizontal",
        "y_axis_format": ",.1f",
        "show_value": True,
        "show_legend": True,
    }


def dashboard_body(dashboard: Entry, dataset: int, charts: list[Placed]) -> Entry:
    """The dashboard as PUT dashboard/<id> takes it."""
    filters = [_filter(wanted, dataset) for wanted in dashboard["filters"]]
    return {
        "dashboard_title": dashboard["title"],
        "slug": dashboard["slug"],
        "published": True,
        "position_json": json.dumps(_layout(charts), ensure_ascii=False),
        "json_metadata": json.dumps({"native_filter_configuration": filters}, ensure_ascii=False),
    }


def _filter(wanted: Entry, dataset: int) -> Entry:
    value, newest = wanted.get("value"), bool(wanted.get("newest"))
    chosen = {
        "extraFormData": {"filters": [{"col": wanted["column"], "op": "IN", "val": [value]}]},
        "filterState": {"value": [value], "label": value},
    }
    return {
        "id": f"NATIVE_FILTER-{wanted['column']}",
        "name": wanted["name"],
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "targets": [{"datasetId": dataset, "column": {"name": wanted["column"]}}],
        "controlValues": {
            "multiSelect": not (newest or value),
            "defaultToFirstItem": newest,
            "sortAscending": not newest,
        },
        "defaultDataMask": chosen if value else {"extraFormData": {}, "filterState": {}},
        "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
        "cascadeParentIds": [],
        "requiredFirst": newest,  # or the charts would not wait for the choice
        "description": "",
    }


def _layout(charts: list[Placed]) -> Entry:
    """Rows, filled in order."""
    rows: list[list[Placed]] = [[]]
    for placed in charts:
        if sum(chart["width"] for _, chart in rows[-1]) + placed[1]["width"] > COLUMNS:
            rows.append([])
        rows[-1].append(placed)
    names = [f"ROW-{number}" for number, _ in enumerate(rows)]
    grid = ["ROOT_ID", "GRID_ID"]
    layout: Entry = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": names, "parents": ["ROOT_ID"]},
    }
    for name, row in zip(names, rows, strict=True):
        inside = [f"CHART-{number}" for number, _ in row]
        meta: Entry = {"background": "BACKGROUND_TRANSPARENT"}
        layout[name] = {"type": "ROW", "id": name, "children": inside, "parents": grid, "meta": meta}
        for key, (number, chart) in zip(inside, row, strict=True):
            meta = {"chartId": number, "sliceName": chart["name"], "width": chart["width"], "height": chart["height"]}
            layout[key] = {"type": "CHART", "id": key, "children": [], "parents": [*grid, name], "meta": meta}
    return layout
