"""Styles and automatic numbers of a Word document: what styles.xml and numbering.xml say of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.read.limits import number_in
from ingest.read.list_numbers import rendered
from ingest.read.package import Element, attribute, child, is_on, local, value, whole

_HEADING = re.compile(r"heading \d|title$|标题|副标题|subtitle$", re.I)
_CONTENTS = re.compile(r"toc \d|table of figures|目录 ?\d", re.I)
_LEADERS = frozenset(("dot", "middleDot", "hyphen"))
_PLACE = re.compile(r"%([1-9])")
# Behind these a number needs no blank; behind others "1." and "2024年" would run together.
_CLOSING = "、）)．：】〕》"
BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says itself; None and "" leave it to the style it is based on."""

    is_title: bool
    is_contents: bool
    based_on: str
    outline: int | None
    number_id: str | None
    level: int | None
    is_hidden: bool
    has_leader: bool
    paragraph: Element | None


class Styles:
    """Styles by id, with what they inherit."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""
        for node in root if root is not None else ():
            if local(node) == "style":
                key = attribute(node, "styleId") or ""
                self._styles[key] = _style(node)
                if attribute(node, "type") == "paragraph" and attribute(node, "default") in ("1", "true", "on"):
                    self._default = key
        self._chains: dict[str, list[Style]] = {}

    def chain(self, properties: Element | None, name: str = "pStyle") -> list[Style]:
        """The style that properties name, then those that it is based on."""
        key = value(properties, name) or (self._default if name == "pStyle" else "")
        if key not in self._chains:
            found: dict[str, Style] = {}
            at = key
            while at in self._styles and at not in found:
                found[at] = self._styles[at]
                at = found[at].based_on
            self._chains[key] = list(found.values())
        return self._chains[key]

    def is_heading(self, properties: Element | None) -> bool:
        """Whether the paragraph has an outline level, its own or its style's, or the style of a title."""
        styles = self.chain(properties)
        level = whole(properties, "outlineLvl")
        if level is None:
            level = next((style.outline for style in styles if style.outline is not None), None)
        if level is None:
            return any(style.is_title for style in styles)
        return level < BODY_LEVEL and not any(style.is_contents for style in styles)

    def has_leader(self, properties: Element | None) -> bool:
        """Whether a tab of the paragraph is printed as dots: a line of a table of contents."""
        return _has_leader(properties) or any(style.has_leader or style.is_contents for style in self.chain(properties))

    def is_hidden(self, run_properties: Element | None) -> bool:
        """Whether a run is hidden text."""
        if run_properties is None:
            return False
        if child(run_properties, "vanish") is not None:
            return is_on(run_properties, "vanish")
        return any(style.is_hidden for style in self.chain(run_properties, "rStyle"))

    def number(self, properties: Element | None) -> tuple[str, int | None, str]:
        """(number id, level, style id that gave it) of a paragraph; the id is "" where it has no number."""
        own = child(properties, "numPr")
        number_id, level = value(own, "numId"), whole(own, "ilvl")
        styles = self.chain(properties)
        giving = next((style for style in styles if style.number_id is not None), None)
        if number_id is None and giving is not None:
            number_id = giving.number_id
            level = giving.level if level is None else level
        key = value(properties, "pStyle") or self._default
        return "" if number_id is None or number_id == "0" else number_id, level, key

    def number_of_style(self, key: str) -> str:
        """Number id that a numbering style stands for."""
        return self._styles[key].number_id or "" if key in self._styles else ""


def _style(node: Element) -> Style:
    paragraph, run = child(node, "pPr"), child(node, "rPr")
    numbering = child(paragraph, "numPr")
    name = value(node, "name") or ""
    return Style(
        is_title=bool(_HEADING.match(name)),
        is_contents=bool(_CONTENTS.match(name)),
        based_on=value(node, "basedOn") or "",
        outline=whole(paragraph, "outlineLvl"),
        number_id=value(numbering, "numId"),
        level=whole(numbering, "ilvl"),
        is_hidden=is_on(run, "vanish"),
        has_leader=_has_leader(paragraph),
        paragraph=paragraph,
    )


def _has_leader(properties: Element | None) -> bool:
    tabs = child(properties, "tabs")
    return tabs is not None and any(attribute(tab, "leader") in _LEADERS for tab in tabs)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    text: str
    suffix: str
    restart: int | None
    is_legal: bool
    paragraph_style: str


class Numbering:
    """The automatic numbers of a document, counted as its paragraphs pass in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._linked: dict[str, str] = {}  # abstract id -> numbering style
        self._numbers: dict[str, str] = {}
        self._overrides: dict[str, dict[int, _Level]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for node in root if root is not None else ():
            key = attribute(node, "abstractNumId") or ""
            if local(node) == "abstractNum":
                self._abstract[key] = _levels(node)
                self._linked[key] = value(node, "numStyleLink") or ""
            elif local(node) == "num":
                self._number(node)

    def _number(self, node: Element) -> None:
        key = attribute(node, "numId") or ""
        self._numbers[key] = value(node, "abstractNumId") or ""
        for override in node:
            if local(override) == "lvlOverride":
                start = whole(override, "startOverride")
                if start is not None:
                    self._starts[key, _place(override)] = start
                self._overrides.setdefault(key, {}).update(_levels(override))

    def mark(self, properties: Element | None) -> str:
        """The number that Word prints before this paragraph, "" for none; counts it."""
        number_id, level, style = self._styles.number(properties)
        if not number_id:
            return ""
        abstract = self._abstract_of(number_id)
        levels = self._abstract.get(abstract, {}) | self._overrides.get(number_id, {})
        if level is None:
            level = next((at for at, given in levels.items() if given.paragraph_style == style), 0)
        if level not in levels:
            return ""
        here = levels[level]
        counts = self._counts.setdefault(abstract, {})
        start = self._starts.pop((number_id, level), None)
        counts[level] = start if start is not None else counts.get(level, here.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:  # 0: it never begins anew
                del counts[deeper]

        def place(found: str) -> str:
            at = int(found) - 1
            given = levels.get(at, here)
            return rendered(counts.setdefault(at, given.start), "decimal" if here.is_legal else given.style)

        if here.style == "bullet":
            return ""
        mark = _PLACE.sub(lambda found: place(found[1]), here.text).strip()
        return mark if not mark or here.suffix == "nothing" or mark[-1] in _CLOSING else f"{mark} "

    def _abstract_of(self, number_id: str) -> str:
        abstract = self._numbers.get(number_id, "")
        linked = self._linked.get(abstract)
        return self._numbers.get(self._styles.number_of_style(linked), abstract) if linked else abstract


def _place(node: Element) -> int:
    return number_in(attribute(node, "ilvl") or "") or 0


def _levels(node: Element) -> dict[int, _Level]:
    levels = {}
    for level in node:
        if local(level) != "lvl":
            continue
        start = whole(level, "start")
        levels[_place(level)] = _Level(
            start=1 if start is None else start,
            style=value(level, "numFmt") or "decimal",
            text=value(level, "lvlText") or "",
            suffix=value(level, "suff") or "tab",
            restart=whole(level, "lvlRestart"),
            is_legal=is_on(level, "isLgl"),
            paragraph_style=value(level, "pStyle") or "",
        )
    return levels
