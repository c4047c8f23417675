"""DOC, WPS and RTF: LibreOffice makes a .docx of them, which is then read.

An optional system tool: `tools/install-system-packages` installs it. Each call has a profile of its own, so calls run
side by side and leave a user's LibreOffice alone.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.read import docx
from ingest.read.document import Unreadable
from ingest.read.package import refuse_encrypted
from ingest.read.writer import Content

TIMEOUT = 120  # seconds; a file takes one or two
_KINDS = {"WordDocument".encode("utf-16-le"): "doc", b"{\\rtf": "rtf"}
# Named, or what is damaged would pass for plain text.
_FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format"}
_PROGRAMS = ("soffice", "libreoffice")
# A document may link pictures and texts of other places, and carry programs. The settings of a fresh profile: links are
# followed from trusted folders only, of which there is none; no macro, no object; a proxy that nothing listens at.
_SETTINGS = (
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    *(
        ("Inet/Settings", f"ooInet{kind}{part}", value)
        for kind in ("HTTP", "HTTPS", "FTP")
        for part, value in (("ProxyName", "127.0.0.1"), ("ProxyPort", "9"))
    ),
)
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>\n'
_REGISTRY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + "".join(_ITEM.format(path if path.startswith("Inet") else f"Office.{path}", *rest) for path, *rest in _SETTINGS)
    + "</oor:items>\n"
)
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")


def read(data: bytes) -> Content:
    """The document; raises Unreadable, also where LibreOffice is not installed."""
    refuse_encrypted(data)
    kind = next((kind for mark, kind in _KINDS.items() if mark in data), None)
    if kind is None:  # LibreOffice would take it for plain text
        raise Unreadable("the file is no DOC, WPS or RTF, whatever its name says; open it and save it as .docx")
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise Unreadable(
            "DOC, WPS and RTF need LibreOffice: run tools/install-system-packages "
            "(Debian: apt-get install libreoffice-writer-nogui), or save the file as .docx"
        )
    return replace(docx.read(_converted(program, data, kind)), encoding=f"{kind} via docx")


def _converted(program: str, data: bytes, kind: str) -> bytes:
    with TemporaryDirectory(prefix="yibao-office-") as folder:
        source, target = Path(folder, f"document.{kind}"), Path(folder, "document.docx")
        source.write_bytes(data)
        settings = Path(folder, "profile", "user", "registrymodifications.xcu")
        settings.parent.mkdir(parents=True)
        settings.write_text(_REGISTRY, encoding="utf-8")
        options = [
            *_OPTIONS,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            f"--infilter={_FILTERS[kind]}",
        ]
        said = _run([program, *options, "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source)])
        if not target.is_file():
            last = said.strip().splitlines()[-1:] or ["it gave no reason"]
            raise Unreadable(f"LibreOffice cannot read the file ({last[0]}); open it and save it as .docx")
        return target.read_bytes()


def _run(command: list[str]) -> str:
    """What a command says; it is killed with its children when its time is over."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        return process.communicate(timeout=TIMEOUT)[0].decode(errors="replace")
    except subprocess.TimeoutExpired:
        raise Unreadable(f"LibreOffice did not finish within {TIMEOUT} seconds; save the file as .docx") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
