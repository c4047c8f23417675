"""Blocks as a page of a government site: navigation and script around it, spans, &nbsp; and inline styles in it."""

from __future__ import annotations

from html import escape
from itertools import groupby

from tests.render.blocks import Block, Heading, Paragraph
from tests.render.table import Table

_HEAD = """<!DOCTYPE html>
<html><head><meta charset="{encoding}"><title>政府信息公开</title>
<style>td {{ border: 1px solid; }}</style><script>var visits = 1024;</script></head>
<body><nav><ul><li><a href="/">首页</a></li><li><a href="/2024">2024年公开目录</a></li></ul></nav>
<!-- 正文 12345 --><div class="content"><div id="zoom">
"""
_TAIL = '</div></div><div style="display:none">点击数 4096</div><script>count(7);</script></body></html>\n'


def write(blocks: list[Block], encoding: str = "utf-8") -> bytes:
    """The file's bytes."""
    body = "".join(_block(block) for block in blocks)
    return (_HEAD.format(encoding=encoding) + body + _TAIL).encode(encoding, "xmlcharrefreplace")


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        tag = f"h{min(block.level + 1, 6)}"
        return f'<{tag} style="text-align:center">{_words(block.text)}</{tag}>\n'
    if isinstance(block, Paragraph):
        return f'<p style="text-indent:2em">&nbsp;&nbsp;&nbsp;&nbsp;{_words(block.text)}</p>\n'
    return _table(block)


def _words(text: str) -> str:
    """Words with their figures in spans of their own, as editors leave them."""
    runs = ["".join(run) for _, run in groupby(text, key=str.isdigit)]
    return "".join(f'<span lang="EN-US">{escape(run)}</span>' if run.isdigit() else escape(run) for run in runs)


def _table(block: Table) -> str:
    lines = ['<table cellspacing="0"><tbody>\n']
    for row in block.rows:
        lines.append("<tr>")
        for cell in row:
            if cell is not None:
                spans = f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1) + f' colspan="{cell.colspan}"' * (
                    cell.colspan > 1
                )
                style = f' style="text-indent:{cell.indent}em"' * (cell.indent > 0)
                lines.append(f"<td{spans}><p{style}>{_words(cell.text) or '&nbsp;'}</p></td>")
        lines.append("</tr>\n")
    return "".join((*lines, "</tbody></table>\n"))
