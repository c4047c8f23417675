"""Mutants of zipped formats: the XML inside is changed, and the file stays one that opens."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

_ODD = ("", "0", "-1", "1", "2", "255", "65536", "99999999999", "1e309", "NaN", "true", "A1:XFD1048576", "一", "\u200b")
_WORDS = ("1,234.50", "－5", "合计", "2024年", "(100)", "=1+1", "%", "\n", "12" * 30)
Mutate = Callable[[bytes, int], bytes]


def mutated(data: bytes, most: int, seed: int, mutate: Mutate) -> bytes:
    """The archive with one member changed: its elements nine times of ten, else its bytes."""
    draw = random.Random(seed)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError, zipfile.zlib.error):
        return mutate(data, most)
    parts = [name for name in members if name.endswith((".xml", ".rels"))]
    if not parts:
        return mutate(data, most)
    weights = [10 if name.endswith(("document.xml", "sheet1.xml", "styles.xml")) else 1 for name in parts]
    name = draw.choices(parts, weights)[0]
    if draw.random() < 0.9:
        members[name] = _restructured(members[name], draw) or mutate(members[name], most)
    else:
        members[name] = mutate(members[name], most)
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(zipfile.ZipInfo(member), content, zipfile.ZIP_DEFLATED)
    return into.getvalue() if len(into.getvalue()) <= most else data


def _restructured(content: bytes, draw: random.Random) -> bytes | None:
    """Elements dropped, doubled, moved; attributes and words that are odd."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    for _ in range(draw.randint(1, 4)):
        elements = [e for e in root.iter() if isinstance(e.tag, str) and e.getparent() is not None]
        if not elements:
            break
        _change(draw.choice(elements), draw.choice(elements), draw)
    return etree.tostring(root)


def _change(element: etree._Element, other: etree._Element, draw: random.Random) -> None:
    parent = element.getparent()
    kind = draw.randrange(6)
    if kind == 0:
        parent.remove(element)
    elif kind == 1:
        parent.insert(draw.randrange(len(parent) + 1), deepcopy(element))
    elif kind == 2 and element not in other.iterancestors() and element is not other:
        other.append(deepcopy(element))
    elif kind == 3 and element.attrib:
        element.attrib[draw.choice(list(element.attrib))] = draw.choice(_ODD)
    elif kind == 4:
        element.text = draw.choice(_WORDS).replace("\x00", "")
    else:
        element.tag = other.tag
