"""Advisories as rows: an id, a package, the versions it is in. Read from our snapshot or from an export of OSV."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

HERE = Path(__file__).parent
SNAPSHOT = HERE / "advisories.csv"


@dataclass(frozen=True, order=True)
class Advisory:
    """One stretch of vulnerable versions of a package: from `introduced`, before `fixed` or up to `last`.

    All are texts, as in CSV; `introduced` "0" is the first version, empty `fixed` and `last` are no end. `versions` are
    single ones, with spaces between, where the source gives no stretch.
    """

    package: str
    id: str
    aliases: str
    introduced: str
    fixed: str
    last: str
    versions: str

    def affects(self, version: Version) -> bool:
        """Whether a version is vulnerable; also where a bound cannot be compared."""
        try:
            if any(Version(single) == version for single in self.versions.split()):
                return True
            if not self.introduced:
                return False
            begun = self.introduced == "0" or Version(self.introduced) <= version
            over = (self.fixed and Version(self.fixed) <= version) or (self.last and Version(self.last) < version)
        except InvalidVersion:
            return True
        return begun and not over

    @property
    def names(self) -> set[str]:
        """The id and its other names."""
        return {self.id, *self.aliases.split()}


def read_snapshot(path: Path = SNAPSHOT) -> list[Advisory]:
    """The rows of a snapshot."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Advisory(**row) for row in csv.DictReader(file)]


def write_snapshot(advisories: Iterable[Advisory], path: Path = SNAPSHOT) -> None:
    """Write a snapshot, sorted."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Advisory))
        writer.writerows(astuple(advisory) for advisory in sorted(set(advisories)))


def from_export(export: Path, packages: set[str]) -> tuple[list[Advisory], date]:
    """What an export of OSV says of the packages, and the day of its newest advisory.

    An export is a zip file of JSON (OSV's own of the ecosystem PyPI), or a folder of JSON or YAML (a checkout of the
    Python Packaging Advisory Database). Raises ValueError where it holds no advisory of PyPI.
    """
    found: list[Advisory] = []
    newest = date.min
    for entry in _entries(export):
        affected = [part for part in entry.get("affected", ()) if part.get("package", {}).get("ecosystem") == "PyPI"]
        if not affected:
            continue
        newest = max(newest, date.fromisoformat(str(entry["modified"])[:10]))
        if not entry.get("withdrawn"):
            parts = (part for part in affected if canonicalize_name(part["package"]["name"]) in packages)
            found += [row for part in parts for row in _rows(entry, part)]
    if newest == date.min:
        raise ValueError(f"{export}: holds no advisory of PyPI")
    return found, newest


def _entries(export: Path) -> Iterator[dict[str, Any]]:
    if export.is_dir():
        for path in sorted(export.rglob("*")):
            if path.suffix == ".json":
                yield json.loads(path.read_text(encoding="utf-8"))
            elif path.suffix in (".yaml", ".yml"):
                yield from filter(_is_entry, [yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)])
        return
    with zipfile.ZipFile(export) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def _is_entry(content: Any) -> bool:
    return isinstance(content, dict) and "id" in content and "modified" in content


def _rows(entry: dict[str, Any], part: dict[str, Any]) -> Iterator[Advisory]:
    package = canonicalize_name(part["package"]["name"])
    aliases = " ".join(sorted(entry.get("aliases", ())))
    stretches = [
        stretch
        for declared in part.get("ranges", ())
        if declared["type"] == "ECOSYSTEM"
        for stretch in _stretches(declared["events"])
    ]
    for introduced, fixed, last in stretches:
        yield Advisory(package, entry["id"], aliases, introduced, fixed, last, "")
    if not stretches:
        yield Advisory(package, entry["id"], aliases, "", "", "", " ".join(part.get("versions", ())))


def _stretches(events: Iterable[dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Events in their order as (introduced, fixed, last affected)."""
    introduced = ""
    for event in events:
        if "introduced" in event:
            introduced = introduced or event["introduced"]
        elif introduced and ("fixed" in event or "last_affected" in event):
            yield introduced, event.get("fixed", ""), event.get("last_affected", "")
            introduced = ""
    if introduced:
        yield introduced, "", ""
