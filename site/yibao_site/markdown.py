"""Markdown as the guide uses it: headings are `中文 | English`, quotations the English beside the Chinese.

Raw HTML in it is text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_PLACEHOLDER = re.compile(r"^\[\[(\w+) ([^\]]+)\]\]$", re.MULTILINE)
_HEADING = re.compile(r"<h([23])>(.*?)(?: \| (.*?))?</h\1>")
# What the site's sheet and a keyboard need of a piece of markdown's HTML.
_DRESSED = (
    ("<table>", '<div class="scroll" tabindex="0" role="group" aria-label="表 Table"><table>'),
    ("</table>", "</table></div>"),
    ("<th>", '<th scope="col">'),
    ("<blockquote>", '<div class="en" lang="en">'),
    ("</blockquote>", "</div>"),
    ("<pre>", '<pre tabindex="0">'),
)


class Piece(NamedTuple):
    """A stretch of HTML, or the place of something that a template puts in: `[[name argument]]`."""

    html: Markup
    name: str = ""
    argument: str = ""


class Heading(NamedTuple):
    """A section that a page's contents list."""

    anchor: str
    zh: Markup
    en: Markup


def headings(parts: Iterable[Piece]) -> list[Heading]:
    """The sections of a page: its second-rank headings."""
    found = re.findall(r'<h2 id="(.*?)">(.*?)(?: <small lang="en">(.*?)</small>)?</h2>', "".join(p.html for p in parts))
    return [Heading(anchor, Markup(zh), Markup(en)) for anchor, zh, en in found]


def pieces(text: str) -> list[Piece]:
    """A markdown text in pieces."""
    found: list[Piece] = []
    at = 0
    for placeholder in _PLACEHOLDER.finditer(text):
        found += [Piece(_html(text[at : placeholder.start()])), Piece(Markup(""), placeholder[1], placeholder[2])]
        at = placeholder.end()
    return [*found, Piece(_html(text[at:]))]


def inline(text: str) -> Markup:
    """A line of markdown, such as a column's comment."""
    return Markup(_MARKDOWN.renderInline(text))


def section(text: str, title: str) -> str:
    """What stands below the heading `## title`, up to the next of its rank; raises ValueError where there is none."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(
            f"README.zh-CN.md has no section '## {title}', which docs/*.md ask for with [[readme {title}]]"
        )
    return found[1]


def _html(text: str) -> Markup:
    html = _MARKDOWN.render(text)
    for plain, dressed in _DRESSED:
        html = html.replace(plain, dressed)
    return Markup(_HEADING.sub(_heading, html))


def _heading(found: re.Match[str]) -> str:
    rank, zh, en = found[1], found[2], found[3]
    if en is None:
        return f'<h{rank} id="{anchor(zh)}">{zh}</h{rank}>'
    return f'<h{rank} id="{anchor(en)}">{zh} <small lang="en">{en}</small></h{rank}>'


def _line_end(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    """A line's end inside a paragraph: a blank, but nothing between two Chinese characters or beside their marks."""
    before = next((t.content[-1] for t in reversed(tokens[:index]) if t.content), "")
    after = next((t.content[0] for t in tokens[index + 1 :] if t.content), "")
    wide = [c for c in (before, after) if c and unicodedata.east_asian_width(c) in "WF"]
    return "" if len(wide) == 2 or any(unicodedata.category(c).startswith("P") for c in wide) else "\n"


_MARKDOWN.add_render_rule("softbreak", _line_end)


def anchor(words: str) -> str:
    """A heading's id."""
    return re.sub(r"[^\w]+", "-", words.lower()).strip("-")
