"""Lock files: each pin with its hashes, nothing of this machine in them, and what is installed is what they say."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.helpers import ROOT
from tools.locks import MAIN, Pin, all_pins, lock_files, read_lock, runtime_names

_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Which lock file pins what pyproject.toml asks for.
_ASKED = {
    MAIN: [*_PROJECT["project"]["dependencies"], *_PROJECT["dependency-groups"]["dev"]],
    "requirements-browser.lock": _PROJECT["project"]["optional-dependencies"]["browser"],
    "requirements-ocr.lock": _PROJECT["project"]["optional-dependencies"]["ocr"],
    "requirements-spark.lock": [
        *_PROJECT["project"]["dependencies"],
        *_PROJECT["project"]["optional-dependencies"]["spark"],
    ],
}
_INSTALLERS = [
    "Makefile",
    ".ci/run",
    *(f"tools/{name}" for name in ("install-browser", "install-postgres", "postgres")),
]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module", params=lock_files(), ids=named)
def lock(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_no_lock_file_is_overlooked() -> None:
    """Whatever is called a lock or a list of requirements is checked here, but for what `make lock` compiles."""
    listed = {path for name in ("*.lock", "*requirements*.txt") for path in ROOT.rglob(name)}
    own = {path for path in listed if not any(part.startswith(".") for part in path.relative_to(ROOT).parts[:-1])}
    assert {path for path in own if "fixtures" not in path.parts} == set(lock_files())


def test_every_pin_has_its_hashes(lock: Path) -> None:
    pins = read_lock(lock)
    assert pins
    for pin in pins:
        assert pin.version
        assert pin.requirement.url is None
        assert pin.hashes and all(map(_SHA256.fullmatch, pin.hashes)), pin.name


def test_no_hash_stands_for_two_packages() -> None:
    owner: dict[str, tuple[str, str]] = {}
    for pin in all_pins():
        for value in pin.hashes:
            assert owner.setdefault(value, (pin.name, str(pin.version))) == (pin.name, str(pin.version))


def test_nothing_of_a_machine_or_an_index_is_told(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.lstrip().startswith("-")]
    assert all(line.strip().startswith("--hash=sha256:") for line in lines)  # no index, no folder, no other file
    assert not re.search(r"https?:|file:|git\+|@ |(?:^|\s)/\w", text, re.MULTILINE)


@pytest.mark.parametrize("name", _ASKED)
def test_what_is_asked_for_is_pinned_within_its_bounds(name: str) -> None:
    pins = read_lock(ROOT / name)
    for asked in map(Requirement, _ASKED[name]):
        found = [pin for pin in pins if pin.name == canonicalize_name(asked.name)]
        assert found, f"{name} pins no {asked.name}: make lock"
        assert all(asked.specifier.contains(pin.version, prereleases=True) for pin in found), asked


def test_environments_that_are_installed_into_one_agree() -> None:
    """`make ocr` and `make browser` install into .venv: they must not move what is there; Spark runs the same code."""
    main = {(pin.name, str(pin.requirement.marker)): pin.version for pin in read_lock(ROOT / MAIN)}
    for name in ("requirements-browser.lock", "requirements-ocr.lock", "requirements-spark.lock"):
        for pin in read_lock(ROOT / name):
            assert main.get((pin.name, str(pin.requirement.marker)), pin.version) == pin.version, (name, pin.name)


def test_all_that_runs_is_known_and_less_than_all() -> None:
    names = {pin.name for pin in read_lock(ROOT / MAIN)}
    runtime = runtime_names()
    assert {"duckdb", "dbt-core", "sqlparse", "lxml"} < runtime < names
    assert not {"pytest", "hypothesis", "pdfplumber", "pdfminer-six", "reportlab"} & runtime


@pytest.mark.skipif(
    not (Path(sys.prefix) / ".locked").is_file(), reason="this environment was not made by `make setup`"
)
def test_what_is_installed_is_what_the_lock_says() -> None:
    pins = [pin for pin in read_lock(ROOT / MAIN) if pin.applies]
    assert {pin.name: str(pin.version) for pin in pins} == {pin.name: installed(pin) for pin in pins}


@pytest.mark.skipif("CI" not in os.environ, reason="an environment that is kept may hold what no lock file names")
def test_nothing_is_installed_that_no_lock_names() -> None:
    named_somewhere = {pin.name for name in _ASKED for pin in read_lock(ROOT / name)}
    found = {canonicalize_name(distribution.name) for distribution in metadata.distributions()}
    assert found - named_somewhere <= {"pip", "yibao"}


def installed(pin: Pin) -> str:
    try:
        return metadata.version(pin.name)
    except metadata.PackageNotFoundError:
        return "not installed"


@pytest.mark.parametrize("name", _INSTALLERS)
def test_python_packages_are_installed_by_hash_only(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if re.search(r"pip['\"]? install", line) and not line.lstrip().startswith("#"):
            own = "--editable ." in line and "--no-deps" in line and "--no-build-isolation" in line
            assert own or ("--require-hashes" in line and "--no-deps" in line), line.strip()
