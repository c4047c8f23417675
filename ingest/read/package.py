"""Office Open XML packages (docx, xlsx): parts of a zip archive, opened without trusting it."""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import Any

from lxml import etree

from ingest.read.document import Unreadable
from ingest.read.limits import MAX_PARTS, number_in

Element = Any  # lxml ships no types
MAX_PART = 64 * 1024 * 1024
MAX_UNPACKED = 1024 * 1024 * 1024
_DAMAGED = "the file is damaged (a part of its archive cannot be unpacked); fetch it again"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_ENTRY = b"PK\x01\x02"  # before each part in the directory of an archive

_ENCRYPTED = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))


def refuse_encrypted(data: bytes) -> None:
    """Raise Unreadable for an OLE container that holds an encrypted Office file."""
    if any(name in data for name in _ENCRYPTED):
        raise Unreadable("the file is encrypted with a password; save it without one")


class Package:
    """The archive of a document; raises Unreadable for damage, encryption and archives that unpack without end."""

    def __init__(self, data: bytes) -> None:
        if data.count(_ENTRY) > MAX_PARTS:
            raise Unreadable(f"the archive has more than {MAX_PARTS:,} parts, which no document has; save it anew")
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (*_BROKEN, OverflowError):
            raise Unreadable("the file is a damaged archive (cut off?); fetch it again") from None
        unpacked = sum(entry.file_size for entry in self._archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise Unreadable(f"the file unpacks to {unpacked:,} bytes, more than the limit of {MAX_UNPACKED:,}")

    @property
    def names(self) -> frozenset[str]:
        """Names of its parts."""
        return frozenset(self._archive.namelist())

    def part(self, name: str) -> bytes | None:
        """Bytes of a part, or None where there is none of this name."""
        try:
            entry = self._archive.getinfo(name)
        except KeyError:
            return None
        if entry.flag_bits & 1:
            raise Unreadable("the file is encrypted; save it without a password")
        if entry.file_size > MAX_PART:
            raise Unreadable(f"{name} unpacks to {entry.file_size:,} bytes, more than the limit of {MAX_PART:,}")
        try:
            return self._archive.read(entry)
        except _BROKEN:
            raise Unreadable(_DAMAGED) from None

    def xml(self, name: str) -> Element | None:
        """Root of a part, or None where there is none. No entity is expanded, nothing fetched."""
        data = self.part(name)
        return None if data is None else parsed(data, f"{name} inside the file")

    def related(self, name: str) -> list[tuple[str, str, str]]:
        """Relationships of a part ("" is the package) as (last word of the type, part name, id), in order."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = []
        for link in [] if root is None else root.iter(_RELATED):
            if link.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
                found.append((link.get("Type", "").rpartition("/")[2], target, link.get("Id", "")))
        return found


def parsed(data: bytes, name: str) -> Element:
    """Root of an XML text; raises Unreadable, with `name`, for what is none."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Unreadable(f"{name} is no sound XML ({_said(error)}); open and save it anew") from None


def _said(error: Exception) -> str:
    """What is wrong, on one line without control characters."""
    return "".join(filter(str.isprintable, str(error)))[:120]


_LOCAL: dict[Any, str] = {}


def local(node: Element) -> str:
    """Name of an element without its namespace (transitional and strict files differ in it); "" for an entity."""
    tag = node.tag
    name = _LOCAL.get(tag)
    if name is None:
        name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        _LOCAL[tag] = name
    return name


def child(node: Element | None, name: str) -> Element | None:
    """First child of this local name."""
    return None if node is None else next(node.iterchildren("{*}" + name), None)


def attribute(node: Element | None, name: str) -> str | None:
    """Value of the attribute of this local name."""
    if node is not None:
        for key, value in node.attrib.items():
            if key.rpartition("}")[2] == name:
                return str(value)
    return None


def text_of(node: Element | None) -> str:
    """All words inside an element."""
    return "" if node is None else "".join(node.itertext())


def value(node: Element | None, name: str) -> str | None:
    """`val` of the child `name`; "" where the child has none, None where there is no such child."""
    found = child(node, name)
    return None if found is None else attribute(found, "val") or ""


def is_on(node: Element | None, name: str) -> bool:
    """Whether the toggle `name` (w:vanish, w:isLgl …) is set."""
    return (value(node, name) or "1") not in ("0", "false", "off") if child(node, name) is not None else False


def whole(node: Element | None, name: str) -> int | None:
    """`val` of the child `name` as a whole number from 0, or None."""
    written = value(node, name) or ""
    return number_in(written)
