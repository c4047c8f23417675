"""Pages of reports and regions over processes, a chunk at a time: each opens what it reads once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from ingest.land.corpus import processes, start_method
from ingest.sources import Sources
from yibao_site.regions import write_regions
from yibao_site.render import Renderer
from yibao_site.reports import write_reports
from yibao_site.stage import Staged
from yibao_site.warehouse import Warehouse, Words

_CHUNK = 50  # documents or regions that a process writes the pages of at a time


class Shared(NamedTuple):
    """What every process needs: the files to read, the folder to write into, words and stamp of the warehouse."""

    database: Path
    staged: Path
    sources: Sources
    fresh: Path
    words: Words
    stamp: dict[str, Any]


class _Worker:
    def __init__(self, shared: Shared) -> None:
        self._warehouse = Warehouse(shared.database)
        self._staged = Staged(shared.staged)
        self._sources = shared.sources
        self._renderer = Renderer(shared.fresh, shared.words, shared.stamp)

    def close(self) -> None:
        self._warehouse.close()
        self._staged.close()

    def reports(self, documents: list[str]) -> None:
        write_reports(self._staged, self._sources, self._renderer, documents[0], documents[-1])

    def regions(self, codes: list[str]) -> None:
        write_regions(self._warehouse, self._renderer, codes)


_here: list[_Worker] = []  # the worker of this process


def work(shared: Shared, documents: list[str], regions: list[str], jobs: int | None) -> None:
    """Write the pages of the documents, which come in order, and of the regions."""
    tasks: list[tuple[Callable[[list[str]], None], list[str]]] = [
        *((_reports, chunk) for chunk in _chunked(documents)),
        *((_regions, chunk) for chunk in _chunked(regions)),
    ]
    workers = min(jobs or processes(), len(tasks))
    if workers <= 1:
        _start(shared)
        try:
            for task, chunk in tasks:
                task(chunk)
        finally:
            _here.pop().close()
        return
    with ProcessPoolExecutor(workers, get_context(start_method()), _start, (shared,)) as pool:
        for done in [pool.submit(task, chunk) for task, chunk in tasks]:
            done.result()


def _chunked(identifiers: list[str]) -> list[list[str]]:
    return [identifiers[at : at + _CHUNK] for at in range(0, len(identifiers), _CHUNK)]


def _start(shared: Shared) -> None:
    _here[:] = [_Worker(shared)]


def _reports(documents: list[str]) -> None:
    _here[0].reports(documents)


def _regions(codes: list[str]) -> None:
    _here[0].regions(codes)
