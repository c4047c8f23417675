"""Links of a page: where they lead, and whether anything is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from posixpath import dirname, join, normpath

from lxml import html

# Sections that the masthead names; each is written by a module of its own.
SECTIONS = ("index", "compare", "regions", "reports", "findings", "guide")


def links(path: str, tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Pages and their fragments that the page at `path` links to, in its text; the masthead's aside."""
    for href in tree.xpath("//main//a/@href"):
        target, _, fragment = str(href).partition("#")
        yield normpath(join(dirname(path), target)) if target else path, fragment


def dead(folder: Path, path: str, page: Callable[[str], html.HtmlElement], ids: dict[str, set[str]]) -> list[str]:
    """Links of a page that lead nowhere: no such page, or no such element in it. `ids` remembers those of pages."""
    lost = []
    for target, fragment in links(path, page(path)):
        if not (folder / target).is_file():
            lost.append(f"{path} -> {target}")
        elif fragment:
            if target not in ids:
                ids[target] = set(page(target).xpath("//@id"))
            if fragment not in ids[target]:
                lost.append(f"{path} -> {target}#{fragment}")
    return lost


def asked_of_a_network(tree: html.HtmlElement) -> list[str]:
    """Addresses in a page that are not beside it."""
    found = [str(a) for a in tree.xpath("//@href | //@src | //@action | //@srcset | //@poster")]
    return [a for a in found if "//" in a or a.split(":")[0] in ("http", "https", "file", "javascript")]
