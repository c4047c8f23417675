"""Compare every lock file with the advisories at hand; exit status 1 where a vulnerability is known and not excepted.

Nothing is fetched. `--advisories EXPORT` writes the snapshot anew from an export of OSV that somebody has brought here.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tools.audit.advisories import HERE, Advisory, from_export, read_snapshot, write_snapshot
from tools.locks import Pin, all_pins

EXCEPTIONS = HERE / "exceptions.csv"
ABOUT = HERE / "snapshot.toml"
OLD = 90  # days after which a snapshot is called old; that fails nothing


class Finding(NamedTuple):
    """A pinned version that an advisory is about."""

    pin: Pin
    advisory: Advisory

    def __str__(self) -> str:
        ends = f"fixed in {self.advisory.fixed}" if self.advisory.fixed else "no fixed version is known"
        return f"{self.pin.lock}: {self.pin.name} {self.pin.version}: {self.advisory.id}, {ends}"


@dataclass(frozen=True)
class Exempt:
    """A vulnerability that is known and left, in one lock file, with the reason; looked at again by a day."""

    id: str
    package: str
    lock: str
    reason: str
    review_by: date

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        here = (self.package, self.lock) == (finding.pin.name, finding.pin.lock)
        return here and self.id in finding.advisory.names


def read_exceptions(path: Path = EXCEPTIONS) -> list[Exempt]:
    """The exceptions of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Exempt(r["id"], r["package"], r["lock"], r["reason"], date.fromisoformat(r["review_by"]))
            for r in csv.DictReader(file)
        ]


def findings(pins: Iterable[Pin], advisories: Iterable[Advisory]) -> list[Finding]:
    """Every pin with every advisory that it is in, once."""
    by_package: dict[str, list[Advisory]] = {}
    for advisory in advisories:
        by_package.setdefault(advisory.package, []).append(advisory)
    return [
        Finding(pin, advisory)
        for pin in pins
        for advisory in by_package.get(pin.name, ())
        if advisory.affects(pin.version)
    ]


def judged(found: list[Finding], exceptions: list[Exempt], today: date) -> tuple[list[str], list[str]]:
    """What fails the audit and what it only warns of: the passing of time fails nothing."""
    failures = [str(one) for one in found if not any(exception.covers(one) for exception in exceptions)]
    warnings = []
    for exception in exceptions:
        named = f"exceptions.csv: {exception.id} of {exception.package} in {exception.lock}"
        if not any(exception.covers(one) for one in found):
            failures.append(f"{named}: is not found any more; remove the row")
        elif exception.review_by < today:
            warnings.append(f"{named}: was to be looked at again by {exception.review_by}")
    return failures, warnings


def _refresh(export: Path) -> None:
    advisories, newest = from_export(export, {pin.name for pin in all_pins()})
    write_snapshot(advisories)
    ABOUT.write_text(
        f'# Written by `make audit`.\ntaken = {newest}\nsource = "export of OSV, all of PyPI"\ncomplete = true\n',
        encoding="utf-8",
    )


def main(arguments: list[str], today: date) -> int:
    """0 nothing new is known, 1 something is, 2 the export is unusable."""
    parser = argparse.ArgumentParser(prog="make audit", description=__doc__)
    parser.add_argument(
        "--advisories", type=Path, metavar="EXPORT", help="OSV's export of PyPI: a zip file or a folder"
    )
    export: Path | None = parser.parse_args(arguments).advisories
    if export is not None:
        try:
            _refresh(export)
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            print(f"audit: {error}; the snapshot is as it was", file=sys.stderr)
            return 2
    advisories, pins = read_snapshot(), all_pins()
    about = tomllib.loads(ABOUT.read_text(encoding="utf-8"))
    failures, warnings = judged(findings(pins, advisories), read_exceptions(), today)
    age = (today - about["taken"]).days
    if not about["complete"]:
        warnings.append("the snapshot is not complete: make audit ADVISORIES=EXPORT, see SECURITY.md")
    if age > OLD:
        warnings.append(f"the snapshot is {age} days old: make audit ADVISORIES=EXPORT, see SECURITY.md")
    for warning in warnings:
        print(f"audit: warning: {warning}", file=sys.stderr)
    for failure in failures:
        print(f"audit: {failure}", file=sys.stderr)
    known = f"{len({(a.package, a.id) for a in advisories})} advisories of {about['taken']} ({about['source']})"
    print(f"audit: {len(pins)} pins compared with {known}: {len(failures) or 'nothing'} to be done")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], date.today()))
