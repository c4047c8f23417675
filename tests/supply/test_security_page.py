"""SECURITY.md names tests that hold its claims, commands and files: all of them are there."""

from __future__ import annotations

import re

import pytest

from tests.helpers import ROOT
from tools.audit.__main__ import read_exceptions

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
CODE = set(re.findall(r"`([^`\n]+)`", PAGE))


@pytest.mark.parametrize("place", sorted(code for code in CODE if re.match(r"(tests|tools|docs|ingest)/", code)))
def test_a_named_file_or_test_is_there(place: str) -> None:
    path, _, function = place.partition("::")
    assert (ROOT / path).exists()
    assert not function or f"def {function}(" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("function", sorted(code for code in CODE if code.startswith("test_")))
def test_a_test_named_alone_is_one_of_those_of_privileges(function: str) -> None:
    assert f"def {function}(" in (ROOT / "tests" / "test_privileges.py").read_text(encoding="utf-8")


def test_make_has_the_targets_that_the_page_names() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in sorted({code.split()[1] for code in CODE if code.startswith("make ")}):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_number_of_advisories_that_are_left_is_told() -> None:
    numbers = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    assert f"{numbers[len(read_exceptions())].capitalize()} advisories" in PAGE


def test_the_list_of_licences_is_reached_by_a_link() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / target).is_file(), target
