"""HTML pages (and the page inside a .mht) as a browser prints them: paragraphs, headings, lists, tables."""

from __future__ import annotations

import codecs
import re
from email import message_from_bytes
from email.message import Message

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.read.blocks import BLANK, Block, Line, write
from ingest.read.document import Unreadable
from ingest.read.html_indents import indent_of
from ingest.read.html_tables import caption_of, cells_of, is_layout, rows_of, table_of
from ingest.read.limits import MAX_ATTRIBUTES, MAX_OPEN, MAX_PAGE_BYTES, MAX_TAGS, NESTED, refuse_bytes
from ingest.read.list_numbers import rendered
from ingest.read.text import decode
from ingest.read.writer import Content, TextWriter

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]*encoding=["']([\w-]+)""", re.I)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Declared names that mean a larger set than they say.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "utf8": "utf-8"}
# Python decodes these too, but no page is written in them.
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "undefined", "unicode_escape", "unicode-escape", "raw_unicode_escape", "utf-7", "utf_7")
)
_MAX_REPLACED = 1000  # one broken character in so many is a slip of the page, more is another encoding

_MIME = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.I)
_SKIPPED = frozenset((
    "script", "style", "head", "nav", "noscript", "template", "svg", "math", "iframe", "object", "select",
    "button", "textarea", "del", "title", "aside", "footer", "-comment",
))  # fmt: skip
_FURNITURE = frozenset((
    "nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "footer", "foot",
    "copyright",
))  # fmt: skip
_ARTICLE = frozenset(("article", "main", "section"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "menu", "ol", "p", "section", "summary", "tbody", "td", "th", "tr", "ul",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_LINKED = frozenset(("ul", "ol", "dl", "div", "p"))
_NO_WORD = re.compile(r"[\W_]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:[^;]*none", re.I)
_LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SOLID = "[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]"
# A source line that ends between Chinese characters is no blank.
_WRAP = re.compile(rf"(?<={_SOLID})[ \t]*\r?\n\s*(?={_SOLID})")
_WHITE = re.compile(r"[ \t\r\n\f]+")
# The line end before cells that tabs part: what stands before the first of them is no indent.
_ROW = re.compile(r"^ *\r?\n(?=\t*[^\s][^\r\n]*\t)")
_BLANK = BLANK.replace("\t", "")
_MIN_LINKS = 3
_MAX_NAVIGATION = 100_000  # characters
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}")
# Elements that hold nothing, or that the next one of their kind ends.
_ENDED = frozenset((
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
))  # fmt: skip


def read(data: bytes) -> Content:
    """The page; raises Unreadable."""
    charset = ""
    if _MIME.match(data[:4096]):
        data, charset = _page_of(message_from_bytes(data))
    refuse_bytes(len(data), MAX_PAGE_BYTES, "the page")
    text, encoding = _decoded(data, charset)
    if text.count("<") > MAX_TAGS:
        raise Unreadable(f"the page has more than the limit of {MAX_TAGS:,} tags; split it")
    _refuse_deep(text)
    tree = LexborHTMLParser(text)
    writer = TextWriter()
    write(_Page().blocks(tree.root) if tree.root is not None else (), writer)
    content = writer.content(encoding)
    if not content.text:
        raise Unreadable("the page holds no text (a script fills it in?); save it from a browser, or give its PDF")
    return content


def _refuse_deep(text: str) -> None:
    """Raise Unreadable for elements or attributes without end: the time of the parser is their square."""
    depth = 0
    if any(tag.count("=") > MAX_ATTRIBUTES for tag in _LONG_TAG.findall(text)):
        raise Unreadable(f"a tag of the page has more than {MAX_ATTRIBUTES:,} attributes; save it from a browser")
    for end, name in _TAG.findall(text):
        if name.lower() not in _ENDED:
            depth = max(depth - 1, 0) if end else depth + 1
            if depth > MAX_OPEN:
                raise Unreadable(NESTED)


def _page_of(message: Message) -> tuple[bytes, str]:
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return body, part.get_content_charset() or ""
    raise Unreadable("the web archive holds no page; save the page anew")


def _decoded(data: bytes, charset: str) -> tuple[str, str]:
    """Text and its encoding: a byte order mark tells, else UTF-8 without a fault, the page, its archive, the bytes."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    try:
        return data.decode("utf-8"), "utf-8"  # whatever the page declares: pages saved anew keep their old declaration
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4096])
    name = (declared[1] or declared[2]).decode("ascii").lower() if declared else charset.lower()
    name = _WIDER.get(name, name)
    try:
        if name and codecs.lookup(name) and name not in _NO_CHARSETS:
            return data.decode(name), name
    except (LookupError, ValueError):
        pass
    try:
        return decode(data)
    except Unreadable:
        if not name or name == "utf-16":
            raise
        try:
            text = data.decode(name if name not in _NO_CHARSETS else "", "replace")
        except (LookupError, ValueError):
            raise Unreadable(f"the page declares an unknown encoding ({name}); save it as UTF-8") from None
        if text.count("\ufffd") * _MAX_REPLACED > len(text):
            raise
        return text, name


class _Page:
    """Blocks of an element: what flows inline gathers in a line until a block begins or ends."""

    def __init__(self) -> None:
        self._around: list[LexborNode] = []
        self._found: list[Block] = []
        self._words: list[str] = []
        self._mark = ""
        self._kind = "paragraph"
        self._numbered: dict[int, tuple[LexborNode, int]] = {}  # by list, the last item met and its number

    def blocks(self, node: LexborNode) -> list[Block]:
        """Blocks inside an element, in order."""
        self._around = [node]
        self._inside(node)
        self._flush()
        return self._found

    def _flush(self) -> None:
        if self._words:
            source = _WRAP.sub("", _ROW.sub("", "".join(self._words)))
            shown = _WHITE.sub(_blank_or_tabs, source)
            text = shown.strip(_BLANK)
            self._words = []
            if text:
                in_cell = self._around[0].tag in _CELLS
                indent = indent_of(reversed(self._around), shown) if in_cell else 0
                self._found.append(Line(self._mark + text, self._kind, indent))
                self._mark = ""

    def _flush_line(self) -> None:
        """As `_flush`; an empty line stays, for it parts tables of lines with tabs."""
        before = len(self._found)
        self._flush()
        if len(self._found) == before:
            self._found.append(Line(""))

    def _inside(self, node: LexborNode) -> None:
        item = node.first_child
        while item is not None:
            tag = item.tag or ""
            if tag == "-text":
                self._words.append(item.text_content or "")
            elif tag == "br":
                self._flush_line()
            elif tag == "wbr" or _is_left_out(item, tag):
                pass
            elif tag == "table":
                self._flush()
                self._table(item)
            elif tag == "pre":
                self._flush()
                self._found += [Line(line) for line in item.text().replace("\r\n", "\n").split("\n")]
            elif tag in _BLOCKS:
                self._block(item, tag)
            else:
                self._inside(item)
            item = item.next

    def _block(self, node: LexborNode, tag: str) -> None:
        self._flush()
        kind = self._kind
        if tag in _HEADINGS:
            self._kind = "heading"
        if tag == "li":
            self._mark = _mark_of(node, self._numbered)
        self._around.append(node)
        self._inside(node)
        if tag == "p":
            self._flush_line()
        else:
            self._flush()
        self._around.pop()
        self._kind = kind
        if tag == "li":
            self._mark = ""

    def _table(self, table: LexborNode) -> None:
        rows = rows_of(table)
        caption = caption_of(table)
        if caption is not None:
            self._found += _Page().blocks(caption)
        if is_layout(table, rows):
            for cell in cells_of(rows):
                self._found += _Page().blocks(cell)
        else:
            self._found.append(table_of(rows, lambda cell: _Page().blocks(cell)))


def _is_left_out(node: LexborNode, tag: str) -> bool:
    """Whether an element is hidden, no words, or what stands around every page of a site."""
    if tag in _SKIPPED:
        return tag not in ("footer", "aside") or not _is_in_article(node)
    if tag == "header":
        return not _is_in_article(node) and node.css_first("h1") is None
    attributes = node.attributes
    if attributes:
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            return True
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
        if not _FURNITURE.isdisjoint(names) or attributes.get("role") == "navigation":
            return True
    return tag in _LINKED and _is_navigation(node)


def _is_in_article(node: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.tag not in _ARTICLE:
        above = above.parent
    return above is not None


def _is_navigation(node: LexborNode) -> bool:
    """Nothing but links: titles of other pages, which would pass for this one's."""
    if node.css_first("a[href]") is None or node.css_first("table") is not None:
        return False
    words = node.text()
    if len(words) > _MAX_NAVIGATION:  # and looking at its links again in every block inside would take minutes
        return False
    links = node.css("a[href]")
    if len(links) < _MIN_LINKS:
        return False
    linked = sum(len(_NO_WORD.sub("", link.text())) for link in links)
    return linked * 10 >= len(_NO_WORD.sub("", words)) * 8


def _mark_of(item: LexborNode, numbered: dict[int, tuple[LexborNode, int]]) -> str:
    """The number that a browser prints before an item of an ordered list."""
    items = item.parent
    if items is None or items.tag != "ol" or _UNMARKED.search(items.attributes.get("style") or ""):
        return ""
    number = _whole(items.attributes.get("start"), 1)
    at = items.first_child
    if items.mem_id in numbered:
        last, number = numbered[items.mem_id]
        at, number = last.next, number + 1
    while at is not None:
        if at.tag == "li":
            number = _whole(at.attributes.get("value"), number)
            if at.mem_id == item.mem_id:
                numbered[items.mem_id] = item, number
                break
            number += 1
        at = at.next
    return f"{rendered(number, _LIST_STYLES.get(items.attributes.get('type') or '', 'decimal'))}. "


def _blank_or_tabs(white: re.Match[str]) -> str:
    """Tabs between words of one source line part cells; those of a line's own indent are nothing."""
    tabs = white[0].count("\t")
    return "\t" * tabs if tabs and "\n" not in white[0] and "\r" not in white[0] else " "


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 7 else otherwise
