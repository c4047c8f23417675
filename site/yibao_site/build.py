"""The site made in a folder beside its place, then put there in one step: nobody sees half of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.place import put_folder
from ingest.scratch import scratch
from ingest.sources import Sources
from yibao_site.compare import write_comparison
from yibao_site.guide import write_guide, write_project
from yibao_site.lists import write_lists
from yibao_site.overview import write_overview
from yibao_site.regions import region_rows, write_region_list
from yibao_site.render import Renderer
from yibao_site.stage import stage
from yibao_site.warehouse import HERE, Warehouse
from yibao_site.work import Shared, work

_MARK = "yibao-site.txt"  # a folder without it is not ours to replace


class NoPlace(Exception):
    """The site cannot be put where it is asked for; the message says why and what to do."""


@dataclass(frozen=True)
class Site:
    """What was written: pages, how many of the documents have their text beside them, why dbt's pages are missing."""

    pages: int
    documents: int
    texts: int
    without_dbt: str = ""


def build_site(
    database: Path, folder: Path, sources: Sequence[Path], jobs: int | None = None, dbt: bool = True
) -> Site:
    """Make the site of a warehouse as `folder`. Raises NoWarehouse, NoPlace or OSError; then the old one stays.

    `dbt` adds the project's documentation and column lineage, some ten seconds whatever the warehouse holds.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise NoPlace(f"{folder}: holds something else than a site; name an empty or new folder with --out")
    warehouse = Warehouse(database)
    found = Sources(sources)
    stamp = {**warehouse.row("stamp"), "file": database.name}
    with scratch(folder.parent, "site") as workspace:
        fresh = workspace / folder.name
        renderer = Renderer(fresh, warehouse.words, stamp)
        documents = [row["document_id"] for row in warehouse.rows("documents")]
        at_hand = sum(found.has(row["sha256"], row["file_name"]) for row in warehouse.rows("hashes"))
        regions = list(region_rows(warehouse))
        write_overview(warehouse, renderer)
        write_region_list(warehouse, renderer)
        write_lists(warehouse, renderer)
        write_comparison(warehouse, renderer)
        warehouse.close()
        staged = workspace / "staged.duckdb"
        stage(database, staged)
        work(Shared(database, staged, found, fresh, warehouse.words, stamp), documents, regions, jobs)
        said = _write_about(database, workspace, renderer, found, dbt)
        for asset in (HERE / "assets").iterdir():  # not their modes: the umask says who may read the site
            renderer.write(f"assets/{asset.name}", asset.read_text(encoding="utf-8"))
        renderer.write(_MARK, f"{stamp['fingerprint']}\n")
        pages = sum(1 for _ in fresh.rglob("*.html"))
        put_folder(fresh, folder, workspace, durable=False)
    return Site(pages, len(documents), at_hand, said)


def _write_about(database: Path, workspace: Path, renderer: Renderer, sources: Sources, dbt: bool) -> str:
    """The guide, once all pages are there that it may link to; returns why dbt's pages are missing, if they are."""
    warehouse = Warehouse(database)
    columns = warehouse.rows("columns")
    project, said = write_project(database, workspace, renderer.folder, columns) if dbt else (None, "")
    write_guide(warehouse, columns, sources, renderer, project)
    warehouse.close()
    return said
