"""Fixtures that many tests share: the compiled engine, the bundled reports, the expected facts."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from ingest.find.numbers import NumberGrammar, Token
from ingest.find.regions import RegionIndex
from ingest.find.view import make_view
from ingest.lexicon import Lexicon
from ingest.read import read_document
from ingest.resolve.extract import Extraction, Extractor
from tests.builds import BUILD_AND_READ, Run, python, without_network, yibao
from tests.helpers import ALL_REPORTS, CORPUS, ROOT, Seen, as_document, observe

# The same examples on every run; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

Observe = Callable[..., list[Seen]]
# Builds that many tests share: under `-n 2` one process has them all, the other the rest, a module to a process.
SHARED_BUILDS = {"seeds_build", "corpus_run", "all_run"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        shared = SHARED_BUILDS & set(getattr(item, "fixturenames", ()))
        item.add_marker(pytest.mark.xdist_group("builds" if shared else item.nodeid.partition("::")[0]))


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon()


@pytest.fixture(scope="session")
def extractor(lexicon: Lexicon) -> Extractor:
    return Extractor(lexicon)


@pytest.fixture(scope="session")
def regions(lexicon: Lexicon) -> RegionIndex:
    return RegionIndex(lexicon)


@pytest.fixture(scope="session")
def grammar(lexicon: Lexicon) -> NumberGrammar:
    return NumberGrammar(lexicon)


@pytest.fixture(scope="session")
def scan(grammar: NumberGrammar) -> Callable[[str], list[Token]]:
    """Numbers of a text."""
    return lambda text: grammar.scan(make_view(text))


@pytest.fixture(scope="session")
def extract(extractor: Extractor) -> Callable[[str], Extraction]:
    """Landing rows of a text."""
    return lambda text: extractor.extract(as_document(text))


@pytest.fixture(scope="session")
def states(extractor: Extractor) -> Observe:
    """What a sentence states in a minimal report of a genre (see helpers.TITLES)."""
    return lambda genre, sentence, **words: observe(extractor, genre, sentence, **words)


@pytest.fixture(scope="session")
def corpus(extractor: Extractor) -> dict[str, Extraction]:
    """Extractions of the synthetic reports, by file name."""
    return {path.name: extractor.extract(read_document(path)) for path in sorted(CORPUS.iterdir())}


@pytest.fixture(scope="session")
def reports_folder() -> Path:
    """The bundled reports; tests that need them are skipped where they are not at hand."""
    folder = Path(os.environ.get("YIBAO_REPORTS", ROOT.parent / "shared" / "reports"))
    if not any(folder.glob("*.txt")):
        pytest.skip(f"no reports in {folder}; set YIBAO_REPORTS to the folder of the bundled reports")
    return folder


@pytest.fixture(scope="session")
def bundled(extractor: Extractor, reports_folder: Path) -> dict[str, Extraction]:
    """Extractions of the bundled reports, by file name."""
    return {path.name: extractor.extract(read_document(path)) for path in sorted(reports_folder.glob("*.*"))}


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The seeds' warehouse, and what another process read of it before its builder ended."""
    database = tmp_path_factory.mktemp("warehouse") / "seeds.duckdb"
    built = python("-c", BUILD_AND_READ, database, before=without_network())
    assert built.returncode == 0, built.stderr
    return database, built.stdout.strip()


@pytest.fixture(scope="session")
def from_seeds(seeds_build: tuple[Path, str]) -> Path:
    return seeds_build[0]


@pytest.fixture(scope="session")
def corpus_run(from_seeds: Path) -> Iterator[Run]:
    folder = from_seeds.parent / "corpus"
    folder.mkdir()
    database, landing = folder / "corpus.duckdb", folder / "landing"
    shutil.copyfile(from_seeds, database)
    with duckdb.connect(str(database), read_only=True) as reader:
        options = ("--landing", landing, "--database", database)
        result = yibao("run", CORPUS, *options, YIBAO_KEEP_WORKING="1")  # tests look into the working tables
        [(seen,)] = reader.execute("select count(*) from marts.fct_observation").fetchall()
    yield Run(database, landing, result, seen)


@pytest.fixture(scope="session")
def all_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The warehouse of the synthetic corpus and of every blind set, and what `yibao run` said of it."""
    folder = tmp_path_factory.mktemp("all")
    database = folder / "all.duckdb"
    return database, yibao("run", *ALL_REPORTS, "--landing", folder / "landing", "--database", database)
