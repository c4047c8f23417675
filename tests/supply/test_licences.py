"""The list of licences: of exactly what is pinned, and nothing that runs is under a licence that would bind us."""

from __future__ import annotations

import csv
import re

import pytest

from tests.helpers import ROOT
from tools.licences.__main__ import Row, Told, licence_of, read_list, used_for, words
from tools.locks import all_pins, runtime_names

# Weak copyleft is noted: unchanged packages that are installed beside us, which anyone can replace.
PERMISSIVE = {
    *("0BSD", "Apache-2.0", "Artistic-1.0-Perl", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC"),
    *("MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Unlicense", "Zlib"),
}
NOTED = {"LGPL-2.1", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"}
# They say "BSD", or name three licences, and no more. None of them runs with yibao.
UNKNOWN = {"odfpy", "wtforms-json", "xlwt"}


def alternatives(expression: str) -> list[set[str]]:
    """The ways to take a licence: each a set of licences that then hold together."""
    return [set(re.split(r" AND ", way.strip("()"))) for way in expression.split(" OR ")]


@pytest.fixture(scope="module")
def listed() -> list[Row]:
    return read_list()


def test_the_list_is_of_what_is_pinned(listed: list[Row]) -> None:
    assert {(row.name, row.version): row.used_for for row in listed} == used_for(all_pins()), "make licences"
    assert listed == sorted(listed)


def test_what_runs_may_be_used_by_anyone(listed: list[Row]) -> None:
    running = [row for row in listed if "runtime" in row.used_for.split()]
    assert {row.name for row in running} == runtime_names()
    for row in running:
        assert row.licence, f"{row.name}: licence unknown"
        assert any(way <= PERMISSIVE | NOTED for way in alternatives(row.licence)), row
    weak = {row.name for row in running if not any(way <= PERMISSIVE for way in alternatives(row.licence))}
    assert weak == {"certifi", "pathspec", "psycopg", "psycopg-binary", "tqdm"}


def test_what_is_not_known_is_known_not_to_be(listed: list[Row]) -> None:
    assert {row.name for row in listed if not row.licence} == UNKNOWN
    assert all(bool(row.licence) == bool(row.said_by) for row in listed)


def test_what_packages_carry_is_listed_with_the_package_that_carries_it(listed: list[Row]) -> None:
    with (ROOT / "docs" / "bundled.csv").open(encoding="utf-8", newline="") as file:
        bundled = list(csv.DictReader(file))
    purposes = {row.name: set(row.used_for.split()) for row in listed}
    for row in bundled:
        assert all(row.values()), row
        if row["inside"] != "(system)":
            assert set(row["used_for"].split()) <= purposes[row["inside"]], row
    assert {"pypdfium2", "vl-convert-python", "lxml", "psycopg-binary"} <= {row["inside"] for row in bundled}


BSD = "Redistribution and use in source and binary forms. Redistributions in binary form must reproduce the notice."
MIT = "License :: OSI Approved :: MIT License"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (Told("MIT AND PSF-2.0", "GPL", (MIT,), BSD), ("MIT AND PSF-2.0", "expression")),
        (Told("", "Dual", (MIT,), ""), ("MIT", "classifier")),
        (Told("", "Apache 2.0", (), ""), ("Apache-2.0", "field")),
        (Told("", "BSD", ("License :: OSI Approved :: BSD License",), BSD), ("BSD-2-Clause", "licence file")),
        (Told("", "", (), f"{BSD}\nNeither the\n name of X"), ("BSD-3-Clause", "licence file")),
        (Told("", "BSD", ("License :: OSI Approved :: BSD License",), ""), ("", "")),  # which of them?
        # Two classifiers may be a choice or a sum: that is for a person to read.
        (Told("", "", (MIT, "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"), ""), ("", "")),
        (Told("", "any-OSI", (), "do with it what you like"), ("", "")),
    ],
)
def test_a_licence_is_what_the_package_says_and_no_more(told: Told, expected: tuple[str, str]) -> None:
    assert licence_of(told, words()) == expected
