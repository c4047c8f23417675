"""The site of the synthetic corpus, written once; pages of it as trees."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html

from tests.builds import Run
from tests.helpers import CORPUS
from yibao_site.build import build_site


class Made(NamedTuple):
    """A site, and the warehouse that it was made from."""

    folder: Path
    database: Path


@pytest.fixture(scope="session")
def made(corpus_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("site") / "site"
    build_site(corpus_run.database, folder, [CORPUS])
    return Made(folder, corpus_run.database)


@pytest.fixture(scope="session")
def page(made: Made) -> Callable[[str], html.HtmlElement]:
    """A page of the site by its path, parsed once."""
    return cache(lambda path: html.fromstring((made.folder / path).read_text(encoding="utf-8")))
