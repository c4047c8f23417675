"""Full disks and places that cannot be written: a clear word, and what was there stays as it was.

In a mount namespace of its own, with a small file system in memory; skipped where the system does not grant one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import ROOT, report_of

YIBAO = f"{sys.executable} -m ingest.cli"
MAY_MOUNT = subprocess.run(
    ["unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"], capture_output=True, check=False
) if Path("/usr/bin/unshare").exists() else None  # fmt: skip
pytestmark = pytest.mark.skipif(
    MAY_MOUNT is None or MAY_MOUNT.returncode != 0, reason="no mount namespace is granted here (unshare -rm)"
)


def mounted(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script where it may mount; its mounts are its own."""
    command = ["unshare", "-rm", "bash", "-ec", script]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(30):
        sentence = "".join(f"全市居民医保参保{number + extra}.5万人，到位资金{extra}万元。" for extra in range(200))
        (folder / f"{number:02}.txt").write_text(report_of("resident", sentence), encoding="utf-8")
    return folder


def test_a_full_disk_leaves_the_landing_as_it_was(reports: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    done = mounted(f"""
        mount -t tmpfs -o size=160k tmpfs {disk}
        {YIBAO} ingest {reports}/00.txt --landing {disk}/landing >/dev/null
        find {disk} -type f -exec sha256sum {{}} + | sort > {tmp_path}/before
        {YIBAO} ingest {reports} --landing {disk}/landing >/dev/null || echo status $? >&2
        find {disk} -type f -exec sha256sum {{}} + | sort > {tmp_path}/after
        ls -A {disk} > {tmp_path}/names
    """)
    assert "landing: cannot be written (No space left on device); nothing was changed" in done.stderr, done.stderr
    assert "status 2" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "before").read_text(encoding="utf-8") == (tmp_path / "after").read_text(encoding="utf-8") != ""
    assert (tmp_path / "names").read_text(encoding="utf-8") == "landing\n"


@pytest.mark.warehouse
def test_a_full_disk_leaves_the_published_file_as_it_was(from_seeds: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    size = from_seeds.stat().st_size // 1024 + 9 * 1024  # the published file, and too little for another
    done = mounted(f"""
        mount -t tmpfs -o size={size}k tmpfs {disk}
        cp {from_seeds} {disk}/y.duckdb
        {YIBAO} build --database {disk}/y.duckdb || echo status $? >&2
        cmp {from_seeds} {disk}/y.duckdb
        ls -A {disk} >&2
    """)
    assert done.returncode == 0, done.stderr
    assert "y.duckdb: cannot be written (No space left on device); nothing was published" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1] == "y.duckdb"
    assert "status 2" in done.stderr


def test_a_folder_that_cannot_be_written_is_named(reports: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    done = mounted(f"""
        mount -t tmpfs tmpfs {disk}
        {YIBAO} ingest {reports}/00.txt --landing {disk}/landing >/dev/null
        mount -o remount,ro {disk}
        {YIBAO} ingest {reports}/01.txt --landing {disk}/landing >/dev/null || echo status $? >&2
        {YIBAO} build --landing {disk}/landing --database {disk}/y.duckdb || echo status $? >&2
    """)
    assert "landing: cannot be written (Read-only file system); nothing was changed" in done.stderr, done.stderr
    assert "y.duckdb: cannot be written (Read-only file system); nothing was published" in done.stderr
    assert done.stderr.count("status 2") == 2
    assert "Traceback" not in done.stderr


def test_what_can_only_be_read_is_read_without_a_lock(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    code = "from pathlib import Path; from ingest.place import locked"
    done = mounted(f"""
        mount -t tmpfs -o ro tmpfs {disk}
        {sys.executable} -c $'{code}\\nwith locked(Path("{disk}/landing"), shared=True): print("read")'
        {sys.executable} -c $'{code}\\nwith locked(Path("{disk}/landing")): print("written")' || echo refused
    """)
    assert done.stdout == "read\nrefused\n", done.stderr
