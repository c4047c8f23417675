"""Superset's process: its folder, its metadata, its start on the loopback address and its end."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
ADMIN = "yibao"
START_SECONDS = 120
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through a proxy


class Unusable(Exception):
    """The call cannot be carried out; the message says what to do."""


def secret(home: Path, name: str) -> str:
    """A secret of this machine, made at the first call and kept where only its owner reads it."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)  # the metadata and the log are nobody else's either
    path = home / name
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
    return path.read_text().strip()


@contextmanager
def served(home: Path, port: int) -> Iterator[tuple[str, subprocess.Popen[bytes] | None]]:
    """The server's address, and its process where it was started here: such a one ends with the block."""
    address = f"http://127.0.0.1:{port}"
    if _answers(address):
        yield address, None
        return
    secret(home, "secret_key")
    secret(home, "password")
    _prepare(home)
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    process = _start(home, [*gunicorn, "superset.app:create_app()"])
    try:
        _await(process, address, home / "server.log")
        yield address, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _prepare(home: Path) -> None:
    """Superset's metadata, where there are none of this version yet (half a minute)."""
    marker, wanted = home / "prepared", version("apache-superset")
    if marker.exists() and marker.read_text() == wanted:
        return
    if _start(home, [sys.executable, "-m", "tools.superset.metadata"]).wait():
        raise Unusable(f"{home}: Superset's metadata cannot be made; {home / 'server.log'} says why")
    marker.write_text(wanted)


def _start(home: Path, command: list[str]) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "YIBAO_SUPERSET_HOME": str(home.resolve()),
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "SCARF_ANALYTICS": "false",
    }
    with (home / "server.log").open("ab") as log:
        # A session of its own: Ctrl-C reaches this process, which then ends the server in order.
        return subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, cwd=HERE.parents[1], start_new_session=True
        )


def _await(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(address):
            return
        time.sleep(0.3)
    raise Unusable(f"{address}: Superset does not answer; see {log}, and choose another --port where this one is taken")


def _answers(address: str) -> bool:
    try:
        with _direct.open(f"{address}/health", timeout=5) as answer:
            return bool(answer.read() == b"OK")
    except OSError:
        return False
