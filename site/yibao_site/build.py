"""The site made in a folder beside its place, then put there in one step: nobody sees half of it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ingest.land.corpus import processes, start_method
from ingest.scratch import scratch
from yibao_site.compare import write_comparison
from yibao_site.lists import write_lists
from yibao_site.render import Renderer
from yibao_site.reports import write_reports
from yibao_site.sources import Sources
from yibao_site.stage import Staged, stage
from yibao_site.warehouse import HERE, Warehouse, Words

_CHUNK = 50  # documents that a process writes the pages of at a time
_MARK = "yibao-site.txt"  # a folder without it is not ours to replace


class NoPlace(Exception):
    """The site cannot be put where it is asked for; the message says why and what to do."""


@dataclass(frozen=True)
class Site:
    """What was written: pages, and how many of the documents have their text beside them."""

    pages: int
    documents: int
    texts: int


def build_site(database: Path, folder: Path, sources: Sequence[Path], jobs: int | None = None) -> Site:
    """Make the site of a warehouse as `folder`. Raises NoWarehouse, NoPlace or OSError; then the old one stays."""
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise NoPlace(f"{folder}: holds something else than a site; name an empty or new folder with --out")
    warehouse = Warehouse(database)
    found = Sources(sources)
    stamp = {**warehouse.row("stamp"), "file": database.name}
    with scratch(folder.parent, "site") as workspace:
        fresh = workspace / folder.name
        renderer = Renderer(fresh, warehouse.words, stamp)
        write_lists(warehouse, renderer)
        write_comparison(warehouse, renderer)
        documents = [row["document_id"] for row in warehouse.rows("documents")]
        at_hand = sum(row["sha256"] in found for row in warehouse.rows("hashes"))
        warehouse.close()
        chunks = [documents[at : at + _CHUNK] for at in range(0, len(documents), _CHUNK)]
        staged = workspace / "staged.duckdb"
        stage(database, staged)
        _write_reports(chunks, jobs, (staged, found, fresh, warehouse.words, stamp))
        shutil.copytree(HERE / "assets", fresh / "assets")
        renderer.write(_MARK, f"{stamp['fingerprint']}\n")
        pages = sum(1 for _ in fresh.rglob("*.html"))
        if folder.exists():
            folder.replace(workspace / "old")
        fresh.replace(folder)
    return Site(pages, len(documents), at_hand)


_Shared = tuple[Path, Sources, Path, Words, dict[str, Any]]  # what every process needs once
_at_work: list[tuple[Staged, Sources, Renderer]] = []  # of this process


def _write_reports(chunks: list[list[str]], jobs: int | None, shared: _Shared) -> None:
    """Pages of the documents, a chunk at a time, over processes."""
    spans = [(chunk[0], chunk[-1]) for chunk in chunks]
    workers = min(jobs or processes(), len(spans))
    if workers <= 1:
        _start(*shared)
        list(map(_write_chunk, spans))
        return
    with ProcessPoolExecutor(workers, get_context(start_method()), _start, shared) as pool:
        for _ in pool.map(_write_chunk, spans):
            pass


def _start(staged: Path, sources: Sources, fresh: Path, words: Words, stamp: dict[str, Any]) -> None:
    _at_work[:] = [(Staged(staged), sources, Renderer(fresh, words, stamp))]


def _write_chunk(span: tuple[str, str]) -> None:
    [(staged, sources, renderer)] = _at_work
    write_reports(staged, sources, renderer, *span)
