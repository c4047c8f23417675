"""The dbt project beside the published tables: its compiled statements, and its documentation as two pages.

Both pages are others' (dbt docs, dbt-colibri): their data goes into files of its own, and what they could ask of a
network is forbidden to them by a content security policy.
"""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.dbt import dbt_compile
from yibao_site.warehouse import Row

Manifest = dict[str, Any]
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src 'self' file: 'unsafe-inline' 'unsafe-eval'; style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' file: data:; font-src 'self' file: data:; worker-src blob: data:; connect-src 'none'\">"
)
_INJECTED = re.compile(r'<script>window\.colibriData = JSON\.parse\(atob\("(.*?)"\)\);</script>')
_OF_A_RUN = frozenset(
    ("created_at", "generated_at", "invocation_id", "invocation_started_at", "run_started_at", "user_id")
)
_ENDS = ("source", "target", "sourceColumn", "targetColumn")
_ICON = '<link rel="icon" href="data:,">'


def compile_project(database: Path, workspace: Path, columns: list[Row]) -> Manifest:
    """dbt's manifest with every statement compiled for a database of this name. Raises Unusable.

    `columns` are those of the published file: without the seeds' schema `landing` it was built from a landing folder.
    """
    landing = "" if any(column["schema_name"] == "landing" for column in columns) else "landing"
    scratch_file = workspace / "dbt" / database.name
    scratch_file.parent.mkdir(parents=True, exist_ok=True)
    manifest: Manifest = json.loads(dbt_compile(scratch_file, scratch_file.parent, landing).read_text(encoding="utf-8"))
    # In no order that threads give: nodes come as they were compiled.
    return {
        part: dict(sorted(_timeless(value).items())) if isinstance(value, dict) else value
        for part, value in manifest.items()
    }


def catalog(manifest: Manifest, columns: list[Row]) -> dict[str, Any]:
    """The tables of the published file as dbt's catalog has them: what `dbt docs generate` would have asked for.

    Models that are not published (intermediate) have the columns that their documentation names.
    """
    tables: dict[tuple[str, str], dict[str, Row]] = {}
    for row in columns:
        entry = {"name": row["column_name"], "type": row["data_type"], "index": row["column_index"]}
        tables.setdefault((row["schema_name"], row["table_name"]), {})[row["column_name"]] = {
            **entry, "comment": row["comment"],
        }  # fmt: skip
    nodes = {
        identifier: {
            "unique_id": identifier,
            "metadata": {
                "type": "VIEW" if node["config"]["materialized"] == "view" else "BASE TABLE",
                "database": node["database"], "schema": node["schema"], "name": node["alias"],
                "comment": node["description"], "owner": None,
            },
            "columns": tables.get((node["schema"], node["alias"])) or _documented(node),
            "stats": {},
        }
        for identifier, node in manifest["nodes"].items()
        if node["resource_type"] == "model" or ((node["schema"], node["alias"]) in tables and _is_seed(node))
    }  # fmt: skip
    return {"metadata": manifest["metadata"], "nodes": nodes, "sources": {}, "errors": None}


def _is_seed(node: Mapping[str, Any]) -> bool:
    return bool(node["resource_type"] == "seed")


def _documented(node: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {"name": name, "type": column.get("data_type") or "", "index": number, "comment": column["description"]}
        for number, (name, column) in enumerate(node["columns"].items(), 1)
    }


def write_docs(folder: Path, manifest: Manifest, columns: Mapping[str, Any]) -> None:
    """dbt docs as `folder`/index.html, its data beside it."""
    import dbt.task.docs

    own = {**manifest, "macros": _own(manifest["macros"]), "disabled": {}}
    own["nodes"] = {name: _without_places(node) for name, node in manifest["nodes"].items()}
    page = (Path(dbt.task.docs.__file__).parent / "index.html").read_text(encoding="utf-8")
    page = page.replace('"MANIFEST.JSON INLINE DATA"', "window.yibaoManifest")
    page = page.replace('"CATALOG.JSON INLINE DATA"', "window.yibaoCatalog")
    # Its own icon is a template's placeholder, a file that is not there.
    page = re.sub(r'<link rel="(?:shortcut icon|canonical)"[^>]*>', "", page)
    # An icon's address is filled in by script; until then it would be asked for as it stands.
    page = page.replace('<use xlink:href="{{', '<use ng-attr-xlink:href="{{')
    data = f"window.yibaoManifest = {_compact(own)};\nwindow.yibaoCatalog = {_compact(columns)};\n"
    _write(folder, page, _ICON, "project.js", data)


def write_lineage(folder: Path, manifest: Manifest, columns: Mapping[str, Any]) -> None:
    """Which column comes from which, as dbt-colibri shows it, as `folder`/index.html, its data beside it."""
    _mend_scope()
    from dbt_colibri.lineage_extractor.extractor import DbtColumnLineageExtractor
    from dbt_colibri.report.generator import DbtColibriReportGenerator

    logging.getLogger("colibri").setLevel(logging.CRITICAL)  # a column it cannot follow has no line, and no more
    folder.mkdir(parents=True)
    files = [folder / "manifest.json", folder / "catalog.json"]
    for file, content in zip(files, (manifest, columns), strict=True):
        file.write_text(_compact(content), encoding="utf-8")
    extractor = DbtColumnLineageExtractor(*map(str, files))
    DbtColibriReportGenerator(extractor, light_mode=True, disable_telemetry=True).generate_report(str(folder))
    page = (folder / "index.html").read_text(encoding="utf-8")
    for file in folder.iterdir():
        file.unlink()
    [encoded] = _INJECTED.findall(page)
    page = re.sub(r'<link rel="icon"[^>]*>', _ICON, page)
    page = page.replace('"https://colibri-data.com"', '"#"')  # features that only its maker's service has
    told = _timeless(json.loads(base64.b64decode(encoded)))
    # Nodes and edges come in the order of sets, and edges are numbered in it.
    told["nodes"] = dict(sorted(told["nodes"].items()))
    edges = sorted(told["lineage"]["edges"], key=lambda edge: [str(edge.get(key)) for key in _ENDS])
    told["lineage"]["edges"] = [{**edge, "id": number} for number, edge in enumerate(edges, 1)]
    data = f"window.colibriData = {_compact(told)};\n"
    _write(folder, _INJECTED.sub("", page), "", "lineage.js", data)


def statement(manifest: Manifest, name: str) -> str:
    """The compiled SQL of a query in analyses/, as it is typed into a client of the file: schema.table."""
    code: str = manifest["nodes"][f"analysis.yibao.{name}"]["compiled_code"]
    return re.sub(r'"[^".]+"\."(\w+)"\."(\w+)"', r"\1.\2", code)


def _mend_scope() -> None:
    """dbt-colibri asks for union_scopes, which sqlglot has renamed."""
    from sqlglot.optimizer.scope import Scope

    if not hasattr(Scope, "union_scopes"):
        setattr(Scope, "union_scopes", property(lambda scope: scope.set_operation_scopes))  # noqa: B010


def _timeless(part: Any) -> Any:
    """Without what each run of dbt sets anew: the same warehouse gives the same pages."""
    if isinstance(part, dict):
        return {key: "" if key in _OF_A_RUN else _timeless(value) for key, value in part.items()}
    return [_timeless(value) for value in part] if isinstance(part, list) else part


def _own(macros: dict[str, Row]) -> dict[str, Row]:
    return {name: macro for name, macro in macros.items() if macro["package_name"] == "yibao"}


def _without_places(node: Row) -> Row:
    """A node without the folders of this machine."""
    return {key: value for key, value in node.items() if key not in ("root_path", "compiled_path", "build_path")}


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _write(folder: Path, page: str, head: str, name: str, data: str) -> None:
    """A page that loads its data before its own scripts."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(data, encoding="utf-8")
    inserted = f'{_POLICY}{head}<script src="{name}"></script>'
    # Behind the declaration of the encoding, so that it is among the first bytes.
    page = re.sub(r"<meta charset=[^>]*>", lambda found: found[0] + inserted, page, count=1, flags=re.IGNORECASE)
    (folder / "index.html").write_text(page, encoding="utf-8")
