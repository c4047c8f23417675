"""assets.yml as what Superset's API takes: the forms of charts, the layout and filters of the dashboard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def load() -> dict[str, Any]:
    """assets.yml, with the dataset's query in place of its file's name."""
    assets: dict[str, Any] = yaml.safe_load((HERE / "assets.yml").read_text(encoding="utf-8"))
    assets["dataset"]["sql"] = (HERE / assets["dataset"]["sql"]).read_text(encoding="utf-8")
    return assets


def query(chart: dict[str, Any]) -> dict[str, Any]:
    """The query of a chart, as POST chart/data has it."""
    filters = [{"col": column, "op": "==", "val": value} for column, value in chart["where"].items()]
    filters += [{"col": column, "op": "IS NOT NULL"} for column in chart.get("stated", [])]
    if "columns" in chart:
        return {"filters": filters, "columns": chart["columns"], "metrics": [], "orderby": [[chart["columns"][0], True]]}
    metrics = chart["metrics"]
    return {"filters": filters, "columns": chart["dimensions"], "metrics": metrics, "orderby": [[metrics[0], True]]}


def chart_body(chart: dict[str, Any], dataset: int, dashboard: int) -> dict[str, object]:
    """A chart as PUT chart/<id> takes it."""
    form = {"viz_type": chart["kind"], "datasource": f"{dataset}__table", "row_limit": 10000, **_form(chart)}
    context = {
        "datasource": {"id": dataset, "type": "table"},
        "queries": [{"row_limit": 10000, **query(chart)}],
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


def _form(chart: dict[str, Any]) -> dict[str, object]:
    simple = {"clause": "WHERE", "expressionType": "SIMPLE"}
    filters = [{**simple, "subject": name, "operator": "==", "comparator": value} for name, value in chart["where"].items()]
    filters += [{**simple, "subject": name, "operator": "IS NOT NULL"} for name in chart.get("stated", [])]
    if "columns" in chart:
        return {"query_mode": "raw", "all_columns": chart["columns"], "adhoc_filters": filters}
    axis, *series = chart["dimensions"]
    return {
        "x_axis": axis,
        "xAxisForceCategorical": True,
        "groupby": series,
        "metrics": chart["metrics"],
        "adhoc_filters": filters,
        "x_axis_sort": chart["metrics"][0],
        "x_axis_sort_asc": True,
        "y_axis_format": ",.1f",
        "show_value": True,
        "show_legend": True,
        "rich_tooltip": True,
    }


def dashboard_body(dashboard: dict[str, Any], dataset: int, charts: list[tuple[int, dict[str, Any]]]) -> dict[str, object]:
    """The dashboard as PUT dashboard/<id> takes it."""
    metadata = {
        "native_filter_configuration": [_filter(wanted, dataset) for wanted in dashboard["filters"]],
        "cross_filters_enabled": True,
    }
    return {
        "dashboard_title": dashboard["title"],
        "slug": dashboard["slug"],
        "published": True,
        "position_json": json.dumps(_layout(charts), ensure_ascii=False),
        "json_metadata": json.dumps(metadata, ensure_ascii=False),
    }


def _filter(wanted: dict[str, Any], dataset: int) -> dict[str, object]:
    newest = bool(wanted.get("newest"))
    return {
        "id": f"NATIVE_FILTER-{wanted['column']}",
        "name": wanted["name"],
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "targets": [{"datasetId": dataset, "column": {"name": wanted["column"]}}],
        "controlValues": {"multiSelect": not newest, "defaultToFirstItem": newest, "sortAscending": not newest},
        "defaultDataMask": {"extraFormData": {}, "filterState": {}},
        "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
        "cascadeParentIds": [],
        "description": "",
    }


def _layout(charts: list[tuple[int, dict[str, Any]]]) -> dict[str, object]:
    """Rows of twelve columns, filled in order."""
    rows: list[list[tuple[int, dict[str, Any]]]] = [[]]
    for chart in charts:
        if sum(other["width"] for _, other in rows[-1]) + chart[1]["width"] > 12:
            rows.append([])
        rows[-1].append(chart)
    names = [f"ROW-{number}" for number, _ in enumerate(rows)]
    layout: dict[str, object] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": names, "parents": ["ROOT_ID"]},
    }
    for name, row in zip(names, rows, strict=True):
        above = ["ROOT_ID", "GRID_ID", name]
        layout[name] = {
            "type": "ROW",
            "id": name,
            "children": [f"CHART-{identity}" for identity, _ in row],
            "parents": above[:2],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
        for identity, chart in row:
            meta = {"chartId": identity, "sliceName": chart["name"], "width": chart["width"], "height": 50}
            layout[f"CHART-{identity}"] = {
                "type": "CHART",
                "id": f"CHART-{identity}",
                "children": [],
                "parents": above,
                "meta": meta,
            }
    return layout
