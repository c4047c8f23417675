"""PDFs as others make them: an office suite prints our DOCX, a browser our page. Both are optional system tools."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from tests.render import docx, html
from tests.render.blocks import Block

OFFICE = shutil.which("soffice")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_NAVIGATION = re.compile(r"<nav>.*?</nav>", re.DOTALL)
_TIMEOUT = 300  # seconds


def by_office(reports: dict[str, list[Block]], folder: Path) -> dict[str, Path]:
    """A PDF of each report's DOCX, by the report's name; needs LibreOffice."""
    for name, blocks in reports.items():
        (folder / f"{name}.docx").write_bytes(docx.write(blocks))
    options = ["--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    files = [str(folder / f"{name}.docx") for name in reports]
    _run([str(OFFICE), *options, "--convert-to", "pdf", "--outdir", str(folder), *files])
    return {name: folder / f"{name}.pdf" for name in reports}


def by_browser(reports: dict[str, list[Block]], folder: Path, ruled: bool = True) -> dict[str, Path]:
    """A PDF of each report's page, its tables with rules or without, by the report's name; needs Chromium."""
    cells = "" if ruled else "td, th { border: none !important; padding: 2px 6px; } body { font-size: 11pt; } "
    printed = {}
    for name, blocks in reports.items():
        source, target = folder / f"{name}.html", folder / f"{name}.pdf"
        style = f"<style>table {{ border-collapse: collapse; }} {cells}"
        source.write_text(_NAVIGATION.sub("", html.write(blocks).decode()).replace("<style>", style), encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        _run([str(BROWSER), *options, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", str(source)])
        printed[name] = target
    return printed


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_TIMEOUT)
