"""Write docs/licences.csv: every pin of every lock file with its licence, who says so, and what it is there for.

Read from the packages installed in .venv and .venv-*, and from what pip tells of others without installing them
(`pip install --dry-run --ignore-installed --no-deps --require-hashes -r LOCK --report FILE`, given as `--report FILE`)
or has put into a folder of its own (`pip install --no-deps --target FOLDER …`, given as `--packages FOLDER`).
Of a pin that is at hand in neither way the row that stands is kept.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import NamedTuple

from packaging.utils import canonicalize_name
from packaging.version import Version

from tools.locks import MAIN, ROOT, Pin, all_pins, runtime_names

LIST = ROOT / "docs" / "licences.csv"
_WORDS = Path(__file__).with_name("words.csv")
_READ = Path(__file__).with_name("read.csv")  # what a person read in the files of packages that do not say it
_PURPOSES = {
    "requirements-browser.lock": "browser",
    "requirements-ocr.lock": "ocr",
    "requirements-spark.lock": "spark",
    "benchmarks/requirements-arelle.txt": "benchmark",
    "benchmarks/requirements-peers.txt": "benchmark",
    "tests/fuzz/requirements.txt": "fuzz",
    "tools/requirements-duckdb15.txt": "test",
    "tools/requirements-uv.txt": "lock",
    "tools/superset/requirements.txt": "superset",
}
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying)", re.IGNORECASE)
_NEITHER = re.compile(
    r"neither\s+the\s+names?|may\s+not\s+be\s+used\s+to\s+endorse|names?.{0,60}endorse", re.IGNORECASE
)
_ABOUT_BSD = re.compile(r"redistributions? +(of|in) +(source|binary)", re.IGNORECASE)
Key = tuple[str, str]  # name, version


class Row(NamedTuple):
    """A pin: `licence` in SPDX words (empty: unknown), where that is said, what the pin is there for."""

    name: str
    version: str
    licence: str
    said_by: str
    used_for: str


class Told(NamedTuple):
    """What a package tells of its licence: its metadata, and the text of its licence files where it is installed."""

    expression: str
    field: str
    classifiers: tuple[str, ...]
    text: str


def words() -> dict[str, str]:
    """What packages write, in SPDX words."""
    with _WORDS.open(encoding="utf-8", newline="") as file:
        return {row["words"]: row["spdx"] for row in csv.DictReader(file)}


def licence_of(told: Told, known: Mapping[str, str]) -> tuple[str, str]:
    """The licence and where it is said; both empty where it is not known."""
    if told.expression:
        return told.expression, "expression"
    classified = {known[name] for name in told.classifiers if name in known}
    if len(classified) == len([name for name in told.classifiers if name.count("::") > 1]) == 1:
        return classified.pop(), "classifier"
    if (field := " ".join(told.field.split())) in known:
        return known[field], "field"
    for text, said_by in ((told.text, "licence file"), (told.field, "field")):
        if _ABOUT_BSD.search(" ".join(text.split())):  # "BSD" alone does not say which
            return ("BSD-3-Clause" if _NEITHER.search(" ".join(text.split())) else "BSD-2-Clause"), said_by
        if "Permission is hereby granted, free of charge" in " ".join(text.split()):
            return "MIT", said_by
        if re.search(r"Apache License\s+Version 2\.0", " ".join(text.split())):
            return "Apache-2.0", said_by
    return "", ""


def used_for(pins: Iterable[Pin]) -> dict[Key, str]:
    """What each pin is there for: runtime, development, an optional environment, more than one."""
    runtime = runtime_names()
    purposes: dict[Key, set[str]] = {}
    for pin in pins:
        main = "runtime" if pin.name in runtime else "development"
        purposes.setdefault(_key(pin), set()).add(main if pin.lock == MAIN else _PURPOSES[pin.lock])
    order = ("runtime", "development", "browser", "ocr", "benchmark", "test", "fuzz", "lock", "superset", "spark")
    return {key: " ".join(sorted(found, key=order.index)) for key, found in purposes.items()}


def _key(pin: Pin) -> Key:
    return pin.name, str(pin.version)


def _installed(found: Distribution) -> Told:
    files = [
        path
        for path in found.files or ()
        if _LICENCE_FILE.search(path.name) and path.suffix in ("", ".txt", ".md", ".rst")
    ]
    own = [path for path in files if any(part.endswith(".dist-info") for part in path.parts)]
    text = "\n".join(Path(str(path.locate())).read_text(encoding="utf-8", errors="replace") for path in own[:1])
    meta = found.metadata
    return Told(
        meta.get("License-Expression") or "",
        meta.get("License") or "",
        tuple(name for name in meta.get_all("Classifier") or () if name.startswith("License ::")),
        text,
    )


def _at_hand(environments: Iterable[Path], reports: Iterable[Path]) -> dict[Key, Told]:
    found: dict[Key, Told] = {}
    for report in reports:
        for item in json.loads(report.read_text(encoding="utf-8"))["install"]:
            meta = item["metadata"]
            classifiers = tuple(name for name in meta.get("classifier", ()) if name.startswith("License ::"))
            told = Told(meta.get("license_expression") or "", meta.get("license") or "", classifiers, "")
            found[canonicalize_name(meta["name"]), str(Version(meta["version"]))] = told
    for environment in environments:
        places = [*environment.glob("lib/python*/site-packages")] or [environment]
        for distribution in distributions(path=list(map(str, places))):
            key = canonicalize_name(distribution.name), str(Version(distribution.version))
            found[key] = _installed(distribution)
    return found


def read_list(path: Path = LIST) -> list[Row]:
    """The rows of the list."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file)]


def _read_by_hand() -> dict[Key, str]:
    with _READ.open(encoding="utf-8", newline="") as file:
        return {(row["name"], row["version"]): row["licence"] for row in csv.DictReader(file)}


def rows(environments: Iterable[Path], reports: Iterable[Path], former: Iterable[Row]) -> list[Row]:
    """One row a pinned name and version, sorted."""
    known, told, by_hand = words(), _at_hand(environments, reports), _read_by_hand()
    kept = {(row.name, row.version): (row.licence, row.said_by) for row in former}
    found: list[Row] = []
    for key, purpose in sorted(used_for(all_pins()).items()):
        said = (by_hand[key], "read by hand") if key in by_hand else ("", "")
        if not said[0]:
            said = licence_of(told[key], known) if key in told else kept.get(key, ("", ""))
        found.append(Row(*key, *said, purpose))
    return found


def main() -> None:
    """Write the list and say of which pins no licence is known."""
    parser = argparse.ArgumentParser(prog="make licences", description=__doc__)
    parser.add_argument("--report", type=Path, action="append", default=[], metavar="FILE", help="a report of pip")
    parser.add_argument("--packages", type=Path, action="append", default=[], metavar="FOLDER", help="packages in it")
    given = parser.parse_args()
    environments = [*given.packages, *sorted(ROOT.glob(".venv*"))]
    found = rows(environments, given.report, read_list() if LIST.is_file() else [])
    with LIST.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(found)
    unknown = [f"{row.name} {row.version}" for row in found if not row.licence]
    print(f"{LIST.relative_to(ROOT)}: {len(found)} packages; licence unknown: {', '.join(unknown) or 'none'}")


if __name__ == "__main__":
    main()
