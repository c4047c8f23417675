"""The audit: which versions an advisory is about, what an export of OSV says, what fails and what only warns."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tools.audit import __main__ as audit
from tools.audit.__main__ import Exempt, findings, judged, read_exceptions
from tools.audit.advisories import Advisory, from_export, read_snapshot, write_snapshot
from tools.locks import Pin, all_pins

TODAY = date(2026, 11, 22)


def pin(name: str, version: str) -> Pin:
    return Pin("some.lock", Requirement(f"{name}=={version}"), ("sha256:0",), ())


def advisory(package: str = "some-package", introduced: str = "0", fixed: str = "", **more: str) -> Advisory:
    row = {"id": "CVE-1", "aliases": "GHSA-1", "last": "", "versions": "", **more}
    return Advisory(package=package, introduced=introduced, fixed=fixed, **row)


@pytest.mark.parametrize(
    ("row", "version", "vulnerable"),
    [
        (advisory(fixed="2.0"), "1.9.9", True),
        (advisory(fixed="2.0"), "2.0", False),
        (advisory(fixed="2.0"), "2.0rc1", True),  # a candidate comes before what it is a candidate for
        (advisory(introduced="1.5", fixed="2.0"), "1.4.9", False),
        (advisory(introduced="1.5", fixed="2.0"), "1.10", True),  # not as text
        (advisory(introduced="1.5"), "99", True),
        (advisory(introduced="1.5", last="1.7"), "1.7", True),
        (advisory(introduced="1.5", last="1.7"), "1.7.1", False),
        (advisory(introduced="", versions="1.0 1.2"), "1.2.0", True),
        (advisory(introduced="", versions="1.0 1.2"), "1.1", False),
        (advisory(introduced="no version at all", fixed="2.0"), "3.0", True),
    ],
)
def test_which_versions_an_advisory_is_about(row: Advisory, version: str, vulnerable: bool) -> None:
    assert row.affects(Version(version)) is vulnerable


def osv(**entry: Any) -> dict[str, Any]:
    return {"id": "PYSEC-1", "aliases": ["CVE-9"], "modified": "2026-10-01T00:00:00Z", **entry}


def affected(name: str, *events: dict[str, str], ecosystem: str = "PyPI", kind: str = "ECOSYSTEM") -> dict[str, Any]:
    return {"package": {"name": name, "ecosystem": ecosystem}, "ranges": [{"type": kind, "events": list(events)}]}


ENTRIES = [
    osv(
        affected=[
            affected(
                "Some_Package", {"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2"}, {"last_affected": "2.3"}
            ),
            affected("unrelated", {"introduced": "0"}),
        ]
    ),
    osv(id="PYSEC-2", affected=[{"package": {"name": "other", "ecosystem": "PyPI"}, "versions": ["0.1", "0.2"]}]),
    osv(id="PYSEC-3", withdrawn="2026-10-02T00:00:00Z", affected=[affected("other", {"introduced": "0"})]),
    osv(
        id="GHSA-4", modified="2026-12-24T00:00:00Z", affected=[affected("other", {"introduced": "0"}, ecosystem="npm")]
    ),
    osv(
        id="PYSEC-5", modified="2026-10-20T00:00:00Z", affected=[affected("other", {"introduced": "3"}, {"fixed": "4"})]
    ),
]
ROWS = {
    Advisory("some-package", "PYSEC-1", "CVE-9", "0", "1.2", "", ""),
    Advisory("some-package", "PYSEC-1", "CVE-9", "2", "", "2.3", ""),
    Advisory("other", "PYSEC-2", "CVE-9", "", "", "", "0.1 0.2"),
    Advisory("other", "PYSEC-5", "CVE-9", "3", "4", "", ""),
}


def as_zip(place: Path) -> Path:
    with zipfile.ZipFile(place / "all.zip", "w") as archive:
        for entry in ENTRIES:
            archive.writestr(f"{entry['id']}.json", json.dumps(entry))
    return place / "all.zip"


def as_folder(place: Path) -> Path:
    folder = place / "vulns"
    for number, entry in enumerate(ENTRIES):
        (folder / entry["id"]).mkdir(parents=True)
        (folder / entry["id"] / f"entry.{('json', 'yaml')[number % 2]}").write_text(json.dumps(entry), encoding="utf-8")
    (folder / "workflow.yml").write_text("on: push\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", [as_zip, as_folder])
def test_an_export_is_read_for_our_packages_alone(tmp_path: Path, form: Any) -> None:
    found, newest = from_export(form(tmp_path), {"some-package", "other"})
    assert set(found) == ROWS
    assert newest == date(2026, 10, 20)  # of PyPI


def test_a_snapshot_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "advisories.csv"
    write_snapshot([*ROWS, *ROWS], file)
    assert read_snapshot(file) == sorted(ROWS)


def test_a_new_snapshot_takes_the_place_of_the_old_only_when_it_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written: list[Any] = []
    monkeypatch.setattr(audit, "write_snapshot", written.append)
    (tmp_path / "empty").mkdir()
    (tmp_path / "damaged.zip").write_bytes(b"PK")
    for export in ("empty", "damaged.zip", "missing"):
        assert audit.main(["--advisories", str(tmp_path / export)], TODAY) == 2
        assert "the snapshot is as it was" in capsys.readouterr().err
    assert not written


def test_what_is_known_fails_unless_it_is_excepted() -> None:
    found = findings([pin("some-package", "1.0"), pin("other", "1.0")], [advisory(fixed="2.0"), advisory("third")])
    assert [str(one) for one in found] == ["some.lock: some-package 1.0: CVE-1, fixed in 2.0"]
    assert judged(found, [], TODAY) == ([str(found[0])], [])
    for name in ("CVE-1", "GHSA-1"):
        assert judged(found, [Exempt(name, "some-package", "some.lock", "why", TODAY)], TODAY) == ([], [])


def test_an_exception_for_another_place_or_id_excepts_nothing() -> None:
    found = findings([pin("some-package", "1.0")], [advisory()])
    for other in (
        Exempt("CVE-2", "some-package", "some.lock", "why", TODAY),
        Exempt("CVE-1", "some-package", "other.lock", "why", TODAY),
    ):
        failures, _ = judged(found, [other], TODAY)
        assert str(found[0]) in failures
        assert any("remove the row" in failure for failure in failures)


def test_the_passing_of_time_fails_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    found = findings([pin("some-package", "1.0")], [advisory()])
    failures, warnings = judged(found, [Exempt("CVE-1", "some-package", "some.lock", "why", date(2026, 1, 1))], TODAY)
    assert not failures and "2026-01-01" in warnings[0]
    assert audit.main([], TODAY) == audit.main([], date(2099, 1, 1)) == 0
    assert "days old" in capsys.readouterr().err


def test_no_pin_has_a_known_vulnerability_without_a_reason() -> None:
    failures, _ = judged(findings(all_pins(), read_snapshot()), read_exceptions(), TODAY)
    assert failures == []
    assert all(len(exception.reason) > 40 for exception in read_exceptions())


def test_the_snapshot_would_have_seen_old_versions() -> None:
    """The comparison compares: of these versions it is known what is wrong with them."""
    old = [pin("Jinja2", "3.1.2"), pin("sqlparse", "0.5.5"), pin("pyarrow", "14.0.0"), pin("lxml", "6.0.2")]
    assert {one.pin.name for one in findings(old, read_snapshot())} == {"jinja2", "sqlparse", "pyarrow", "lxml"}
