"""A site of everything that other hands wrote, its sources at hand: made once for all tests of pages."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html

from ingest.query import open_warehouse
from tests.builds import yibao
from tests.helpers import ALL_REPORTS

SOURCES = [word for path in ALL_REPORTS for word in ("--reports", path)]  # arguments of yibao


class Site(NamedTuple):
    """A folder of pages and the warehouse they were made from."""

    folder: Path
    database: Path

    def page(self, path: str) -> html.HtmlElement:
        """A page, parsed."""
        return _parsed(self.folder / path)

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Rows of a query of the warehouse."""
        with open_warehouse(self.database) as connection:
            return connection.execute(sql, values).fetchall()

    def pages(self) -> Iterator[Path]:
        """All pages."""
        return self.folder.rglob("*.html")


@lru_cache(maxsize=2000)
def _parsed(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes())


@pytest.fixture(scope="session")
def site(all_run: tuple[Path, subprocess.CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("pages") / "site"
    made = yibao("site", "--database", all_run[0], "--out", folder, *SOURCES)
    assert made.returncode == 0, made.stderr
    return Site(folder, all_run[0])


@pytest.fixture(scope="session")
def page(site: Site) -> Callable[[str], html.HtmlElement]:
    """A page of the site by its path, parsed once."""
    return cache(site.page)
