"""One source, all formats: the facts of a report are the same as text, DOCX, PDF, HTML and XLSX."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from ingest.read import Document, read_document
from ingest.resolve.extract import Extractor
from tests.evaluation.digits import unaccounted
from tests.helpers import CORPUS, ROOT
from tests.render import docx, html, lines, pdf, xlsx
from tests.render.blocks import Block, parse
from tests.render.facts import Fact, facts_of, solid
from tests.render.ideal import ideal

pytestmark = pytest.mark.formats

WRITERS: dict[str, tuple[str, Callable[[list[Block]], bytes]]] = {
    "docx": (".docx", docx.write),
    "html": (".html", html.write),
    "xlsx": (".xlsx", xlsx.write),
    "pdf ruled": (".pdf", partial(pdf.write, ruled=True)),
    "pdf borderless": (".pdf", partial(pdf.write, ruled=False)),
}
# Without rules columns are a guess from gaps: so many of a report's facts may differ.
SLACK = {"pdf borderless": 0.02}
# Texts that are cut inside words or set one cell a line without tabs: their renderings are whole and say more.
CUT = ("02_tongren_resident_work.txt", "02_neiqiu_hebei_2024_final_accounts.txt")
BUNDLED = Path(os.environ.get("YIBAO_REPORTS", ROOT.parent / "shared" / "reports"))


# YIBAO_FORMATS=all (make formats) takes the texts of every set.
EVERY_SET = os.environ.get("YIBAO_FORMATS") == "all"
SETS = (
    ("fixtures/**/reports", "fixtures/reconciliation/*")
    if EVERY_SET
    else ("fixtures/reports", "fixtures/blind3/reports")
)


def sources() -> list[Path]:
    """Texts of the fixtures, and the bundled reports where they are at hand."""
    folders = [BUNDLED, *(folder for pattern in SETS for folder in (ROOT / "tests").glob(pattern))]
    return sorted(path for folder in folders for path in folder.glob("*") if path.suffix in (".txt", ".md"))


SOURCES = [path for path in sources() if b"<table" not in path.read_bytes()]  # which is a web page already
EXTRACTOR = Extractor()


def name_of(source: object) -> str | None:
    return f"{source.parent.parent.name}/{source.name}" if isinstance(source, Path) else None


@cache
def whole(source: Path) -> tuple[Document, list[Block]]:
    """The text, and the blocks that a person would set from it."""
    document = read_document(source)
    return document, parse(document.text)


@cache
def expected(source: Path) -> Counter[Fact]:
    document, blocks = whole(source)
    return facts_of(EXTRACTOR.extract(ideal(source.name, blocks) if source.name in CUT else document))


def difference(found: Counter[Fact], source: Path) -> dict[str, list[Fact]]:
    wanted = expected(source)
    return {"lost": sorted((wanted - found).elements()), "gained": sorted((found - wanted).elements())}


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_blocks_read_without_fault_give_the_facts_of_the_text(source: Path) -> None:
    extraction = EXTRACTOR.extract(ideal(source.name, whole(source)[1]))
    assert difference(facts_of(extraction), source) == {"lost": [], "gained": []}


def test_a_web_page_in_gb18030_gives_the_facts_of_the_text(tmp_path: Path) -> None:
    source = CORPUS / "01_hengyang_2024_transfer_payments.txt"
    path = tmp_path / "report.htm"
    path.write_bytes(html.write(whole(source)[1], "gb18030"))
    assert difference(facts_of(EXTRACTOR.extract(read_document(path))), source) == {"lost": [], "gained": []}


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_a_rendering_gives_the_facts_of_the_text(source: Path, form: str, tmp_path: Path) -> None:
    suffix, write = WRITERS[form]
    blocks = whole(source)[1]
    path = tmp_path / f"report{suffix}"
    path.write_bytes(write(blocks))
    document = read_document(path)
    extraction = EXTRACTOR.extract(document)
    assert unaccounted(extraction, document.text) == []
    differing = difference(facts_of(extraction), source)
    assert len(differing["lost"] + differing["gained"]) <= SLACK.get(form, 0) * expected(source).total(), differing
    if suffix != ".pdf":  # where tables over pages repeat their header
        assert body(document) == body(ideal(source.name, blocks))


PASTED = {"docx": (".docx", lines.docx), "html": (".html", lines.html), "pre": (".html", lines.html_pre)}


@pytest.mark.parametrize("form", PASTED)
@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_a_text_pasted_line_by_line_gives_its_facts(source: Path, form: str, tmp_path: Path) -> None:
    suffix, write = PASTED[form]
    path = tmp_path / f"report{suffix}"
    path.write_bytes(write(read_document(source).text))
    extraction = EXTRACTOR.extract(read_document(path))
    assert difference(facts_of(extraction), source) == {"lost": [], "gained": []}


def body(document: Document) -> str:
    """All words but page furniture, without blanks."""
    furniture = [piece for piece in document.pieces if piece.kind == "furniture"]
    text = document.text
    for piece in reversed(furniture):
        text = text[: piece.start] + text[piece.end :]
    return solid(text)
