"""PDFs that an office suite and a browser print of a report hold its facts: other hands than our own renderer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from ingest.read import read_document
from tests.render import printed
from tests.render.blocks import Block
from tests.render.facts import facts_of
from tests.test_formats import EVERY_SET, EXTRACTOR, SLACK, SOURCES, difference, expected, name_of, whole

pytestmark = pytest.mark.formats

# Printing takes a second or two a report: the bundled reports and those of every fourth fixture stand for all.
SAMPLE = SOURCES if EVERY_SET else [path for at, path in enumerate(SOURCES) if at % 4 == 0 or "2024_final" in path.name]
Printed = dict[str, Path]


def _print(by: Callable[[dict[str, list[Block]], Path], Printed], folder: Path) -> Printed:
    return by({str(at): whole(source)[1] for at, source in enumerate(SAMPLE)}, folder)


@pytest.fixture(scope="module")
def from_office(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    if printed.OFFICE is None:
        pytest.skip("LibreOffice is not installed (tools/install-system-packages)")
    return _print(printed.by_office, tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def from_browser(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    if printed.BROWSER is None:
        pytest.skip("Chromium is not installed")
    return _print(printed.by_browser, tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="module")
def without_rules(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    if printed.BROWSER is None:
        pytest.skip("Chromium is not installed")
    return _print(partial(printed.by_browser, ruled=False), tmp_path_factory.mktemp("browser"))


def _check(pdf: Path, source: Path, slack: float = 0.0) -> None:
    extraction = EXTRACTOR.extract(read_document(pdf))
    differing = difference(facts_of(extraction), source)
    assert len(differing["lost"] + differing["gained"]) <= slack * expected(source).total(), differing


@pytest.mark.parametrize("at", range(len(SAMPLE)), ids=lambda at: name_of(SAMPLE[at]))
def test_what_an_office_suite_prints_gives_the_facts_of_the_text(at: int, from_office: Printed) -> None:
    _check(from_office[str(at)], SAMPLE[at])


@pytest.mark.parametrize("at", range(len(SAMPLE)), ids=lambda at: name_of(SAMPLE[at]))
def test_what_a_browser_prints_gives_the_facts_of_the_text(at: int, from_browser: Printed) -> None:
    _check(from_browser[str(at)], SAMPLE[at])


@pytest.mark.parametrize("at", range(len(SAMPLE)), ids=lambda at: name_of(SAMPLE[at]))
def test_what_a_browser_prints_without_rules_gives_the_facts_of_the_text(at: int, without_rules: Printed) -> None:
    _check(without_rules[str(at)], SAMPLE[at], SLACK["pdf borderless"])
