"""Every target of the guided fuzzer takes the inputs that it begins with, and all that it found before."""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO
from itertools import islice

import pytest

from tests.fuzz import guided, zips
from tests.fuzz.targets import TARGETS


def test_every_target_can_be_named() -> None:
    assert set(guided.NAMES) == set(TARGETS)


@pytest.mark.parametrize("name", guided.NAMES)
def test_a_target_takes_what_it_begins_with(name: str) -> None:
    inputs = list(islice(guided.seeds(name), 12 if name in ("extract", "pdf") else 40))
    assert inputs
    for data in inputs:
        TARGETS[name](data)


FOUND = sorted(path for path in guided.KEPT.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_stays_mended(path: object) -> None:
    assert hasattr(path, "read_bytes")
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", ["docx", "workbook"])
def test_mutants_of_a_zipped_file_open_and_are_read(name: str) -> None:
    data, seen = guided.small(name), set()
    for seed in range(150):
        data = zips.mutated(guided.small(name) if seed % 10 == 0 else data, 60_000, seed, lambda b, _: b[: len(b) // 2])
        assert zipfile.ZipFile(BytesIO(data)).testzip() is None
        seen.add(data)
        TARGETS[name](data)
    assert len(seen) > 100


def test_the_oracle_sees_a_number_that_is_not_its_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.fuzz import targets

    token = targets._grammar().scan(targets.make_view("资金12万元"))[0]
    token.literal = "13"
    monkeypatch.setattr(targets, "_grammar", lambda: type("Lying", (), {"scan": lambda self, view: [token]})())
    with pytest.raises(AssertionError, match="13 of 12"):
        TARGETS["numbers"]("资金12万元".encode())


def test_without_atheris_the_call_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "atheris", None)
    monkeypatch.setattr(sys, "argv", ["guided", "numbers"])
    assert guided.main() == 2
    assert "make fuzzenv" in capsys.readouterr().err
