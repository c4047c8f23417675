"""The lock files of the repository: every pin with its version, marker and hashes, and what it is there for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
MAIN = "requirements.lock"
_PATTERNS = (
    "requirements*.lock",
    "benchmarks/requirements*.txt",
    "tests/**/requirements*.txt",
    "tools/**/requirements*.txt",
)
_HASH = re.compile(r"--hash=(\S+)")
_DIRECT = "yibao (pyproject.toml)"


@dataclass(frozen=True)
class Pin:
    """One pinned distribution. `via` are those that ask for it, as uv wrote them (only in requirements.lock)."""

    lock: str
    requirement: Requirement
    hashes: tuple[str, ...]
    via: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name as indexes compare it."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> Version:
        """The version; raises ValueError where it is not pinned to one."""
        [specifier] = self.requirement.specifier
        if specifier.operator != "==" or specifier.version.endswith("*"):
            raise ValueError(f"{self.lock}: {self.requirement} is not pinned to one version")
        return Version(specifier.version)

    @property
    def applies(self) -> bool:
        """Whether it is installed by this Python on this system."""
        return self.requirement.marker is None or self.requirement.marker.evaluate()


def lock_files() -> list[Path]:
    """All lock files, that of the project's own environment first."""
    found = {path for pattern in _PATTERNS for path in ROOT.glob(pattern)}
    return sorted(found, key=lambda path: (path.name != MAIN, path.relative_to(ROOT)))


def read_lock(path: Path) -> list[Pin]:
    """The pins of a lock file, in order."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    pins: list[Pin] = []
    for line in text.splitlines():
        if line.startswith(" ") and pins and "#" in line:  # who asks for the pin above
            if asking := line.partition("#")[2].strip().removeprefix("via").strip():
                pins[-1] = replace(pins[-1], via=(*pins[-1].via, asking))
        elif line.strip() and not line.startswith("#"):
            required = Requirement(line.partition("--hash")[0].strip())
            name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
            pins.append(Pin(name, required, tuple(_HASH.findall(line)), ()))
    return pins


def all_pins() -> list[Pin]:
    """The pins of all lock files."""
    return [pin for path in lock_files() for pin in read_lock(path)]


def runtime_names() -> set[str]:
    """What `yibao` needs to run: the direct dependencies and what they need, without what only development needs."""
    pins = read_lock(ROOT / MAIN)
    needed = {pin.name for pin in pins if _DIRECT in pin.via}
    while more := {pin.name for pin in pins if pin.name not in needed and needed & set(map(_plain, pin.via))}:
        needed |= more
    return needed


def _plain(name: str) -> str:
    return canonicalize_name(name.partition("[")[0])
